"""The guard: what another site, another host or nobody may not do, and what every answer bears."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from adapters.web.guard import HEADERS, led_here
from adapters.web.who import COOKIE
from tests.adapters.web.served import FIRST, PASSWORD, Served, entered

SITES = (None, "same-origin", "none", "same-site", "cross-site", "unheard")
ORIGINS = (
    None, "http://testserver", "https://evil.example", "null", "http://testserver.evil", "",
    "https://[", "http://testserver@evil.example", "http://evil.example/testserver",
)  # fmt: skip


@pytest.mark.parametrize(("site", "origin"), list(product(SITES, ORIGINS)))
@pytest.mark.parametrize("with_cookie", [True, False])
def test_a_browser_led_here_by_another_site_does_nothing(
    site: str | None, origin: str | None, with_cookie: bool, web: Served
) -> None:
    headers = {"host": "testserver", "sec-fetch-site": site, "origin": origin}
    if with_cookie:
        headers["cookie"] = f"{COOKIE}={web.tokens['approver']}"
    sent = {name: value for name, value in headers.items() if value is not None}
    ours = (
        site in ("same-origin", "none")
        if site is not None
        else origin == "http://testserver" or (origin is None and not with_cookie)
    )

    answer = web.client.post("/api/v1/claims/X/rejection", headers=sent, json={"reason": "x"})

    refused = answer.status_code == 403 and answer.json()["code"] == "cross-origin"
    assert refused is not ours
    if ours:
        assert answer.status_code == (404 if with_cookie else 401)


def test_a_program_with_a_token_and_no_cookie_is_not_led_by_a_site() -> None:
    program = {"authorization": "Bearer sub_x", "origin": "https://evil.example", "host": "h"}

    assert led_here("POST", Headers(program)) is None
    assert led_here("POST", Headers({**program, "cookie": "a=b"})) is not None


def test_reading_is_never_refused_for_where_it_came_from(web: Served) -> None:
    answer = web.get("/api/v1/totals", headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/totals", "/login", "/nowhere", "/budget", "/healthz"])
def test_every_answer_bears_the_headers_that_bind_a_browser(path: str, web: Served) -> None:
    answer = web.get(path)

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["cache-control"] == "no-store"


def test_what_stands_still_may_be_kept_by_a_browser(web: Served) -> None:
    answer = web.client.get("/static/app.css")

    assert answer.status_code == 200
    assert "cache-control" not in answer.headers


def test_a_wrong_session_is_nobodys(web: Served) -> None:
    for cookie in ("", "x", "x" * 5_000, web.tokens["clerk"][:-1]):
        answer = web.client.get("/api/v1/totals", headers={"cookie": f"{COOKIE}={cookie}"})
        assert answer.status_code == 401


def test_who_is_not_logged_in_is_led_to_the_login_and_back(web: Served) -> None:
    answer = web.get("/budget?position=5", None)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/budget%3Fposition%3D5"


def test_no_password_and_no_token_stands_in_what_a_page_says(web: Served) -> None:
    tried = {"account": "clerk", "password": "a secret that is long"}

    answer = web.post("/login", None, data=tried)

    assert answer.status_code in (401, 403, 422, 429)
    assert "a secret that is long" not in answer.text


def test_nobody_is_led_to_another_server_after_logging_in(web: Served) -> None:
    accounts = web.server.people.accounts
    accounts.add("wu", "Wu", ["auditor"], FIRST, by="tests")
    accounts.change_password("wu", FIRST, PASSWORD)

    for path in ("//evil.example", "/\\evil.example", "https://evil.example", ""):
        sent = {"account": "wu", "password": PASSWORD, "next": path}
        answer = web.post("/login", None, data=sent)

        assert answer.status_code == 303
        assert answer.headers["location"] == "/", path
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie


def test_logging_out_ends_the_session(web: Served) -> None:
    web.tokens["leaving"] = entered(web.server.people, "auditor")

    assert web.get("/api/v1/totals", "leaving").status_code == 200
    assert web.post("/logout", "leaving").status_code == 303
    assert web.get("/api/v1/totals", "leaving").status_code == 401


def test_a_bug_is_answered_by_a_ticket_and_without_a_trace(
    web: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(web.server, "carry_out", broken)
    program, page = web.get("/api/v1/totals"), web.get("/budget")

    assert (program.status_code, page.status_code) == (500, 500)
    assert program.json()["code"] == "broken"
    assert program.json()["ticket"]
    for answer in (program, page):
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
@pytest.mark.parametrize(("lang", "remedy"), [("zh", "腾出空间"), ("en", "make room")])
def test_a_disk_that_is_full_is_said_so_and_is_not_a_bug(
    web: Served, monkeypatch: pytest.MonkeyPatch, lang: str, remedy: str
) -> None:
    def full(*_args: object, **_named: object) -> None:
        Path("/dev/full").write_bytes(b"x")

    monkeypatch.setattr(web.server, "carry_out", full)
    program = web.get(f"/api/v1/totals?lang={lang}")
    page = web.get(f"/budget?lang={lang}")

    assert (program.status_code, page.status_code) == (503, 503)
    assert program.json()["code"] == "server-full"
    for answer in (program, page):
        assert remedy in answer.text
        assert "retry-after" in answer.headers
        assert "/dev/full" not in answer.text
