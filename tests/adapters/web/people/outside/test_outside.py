"""Officers whom a proxy or a provider of identities names."""

from __future__ import annotations

import pytest

from adapters.web.people.outside.proxy import ProxiedSessions, Proxy
from adapters.web.people.people import People
from domain.refusals import Refusal
from tests.adapters.web.people.officers import acts, officer

SOCKET, NEAR, FAR = None, ("10.1.2.3", 5), ("192.0.2.1", 5)
HEADER = "X-Forwarded-User"


def header(*values: bytes, name: bytes = b"x-forwarded-user") -> list[tuple[bytes, bytes]]:
    return [(b"host", b"x"), *((name, value) for value in values)]


def test_a_believed_proxy_says_who_it_is(people: People) -> None:
    officer(people, "陈", "approver")
    sessions = ProxiedSessions(people.database, Proxy(HEADER, ["unix", "10.1.0.0/16"]))

    for client in (SOCKET, ("", 0), NEAR, ("::ffff:10.1.2.3", 5)):
        session = sessions.of(header("陈".encode()), client)
        assert session is not None
        assert (session.account, session.login) == ("陈", "proxy:陈")
        assert session.roles == {"approver"}


@pytest.mark.parametrize("client", [FAR, ("not an address", 5), ("10.2.0.1", 5), ("::1", 5)])
def test_from_anywhere_else_the_header_is_as_if_it_were_not_there(
    people: People, client: tuple[str, int]
) -> None:
    officer(people, "chen")
    sessions = ProxiedSessions(people.database, Proxy(HEADER, ["unix", "10.1.0.0/16"]))

    assert sessions.of(header(b"chen"), client) is None


def test_the_socket_is_believed_only_where_that_is_said(people: People) -> None:
    officer(people, "chen")
    sessions = ProxiedSessions(people.database, Proxy(HEADER, ["10.1.2.3"]))

    assert sessions.of(header(b"chen"), SOCKET) is None
    assert sessions.of(header(b"chen"), NEAR) is not None


@pytest.mark.parametrize(
    "headers",
    [
        header(),
        header(b""),
        header(b" "),
        header(b"chen", b"wang"),
        header(b"chen", b"chen"),
        header(b"nobody"),
        header(b"\xff\xfe"),
        header(b"x" * 100_000),
        header(b"chen", name=b"x-forwarded-users"),
    ],
    ids=range(9),
)
def test_what_names_nobody_or_two_lets_nobody_in(
    people: People, headers: list[tuple[bytes, bytes]]
) -> None:
    officer(people, "chen")
    officer(people, "wang")
    sessions = ProxiedSessions(people.database, Proxy(HEADER, ["unix"]))

    assert sessions.of(headers, SOCKET) is None


def test_a_disabled_account_is_not_let_in_by_a_proxy(people: People) -> None:
    officer(people, "chen")
    people.accounts.disable("chen", "li")

    sessions = ProxiedSessions(people.database, Proxy(HEADER, ["unix"]))

    assert sessions.of(header(b"chen"), SOCKET) is None


def test_a_person_of_a_provider_is_one_account(people: People) -> None:
    officer(people, "chen")
    officer(people, "wang")
    people.identities.link("chen", "https://id.example", "4711", "li")
    people.identities.link("Chen", "https://id.example", "4711", "li")

    with pytest.raises(Refusal) as refused:
        people.identities.link("wang", "https://id.example", "4711", "li")

    assert refused.value.code == "identity-taken"
    known = people.identities.of("https://id.example", "4711")
    assert known is not None
    assert known.name == "chen"
    assert people.identities.of("https://ID.example", "4711") is None
    assert people.identities.of("https://id.example", "4712") is None
    assert acts(people, "chen").count("identity-linked") == 1


def test_a_person_who_is_unlinked_is_nobody_and_has_no_session(people: People) -> None:
    officer(people, "chen")
    people.identities.link("chen", "https://id.example", "4711", "li")
    assert people.identities.of_account("chen") == [("https://id.example", "4711")]
    account = people.accounts.get("chen")
    entered = people.entrance.let_in_from(
        account, "https://id.example", "4711", address="-", had=None
    )
    assert people.sessions.of(entered.token) is not None

    assert people.identities.unlink("chen", "li") == 1

    assert people.identities.of("https://id.example", "4711") is None
    assert people.identities.of_account("chen") == []
    assert people.sessions.of(entered.token) is None


@pytest.mark.parametrize("subject", ["", "x" * 256, "a\0b"], ids=["none", "long", "unseen"])
def test_what_is_no_subject_is_refused(people: People, subject: str) -> None:
    officer(people, "chen")

    with pytest.raises(Refusal) as refused:
        people.identities.link("chen", "https://id.example", subject, "li")

    assert refused.value.code == "identity-malformed"
