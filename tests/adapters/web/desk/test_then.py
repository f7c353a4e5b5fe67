"""Views of earlier positions: as of then whatever was asked before, and made for few questions."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from adapters.ledger.store import Store
from adapters.views.views import Views
from adapters.web.desk.then import Thens
from adapters.wording.as_json import as_json
from domain.refusals import Refusal
from tests.adapters.ledger.test_recall import cut
from tests.adapters.web.desk.test_rooms import begun, rooms_of
from tests.oracle.inputs.random_claims import lines
from tests.support.command import asked, subsidy, write_lines
from tests.support.extent import tried
from tests.support.ledgers import opened

pytestmark = pytest.mark.sqlite  # it cuts files; the views of then are in one on any store


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("then")
    path, drawn = folder / "ledger.db", write_lines(folder / "a.jsonl", lines(11, 40))
    subsidy("backfill", drawn, "--approve", "--store", path)
    numbers = [claim["claim_no"] for claim in asked(path, "claims", "--status", "approved")]
    asked(path, "withdraw", numbers[0], "--reason", "no longer")
    asked(path, "revoke", numbers[1], "--reason", "wrong", "--document", "No. 4")
    return path


@contextmanager
def thens_of(path: Path) -> Iterator[tuple[Thens, Store]]:
    thens = Thens()
    try:
        with begun(path) as store:
            yield thens, store
    finally:
        thens.close()


def free() -> None:
    """Stand for a place among costly questions, of which there is always one."""


def files(thens: Thens) -> list[Path]:
    gc.collect()
    return [path for path in Path(thens._folder.name).iterdir() if "-" not in path.name]


@pytest.mark.parametrize("seed", range(tried(2, long=20)))
def test_in_whatever_order_they_are_asked_they_are_those_of_a_log_ending_there(
    seed: int, ledger: Path, tmp_path: Path
) -> None:
    chance, known = Random(seed), dict[int, str]()
    with thens_of(ledger) as (thens, store):
        last = store.position()
        for position in chance.choices(range(1, last + 1), k=tried(12, long=40)):
            if position not in known:
                there = cut(ledger, position, tmp_path / f"{position}.db")
                with opened(there) as ended:
                    ended.catch_up()
                    known[position] = ended.views.digest()
            then = thens.at(position, store.handler.recorder, free)
            assert then.views.digest() == known[position], position
        assert len(files(thens)) <= 4


def test_many_who_ask_at_once_have_the_same_which_go_when_nobody_has_them(ledger: Path) -> None:
    with thens_of(ledger) as (thens, store):
        half = store.position() // 2
        with ThreadPoolExecutor(8) as many:
            asking = [many.submit(thens.at, half, store.handler.recorder, free) for _ in range(8)]
            (then,) = {each.result() for each in asking}
        del asking
        assert len(files(thens)) == 1
        thens.forget()  # as where a name was erased
        with then.views.reading() as reader:
            assert reader.rows("SELECT position FROM progress") == [(half,)]
        assert len(files(thens)) == 1
        del then
        assert files(thens) == []


def test_what_could_not_be_made_leaves_nothing_and_is_made_when_it_is_asked_again(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with thens_of(ledger) as (thens, store):
        with monkeypatch.context() as broken:
            broken.setattr(Views, "build", full)
            with pytest.raises(OSError, match="No space"):
                thens.at(9, store.handler.recorder, free)
        assert files(thens) == []
        assert thens.at(9, store.handler.recorder, free).views.position() == 9


def test_a_question_about_one_enterprise_makes_none_and_pages_about_all_share_them(
    ledger: Path,
) -> None:
    with rooms_of(ledger) as rooms:
        last = rooms.head()
        with rooms.look(last - 3) as look:
            (claim, *_others) = look.claims()
            whole = as_json(look.claims_page())
            figures = as_json(look.overview(2022))
        assert len(files(rooms._thens)) == 1
        with rooms.look(last - 3) as look:
            assert (as_json(look.claims_page()), as_json(look.overview(2022))) == (whole, figures)
        for position in range(last - 9, last - 3):
            with rooms.look(position) as look:
                look.remaining(claim.uscc, 2022)
                look.claim(claim.claim_no)
                look.explanation(claim.claim_no)
                look.course(claim.uscc)
        assert len(files(rooms._thens)) == 1
        with rooms.look(last) as look:  # of now
            look.claims()
        assert len(files(rooms._thens)) == 1


def test_where_its_files_fail_the_views_of_now_are_left_as_they_are(ledger: Path) -> None:
    with rooms_of(ledger) as rooms:
        half = rooms.head() // 2
        with rooms.look(half) as look:
            before = as_json(look.claims_page())
        (then,) = rooms._thens._made
        then.views.backend.close()  # with the pages that its connections remember
        (broken,) = files(rooms._thens)
        broken.write_bytes(b"no view" * 10_000)
        with (
            pytest.raises(Refusal, match="too-busy"),
            rooms.look(half) as look,
        ):
            look.claims_page()
        assert rooms.health().state == "ok"
        for _ in range(2):
            with rooms.look(half) as look:
                assert as_json(look.claims_page()) == before
            rooms._thens.forget()
            shutil.rmtree(rooms._thens._folder.name)  # as what tidies temporary files does
        with rooms.look() as look:
            look.claims()
