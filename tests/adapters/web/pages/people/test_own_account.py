"""One's own account: what a program reads of it, preferences, a second factor, kept filters."""

from __future__ import annotations

import re

import pyotp
import pytest

from tests.adapters.web.served import FIRST, PASSWORD, Served

FILTERS = "/api/v1/me/filters"


def joined(web: Served, name: str, role: str) -> None:
    """Make an account that has to change its password first, and let it in."""
    people = web.server.people
    account = people.accounts.add(name, name.title(), [role], FIRST, by="tests")
    web.tokens[name] = people.entrance.let_in(account, f"web:{name}", "tests", address="-").token


def test_who_is_logged_in_is_said_and_nobody_is_refused(web: Served) -> None:
    answer = web.get("/api/v1/me", "finance")

    assert answer.json() == {
        "account": "finance", "shown": "Finance", "roles": ["finance"], "must_change": False,
    }  # fmt: skip
    assert web.get("/api/v1/me", None).status_code == 401


def test_who_has_to_change_the_password_is_logged_in_and_led_to_change_it(web: Served) -> None:
    joined(web, "new", "clerk")

    assert web.get("/api/v1/me", "new").json()["must_change"] is True
    assert web.get("/me", "new").headers["location"] == "/password"
    assert web.get("/password", "new").status_code == 200
    assert web.post("/me/factor", "new").status_code == 403
    assert web.get(FILTERS, "new").status_code == 403


def test_a_filter_is_kept_under_a_name_on_its_page_for_its_account_alone(web: Served) -> None:
    sent = {"name": " 2023 年 ", "path": "/totals", "query": "by=year&year=2023&page=4&position=3"}

    kept = web.post(FILTERS, json=sent)
    again = web.post(FILTERS, json=sent | {"query": "by=measure"})

    assert kept.json()["query"] == "by=year&year=2023"
    assert again.json()["name"] == "2023 年"
    assert [each["query"] for each in web.get(FILTERS).json()["filters"]] == ["by=measure"]
    assert web.get(f"{FILTERS}?path=/claims").json() == {"filters": []}
    assert web.get(FILTERS, "auditor").json() == {"filters": []}

    number = again.json()["id"]
    assert web.ask("DELETE", f"{FILTERS}/{number}", "auditor").status_code == 204
    assert len(web.get(FILTERS).json()["filters"]) == 1
    assert web.ask("DELETE", f"{FILTERS}/{number}").status_code == 204
    assert web.get(FILTERS).json() == {"filters": []}


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "", "path": "/claims", "query": ""},
        {"name": "x" * 61, "path": "/claims", "query": ""},
        {"name": "x", "path": "//evil.example", "query": ""},
        {"name": "x", "path": "https://evil.example", "query": ""},
        {"name": "x", "path": "/\\evil.example", "query": ""},
        {"name": "x", "path": "/a?b=c", "query": ""},
        {"name": "x", "path": "/claims", "query": "q=" + "x" * 2_000},
        {"name": "x", "path": "/claims"},
        {"name": 3, "path": "/claims", "query": ""},
        {"name": "x", "path": "/claims", "query": "", "account": "auditor"},
    ],
)
def test_what_is_not_a_filter_of_a_page_is_not_kept(sent: dict[str, object], web: Served) -> None:
    answer = web.post(FILTERS, json=sent)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_too_many_filters_are_refused(web: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.web.state.filters.FILTERS_MAX", 1)
    sent = {"path": "/claims", "query": ""}

    first = web.post(FILTERS, "cashier", json=sent | {"name": "a"})
    second = web.post(FILTERS, "cashier", json=sent | {"name": "b"})

    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["code"] == "filters-full"


def test_a_filter_kept_by_its_form_is_shown_on_the_page_of_the_account(web: Served) -> None:
    sent = {"name": "<b>大额</b>", "path": "/totals", "query": "by=year"}

    kept = web.post("/me/filters", "approver", data=sent)
    page = web.get("/me", "approver").text

    assert (kept.status_code, kept.headers["location"]) == (303, "/totals?by=year")
    assert "&lt;b&gt;大额&lt;/b&gt;" in page
    assert 'href="/totals?by=year"' in page

    (removal,) = re.findall(r'action="(/me/filters/\d+/removal)"', page)
    assert web.post(removal, "approver").status_code == 303
    assert removal not in web.get("/me", "approver").text
    assert web.post("/me/filters", "approver", data=sent | {"path": "//x"}).status_code == 422


def test_preferences_and_the_language_are_kept(web: Served) -> None:
    answer = web.post("/me/settings", "cashier", data={"language": "en"})

    account = web.server.people.accounts.get("cashier")
    assert (account.single_keys, account.one_session) == (False, False)
    assert 'data-keys="off"' in web.get("/me", "cashier").text
    assert "subsidy_lang=en" in answer.headers["set-cookie"]

    on = {"language": "xx", "single_keys": "1", "one_session": "1"}
    answer = web.post("/me/settings", "cashier", data=on)

    account = web.server.people.accounts.get("cashier")
    assert (account.single_keys, account.one_session) == (True, True)
    assert "set-cookie" not in answer.headers


def test_a_second_factor_is_in_force_after_a_code_of_it_and_its_secret_is_seen_no_more(
    web: Served,
) -> None:
    joined(web, "careful", "auditor")
    sent = {"old": FIRST, "password": PASSWORD, "again": PASSWORD}
    cookie = web.post("/password", "careful", data=sent).cookies
    (web.tokens["careful"],) = cookie.values()

    assert web.get("/me/factor.svg", "careful").status_code == 404
    assert web.get("/me/factor", "careful").headers["location"] == "/me"

    assert web.post("/me/factor", "careful").headers["location"] == "/me/factor"
    page, picture = web.get("/me/factor", "careful"), web.get("/me/factor.svg", "careful")
    (shown,) = re.findall(r"<code>([A-Z2-7 ]+)</code>", page.text)

    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.headers["cache-control"] == "no-store"
    assert "style=" not in picture.text

    wrong = web.post("/me/factor/code", "careful", data={"code": "abc"})
    assert (wrong.status_code, shown in wrong.text) == (422, True)

    code = pyotp.TOTP(shown.replace(" ", "")).now()
    right = web.post("/me/factor/code", "careful", data={"code": code})
    recovery = re.findall(r"<code>([0-9a-f]{6}-[0-9a-f]{6})</code>", right.text)

    assert len(recovery) == 10
    assert web.get("/me/factor.svg", "careful").status_code == 404
    assert shown not in web.get("/me", "careful").text
    assert web.post("/me/factor", "careful").status_code == 409

    login = {"account": "careful", "password": PASSWORD}
    assert web.post("/login", None, data=login).status_code == 401
    assert web.post("/login", None, data=login | {"code": recovery[0]}).status_code == 303
