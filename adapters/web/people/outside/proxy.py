"""A proxy before the server that has let somebody in, and says whom by a header.

The header is believed from the Unix socket, or from addresses named; from anywhere else it is as if
it were not there. The proxy must remove it from what it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from ipaddress import ip_address, ip_network

from adapters.web.people.account import named
from adapters.web.people.sessions import Session, session_of
from adapters.web.state.database import WebDatabase
from domain.refusals import Refusal

SOCKET = "unix"
VALUE_MAX = 256  # bytes

Headers = Iterable[tuple[bytes, bytes]]


class Proxy:
    """Which proxies are believed, and the header they say a name by.

    trusted: `unix` for the socket, addresses, or networks such as 10.1.0.0/16.
    """

    def __init__(self, header: str, trusted: Sequence[str]) -> None:
        self.header = header.lower().encode("ascii")
        self._socket = SOCKET in trusted
        self._networks = [ip_network(each) for each in trusted if each != SOCKET]

    def is_trusted(self, client: tuple[str, int] | None) -> bool:
        """Say whether a connection is a proxy's. client: None, or no address, for the socket's."""
        if client is None or not client[0]:
            return self._socket
        try:
            address = ip_address(client[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None) or address
        return any(mapped in network for network in self._networks)

    def name(self, headers: Headers, client: tuple[str, int] | None) -> str | None:
        """Return the name that a believed proxy gives; None where none is given, or two are."""
        if not self.is_trusted(client):
            return None
        given = [value for name, value in headers if name.lower() == self.header]
        if len(given) != 1 or not given[0].strip() or len(given[0]) > VALUE_MAX:
            return None
        try:
            return given[0].decode("utf-8").strip()
        except UnicodeDecodeError:
            return None


class ProxiedSessions:
    """The sessions of officers whom a proxy names. There is none to end: the proxy's is it."""

    def __init__(self, database: WebDatabase, proxy: Proxy) -> None:
        self._database, self._proxy = database, proxy

    def of(self, headers: Headers, client: tuple[str, int] | None) -> Session | None:
        """Return the session of the account that a believed proxy names; None without one."""
        name = self._proxy.name(headers, client)
        if name is None:
            return None
        try:
            with self._database.reading() as connection:
                account = named(connection, name)
        except Refusal as refused:
            if refused.code != "account-unknown":
                raise
            return None
        if account.disabled:
            return None
        # Of a password here nothing is asked: the proxy has its own.
        proved = replace(account, must_change=False)
        return session_of(proved, f"proxy:{account.name}", key=f"proxy-{account.id}")
