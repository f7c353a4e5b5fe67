"""How long every claim and batch line was in each state, counted to the last event looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from adapters.ledger.auditing.reading import every_batch, every_history, head, last_moment
from adapters.ledger.snapshot import Snapshot
from domain.calendar import clock_text, day_of, months_between
from projections.audit.delays import (
    DROPPED,
    IN_BATCH,
    WAITS_FOR,
    BatchCourse,
    StateHistory,
    StateInterval,
    batch_followed,
    claims_followed,
    waits_for,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """A claim, or its line in a batch, state by state; and whom it waits for now, if anybody."""

    claim_no: str
    uscc: str
    batch: int | None
    stretches: list[StateInterval]
    waits_for: str | None

    @property
    def since(self) -> datetime:
        return self.stretches[-1].since


class Notice(NamedTuple):
    """From a batch's public notice to a payment of it, by the days they name.

    receipt: None where nothing was paid yet; then counted to the day of the last event looked at.
    """

    batch: int
    published_on: date
    until: date
    receipt: str | None
    months: int
    days: int


class Delays(NamedTuple):
    """All delays, those that wait first and the longest wait first; notices by batch."""

    until: datetime | None
    claims: list[Delay]
    lines: list[Delay]
    notices: list[Notice]


def find_delays(look: Snapshot) -> Delays:
    """Follow every claim and batch line until the position looked at."""
    until = last_moment(look)
    if until is None:
        return Delays(None, [], [], [])
    today = day_of(until)
    batches = {number: batch_followed(number, events) for number, events in every_batch(look)}
    batches = {number: one for number, one in batches.items() if one.batch.length}
    claims, courses = [], {}
    for uscc, history in every_history(look):
        for claim_no, course in claims_followed(history).items():
            for number in {one.batch for one in course.stretches if one.batch is not None}:
                courses[number, claim_no] = course
            claims.append(_claim(claim_no, uscc, course, batches, today))
    lines = [
        _line(number, claim_no, of, courses.get((number, claim_no)), today)
        for number, of in batches.items()
        for claim_no in of.lines
    ]
    notices = [one for number, of in batches.items() for one in _notices(number, of, today)]
    return Delays(until, sorted(claims, key=_oldest), sorted(lines, key=_oldest), notices)


def answer(look: Snapshot, found: Delays) -> dict[str, Any]:
    """Return the delays as other programs rely on them; times in whole seconds and days."""
    return head(look) | {
        "counted_to": None if found.until is None else clock_text(found.until),
        "waiting": waiting(found),
        "claims": [_delay(one, found.until) for one in found.claims],
        "lines": [_delay(one, found.until) for one in found.lines],
        "notice_to_payment": [
            {
                "batch": one.batch,
                "published_on": one.published_on.isoformat(),
                "paid_on": None if one.receipt is None else one.until.isoformat(),
                "counted_to": one.until.isoformat(),
                "receipt": one.receipt,
                "months": one.months,
                "days": one.days,
            }
            for one in found.notices
        ],
    }


def spent(delay: Delay, until: datetime) -> list[tuple[StateInterval, datetime]]:
    """Return each state with its end; the last one has not ended, and is counted until then."""
    ends = [one.since for one in delay.stretches[1:]] + [until]
    return list(zip(delay.stretches, ends, strict=True))


def waiting(found: Delays) -> dict[str, dict[str, int]]:
    """Return by whom is waited for: how many claims, how many lines, the longest wait in days."""
    waited: dict[str, dict[str, int]] = {}
    for kind, delays in (("claims", found.claims), ("lines", found.lines)):
        for one in delays:
            if one.waits_for is None or found.until is None:
                continue
            told = waited.setdefault(one.waits_for, {"claims": 0, "lines": 0, "longest_days": 0})
            told[kind] += 1
            told["longest_days"] = max(told["longest_days"], (found.until - one.since).days)
    return waited


def _claim(
    claim_no: str, uscc: str, course: StateHistory, batches: dict[int, BatchCourse], today: date
) -> Delay:
    now, waits = course.now, None
    if now.state == IN_BATCH and now.batch in batches:
        of = batches[now.batch]
        line = of.lines.get(claim_no)
        waits = None if line is None else waits_for(line.now.state, _last_day(of), today)
    else:
        waits = waits_for(now.state, None, today)
    return Delay(
        claim_no=claim_no, uscc=uscc, batch=now.batch, stretches=course.stretches, waits_for=waits
    )


def _line(
    number: int, claim_no: str, of: BatchCourse, claim: StateHistory | None, today: date
) -> Delay:
    """Return a line's delay; one whose claim has left the batch waits for nobody any more."""
    course = of.lines[claim_no]
    stretches = course.stretches
    if course.now.state in WAITS_FOR and claim is not None and claim.now.batch != number:
        left = next(
            one
            for one, before in zip(claim.stretches[1:], claim.stretches, strict=False)
            if before.batch == number and one.batch != number
        )
        stretches = [
            *stretches,
            StateInterval(state=DROPPED, since=left.since, position=left.position, batch=None),
        ]
    return Delay(
        claim_no=claim_no,
        uscc=of.batch.lines[claim_no].uscc,
        batch=number,
        stretches=stretches,
        waits_for=waits_for(stretches[-1].state, _last_day(of), today),
    )


def _last_day(of: BatchCourse) -> date | None:
    return None if of.batch.published is None else of.batch.published.last_day


def _notices(number: int, of: BatchCourse, today: date) -> Iterable[Notice]:
    """Yield one a payment; one more while lines are still to be paid."""
    published = of.batch.published
    if published is None:
        return
    ends: list[tuple[date, str | None]] = [(one.on, one.receipt) for one in of.paid]
    if of.batch.open_lines():
        ends.append((max(today, published.on), None))
    for until, receipt in ends:
        yield Notice(number, published.on, until, receipt, *months_between(published.on, until))


def _oldest(one: Delay) -> tuple[bool, datetime, str, int]:
    return one.waits_for is None, one.since, one.claim_no, one.batch or 0


def _delay(one: Delay, until: datetime | None) -> dict[str, Any]:
    assert until is not None, f"a delay without a last event: {one.claim_no}"
    return {
        "claim_no": one.claim_no,
        "uscc": one.uscc,
        "batch": one.batch,
        "state": one.stretches[-1].state,
        "since": clock_text(one.since),
        "days": (until - one.since).days,
        "waits_for": one.waits_for,
        "states": [
            {
                "state": stretch.state,
                "since": clock_text(stretch.since),
                "position": stretch.position,
                "days": (end - stretch.since).days,
                "seconds": int((end - stretch.since).total_seconds()),
            }
            for stretch, end in spent(one, until)
        ],
    }
