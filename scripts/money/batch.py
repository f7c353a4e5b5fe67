"""Commands about payment batches: what `noticed` has, then ordered, paid, shown."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from adapters.wording.enterprises.batches import (
    barred_text,
    batches_report,
)
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands import money as commands
from projections.money.batches import BatchDetails
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.options import READING, WRITING, Reading, Writing
from scripts.cli.parts import ALL, Part
from scripts.cli.values import (
    DOCUMENT,
    OfPolicy,
    day,
    flag,
    text,
    value,
)
from scripts.money import bank as _bank  # noqa: F401 - its commands are of this noun
from scripts.money.correcting import Position, Settings, Void, correction
from scripts.money.noticed import (
    Backdated,
    Claim,
    Number,
    Only,
    Reason,
    batch,
    carry_out_batch,
    tell_batch,
)


@batch.command(help=N_("Fix what of a batch is to be transferred and what set off."))
def order(
    number: Number,
    /,
    *,
    document: Annotated[str, DOCUMENT],
    on: Annotated[date, value(day, "DATE", N_("day of the order"))],
    only: Only = (),
    backdated: Backdated = None,
    at: Writing = WRITING,
) -> None:
    command = commands.OrderBatch(
        batch=number, document=document, on=on, only=only or None, backdated=backdated
    )
    _tell_barred(carry_out_batch(command, at))


@batch.command(help=N_("Pay a batch's payable lines."))
def pay(
    number: Number,
    /,
    *,
    on: Annotated[date, value(day, "DATE", N_("day of the payment"))],
    receipt: Annotated[str, value(text, "NO", N_("number of the receipt"))],
    only: Only = (),
    without_account: Annotated[
        bool, flag(N_("in cash or offset, as a document says: the claims of --only"))
    ] = False,
    document: Annotated[
        str | None, value(text, "NO", N_("number of the document; with --without-account"))
    ] = None,
    backdated: Backdated = None,
    at: Writing = WRITING,
) -> None:
    if without_account != (document is not None) or (without_account and not only):
        raise Misuse(_("without an account: --without-account --document NO --only CLAIM_NO"))
    command = commands.PayBatch(
        batch=number,
        receipt=receipt,
        on=on,
        only=only or None,
        backdated=backdated,
        without_account=document,
    )
    with at.carry_out_long(command) as (_stream, look):
        answer, money = look.paid_batch(number)
        tell_batch(look, answer, money, at)
    _tell_barred(answer)


@batch.command(help=N_("Record that a payment did not arrive."))
def fail(
    number: Number,
    claim: Claim,
    /,
    *,
    reason: Reason,
    on: Annotated[
        date | None, value(day, "DATE", N_("day the money came back; today if left out"))
    ] = None,
    receipt: Annotated[
        str | None, value(text, "NO", N_("number of the receipt of its coming back"))
    ] = None,
    backdated: Backdated = None,
    at: Writing = WRITING,
) -> None:
    command = commands.FailPayment(
        batch=number,
        claim_no=claim,
        words=reason,
        on=on,
        receipt=receipt,
        backdated=backdated,
    )
    carry_out_batch(command, at, claim)


@batch.command(help=N_("Put the number or day of a payment or an order right, by a document."))
def correct(
    position: Position,
    /,
    *,
    settings: Settings = (),
    void: Void = False,
    document: Annotated[str, DOCUMENT],
    reason: Reason,
    backdated: Backdated = None,
    at: Writing = WRITING,
) -> None:
    command = correction(
        "batch", position, settings, document, reason, void=void, backdated=backdated
    )
    carry_out_batch(command, at)


@batch.command(help=N_("Show a batch and its lines."))
def show(number: Number, /, *, policy: OfPolicy = None, at: Reading = READING) -> None:
    with at.look() as look:
        tell_batch(look, *look.batch_and_money(number, policy), at)


@batch.command(name="list", help=N_("List every batch."))
def every(*, policy: OfPolicy = None, part: Part = ALL, at: Reading = READING) -> None:
    with at.look() as look:
        all_of_them, book = look.batches(policy), look.book
    batches = part.of(all_of_them, lambda each: each.batch)
    at.tell(batches, lambda: batches_report(batches, book))


def _tell_barred(answer: BatchDetails) -> None:
    """Say which lines were left out because there is no account to pay them to."""
    for sentence in barred_text(answer):
        note(sentence)
