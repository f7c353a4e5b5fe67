"""Each recorded decision worked out again where it stands in the log (审计复算).

Facts, version, exports and the account are those of its own position, taken as recorded: a wrong
decision is found where it was made, and does not make those after it wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, cast

from domain.commands.enterprise import ApproveClaim, ChooseOrder, Reassess
from domain.decide import decide
from domain.enterprise.hands import SeparatedHands
from domain.enterprise.kin.folding import DoesNotFollow
from domain.enterprise.pooling.pool import Pool
from domain.events import claims
from domain.events.log import EnterpriseEvent, Recorded
from domain.events.payment import AllotmentLowered, ClaimPaid
from domain.refusals import Refusal
from domain.value import value
from projections.parties import Kin
from projections.reassessment.as_it_stood import AsItStood

if TYPE_CHECKING:
    from domain.enterprise.state import Claim, Enterprise
    from domain.policy.book import PolicyBook
    from projections.reassessment.payments import FalsePayment, Payments
    from projections.reassessment.rows import FalseRow, Rows

DecisionEvent = claims.ClaimApproved | claims.ClaimRejected | claims.ClaimReassessed
DECISIONS = (claims.ClaimApproved, claims.ClaimRejected, claims.ClaimReassessed)


@value
class Verdict:
    """A recorded decision beside what it should have been; None when nothing should.

    refusal: the code of the rule that should have refused it. kind: of the claim.
    """

    recorded: Recorded
    event: DecisionEvent
    repeated: DecisionEvent | None
    refusal: str | None = None
    kind: str = ""

    @property
    def agrees(self) -> bool:
        return self.event == self.repeated

    @property
    def differences(self) -> tuple[tuple[str, object, object], ...]:
        """What the two differ in: the field's name, as recorded, as worked out again."""
        repeated = self.repeated
        if repeated is None:
            return (("unexpected", self.event.claim_no, self.refusal),)
        if type(repeated) is not type(self.event):
            return (("type", self.event.TOPIC, repeated.TOPIC),)
        ours, theirs = self.event.decision, repeated.decision
        return (
            *_differing(self.event, repeated, but="decision"),
            *_differing(ours, theirs, but="outcome"),
            *_differing(ours.outcome, theirs.outcome),
        )

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what the two differ in."""
        return tuple(name for name, _, _ in self.differences)


@value
class Reperformance:
    """How many decisions were worked out again, and those that came out otherwise.

    payments: how many were compared with what was due; false_payments: those that were not that.
    false_rows: what another program recorded of enterprises and no ledger would.
    """

    decisions: int
    disagreements: tuple[Verdict, ...]
    payments: int
    false_payments: tuple[FalsePayment, ...]
    false_rows: tuple[FalseRow, ...] = ()

    @property
    def agreeing(self) -> int:
        return self.decisions - len(self.disagreements)

    @property
    def agrees(self) -> bool:
        """Whether everything came out as recorded."""
        return not (self.disagreements or self.false_payments or self.false_rows)


@value
class KindredReperformance(Reperformance):
    """Decisions under a code that another carries on."""

    succeeds: tuple[Kin, ...]
    succeeded_by: tuple[Kin, ...]


@dataclass(slots=True)
class _Expected:
    """What must follow, by claim, from the approval or the reassessment under way."""

    of_book: int = -1
    by_claim: dict[str, claims.ClaimReassessed] = field(default_factory=dict)

    def become(self, other: _Expected) -> None:
        """Expect what another says instead."""
        self.of_book, self.by_claim = other.of_book, other.by_claim


def reperform(
    stream: Iterable[Recorded],
    book: PolicyBook,
    payments: Payments,
    only: Collection[str] | None = None,
    rows: Rows | None = None,
    said: SeparatedHands = SeparatedHands(),  # noqa: B008 - a value
) -> Iterator[Verdict]:
    """Yield a verdict for each decision of one enterprise's events, in order; compare payments.

    rows: compares what enterprises are registered as; None where that is not asked for. said: whose
    hands had to differ.

    Where caps over all enterprises link several, stream: the events of all of them, in order; only:
    verdicts and payments of these streams. book: every version ever recorded; of each decision only
    those before its position count. What follows a decision that should have been refused is not
    worked out. Raises DoesNotFollow.
    """
    expected, before, broken = _Expected(), AsItStood(book, said), set[str]()
    before.pool = Pool(book.pooled) if book.has_pools else None
    for recorded in stream:
        if recorded.stream in broken:
            continue
        event, state = cast(EnterpriseEvent, recorded.event), before.state(recorded.stream)
        asked = only is None or recorded.stream in only
        if isinstance(event, (*DECISIONS, claims.OrderChosen, claims.AmendingEvent)):
            before.book = book.until(recorded.position)
        if isinstance(event, DECISIONS):
            verdict = _verdict(recorded, event, before, expected)
            if asked:
                yield verdict
        elif isinstance(event, claims.OrderChosen):
            expected.become(_after_order(recorded.stream, event, before))
        elif isinstance(event, claims.AmendingEvent):
            expected.become(_after_amendment(recorded, event, before))
        elif not isinstance(event, claims.CapReached | claims.CapLifted | AllotmentLowered):
            expected.become(_Expected())  # something else was asked for since
        if isinstance(event, ClaimPaid) and asked:
            payments.of_claim(recorded, event, state)
        if rows is not None and asked:
            rows.compare(recorded, before.registered(recorded.stream))
        try:
            before.family.take_in(recorded)
        except DoesNotFollow:
            if not isinstance(event, DECISIONS):
                raise
            broken.add(recorded.stream)  # its verdict names it


def _verdict(
    recorded: Recorded, event: DecisionEvent, before: AsItStood, expected: _Expected
) -> Verdict:
    state = before.state(recorded.stream)
    claim = state.claims[event.claim_no]
    if isinstance(event, claims.ClaimReassessed):
        verdict = _reassessed(recorded, event, before, expected)
        return _flagged_then(verdict, claim, claim.approved_by)
    expected.become(_Expected())
    verdict = _approved(recorded, event, state, before, expected)
    return _flagged_then(verdict, claim, recorded.by)


def _flagged_then(verdict: Verdict, claim: Claim, by: str | None) -> Verdict:
    """Return a verdict on a claim that lets stand what older logs say of self-approval.

    They compared the two names as written: `wang` was another than `Wang`.
    """
    verdict = replace(verdict, kind=claim.submitted.facts.kind)
    event, repeated = verdict.event, verdict.repeated
    if repeated is None or event.decision.self_approved or not repeated.decision.self_approved:
        return verdict
    if claim.submitted_by == by:
        return verdict
    as_written = replace(repeated.decision, self_approved=False)
    return replace(verdict, repeated=replace(repeated, decision=as_written))


def _approved(
    recorded: Recorded,
    event: claims.ClaimApproved | claims.ClaimRejected,
    state: Enterprise,
    before: AsItStood,
    expected: _Expected,
) -> Verdict:
    decision, book = event.decision, before.book
    command = ApproveClaim(
        claim_no=event.claim_no,
        by=recorded.by,
        if_pending=False,
        reduced_to_fen=decision.reduced_to_fen,
        words=decision.words,
    )
    try:
        hand = before.separation.hand_at(recorded)
        repeated, *others = decide(command, state, book, hand) or (None,)
    except Refusal as refusal:
        return Verdict(recorded=recorded, event=event, repeated=None, refusal=refusal.code)
    expected.of_book = book.position
    expected.by_claim = _by_claim(others)
    assert repeated is None or isinstance(repeated, DECISIONS), f"not a decision: {repeated!r}"
    return Verdict(recorded=recorded, event=event, repeated=repeated)


def _after_order(uscc: str, event: claims.OrderChosen, before: AsItStood) -> _Expected:
    """Return what an order just chosen brings about; nothing where it should have been refused."""
    command = ChooseOrder(
        uscc=uscc, cap=event.cap, year=event.year, order=event.order, document=event.document
    )
    try:
        return _Expected(before.book.position, _by_claim(before.again(command)))
    except Refusal:
        return _Expected()


def _after_amendment(
    recorded: Recorded, event: claims.AmendingEvent, before: AsItStood
) -> _Expected:
    """Return what a document brings about for the claim it is of, and through it for others."""
    if event.claim_no not in before.state(recorded.stream).claims:
        return _Expected()  # the event is refused where it is taken in
    return _Expected(before.book.position, _by_claim(before.amended(recorded, event)))


def _reassessed(
    recorded: Recorded,
    event: claims.ClaimReassessed,
    before: AsItStood,
    expected: _Expected,
) -> Verdict:
    """Compare with what the event before it brings about, else with a reassessment begun here."""
    if expected.of_book != before.book.position or event.claim_no not in expected.by_claim:
        expected.of_book = before.book.position
        expected.by_claim = _by_claim(
            before.again(Reassess(uscc=before.family.heir(recorded.stream)))
        )
    repeated = expected.by_claim.pop(event.claim_no, None)
    return Verdict(recorded=recorded, event=event, repeated=repeated)


def _by_claim(events: Iterable[EnterpriseEvent]) -> dict[str, claims.ClaimReassessed]:
    return {event.claim_no: event for event in events if isinstance(event, claims.ClaimReassessed)}


def _differing(
    a: DecisionEvent | claims.Decision | claims.Outcome, b: object, but: str | None = None
) -> Iterator[tuple[str, object, object]]:
    for name in (each.name for each in fields(a)):
        ours, theirs = getattr(a, name), getattr(b, name)
        if name != but and ours != theirs:
            yield name, ours, theirs
