"""Budgets, batches and the money of claims, read from their streams, now or until a position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, cast

from adapters.files.gc_pause import gc_paused
from adapters.ledger.enterprises import GROUP, codes, histories_of
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.snapshot import Snapshot
from adapters.log.numbers import chunked
from adapters.policy.office_rules import shipped_rules
from adapters.views.queries import enterprises_with
from domain.assessment.linked import share_pool
from domain.calendar import day_of
from domain.enterprise.dues import unpaid_fen
from domain.enterprise.folding import take_in
from domain.enterprise.state import Enterprise, granted_fen
from domain.events import streams
from domain.events.batch import BatchEvent, BatchLinesComputed
from domain.events.budget import BudgetCarriedOver, BudgetEvent
from domain.events.claims import ClaimApproved, ClaimRejected
from domain.events.log import Recorded
from domain.events.payment import ClaimPaid
from domain.events.store import LoginsSeparated, OfficeRulesSet
from domain.payments.barriers import Barrier
from domain.payments.batch import Batch, LineState
from domain.payments.batch import evolve as evolve_batch
from domain.payments.budget import Allotted, Budget
from domain.payments.budget import evolve as evolve_budget
from domain.payments.settling import barred_lines, payable_fen, set_off_lifted
from domain.policy.office.rules import RulesInForce
from domain.refusals import Refusal
from projections.money.budgets import BudgetFigures, ClaimSums, budget_figures
from projections.money.corrections import EntryCorrection, corrections_in, puts_right


class Decided(NamedTuple):
    """Where in the log a claim was first decided, and when."""

    position: int
    recorded_at: datetime


@dataclass(slots=True)
class LoadedEnterprise:
    """An enterprise folded, where its claims were decided, and when it was last paid."""

    enterprise: Enterprise = field(default_factory=Enterprise)
    decided: dict[str, Decided] = field(default_factory=dict)
    paid_on: date | None = None  # the day that its latest payment was recorded


class Treasury:
    """One look at the money. lengths: of every stream read, to append after."""

    def __init__(self, ledger: CommandHandler, until: int | None = None) -> None:
        self.handler = ledger
        self.until = ledger.position() if until is None else until
        self.lengths: dict[str, int] = {}
        self._computed_at: dict[int, int] = {}
        self._corrections: dict[str, dict[int, Recorded]] = {}  # by stream and position
        self._recorded_on: dict[tuple[int, type[BatchEvent]], date] = {}

    def years(self) -> list[int]:
        """Return every budget year that has events."""
        return sorted(self._numbers(streams.BUDGET))

    def batch_numbers(self) -> list[int]:
        """Return every batch's number."""
        return sorted(self._numbers(streams.BATCH))

    def budgets(self) -> dict[int, Budget]:
        """Return every budget year."""
        return {year: self.budget(year) for year in self.years()}

    def budget(self, year: int, as_of: date | None = None) -> Budget:
        """Return a budget year; as_of: as far as its movements' own days say."""
        budget = Budget(year)
        for recorded in self.stream(streams.budget_stream(year)):
            event = cast(BudgetEvent, recorded.event)
            day: date | None = getattr(event, "on", None)
            if as_of is None or day is None or day <= as_of:
                evolve_budget(budget, event)
        return budget

    def batch(self, number: int) -> Batch:
        """Return a batch; without terms where none has the number."""
        batch = Batch(number)
        for recorded in self.stream(streams.batch_stream(number)):
            batch_event = cast(BatchEvent, recorded.event)
            evolve_batch(batch, batch_event)
            self._recorded_on[number, type(batch_event)] = day_of(recorded.recorded_at)
            if isinstance(recorded.event, BatchLinesComputed):
                self._computed_at[number] = recorded.position
        return batch

    def recorded_on(self, batch: Batch, *kinds: type[BatchEvent]) -> date:
        """Return the day that the latest such event of a batch was recorded."""
        latest = self._recorded_on.items()
        return max(
            day
            for (number, kind), day in latest
            if number == batch.number and issubclass(kind, kinds)
        )

    def payable(self, batch: Batch) -> dict[str, int]:
        """Return what the open lines may be paid by now: less than allotted where less is owed.

        A line of which nothing is owed any more is not there. Only enterprises that changed since
        the batch was computed are asked.
        """
        payable = {number: batch.lines[number].allotted_fen for number in batch.open_lines()}
        for number, enterprise in self._changed(batch, payable):
            payable[number] = payable_fen(number, batch.number, enterprise)
        return {number: fen for number, fen in payable.items() if fen}

    def waiting(self, batch: Batch) -> set[str]:
        """Return the claims that wait for money: still owed any, and in no later batch."""
        lines = batch.lines.items()
        waiting = {number for number, line in lines if line.state is LineState.WAITING}
        for number, enterprise in self._changed(batch, sorted(waiting)):
            claim = enterprise.claims[number]
            later = claim.dues is not None and claim.dues.latest_batch > batch.number
            if later or not unpaid_fen(granted_fen(claim), claim.dues):
                waiting.remove(number)
        return waiting

    def kept_back(self, batch: Batch, on: date) -> tuple[dict[str, tuple[Barrier, ...]], set[str]]:
        """Return what keeps the money of open lines back on a day, by claim; and the claims whose
        order is to be made again, for what it would set off is open again."""
        lines = {number: batch.lines[number].allotted_fen for number in batch.open_lines()}
        changed = dict(self._changed(batch, lines))
        held = {batch.lines[number].uscc: each for number, each in changed.items()}
        barred = barred_lines(batch, {number: lines[number] for number in changed}, held, on)
        outdated = {
            number for number, each in changed.items() if set_off_lifted(batch, number, each)
        }
        return barred, outdated

    def allotted(self, budget: Budget) -> Allotted:
        """Return what is in publicity of each line of a year."""
        sums: dict[str, int] = {}
        for number, line in budget.batches.items():
            sums[line] = sums.get(line, 0) + sum(self.payable(self.batch(number)).values())
        return sums

    def open_batches(self, budget: Budget) -> list[int]:
        """Return the batches of a year that still hold money."""
        return [number for number in budget.batches if self.payable(self.batch(number))]

    def enterprises(self, codes: Iterable[str]) -> dict[str, LoadedEnterprise]:
        """Return these enterprises, read together."""
        return {code: self.held(history) for code, history in self.histories(codes)}

    def histories(self, codes: Iterable[str]) -> Iterator[tuple[str, Iterator[Recorded]]]:
        """Yield each enterprise's events until then. Take each before asking for the next."""
        return histories_of(self.handler.recorder, codes, self.until)

    def held(self, history: Iterable[Recorded]) -> LoadedEnterprise:
        """Return an enterprise as its events tell."""
        held = LoadedEnterprise()
        for recorded in history:
            event = take_in(held.enterprise, recorded)
            self.lengths[recorded.stream] = recorded.version
            if isinstance(event, ClaimApproved | ClaimRejected):
                held.decided[event.claim_no] = Decided(recorded.position, recorded.recorded_at)
            elif isinstance(event, ClaimPaid):
                held.paid_on = day_of(recorded.recorded_at)
        return held

    def enterprise(self, uscc: str) -> Enterprise:
        """Return an enterprise; an empty one where it has no events."""
        return self.enterprises([uscc]).get(uscc, LoadedEnterprise()).enterprise

    def logins_separated(self) -> bool:
        """Say whether logins count, beside names, for who may pay what."""
        settings = self.stream(streams.SETTINGS_STREAM)
        return any(isinstance(recorded.event, LoginsSeparated) for recorded in settings)

    def office_rules(self) -> RulesInForce:
        """Return the rules of the office that hold."""
        return rules_of(self.stream(streams.SETTINGS_STREAM))

    def closed_on(self, year: int) -> date | None:
        """Return the day that a year's last closing was recorded; None where none was."""
        days = [
            day_of(recorded.recorded_at)
            for recorded in self.stream(streams.budget_stream(year))
            if isinstance(recorded.event, BudgetCarriedOver)
        ]
        return max(days, default=None)

    def stream(self, stream: str) -> Iterator[Recorded]:
        """Yield a stream's events until then."""
        for recorded in self.handler.stream(stream, self.until):
            self.lengths[stream] = recorded.version
            if puts_right(recorded.event):
                self._corrections.setdefault(stream, {})[recorded.position] = recorded
            yield recorded

    def corrections(self, stream: str) -> tuple[EntryCorrection, ...]:
        """Return what was put right in a stream that was read."""
        return corrections_in(self._corrections.get(stream, {}).values())

    def _changed(self, batch: Batch, claims: Iterable[str]) -> Iterator[tuple[str, Enterprise]]:
        """Yield those claims of a batch whose enterprises changed since it was computed."""
        claims = list(claims)
        if not claims:
            return
        since = self._computed_at[batch.number]
        changed = self.handler.recorder.streams_between(since, self.until + 1)
        held = self.enterprises({batch.lines[number].uscc for number in claims} & changed)
        for number in claims:
            if batch.lines[number].uscc in held:
                yield number, held[batch.lines[number].uscc].enterprise

    def _numbers(self, prefix: str) -> Iterator[int]:
        for stream in self.handler.recorder.streams(prefix):
            if any(True for _ in self.handler.stream(stream, self.until)):
                yield streams.number_in(stream)


