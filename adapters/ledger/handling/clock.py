"""The product's only clock, and whether it may be believed."""

from __future__ import annotations

import ctypes
import sys
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from adapters.ledger.handling.units import Author
from adapters.log.recorder import Log
from domain.calendar import clock
from domain.refusals import Refusal

# An event is never stamped before the last: one written under a clock that runs ahead gives its
# time to all that follow. A ledger rests over holidays; a clock that a time server keeps, or that
# agrees with the clock of a server elsewhere, has not jumped meanwhile.
JUMP_MAX = timedelta(days=1)
UNSYNCHRONISED = 0x40  # STA_UNSYNC of adjtimex(2): the kernel sets it when the clock is set by hand


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def must_be_right(log: Log, author: Author) -> None:
    """Raise Refusal `clock-jumped` where the clock may have jumped since the last event.

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
    if has_jumped(moment, last, log.clock_elsewhere() or kept_time()):
        raise Refusal("clock-jumped", clock=clock(moment), last=clock(last))


def has_jumped(moment: datetime, last: datetime, kept: datetime | None) -> bool:
    """Say whether a clock may have jumped since the last event.

    kept: the same moment by a clock that can be believed; None where there is none.
    """
    reference = last if kept is None else kept
    return moment < last - JUMP_MAX or abs(moment - reference) > JUMP_MAX


class _Timex(ctypes.Structure):
    """The beginning of `struct timex`."""

    _fields_: ClassVar = [
        ("modes", ctypes.c_uint),
        *((name, ctypes.c_long) for name in ("offset", "freq", "maxerror", "esterror")),
        ("status", ctypes.c_int),
        *((name, ctypes.c_long) for name in ("constant", "precision", "tolerance", "seconds")),
        ("others", ctypes.c_byte * 256),
    ]


def kept_time() -> datetime | None:
    """Return the time that the kernel keeps by a time server; None where it keeps none."""
    if sys.platform != "linux":
        return None
    read = _Timex()  # modes 0: only read
    try:
        asked = ctypes.CDLL(None).adjtimex(ctypes.byref(read))
    except (OSError, AttributeError):
        return None
    if asked < 0 or read.status & UNSYNCHRONISED:
        return None
    return datetime.fromtimestamp(read.seconds, UTC)
