"""Events of shapes no longer recorded: read as they were, returned as today's events.

A shape never changes under its topic. What has a new shape has a new topic; the old stays here for
ever, with what turns it into today's event. Its bytes are checked as strictly as any.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from domain.events.claims import AmountsRecorded, ClaimReassessed, Decision
from domain.events.log import Event


class Upcast(NamedTuple):
    """How events of a former topic are read: the shape then, and today's event of it."""

    shape: type[msgspec.Struct]
    today: Callable[[Any], Event]


class _ClaimReassessed1(msgspec.Struct, forbid_unknown_fields=True):
    """`claim-reassessed`: recorded only for an online grant taken back, its measure unchanged."""

    claim_no: str
    previous_fen: int
    cause: str
    because_of: str
    decision: Decision


def _reassessed(old: _ClaimReassessed1) -> ClaimReassessed:
    outcome = old.decision.outcome
    return ClaimReassessed(
        claim_no=old.claim_no,
        previous_measure=outcome.measure,
        previous_assessed_fen=outcome.assessed_fen,
        previous_fen=old.previous_fen,
        cause=old.cause,
        because_of=old.because_of,
        through=None,
        decision=old.decision,
    )


class _ExportsRecorded(msgspec.Struct, forbid_unknown_fields=True):
    """`exports-recorded`: the only record of a year there was, of the ledger's first policy."""

    year: int
    us_usd_cents: int
    rcep_usd_cents: int


def _exports(old: _ExportsRecorded) -> AmountsRecorded:
    return AmountsRecorded(
        record="exports",
        year=old.year,
        amounts={"us_usd_cents": old.us_usd_cents, "rcep_usd_cents": old.rcep_usd_cents},
    )


UPCASTS: dict[str, Upcast] = {
    "claim-reassessed": Upcast(_ClaimReassessed1, _reassessed),
    "exports-recorded": Upcast(_ExportsRecorded, _exports),
}


def word(topic: str) -> str:
    """Return the word of the domain in a topic: `claim-reassessed` of any shape."""
    return topic.partition(".")[0]
