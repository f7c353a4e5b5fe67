"""Officers who log in at a real provider of identities, by a real server."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from oidc_provider_mock import run_server_in_thread

from adapters.web.people.people import People
from adapters.web.state.database import WebDatabase
from adapters.web.who import COOKIE
from tests.adapters.web.deployment.running import (
    NAME,
    Running,
    free_port,
    officer,
    proxied,
    serving,
    submitted,
)
from tests.support.command import asked, subsidy
from tests.support.stores import address

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SECRET = "secret-of-the-bureau"
CLIENT = "subsidy"
SAME = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(require_nonce=True) as provider:
        yield f"http://localhost:{provider.server_port}"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = submitted(tmp_path)
    with people_of(store) as people:
        people.accounts.add("chen", "陈某", ["approver"], None, "tests")
    return store


@contextmanager
def people_of(store: Path) -> Iterator[People]:
    people = People(WebDatabase(address(store)))
    try:
        yield people
    finally:
        people.database.close()


@contextmanager
def serving_at(
    issuer: str, store: Path, *options: str | Path, **where: Path | int
) -> Iterator[Running]:
    """Serve a ledger whose officers log in at a provider."""
    secret = store.with_name("client-secret")
    secret.write_text(f"{SECRET}\n")
    secret.chmod(0o600)
    named = ("--auth", "oidc", "--oidc-issuer", issuer, "--oidc-client", CLIENT)
    with serving(store, *named, "--oidc-secret", secret, *options, **where) as running:
        yield running


def linked(store: Path, issuer: str, subject: str = "4711") -> None:
    ran = subsidy(
        "account", "link", "chen", "--issuer", issuer, "--subject", subject, "--store", store
    )
    assert ran.code == 0, ran.err


def brought(http: httpx2.Client, subject: str = "4711", following: str = "") -> httpx2.URL:
    """Be sent to the provider and log in there; return where it leads the browser back to."""
    sent = http.get("/oidc/start", params={"next": following} if following else {})
    assert sent.status_code == 303, sent.text
    answer = httpx2.post(sent.headers["location"], data={"sub": subject})
    assert answer.status_code == 302, answer.text
    return httpx2.URL(answer.headers["location"])


def back(http: httpx2.Client, where: httpx2.URL) -> httpx2.Response:
    return http.get(where.raw_path.decode(), headers={"sec-fetch-site": "cross-site"})


def acts(store: Path, name: str = "") -> list[tuple[str, object]]:
    """Return what the journal says, and of what it was by."""
    with people_of(store) as people:
        return [(each.act, each.facts.get("how")) for each in people.journal.entries(
            account=name or None)]  # fmt: skip


def test_an_officer_comes_in_decides_and_leaves(store: Path, issuer: str) -> None:
    linked(store, issuer)
    with serving_at(issuer, store) as running:
        http = running.http
        page = http.get("/login", params={"next": "/claims?q=a&b"})
        assert page.text.count('class="button"') == 1
        assert 'type="password"' not in page.text
        assert "/oidc/start?next=%2Fclaims%3Fq%3Da%26b" in page.text
        assert http.post("/login", data={"account": "chen"}, headers=SAME).status_code == 405
        assert http.get("/password").status_code == 404

        sent = http.get("/oidc/start")
        said = parse_qs(urlsplit(sent.headers["location"]).query)
        assert said["redirect_uri"] == [f"{http.base_url}/oidc/return"]
        assert {"state", "nonce", "code_challenge"} <= said.keys()
        assert said["code_challenge_method"] == ["S256"]
        kept = sent.headers["set-cookie"].lower()
        assert {"httponly", "samesite=lax", "path=/oidc"} <= {*kept.split("; ")}

        entered = back(http, brought(http, following="/claims?q=a&b"))
        assert entered.status_code == 200, entered.text
        assert entered.headers["refresh"] == "0; url=/claims?q=a&b"
        assert "samesite=strict" in entered.headers["set-cookie"].lower()
        assert "陈某" in http.get("/claims").text
        claims = {"claims": ["W-1"]}
        assert http.post("/api/v1/decisions", json=claims, headers=SAME).status_code == 200
        token = http.cookies[COOKIE]
        assert http.post("/logout", headers=SAME).status_code == 303
        http.cookies.set(COOKIE, token)
        assert http.get("/api/v1/me").status_code == 401
        assert running.stop(signal.SIGTERM) == 0
        written = running.log.read_text() + running.said.read_text()
    events = asked(store, "history", "W-1")
    assert f"oidc:{issuer}#4711" in json.dumps(events)
    assert acts(store, "chen")[:2] == [("logout", None), ("login", "identity provider")]
    assert SECRET not in written
    assert said["state"][0] not in written


def test_a_person_who_is_not_linked_reads_how_and_is_let_in_when_that_is_done(
    store: Path, issuer: str
) -> None:
    with serving_at(issuer, store) as running:
        refused = back(running.http, brought(running.http, "4712"))

        assert refused.status_code == 403
        assert "account link" in refused.text
        assert "4712" in refused.text
        assert COOKIE not in running.http.cookies
        assert acts(store)[0] == ("login-failed", "identity provider")

        admin = officer(store, "admin")
        page = "/accounts/chen"
        assert issuer in running.http.get(page, headers=admin).text
        form = {"subject": " 4712 "}
        done = running.http.post(f"{page}/identities", data=form, headers=admin)
        assert done.status_code == 303, done.text
        own = running.http.post("/accounts/admin/identities", data=form, headers=admin)
        assert own.status_code == 409
        assert back(running.http, brought(running.http, "4712")).status_code == 200
        assert running.http.get("/api/v1/me").json()["account"] == "chen"

        ended = running.http.post(f"{page}/identity-removal", headers=admin)
        assert ended.status_code == 303, ended.text
        assert running.http.get("/api/v1/me").status_code == 401
        assert back(running.http, brought(running.http, "4712")).status_code == 403


def test_a_disabled_account_is_closed_at_once_and_stays_so(store: Path, issuer: str) -> None:
    linked(store, issuer)
    with serving_at(issuer, store) as running:
        assert back(running.http, brought(running.http)).status_code == 200
        assert subsidy("account", "disable", "chen", "--store", store).code == 0

        assert running.http.get("/api/v1/me").status_code == 401
        refused = back(running.http, brought(running.http))
        assert refused.status_code == 403
        assert running.http.get("/api/v1/me").status_code == 401


def test_what_proves_nothing_lets_nobody_in(store: Path, issuer: str) -> None:
    linked(store, issuer)
    with (
        serving_at(issuer, store) as running,
        httpx2.Client(base_url=running.http.base_url) as another,
        run_server_in_thread() as elsewhere,
    ):
        http = running.http
        where = brought(http)
        refused = {
            "no cookie": back(another, where),
            "another's state": back(http, brought(another)),
            "another issuer": back(http, brought(http).copy_set_param("iss", "http://other")),
            "no code": back(http, brought(http).copy_set_param("code", "")),
            "a code of nobody's": back(http, brought(http).copy_set_param("code", "abc")),
            "what the provider says": back(http, httpx2.URL("/oidc/return?error=access_denied")),
            "what it does not say": back(http, httpx2.URL("/oidc/return?error=%3Cb%3EX")),
            "nothing": back(http, httpx2.URL("/oidc/return")),
        }
        sent = http.get("/oidc/start").headers["location"]
        port = f"localhost:{elsewhere.server_port}"
        code = httpx2.post(sent.replace(urlsplit(issuer).netloc, port), data={"sub": "4711"})
        refused["another provider's code"] = back(http, httpx2.URL(code.headers["location"]))
        where = brought(http)
        assert back(http, where).status_code == 200
        http.cookies.clear()
        refused["once more"] = back(http, where)

        assert {why: answer.status_code for why, answer in refused.items()} == dict.fromkeys(
            refused, 401
        )
        assert all(
            COOKIE not in answer.headers.get("set-cookie", "") for answer in refused.values()
        )
        assert "<b>X" not in refused["what it does not say"].text
    assert ("login-failed", "identity provider") in acts(store)


def test_a_token_that_is_over_lets_nobody_in(store: Path) -> None:
    with run_server_in_thread(access_token_max_age=timedelta(hours=-1)) as provider:
        issuer = f"http://localhost:{provider.server_port}"
        linked(store, issuer)
        with serving_at(issuer, store) as running:
            answer = back(running.http, brought(running.http))

            assert (answer.status_code, COOKIE in running.http.cookies) == (401, False)
            assert "ExpiredTokenError" in answer.text


def test_a_provider_that_is_away_is_said(store: Path) -> None:
    named = f"http://localhost:{free_port()}"
    with serving_at(named, store) as running:
        answer = running.http.get("/oidc/start")

        assert answer.status_code == 503
        assert named in answer.text


def test_somebody_who_begins_too_often_waits(store: Path, issuer: str) -> None:
    with serving_at(issuer, store) as running:
        statuses = [running.http.get("/oidc/start").status_code for _each in range(31)]

        assert (statuses[0], statuses[-1]) == (303, 429)
        assert "retry-after" not in running.http.get("/login").headers


def test_behind_a_prefix_people_come_back_to_it(store: Path, issuer: str) -> None:
    linked(store, issuer)
    socket = store.with_name("web.sock")
    options = ("--trust", "unix", "--host-name", NAME, "--root-path", "/butie")
    with (
        serving_at(issuer, store, *options, socket=socket) as running,
        proxied(store.parent, socket, prefix="/butie") as http,
    ):
        assert f"https://{NAME}/butie/oidc/return" in running.log.read_text()
        assert "/butie/oidc/start" in http.get("/login").text
        sent = http.get("/oidc/start")
        cookie = sent.headers["set-cookie"].partition(";")[0]
        assert "path=/butie/oidc" in sent.headers["set-cookie"].lower()
        at_home = httpx2.post(sent.headers["location"], data={"sub": "4711"}).headers["location"]
        assert at_home.startswith(f"https://{NAME}/butie/oidc/return?")
        path = httpx2.URL(at_home).raw_path.decode().removeprefix("/butie")

        entered = http.get(path, headers={"cookie": cookie})

        assert entered.status_code == 200, entered.text
        assert entered.headers["refresh"] == "0; url=/butie/"
        assert "path=/butie;" in entered.headers["set-cookie"].lower()


def test_a_browser_is_led_through_and_back(store: Path, issuer: str, browser: Browser) -> None:
    linked(store, issuer)
    with serving_at(issuer, store) as running:
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        page.goto(f"{running.http.base_url}/claims?q=W-1")  # another site than the provider
        page.get_by_role("link", name="Log in").click()
        page.locator("input[name=sub]").fill("4711")
        page.locator("button[type=submit], button:not([type])").first.click()

        page.wait_for_url("**/claims?q=W-1")
        assert page.get_by_role("button", name="Log out").is_visible()
        page.get_by_role("button", name="Log out").click()
        page.wait_for_url("**/login")
        assert page.get_by_role("link", name="Log in").is_visible()
        context.close()
