"""The money of an enterprise's claims as its own days tell it, as far as is recorded by now.

A payment counts from its day, a failure of it from the day it came back, money back from its day, a
lapse from the day of the payment that it came with. What a batch allots counts from the first day
of its public notice; where no notice stands, and for whatever else names no day of its own, from
the day it was recorded. Grants have no such day: they stand as recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, cast, get_args

from domain.calendar import day_of
from domain.enterprise.dues import Allotment, Dues, Lapsed, Payment
from domain.enterprise.kin.family import Family
from domain.events import batch as of_batch
from domain.events import corrections
from domain.events import payment as events

if TYPE_CHECKING:
    from domain.enterprise.state import Claim, Enterprise
    from domain.events.log import EnterpriseEvent, Recorded

Standing = dict[tuple[str, int], int]  # by what it is, and by batch
ALLOTTED, PAID, BACK, LAPSED = "allotted", "paid", "back", "lapsed"


@dataclass(slots=True)
class Objected:
    """An objection to a claim's line, from a day until the day it was resolved."""

    claim_no: str
    number: int
    since: date
    until: date | None = None

    def holds(self, day: date | None) -> bool:
        """Say whether it holds the line on a day; None: by now."""
        if day is None:
            return self.until is None
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(slots=True)
class PaymentDay:
    """A payment: where it stands, and the version of what says its day."""

    position: int
    version: int
    on: date


@dataclass(slots=True)
class BatchDays:
    """The days that a batch has. notice: the first of the notice that stands."""

    notice: date | None = None
    payments: list[PaymentDay] = field(default_factory=list)
    objections: list[Objected] = field(default_factory=list)

    def paid_after(self, position: int) -> date | None:
        """Return the day of the first payment recorded after a position: enterprises come first."""
        return next((made.on for made in self.payments if made.position > position), None)


OfBatch = Callable[[int], BatchDays]
# All but its lines, which are most of a batch.
WITH_DAYS = tuple(set(get_args(of_batch.BatchEvent)) - set(get_args(of_batch.LinesEvent)))


def days_of(history: Iterable[Recorded]) -> BatchDays:
    """Return the days of a batch by those of its events that have one."""
    days = BatchDays()
    for recorded in history:
        event = recorded.event
        match event:
            case of_batch.BatchPublished():
                days.notice = event.on
            case of_batch.NoticeWithdrawn():
                days.notice = None
            case of_batch.BatchPaid():
                days.payments.append(PaymentDay(recorded.position, recorded.version, event.on))
            case corrections.BatchPaymentCorrected():
                for made in days.payments:
                    if made.version == event.of_version:
                        made.version, made.on = recorded.version, event.on
            case of_batch.BatchLineObjected():
                since = event.on or day_of(recorded.recorded_at)
                days.objections.append(Objected(event.claim_no, event.number, since))
            case of_batch.ObjectionResolved():
                for each in days.objections:
                    if (each.claim_no, each.number) == (event.claim_no, event.number):
                        each.until = day_of(recorded.recorded_at)
            case _:
                pass
    return days


