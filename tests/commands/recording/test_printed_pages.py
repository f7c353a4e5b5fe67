"""Pages print what the program has: its vocabulary, its policy, the answers of the tutorial."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.policy.file.vocabulary import vocabulary
from tests.commands.recording.printed_pages import MARKED, PAGES, has_tutorial, printed
from tests.commands.recording.tutorial import carried_out, files
from tests.support.command import ROOT

WORDS = [ROOT / "docs" / "policy-file.md", ROOT / "docs" / "policy-file.zh.md"]
MADE_AGAIN = "make pages"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_prints_what_the_program_has(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == printed(page), f"print it again: {MADE_AGAIN}"


@pytest.mark.parametrize("page", WORDS, ids=lambda page: page.name)
def test_the_page_of_policy_files_has_every_section_of_the_vocabulary(page: Path) -> None:
    marks = MARKED.findall(page.read_text(encoding="utf-8"))

    assert {name for _, name, of, _ in marks if of == "words"} == vocabulary().keys()


@pytest.mark.parametrize("page", [*filter(has_tutorial, PAGES)], ids=lambda page: page.name)
def test_the_tutorial_runs_and_says_what_its_page_says(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert carried_out(text, tmp_path) == text, f"print it again: {MADE_AGAIN}"


def test_both_languages_of_the_tutorial_have_the_same_files_and_commands() -> None:
    english, chinese = (page.read_text(encoding="utf-8") for page in WORDS)

    assert files(english) == files(chinese)
    assert [line.removesuffix(" --lang en") for line in typed(english)] == typed(chinese)


def typed(page: str) -> list[str]:
    return re.findall(r"^\$ (.+)$", page, re.MULTILINE)
