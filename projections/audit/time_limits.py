"""Which claims are past a time limit of the office, paid or waiting still (办理时限)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.calendar import day_of
from domain.enterprise.dues import lapsed_fen
from domain.enterprise.kin.family import Family
from domain.enterprise.state import Claim, Status, granted_fen
from domain.events.claims import ClaimApproved, ClaimRejected, ClaimRejectedByOfficer
from domain.events.log import Recorded
from domain.policy.book import PolicyBook
from domain.policy.office.rules import DECIDED, FILED, NOTICE, PAID, Limit, RulesInForce
from domain.policy.office.working_days import WorkingDays
from domain.value import value
from projections.audit.states import BatchHistory

DECISIONS = ClaimApproved | ClaimRejected | ClaimRejectedByOfficer


@dataclass(slots=True)
class StepsOfClaim:
    """The days of a claim's steps, by their names, and whether its end may still be waited for.

    batch: that pays it, or paid it.
    """

    claim_no: str
    uscc: str
    policy: str | None
    days: dict[str, date] = field(default_factory=dict)
    batch: int | None = None
    undecided: bool = False
    unpaid: bool = False

    def waits_for(self, limit: Limit) -> bool:
        """Say whether the last step of a limit, which was not taken, is still to come."""
        if limit.ends != PAID:
            return self.undecided
        return self.unpaid or (self.undecided and limit.starts == FILED)


@value
class PastLimit:
    """A claim past a limit. ended_on: None while it waits; then counted to the day asked of.

    limit: its place among the limits, from 0. days: that it took, counted as the limit says.
    """

    limit: int
    claim_no: str
    uscc: str
    policy: str | None
    batch: int | None
    started_on: date
    ended_on: date | None
    days: int
    days_past: int


@value
class LimitKept:
    """A limit, and how it was kept: the claims it was for, those that wait, those past it.

    longest_days: the longest that any took; None where it was for none.
    """

    starts: str
    ends: str
    days: int
    counts: str
    source: str
    policy: str | None
    claims: int
    open: int
    past: int
    longest_days: int | None


@value
class TimeLimits:
    """Every limit, and the claims past one: those furthest past it first."""

    limits: tuple[LimitKept, ...]
    past: tuple[PastLimit, ...]


def steps_of_claims(
    uscc: str,
    events: Iterable[Recorded],
    batches: Mapping[int, BatchHistory],
    book: PolicyBook,
) -> Iterator[StepsOfClaim]:
    """Yield the steps of each claim of one enterprise."""
    family, stream = Family(), ""
    decided: dict[str, date] = {}
    for recorded in events:
        event, stream = family.take_in(recorded), recorded.stream
        if isinstance(event, DECISIONS):
            decided.setdefault(event.claim_no, day_of(recorded.recorded_at))
    for claim_no, claim in family.of(stream).claims.items():
        policy = book.named_policy(claim.submitted.facts.kind)
        steps = StepsOfClaim(claim_no, uscc, policy, {FILED: claim.submitted.filed_on})
        if claim_no in decided:
            steps.days[DECIDED] = decided[claim_no]
        _set_payment(steps, claim, batches)
        yield steps


def _set_payment(steps: StepsOfClaim, claim: Claim, batches: Mapping[int, BatchHistory]) -> None:
    """Set what pays a claim: the first payment that stands, on its day as corrected."""
    steps.undecided = claim.status is Status.SUBMITTED
    dues, paid = claim.dues, False
    if dues is not None and dues.payments:
        steps.batch, payment = next(iter(dues.payments.items()))
        steps.days[PAID], paid = payment.on, True
    elif dues is not None and dues.allotment is not None:
        steps.batch = dues.allotment.batch
    steps.unpaid = not paid and granted_fen(claim) > 0 and not _all_lapsed(claim)
    of = batches.get(steps.batch or 0)
    if of is not None and of.batch.published is not None:
        steps.days[NOTICE] = of.batch.published.last_day


def _all_lapsed(claim: Claim) -> bool:
    dues = claim.dues
    return dues is not None and lapsed_fen(granted_fen(claim), dues) >= granted_fen(claim)


def time_limits(
    claims: Iterable[StepsOfClaim], rules: RulesInForce, on: date, policy: str | None
) -> TimeLimits:
    """Return how every limit was kept as of a day. policy: by the claims of this one, by its id.

    Raises Refusal `calendar-missing`.
    """
    working = WorkingDays(rules.years)
    counted = [_Counting(at, limit) for at, limit in enumerate(rules.limits)]
    if counted:
        for claim in claims:
            if policy in (None, claim.policy):
                for each in counted:
                    each.add(claim, working, on)
    past = [late for each in counted for late in each.past]
    past.sort(key=lambda late: (-late.days_past, late.started_on, late.claim_no, late.limit))
    return TimeLimits(limits=tuple(each.kept() for each in counted), past=tuple(past))


class _Counting:
    """One limit, and the claims counted by it so far."""

    def __init__(self, at: int, limit: Limit) -> None:
        self.at, self.limit = at, limit
        self.took: list[int] = []
        self.open = 0
        self.past: list[PastLimit] = []

    def add(self, claim: StepsOfClaim, working: WorkingDays, on: date) -> None:
        """Count a claim where the limit is for it and its first step is taken by that day."""
        limit = self.limit
        started = claim.days.get(limit.starts)
        ended = claim.days.get(limit.ends)
        if limit.policy not in (None, claim.policy) or started is None or started > on:
            return
        if ended is not None and ended > on:
            ended = None
        elif ended is None and not claim.waits_for(limit):
            return  # rejected, withdrawn, lapsed: nothing is to come
        self.open += ended is None
        days = working.between(started, max(started, ended or on), limit.counts)
        self.took.append(days)
        if days > limit.days:
            self.past.append(
                PastLimit(
                    limit=self.at,
                    claim_no=claim.claim_no,
                    uscc=claim.uscc,
                    policy=claim.policy,
                    batch=claim.batch,
                    started_on=started,
                    ended_on=ended,
                    days=days,
                    days_past=days - limit.days,
                )
            )

    def kept(self) -> LimitKept:
        """Return how the limit was kept."""
        limit = self.limit
        return LimitKept(
            starts=limit.starts,
            ends=limit.ends,
            days=limit.days,
            counts=limit.counts,
            source=limit.source,
            policy=limit.policy,
            claims=len(self.took),
            open=self.open,
            past=len(self.past),
            longest_days=max(self.took, default=None),
        )
