"""The shipped configuration of nginx, before a server of its own: what it keeps out."""

from __future__ import annotations

import socket as sockets
import ssl
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
import pytest

from adapters.web.api.table import part
from adapters.web.people.people import People
from adapters.web.state.database import WebDatabase
from tests.adapters.web.deployment.running import (
    NAME,
    Running,
    lines_of,
    officer,
    program,
    proxied,
    serving,
    submitted,
    with_password,
)
from tests.adapters.web.served import PASSWORD
from tests.support.command import subsidy, write_lines
from tests.support.few_claims import trademark
from tests.support.stores import address

SAME = {"sec-fetch-site": "same-origin"}


class Site:
    """A ledger behind nginx. outside: who comes through it; inside: who is on the machine."""

    def __init__(self, store: Path, running: Running, outside: httpx2.Client) -> None:
        self.store, self.inside, self.outside = store, running, outside


@pytest.fixture(scope="module", params=["", "/butie"], ids=["at the root", "behind a prefix"])
def site(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Site]:
    """A server on a socket that believes nginx, under a prefix too."""
    folder, prefix = tmp_path_factory.mktemp("site"), request.param
    store = submitted(folder)
    options = ["--trust", "unix", "--host-name", NAME]
    options += ["--root-path", prefix] if prefix else []
    with (
        TemporaryDirectory() as short,  # a socket's path has 107 bytes
        serving(store, *options, socket=Path(short) / "web.sock") as running,
        proxied(folder, Path(short) / "web.sock", prefix=prefix) as outside,
    ):
        yield Site(store, running, outside)


def test_pages_and_the_api_answer_under_the_path_that_they_have(site: Site) -> None:
    prefix = site.outside.base_url.path.rstrip("/")
    login = site.outside.get("/login")
    described = site.outside.get("/api/v1/openapi.json").json()
    away = site.outside.get("/claims")

    assert f'action="{prefix}/login"' in login.text
    assert f'"{prefix}/static/' in login.text
    assert described["servers"] == [{"url": prefix or "/"}]
    assert away.headers.get("location", f"{prefix}/login").startswith(f"{prefix}/login")
    assert login.headers["strict-transport-security"] == "max-age=31536000"
    assert "default-src 'none'" in login.headers["content-security-policy"]


def test_a_number_with_a_slash_passes_it_as_it_was_sent(site: Site) -> None:
    bearer = {"authorization": f"Bearer {program(site.store, 'auditor')}"}
    browser = officer(site.store, "clerk")
    numbers = ["YQ/2022/1", "a//b", "a/../b", "50%?#"]
    rows = [trademark(number, "2022-05-01", "100") for number in numbers]
    file = write_lines(site.store.with_name("odd.jsonl"), rows)
    assert subsidy("backfill", file, "--by", "lin", "--store", site.store).code == 0

    for number in numbers:
        asked = site.outside.get(f"/api/v1/claims/{part(number)}", headers=bearer)
        page = site.outside.get(f"/claims/{part(number)}/history", headers=browser)

        assert asked.json()["claim_no"] == number
        assert page.status_code == 200


def test_an_officer_works_through_it(site: Site) -> None:
    bearer = {"authorization": f"Bearer {program(site.store, 'approver')}"}
    claims = {"claims": ["W-1"]}

    decided = site.outside.post("/api/v1/decisions", json=claims, headers=bearer)
    read = site.outside.get("/api/v1/claims/W-1", headers=officer(site.store, "auditor"))

    assert decided.status_code == 200, decided.text
    assert read.status_code == 200, read.text


def test_a_cookie_is_for_its_path_and_for_tls_alone(site: Site) -> None:
    prefix = site.outside.base_url.path.rstrip("/")
    with_password(site.store, "finance")
    form = {"account": "finance", "password": PASSWORD}

    answer = site.outside.post("/login", data=form, headers=SAME)

    assert answer.status_code == 303, answer.text
    cookie = answer.headers["set-cookie"]
    assert f"Path={prefix or '/'};" in cookie
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    site.outside.cookies.clear()


def test_what_is_too_large_does_not_reach_the_server(site: Site) -> None:
    assert status_of(site, length=67_108_865) == 413


def test_a_body_that_does_not_come_is_given_up(tmp_path: Path) -> None:
    store = submitted(tmp_path)
    with (
        TemporaryDirectory() as short,
        serving(store, "--trust", "unix", socket=Path(short) / "web.sock") as running,
        proxied(tmp_path, Path(short) / "web.sock", body_seconds=1) as outside,
    ):
        site = Site(store, running, outside)

        assert status_of(site, b'{"claims"', length=100) is None
        assert outside.get("/healthz").status_code == 200
        asked = [str(line.get("path")) for line in lines_of(running.log)]
    assert "/healthz" in asked
    assert not [path for path in asked if path.endswith("/imports")]  # it did not reach the server


def status_of(site: Site, sent: bytes = b"", *, length: int) -> int | None:
    """Return what is answered to a request that says how long its body is, and sends less.

    None where nginx leaves without a word, as it does when it has waited for a body.
    """
    headers = {"content-type": "application/json", **officer(site.store, "clerk")}
    host = str(site.outside.base_url.host), site.outside.base_url.port or 0
    path = f"{site.outside.base_url.path.rstrip('/')}/api/v1/imports"
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with sockets.create_connection(host) as plain, context.wrap_socket(plain) as connection:
        head = [f"POST {path} HTTP/1.1", f"host: {NAME}", f"content-length: {length}"]
        head += [f"{name}: {value}" for name, value in headers.items()]
        connection.sendall("\r\n".join([*head, "", ""]).encode() + sent)
        answer = connection.recv(4096)
    return int(answer.split()[1]) if answer else None


def test_figures_stay_on_the_machine(site: Site) -> None:
    assert site.outside.get("/metrics").status_code == 404
    assert "subsidy_requests" in site.inside.http.get("/metrics").text


def test_a_name_of_another_site_is_not_answered_to(site: Site) -> None:
    answer = site.outside.get("/api/v1/claims", headers={"host": "other.example.com"})

    assert answer.json()["code"] == "host-unknown"


def test_tries_of_a_password_are_limited_and_the_journal_has_their_address(site: Site) -> None:
    form = {"account": "nobody", "password": "none"}

    statuses = [site.outside.post("/login", data=form, headers=SAME) for _ in range(14)]
    page = site.outside.get("/login")

    assert statuses[-1].status_code == 429
    assert "nginx" in statuses[-1].text  # it did not reach the server
    assert page.status_code == 200
    people = People(WebDatabase(address(site.store)))
    try:
        addresses = {row.address for row in people.journal.entries() if row.act == "login-failed"}
    finally:
        people.database.close()
    assert addresses == {"127.0.0.1"}


def test_a_believed_proxy_names_who_asks_and_nobody_else_does(tmp_path: Path) -> None:
    store = submitted(tmp_path)
    officer(store, "clerk")
    named = {"x-forwarded-user": "clerk"}
    options = ("--auth", "proxy", "--trust", "unix")
    with (
        TemporaryDirectory() as short,
        serving(store, *options, socket=Path(short) / "web.sock") as running,
        proxied(tmp_path, Path(short) / "web.sock") as outside,
    ):
        assert running.http.get("/api/v1/claims", headers=named).status_code == 200
        assert outside.get("/api/v1/claims", headers=named).status_code == 401
    with serving(store, "--auth", "proxy", "--trust", "10.9.9.9") as running:
        assert running.http.get("/api/v1/claims", headers=named).status_code == 401
