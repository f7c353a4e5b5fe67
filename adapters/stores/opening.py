"""The place of a ledger, by the address a user gives."""

from __future__ import annotations

from pathlib import Path

from adapters.stores.address import holds_secret
from adapters.stores.place import Location
from adapters.stores.sqlite.place import SQLitePlace
from domain.refusals import Refusal

POSTGRES_SCHEMES = ("postgresql", "postgres")


def location_of(address: str) -> Location:
    """Return the place of an address: a path, `sqlite:///path`, `postgresql://…`.

    Raises `password-in-address`, without repeating it, `store-not-a-file`, `store-not-supported`.
    """
    if holds_secret(address):
        raise Refusal("password-in-address")
    if "://" not in address:
        if address.startswith((":memory:", "file:")):
            raise Refusal("store-not-a-file", store=address)
        return SQLitePlace(Path(address))
    scheme, rest = address.split("://", 1)
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return SQLitePlace(Path(rest[1:]))
    if scheme in POSTGRES_SCHEMES:
        from adapters.stores.postgres.place import postgres_place

        return postgres_place(address)
    raise Refusal("store-not-supported", scheme=scheme)
