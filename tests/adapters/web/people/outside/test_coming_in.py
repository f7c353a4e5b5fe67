"""The pages by which officers come in from a provider that may do anything."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from starlette.testclient import TestClient

from adapters.web.application import served as everything
from adapters.web.guard import Entry
from adapters.web.pages.people.outside import STATE, TRIES
from adapters.web.people.outside.oidc import ASKING_MAX, ProviderSettings, SentAway
from adapters.web.who import COOKIE
from tests.adapters.web.entry.test_route_roles import routes
from tests.adapters.web.people.outside.scripted import (
    CLIENT,
    KNOWN,
    TOKEN,
    Said,
    Scripted,
    scripted,
)
from tests.adapters.web.served import Served, served
from tests.support.few_claims import few_claims

MANY = 60  # requests at once: more than there are threads


@pytest.fixture(scope="module")
def provider() -> Iterator[Scripted]:
    with scripted() as provider:
        yield provider


@pytest.fixture(scope="module")
def desk(provider: Scripted, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    store = few_claims(tmp_path_factory.mktemp("outside"))
    settings = ProviderSettings(
        issuer=provider.issuer, client_id=CLIENT, client_secret="secret",
        return_to="http://testserver/oidc/return",
    )  # fmt: skip
    with (
        served(store, provider=settings, secure=False, trusted=("127.0.0.1",)) as web,
        TestClient(
            everything(web.server), base_url="http://testserver", client=("127.0.0.1", 1),
            raise_server_exceptions=False,
        ) as behind_a_proxy,
    ):  # fmt: skip
        web.client = behind_a_proxy
        web.server.people.identities.link("approver", provider.issuer, "4711", "tests")
        yield web


@pytest.fixture
def at(provider: Scripted, desk: Served) -> Scripted:
    provider.said.clear()
    desk.client.cookies.clear()
    return provider


def begun(desk: Served, at: Scripted, following: str = "", **claims: Any) -> SentAway:
    """Be sent to the provider, which will say who it is."""
    where = f"/oidc/start?next={following}" if following else "/oidc/start"
    answer = desk.get(where, None)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    sent = SentAway(address, parse_qs(urlsplit(address).query)["state"][0])
    at.token = at.signed(at.claims(sent, **claims))
    return sent


def back(desk: Served, sent: SentAway, **words: str) -> Any:
    """Come back as a browser is led: with its cookies."""
    cookies = "; ".join(f"{name}={each}" for name, each in desk.client.cookies.items())
    query = "&".join(f"{name}={each}" for name, each in ({"code": "c", "state": sent.state}
                                                        | words).items())  # fmt: skip
    headers = {"sec-fetch-site": "cross-site"} | ({"cookie": cookies} if cookies else {})
    return desk.get(f"/oidc/return?{query}", None, headers=headers)


@pytest.mark.parametrize(("following", "path"), [
    ("/claims?with=a%26b", "/claims?with=a&b"), ("/é?ü=ß", "/%C3%A9?%C3%BC=%C3%9F"),
    ("/企业", "/%E4%BC%81%E4%B8%9A"),
    ("%2Fclaims%3Fwith%3D%25E7%25A8%258E", "/claims?with=%E7%A8%8E"), ("//evil.example", "/"),
    ("https://evil.example", "/"), ("/%5Cevil.example", "/"), ("/%09/evil.example", "/"),
    ("/%0d%0aset-cookie:a=b", "/"), ("javascript:alert(1)", "/"), ("/" + "a" * 3_000, "/"),
    ("/a'\"<b>;url=//evil.example", "/a'%22%3Cb%3E;url=//evil.example"),
], ids=str)  # fmt: skip
def test_who_comes_in_goes_on_at_a_path_of_this_server(
    desk: Served, at: Scripted, following: str, path: str
) -> None:
    sent = begun(desk, at, following)

    entered = back(desk, sent)

    assert entered.status_code == 200, entered.text
    assert entered.headers["refresh"] == f"0; url={path}"
    assert "<b>" not in entered.text
    assert "set-cookie: a=b" not in str(entered.headers)


def test_claims_of_names_are_nobodys_identity(desk: Served, at: Scripted) -> None:
    of_others = {"email": "approver", "preferred_username": "approver", "name": "Approver"}
    sent = begun(desk, at, sub="approver", **of_others)

    assert back(desk, sent).status_code == 403
    assert COOKIE not in desk.client.cookies
    for sub in ("4711 ", "４７１１", "4711\u200b", "04711"):
        assert back(desk, begun(desk, at, sub=sub)).status_code == 403, sub


def test_a_session_of_before_is_another_and_ends(desk: Served, at: Scripted) -> None:
    assert back(desk, begun(desk, at)).status_code == 200
    first = desk.client.cookies[COOKIE]
    assert back(desk, begun(desk, at)).status_code == 200
    second = desk.client.cookies[COOKIE]

    assert first != second
    said = {each: desk.get("/api/v1/me", None, headers={"cookie": f"{COOKIE}={each}"})
            for each in (first, second, "chosen-by-another")}  # fmt: skip
    assert [answer.status_code for answer in said.values()] == [401, 200, 401]


def test_a_state_that_was_chosen_by_another_site_is_not_taken(desk: Served, at: Scripted) -> None:
    sent = begun(desk, at)
    for cookie in (f"{STATE}={sent.state[:-1]}", f"{STATE}=.", f"{STATE}=", ""):
        headers = {"cookie": cookie, "sec-fetch-site": "cross-site"}
        answer = desk.get(f"/oidc/return?code=c&state={sent.state}", None, headers=headers)
        assert answer.status_code == 401, cookie
    for words in (
        {"state": quote(sent.state + "\n")}, {"state": f"{sent.state}&state=x"}, {"code": ""},
        {"iss": "http://evil.example"}, {"iss": ""}, {"error": "access_denied"},
    ):  # fmt: skip
        assert back(desk, sent, **words).status_code == 401, words


def test_nothing_of_passwords_is_left_where_a_provider_lets_in(desk: Served) -> None:
    assert back_doors(desk) == set()
    own = {"old": "a", "new": "b"}
    assert desk.post("/api/v1/me/password", json=own).status_code == 404
    made = desk.post("/api/v1/accounts", "admin", json={"account": "li", "roles": ["clerk"]})
    assert "first_password" not in made.json()
    for path in ("/accounts/li/password-link", "/api/v1/accounts/li/password-link"):
        assert desk.post(path, "admin").status_code == 404, path


def test_nothing_of_passwords_is_left_where_a_proxy_lets_in(tmp_path: Path) -> None:
    named = {"x-forwarded-user": "admin", "x-forwarded-for": "10.9.9.9"}
    trusted = {"proxy_header": "x-forwarded-user", "trusted": ("127.0.0.1",), "secure": False}
    with (
        served(few_claims(tmp_path), ["admin"], **trusted) as web,
        TestClient(everything(web.server), client=("127.0.0.1", 1)) as behind_a_proxy,
    ):
        assert back_doors(web) == set()
        people = {"account": "li", "roles": ["clerk"]}
        made = behind_a_proxy.post("/api/v1/accounts", json=people, headers=named)
        login = behind_a_proxy.get("/login")

    assert (made.status_code, "first_password" in made.json()) == (200, False)
    assert (login.status_code, "<form class" in login.text) == (200, False)
    assert "代理" in login.text


def back_doors(desk: Served) -> set[str]:
    """Return the paths by which a password would be had or sent, or a first account made."""
    every = [route for route in routes(desk) if isinstance(route, Entry)]
    sent = {each.path for each in every if each.path == "/login" and "POST" in each.methods}
    return sent | {
        each.path for each in every if "password" in each.path or each.path.startswith("/first")
    }


def test_a_provider_that_does_not_answer_keeps_nobody_else_waiting(
    desk: Served, at: Scripted
) -> None:
    answers, arrived = Event(), Event()

    def late() -> Iterator[bytes]:
        arrived.set()
        for _time in range(200):
            if answers.wait(0.5):
                break
            yield b" "  # so that no single wait is long

    at.said[KNOWN] = Said(body=late)

    def start(number: int) -> int:
        headers = {"x-forwarded-for": f"10.0.{number}.1"}
        return int(desk.get("/oidc/start", None, headers=headers).status_code)

    with ThreadPoolExecutor(MANY) as threads:
        starts = [threads.submit(start, number) for number in range(MANY)]
        assert arrived.wait(60)
        try:
            with ThreadPoolExecutor(1) as other:
                page = other.submit(desk.get, "/api/v1/me", "clerk").result(60)
            answered_before = not answers.is_set()
        finally:
            answers.set()
        statuses = {each.result() for each in starts}

    assert page.status_code == 200
    assert answered_before
    assert statuses == {503}
    assert ASKING_MAX < MANY


def test_a_network_of_many_addresses_tries_as_one(desk: Served, at: Scripted) -> None:
    def start(address: str) -> int:
        headers = {"x-forwarded-for": address}
        return int(desk.get("/oidc/start", None, headers=headers).status_code)

    near = [start(f"2001:db8:1:2::{each:x}") for each in range(TRIES + 1)]

    assert (near[0], near[-1]) == (303, 429)
    assert start("2001:db8:1:3::1") == 303
    assert start("::ffff:192.0.2.1") == 303


def test_a_code_is_asked_for_once(desk: Served, at: Scripted) -> None:
    sent = begun(desk, at)
    kept = desk.client.cookies[STATE]
    before = at.asked.count(TOKEN)
    headers = {"cookie": f"{STATE}={kept}", "sec-fetch-site": "cross-site"}

    def come(_time: int) -> int:
        where = f"/oidc/return?code=c&state={sent.state}"
        return int(desk.get(where, None, headers=headers).status_code)

    with ThreadPoolExecutor(6) as threads:
        statuses = sorted(threads.map(come, range(6)))

    assert statuses == [200, *[401] * 5]
    assert at.asked.count(TOKEN) == before + 1
