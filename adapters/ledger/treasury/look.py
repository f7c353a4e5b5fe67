"""What can be asked of budgets, batches and payments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from adapters.ledger.asking.policies import PolicyLook
from domain.calendar import day_of
from domain.events.streams import batch_stream, number_in
from domain.refusals import Refusal
from projections.parties import answered_with

if TYPE_CHECKING:
    from adapters.ledger.handling.units import Author
    from adapters.ledger.treasury.treasury import Treasury
    from domain.commands.money import ComputeBatch, MoneyCommand, PayBatch
    from domain.events.batch import BatchEvent
    from domain.payments.batch import Batch
    from domain.policy.office.rules import RulesInForce
    from projections.money.as_computed import BatchMoney
    from projections.money.batches import BatchDetails, PaidBatchDetails
    from projections.money.budgets import BudgetFigures
    from projections.money.made import ForeseenPayment, NoticeLeft
    from projections.money.statement import Statement
    from projections.money.summary import MonthlySummary
    from projections.money.transfers import Promised, Transfer
    from projections.money.years import BudgetYear, SourceFigures


class MoneyLook(PolicyLook):
    """The money of a ledger now, or as it stood at a log position."""

    @property
    def position(self) -> int:
        """The log position that every answer is as of."""
        return self.snapshot.position

    @property
    def day(self) -> date:
        """The day that holds are asked of: today; of a position, the day it was recorded."""
        if self.snapshot.at is not None:
            return self.recorded_on
        return day_of(self.snapshot.store.handler.recorder.clock())

    @property
    def recorded_on(self) -> date:
        """The day that the last event looked at was recorded."""
        return day_of(self.snapshot.store.handler.recorder.time_of(self.position))

    def batch(self, number: int, policy: str | None = None, on: date | None = None) -> BatchDetails:
        """Return a batch, its lines in order of decision. Raises Refusal `batch-unknown`.

        policy: with the lines of its claims alone. on: the day that holds are asked of, where it is
        not the look's.
        """
        _, details = self._batch(number, policy, on)
        return details

    def batch_and_money(
        self, number: int, policy: str | None = None
    ) -> tuple[BatchDetails, BatchMoney]:
        """Return a batch, and what it did as computed with its line's money.

        Raises Refusal `batch-unknown`. policy: with the lines of its claims alone.
        """
        from projections.money.as_computed import batch_money

        batch, details = self._batch(number, policy)
        return details, batch_money(batch)

    def rehearsed_batch(self, command: ComputeBatch) -> tuple[BatchDetails, BatchMoney]:
        """Return the batch that a command would compute, and what it would do with its line's
        money; nothing is recorded. Raises Refusal as computing it would.
        """
        from adapters.ledger.treasury.acts.computing import compute_batch
        from domain.payments.batch import evolve
        from projections.money.as_computed import batch_money
        from projections.money.batches import batch_details

        treasury, snapshot = self._treasury(), self.snapshot
        outcome = compute_batch(treasury, self.book, command)
        batch = treasury.batch(number_in(outcome.stream))
        if not outcome.events:
            return self.batch_and_money(batch.number)
        for stream, event in outcome.events:
            if stream == outcome.stream:
                evolve(batch, cast("BatchEvent", event))
        payable = {number: batch.lines[number].allotted_fen for number in batch.open_lines()}
        policies = snapshot.policies_of(list(batch.lines))
        waiting, title = set(batch.lines), treasury.line_title(batch)
        barred = {number: whys for number, whys in treasury.without_account(batch).items() if whys}
        details = batch_details(
            batch, payable, waiting, policies, barred=barred, outdated=(), line_title=title
        )
        return details, batch_money(batch)

    def rehearse_money(self, command: MoneyCommand, author: Author) -> None:
        """Decide on a command and record nothing. Raises Refusal as carrying it out would."""
        from adapters.ledger.treasury.carrying_out import rehearse_money

        rehearse_money(self.snapshot.store, self._treasury(), self.book, command, author)

    def foreseen_payment(self, command: PayBatch, author: Author) -> ForeseenPayment:
        """Return what a payment would pay, and which lines another has to pay; of now.

        Nothing is recorded. Raises Refusal as paying those that are left would.
        """
        from adapters.ledger.treasury.acts.of_batch import foreseen_payment

        return foreseen_payment(self.snapshot.store, self._treasury(), command, author)

    def notice_left(self, number: int) -> NoticeLeft | None:
        """Return how long the notice of a batch goes on after the look's day; 0 once it is over.

        In days as the rules of the office count them, in calendar days where these lack a
        calendar. None without a notice. Raises Refusal `batch-unknown`.
        """
        from domain.policy.office.working_days import WorkingDays
        from projections.money.made import NoticeLeft

        published = self._treasury().batch(number).published
        if published is None:
            return None
        rules, last = self.office_rules(), published.last_day
        first = min(self.day, last)
        try:
            days = WorkingDays(rules.years).between(first, last, published.counts)
        except Refusal:  # `calendar-missing`
            return NoticeLeft((last - first).days, "natural")
        return NoticeLeft(days, published.counts)

    def paid_batch(self, number: int) -> tuple[PaidBatchDetails, BatchMoney]:
        """Return a batch, who was paid without an account, and what it did as computed.

        Raises Refusal `batch-unknown`.
        """
        from projections.money.batches import paid_batch

        details, money = self.batch_and_money(number)
        enterprise = self.snapshot.enterprise
        paid = paid_batch(details, lambda uscc: enterprise(uscc).registration.account is not None)
        return paid, money

    def transfers(self, number: int) -> tuple[Transfer, ...]:
        """Return what a batch transfers to each payee. Raises Refusal `batch-unknown`."""
        from projections.money.transfers import transfers

        return transfers(self._treasury().batch(number), self.batch(number))

    def ordered_transfers(self, number: int) -> tuple[Transfer, ...]:
        """Return what a batch transfers as it was ordered, whatever keeps money back by now.

        Raises Refusal `batch-unknown`.
        """
        from projections.money.batches import batch_details
        from projections.money.transfers import transfers

        treasury = self._treasury()
        batch = treasury.batch(number)
        payable, waiting = treasury.payable(batch), treasury.waiting(batch)
        details = batch_details(batch, payable, waiting, {}, barred={}, outdated=())
        return transfers(batch, details)

    def promised(self, number: int) -> tuple[Promised, ...]:
        """Return what each order of a batch promised a bank, standing or not."""
        from projections.money.transfers import promised

        return promised(self._treasury().batch(number))

    def notice_at(self, number: int) -> int | None:
        """Return where in the log the notice of a batch began; None where none stands."""
        batch = self._treasury().batch(number)
        return batch.published_at if batch.published is not None else None

    def batches(self, policy: str | None = None) -> tuple[BatchDetails, ...]:
        """Return every batch. policy: those with lines of its claims, with these alone."""
        policy = self.asked(policy)
        every = (self.batch(number, policy) for number in self._treasury().batch_numbers())
        return tuple(batch for batch in every if policy is None or batch.lines)

    def budget(
        self, year: int, as_of: date | None = None, policy: str | None = None
    ) -> BudgetFigures:
        """Return a budget year; as_of: its movements and the money of claims until that day.

        policy: the lines alone that pay for a measure of it, each whole. Raises Refusal
        `budget-unknown`.
        """
        from adapters.ledger.treasury.years import budget_year

        policy = self.asked(policy)
        return budget_year(self.snapshot, year, as_of, policy)

    def office_rules(self) -> RulesInForce:
        """Return the rules of the office that hold: of notices, time limits, calendars."""
        return self._treasury().office_rules()

    def budget_years(self) -> tuple[BudgetYear, ...]:
        """Return every budget year and its lines."""
        from projections.money.years import budget_year_of

        return tuple(budget_year_of(each) for each in self._treasury().budgets().values())

    def budget_sources(self, year: int) -> tuple[SourceFigures, ...]:
        """Return who gave and who bears what of a budget year. Raises Refusal `budget-unknown`."""
        from projections.money.years import BudgetSources

        treasury = self._treasury()
        budgets = treasury.budgets()
        if year not in budgets:
            raise Refusal("budget-unknown", year=year)
        first = year
        while first - 1 in budgets and budgets[first - 1].carried:
            first -= 1
        sources: BudgetSources | None = None
        for each in range(first, year + 1):
            sources = BudgetSources(budgets[each], sources)
            batches = [treasury.batch(number) for number in budgets[each].batches]
            lines = [line for batch in batches for line in batch.lines.items()]
            claims = {claim_no for claim_no, _ in lines}
            for held in treasury.enterprises({line.uscc for _, line in lines}).values():
                own = claims & held.enterprise.claims.keys()
                claims -= own  # of two codes that one enterprise carries on, once
                sources.add(own, held.enterprise, self.book)
        return () if sources is None else sources.figures()

    def statement(
        self, uscc: str, policy: str | None = None, as_of: date | None = None
    ) -> Statement:
        """Return an enterprise's statement. Raises Refusal `enterprise-unknown`.

        as_of: its payments, repayments and lapses until that day. policy: of its claims alone.
        """
        from adapters.ledger.treasury.days import DaysOfBatches
        from projections.money.statement import KindredStatement, statement

        policy, snapshot = self.asked(policy), self.snapshot
        streams, kin = snapshot.successions.streams(uscc), snapshot.kin(uscc)
        days = DaysOfBatches(self._treasury())
        asked = days, as_of, policy, streams
        answer = statement(uscc, snapshot.family(uscc), self.book, *asked)
        return answer if kin is None else answered_with(answer, KindredStatement, kin)

    def monthly_summary(self, year: int, month: int) -> MonthlySummary:
        """Return what each month of a year until this one granted and paid, and of the year before.

        By measure and town.
        """
        from adapters.ledger.enterprises import histories
        from projections.money.summary import MonthSums

        sums = MonthSums(year, month)
        self.snapshot.everything()
        for uscc, history in histories(self.snapshot.store.handler.recorder, self.position):
            sums.add(uscc, history)
        return sums.summary(self.position)

    def _batch(
        self, number: int, policy: str | None, on: date | None = None
    ) -> tuple[Batch, BatchDetails]:
        from projections.money.batches import batch_details

        policy = self.asked(policy)
        treasury = self._treasury()
        batch = treasury.batch(number)
        policies = self.snapshot.policies_of(list(batch.lines))
        barred, outdated = treasury.kept_back(batch, self.day if on is None else on)
        details = batch_details(
            batch,
            treasury.payable(batch),
            treasury.waiting(batch),
            policies,
            policy,
            treasury.corrections(batch_stream(number)),
            barred=barred,
            outdated=outdated,
            line_title=treasury.line_title(batch),
        )
        return batch, details

    def _treasury(self) -> Treasury:
        from adapters.ledger.treasury.treasury import Treasury

        views = self.snapshot.connection if self.snapshot.at is None else None
        return Treasury(self.snapshot.store.handler, self.position, views)
