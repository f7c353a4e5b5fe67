"""How long every claim and batch line waits, and for whom (办理时限)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from domain.calendar import clock_text, day_of, months_between
from domain.policy.book import PolicyBook
from domain.value import value
from projections.audit.answer import AuditAnswer
from projections.audit.states import (
    DROPPED,
    IN_BATCH,
    WAITS_FOR,
    BatchHistory,
    StateHistory,
    StateInterval,
    waits_for,
)
from projections.audit.time_limits import LimitKept, PastLimit, TimeLimits


@value
class TimeInState:
    """A state, since when and by which log position, and how long it lasted."""

    state: str
    since: str
    position: int
    days: int
    seconds: int


@value
class Delay:
    """A claim, or its line in a batch, and whom it waits for now; None for nobody.

    batch: of a claim, the one it is in, or that paid it last.
    since, days: of the state it is in. states: all of them in order.
    """

    claim_no: str
    uscc: str
    policy: str | None
    batch: int | None
    state: str
    since: str
    days: int
    waits_for: str | None
    states: tuple[TimeInState, ...]


@value
class Waiting:
    """What waits for somebody: how many claims and batch lines, and the longest wait in days."""

    claims: int
    lines: int
    longest_days: int


@value
class NoticeToPayment:
    """From a batch's public notice to a payment of it, by the days they name.

    paid_on, receipt: None while lines are still to be paid; then counted to the day of the last
    event looked at.
    """

    batch: int
    published_on: date
    paid_on: date | None
    counted_to: date
    receipt: str | None
    months: int
    days: int


@value
class Delays(AuditAnswer):
    """All delays, those that wait first and the longest wait first; notices by batch.

    limits: each time limit and how it was kept, as of `limits_as_of`; past_limit: the claims past
    one, furthest first.
    """

    limits_as_of: date | None
    past_limit: tuple[PastLimit, ...]
    limits: tuple[LimitKept, ...]
    counted_to: str | None
    waiting: Mapping[str, Waiting]
    claims: tuple[Delay, ...]
    lines: tuple[Delay, ...]
    notice_to_payment: tuple[NoticeToPayment, ...]


def delays(
    claims: Iterable[tuple[str, str, StateHistory]],
    batches: Mapping[int, BatchHistory],
    book: PolicyBook,
    position: int,
    until: datetime | None,
    policy: str | None,
    kept: tuple[date | None, TimeLimits],
) -> Delays:
    """Return how long everything was in each state. claims: each number, its code, its states.

    until: when the last event looked at was recorded. policy: the claims and lines of this one
    alone, by its id, and the notices that these stood in. kept: how time limits were, as of a day.
    """
    if until is None:
        return _none(position, policy, kept)
    of_claims, histories, policies = [], {}, dict[str, str | None]()
    for claim_no, uscc, history in claims:
        of = policies[claim_no] = book.named_policy(history.kind)
        if policy not in (None, of):
            continue
        for number in {interval.batch for interval in history.intervals}:
            histories[number, claim_no] = history
        of_claims.append(_claim(claim_no, uscc, of, history, batches, until))
    lines = [
        (number, claim_no)
        for number, batch in batches.items()
        for claim_no in batch.lines
        if policy in (None, policies.get(claim_no))
    ]
    of_lines = [
        _line(key[0], key[1], policies.get(key[1]), batches[key[0]], histories.get(key), until)
        for key in lines
    ]
    of_claims.sort(key=_oldest)
    of_lines.sort(key=_oldest)
    today = day_of(until)
    notices = (
        notice
        for number in dict.fromkeys(batches if policy is None else (key[0] for key in lines))
        for notice in _notices(number, batches[number], today)
    )
    return Delays(
        position=position,
        recorded_at=clock_text(until),
        policy=policy,
        **_limits(kept),
        counted_to=clock_text(until),
        waiting=_waiting(of_claims, of_lines),
        claims=tuple(of_claims),
        lines=tuple(of_lines),
        notice_to_payment=tuple(notices),
    )


def _none(position: int, policy: str | None, kept: tuple[date | None, TimeLimits]) -> Delays:
    """Return the answer over a log without an event."""
    return Delays(
        position=position,
        recorded_at=None,
        policy=policy,
        **_limits(kept),
        counted_to=None,
        waiting={},
        claims=(),
        lines=(),
        notice_to_payment=(),
    )


def _limits(kept: tuple[date | None, TimeLimits]) -> dict[str, Any]:
    as_of, limits = kept
    return {"limits_as_of": as_of, "past_limit": limits.past, "limits": limits.limits}


def _claim(
    claim_no: str,
    uscc: str,
    policy: str | None,
    history: StateHistory,
    batches: Mapping[int, BatchHistory],
    until: datetime,
) -> Delay:
    now, today, waits = history.now, day_of(until), None
    batch = None if now.batch is None else batches.get(now.batch)
    if now.state == IN_BATCH and batch is not None:
        line = batch.lines.get(claim_no)
        waits = None if line is None else waits_for(line.now.state, _last_day(batch), today)
    else:
        waits = waits_for(now.state, None, today)
    return _delay(claim_no, uscc, policy, now.batch, history.intervals, waits, until)


def _line(
    number: int,
    claim_no: str,
    policy: str | None,
    batch: BatchHistory,
    claim: StateHistory | None,
    until: datetime,
) -> Delay:
    """Return a line's delay; one whose claim has left the batch no longer waits for anybody."""
    history = batch.lines[claim_no]
    intervals = history.intervals
    if history.now.state in WAITS_FOR and claim is not None and claim.now.batch != number:
        left = next(
            interval
            for interval, before in zip(claim.intervals[1:], claim.intervals, strict=False)
            if before.batch == number and interval.batch != number
        )
        dropped = StateInterval(state=DROPPED, since=left.since, position=left.position, batch=None)
        intervals = [*intervals, dropped]
    waits = waits_for(intervals[-1].state, _last_day(batch), day_of(until))
    uscc = batch.batch.lines[claim_no].uscc
    return _delay(claim_no, uscc, policy, number, intervals, waits, until)


