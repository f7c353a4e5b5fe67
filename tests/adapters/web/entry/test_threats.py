"""What somebody may try against every route: from another site, under another name, many times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from adapters.web.api import table
from adapters.web.api.routes import paths
from adapters.web.guard import SAFE, Entry
from tests.adapters.web.api.test_earlier_positions import PAGES_OF_THEN
from tests.adapters.web.entry.test_route_roles import path_of, routes
from tests.adapters.web.served import Served, served
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import OTHER, few_claims, trademark

API = "/api/v1"
HOSTILE = "<img src=x onerror=alert(1)>\"'<script>alert(2)</script>"
ELSEWHERE = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "", "origin": "https://evil.example"},
    {"sec-fetch-site": "", "origin": "null"},
)
SIGNING = ("by", "login", "recorded_at", "session", "roles")
SENDING = [each for each in table.EVERY if each.method != "GET"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("threatened")
    made = few_claims(folder)
    rows = [trademark("W-1", "2022-07-01", "1000", OTHER) | {"enterprise": HOSTILE}]
    asked(made, "backfill", write_lines(folder / "w.jsonl", rows), "--by", "clerk")
    return made


@pytest.fixture(scope="module")
def desk(store: Path) -> Iterator[Served]:
    with served(store) as web:
        yield web


def test_no_unsafe_route_is_led_to_from_another_site(desk: Served) -> None:
    before, wrong = desk.server.rooms.head(), []
    asked_of = 0
    for route in routes(desk):
        if not isinstance(route, Entry):
            continue
        for method in sorted((route.methods or set()) - SAFE):
            by = min(route.roles, default="clerk")
            for headers in ELSEWHERE:
                answer = desk.ask(method, path_of(route), by, headers=headers)
                asked_of += 1
                if answer.status_code != 403 or "cross-origin" not in answer.text:
                    wrong.append((method, route.path, headers, answer.status_code))

    assert wrong == []
    assert asked_of > len(ELSEWHERE) * len(SENDING)
    assert desk.server.rooms.head() == before


def test_what_asks_for_the_head_of_a_page_sends_no_form(desk: Served) -> None:
    before, wrong = desk.server.rooms.head(), []
    (last,) = desk.server.people.journal.entries(most=1)
    every = [each for each in routes(desk) if {"HEAD", "POST"} <= getattr(each, "methods", set())]
    for route in every:
        by = min(route.roles, default="clerk")
        head, got = (desk.ask(method, path_of(route), by) for method in ("HEAD", "GET"))
        if head.status_code != got.status_code:
            wrong.append((route.path, head.status_code, got.status_code))
    withdrawn = desk.ask(
        "HEAD",
        "/do/withdraw",
        data={"claim": "April", "reason": "led here", "step": "send"},
        headers={"sec-fetch-site": "cross-site"},
    )

    assert wrong == []
    assert len(every) > 20
    assert withdrawn.status_code == 200
    assert desk.server.rooms.head() == before
    assert desk.server.people.journal.entries(most=1) == [last]


def test_no_body_says_who_signs_or_when(desk: Served) -> None:
    before, wrong = desk.server.rooms.head(), []
    for endpoint in SENDING:
        path, _suffix = next(iter(paths(endpoint, desk.server.verbs[endpoint.verb])))
        there = API + re.sub(r"\{\w+\}", "1", path)
        sent = dict.fromkeys(SIGNING, "root")
        answer = desk.ask(endpoint.method, there, min(endpoint.roles), json=sent)
        unread = {each["name"] for each in answer.json().get("fields", ())}
        if answer.status_code != 422 or not unread.issuperset(SIGNING):
            wrong.append((endpoint.path, answer.status_code, answer.text))

    assert wrong == []
    assert desk.server.rooms.head() == before


def test_the_same_request_twenty_times_at_once_is_one_event(tmp_path: Path) -> None:
    store = few_claims(tmp_path)
    rows = [trademark("W-1", "2022-07-01", "1000", OTHER)]
    asked(store, "backfill", write_lines(tmp_path / "w.jsonl", rows), "--by", "clerk")
    with served(store, ["approver"]) as web:
        before = web.server.rooms.head()

        def approve(_time: int) -> Any:
            return web.post(f"{API}/decisions", "approver", json={"claims": ["W-1"]})

        with ThreadPoolExecutor(20) as threads:
            answers = list(threads.map(approve, range(20)))

        assert {answer.status_code for answer in answers} == {200}
        decided = [answer.json()["decided"][0]["granted_fen"] for answer in answers]
        assert len(set(decided)) == 1
        assert web.server.rooms.head() == before + 1


def bomb() -> bytes:
    """A workbook of 300 MB when it is unpacked."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    return out.getvalue()


WRONG = {
    "words.xlsx": b"only words",
    "empty.xlsx": b"",
    "half.xlsx": b"PK\x03\x04" + b"\0" * 40,
    "picture.xlsx": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "none.csv": b"\xff\xfe\x00",
    "..%2F..%2Fetc%2Fpasswd.xlsx": b"PK",
}


@pytest.mark.parametrize("name", [*WRONG, "bomb.xlsx"])
def test_a_file_that_is_not_one_is_refused_by_every_path_that_takes_one(
    name: str, desk: Served
) -> None:
    content = WRONG[name] if name in WRONG else bomb()
    before = desk.server.rooms.head()
    for path, field, by in (
        ("/account-sheets", "file", "clerk"),
        ("/papers/checks", "file", "auditor"),
        ("/papers/check", "file", None),
        ("/audit/comparisons", "against", "auditor"),
    ):
        answer = desk.post(f"{API}{path}", by, files={field: (name, content)})
        refused = answer.status_code in (413, 422, 429) or answer.json() == {"genuine": False}
        assert refused, (path, answer.status_code, answer.text)
        assert str(desk.server.spool) not in answer.text
    assert desk.server.rooms.head() == before


def test_a_hostile_name_is_words_on_every_page(desk: Served) -> None:
    seen = 0
    for path in (*PAGES_OF_THEN.values(), "/claims/W-1", f"/enterprises/{OTHER}",
                 "/enterprises?name=img", "/search?q=img", "/approve"):  # fmt: skip
        by = "approver" if path == "/approve" else "auditor"
        page = desk.get(path, by, follow_redirects=True)
        assert "<img src=x" not in page.text, path
        assert "alert(2)</script>" not in page.text, path
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        seen += html.escape("<img src=x", quote=False) in page.text

    assert seen >= 3
    for suffix in ("csv", "xlsx"):
        assert desk.get(f"{API}/claims.{suffix}", "auditor").status_code == 200
    assert subsidy("claims", "--store", store_of(desk)).code == 0


def store_of(desk: Served) -> str:
    return desk.server.settings.address
