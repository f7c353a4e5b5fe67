"""Acts by way of exception, each with the document that allows it (例外事项)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from domain.calendar import clock_text
from domain.events import batch, budget, claims, corrections, payment
from domain.events.log import Recorded
from domain.value import value
from projections.audit.answer import AuditAnswer


@value
class ExceptionalAct:
    """One act. of: its batch as `batch:7`, its budget year, or the code of an enterprise. claim_no:
    empty where it is about no claim.

    act: `publish`, `order`, `pay`, `fail`, `recover` or `reopen` where one is backdated, else what
    was done. on: the day it names; of an entry put right, that of the right entry. ground_on: of a
    backdated one, the day that what it rests on was recorded. words: the reason given, or the rule
    departed from.
    """

    log_position: int
    recorded: str
    by: str
    login: str
    kind: str
    act: str
    of: str
    claim_no: str
    on: date | None
    ground_on: date | None
    document: str
    words: str


@value
class Exceptions(AuditAnswer):
    """Every act by way of exception, in order of recording."""

    wrong: int
    acts: tuple[ExceptionalAct, ...]


class Exempt(NamedTuple):
    """How an event is an exception. act, words: of the event; of: whether this one is."""

    kind: str
    act: Callable[[Any], str]
    words: Callable[[Any], str] = lambda event: getattr(event, "words", "")
    of: Callable[[Any], bool] = lambda event: True


BACKDATED, ENTRY_CORRECTED = "backdated", "entry-corrected"


def _its_act(event: Any) -> str:
    return str(event.act)


# Every event that is an exception; each names its `document`.
EXCEPTIONS: dict[type, Exempt] = {
    batch.BatchActBackdated: Exempt(BACKDATED, _its_act),
    budget.BudgetActBackdated: Exempt(BACKDATED, _its_act),
    payment.RecoveryBackdated: Exempt(BACKDATED, lambda event: "recover"),
    batch.BatchPaidWithoutAccount: Exempt("paid-without-account", lambda event: "pay"),
    batch.BatchNoticeShortened: Exempt(
        "short-notice",
        lambda event: "publish",
        lambda event: f"{event.days} < {event.minimum_days}: {event.source}",
    ),
    batch.NoticeWithdrawn: Exempt("notice-withdrawn", lambda event: "withdraw-notice"),
    batch.BatchCancelled: Exempt(
        "cancelled-after-notice",
        lambda event: "cancel",
        of=lambda event: event.document is not None,
    ),
    budget.BudgetCarriedOver: Exempt(
        "early-carry-over", lambda event: "carry-over", of=lambda event: event.early
    ),
    budget.BudgetReopened: Exempt("budget-reopened", lambda event: "reopen"),
    claims.ClaimCorrected: Exempt("claim-corrected", lambda event: "correct"),
    claims.ClaimRedecided: Exempt("claim-redecided", lambda event: "redecide"),
    claims.ClaimReopened: Exempt("claim-reopened", lambda event: "reopen"),
    corrections.BudgetEntryReversed: Exempt(
        ENTRY_CORRECTED,
        lambda event: "correct",
        of=lambda event: event.batch is None and event.claim_no is None,  # a movement
    ),
    corrections.BatchPaymentCorrected: Exempt(ENTRY_CORRECTED, lambda event: "correct"),
    corrections.BatchOrderCorrected: Exempt(ENTRY_CORRECTED, lambda event: "correct"),
    corrections.BatchFailureReversed: Exempt(ENTRY_CORRECTED, lambda event: "correct"),
    corrections.RecoveryReversed: Exempt(ENTRY_CORRECTED, lambda event: "correct"),
}


def exceptional_acts(history: Iterable[Recorded]) -> Iterator[ExceptionalAct]:
    """Yield the acts of one stream that were allowed by way of exception."""
    for recorded in history:
        event: Any = recorded.event
        exempt = EXCEPTIONS.get(type(event))
        if exempt is None or not exempt.of(event):
            continue
        yield ExceptionalAct(
            log_position=recorded.position,
            recorded=clock_text(recorded.recorded_at),
            by=recorded.by,
            login=recorded.login,
            kind=exempt.kind,
            act=exempt.act(event),
            of=recorded.stream,
            claim_no=getattr(event, "claim_no", None) or "",
            on=_day(event),
            ground_on=getattr(event, "ground_on", None),
            document=event.document,
            words=exempt.words(event),
        )


def _day(event: Any) -> date | None:
    """Return the day that an act names; of an entry put right, that of the right entry."""
    right = getattr(event, "corrected", None)
    return getattr(event if right is None else right, "on", None)


def exceptions(
    acts: Iterable[ExceptionalAct], position: int, recorded_at: str | None, policy: str | None
) -> Exceptions:
    """Return the answer over every stream. policy: the id of the one that the acts are of."""
    every = tuple(sorted(acts, key=lambda act: act.log_position))
    return Exceptions(
        position=position, recorded_at=recorded_at, policy=policy, wrong=len(every), acts=every
    )