class Dated:
    """An enterprise folded, with what became of its grants until a day; None: whatever the day.

    With every code that it carries on, whose events come in the order of the log.
    """

    def __init__(
        self, until: date | None, of_batch: OfBatch, history: Iterable[Recorded] = ()
    ) -> None:
        """history: all that will be taken in, for the days of payments put right in it."""
        self._put_right = {
            (event.claim_no, event.batch): event.on
            for event in (recorded.event for recorded in history)
            if isinstance(event, corrections.ClaimPaymentCorrected)
        }
        self.family = Family()
        self._stream = ""
        self._until = until
        self._of_batch = of_batch
        self._stood: dict[str, Standing] = {}  # by claim
        self._places: dict[int, tuple[int, str]] = {}  # year and line, by batch
        self._paid_on: dict[tuple[str, int], date] = {}  # by claim and batch
        self._failed_on: dict[tuple[str, int], date] = {}
        self._above: dict[tuple[str, int], int | None] = {}  # what each lapse lies above

    def take_in(self, recorded: Recorded) -> tuple[EnterpriseEvent, date]:
        """Take in an event; return it and its day. Raises DoesNotFollow.

        Its day is that which it names, as it was put right; else the day it was recorded; of a
        lapse, that of its payment.
        """
        claim = None if self._until is None else self.claim(recorded)
        before = _standing(None if claim is None else claim.dues)
        event, self._stream = self.family.take_in(recorded), recorded.stream
        day = self._day(event, recorded)
        if self._until is not None and isinstance(event, events.DuesEvent):
            self._note(self.enterprise.claims[event.claim_no], before, day)
        if isinstance(event, events.ClaimPaid | events.DebtSetOff | events.ClaimLapsed):
            return event, day
        return event, getattr(event, "on", None) or day_of(recorded.recorded_at)

    @property
    def enterprise(self) -> Enterprise:
        """Who has what the last event was of."""
        return self.family.of(self._stream)

    def claim(self, recorded: Recorded) -> Claim | None:
        """Return the claim that an event is of, as it stands; None where it is of none."""
        claim_no = cast(str, getattr(recorded.event, "claim_no", ""))
        return self.family.of(recorded.stream).claims.get(claim_no)

    def dues(self, claim: Claim) -> Dues | None:
        """Return what became of a claim's grant until the day."""
        claim_no, dues = claim.submitted.claim_no, claim.dues
        if self._until is None or dues is None:
            return dues
        stood = self._stood.get(claim_no, {})
        then = Dues(latest_batch=dues.latest_batch)
        for batch, (year, line) in self._places.items():
            paid, back = stood.get((PAID, batch), 0), stood.get((BACK, batch), 0)
            if paid or back:
                then.payments[batch] = Payment(year, line, paid, self._until, back)
            if lapsed := stood.get((LAPSED, batch), 0):
                then.lapses[batch] = Lapsed(lapsed, self._above.get((claim_no, batch)))
            if (allotted := stood.get((ALLOTTED, batch), 0)) > 0:
                then.allotment = Allotment(batch, year, line, allotted)
        return then

    def _note(self, claim: Claim, before: Standing, day: date) -> None:
        """Note what an event moved, where it counts by the day asked for."""
        assert self._until is not None
        now = _standing(claim.dues)
        stood = self._stood.setdefault(claim.submitted.claim_no, {})
        for what, batch in {**before, **now}:
            moved = now.get((what, batch), 0) - before.get((what, batch), 0)
            if moved and self._counts_from(what, batch, moved, day) <= self._until:
                stood[what, batch] = stood.get((what, batch), 0) + moved

    def _counts_from(self, what: str, batch: int, moved: int, day: date) -> date:
        notice = self._of_batch(batch).notice if what == ALLOTTED else None
        if notice is None:
            return day
        return notice if moved > 0 else max(day, notice)

    def _day(self, event: EnterpriseEvent, recorded: Recorded) -> date:
        """Return the day from which an event counts; of one that has none, that of its payment."""
        day: date | None = getattr(event, "on", None)
        match event:
            case events.ClaimTakenIntoBatch():
                self._places[event.batch] = event.budget_year, event.line
            case events.ClaimPaid():
                of = event.claim_no, event.batch
                made_on = self._of_batch(event.batch).paid_after(recorded.position)
                day = self._paid_on[of] = self._put_right.get(of, made_on or event.on)
            case events.PaymentFailed():
                # Before failures had a day: as if it was never paid.
                day = day or self._paid_on[event.claim_no, event.batch]
                self._failed_on[event.claim_no, event.batch] = day
            case corrections.PaymentReinstated():  # as if it had never failed
                day = self._failed_on.get((event.claim_no, event.batch))
            case events.SetOffReversed() | corrections.SetOffReinstated():
                day = self._failed_on.get((event.against, event.batch))
            case events.DebtSetOff():
                day = self._paid_on.get((event.against, event.batch), event.on)
            case events.ClaimLapsed():
                self._above[event.claim_no, event.batch] = event.above_fen
                day = self._of_batch(event.batch).paid_after(recorded.position)
            case _:
                pass
        return day or day_of(recorded.recorded_at)


def _standing(dues: Dues | None) -> Standing:
    """Return what stands where; not clipped to the grant."""
    if dues is None:
        return {}
    stands: Standing = {}
    if dues.allotment is not None:
        stands[ALLOTTED, dues.allotment.batch] = dues.allotment.amount_fen
    for batch, payment in dues.payments.items():
        stands[PAID, batch], stands[BACK, batch] = payment.amount_fen, payment.recovered_fen
    for batch, lapsed in dues.lapses.items():
        stands[LAPSED, batch] = lapsed.amount_fen
    return stands