def rules_of(settings: Iterable[Recorded]) -> RulesInForce:
    """Return the rules of the office after these events of the ledger's settings."""
    rules = shipped_rules()
    for recorded in settings:
        if isinstance(recorded.event, OfficeRulesSet):
            rules = rules.after(recorded.event)
    return rules


def budget_year(
    look: Snapshot, year: int, as_of: date | None = None, policy: str | None = None
) -> BudgetFigures:
    """Return the figures of a budget year; of the lines that pay for a policy, by its id.

    as_of: the year's movements, payments and repayments as far as their own days say; what claims
    wait for has no such day and stands as recorded. Approved, unpaid claims and those under review
    count in the latest open year only. Raises Refusal `budget-unknown`.
    """
    treasury = Treasury(look.store.handler, look.position)
    budget = treasury.budget(year)
    if budget.length == 0:
        raise Refusal("budget-unknown", year=year)
    pool = share_pool(look.linked(look.book), look.book) if look.book.has_pools else None
    claims = ClaimSums(budget, pool)
    if _is_latest_open(treasury, budget):
        with gc_paused():
            for history in _histories(look, treasury):
                claims.add(history, look.book)
        claims.finish(look.book)
    allotted = treasury.allotted(budget)
    then = budget if as_of is None else treasury.budget(year, as_of)
    corrections = treasury.corrections(streams.budget_stream(year))
    figures = (budget, then, claims, allotted, look.book, look.position, policy)
    return budget_figures(*figures, corrections)


def _is_latest_open(treasury: Treasury, budget: Budget) -> bool:
    if budget.closed:
        return False
    later = (year for year in treasury.years() if year > budget.year)
    return all(treasury.budget(year).closed for year in later)


def _histories(look: Snapshot, treasury: Treasury) -> Iterator[Iterator[Recorded]]:
    """Yield the events of each enterprise that may have claims approved or pending."""
    if look.at is None:
        every = enterprises_with(look.connection, "approved", "submitted")
    else:
        every = codes(look.store.handler.recorder)
    for few in chunked(every, GROUP):
        for _, history in treasury.histories(few):
            yield history
