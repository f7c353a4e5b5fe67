"""An enterprise's statement (对账单): granted, paid, taken back and repaid, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, cast

from domain.enterprise.dues import balance_fen, lapsed_fen, owed_back_fen
from domain.enterprise.state import Claim, Enterprise, evolve, granted_fen
from domain.events.claims import ClaimApproved, ClaimReassessed, ClaimWithdrawn
from domain.events.log import EnterpriseEvent, Event, Recorded
from domain.events.payment import (
    ClaimPaid,
    ClaimRecovered,
    ClaimRevoked,
    DebtSetOff,
    PaymentFailed,
    SetOffReversed,
)

WHAT: dict[type[Event], str] = {
    ClaimApproved: "granted",
    ClaimReassessed: "reassessed",
    ClaimWithdrawn: "withdrawn",
    ClaimRevoked: "revoked",
    ClaimPaid: "paid",
    PaymentFailed: "payment-failed",
    ClaimRecovered: "recovered",
    DebtSetOff: "set-off",
    SetOffReversed: "set-off-reversed",
}
LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """What one event changed of what is owed to the enterprise, and the balance after it, in fen.

    Granted, paid and recovered amounts each add up to their sum; what lapsed, or counts again, by
    the same event is an entry of its own.
    on: the day the event itself names; None for one that names none.
    """

    position: int
    recorded_at: datetime
    on: date | None
    what: str
    claim_no: str
    amount_fen: int
    balance_fen: int


class Stand(NamedTuple):
    """Where one claim stands, in fen. kept: paid and not come back."""

    granted_fen: int
    kept_fen: int
    lapsed_fen: int


@dataclass(slots=True)
class Statement:
    """Sums over all claims, in fen, each claim by itself: no debt is netted with another's due."""

    granted_fen: int = 0
    paid_fen: int = 0
    recovered_fen: int = 0
    owed_to_enterprise_fen: int = 0
    owed_back_fen: int = 0
    entries: list[StatementEntry] = field(default_factory=list)


def statement(history: Iterable[Recorded]) -> tuple[Statement, Enterprise]:
    """Return an enterprise's statement of its events, and the enterprise as they tell it."""
    told, enterprise, balance = Statement(), Enterprise(), 0
    for recorded in history:
        event = cast(EnterpriseEvent, recorded.event)
        claim_no = cast(str, getattr(event, "claim_no", ""))
        before = _stand(enterprise.claims.get(claim_no))
        evolve(enterprise, event, recorded.by)
        after = _stand(enterprise.claims.get(claim_no))
        for what, amount in _moved(event, before, after):
            balance += amount
            told.entries.append(
                StatementEntry(
                    position=recorded.position,
                    recorded_at=recorded.recorded_at,
                    on=getattr(event, "on", None),
                    what=what,
                    claim_no=claim_no,
                    amount_fen=amount,
                    balance_fen=balance,
                )
            )
    for claim in enterprise.claims.values():
        _add(told, claim)
    return told, enterprise


def _stand(claim: Claim | None) -> Stand:
    if claim is None:
        return Stand(0, 0, 0)
    granted, dues = granted_fen(claim), claim.dues
    kept = 0 if dues is None else dues.kept_fen
    return Stand(granted, kept, lapsed_fen(granted, dues))


def _moved(event: EnterpriseEvent, before: Stand, after: Stand) -> Iterator[tuple[str, int]]:
    """Yield what an event moved of the balance, by what it is called."""
    owed = (after.granted_fen - before.granted_fen) - (after.kept_fen - before.kept_fen)
    if owed:
        yield WHAT[type(event)], owed
    if after.lapsed_fen != before.lapsed_fen:
        yield LAPSED, before.lapsed_fen - after.lapsed_fen


def _add(told: Statement, claim: Claim) -> None:
    granted, dues = granted_fen(claim), claim.dues
    told.granted_fen += granted
    told.owed_to_enterprise_fen += max(0, balance_fen(granted, dues))
    told.owed_back_fen += owed_back_fen(granted, dues)
    if dues is not None:
        told.paid_fen += dues.paid_fen
        told.recovered_fen += dues.recovered_fen
