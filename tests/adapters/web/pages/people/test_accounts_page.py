"""The administrator's pages: accounts, what may be done with one, tokens, and the journal."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from tests.adapters.web.served import PASSWORD, Served, by_link


def added(web: Served, name: str, **sent: Any) -> tuple[Any, str]:
    """Add an account by the form; return the answer and the link that it shows, if any."""
    data = {"account": name, "shown": name.title(), "roles": ["clerk"], **sent}
    answer = web.post("/accounts", "admin", data=data)
    return answer, once(answer)


def once(answer: Any) -> str:
    """Return what an answer shows once; empty for nothing."""
    shown = re.search(r'<p class="once">([^<]+)</p>', answer.text)
    return html.unescape(shown[1]) if shown else ""


def act(web: Served, name: str, act: str, by: str = "admin", **sent: Any) -> Any:
    return web.post(f"/accounts/{name}/{act}", by, data=sent)


def test_an_account_is_added_with_a_link_by_which_alone_its_password_is_chosen(
    web: Served,
) -> None:
    answer, link = added(web, "zhou", roles=["clerk", "finance"])
    path = "/password-link/" + link.rpartition("/")[2]

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert once(web.get("/accounts", "admin")) == ""
    assert link not in web.get("/accounts/zhou", "admin").text
    account = web.server.people.accounts.get("zhou")
    assert (account.roles, account.has_password) == ({"clerk", "finance"}, False)
    assert "未设密码" in web.get("/accounts/zhou", "admin").text

    chosen = web.post(path, None, data={"password": PASSWORD, "again": PASSWORD})
    entered = web.post("/login", None, data={"account": "zhou", "password": PASSWORD})
    assert [each.status_code for each in (chosen, entered)] == [303, 303]
    assert "未设密码" not in web.get("/accounts/zhou", "admin").text


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"account": "two words"}, 409),
        ({"account": "CLERK"}, 409),
        ({"roles": []}, 422),
        ({"roles": ["admin", "clerk"]}, 409),
        ({"roles": ["emperor"]}, 422),
    ],
)
def test_what_is_no_account_is_refused_and_the_form_keeps_what_was_typed(
    sent: dict[str, Any], status: int, web: Served
) -> None:
    answer, password = added(web, "wu", **({"shown": "<i>吴</i>"} | sent))

    assert (answer.status_code, password) == (status, "")
    assert 'value="&lt;i&gt;吴&lt;/i&gt;"' in answer.text
    assert "wu" not in {each.name for each in web.server.people.accounts.all()}


def test_roles_are_given_and_ones_own_are_not(web: Served) -> None:
    added(web, "qian")

    assert act(web, "qian", "roles", roles=["auditor"]).status_code == 303
    assert web.server.people.accounts.get("qian").roles == {"auditor"}
    assert act(web, "qian", "roles").status_code == 422
    for done in ("roles", "disabling", "enabling", "password-link", "factor-removal"):
        assert act(web, "admin", done, roles=["clerk"]).status_code == 409, done
    assert web.server.people.accounts.get("admin").roles == {"admin"}
    page = web.get("/accounts/admin", "admin").text
    assert "/accounts/admin/roles" not in page
    assert "/accounts/admin/password" not in page


def test_an_account_is_disabled_and_its_sessions_end_and_enabled_again(web: Served) -> None:
    added(web, "sun")
    by_link(web.server.people, "sun")
    login = {"account": "sun", "password": PASSWORD}
    cookie = web.post("/login", None, data=login).cookies
    (web.tokens["sun"],) = cookie.values()

    assert web.get("/api/v1/me", "sun").status_code == 200
    assert act(web, "sun", "disabling").status_code == 303
    assert web.get("/api/v1/me", "sun").status_code == 401
    assert web.post("/login", None, data=login).status_code == 401
    assert act(web, "sun", "enabling").status_code == 303
    assert act(web, "sun", "unlocking").status_code == 303
    assert web.post("/login", None, data=login).status_code == 303


def test_waits_after_failed_tries_end_when_the_administrator_says_so(web: Served) -> None:
    added(web, "li")
    by_link(web.server.people, "li")
    login = {"account": "li", "password": PASSWORD}
    wrong = [web.post("/login", None, data=login | {"password": "x" * 12}) for _ in range(2)]

    assert [each.status_code for each in wrong] == [401, 429]
    assert web.post("/login", None, data=login).status_code == 429
    assert act(web, "li", "unlocking").status_code == 303
    assert web.post("/login", None, data=login).status_code == 303


def test_a_second_factor_is_removed(web: Served) -> None:
    added(web, "zheng")
    accounts = web.server.people.accounts

    secret, _address = accounts.begin_factor("zheng")
    import pyotp

    accounts.confirm_factor("zheng", pyotp.TOTP(secret).now(), "zheng")
    assert "factor-removal" in web.get("/accounts/zheng", "admin").text
    assert act(web, "zheng", "factor-removal").status_code == 303
    assert not accounts.get("zheng").has_factor


def test_a_link_lets_its_owner_choose_a_password_and_stays_to_be_seen(web: Served) -> None:
    added(web, "zhong")
    before = "words before the link of now"
    token, _link = web.server.people.links.make("zhong", "admin")
    web.server.people.links.use(token, before, "-")
    answer = act(web, "zhong", "password-link")
    path = "/password-link/" + once(answer).rpartition("/")[2]
    chosen = {"password": PASSWORD, "again": PASSWORD}

    assert answer.headers["cache-control"] == "no-store"
    assert once(answer) not in web.get("/accounts/zhong", "admin").text
    assert act(web, "zhong", "password", password=PASSWORD).status_code == 404
    assert "admin" in web.get(path, None).text
    assert web.post(path, None, data=chosen | {"again": "x"}).status_code == 422
    weak = {"password": "123456789012", "again": "123456789012"}
    assert web.post(path, None, data=weak).status_code == 422
    used = web.post(path, None, data=chosen)
    assert (used.status_code, used.headers["location"]) == (303, "/login")
    assert "set-cookie" not in used.headers  # who opened it still has to log in
    over = web.get(path, None), web.post(path, None, data=chosen)
    assert [each.status_code for each in over] == [404, 404]

    login = {"account": "zhong", "password": PASSWORD, "next": "/claims"}
    assert web.post("/login", None, data=login | {"password": before}).status_code == 401
    web.server.people.entrance.end_waits("zhong", "admin")
    first, second = (web.post("/login", None, data=login) for _twice in range(2))
    assert [each.headers["location"] for each in (first, second)] == ["/me?by-link=1", "/claims"]
    (web.tokens["zhong"],) = second.cookies.values()
    for page in ("/me?by-link=1&lang=en", "/me?lang=en"):
        assert "made by admin on" in web.get(page, "zhong").text
    assert "set by link" in web.get("/me?by-link=1&lang=en", "zhong").text
    acts = [each.act for each in web.server.people.journal.entries(account="zhong")]
    assert (acts.count("password-link-issued"), acts.count("password-set-by-link")) == (3, 2)
    web.client.cookies.clear()  # the browser's own, which programs do not send


def test_a_token_is_shown_once_acts_for_its_account_and_is_revoked(web: Served) -> None:
    people = web.server.people
    robot = people.accounts.add("robot", "Robot", ["auditor"], None, by="tests")
    web.tokens["robot"] = people.entrance.let_in(robot, "web:robot", "tests", address="-").token
    answer = web.post("/me/tokens", "robot", data={"roles": ["auditor"], "days": "30"})
    token = once(answer)
    bearer = {"authorization": f"Bearer {token}"}

    assert token.startswith("sub_")
    assert web.client.get("/api/v1/me", headers=bearer).json()["account"] == "robot"
    page = web.get("/accounts/robot", "admin").text
    assert token not in page
    assert web.client.post("/me/tokens", headers=bearer, data={"days": "1"}).status_code == 401
    made = [each for each in people.journal.entries() if each.act == "token-made"]
    assert (made[0].account, made[0].by) == ("robot", "robot")

    (revocation,) = re.findall(r'action="(/accounts/robot/tokens/\d+/revocation)"', page)
    elsewhere = revocation.replace("robot", "clerk")
    assert web.post(elsewhere, "admin").status_code == 404
    assert web.client.get("/api/v1/me", headers=bearer).status_code == 200
    assert web.post(revocation, "admin").status_code == 303
    assert web.client.get("/api/v1/me", headers=bearer).status_code == 401
    for days in ("0", "367", "x", "99999999999"):
        answer = web.post("/me/tokens", "robot", data={"roles": ["auditor"], "days": days})
        assert (answer.status_code, once(answer)) == (409, "")
    more = web.post("/me/tokens", "robot", data={"roles": ["cashier"], "days": "1"})
    assert once(more) == ""


def test_an_administrator_makes_no_token_of_another(web: Served) -> None:
    answer = act(web, "approver", "tokens", roles=["approver"], days="30")

    assert answer.status_code in (404, 405)
    assert web.server.people.tokens.of_account("approver") == []
    assert "/accounts/approver/tokens" not in web.get("/accounts/approver", "admin").text


def test_an_account_that_there_is_not_is_a_page_that_says_so(web: Served) -> None:
    assert web.get("/accounts/nobody", "admin").status_code == 404
    assert act(web, "nobody", "roles", roles=["clerk"]).status_code == 404


def test_the_journal_says_who_did_what_by_filter_and_page_and_holds_no_secret(
    web: Served,
) -> None:
    _answer, link = added(web, "feng")
    act(web, "feng", "roles", roles=["cashier"])
    journal = web.server.people.journal
    for number in range(120):
        journal.exported("cashier", f"papers {number}", rows=number, position=1)

    roles = web.get("/journal?account=feng&act=roles-changed&lang=en", "admin").text
    first = web.get("/journal?act=export", "admin").text
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = web.get(html.unescape(older), "admin").text

    assert "roles cashier" in roles
    assert "before clerk" in roles
    assert "papers 119" in first
    assert "papers 70" in first
    assert "papers 69" not in first
    assert "papers 69" in second
    assert "papers 119" not in second
    for secret in (link.rpartition("/")[2], PASSWORD):
        assert secret not in web.get("/journal", "admin").text
    for before in ("x", "9" * 30, "-1"):
        assert web.get(f"/journal?before={before}", "admin").status_code == 200


@pytest.mark.parametrize("path", ["/claims", "/totals", "/api/v1/totals", "/api/v1/ledger"])
def test_an_administrator_sees_no_claims(path: str, web: Served) -> None:
    assert web.get(path, "admin").status_code in (403, 404)
