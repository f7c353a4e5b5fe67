"""Events of shapes no longer recorded: read as they were, returned as today's events.

A shape never changes under its topic. What has a new shape has a new topic; the old stays here for
ever, with what turns it into today's event. Its bytes are checked as strictly as any.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import msgspec

from domain.events.batch import (
    BatchLineFailed,
    BatchLineObjected,
    BatchPublished,
    ObjectionResolved,
)
from domain.events.budget import (
    BudgetCarriedIn,
    BudgetCarriedOver,
    BudgetPaymentReversed,
    BudgetRecoveryReversed,
    LineAmount,
)
from domain.events.claims import AmountsRecorded, ClaimReassessed, Decision
from domain.events.log import Event
from domain.events.payment import ClaimLapsed, PaymentFailed
from domain.policy.office.rules import NATURAL


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


class _BatchLineObjected1(msgspec.Struct, forbid_unknown_fields=True):
    """`batch-line-objected`: a line had one objection, with nothing but its words."""

    claim_no: str
    words: str


def _objected(old: _BatchLineObjected1) -> BatchLineObjected:
    return BatchLineObjected(
        claim_no=old.claim_no, number=1, words=old.words, on=None, person=None, document=None
    )


class _ObjectionResolved1(msgspec.Struct, forbid_unknown_fields=True):
    """`objection-resolved`: of the one objection that a line had."""

    claim_no: str
    upheld: bool
    document: str


def _resolved(old: _ObjectionResolved1) -> ObjectionResolved:
    return ObjectionResolved(
        claim_no=old.claim_no, number=1, upheld=old.upheld, document=old.document
    )


class _BatchLineFailed1(msgspec.Struct, forbid_unknown_fields=True):
    """`batch-line-failed`: without the day and the receipt of the money's coming back."""

    claim_no: str
    words: str


def _line_failed(old: _BatchLineFailed1) -> BatchLineFailed:
    return BatchLineFailed(claim_no=old.claim_no, words=old.words, on=None, receipt=None)


class _PaymentFailed1(msgspec.Struct, forbid_unknown_fields=True):
    """`payment-failed`: the same."""

    claim_no: str
    batch: int
    amount_fen: int
    words: str


def _failed(old: _PaymentFailed1) -> PaymentFailed:
    return PaymentFailed(
        claim_no=old.claim_no,
        batch=old.batch,
        amount_fen=old.amount_fen,
        words=old.words,
        on=None,
        receipt=None,
    )


class _BudgetPaymentReversed1(msgspec.Struct, forbid_unknown_fields=True):
    """`budget-payment-reversed`: on the day of the payment, as if that had never been."""

    batch: int
    line: str
    claim_no: str
    amount_fen: int
    on: date


def _reversed(old: _BudgetPaymentReversed1) -> BudgetPaymentReversed:
    return BudgetPaymentReversed(
        batch=old.batch,
        line=old.line,
        claim_no=old.claim_no,
        amount_fen=old.amount_fen,
        on=old.on,
    )


class _BudgetRecoveryReversed1(msgspec.Struct, forbid_unknown_fields=True):
    """`budget-recovery-reversed`: on the day of the set-off, as if that had never been."""

    line: str
    claim_no: str
    batch: int
    amount_fen: int
    on: date


def _recovery_reversed(old: _BudgetRecoveryReversed1) -> BudgetRecoveryReversed:
    return BudgetRecoveryReversed(
        line=old.line,
        claim_no=old.claim_no,
        batch=old.batch,
        amount_fen=old.amount_fen,
        on=old.on,
    )


class _ClaimLapsed1(msgspec.Struct, forbid_unknown_fields=True):
    """`claim-lapsed`: without where in the grant the lapse lies."""

    claim_no: str
    batch: int
    lapsed_fen: int


def _lapsed(old: _ClaimLapsed1) -> ClaimLapsed:
    return ClaimLapsed(
        claim_no=old.claim_no, batch=old.batch, lapsed_fen=old.lapsed_fen, above_fen=None
    )


class _BatchPublished1(msgspec.Struct, forbid_unknown_fields=True):
    """`batch-published`: a notice's days were those of the calendar."""

    on: date
    days: int
    last_day: date


def _published(old: _BatchPublished1) -> BatchPublished:
    return BatchPublished(
        on=old.on, days=old.days, last_day=old.last_day, counts=NATURAL, calendars=()
    )


class _BudgetCarriedOver1(msgspec.Struct, forbid_unknown_fields=True):
    """`budget-carried-over`: by no document, on the year's last day or later."""

    to_year: int
    amounts: tuple[LineAmount, ...]
    on: date


def _carried_over(old: _BudgetCarriedOver1) -> BudgetCarriedOver:
    return BudgetCarriedOver(
        to_year=old.to_year, amounts=old.amounts, on=old.on, document=None, early=False
    )


class _BudgetCarriedIn1(msgspec.Struct, forbid_unknown_fields=True):
    """`budget-carried-in`: by no document."""

    from_year: int
    amounts: tuple[LineAmount, ...]
    on: date


def _carried_in(old: _BudgetCarriedIn1) -> BudgetCarriedIn:
    return BudgetCarriedIn(from_year=old.from_year, amounts=old.amounts, on=old.on, document=None)


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
    "batch-line-objected": Upcast(_BatchLineObjected1, _objected),
    "objection-resolved": Upcast(_ObjectionResolved1, _resolved),
    "batch-line-failed": Upcast(_BatchLineFailed1, _line_failed),
    "payment-failed": Upcast(_PaymentFailed1, _failed),
    "budget-payment-reversed": Upcast(_BudgetPaymentReversed1, _reversed),
    "budget-recovery-reversed": Upcast(_BudgetRecoveryReversed1, _recovery_reversed),
    "claim-lapsed": Upcast(_ClaimLapsed1, _lapsed),
    "batch-published": Upcast(_BatchPublished1, _published),
    "budget-carried-over": Upcast(_BudgetCarriedOver1, _carried_over),
    "budget-carried-in": Upcast(_BudgetCarriedIn1, _carried_in),
    "exports-recorded": Upcast(_ExportsRecorded, _exports),
}


def word(topic: str) -> str:
    """Return the word of the domain in a topic: `claim-reassessed` of any shape."""
    return topic.partition(".")[0]
