"""Commands about payment batches until they are to be paid: computed, published, objected to."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from cyclopts import Parameter

from adapters.ledger.look import Look
from adapters.wording.enterprises.batches import (
    batch_report,
    money_sentence,
)
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands import money as commands
from domain.events.streams import number_in
from domain.payments.budget import ALL
from projections.money.as_computed import BatchMoney
from projections.money.batches import BatchDetails
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import WRITING, Common, Writing
from scripts.cli.values import (
    BACKDATED,
    CLAIM_NO,
    DOCUMENT,
    MANY,
    YEAR,
    OfPolicy,
    amount,
    any_text,
    day,
    days,
    flag,
    text,
    value,
    whole,
)

batch = noun("batch")
Number = Annotated[int, value(whole, "N", N_("number of the batch"))]
Claim = Annotated[str, CLAIM_NO]
Only = Annotated[
    tuple[str, ...], value(any_text, "CLAIM_NO", N_("the lines of these claims alone")), MANY
]
Objection = Annotated[
    int | None, value(whole, "K", N_("number of the objection to this line, from 1"))
]
Backdated = Annotated[str | None, BACKDATED]
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
        int | None, value(amount, "AMOUNT", N_("smaller shares are not paid"))
    ] = None,
    remainder: Annotated[
        Literal["owed", "lapse"] | None,
        Parameter(help=N_("what a share leaves unpaid: owed still, or lapsed")),
    ] = None,
    policy: OfPolicy = None,
    dry_run: Annotated[bool, flag(N_("show the batch and record nothing"))] = False,
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
    if not dry_run:
        carry_out_batch(command, at)
        return
    with at.ledger() as (ledger, _author), ledger.look() as look:
        tell_batch(look, *look.rehearsed_batch(command), at)
    note(_("Rehearsal: nothing was recorded"))


@batch.command(help=N_("Begin a batch's public notice."))
def publish(
    number: Number,
    /,
    *,
    on: Annotated[date, value(day, "DATE", N_("first day of the notice"))],
    days: Annotated[
        int | None, value(days, "D", N_("how many days; else as the rules of the office say"))
    ] = None,
    shortened: Annotated[
        str | None, value(text, "NO", N_("document that allows fewer days than the rules say"))
    ] = None,
    backdated: Backdated = None,
    at: Writing = WRITING,
) -> None:
    command = commands.PublishBatch(
        batch=number, on=on, days=days, shortened=shortened, backdated=backdated
    )
    carry_out_batch(command, at)


@batch.command(help=N_("Take a batch's public notice back: the batch stands as computed."))
def withdraw_notice(
    number: Number,
    /,
    *,
    reason: Reason,
    document: Annotated[str, DOCUMENT],
    at: Writing = WRITING,
) -> None:
    carry_out_batch(commands.WithdrawNotice(batch=number, words=reason, document=document), at)


@batch.command(help=N_("Give up what a batch has not paid: its claims are unpaid again."))
def cancel(
    number: Number,
    /,
    *,
    reason: Reason,
    document: Annotated[
        str | None, value(text, "NO", N_("number of the document; needed once it was published"))
    ] = None,
    at: Writing = WRITING,
) -> None:
    carry_out_batch(commands.CancelBatch(batch=number, words=reason, document=document), at)


@batch.command(name="object", help=N_("Hold one line of a batch that somebody objects to."))
def hold(
    number: Number,
    claim: Claim,
    /,
    *,
    reason: Reason,
    on: Annotated[date | None, value(day, "DATE", N_("day of the objection"))] = None,
    person: Annotated[str | None, value(text, "WHO", N_("who objects"))] = None,
    document: Annotated[str | None, value(text, "NO", N_("number of the document"))] = None,
    objection: Objection = None,
    at: Writing = WRITING,
) -> None:
    command = commands.ObjectToLine(
        batch=number,
        claim_no=claim,
        words=reason,
        on=on,
        person=person,
        document=document,
        number=objection,
    )
    carry_out_batch(command, at, claim)


@batch.command(help=N_("Resolve an objection: uphold it and revoke the claim, or dismiss it."))
def resolve(
    number: Number,
    claim: Claim,
    /,
    *,
    uphold: Annotated[bool, flag(N_("the objection holds: revoke the claim"))] = False,
    dismiss: Annotated[bool, flag(N_("the objection does not hold: free the line"))] = False,
    document: Annotated[str, value(text, "NO", N_("number of the document"))],
    objection: Objection = None,
    at: Writing = WRITING,
) -> None:
    if uphold == dismiss:
        raise Misuse(_("give either --uphold or --dismiss"))
    command = commands.ResolveObjection(
        batch=number, claim_no=claim, upheld=uphold, document=document, number=objection
    )
    carry_out_batch(command, at, claim)


def carry_out_batch(
    command: commands.MoneyCommand, at: Writing, claim: str | None = None
) -> BatchDetails:
    """Carry out a command about a batch and print the batch, or its line of a claim."""
    with at.carry_out_long(command) as (stream, look):
        answer, money = look.batch_and_money(number_in(stream))
        tell_batch(look, answer, money, at, claim)
    return answer


def tell_batch(
    look: Look, answer: BatchDetails, money: BatchMoney, at: Common, claim: str | None = None
) -> None:
    """Print a batch and what it did with its line's money: beside the answer where that is JSON."""
    names, book = look.names(), look.book  # a page is written after the look
    at.tell(answer, lambda: batch_report(answer, names, money, book, claim))
    if at.json:
        note(money_sentence(money))
