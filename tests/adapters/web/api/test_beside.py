"""Paths beside those of the table: the ledger itself, officers' accounts, papers for anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.web.api.beside import checking
from adapters.web.desk.keeping import Places
from adapters.web.who import COOKIE
from tests.adapters.web.served import PASSWORD, Served, served, with_password
from tests.support.command import subsidy
from tests.support.few_claims import few_claims

API = "/api/v1"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few_claims(tmp_path_factory.mktemp("few"))


@pytest.fixture
def desk(few: Path) -> Iterator[Served]:
    with served(few, ["clerk", "auditor", "admin"]) as web:
        yield web


def test_the_ledger_says_how_far_it_goes_now_and_then(desk: Served) -> None:
    now, then = (
        desk.get(f"{API}/ledger{query}", "auditor").json() for query in ("", "?position=0")
    )

    assert now["position"] == desk.server.rooms.head()
    assert now["policies"] == [{"policy": "yueqing-foreign-trade", "versions": 1}]
    assert (now["sealed"], now["read_only"]) == (None, False)
    assert then["position"] == 0
    assert (then["recorded_at"], then["policies"]) == (None, [])
    assert now["recorded_at"] is not None


def test_accounts_are_kept_over_http_as_the_command_line_has_them(desk: Served, few: Path) -> None:
    made = desk.post(
        f"{API}/accounts", "admin", json={"account": "wu", "shown": "吴某", "roles": ["clerk"]}
    )
    there = f"{API}/accounts/wu"
    first = made.json()["password_link"]["path"].rpartition("/")[2]

    desk.server.people.links.use(first, PASSWORD, "-")
    entered = desk.server.people.entrance.log_in("wu", PASSWORD, address="-")
    assert entered.session.roles == {"clerk"}
    changed = desk.post(f"{there}/roles", "admin", json={"roles": ["finance", "cashier"]}).json()
    assert changed["roles"] == ["cashier", "finance"]
    assert desk.post(f"{there}/disabling", "admin").json()["disabled"] is True
    assert desk.post(f"{there}/enabling", "admin").json()["disabled"] is False
    secret, token = desk.server.people.tokens.make("wu", ["cashier"], 3, "wu")
    number = token.id
    bearer = {"authorization": f"Bearer {secret}"}
    assert desk.get(f"{API}/me", None, headers=bearer).json()["roles"] == ["cashier"]
    assert desk.ask("DELETE", f"{there}/tokens/{number}", "admin").json()["tokens"] == []
    assert desk.get(f"{API}/me", None, headers=bearer).status_code == 401
    assert desk.post(f"{there}/unlocking", "admin").status_code == 200
    link = desk.post(f"{there}/password-link", "admin").json()["password_link"]
    assert (link["account"], link["path"][:15]) == ("wu", "/password-link/")
    assert desk.post(f"{there}/password", "admin").status_code == 404
    listed = desk.get(f"{API}/accounts", "admin")
    assert listed.text == subsidy("account", "list", "--json", "--store", few).out
    assert desk.get(there, "admin").json() in listed.json()
    assert first not in listed.text


@pytest.mark.parametrize(
    ("path", "sent", "status", "code"),
    [
        ("/accounts", {"account": "chen"}, 422, "role-unknown"),
        ("/accounts", {"account": "admin", "roles": ["clerk"]}, 409, "account-taken"),
        ("/accounts", {"account": "x", "roles": ["clerk", "admin"]}, 409, "admin-alone"),
        ("/accounts", {"account": "x", "roles": "clerk"}, 422, "malformed"),
        ("/accounts", {"account": "x", "roles": ["clerk"], "password": "y"}, 422, "malformed"),
        ("/accounts", {"account": "x", "roles": ["clerk"], "by": "root"}, 422, "malformed"),
        ("/accounts/nobody/roles", {"roles": ["clerk"]}, 404, "account-unknown"),
        ("/accounts/admin/roles", {"roles": ["clerk"]}, 409, "own-account"),
        ("/accounts/admin/disabling", {}, 409, "own-account"),
        ("/accounts/admin/password-link", {}, 409, "own-account"),
        ("/accounts/clerk/disabling", {"roles": ["clerk"]}, 422, "malformed"),
        ("/accounts/clerk/tokens", {"roles": ["clerk"]}, 404, "path-unknown"),
    ],
)
def test_what_may_not_be_done_with_an_account_is_refused_and_names_nobody_else(
    path: str, sent: dict[str, Any], status: int, code: str, desk: Served
) -> None:
    answer = desk.post(f"{API}{path}", "admin", json=sent)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert {"account", "name", "other"}.isdisjoint(answer.json().get("facts", {}))


def test_a_password_of_one_s_own_ends_every_other_session(few: Path) -> None:
    with served(few, ["clerk"]) as desk:
        with_password(desk, "clerk")
        wrong = desk.post(f"{API}/me/password", json={"old": "not it at all", "new": "x" * 20})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "login-refused")
        desk.server.people.entrance.end_waits("clerk", "tests")
        weak = desk.post(f"{API}/me/password", json={"old": PASSWORD, "new": "short"})
        assert (weak.status_code, weak.json()["code"]) == (409, "password-weak")

        done = desk.post(
            f"{API}/me/password", json={"old": PASSWORD, "new": "other words to enter by"}
        )

        assert done.status_code == 204
        assert desk.get(f"{API}/me").status_code == 401
        desk.tokens["clerk"] = done.cookies[COOKIE]
        assert desk.get(f"{API}/me").json()["account"] == "clerk"
        desk.server.people.accounts.change_password("clerk", "other words to enter by", PASSWORD)


def test_anybody_reads_whether_a_paper_is_genuine_and_nothing_else(
    desk: Served, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "TRIES", 100)
    paper = tmp_path / "statement.csv"
    printed = ("paper", "statement", "91330382MA0000023T", "--out", paper, "--store", few)
    assert subsidy(*printed).code == 0
    genuine = paper.read_bytes()
    changed = genuine.replace("示例企业".encode(), "他人企业".encode())
    assert changed != genuine
    for sent, right in ((genuine, True), (changed, False), (b"nothing", False)):
        files = {"file": ("statement.csv", sent, "text/csv")}
        program = desk.post(f"{API}/papers/check", None, files=files)
        page = desk.post("/papers/check", None, files=files)
        assert program.json() == {"genuine": right}, program.text
        assert page.status_code == 200
        assert ('<div class="done"' in page.text) is right
        assert "示例企业" not in page.text
    assert desk.get("/papers/check", None).status_code == 200


def test_what_anybody_sends_is_bounded_in_size_and_in_how_often(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.server.people.throttle, "_clock", _at_rest())
    monkeypatch.setattr(checking, "PAPER_MAX", 1_000)
    files = {"file": ("statement.csv", b"x" * 2_000, "text/csv")}

    large = desk.post(f"{API}/papers/check", None, files=files)

    assert (large.status_code, large.json()["code"]) == (413, "file-too-large")
    statuses = [
        desk.post(f"{API}/papers/check", None, json={"code": "x"}).status_code for _ in range(6)
    ]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert desk.post("/papers/check", None, data={"code": "x"}).status_code == 429
    assert desk.post("/papers/check", "clerk", data={"code": "x"}).status_code != 429


def _at_rest() -> Any:
    from datetime import UTC, datetime

    moment = datetime(2030, 1, 1, tzinfo=UTC)
    return lambda: moment


def test_a_refusal_has_its_facts_for_programs(desk: Served) -> None:
    unknown = desk.get(f"{API}/claims/none", "auditor").json()
    beyond = desk.get(f"{API}/claims?position=999999", "auditor").json()
    role = desk.get(f"{API}/accounts", "clerk").json()

    assert unknown["facts"]["claim_no"] == "none"
    assert beyond["facts"] == {"position": 999999, "last": desk.server.rooms.head()}
    assert role["facts"] == {"needed": "admin"}
    assert "clerk" not in json.dumps(role["facts"])


def test_what_reads_every_enterprise_waits_its_turn_and_nothing_else_does(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = f"position={desk.server.rooms.head() - 1}"
    monkeypatch.setattr(desk.server.rooms, "costly", Places(0))

    for path in (
        f"{API}/totals?{at}", f"{API}/claims?{at}", f"{API}/waiting?{at}", f"{API}/totals.csv?{at}",
        f"{API}/audit/separation", f"{API}/audit/delays", f"{API}/account-checks",
        f"{API}/papers/summary/2022-12.docx", f"/totals?{at}", f"/claims?{at}", f"/?{at}",
        "/audit/exceptions",
    ):  # fmt: skip
        answer = desk.get(path, "auditor")
        assert (answer.status_code, answer.headers.get("retry-after")) == (503, "1"), path
    for path in (
        f"{API}/totals", f"{API}/claims", f"{API}/claims/T-1?{at}", f"{API}/overview?year=2022",
        f"{API}/enterprises/91330382MA0000023T/allowances?year=2022&{at}", "/totals", "/claims",
    ):  # fmt: skip
        assert desk.get(path, "auditor").status_code != 503, path
