"""What keeps money from an enterprise on a day: one table, asked before anything is paid.

A line that a barrier keeps back stays in its batch as it is, while the others are ordered and paid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from domain.enterprise.registered.holds import held_on
from domain.enterprise.registered.registration import Registration
from domain.refusals import Fact, Refusal
from domain.value import value


@value
class Barrier:
    """One thing that keeps money back: a stable code, and the facts of its sentence."""

    code: str
    facts: dict[str, Fact]


def of_holds(registration: Registration, on: date) -> Iterator[Barrier]:
    """Yield the holds that keep an enterprise's money back on a day."""
    for hold in held_on(registration.holds, on):
        last = hold.last_day
        facts: dict[str, Fact] = {
            "document": hold.said.document,
            "reason": hold.said.reason,
            "first_day": hold.said.first_day.isoformat(),
            "last_day": None if last is None else last.isoformat(),
        }
        yield Barrier(code="enterprise-held", facts=facts)


BARRIERS: tuple[Callable[[Registration, date], Iterator[Barrier]], ...] = (of_holds,)


def barriers(registration: Registration, on: date) -> tuple[Barrier, ...]:
    """Return all that keeps an enterprise's money back on a day."""
    return tuple(each for of_kind in BARRIERS for each in of_kind(registration, on))


def refusal(why: Barrier, batch: int, claim_no: str, uscc: str) -> Refusal:
    """Return that a line cannot be paid for what keeps money from its enterprise."""
    return Refusal(why.code, batch=batch, claim_no=claim_no, uscc=uscc, **why.facts)
