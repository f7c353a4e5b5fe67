"""Every path that a page names is there, and every command has a line in the manuals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.cli.nouns import verbs
from tests.architecture.test_architecture import ROOT

PAGES = [*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")]
PATH = re.compile(r"`((?:domain|projections|adapters|scripts|tests|docs)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {ROOT / path for path in PATH.findall(text)}
    linked = {page.parent / path for path in LINK.findall(text)}

    assert {str(path) for path in named | linked if not path.exists()} == set()


def test_every_command_is_on_a_page() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert {verb for verb in verbs() if f"subsidy {verb}" not in text} == set()
