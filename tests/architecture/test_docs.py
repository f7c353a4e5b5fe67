"""Every path that a page names is there, and every command has a line in the manuals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.cli.nouns import verbs
from tests.architecture.test_architecture import ROOT

MANUALS = ROOT / "docs" / "manuals"
PAGES = [*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md"), *MANUALS.glob("*.md")]
WRAPPED = [*PAGES, *(ROOT / "docs" / "decisions").glob("*.md")]
LENGTH_MAX = 120
PATH = re.compile(r"`((?:domain|projections|adapters|scripts|tests|docs)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
ANCHOR = re.compile(r"\]\((?!https?:)([^)#]*)#([^)]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"subsidy ((?:[a-z][a-z-]* ?)+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {ROOT / path for path in PATH.findall(text)}
    linked = {page.parent / path for path in LINK.findall(text)}

    assert {str(path) for path in named | linked if not path.exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_anchor_that_a_page_links_to_is_a_heading(page: Path) -> None:
    links = ANCHOR.findall(page.read_text(encoding="utf-8"))

    missing = {
        (path, anchor)
        for path, anchor in links
        if anchor not in anchors(page.parent / path if path else page)
    }
    assert missing == set()


@pytest.mark.parametrize("page", WRAPPED, ids=lambda page: page.name)
def test_no_line_of_a_page_is_longer_than_can_be_read(page: Path) -> None:
    lines = FENCED.sub("", page.read_text(encoding="utf-8")).splitlines()

    prose = [line for line in lines if not line.startswith(("|", "    "))]  # no table, no code
    assert [line for line in prose if len(line) > LENGTH_MAX] == []


def test_every_manual_exists_in_both_languages() -> None:
    names = {page.name for page in MANUALS.glob("*.md")}
    chinese = {name for name in names if name.endswith(".zh.md")}

    assert {name.replace(".zh.md", ".md") for name in chinese} == names - chinese != set()


@pytest.mark.parametrize("page", sorted(MANUALS.glob("*.zh.md")), ids=lambda page: page.name)
def test_both_languages_of_a_manual_name_the_same_commands(page: Path) -> None:
    assert commands(page) == commands(MANUALS / page.name.replace(".zh.md", ".md"))


def test_every_command_is_on_a_page() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert {verb for verb in verbs() if f"subsidy {verb}" not in text} == set()


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
        for heading in HEADING.findall(text)
    }


def commands(page: Path) -> set[str]:
    """Return the verbs of the commands on a page, `noun verb` where a noun has verbs."""
    known = set(verbs())
    text = page.read_text(encoding="utf-8")
    phrases = (match.split() for match in COMMAND.findall(text))
    named = {" ".join(words[:size]) for words in phrases for size in (1, 2)}
    return named & known
