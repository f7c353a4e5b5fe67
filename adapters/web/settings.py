"""How a ledger is served: where, for whom, and with which keys. Nothing of it is in the log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from adapters.web.people.outside.oidc import ProviderSettings

PORT = 8400


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a ledger is served.

    address: the ledger's. hosts: the names that the server answers to; none stands for any, which
    is right behind a proxy that checks them. prefix: the path under which a proxy has it, or
    nothing. secure: cookies go over TLS alone. read_only: nothing is recorded. seal, seal_key:
    the folder of the seal and the key that packs and receipts are signed with. accounts_key: the
    file of the key that accounts are sealed by. proxy_header: the header in which a proxy says who
    asks; None where none does. trusted: the proxies that are believed. provider: of identities, at
    which officers log in; None where they do not.
    """

    address: str
    hosts: tuple[str, ...] = ()
    prefix: str = ""
    secure: bool = True
    read_only: bool = False
    seal: Path | None = None
    seal_key: Path | None = None
    accounts_key: Path | None = None
    proxy_header: str | None = None
    trusted: tuple[str, ...] = ()
    provider: ProviderSettings | None = None
    readers: int = 4

    @property
    def has_passwords(self) -> bool:
        """Whether officers log in by passwords of this server's own."""
        return self.proxy_header is None and self.provider is None
