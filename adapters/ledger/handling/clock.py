"""The product's only clock, and whether it may be believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from adapters.ledger.handling.units import Author
from adapters.log.recorder import Log
from domain.calendar import clock
from domain.refusals import Refusal

# An event is never stamped before the last: one written under a clock that runs ahead gives its
# time to all that follow. A ledger may rest for weeks; a clock that goes back is wrong.
BACK_MAX = timedelta(days=1)
FORWARD_MAX = timedelta(days=31)


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def must_be_right(log: Log, author: Author) -> None:
    """Raise Refusal `clock-jumped` where the clock and the last event's time are far apart.

    Not where the author says that the clock is right.
    """
    position = log.position()
    if author.clock_is_right or not position:
        return
    try:
        last = log.time_of(position)
    except ValueError:
        return  # a row that no ledger wrote; `verify` names it
    moment = log.clock()
    if not last - BACK_MAX <= moment <= last + FORWARD_MAX:
        raise Refusal("clock-jumped", clock=clock(moment), last=clock(last))
