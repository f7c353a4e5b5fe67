"""Where the figures of papers come from: what the money commands answer, at the position looked at.

This is the one place where papers meet payments. Each function answers as its command does with
`--json`: `subsidy batch show N`, `subsidy statement USCC`, `subsidy budget show YEAR`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from adapters.money import answers, figures
from adapters.money.treasury import Treasury
from adapters.recall import Look

Answer = dict[str, Any]


class Sources(NamedTuple):
    """The three answers that papers are printed from; each raises Refusal for what is unknown."""

    batch: Callable[[Look, int], Answer]
    statement: Callable[[Look, str], Answer]
    budget: Callable[[Look, int], Answer]


def batch_answer(look: Look, number: int) -> Answer:
    """Return `{"batch","budget_year","line","state","publicity_ends","total_fen","lines":[…]}`."""
    return answers.batch_answer(Treasury(look.store.ledger, look.position), number)


def statement_answer(look: Look, uscc: str) -> Answer:
    """Return `{"uscc","granted_fen","paid_fen",…,"entries":[…]}`."""
    return answers.statement_answer(uscc, look.stream(uscc))


def budget_answer(look: Look, year: int) -> Answer:
    """Return `{"year","position","lines":{line:{…}}}`."""
    return figures.budget_answer(look, year)


LEDGER = Sources(batch_answer, statement_answer, budget_answer)
