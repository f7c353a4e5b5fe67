"""Where the figures of papers come from: what the money commands answer, at the position looked at.

This is the one place where papers meet payments. Each function answers as its command does with
`--json`: `subsidy batch show N`, `subsidy statement USCC`, `subsidy budget show YEAR`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from adapters.ledger.snapshot import Snapshot
from adapters.ledger.treasury import answers, figures
from adapters.ledger.treasury.treasury import Treasury
from domain.events.batch import BatchLinesPaid, BatchPaid
from domain.events.streams import batch_stream

Answer = dict[str, Any]


class Sources(NamedTuple):
    """The three answers that papers are printed from; each raises Refusal for what is unknown."""

    batch: Callable[[Snapshot, int], Answer]
    statement: Callable[[Snapshot, str], Answer]
    budget: Callable[[Snapshot, int], Answer]


def batch_answer(look: Snapshot, number: int) -> Answer:
    """Return `{"batch","budget_year","line","state","publicity_ends","total_fen","lines":[…]}`.

    Beside what the command answers, each line tells `paid_at`: where in the log its payment begins;
    None where it was not paid.
    """
    answer = answers.batch_answer(Treasury(look.store.handler, look.position), number)
    paid_at = _paid_at(look, number)
    lines = [line | {"paid_at": paid_at.get(line["claim_no"])} for line in answer["lines"]]
    return answer | {"lines": lines}


def statement_answer(look: Snapshot, uscc: str) -> Answer:
    """Return `{"uscc","granted_fen","paid_fen",…,"entries":[…]}`."""
    return answers.statement_answer(uscc, look.stream(uscc))


def budget_answer(look: Snapshot, year: int) -> Answer:
    """Return `{"year","position","lines":{line:{…}}}`."""
    return figures.budget_answer(look, year)


def _paid_at(look: Snapshot, number: int) -> dict[str, int]:
    """Return where each claim's payment by a batch begins: all of one payment at the same place.

    A payment is one transaction, so that nothing else is recorded in between.
    """
    positions: dict[str, int] = {}
    began = 0
    for recorded in look.store.handler.stream(batch_stream(number), look.position):
        if isinstance(recorded.event, BatchPaid):
            began = recorded.position
        elif isinstance(recorded.event, BatchLinesPaid):
            positions |= {line.claim_no: began for line in recorded.event.lines}
    return positions


LEDGER = Sources(batch_answer, statement_answer, budget_answer)
