"""Every page that an officer comes to by links: it is there, in their language, with its files."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.web.pages.frame import is_of_now
from tests.adapters.web.served import OFFICERS, Served
from tests.adapters.web.walking.walks import Seen, Walk

ROOTS = {"zh": "zh-CN", "en": "en"}
TABLES = ("text/csv; charset=utf-8", "application/vnd.openxmlformats")


def wrong(seen: Seen, language: str) -> str:
    """Return what is wrong with a page; empty for nothing."""
    if seen.status != 200:
        return f"answers {seen.status}, linked by {seen.by}"
    if seen.page is None:
        is_table = re.search(r"\.(csv|xlsx)\?|export=", seen.path) and "/papers/" not in seen.path
        return "is not a table" if is_table and not seen.media.startswith(TABLES) else ""
    if seen.page.language != ROOTS[language]:
        return f"is in {seen.page.language}"
    twice = [each for each, times in Counter(seen.page.ids).items() if times > 1]
    return f"has {twice} twice" if twice else ""


@pytest.mark.parametrize("language", ROOTS)
@pytest.mark.parametrize("role", OFFICERS)
def test_every_link_leads_to_a_page_in_the_language_chosen(
    office: Served, role: str, language: str
) -> None:
    seen = list(Walk(web=office, role=role, language=language)("/"))

    faults = [f"{each.path} {said}" for each in seen if (said := wrong(each, language))]
    assert "\n".join(faults) == ""
    assert len(seen) > (10 if role == "admin" else 100)


@pytest.mark.parametrize("role", ["approver", "cashier", "auditor"])
def test_every_link_of_a_page_at_a_position_keeps_it(office: Served, role: str) -> None:
    position = str(office.server.rooms.head() - 1)
    walk = Walk(web=office, role=role, within=lambda path: position in when(path))

    lost = [
        f"{seen.path}: {text or '-'} {link}"
        for seen in walk(f"/?position={position}")
        if seen.page is not None and seen.status == 200
        for link, text in seen.page.links
        if not when(link) and not may_be_of_now(link, text)
    ]
    assert "\n".join(lost) == ""


def when(path: str) -> list[str]:
    """Return the positions that a path asks for; none where it asks for now."""
    return parse_qs(urlsplit(path).query).get("position", [])


def may_be_of_now(link: str, text: str) -> bool:
    """Say whether a link may lead to now: it says so, or where it leads is of now alone."""
    return text in ("回到现在", "Back to now") or is_of_now(link) or "/papers/" in link
