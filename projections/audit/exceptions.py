"""Acts that only a document allows: dated before what they rest on was recorded (补录), or paid
without an account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.calendar import clock_text
from domain.events.batch import BatchActBackdated, BatchPaidWithoutAccount
from domain.events.log import Recorded
from domain.events.payment import RecoveryBackdated
from projections.audit.answer import AuditAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class BackdatedAct:
    """One act. of: its batch as `batch:7`, or the code of an enterprise. claim_no: of a repayment,
    else empty.

    act: `publish`, `order`, `pay`, `fail` or `recover`, dated early; `pay-without-account`.
    ground_on: the day that what it rests on was recorded; None for what is not dated early.
    """

    log_position: int
    recorded: str
    by: str
    login: str
    act: str
    of: str
    claim_no: str
    on: date
    ground_on: date | None
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptions(AuditAnswer):
    """Every act that a document allowed, in order of recording."""

    wrong: int
    acts: tuple[BackdatedAct, ...]


def backdated_acts(history: Iterable[Recorded]) -> Iterator[BackdatedAct]:
    """Yield the acts of one stream that were allowed by a document."""
    for recorded in history:
        event = recorded.event
        ground_on: date | None = None
        if isinstance(event, BatchPaidWithoutAccount):
            act, claim_no = "pay-without-account", ""
        elif isinstance(event, BatchActBackdated):
            act, claim_no, ground_on = event.act, "", event.ground_on
        elif isinstance(event, RecoveryBackdated):
            act, claim_no, ground_on = "recover", event.claim_no, event.ground_on
        else:
            continue
        yield BackdatedAct(
            log_position=recorded.position,
            recorded=clock_text(recorded.recorded_at),
            by=recorded.by,
            login=recorded.login,
            act=act,
            of=recorded.stream,
            claim_no=claim_no,
            on=event.on,
            ground_on=ground_on,
            document=event.document,
        )


def exceptions(
    acts: Iterable[BackdatedAct], position: int, recorded_at: str | None, policy: str | None
) -> Exceptions:
    """Return the answer over every stream. policy: the id of the one that the acts are of."""
    every = tuple(sorted(acts, key=lambda act: act.log_position))
    return Exceptions(
        position=position, recorded_at=recorded_at, policy=policy, wrong=len(every), acts=every
    )
