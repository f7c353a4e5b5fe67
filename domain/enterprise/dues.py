"""What became of one claim's grant: allotted, paid, recovered, lapsed; hence what is owed to whom.

Every fen granted is in exactly one place: unpaid, allotted to a batch, paid, or lapsed. Of a grant
something is due: all of it, less what lapsed above what had been given. What is due depends on the
grant as it stands, not on the way it came there. Where it shrinks, the unpaid goes first, then the
allotment; what was paid beyond it is owed back. Where it rises again, a lapse is where it was, and
what an allotment lost is unpaid: its money was set free.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, assert_never

from domain.events import corrections
from domain.events import payment as events
from domain.events.corrections import PaymentReinstated, SetOffReinstated
from domain.events.payment import DebtSetOff, DuesEvent, SetOffLifted, SetOffOrdered

Settled = DebtSetOff  # one reinstated is kept as it was made


@dataclass(slots=True)
class Allotment:
    """Money that a batch set aside for the claim and has not paid."""

    batch: int
    budget_year: int
    line: str
    amount_fen: int


@dataclass(slots=True)
class Payment:
    """What one batch paid, how much of it came back, and how much of it orders will set off."""

    budget_year: int
    line: str
    amount_fen: int
    on: date
    recovered_fen: int = 0
    ordered_fen: int = 0


class Parts(NamedTuple):
    """A grant by what became of it, in fen: every fen of it is in exactly one place.

    paid: of the grant; what was paid beyond it is owed back.
    """

    unpaid_fen: int
    allotted_fen: int
    paid_fen: int
    lapsed_fen: int


class Lapse(NamedTuple):
    """What is to lapse when a batch pays."""

    batch: int
    amount_fen: int


class Lapsed(NamedTuple):
    """What lapsed of what is due above an amount; None: recorded before that was kept."""

    amount_fen: int
    above_fen: int | None


@dataclass(slots=True)
class Dues:
    """The money of one claim. payments: by batch, in order; a failed payment is removed.

    lapsing: announced by a batch that has not paid the claim. lapses: by batch, in order, what it
    let lapse and above what; see `lapsed_fen` for what of them counts.
    latest_batch: the last that took the claim in, whatever came of it.
    made: the batches that ever paid the claim, in order.
    settled: by batch, the debts that its payment of this claim settled: claim, batch, fen.
    ordered: the same of a payment that is ordered and not made.
    """

    allotment: Allotment | None = None
    latest_batch: int = 0
    lapsing: Lapse | None = None
    lapses: dict[int, Lapsed] = field(default_factory=dict)
    payments: dict[int, Payment] = field(default_factory=dict)
    made: list[int] = field(default_factory=list)
    settled: dict[int, list[Settled]] = field(default_factory=dict)
    ordered: dict[int, list[SetOffOrdered]] = field(default_factory=dict)

    @property
    def holder(self) -> int | None:
        """The batch that holds the claim: no other takes it in."""
        if self.allotment is not None:
            return self.allotment.batch
        return self.lapsing.batch if self.lapsing is not None else None

    @property
    def ordered_fen(self) -> int:
        """What orders will set off of what the claim owes back."""
        return sum(payment.ordered_fen for payment in self.payments.values())

    @property
    def paid_fen(self) -> int:
        return sum(payment.amount_fen for payment in self.payments.values())

    @property
    def recovered_fen(self) -> int:
        return sum(payment.recovered_fen for payment in self.payments.values())

    @property
    def kept_fen(self) -> int:
        """What the enterprise has had and kept."""
        if not self.payments:  # as of most claims in a batch just computed
            return 0
        payments = self.payments.values()
        return sum([payment.amount_fen - payment.recovered_fen for payment in payments])

    @property
    def allotted_fen(self) -> int:
        return self.allotment.amount_fen if self.allotment is not None else 0


def evolve(dues: Dues, event: DuesEvent) -> Dues:
    """Return the dues after one event of their claim; changed in place."""
    match event:
        case events.ClaimTakenIntoBatch():
            dues.latest_batch = event.batch
            if event.lapsed_fen:
                dues.lapses[event.batch] = Lapsed(event.lapsed_fen, None)
            if event.allotted_fen:
                dues.allotment = Allotment(
                    event.batch, event.budget_year, event.line, event.allotted_fen
                )
        case events.AllotmentLowered():
            assert dues.allotment is not None, f"nothing was allotted: {event}"
            dues.allotment.amount_fen = event.allotted_fen
            if event.allotted_fen == 0:  # nothing is owed any more: nothing is left to lapse
                dues.allotment = dues.lapsing = None
        case events.LapseAnnounced():
            dues.lapsing = Lapse(event.batch, event.lapsing_fen)
        case events.ClaimLapsed():
            dues.lapsing = None
            dues.lapses[event.batch] = Lapsed(event.lapsed_fen, event.above_fen)
        case events.ClaimReleased():
            dues.allotment = dues.lapsing = None
            dues.lapses.pop(event.batch, None)
        case events.ClaimPaid():
            dues.allotment = None
            dues.made.append(event.batch)
            dues.payments[event.batch] = Payment(
                event.budget_year, event.line, event.amount_fen, event.on
            )
        case events.PaymentFailed():
            del dues.payments[event.batch]
            dues.settled.pop(event.batch, None)
        case events.RecoveryBackdated():
            pass  # how its day came to be allowed changes no amount
        case SetOffOrdered():
            dues.payments[event.of_batch].ordered_fen += event.amount_fen
        case events.SetOffLifted():
            dues.payments[event.of_batch].ordered_fen -= event.amount_fen
        case corrections.ClaimPaymentCorrected():
            dues.payments[event.batch].on = event.on
        case PaymentReinstated():
            _reinstate(dues, event)
        case events.ClaimRecovered() | DebtSetOff() | SetOffReinstated():
            dues.payments[event.of_batch].recovered_fen += event.amount_fen
        case events.SetOffReversed() | corrections.RecoveryReversed():
            dues.payments[event.of_batch].recovered_fen -= event.amount_fen
        case _:
            assert_never(event)
    return dues


def _reinstate(dues: Dues, event: PaymentReinstated) -> None:
    """Have a payment count again, in its place among the others."""
    dues.payments[event.batch] = Payment(event.budget_year, event.line, event.amount_fen, event.on)
    dues.payments = {batch: dues.payments[batch] for batch in dues.made if batch in dues.payments}


def note_set_off(
    paid: Dues, debt: Dues, event: DebtSetOff | SetOffReinstated | SetOffOrdered | SetOffLifted
) -> None:
    """Keep a set-off where the payment is, to be undone with it. debt: the dues that it settles."""
    if isinstance(event, SetOffOrdered):
        paid.ordered.setdefault(event.batch, []).append(event)
        return
    of = event.claim_no, event.of_batch
    ordered = paid.ordered.get(event.batch, [])
    for each in [each for each in ordered if (each.claim_no, each.of_batch) == of]:
        ordered.remove(each)
        if isinstance(event, DebtSetOff):  # what was ordered is done
            debt.payments[event.of_batch].ordered_fen -= each.amount_fen
    if isinstance(event, SetOffReinstated):
        event = _as_settled(event)
    if isinstance(event, DebtSetOff):
        paid.settled.setdefault(event.batch, []).append(event)


def _as_settled(event: SetOffReinstated) -> Settled:
    return DebtSetOff(
        claim_no=event.claim_no,
        of_batch=event.of_batch,
        budget_year=event.budget_year,
        line=event.line,
        amount_fen=event.amount_fen,
        against=event.against,
        batch=event.batch,
        on=event.on,
    )


def parts_of(granted_fen: int, dues: Dues | None) -> Parts:
    """Return what became of a grant: the parts add up to it."""
    if dues is None:
        return Parts(granted_fen, 0, 0, 0)
    unpaid, lapsed = unpaid_fen(granted_fen, dues), lapsed_fen(granted_fen, dues)
    paid = min(due_fen(granted_fen, dues), max(0, dues.kept_fen))
    return Parts(unpaid, granted_fen - unpaid - paid - lapsed, paid, lapsed)


def unpaid_fen(granted_fen: int, dues: Dues | None) -> int:
    """Return what of a grant no batch has taken: neither allotted, paid nor lapsed."""
    if dues is None:
        return granted_fen
    lapsed = lapsed_fen(granted_fen, dues)
    return max(0, granted_fen - dues.kept_fen - dues.allotted_fen - lapsed)


def due_fen(granted_fen: int, dues: Dues) -> int:
    """Return what is due of a grant: each lapse takes from what those before it left above.

    Those that were recorded without where they lie take nothing here: they yield first.
    """
    due = granted_fen
    for lapsed in dues.lapses.values():
        if lapsed.above_fen is not None:
            due -= min(lapsed.amount_fen, max(0, due - lapsed.above_fen))
    return due


def lapsed_by(granted_fen: int, dues: Dues) -> dict[int, int]:
    """Return what of a grant has lapsed, by the batch that let it."""
    due, lapsed = granted_fen, dict[int, int]()
    for batch, each in dues.lapses.items():
        if each.above_fen is not None:
            lapsed[batch] = min(each.amount_fen, max(0, due - each.above_fen))
            due -= lapsed[batch]
    left = max(0, due - dues.kept_fen - dues.allotted_fen)
    for batch, each in dues.lapses.items():
        if each.above_fen is None:
            lapsed[batch] = min(each.amount_fen, left)
            left -= lapsed[batch]
    return lapsed


def lapsed_fen(granted_fen: int, dues: Dues | None) -> int:
    """Return what of a grant has lapsed."""
    if dues is None or not dues.lapses:
        return 0
    return sum(lapsed_by(granted_fen, dues).values())


def owed_back_fen(granted_fen: int, dues: Dues | None) -> int:
    """Return what was paid beyond what is due and has not come back."""
    return 0 if dues is None else max(0, dues.kept_fen - due_fen(granted_fen, dues))


def open_debt_fen(granted_fen: int, dues: Dues | None) -> int:
    """Return what is owed back and no order will set off."""
    return 0 if dues is None else max(0, owed_back_fen(granted_fen, dues) - dues.ordered_fen)


def balance_fen(granted_fen: int, dues: Dues | None) -> int:
    """Return what is owed to the enterprise for the claim; below 0: what it owes back."""
    if dues is None:
        return granted_fen
    return granted_fen - lapsed_fen(granted_fen, dues) - dues.kept_fen
