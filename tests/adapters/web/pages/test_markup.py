"""Pages are well-formed, say nothing that a name smuggled in, and hold no style or script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from typing import Literal

import pytest

from adapters.web.pages.frame import STATIC, TEMPLATES
from tests.adapters.web.pages.demo import HOSTILE, check_page, frame_of, page

VOID = {"meta", "link", "input", "img", "br", "hr"}
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")


class Outline(HTMLParser):
    """The elements of a page, which must be closed in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag}: an attribute twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} closes another"


def pages() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        yield f"{language}", page(frame_of(language))
        yield f"{language} wrong", page(frame_of(language, position=3), wrong=True)
        yield f"{language} check", check_page(frame_of(language))


PAGES = dict(pages())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_well_formed_with_ids_that_are_unique_and_exist_where_they_are_named(
    name: str,
) -> None:
    elements = Outline(PAGES[name]).elements
    ids = [given["id"] for _, given in elements if "id" in given]
    named = [
        word
        for _, given in elements
        for attribute in ("for", "aria-describedby", "aria-labelledby")
        for word in (given.get(attribute) or "").split()
    ]

    assert len(ids) == len(set(ids))
    assert set(named) - set(ids) == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_a_hostile_name_as_text(name: str) -> None:
    elements = Outline(PAGES[name]).elements

    assert "&lt;img src=x onerror=alert(1)&gt;" in PAGES[name]
    assert "script&gt;49" not in PAGES[name]
    assert [tag for tag, _ in elements if tag == "img"] == []
    assert HOSTILE not in PAGES[name]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_style_or_script_of_its_own(name: str) -> None:
    elements = Outline(PAGES[name]).elements

    assert [tag for tag, given in elements if "style" in given or tag == "style"] == []
    assert [given for tag, given in elements if tag == "script" and not given.get("src")] == []
    assert [
        attribute
        for _, given in elements
        for attribute in given
        if attribute.startswith(("on", "hx-on", "hx-live"))
    ] == []
    assert [
        given[attribute]
        for _, given in elements
        for attribute in ("href", "src", "action", "formaction")
        if (given.get(attribute) or "").lower().startswith(("javascript:", "//", "http"))
    ] == []


IN_MARKUP = re.compile(
    r"style=|<style|<script(?![^>]* src=)|\bon\w+=\"|hx-on|hx-live|js:|\|\s*safe"
)
IN_SCRIPT = re.compile(r"\beval\(|new Function|innerHTML|\.style\b|setAttribute\(\"style")


def test_no_template_and_no_script_needs_what_the_policy_of_content_forbids() -> None:
    forbidden = dict.fromkeys(TEMPLATES.rglob("*.html"), IN_MARKUP) | {STATIC / "app.js": IN_SCRIPT}

    assert [
        line
        for path, what in forbidden.items()
        for line in path.read_text(encoding="utf-8").splitlines()
        if what.search(line)
    ] == []


def test_files_of_others_are_those_of_the_manifest() -> None:
    vendor = STATIC / "vendor"
    lines = (vendor / "MANIFEST").read_text(encoding="utf-8").splitlines()
    stated = {line.split()[3]: line.split()[4] for line in lines if not line.startswith("#")}
    kept = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in vendor.iterdir()
        if path.suffix == ".js"
    }

    assert kept == stated


@pytest.mark.parametrize(("name", "lines_max"), [("app.css", 300), ("app.js", 200)])
def test_what_is_made_by_hand_is_short(name: str, lines_max: int) -> None:
    assert len((STATIC / name).read_text(encoding="utf-8").splitlines()) <= lines_max
