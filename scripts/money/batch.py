"""Commands about payment batches: computed, published, objected to, paid."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from cyclopts import Parameter

from adapters.ledger.look import Look
from adapters.wording.enterprises.money import (
    batch_report,
    batches_report,
    money_sentence,
    without_account,
)
from adapters.wording.rendering.text import show as print_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands import money as commands
from domain.events.streams import number_in
from domain.payments.budget import ALL
from projections.money.batches import BatchDetails
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import READING, WRITING, Common, Reading, Writing, note
from scripts.cli.values import CLAIM_NO, YEAR, OfPolicy, amount, day, days, flag, text, value, whole

batch = noun("batch")
Number = Annotated[int, value(whole, "N", N_("number of the batch"))]
Claim = Annotated[str, CLAIM_NO]
Reason = Annotated[str, value(text, "TEXT", N_("why, in the officer's words"))]


@batch.command(help=N_("Compute a batch of the approved, unpaid claims that a line can pay."))
def compute(
    *,
    budget_year: Annotated[int, YEAR],
    line: Annotated[str, value(text, "L", N_("the budget line"))] = ALL,
    until: Annotated[date | None, value(day, "DATE", N_("claims decided until that day"))] = None,
    document: Annotated[str | None, value(text, "NO", N_("number of the document"))] = None,
    shortage: Annotated[
        Literal["queue", "pro-rata"],
        Parameter(help=N_("when money is short: in order, or a share each")),
    ] = "queue",
    round_down_to: Annotated[
        Literal["yuan", "wan"] | None, Parameter(help=N_("whole units of a share"))
    ] = None,
    at_least: Annotated[
        int | None, value(amount, "YUAN", N_("smaller shares are not paid"))
    ] = None,
    remainder: Annotated[
        Literal["owed", "lapse"] | None,
        Parameter(help=N_("what a share leaves unpaid: owed still, or lapsed")),
    ] = None,
    policy: OfPolicy = None,
    at: Writing = WRITING,
) -> None:
    shares = (round_down_to, at_least, remainder)
    if shortage == "queue" and any(option is not None for option in shares):
        raise Misuse(_("only with --shortage pro-rata"))
    command = commands.ComputeBatch(
        budget_year=budget_year,
        line=line,
        document=document,
        until=until,
        shortage=shortage,
        round_down_to=round_down_to,
        at_least_fen=at_least or 0,
        remainder=remainder or "owed",
        policy=policy,
    )
    _carry_out(command, at)


@batch.command(help=N_("Begin a batch's public notice."))
def publish(
    number: Number,
    /,
    *,
    on: Annotated[date, value(day, "DATE", N_("first day of the notice"))],
    days: Annotated[int, value(days, "D", N_("how many days"))] = 7,
    at: Writing = WRITING,
) -> None:
    _carry_out(commands.PublishBatch(batch=number, on=on, days=days), at)


@batch.command(name="object", help=N_("Hold one line of a batch that somebody objects to."))
def hold(number: Number, claim: Claim, /, *, reason: Reason, at: Writing = WRITING) -> None:
    _carry_out(commands.ObjectToLine(batch=number, claim_no=claim, words=reason), at, claim)


@batch.command(help=N_("Resolve an objection: uphold it and revoke the claim, or dismiss it."))
def resolve(
    number: Number,
    claim: Claim,
    /,
    *,
    uphold: Annotated[bool, flag(N_("the objection holds: revoke the claim"))] = False,
    dismiss: Annotated[bool, flag(N_("the objection does not hold: free the line"))] = False,
    document: Annotated[str, value(text, "NO", N_("number of the document"))],
    at: Writing = WRITING,
) -> None:
    if uphold == dismiss:
        raise Misuse(_("give either --uphold or --dismiss"))
    command = commands.ResolveObjection(
        batch=number, claim_no=claim, upheld=uphold, document=document
    )
    _carry_out(command, at, claim)


@batch.command(help=N_("Pay a batch's payable lines."))
def pay(
    number: Number,
    /,
    *,
    on: Annotated[date, value(day, "DATE", N_("day of the payment"))],
    receipt: Annotated[str, value(text, "NO", N_("number of the receipt"))],
    at: Writing = WRITING,
) -> None:
    with at.carry_out(commands.PayBatch(batch=number, receipt=receipt, on=on)) as (_outcome, look):
        answer = look.paid_batch(number)
        _tell(look, answer, at)
    if answer.without_account:
        note(without_account(answer.without_account))


@batch.command(help=N_("Record that a payment did not arrive."))
def fail(number: Number, claim: Claim, /, *, reason: Reason, at: Writing = WRITING) -> None:
    _carry_out(commands.FailPayment(batch=number, claim_no=claim, words=reason), at, claim)


@batch.command(help=N_("Show a batch and its lines."))
def show(number: Number, /, *, policy: OfPolicy = None, at: Reading = READING) -> None:
    with at.look() as look:
        _tell(look, look.batch(number, policy), at)


@batch.command(name="list", help=N_("List every batch."))
def every(*, policy: OfPolicy = None, at: Reading = READING) -> None:
    with at.look() as look:
        batches, book = look.batches(policy), look.book
    at.tell(batches, lambda: print_report(batches_report(batches, book)))


def _carry_out(command: commands.MoneyCommand, at: Writing, claim: str | None = None) -> None:
    """Carry out a command about a batch and print the batch, or its line of a claim."""
    with at.carry_out(command) as (outcome, look):
        _tell(look, look.batch(number_in(outcome.stream)), at, claim)


def _tell(look: Look, answer: BatchDetails, at: Common, claim: str | None = None) -> None:
    """Print a batch and what it did with its line's money: beside the answer where that is JSON."""
    money, book = look.batch_money(answer.batch), look.book
    at.tell(answer, lambda: print_report(batch_report(answer, look.names(), money, book, claim)))
    if at.json:
        note(money_sentence(money))
