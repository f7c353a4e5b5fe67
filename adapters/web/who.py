"""Who asks: by the session of a cookie, the token of a program, or what a believed proxy says."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import HTTPConnection

from adapters.web.api.table import PREFIX
from adapters.web.people.outside.proxy import ProxiedSessions, Proxy
from adapters.web.people.people import People
from adapters.web.people.sessions import Session

COOKIE = "subsidy_session"
BEARER = "bearer "
FORWARDED = "x-forwarded-for"
ADDRESS_MAX = 64  # characters


class Who:
    """Says who asks. proxy: whose header is believed; then no password is asked for."""

    def __init__(self, people: People, proxy: Proxy | None = None) -> None:
        self._people = people
        self._proxied = None if proxy is None else ProxiedSessions(people.database, proxy)

    def __call__(self, connection: HTTPConnection) -> Session | None:
        """Return the session of a request; None where nobody is logged in.

        A token in a header goes before a cookie: a program that sends both means its token. It is
        good for the API alone: by a page a second factor is begun, and other tokens are made.
        """
        token = _token(connection)
        if token is not None:
            return self._people.tokens.of(token) if _is_of_the_api(connection) else None
        if self._proxied is not None:
            client = connection.client
            address = None if client is None else (client.host, client.port)
            return self._proxied.of(connection.headers.raw, address)
        return self._people.sessions.of(connection.cookies.get(COOKIE))

    def known(self, connection: HTTPConnection) -> Session | None:
        """Return a session where nothing was committed since it was read; else None."""
        token = _token(connection)
        if token is not None:
            return self._people.tokens.known(token) if _is_of_the_api(connection) else None
        if self._proxied is not None:
            return None
        return self._people.sessions.known(connection.cookies.get(COOKIE))


def _token(connection: HTTPConnection) -> str | None:
    given = connection.headers.get("authorization", "")
    return given[len(BEARER) :].strip() if given.lower().startswith(BEARER) else None


def _is_of_the_api(connection: HTTPConnection) -> bool:
    scope = connection.scope
    path: str = scope["path"]
    return path.startswith(f"{scope.get('root_path', '')}{PREFIX}/")


def address_of(connection: HTTPConnection, trusted: Sequence[str]) -> str:
    """Return the address that a request comes from, for the journal and for counting tries.

    trusted: the proxies that are believed; of one, the address that it says it was asked from.
    """
    client = connection.client
    at = None if client is None else (client.host, client.port)
    forwarded = Proxy(FORWARDED, trusted).name(connection.headers.raw, at)
    if forwarded is not None:
        return forwarded.rpartition(",")[2].strip()[:ADDRESS_MAX]
    return "-" if client is None else client.host
