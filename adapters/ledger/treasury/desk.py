"""The desk that budgets, batches and payments are carried out at: read, decide, append as one.

Each request reads what it needs afresh, so that whoever loses a race decides again on what the
winner left. Enterprises come first in the transaction and the batch last: what is told of a batch
after its last computed line came after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from adapters.files.gc_pause import gc_paused
from adapters.ledger.handling.units import Author, draft_of
from adapters.ledger.store import Store
from adapters.ledger.treasury.candidates import candidates
from adapters.ledger.treasury.idempotency import (
    already_paid,
    already_recovered,
    batch_of_document,
    refuse_if_different,
)
from adapters.ledger.treasury.treasury import Treasury
from adapters.log.drafts import Draft
from domain.commands.enterprise import RevokeClaim
from domain.decide import decide
from domain.events.batch import BatchEvent
from domain.events.budget import BudgetReturned, BudgetTransferred, Movement
from domain.events.store import LoginsSeparated
from domain.events.streams import BATCH, SETTINGS_STREAM, batch_stream, of_enterprise
from domain.payments import batch as batches
from domain.payments.batch import terms_of
from domain.payments.budget import move, name_line
from domain.payments.carry_over import carry_over
from domain.payments.computing import ComputeBatch, compute
from domain.payments.failure import fail
from domain.payments.happened import StreamEvent, budget_event
from domain.payments.payment import PayBatch, pay, recover
from domain.policy.book import PolicyBook
from domain.refusals import Refusal

Decide = Callable[[Treasury, PolicyBook], Iterable[StreamEvent]]


class Payments:
    """Carries out what touches a budget or a batch. Every method raises Refusal as rules say."""

    def __init__(self, store: Store, author: Author) -> None:
        self.store = store
        self.author = author

    def name_line(self, year: int, line: str, measures: tuple[str, ...]) -> None:
        """Name a line of a year's budget. Raises `measure-unknown` beside the domain's."""

        def decided(treasury: Treasury, book: PolicyBook) -> Iterable[StreamEvent]:
            known = book.versions[-1].policy.measures
            for measure in measures:
                if measure not in known:
                    raise Refusal("measure-unknown", measure=measure)
            events = name_line(treasury.budget(year), line, measures)
            return [budget_event(year, event) for event in events]

        self._append(decided)

    def move(self, year: int, movement: Movement) -> None:
        """Record a movement of a year's budget."""

        def decided(treasury: Treasury, _: PolicyBook) -> Iterable[StreamEvent]:
            budget = treasury.budget(year)
            goes_out = isinstance(movement, BudgetReturned | BudgetTransferred)
            allotted = treasury.allotted(budget) if goes_out else {}
            return [budget_event(year, event) for event in move(budget, movement, allotted)]

        self._append(decided)

    def carry_over(self, year: int) -> None:
        """Close a year and carry what is left to the next."""

        def decided(treasury: Treasury, _: PolicyBook) -> Iterable[StreamEvent]:
            budget, following = treasury.budget(year), treasury.budget(year + 1)
            return carry_over(budget, following, treasury.open_batches(budget))

        self._append(decided)

    def compute(self, year: int, command: ComputeBatch) -> int:
        """Compute a batch and return its number; that of the same request before, if any."""
        number = 0

        def decided(treasury: Treasury, _: PolicyBook) -> Iterable[StreamEvent]:
            nonlocal number
            earlier = batch_of_document(treasury, command.document)
            if earlier is not None:
                number = earlier
                refuse_if_different(treasury, earlier, year, command)
                return []
            number = max(treasury.batch_numbers(), default=0) + 1
            budget = treasury.budget(year)
            owed = candidates(self.store, treasury, budget, command)
            line = command.line
            known = line in budget.lines
            money = budget.money_fen(line, treasury.allotted(budget)) if known else 0
            return compute(command, number, budget, money, owed)

        self._append(decided)
        return number

    def publish(self, number: int, on: date, days: int) -> None:
        """Begin a batch's public notice."""

        def decided(treasury: Treasury, _: PolicyBook) -> Iterable[StreamEvent]:
            batch = treasury.batch(number)
            events = batches.publish(batch, on, days, treasury.payable(batch))
            return [StreamEvent(batch_stream(number), event) for event in events]

        self._append(decided)

    def object_to(self, number: int, claim_no: str, words: str) -> None:
        """Hold one line of a batch."""
        self._of_batch(number, lambda batch: batches.object_to(batch, claim_no, words))

    def resolve(self, number: int, claim_no: str, *, upheld: bool, document: str) -> None:
        """Resolve an objection: uphold it and revoke the claim, or dismiss it."""

        def decided(treasury: Treasury, book: PolicyBook) -> Iterable[StreamEvent]:
            batch = treasury.batch(number)
            events = batches.resolve(batch, claim_no, upheld=upheld, document=document)
            if not events or not upheld:
                return [StreamEvent(batch_stream(number), event) for event in events]
            uscc, words = batch.lines[claim_no].uscc, batch.objections[claim_no]
            enterprise = treasury.enterprise(uscc)
            revoked: Sequence[StreamEvent] = ()
            if enterprise.claims[claim_no].revocation is None:
                revoke = RevokeClaim(claim_no=claim_no, words=words, document=document)
                revoked = [StreamEvent(uscc, one) for one in decide(revoke, enterprise, book)]
            return [*revoked, *(StreamEvent(batch_stream(number), event) for event in events)]

        self._append(decided)

    def pay(self, number: int, receipt: str, on: date) -> None:
        """Pay what is free to be paid."""

        def decided(treasury: Treasury, _: PolicyBook) -> Iterable[StreamEvent]:
            if already_paid(treasury, number, receipt, on):
                return []
            batch = treasury.batch(number)
            year = terms_of(batch).budget_year
            treasury.budget(year)  # its length is appended to
            codes = {batch.lines[claim_no].uscc for claim_no in batch.open_lines()}
            held = treasury.enterprises(codes)
            command = PayBatch(
                receipt=receipt,
                on=on,
                by=self.author.by,
                login=self.author.login,
                separate_logins=treasury.logins_separated(),
            )
            return pay(command, batch, {code: one.enterprise for code, one in held.items()})

        self._append(decided)

    def fail(self, number: int, claim_no: str, words: str) -> None:
        """Undo a payment that did not arrive."""

        def decided(treasury: Treasury, _: PolicyBook) -> Iterable[StreamEvent]:
            batch = treasury.batch(number)
            uscc = batches.line_of(batch, claim_no).uscc
            budgets = treasury.budgets()
            allotted = {year: treasury.allotted(budget) for year, budget in budgets.items()}
            enterprise = treasury.enterprise(uscc)
            return fail(batch, claim_no, words, enterprise, budgets, allotted)

        self._append(decided)

    def recover(self, claim_no: str, amount_fen: int, receipt: str, on: date) -> str:
        """Record money repaid for a claim; return whose claim it is."""
        uscc = self.store.handler.owner(claim_no)

        def decided(treasury: Treasury, _: PolicyBook) -> Iterable[StreamEvent]:
            if already_recovered(treasury, claim_no, amount_fen, receipt, on):
                return []
            return recover(claim_no, uscc, amount_fen, receipt, on, treasury.enterprise(uscc))

        self._append(decided)
        return uscc

    def separate_logins(self) -> None:
        """Have logins count, beside names, for who may pay what an officer approved."""

        def decided(treasury: Treasury, _: PolicyBook) -> Iterable[StreamEvent]:
            if treasury.logins_separated():
                return []
            return [StreamEvent(SETTINGS_STREAM, LoginsSeparated())]

        self._append(decided)

    def _of_batch(
        self, number: int, decide_it: Callable[[batches.Batch], Sequence[BatchEvent]]
    ) -> None:
        def decided(treasury: Treasury, _: PolicyBook) -> Iterable[StreamEvent]:
            events = decide_it(treasury.batch(number))
            return [StreamEvent(batch_stream(number), event) for event in events]

        self._append(decided)

    def _append(self, decide_it: Decide) -> None:
        def drafts(book: PolicyBook) -> list[Draft]:
            treasury = Treasury(self.store.handler)
            told = sorted(decide_it(treasury, book), key=lambda one: _rank(one.stream))
            return [_draft(one, treasury.lengths) for one in told]

        with gc_paused():
            self.store.handler.append_across(drafts, self.author)


def _rank(stream: str) -> int:
    if of_enterprise(stream):
        return 0
    return 2 if stream.startswith(BATCH) else 1


def _draft(one: StreamEvent, lengths: dict[str, int]) -> Draft:
    lengths[one.stream] = lengths.get(one.stream, 0) + 1
    return draft_of(one.stream, lengths[one.stream], one.event)
