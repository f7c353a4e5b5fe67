"""Money commands carried out."""

from __future__ import annotations

from adapters.ledger.handling.units import Author, Outcome
from adapters.ledger.store import Store
from domain.commands.money import MoneyCommand


def carry_out_money(store: Store, command: MoneyCommand, author: Author) -> Outcome:
    """Carry out what touches a budget or a batch. Raises Refusal as the rules say."""
    raise NotImplementedError
