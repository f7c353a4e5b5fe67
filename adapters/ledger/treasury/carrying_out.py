"""Money commands carried out: read, decide, append as one.

Each command reads what it needs afresh, so that the loser of a race decides again on what the
winner left. The views are brought to the end of the log first, and all is read until there: where
another appends meanwhile to a stream that the command appends to, the race is lost. Enterprises
come first in the transaction and the batch last: what is recorded of a batch after its last
computed line came after it.
"""

from __future__ import annotations

from adapters.files.gc_pause import gc_paused
from adapters.ledger.handling.units import Author, Outcome
from adapters.ledger.store import Store
from adapters.ledger.treasury.acts import of_batch, of_budget, of_settings
from adapters.ledger.treasury.acts.asking import views_of_now
from adapters.ledger.treasury.acts.computing import compute_batch
from adapters.ledger.treasury.acts.correcting import correct_entry
from adapters.ledger.treasury.acts.dating import must_be_dated
from adapters.ledger.treasury.acts.recovering import recover_claims, recover_money
from adapters.ledger.treasury.drafting import drafts_of
from adapters.ledger.treasury.treasury import Treasury
from adapters.log.drafts import Draft
from adapters.views import views
from domain.calendar import day_of
from domain.commands import money
from domain.commands.money import MoneyCommand
from domain.commands.texts import must_have_fit_texts
from domain.events.streams import BATCH, of_enterprise
from domain.policy.book import PolicyBook


def carry_out_money(store: Store, command: MoneyCommand, author: Author) -> Outcome:
    """Carry out what touches a budget or a batch. Raises Refusal as the rules say."""
    must_have_fit_texts(command)
    outcome = Outcome(stream="")

    def decided(book: PolicyBook) -> tuple[Outcome, Treasury]:
        with views_of_now(store) as reader:
            treasury = Treasury(store.handler, views.position(reader), reader)
            return _decided(store, treasury, book, command, author), treasury

    def drafts(book: PolicyBook) -> list[Draft]:
        nonlocal outcome
        must_be_dated(command, day_of(store.handler.recorder.clock()))
        said, treasury = store.mending(lambda: decided(book))
        events = tuple(sorted(said.events, key=lambda event: _rank(event.stream)))
        outcome = Outcome(stream=said.stream, events=events)
        return drafts_of(treasury, events, author)

    kin = bool(store.handler.successions().heirs)  # then what it rests on is in other streams too
    with gc_paused():
        store.handler.append_across(drafts, alone=kin)
    return outcome


def rehearse_money(
    store: Store, treasury: Treasury, book: PolicyBook, command: MoneyCommand, author: Author
) -> None:
    """Decide on a command and record nothing. Raises Refusal as carrying it out would."""
    must_have_fit_texts(command)
    must_be_dated(command, day_of(store.handler.recorder.clock()))
    _decided(store, treasury, book, command, author)


def _decided(
    store: Store, treasury: Treasury, book: PolicyBook, command: MoneyCommand, author: Author
) -> Outcome:
    match command:
        case money.NameBudgetLine():
            return of_budget.name_budget_line(treasury, book, command)
        case money.RenameBudgetLine():
            return of_budget.rename_budget_line(treasury, command)
        case money.RegroupBudgetLine():
            return of_budget.regroup_budget_line(treasury, book, command)
        case money.MoveBudget():
            return of_budget.move_money(treasury, book, command)
        case money.CarryOver():
            return of_budget.carry_over(treasury, command)
        case money.ReopenBudget():
            return of_budget.reopen(treasury, command)
        case money.ComputeBatch():
            return compute_batch(treasury, book, command)
        case money.PublishBatch():
            return of_batch.publish(treasury, command)
        case money.WithdrawNotice():
            return of_batch.withdraw_notice(treasury, command)
        case money.CancelBatch():
            return of_batch.cancel(treasury, command)
        case money.ObjectToLine():
            return of_batch.object_to_line(treasury, command)
        case money.ResolveObjection():
            return of_batch.resolve(treasury, book, command)
        case money.OrderBatch():
            return of_batch.order_transfers(treasury, command)
        case money.PayBatch():
            return of_batch.pay_lines(store, treasury, command, author)
        case money.SettleBatch():
            return of_batch.settle_batch(store, treasury, command, author)
        case money.FailPayment():
            return of_batch.fail_payment(store, treasury, command)
        case money.RecordRecovery():
            return recover_money(store, treasury, command)
        case money.CorrectEntry():
            return correct_entry(store, treasury, command)
        case money.RecordRecoveries():
            return recover_claims(store, treasury, command)
        case money.SeparateLogins():
            return of_settings.separate_logins(treasury)
        case money.SeparateHands():
            return of_settings.separate_hands(treasury)
        case money.SetOfficeRules():
            return of_settings.set_office_rules(treasury, book, command)


def _rank(stream: str) -> int:
    if of_enterprise(stream):
        return 0
    return 2 if stream.startswith(BATCH) else 1
