"""Letters as they were printed, beside the log they are of: each must stay what was printed.

A folder an edition of templates. Where a change of wording makes one differ, it is said here which
sentence of which letter, in `DIFFER`, and in the notes of the release: who holds such a letter is
answered that it differs, and its code goes on to hold.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.letters.check.reading import read
from adapters.letters.letter import named_in
from tests.support.by_hand import insert
from tests.support.command import asked, subsidy
from tests.support.ledgers import opened_empty

GOLDEN = Path(__file__).parents[3] / "golden" / "letters"
LETTERS = sorted(each for each in GOLDEN.rglob("*") if each.suffix in (".docx", ".pdf"))
PRINTED = [
    pytest.param(each, marks=pytest.mark.pdf) if each.suffix == ".pdf" else each for each in LETTERS
]
DIFFER: dict[str, tuple[str, ...]] = {}  # what is in the file and printed otherwise now
LOOKS = "画面与打印不同"  # a page, where the fonts of this machine are others


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """The ledger of each edition's letters."""
    return {log.parent: _ledger(log, tmp_path_factory.mktemp("l")) for log in _logs()}


def _logs() -> list[Path]:
    return sorted(GOLDEN.glob("*/log.jsonl"))


def _ledger(log: Path, folder: Path) -> Path:
    path = folder / "ledger.db"
    with opened_empty(path):
        pass
    rows = map(json.loads, log.read_text("utf-8").splitlines())
    insert(path, [(*columns, state.encode()) for *columns, state in rows])
    asked(path, "rebuild")
    return path


def _name(letter: Path) -> str:
    return letter.relative_to(GOLDEN).as_posix()


def _details(letter: Path) -> Path:
    folder = letter.parent
    return folder.parent / "papers.en.toml" if folder.name == "en" else folder / "papers.toml"


@pytest.mark.parametrize("letter", PRINTED, ids=_name)
def test_a_letter_printed_then_is_what_the_ledger_prints_now(
    stores: dict[Path, Path], letter: Path
) -> None:
    store = next(store for folder, store in stores.items() if letter.is_relative_to(folder))
    words = ("--bureau", _details(letter), "--json", "--store", store)

    ran = subsidy("paper", "check", letter, *words)

    differences = [each["found"] or "" for each in ran.json["differences"]]
    assert [each for each in differences if LOOKS not in each] == [*DIFFER.get(_name(letter), ())]


@pytest.mark.parametrize("letter", LETTERS, ids=_name)
def test_the_code_of_a_letter_printed_then_holds(stores: dict[Path, Path], letter: Path) -> None:
    store = next(store for folder, store in stores.items() if letter.is_relative_to(folder))
    named = named_in(read(letter.read_bytes(), letter.name).text)

    for each in named:
        code = f"subsidy-paper:{each.kind}/{each.subject}/{each.position}:{each.digest}"
        assert subsidy("paper", "check", "--code", code, "--store", store, "--json").code == 0
    assert named
