"""Budgets, batches and the money of claims, read from their streams, now or until a position.

What became of many claims' money is asked of the views where they stand at that position, and
else folded from the streams: the answers are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, cast

from adapters.ledger.enterprises import follow_payees, histories_of
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.parties import registrations
from adapters.ledger.store import Store
from adapters.policy.office_rules import shipped_rules
from adapters.views import dues
from adapters.views.backend import Reader
from domain.calendar import day_of
from domain.enterprise.dues import unpaid_fen
from domain.enterprise.hands import SeparatedHands, separation
from domain.enterprise.kin.family import Family
from domain.enterprise.registered.registration import Registration
from domain.enterprise.state import Enterprise, granted_fen
from domain.events import streams
from domain.events.batch import BatchEvent, BatchLinesComputed, BatchLinesPaid, BatchPublished
from domain.events.budget import (
    BudgetAllotmentCancelled,
    BudgetCarriedOver,
    BudgetEvent,
    BudgetLineRegrouped,
)
from domain.events.claims import ClaimApproved, ClaimRejected
from domain.events.log import Recorded
from domain.events.payment import ClaimPaid
from domain.events.store import OfficeRulesSet
from domain.payments.barriers import Barrier, of_account
from domain.payments.batch import Batch, LineState, terms_of
from domain.payments.batch import evolve as evolve_batch
from domain.payments.budget import Allotted, Budget
from domain.payments.budget import evolve as evolve_budget
from domain.payments.settling import barred_lines, payable_fen, set_off_lifted
from domain.policy.office.rules import RulesInForce
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
    """One look at the money. lengths: of every stream read, to append after.

    views: a look at the views, which stand at `until`; None where they do not.
    """

    def __init__(
        self, ledger: CommandHandler, until: int | None = None, views: Reader | None = None
    ) -> None:
        self.handler = ledger
        self.until = ledger.position() if until is None else until
        self.views = views
        self.successions = ledger.successions(self.until)
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
        """Return a budget year; as_of: as far as its events' own days say.

        A batch given up and a line regrouped have none: they count from the day they were recorded.
        """
        budget = Budget(year)
        for recorded in self.stream(streams.budget_stream(year)):
            event = cast(BudgetEvent, recorded.event)
            day: date | None = getattr(event, "on", None)
            if isinstance(event, BudgetAllotmentCancelled | BudgetLineRegrouped):
                day = day_of(recorded.recorded_at)
            if as_of is None or day is None or day <= as_of:
                evolve_budget(budget, event)
        return budget

    def batch(self, number: int) -> Batch:
        """Return a batch; without terms where none has the number."""
        batch, paid_at = Batch(number), dict[str, int]()
        for recorded in self.stream(streams.batch_stream(number)):
            batch_event = cast(BatchEvent, recorded.event)
            evolve_batch(batch, batch_event)
            self._recorded_on[number, type(batch_event)] = day_of(recorded.recorded_at)
            if isinstance(recorded.event, BatchPublished):
                batch.published_at = recorded.position
            if isinstance(recorded.event, BatchLinesComputed):
                self._computed_at[number] = recorded.position
            elif isinstance(recorded.event, BatchLinesPaid):
                for line in recorded.event.lines:
                    paid_at[line.claim_no] = recorded.position
        follow_payees(batch, paid_at, self.handler, self.successions)
        return batch

    def line_title(self, batch: Batch) -> str:
        """Return what the budget line of a batch is called by now. Raises `batch-unknown`."""
        terms = terms_of(batch)
        return self.budget(terms.budget_year).title(terms.line)

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

        A line of which nothing is owed any more is not there. Without views, only enterprises that
        changed since the batch was computed are asked.
        """
        if self.views is not None:
            held = dues.allotted_by(self.views, batch.number)
            return {number: held.pop(number) for number in batch.open_lines() if number in held}
        payable = {number: batch.lines[number].allotted_fen for number in batch.open_lines()}
        for number, enterprise in self._changed(batch, payable):
            payable[number] = payable_fen(number, batch.number, enterprise)
        return {number: fen for number, fen in payable.items() if fen}

    def waiting(self, batch: Batch) -> set[str]:
        """Return the claims that wait for money: still owed any, and in no later batch."""
        lines = batch.lines.items()
        waiting = {number for number, line in lines if line.state is LineState.WAITING}
        if self.views is not None:
            return dues.still_owed(self.views, sorted(waiting), batch.number)
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
        fen = {number: lines[number] for number in changed}
        barred = barred_lines(batch, fen, held, on, accounts=False)
        for number, whys in self.without_account(batch).items():
            if whys:
                barred[number] = (*barred.get(number, ()), *whys)
        outdated = {
            number for number, each in changed.items() if set_off_lifted(batch, number, each)
        }
        return barred, outdated

    def without_account(self, batch: Batch) -> dict[str, tuple[Barrier, ...]]:
        """Return what of accounts keeps free lines back, by claim; any do before the notice."""
        lines = batch.lines.items()
        named_until = self.until if batch.published is None else batch.published_at
        free = {number: line.uscc for number, line in lines if line.state is LineState.FREE}
        known = registrations(self.handler.recorder, self.until, set(free.values()))
        return {
            number: tuple(of_account(known.get(uscc, Registration()), named_until))
            for number, uscc in free.items()
        }

    def allotted(self, budget: Budget) -> Allotted:
        """Return what is in publicity of each line of a year."""
        sums, held = dict[str, int](), None if self.views is None else dues.allotted(self.views)
        for number, line in budget.batches.items():
            fen = self._held(number) if held is None else held.get(number, 0)
            sums[line] = sums.get(line, 0) + fen
        return sums

    def open_batches(self, budget: Budget) -> list[int]:
        """Return the batches of a year that still hold money."""
        held = None if self.views is None else dues.allotted(self.views)
        holds = self._held if held is None else held.__contains__
        return [number for number in budget.batches if holds(number)]

    def enterprises(self, codes: Iterable[str]) -> dict[str, LoadedEnterprise]:
        """Return these enterprises, read together."""
        asked, heir = list(codes), self.successions.heir
        every = histories_of(self.handler.recorder, asked, self.until, whole=True)
        held = {code: self.held(history, code) for code, history in every}
        return held | {code: held[heir(code)] for code in asked if heir(code) in held}

    def histories(self, codes: Iterable[str]) -> Iterator[tuple[str, Iterator[Recorded]]]:
        """Yield each enterprise's events until then. Take each before asking for the next."""
        return histories_of(self.handler.recorder, codes, self.until)

    def held(self, history: Iterable[Recorded], code: str) -> LoadedEnterprise:
        """Return an enterprise as its events tell, with those of codes of which it has a share."""
        held, family, own = LoadedEnterprise(), Family(), self.successions.streams(code)
        for recorded in history:
            event = family.take_in(recorded)
            if recorded.stream not in own:  # who has those claims is asked for them
                continue
            self.lengths[recorded.stream] = recorded.version
            if isinstance(event, ClaimApproved | ClaimRejected):
                held.decided[event.claim_no] = Decided(recorded.position, recorded.recorded_at)
            elif isinstance(event, ClaimPaid):
                held.paid_on = day_of(recorded.recorded_at)
        held.enterprise = family.of(code)
        return held

    def enterprise(self, uscc: str) -> Enterprise:
        """Return an enterprise; an empty one where it has no events."""
        return self.enterprises([uscc]).get(uscc, LoadedEnterprise()).enterprise

    def separation(self) -> SeparatedHands:
        """Return whose hands must differ, and whether logins count beside names."""
        return separation(self.stream(streams.SETTINGS_STREAM))

    def office_rules(self) -> RulesInForce:
        """Return the rules of the office that hold."""
        return rules_of(self.stream(streams.SETTINGS_STREAM))

    def closed_on(self, year: int) -> date | None:
        """Return the day that a year's last closing was recorded; None where none was."""
        entries = self.stream(streams.budget_stream(year))
        closings = (each for each in entries if isinstance(each.event, BudgetCarriedOver))
        days = [day_of(each.recorded_at) for each in closings]
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

    def _held(self, batch: int) -> int:
        return sum(self.payable(self.batch(batch)).values())

    def _changed(self, batch: Batch, claims: Iterable[str]) -> Iterator[tuple[str, Enterprise]]:
        """Yield those claims of a batch whose enterprises changed since it was computed."""
        claims = list(claims)
        if not claims:
            return
        since = self._computed_at[batch.number]
        changed = self.handler.recorder.streams_between(since, self.until + 1)
        grown = {self.successions.heir(stream) for stream in changed}
        held = self.enterprises({batch.lines[number].uscc for number in claims} & grown)
        for number in claims:
            if batch.lines[number].uscc in held:
                yield number, held[batch.lines[number].uscc].enterprise

    def _numbers(self, prefix: str) -> Iterator[int]:
        for stream in self.handler.recorder.streams(prefix):
            if any(True for _ in self.handler.stream(stream, self.until)):
                yield streams.number_in(stream)


def logins_count(store: Store) -> bool:
    """Say whether logins, beside names, say who did what: as recorded, or as the store knows."""
    return bool(Treasury(store.handler).separation().logins_at) or store.place.has_own_login()


def rules_of(settings: Iterable[Recorded]) -> RulesInForce:
    """Return the rules of the office after these events of the ledger's settings."""
    rules = shipped_rules()
    for recorded in settings:
        if isinstance(recorded.event, OfficeRulesSet):
            rules = rules.after(recorded.event)
    return rules
