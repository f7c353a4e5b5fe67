"""Where the figures of papers come from: what the money commands answer, at the position looked at.

This is the one place where papers meet payments. Each function answers as its command does with
`--json`: `subsidy batch show N`, `subsidy statement USCC`, `subsidy budget show YEAR`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from adapters.recall import Look
from domain.refusals import Refusal

Answer = dict[str, Any]


class Sources(NamedTuple):
    """The three answers that papers are printed from; each raises Refusal for what is unknown."""

    batch: Callable[[Look, int], Answer]
    statement: Callable[[Look, str], Answer]
    budget: Callable[[Look, int], Answer]


def batch_answer(look: Look, number: int) -> Answer:
    """Return `{"batch","budget_year","line","state","publicity_ends","total_fen","lines":[…]}`."""
    raise Refusal("paper-without-source", what=f"batch {number}")


def statement_answer(look: Look, uscc: str) -> Answer:
    """Return `{"uscc","granted_fen","paid_fen",…,"entries":[…]}`."""
    raise Refusal("paper-without-source", what=f"statement {uscc}")


def budget_answer(look: Look, year: int) -> Answer:
    """Return `{"year","position","lines":{line:{…}}}`."""
    raise Refusal("paper-without-source", what=f"budget {year}")


LEDGER = Sources(batch_answer, statement_answer, budget_answer)
