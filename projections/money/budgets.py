"""A budget year in figures: what it has, paid, holds in publicity, owes and may come to owe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import floor
from operator import itemgetter

from domain.commands.enterprise import ApproveClaim
from domain.decide import decide
from domain.enterprise.dues import unpaid_fen
from domain.enterprise.kin.family import Family
from domain.enterprise.pooling.pool import Pool
from domain.enterprise.state import Enterprise, Status, evolve, granted_fen, outcome_of
from domain.events.claims import ClaimSubmitted
from domain.events.log import Recorded
from domain.payments.budget import Allotted, Budget, LineBalance
from domain.policy.book import PolicyBook
from projections.money.corrections import EntryCorrection


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLineFigures:
    """A line of a budget year, in fen; its execution rate in percent with two decimals.

    title: what it is called by now. measures: those it pays for by name; none of the line `all`.
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
    returned_fen: int
    budget_fen: int
    paid_fen: int
    recovered_fen: int
    approved_unpaid_fen: int
    in_publicity_fen: int
    under_review_fen: int
    committed_fen: int
    available_fen: int
    available_after_review_fen: int
    execution_rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFigures:
    """A budget year by its lines, as of a log position, and what was put right of its entries."""

    year: int
    position: int
    lines: Mapping[str, BudgetLineFigures]
    corrections: tuple[EntryCorrection, ...]


class ClaimSums:
    """What claims come to by line of a budget, in fen: approved and unpaid, and under review.

    pool: what all enterprises hold under caps over all of them; None without such a cap.
    """

    def __init__(self, budget: Budget, pool: Pool | None = None) -> None:
        self.budget, self.pool = budget, pool
        self._pending: list[tuple[int, str, Enterprise]] = []
        self.unpaid: dict[str, int] = {}
        self.review: dict[str, int] = {}

    def add(self, history: Iterable[Recorded], book: PolicyBook) -> None:
        """Add the claims of one enterprise, by its events.

        Under review is what its pending claims would be granted, decided in order of submission.
        Where caps are over all enterprises, that is the order of all of them: `finish` decides.
        """
        family, uscc = Family(), ""
        submitted_at: dict[str, int] = {}
        for recorded in history:
            event, uscc = family.take_in(recorded), recorded.stream
            if isinstance(event, ClaimSubmitted):
                submitted_at[event.claim_no] = recorded.position
        enterprise = family.of(uscc)
        for claim in enterprise.claims.values():
            if claim.outcome is not None:
                unpaid = unpaid_fen(granted_fen(claim), claim.dues)
                self._add(self.unpaid, claim.outcome.measure, unpaid)
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
            self._add(self.review, outcome_of(claim).measure, granted_fen(claim))

    def _add(self, sums: dict[str, int], measure: str | None, fen: int) -> None:
        line = self.budget.line_of(measure)
        sums[line] = sums.get(line, 0) + fen


def budget_figures(
    now: Budget,
    then: Budget,
    claims: ClaimSums,
    allotted: Allotted,
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
        name: _line(
            now.title(name),
            now.lines[name].measures,
            then.lines.get(name, LineBalance()),
            claims.unpaid.get(name, 0),
            claims.review.get(name, 0),
            allotted.get(name, 0),
            policies if book.has_several else None,
        )
        for name, policies in _policies(now, book).items()
        if policy is None or policy in policies
    }
    return BudgetFigures(year=then.year, position=position, lines=lines, corrections=corrections)


def execution_rate(spent_fen: int, budget_fen: int) -> str:
    """Return what was spent of a budget in percent, two decimals, half up; `0.00` of nothing."""
    if budget_fen == 0:
        return "0.00"
    rate = Fraction(spent_fen, budget_fen)
    hundredths = floor(abs(rate) * 10_000 + Fraction(1, 2))
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
    title: str,
    measures: tuple[str, ...],
    line: LineBalance,
    unpaid: int,
    review: int,
    allotted: int,
    policies: tuple[str, ...] | None,
) -> BudgetLineFigures:
    spent = line.paid_fen - line.recovered_fen
    committed = spent + unpaid + allotted
    available = line.budget_fen - committed
    movements = {key: fen for key, fen in asdict(line).items() if key.endswith("_fen")}
    return BudgetLineFigures(
        **movements,
        title=title,
        measures=measures,
        policies=policies,
        budget_fen=line.budget_fen,
        approved_unpaid_fen=unpaid,
        in_publicity_fen=allotted,
        under_review_fen=review,
        committed_fen=committed,
        available_fen=available,
        available_after_review_fen=available - review,
        execution_rate=execution_rate(spent, line.budget_fen),
    )
