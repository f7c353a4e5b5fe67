"""What the manuals tell a reader to type: every line is one the program takes, and runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from scripts.cli.running import _command_of, _prepared, _printed, _server_of
from tests.architecture.test_docs import MANUALS, PAGES
from tests.support.command import ROOT, subsidy

TYPED = re.compile(r"^(?: {4})?(?:\$ )?subsidy (.+)$", re.MULTILINE)
SAMPLE = ROOT / "scripts" / "sample" / "county-2022.xlsx"
AUDIT = MANUALS / "audit.md"
# The reader's own, in what a manual says to type: a witness, the published text, a reason, trusted
# certificates, other keys, a backup; and what goes on until it is stopped.
THEIRS = {"URL", "POLICY.txt", "TEXT", "ROOTS.pem", "--kind", "--token", "~/sm2.key", "--every"}
THEIRS |= {"recover"}


def typed(page: Path) -> list[list[str]]:
    """Return the words of every command that a page has on a line of its own, comments left out."""
    lines = TYPED.findall(page.read_text(encoding="utf-8").replace("\\\n", " "))
    alone = [line.partition(" < ")[0] for line in lines if "|" not in line]
    return [[word.strip("[]") for word in shlex.split(line, comments=True)] for line in alone]


def in_any_language(words: list[str]) -> list[str]:
    """Return words with what a reader puts in as dots, without the choice of a language."""
    theirs = (not word.isascii() or re.search("[A-Z]{3}", word) for word in words)
    named = ["…" if own else word for word, own in zip(words, theirs, strict=True)]
    return [word for word in named if word not in ("--lang", "en")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_is_a_command_with_its_arguments(page: Path) -> None:
    for words in typed(page):
        words, server = _server_of(words)
        app, verb, rest = _command_of(words)
        assert _printed(app, verb, rest) or _prepared(app, verb, rest, server)


def test_the_shipped_unit_starts_what_the_program_takes() -> None:
    unit = (ROOT / "docs/deployment/subsidy.service").read_text(encoding="utf-8")
    program, *words = shlex.split(unit.partition("ExecStart=")[2].partition("\n")[0])
    app, verb, rest = _command_of(words)

    assert program.endswith("/bin/subsidy")
    assert _prepared(app, verb, rest, None)


def test_both_languages_of_the_page_on_serving_have_the_same_commands() -> None:
    chinese, english = map(typed, (ROOT / "docs/serving.zh.md", ROOT / "docs/serving.md"))

    assert list(map(in_any_language, chinese)) == list(map(in_any_language, english))


def test_both_languages_of_the_audit_manual_have_the_same_commands() -> None:
    chinese, english = map(typed, (MANUALS / "audit.zh.md", AUDIT))

    assert list(map(in_any_language, chinese)) == list(map(in_any_language, english))


def test_the_commands_of_the_audit_manual_run_on_the_shipped_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = ("--store", tmp_path / "ledger.db")
    subsidy("backfill", SAMPLE, "--approve", "--by", "clerk", *store)
    meant = {
        "~/seal.key": str(tmp_path.parent / f"{tmp_path.name}.key"),
        "~/new.key": str(tmp_path.parent / f"{tmp_path.name}.new"),
        "KEPT-CHECKPOINT": "sealed/checkpoint",
    }
    for line in typed(AUDIT):
        if THEIRS & set(line):
            continue
        words = [meant.get(word, word) for word in line]

        ran = subsidy(*words, *store)

        assert ran.code == 0, (words, ran.err)
        if words[:2] == ["key", "show"]:
            meant["PUBLIC-KEY"] = ran.out.strip()
