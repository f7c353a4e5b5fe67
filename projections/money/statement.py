"""An enterprise's statement (对账单): granted, paid, taken back and repaid, line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from domain.enterprise.dues import balance_fen, lapsed_fen, owed_back_fen
from domain.enterprise.state import Claim, granted_fen
from domain.events import corrections, payment
from domain.events.claims import ClaimApproved, ClaimReassessed, ClaimWithdrawn
from domain.refusals import Refusal
from domain.value import fields_of, value
from projections.money.corrections import EntryCorrection, corrections_in
from projections.money.dated import Dated, OfBatch
from projections.money.holds import HoldDetails, holds_of
from projections.transfers import RecordedTransfer, recorded_transfers

if TYPE_CHECKING:
    from domain.events.log import EnterpriseEvent, Event, Recorded
    from domain.policy.book import PolicyBook
    from projections.parties import Kin

WHAT: dict[type[Event], str] = {
    ClaimApproved: "granted",
    ClaimReassessed: "reassessed",
    ClaimWithdrawn: "withdrawn",
    payment.ClaimRevoked: "revoked",
    payment.ClaimPaid: "paid",
    payment.PaymentFailed: "payment-failed",
    payment.ClaimRecovered: "recovered",
    payment.DebtSetOff: "set-off",
    payment.SetOffReversed: "set-off-reversed",
    corrections.PaymentReinstated: "payment-reinstated",
    corrections.SetOffReinstated: "set-off-reinstated",
    corrections.RecoveryReversed: "recovery-reversed",
}
LAPSED = "lapsed"


@value
class StatementEntry:
    """What one event changed of what is owed to the enterprise, and the balance after it, in fen.

    Granted, paid and recovered amounts each add up to their sum; what lapsed, or counts again, by
    the same event is an entry of its own.
    on: the day from which it counts: that the event names, or its payment; else it was recorded.
    """

    position: int
    on: date
    what: str
    claim_no: str
    policy: str | None
    amount_fen: int
    balance_fen: int


@value
class Statement:
    """Sums over all claims, in fen, each claim by itself: no debt is netted with another's due.

    holds: what keeps money back, of all claims whatever the policy asked for.
    """

    uscc: str
    granted_fen: int
    paid_fen: int
    recovered_fen: int
    lapsed_fen: int
    owed_to_enterprise_fen: int
    owed_back_fen: int
    holds: tuple[HoldDetails, ...]
    entries: tuple[StatementEntry, ...]
    corrections: tuple[EntryCorrection, ...]


@value
class KindredStatement(Statement):
    """A statement where others carry on, or are carried on.

    Of a code that is carried on, of its claims alone; of who carries it on, of these too.
    """

    succeeds: tuple[Kin, ...]
    succeeded_by: tuple[Kin, ...]


@value
class StatementAfterTransfer(Statement):
    """The same of an enterprise that moved between counties."""

    transfers: tuple[RecordedTransfer, ...]


class Stand(NamedTuple):
    """Where one claim stands, in fen. kept: paid and not come back."""

    granted_fen: int
    kept_fen: int
    lapsed_fen: int


def statement(
    uscc: str,
    history: Iterable[Recorded],
    book: PolicyBook,
    of_batch: OfBatch,
    as_of: date | None = None,
    policy: str | None = None,
    streams: Collection[str] | None = None,
) -> Statement:
    """Return the statement of a code by the events of who carries it on. Raises Refusal
    `enterprise-unknown`, DoesNotFollow.

    as_of: payments, repayments and lapses until that day, of what is granted by now. policy: of the
    claims of this one alone, by its id; balances are of these. streams: those filed under these
    codes; None for all.
    """
    history = list(history)
    dated = Dated(as_of, of_batch, history)
    entries = tuple(_entries(dated, history, book, policy, streams))
    enterprise, own = dated.family.of(uscc), dated.family.heir(uscc)
    if enterprise.length == 0:
        raise Refusal("enterprise-unknown", uscc=uscc)
    claims = [
        (granted_fen(claim), dated.dues(claim))
        for number, claim in enterprise.claims.items()
        if policy in (None, book.named_policy(claim.submitted.facts.kind))
        and (streams is None or enterprise.kin.filed_under.get(number, own) in streams)
    ]
    whole = Statement(
        uscc=uscc,
        granted_fen=sum(granted for granted, _ in claims),
        paid_fen=sum(dues.paid_fen for _, dues in claims if dues is not None),
        recovered_fen=sum(dues.recovered_fen for _, dues in claims if dues is not None),
        lapsed_fen=sum(lapsed_fen(*claim) for claim in claims),
        owed_to_enterprise_fen=sum(max(0, balance_fen(*claim)) for claim in claims),
        owed_back_fen=sum(owed_back_fen(*claim) for claim in claims),
        holds=holds_of(history),
        entries=entries,
        corrections=corrections_in(
            each for each in history if streams is None or each.stream in streams
        ),
    )
    transfers = recorded_transfers(enterprise.transfers)
    if not transfers:
        return whole
    shared = fields_of(Statement, whole)
    return StatementAfterTransfer(**shared, transfers=transfers)


def _entries(
    dated: Dated,
    history: Iterable[Recorded],
    book: PolicyBook,
    policy: str | None,
    streams: Collection[str] | None,
) -> Iterator[StatementEntry]:
    """Fold the events in; yield what each changed of what is owed."""
    balance = 0
    for recorded in history:
        claim_no = cast(str, getattr(recorded.event, "claim_no", ""))
        before = _stand(dated, dated.claim(recorded))
        event, day = dated.take_in(recorded)
        claim = dated.claim(recorded)
        of = None if claim is None else book.named_policy(claim.submitted.facts.kind)
        if policy not in (None, of) or (streams is not None and recorded.stream not in streams):
            continue
        after = _stand(dated, claim)
        for what, amount in _moved(event, before, after):
            balance += amount
            yield StatementEntry(
                position=recorded.position,
                on=day,
                what=what,
                claim_no=claim_no,
                policy=of,
                amount_fen=amount,
                balance_fen=balance,
            )


def _stand(dated: Dated, claim: Claim | None) -> Stand:
    if claim is None:
        return Stand(0, 0, 0)
    granted, dues = granted_fen(claim), dated.dues(claim)
    kept = 0 if dues is None else dues.kept_fen
    return Stand(granted, kept, lapsed_fen(granted, dues))


def _moved(event: EnterpriseEvent, before: Stand, after: Stand) -> Iterator[tuple[str, int]]:
    """Yield what an event moved of the balance, by what it is called."""
    owed = (after.granted_fen - before.granted_fen) - (after.kept_fen - before.kept_fen)
    if owed:
        yield WHAT[type(event)], owed
    if after.lapsed_fen != before.lapsed_fen:
        yield LAPSED, before.lapsed_fen - after.lapsed_fen
