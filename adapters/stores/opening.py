"""The place of a ledger, by the address a user gives."""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path
from urllib.parse import unquote

from adapters.log.codec import CodecError, NewerEvent
from adapters.log.problems import LogUnreadable
from adapters.stores.place import Location
from adapters.stores.sqlite.place import SQLitePlace
from adapters.views.problems import ViewsUnreadable
from domain.enterprise.kin.folding import DoesNotFollow
from domain.enterprise.state import UnknownClaim
from domain.refusals import Refusal

# A store that does not serve: it is away, or what it holds is not a log.
BROKEN = (
    sqlite3.Error, LogUnreadable, CodecError, UnknownClaim, DoesNotFollow, ViewsUnreadable
)  # fmt: skip
POSTGRES_SCHEMES = ("postgresql", "postgres")

_NAMED = re.compile(r"(?:password|client_secret|client_key|server_key)\s*=", re.IGNORECASE)
_HOST = r"(?:\[[^]@/?]*\]|[^]\[:/?@,]*)(?::\d*)?"
# A user (with an empty password, as some programs write), hosts, a database, then settings.
_HARMLESS = re.compile(rf"(?:[^:/?@]*:?@)?{_HOST}(?:,{_HOST})*(?:/[^@?]*)?(?:$|\?$|\?\w+=)")
_BETWEEN = re.compile(r":[^@]+@")
# Mistyped, as postgresql:/user:secret@host; an ordinary path has a slash before any colon.
_MISTYPED = re.compile(r"^\s*(?:[a-z+]+:)?/{0,2}[^/@:]*:[^@]*@", re.IGNORECASE)


def location_of(address: str) -> Location:
    """Return the place of an address: a path, `sqlite:///path`, `postgresql://…`.

    Raises `password-in-address`, without repeating it, `store-not-a-file`, `store-not-supported`.
    """
    if holds_secret(address):
        raise Refusal("password-in-address")
    if "://" not in address:
        if address.startswith((":memory:", "file:")):
            raise Refusal("store-not-a-file", store=address)
        return _file(Path(address))
    scheme, rest = address.split("://", 1)
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return _file(Path(rest[1:]))
    if scheme in POSTGRES_SCHEMES:
        from adapters.stores.postgres.place import postgres_place

        return postgres_place(address)
    raise Refusal("store-not-supported", scheme=scheme)


def _file(path: Path) -> SQLitePlace:
    """Return the place of a file; of the one that a link leads to, whose side files are its own."""
    return SQLitePlace(Path(os.path.realpath(path)) if path.is_symlink() else path)


def existing_place(address: str) -> Location:
    """Return the place of a ledger that is there. Raises `store-not-found`, too."""
    place = location_of(address)
    if not place.exists():
        raise Refusal("store-not-found", store=place.name)
    return place


def holds_secret(address: str) -> bool:
    """Say whether an address, or a path given as an address, holds or may hold a password.

    Read as the database's driver reads addresses, where a password may hold `#` and `?`; and where
    one holds what has to be escaped, `/` say, rather seen where there is none than overlooked.
    """
    if _NAMED.search(unquote(address)):
        return True
    _, separator, rest = address.partition("://")
    if not separator:
        return _MISTYPED.search(address) is not None
    return not _HARMLESS.match(rest) and _BETWEEN.search(rest) is not None


def refusal_of(place: Location, broken: Exception) -> Refusal:
    """Return why a store does not serve: a newer program's events, or what its place says."""
    if isinstance(broken, NewerEvent):
        return Refusal("store-newer", store=place.name, **broken.facts)
    return place.refusal(broken)
