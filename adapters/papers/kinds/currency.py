"""The currency that the amounts of a paper are in, as its policies say."""

from __future__ import annotations

from dataclasses import replace

from adapters.intake.names.currencies import CNY, name_of
from adapters.ledger.look import Look
from adapters.papers.paper import Column


def currency_of(look: Look) -> str:
    """Return what papers call the currency of a ledger, which all its policies are in: 元, 欧元."""
    versions = look.book.versions
    return name_of(str(versions[0].policy.source.get("currency", CNY)) if versions else CNY)


def columns_of(look: Look, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns of a paper with the ledger's currency in their headers."""
    currency = currency_of(look)
    return tuple(replace(each, header=each.header.format(currency=currency)) for each in columns)
