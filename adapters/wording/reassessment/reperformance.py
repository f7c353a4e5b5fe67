"""What a reperformance showed, for people and for programs: both workings, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor
from typing import Any

from msgspec import to_builtins

from adapters.log.upcasts import word as type_word
from adapters.wording.catalogue.money import line_states
from adapters.wording.claims.words import reasons
from adapters.wording.claims.working.steps import step_text
from adapters.wording.policy.titles import measure_title
from adapters.wording.table import Column, Report, Table
from adapters.wording.translation import N_, headed, pgettext
from adapters.wording.translation import gettext as _
from domain.events.claims import ClaimReassessed, Decision
from domain.events.streams import of_enterprise
from domain.money import yuan
from domain.policy.book import PolicyBook
from domain.value import value
from projections.parties import Kin
from projections.reassessment.payments import FalsePayment
from projections.reassessment.reperformance import (
    DecisionEvent,
    KindredReperformance,
    Reperformance,
    Verdict,
)
from projections.reassessment.rows import FalseRow


@value
class StepLine:
    """A step of a working in words."""

    text: str
    amount_fen: int
    bound: bool


@value
class DecisionDetails:
    """A decision with its working."""

    type: str
    measure: str | None
    assessed_fen: int
    granted_fen: int
    reason: str | None
    policy_version: int | None
    digest: str | None
    book_position: int
    readings: Mapping[str, str]
    working: tuple[StepLine, ...]


@value
class ReassessmentDetails(DecisionDetails):
    """A reassessment with its working."""

    previous_fen: int
    cause: str


@value
class FieldDifference:
    """A field as recorded, and as worked out again."""

    field: str
    recorded: Any
    found: Any


@value
class Disagreement:
    """A recorded decision that came out otherwise, both ways."""

    position: int
    claim_no: str
    policy: str | None
    by: str
    fields: tuple[str, ...]
    differences: tuple[FieldDifference, ...]
    refusal: str | None
    recorded: DecisionDetails
    found: DecisionDetails | None


@value
class ReperformanceDetails:
    """How many decisions were worked out again, and each that disagrees, in words.

    Payments and rows of enterprises beside them.
    """

    decisions: int
    agreeing: int
    disagreements: tuple[Disagreement, ...]
    payments: int
    false_payments: tuple[FalsePayment, ...]
    false_rows: tuple[FalseRow, ...]


@value
class KindredReperformanceDetails(ReperformanceDetails):
    """The same of a code that another carries on."""

    succeeds: tuple[Kin, ...]
    succeeded_by: tuple[Kin, ...]


_FALSE_ROWS = {
    "account-not-named": N_("confirms account {of}, which was not named before"),
    "confirmed-by-namer": N_("confirms account {of}, named by the same person or login"),
    "not-held": N_("ends the hold by {of}, which was not recorded before"),
    "by-nobody": N_("ends the hold by {of}, and names nobody"),
    "recorded-by-one-hand": N_("records version {of}, which no second person confirmed"),
    "succession-not-entered": N_("speaks of a succession with {of} that the list does not have"),
}


def reperformance_details(answer: Reperformance, book: PolicyBook) -> ReperformanceDetails:
    """Return a reperformance with each working in the current language; amounts in fen."""
    shared: dict[str, Any] = {
        "decisions": answer.decisions,
        "agreeing": answer.agreeing,
        "disagreements": tuple(_disagreement(verdict, book) for verdict in answer.disagreements),
        "payments": answer.payments,
        "false_payments": answer.false_payments,
        "false_rows": answer.false_rows,
    }
    if isinstance(answer, KindredReperformance):
        return KindredReperformanceDetails(
            **shared, succeeds=answer.succeeds, succeeded_by=answer.succeeded_by
        )
    return ReperformanceDetails(**shared)


def reperformance_report(answer: Reperformance, book: PolicyBook) -> Report:
    """Return the counts, then each disagreement with both workings."""
    columns = (
        Column(pgettext("column", "decisions"), "count"),
        Column(pgettext("column", "agreeing"), "count"),
        Column(pgettext("column", "disagreeing"), "count"),
        Column(pgettext("column", "payments"), "count"),
        Column(pgettext("column", "not what was due"), "count"),
    )
    counts = (
        answer.decisions,
        answer.agreeing,
        len(answer.disagreements),
        answer.payments,
        len(answer.false_payments),
    )
    parts: list[str | Table] = [Table(title="", columns=columns, rows=[counts])]
    for verdict in answer.disagreements:
        parts += _both_workings(verdict, book)
    parts += map(_paid_otherwise, answer.false_payments)
    parts += map(_false_row, answer.false_rows)
    return Report(title=_("Reperformance"), parts=tuple(parts))


def _paid_otherwise(payment: FalsePayment) -> str:
    """Return what was paid beside what was due."""
    if payment.barrier is not None and payment.paid_fen == payment.due_fen:
        said = _(
            "Position {position}, claim {claim}, by {by}: batch {batch} paid {paid}: {barrier}"
        )
    elif payment.claim_no is None:
        said = _(
            "Position {position}, batch {batch}, by {by}: the budget paid {paid}, its claims were "
            "paid {due}"
        )
    else:
        said = _(
            "Position {position}, claim {claim}, by {by}: batch {batch} paid {paid}, where {due} "
            "was due"
        )
    return said.format(
        position=payment.position,
        claim=payment.claim_no,
        batch=payment.batch,
        by=payment.by,
        paid=yuan(payment.paid_fen),
        due=yuan(payment.due_fen),
        barrier="" if payment.barrier is None else line_states()[payment.barrier],
    )


def _false_row(row: FalseRow) -> str:
    """Return what a row says that no ledger records."""
    sentence = _("Position {position}, enterprise {uscc}, by {by}: {what}")
    if not of_enterprise(row.uscc):
        sentence = _("Position {position}, the policy book, by {by}: {what}")
    return sentence.format(
        position=row.position,
        uscc=row.uscc,
        by=row.by,
        what=_(_FALSE_ROWS[row.why]).format(of=row.of),
    )


def _both_workings(verdict: Verdict, book: PolicyBook) -> Iterator[str | Table]:
    yield ""
    yield _("Position {position}, claim {claim}, by {by}: differs in {fields}").format(
        position=verdict.recorded.position,
        claim=verdict.event.claim_no,
        by=verdict.recorded.by,
        fields=", ".join(verdict.fields),
    )
    recorded, repeated = pgettext("working", "recorded"), _("worked out again")
    yield from _working_parts(recorded, verdict.event, verdict, book)
    yield from _working_parts(repeated, verdict.repeated, verdict, book)
    rows = [
        (name, str(to_builtins(old)), str(to_builtins(new)))
        for name, old, new in verdict.differences
        if name != "steps"  # both workings stand above
    ]
    if verdict.repeated is not None:
        columns = (Column(pgettext("column", "field")), Column(recorded), Column(repeated))
        yield Table(title="", columns=columns, rows=rows)


def _working_parts(
    title: str, event: DecisionEvent | None, verdict: Verdict, book: PolicyBook
) -> Iterator[str | Table]:
    if event is None:
        yield headed(title, _nothing(verdict))
        return
    outcome = event.decision.outcome
    measure = measure_title(outcome.measure, book)
    reason = reasons(book).get(outcome.reason, outcome.reason)
    yield headed(title, f"{measure} {yuan(outcome.granted_fen)} {reason}".rstrip())
    columns = (Column(""), Column(""), Column("", "fen"))
    rows = [("", line.text, line.amount_fen) for line in _working(event.decision, book)]
    yield Table(title="", columns=columns, rows=rows)


def _nothing(verdict: Verdict) -> str:
    if verdict.refusal is not None:
        return _("refused ({code})").format(code=verdict.refusal)
    return _("no such difference")


def _disagreement(verdict: Verdict, book: PolicyBook) -> Disagreement:
    return Disagreement(
        position=verdict.recorded.position,
        claim_no=verdict.event.claim_no,
        policy=book.named_policy(verdict.kind),
        by=verdict.recorded.by,
        fields=verdict.fields,
        differences=tuple(
            FieldDifference(field=name, recorded=to_builtins(old), found=to_builtins(new))
            for name, old, new in verdict.differences
        ),
        refusal=verdict.refusal,
        recorded=_details(verdict.event, book),
        found=None if verdict.repeated is None else _details(verdict.repeated, book),
    )


def _details(event: DecisionEvent, book: PolicyBook) -> DecisionDetails:
    outcome = event.decision.outcome
    shared: dict[str, Any] = {
        "type": type_word(event.TOPIC),
        "measure": outcome.measure,
        "assessed_fen": outcome.assessed_fen,
        "granted_fen": outcome.granted_fen,
        "reason": outcome.reason,
        "policy_version": outcome.version,
        "digest": event.decision.digest,
        "book_position": event.decision.book_position,
        "readings": event.decision.readings,
        "working": tuple(_working(event.decision, book)),
    }
    if isinstance(event, ClaimReassessed):
        return ReassessmentDetails(**shared, previous_fen=event.previous_fen, cause=event.cause)
    return DecisionDetails(**shared)


def _working(decision: Decision, book: PolicyBook) -> Iterator[StepLine]:
    version = book.numbered(decision.outcome.version)
    policy = None if version is None else version.policy
    for step in decision.steps:
        yield StepLine(
            text=step_text(step, decision, policy),
            amount_fen=floor(Fraction(step.fen)),
            bound=step.bound,
        )