def _delay(
    claim_no: str,
    uscc: str,
    policy: str | None,
    batch: int | None,
    intervals: list[StateInterval],
    waits: str | None,
    until: datetime,
) -> Delay:
    ends = [interval.since for interval in intervals[1:]] + [until]
    states = tuple(map(_time_in_state, intervals, ends))
    return Delay(
        claim_no=claim_no,
        uscc=uscc,
        policy=policy,
        batch=batch,
        state=states[-1].state,
        since=states[-1].since,
        days=states[-1].days,
        waits_for=waits,
        states=states,
    )


def _time_in_state(interval: StateInterval, end: datetime) -> TimeInState:
    time = end - interval.since
    return TimeInState(
        state=interval.state,
        since=clock_text(interval.since),
        position=interval.position,
        days=time.days,
        seconds=int(time.total_seconds()),
    )


def _waiting(claims: list[Delay], lines: list[Delay]) -> dict[str, Waiting]:
    """Return what waits for each, in the order first met: claims before lines."""
    waiting = dict.fromkeys(
        delay.waits_for for delay in (*claims, *lines) if delay.waits_for is not None
    )
    return {
        who: Waiting(
            claims=sum(delay.waits_for == who for delay in claims),
            lines=sum(delay.waits_for == who for delay in lines),
            longest_days=max(delay.days for delay in (*claims, *lines) if delay.waits_for == who),
        )
        for who in waiting
    }


def _last_day(batch: BatchHistory) -> date | None:
    published = batch.batch.published
    return None if published is None else published.last_day


def _notices(number: int, batch: BatchHistory, today: date) -> Iterator[NoticeToPayment]:
    """Yield one for each payment; one more while lines are still to be paid."""
    published = batch.batch.published
    if published is None:
        return
    payments = (made.said for made in batch.batch.payments)
    ends: list[tuple[date, str | None]] = [(paid.on, paid.receipt) for paid in payments]
    if batch.batch.open_lines():
        ends.append((max(today, published.on), None))
    for until, receipt in ends:
        months, days = months_between(published.on, until)
        yield NoticeToPayment(
            batch=number,
            published_on=published.on,
            paid_on=None if receipt is None else until,
            counted_to=until,
            receipt=receipt,
            months=months,
            days=days,
        )


def _oldest(delay: Delay) -> tuple[bool, str, str, int]:
    return delay.waits_for is None, delay.since, delay.claim_no, delay.batch or 0
