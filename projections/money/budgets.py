"""A budget year in figures: what it has, paid, holds in publicity, owes and may come to owe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from math import floor
from operator import itemgetter
from typing import TYPE_CHECKING

from domain.commands.enterprise import ApproveClaim
from domain.decide import decide
from domain.enterprise.kin.family import Family
from domain.enterprise.state import Enterprise, Status, evolve, granted_fen, outcome_of
from domain.events.claims import ClaimSubmitted
from domain.payments.budget import Budget, LineBalance
from domain.value import value

if TYPE_CHECKING:
    from domain.enterprise.pooling.pool import Pool
    from domain.events.log import Recorded
    from domain.policy.book import PolicyBook
    from projections.money.corrections import EntryCorrection


@value
class BudgetLineFigures:
    """A line of a budget year, in fen; its execution rate in percent with two decimals.

    title: what it is called by now. measures: those it pays for by name; none of the line `all`.
    carried_in_fen: net of what was carried out. held_fen: of what is in publicity, what objections
    hold. lapsed_fen: what the year's batches let lapse. The rate is of the budget before what was
    carried out.
    policies: those whose measures it pays for, by their ids; None, and not in JSON, where the
    ledger has one policy.
    """

    title: str
    measures: tuple[str, ...]
    policies: tuple[str, ...] | None
    appropriated_fen: int
    supplemented_fen: int
    transferred_fen: int
    carried_in_fen: int
    carried_out_fen: int
    returned_fen: int
    budget_fen: int
    paid_fen: int
    recovered_fen: int
    approved_unpaid_fen: int
    in_publicity_fen: int
    held_fen: int
    lapsed_fen: int
    under_review_fen: int
    committed_fen: int
    available_fen: int
    available_after_review_fen: int
    execution_rate: str


@value
class BudgetFigures:
    """A budget year by its lines, as of a log position, and what was put right of its entries."""

    year: int
    position: int
    lines: Mapping[str, BudgetLineFigures]
    corrections: tuple[EntryCorrection, ...]


@dataclass(slots=True, kw_only=True)
class ClaimSums:
    """What claims come to by line of a budget, in fen.

    unpaid, review: in the latest open year alone. held: of what is in publicity.
    """

    unpaid: dict[str, int] = field(default_factory=dict)
    review: dict[str, int] = field(default_factory=dict)
    publicity: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    lapsed: dict[str, int] = field(default_factory=dict)


class UnderReview:
    """What pending claims would be granted, by measure, decided in order of submission.

    pool: what all enterprises hold under caps over all of them; None without such a cap. Then the
    order is that of all of them: `finish` decides.
    """

    def __init__(self, pool: Pool | None = None) -> None:
        self.pool = pool
        self.worth: dict[str | None, int] = {}
        self._pending: list[tuple[int, str, Enterprise]] = []

    def add(self, history: Iterable[Recorded], book: PolicyBook) -> None:
        """Add the claims of one enterprise, by its events."""
        family, uscc = Family(), ""
        submitted_at: dict[str, int] = {}
        for recorded in history:
            event, uscc = family.take_in(recorded), recorded.stream
            if isinstance(event, ClaimSubmitted):
                submitted_at[event.claim_no] = recorded.position
        enterprise = family.of(uscc)
        for number, claim in enterprise.claims.items():
            if claim.status is Status.SUBMITTED:
                self._pending.append((submitted_at[number], number, enterprise))
        if self.pool is None:
            self.finish(book)
        else:
            enterprise.account.join(self.pool, family.heir(uscc))

    def finish(self, book: PolicyBook) -> None:
        """Decide what is pending by now."""
        pending = sorted(self._pending, key=itemgetter(0))
        self._pending = []
        for _position, claim_no, enterprise in pending:
            command = ApproveClaim(claim_no=claim_no, by="", if_pending=True)
            for event in decide(command, enterprise, book):
                evolve(enterprise, event, "")
        for _position, claim_no, enterprise in pending:
            claim = enterprise.claims[claim_no]
            measure = outcome_of(claim).measure
            self.worth[measure] = self.worth.get(measure, 0) + granted_fen(claim)


def added_up(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the sum of each line's amounts."""
    sums: dict[str, int] = {}
    for line, fen in parts:
        sums[line] = sums.get(line, 0) + fen
    return sums


def budget_figures(
    now: Budget,
    then: Budget,
    claims: ClaimSums,
    book: PolicyBook,
    position: int,
    policy: str | None = None,
    corrections: tuple[EntryCorrection, ...] = (),
) -> BudgetFigures:
    """Return a budget year as it stood `then`, with every line that has a name by now.

    policy: the lines alone that pay for a measure of it, by its id. A line is one pot of money:
    its figures are of all that it pays for.
    """
    lines = {
        name: _line(name, now, then, claims, policies if book.has_several else None)
        for name, policies in _policies(now, book).items()
        if policy is None or policy in policies
    }
    return BudgetFigures(year=then.year, position=position, lines=lines, corrections=corrections)


def execution_rate(spent_fen: int, budget_fen: int) -> str:
    """Return what was spent of a budget in percent, two decimals, cut; `0.00` of nothing.

    So it is 100.00 only where all was spent.
    """
    if budget_fen == 0:
        return "0.00"
    rate = Fraction(spent_fen, budget_fen)
    hundredths = floor(abs(rate) * 10_000)
    sign = "-" if hundredths and rate < 0 else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


def _policies(budget: Budget, book: PolicyBook) -> dict[str, tuple[str, ...]]:
    """Return the policies whose measures each line of a budget pays for."""
    paid: dict[str, dict[str, None]] = {name: {} for name in budget.lines}
    for policy, own in book.policies.items():
        for measure in (name for version in own.versions for name in version.policy.measures):
            paid[budget.line_of(measure)][policy] = None
    return {name: tuple(policies) for name, policies in paid.items()}


def _line(
    name: str, now: Budget, then: Budget, claims: ClaimSums, policies: tuple[str, ...] | None
) -> BudgetLineFigures:
    line = then.lines.get(name, LineBalance())
    unpaid, review = claims.unpaid.get(name, 0), claims.review.get(name, 0)
    publicity, carried_out = claims.publicity.get(name, 0), then.carried.get(name, 0)
    spent = line.paid_fen - line.recovered_fen
    committed = spent + unpaid + publicity
    available = line.budget_fen - committed
    movements = {key: fen for key, fen in asdict(line).items() if key.endswith("_fen")}
    return BudgetLineFigures(
        **movements,
        title=now.title(name),
        measures=now.lines[name].measures,
        policies=policies,
        carried_out_fen=carried_out,
        budget_fen=line.budget_fen,
        approved_unpaid_fen=unpaid,
        in_publicity_fen=publicity,
        held_fen=claims.held.get(name, 0),
        lapsed_fen=claims.lapsed.get(name, 0),
        under_review_fen=review,
        committed_fen=committed,
        available_fen=available,
        available_after_review_fen=available - review,
        execution_rate=execution_rate(spent, line.budget_fen + carried_out),
    )
