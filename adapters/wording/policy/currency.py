"""The currency that a ledger's sums are in, as its policies say, in the sentences about it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from adapters.intake.names.currencies import CNY, currency_called

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from domain.policy.measures import Policy

_of_ledger: ContextVar[str] = ContextVar("currency", default=CNY)


def use_currency_of(book: PolicyBook) -> None:
    """Speak in this context of the currency of these policies; all of a ledger are in one."""
    _of_ledger.set(_of(book))


def currency_of(policy: Policy | None) -> str:
    """Return the code of a policy's currency; the yuan's where no policy is known."""
    return CNY if policy is None else str(policy.source.get("currency", CNY))


def currency() -> str:
    """Return what the ledger's currency is called in the current language."""
    return currency_called(_of_ledger.get())


def money_word(book: PolicyBook) -> str:
    """Return what the currency of a ledger is called: that of all its policies."""
    return currency_called(_of(book))


def _of(book: PolicyBook) -> str:
    return currency_of(book.versions[0].policy if book.versions else None)
