"""What a currency is called in sentences: the yuan by its name, others by code or Chinese name."""

from __future__ import annotations

from adapters.policy.text.units import MONEY
from adapters.wording.translation import language, pgettext
from domain.policy.book import PolicyBook
from domain.policy.measures import Policy

YUAN = "CNY"
_CHINESE = {code: name for name, (code, _words) in reversed(MONEY.items())}


def currency_of(policy: Policy | None) -> str:
    """Return the currency of a policy's amounts; the yuan where no policy is known."""
    return YUAN if policy is None else str(policy.source.get("currency", YUAN))


def currency_word(code: str) -> str:
    """Return what a currency is called after an amount."""
    if code == YUAN:
        return pgettext("money", "yuan")
    return code if language() == "en" else _CHINESE.get(code, code)


def money_word(book: PolicyBook) -> str:
    """Return what the currency of a ledger is called: that of all its policies."""
    return currency_word(currency_of(book.versions[-1].policy if book.versions else None))
