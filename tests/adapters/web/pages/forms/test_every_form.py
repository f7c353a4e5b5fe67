"""Every act of the API has a form, which who may do it reaches by links from the overview."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from adapters.web.api import table
from adapters.web.pages.acts import act_path
from adapters.web.pages.asking.listed import PAGES
from tests.adapters.files.attached.made import png
from tests.adapters.web.served import Served, served
from tests.support.command import subsidy, write_lines
from tests.support.few_claims import ONE, OTHER, few_claims, trademark

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"]*)"')
SENT = re.compile(r'<form\b[^>]*\baction="(/[^"]*)"')
OF_A_TERMINAL = re.compile(r".{0,40}(?:(?<![\w-])--[a-z]|`subsidy ).{0,40}")
NUMBER = re.compile(r"\d+")
# What is done at a page of its own; numbers in its path are N.
ELSEWHERE = {
    "approve": "/approve",
    "backfill": "/imports",
    "batch pay": "/batches/N/pay",
    "rehearse": "/policy/draft",
    "paper check": "/papers/check",
    "paper payments": "/api/vN/papers/payments/N.xlsx",
    "paper payment-list": "/api/vN/papers/payment-list/N.xlsx",
}
UNLINKED = {
    "audit-pack": "only of a server with a seal: people/test_audit_pages.py",
    "audit duplicates": "compares with files of another ledger: a program's",
    "batch resolve": "only while an objection is open",
    "batch fail": "only once a payment is recorded",
    "reopen": "only of a claim that was withdrawn or revoked",
    "policy confirm": "only while a version waits: pages/asking, browser/test_proposing.py",
    "policy decline": "only while a version waits: pages/asking, browser/test_proposing.py",
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A ledger with claims that wait and claims decided, a paper, a budget and a batch begun."""
    folder = tmp_path_factory.mktemp("forms")
    store = few_claims(folder)
    prepare(store, folder)
    with served(store) as web:
        yield web


def prepare(store: Path, folder: Path) -> None:
    paper = folder / "a.png"
    paper.write_bytes(png())
    more = write_lines(
        folder / "more.jsonl",
        [trademark(number, "2022-05-02", "3000") for number in ("After", "Waits", "Gone")],
    )
    for words in (
        ("attach", "June", paper, "--kind", "other"),
        *(
            ("enterprise", "account", code, "--account", "1203282009200012345", "--bank", "B")
            for code in (ONE, OTHER)
        ),
        ("budget", "appropriate", "2022", "--amount", "900000", "--document", "D", "--on",
         "2023-02-10"),
        ("batch", "compute", "--budget-year", "2022"),
        ("batch", "publish", "1", "--on", "2023-03-01", "--backdated", "D"),
        ("backfill", more),
        ("approve", "After"),
        ("batch", "compute", "--budget-year", "2022"),
        ("withdraw", "Gone", "--reason", "of its own"),
        ("policy", "amend", "--set", "caps.key-exhibitions-per-year.limit=1", "--first-day",
         "2024-01-01", "--last-day", "2024-12-31", "--announced-on", "2024-01-01", "--document",
         "D"),
    ):  # fmt: skip
        ran = subsidy(*words, "--by", "clerk", "--store", store)
        assert ran.code == 0, (words, ran.err)


def reached(web: Served, role: str, pages: dict[str, str]) -> set[str]:
    """Return every path of a page that links and forms lead to from `/`; keep what each says."""
    waiting, seen, kinds = ["/"], set[str](), set[str]()
    while waiting:
        path = waiting.pop()
        answer = web.get(path, role)
        pages[path] = answer.text
        assert answer.status_code in (200, 303), (role, path, answer.text)
        seen |= {NUMBER.sub("N", urlsplit(each).path) for each in SENT.findall(answer.text)}
        for link in map(unescape, LINK.findall(answer.text)):
            where = urlsplit(link).path
            seen.add(NUMBER.sub("N", where) if "/batches/" in where or "/api/" in where else where)
            tab = re.search(r"tab=\w+", link)
            kind = where + (tab[0] if tab else "")
            # Forms are asked for by another test; a file and a way out are not pages.
            if kind in kinds or where.startswith(("/api/", "/do/", "/static/", "/logout")):
                continue
            if "position=" in link:  # what is done is offered on pages of now
                continue
            kinds.add(kind)
            waiting.append(link)
    return seen


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """What each page says, by its path, once the links were followed."""
    return {}


@pytest.fixture(scope="module")
def links(web: Served, pages: dict[str, str]) -> dict[str, set[str]]:
    return {role: reached(web, role, pages) for role in table.STAFF}


def acting() -> Iterator[tuple[str, frozenset[str]]]:
    for each in table.EVERY:
        if each.method != "GET" and each.verb not in UNLINKED:
            yield each.verb, each.roles


@pytest.mark.parametrize(("verb", "roles"), list(acting()))
def test_each_act_is_linked_for_a_role_that_may(
    verb: str, roles: frozenset[str], links: dict[str, set[str]], web: Served
) -> None:
    path = ELSEWHERE.get(verb, act_path(verb))

    having = {role for role in roles if path in links[role]}

    assert having, f"no page leads to {path}"
    others = {role for role in links if path in links[role]} - roles
    assert others == set(), f"{path} is linked for who may not"
    if path.startswith("/do/"):
        for role in having:
            assert web.get(path, role).status_code == 200


def test_each_question_is_linked(links: dict[str, set[str]]) -> None:
    everything = set[str]().union(*links.values())
    for page in PAGES:
        pattern = re.sub(r"\{\w+\}", "[^/]+", page.path)
        assert any(re.fullmatch(pattern, path) for path in everything), page.path


def test_no_page_speaks_of_a_terminal(
    links: dict[str, set[str]], pages: dict[str, str], web: Served
) -> None:
    for role in links:
        for path in filter(lambda each: each.startswith("/do/"), links[role]):
            for language in ("zh", "en"):
                pages[f"{path} {language}"] = web.get(f"{path}?lang={language}", role).text
    for path, text in pages.items():
        said = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", unescape(text), flags=re.DOTALL)
        assert OF_A_TERMINAL.findall(said) == [], path


def test_what_is_not_linked_is_still_an_act() -> None:
    assert {each.verb for each in table.EVERY if each.method != "GET"} >= set(UNLINKED)
