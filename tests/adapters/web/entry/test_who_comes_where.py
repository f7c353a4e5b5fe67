"""What a token is good for, what many logins at once take, and what a server needs to answer."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import Headers

from adapters.web.application import served as everything
from adapters.web.observing import METHODS, OTHER, Observing
from adapters.web.pages.work.doing import following
from adapters.web.people.proving import passwords
from domain.refusals import Refusal
from tests.adapters.web.served import PASSWORD, Served, awaited, served, with_password
from tests.support.few_claims import few_claims


def bearer(web: Served, name: str) -> dict[str, str]:
    token, _made = web.server.people.tokens.make(name, [name], 1, "tests")
    return {"authorization": f"Bearer {token}"}


def test_a_token_asks_the_api_and_changes_nothing_of_an_account(web: Served) -> None:
    program, admin = bearer(web, "clerk"), bearer(web, "admin")

    asked = web.get("/api/v1/me", None, headers=program)
    answers = [
        web.post("/me/factor", None, headers=program),
        web.post("/me/settings", None, headers=program),
        web.post("/password", None, headers=program),
        web.post("/me/tokens", None, headers=admin, data={"roles": "admin"}),
    ]

    assert asked.json()["account"] == "clerk"
    assert [answer.status_code for answer in answers] == [401] * 4
    assert web.server.people.accounts.begun_factor("clerk") is None


def test_of_many_who_log_in_at_once_those_too_many_are_asked_to_come_again(
    web: Served,
) -> None:
    with_password(web, "auditor")
    sent = {"account": "auditor", "password": PASSWORD}
    taken = 0
    while passwords._seats.acquire(blocking=False):
        taken += 1
    try:
        busy = web.post("/login", None, data=sent)
        other = web.get("/api/v1/totals")
    finally:
        for _ in range(taken):
            passwords._seats.release()
    later = web.post("/login", None, data=sent)

    assert (busy.status_code, other.status_code, later.status_code) == (503, 200, 303)
    assert taken == passwords.AT_ONCE + passwords.WAITING_MAX


def test_a_folder_that_a_system_tidied_up_is_made_again(web: Served) -> None:
    shutil.rmtree(web.server.spool)

    page = web.get("/claims")
    file = web.get("/api/v1/claims.xlsx")
    sent = web.post("/api/v1/papers/checks", files={"file": ("a.xlsx", b"x")})

    assert (page.status_code, file.status_code, sent.status_code) == (200, 200, 422)


def test_a_page_and_an_answer_take_no_room_on_a_disk(web: Served) -> None:
    spool, kept = web.server.spool, web.server.spool.with_suffix(".kept")
    spool.rename(kept)
    spool.write_bytes(b"")  # no folder can be made below it
    try:
        assert web.get("/claims").status_code == 200
        assert web.get("/api/v1/claims").status_code == 200
    finally:
        spool.unlink()
        kept.rename(spool)


def test_methods_that_nobody_knows_are_counted_as_one(web: Served) -> None:
    for number in range(5):
        web.ask(f"ODD{number}", "/api/v1/claims")

    app = web.client.app
    assert isinstance(app, Observing)
    methods = {
        sample.labels["method"]
        for metric in app.registry.collect()
        for sample in metric.samples
        if "method" in sample.labels
    }
    assert OTHER in methods
    assert methods <= METHODS | {OTHER}


@pytest.mark.parametrize("path", ["/\t/evil.example", "/\n/evil.example", "//evil", "/\\evil", ""])
def test_a_page_leads_on_to_this_server_alone(path: str) -> None:
    class Visit:
        def word(self, name: str) -> str:
            return path

    assert following(Visit()) == "/"  # type: ignore[arg-type]


def test_too_many_hashes_at_once_are_not_a_failure(web: Served) -> None:
    people = web.server.people
    with_password(web, "finance")
    for _ in range(3):
        while passwords._seats.acquire(blocking=False):
            pass
        try:
            with pytest.raises(Refusal) as refused:
                people.entrance.log_in("finance", PASSWORD, address="10.0.0.9")
        finally:
            for _ in range(passwords.AT_ONCE + passwords.WAITING_MAX):
                passwords._seats.release()
        assert refused.value.code == "too-busy"

    assert people.entrance.log_in("finance", PASSWORD, address="10.0.0.9").token


def test_who_leaves_while_sending_is_not_a_failure_of_the_server(
    web: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = {"host": "testserver", "content-type": "application/x-www-form-urlencoded"}
    scope = {
        "type": "http", "method": "POST", "path": "/login", "raw_path": b"/login",
        "query_string": b"", "headers": Headers(headers).raw, "scheme": "http",
        "server": ("testserver", 80), "client": ("testclient", 1), "http_version": "1.1",
    }  # fmt: skip
    came = [{"type": "http.request", "body": b"account=a", "more_body": True}]
    sent: list[Any] = []

    async def receive() -> Any:
        return came.pop() if came else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def ask() -> None:
        await everything(web.server)(scope, receive, send)

    awaited(ask())

    assert sent == []
    assert "ticket" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("path", ["/budget/", "/api/v1/totals/"])
def test_nobody_is_sent_on_by_the_name_that_a_request_says(path: str, web: Served) -> None:
    answer = web.get(path, headers={"host": "evil.example"})

    assert answer.status_code == 404
    assert "evil.example" not in str(answer.headers)


def test_a_server_in_another_mode_ends_no_session_and_a_login_there_is_one_like_others(
    tmp_path: Path,
) -> None:
    store, asked = few_claims(tmp_path), "/api/v1/totals"
    proxied: dict[str, Any] = {"proxy_header": "x-user", "trusted": ("127.0.0.1",)}
    with served(store, ["auditor", "clerk"]) as first:
        first.server.people.accounts.set_preferences("clerk", "clerk", one_session=False)
        with served(store, (), read_only=True) as other, served(store, (), **proxied) as third:
            other.tokens = third.tokens = first.tokens
            here = [each.get(asked, "auditor").status_code for each in (other, third, first)]
        assert here == [200, 401, 200]  # by a proxy no cookie lets in

        with served(store, ["auditor", "clerk"], read_only=True):
            assert first.get(asked, "auditor").status_code == 401
            assert first.get(asked, "clerk").status_code == 200
