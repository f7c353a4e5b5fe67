"""Commands about what an enterprise was granted, paid and asked back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from adapters.ledger.look import Look
from adapters.wording.enterprises.money import statement_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.money import RecordRecoveries, RecordRecovery
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import READING, WRITING, Common, Reading, Writing
from scripts.cli.values import AMOUNT, BACKDATED, CLAIM_NO, USCC, OfPolicy, day, text, value
from scripts.money.correcting import (
    Backdated,
    Document,
    Position,
    Reason,
    Settings,
    Void,
    correction,
)

recovery = noun("recovery")


def statement(
    uscc: Annotated[str, USCC],
    /,
    *,
    as_of: Annotated[
        date | None, value(day, "DATE", N_("as it stood on a day, by the dates of acts"))
    ] = None,
    policy: OfPolicy = None,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        tell_statement(look, uscc, at, policy, as_of)


@recovery.command(help=N_("Record money repaid: for a claim, or one sum for several in turn."))
def record(
    claims: Annotated[tuple[str, ...], CLAIM_NO],
    /,
    *,
    amount: Annotated[int, AMOUNT],
    on: Annotated[date, value(day, "DATE", N_("day the money arrived"))],
    receipt: Annotated[str, value(text, "NO", N_("number of the receipt"))],
    backdated: Annotated[str | None, BACKDATED] = None,
    at: Writing = WRITING,
) -> None:
    if not claims:
        raise Misuse(_("give one claim or more"))
    said: dict[str, Any] = {
        "amount_fen": amount,
        "receipt": receipt,
        "on": on,
        "backdated": backdated,
    }
    command: RecordRecovery | RecordRecoveries = (
        RecordRecovery(claim_no=claims[0], **said)
        if len(claims) == 1
        else RecordRecoveries(claims=claims, **said)
    )
    with at.carry_out(command) as (outcome, look):
        tell_statement(look, outcome.stream, at)


@recovery.command(help=N_("Put money repaid right, or reverse it, by a document."))
def correct(
    position: Position,
    /,
    *,
    settings: Settings = (),
    void: Void = False,
    document: Document,
    reason: Reason,
    backdated: Backdated = None,
    at: Writing = WRITING,
) -> None:
    command = correction(
        "recovery", position, settings, document, reason, void=void, backdated=backdated
    )
    with at.carry_out(command) as (outcome, look):
        tell_statement(look, outcome.stream, at)


def tell_statement(
    look: Look, uscc: str, at: Common, policy: str | None = None, as_of: date | None = None
) -> None:
    """Print an enterprise's statement, now or for a day; of a policy's claims alone, by its id."""
    answer, name, book = look.statement(uscc, policy, as_of), look.name(uscc), look.book
    at.tell(answer, lambda: statement_report(answer, name, book))
