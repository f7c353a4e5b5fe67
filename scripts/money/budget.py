"""Commands about a budget year: its lines, what moves on them, and how it stands."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from cyclopts import Parameter

from adapters.wording.enterprises.money import budget_report
from adapters.wording.enterprises.years import budget_sources_report, budget_years_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.money import (
    CarryOver,
    MoneyCommand,
    MoveBudget,
    NameBudgetLine,
    RegroupBudgetLine,
    RenameBudgetLine,
    ReopenBudget,
)
from domain.events import budget as events
from domain.events.streams import number_in
from domain.payments.budget import ALL
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import READING, WRITING, Reading, Writing
from scripts.cli.values import (
    AMOUNT,
    BACKDATED,
    DOCUMENT,
    MANY,
    YEAR,
    OfPolicy,
    day,
    flag,
    text,
    value,
)
from scripts.money.correcting import Position, Reason, Settings, Void, correction

budget = noun("budget")
Year = Annotated[int, YEAR]
Line = Annotated[str, value(text, "L", N_("the budget line"))]
Amount = Annotated[int, AMOUNT]
Document = Annotated[str, DOCUMENT]
Measures = Annotated[
    tuple[str, ...],
    value(str, "M", N_("the measures, also separated by commas; with --policy, all its own")),
    MANY,
]
Source = Annotated[
    str | None,
    value(text, "SOURCE", N_("whose money it is, as a policy names its sources")),
]
Day = Annotated[date, value(day, "DATE", N_("the day of the document"))]


@budget.command(help=N_("Name a line of a budget year, with the measures it pays for."))
def line(
    year: Year,
    line: Line,
    /,
    *,
    measures: Measures = (),
    policy: OfPolicy = None,
    at: Writing = WRITING,
) -> None:
    names = _names(measures, policy)
    command = NameBudgetLine(year=year, line=line, measures=names, policy=policy)
    _carry_out(command, at)


@budget.command(help=N_("Call a line of a budget year otherwise."))
def rename(
    year: Year,
    line: Line,
    title: Annotated[str, value(text, "NAME", N_("what it is called from now on"))],
    /,
    *,
    document: Document,
    at: Writing = WRITING,
) -> None:
    _carry_out(RenameBudgetLine(year=year, line=line, title=title, document=document), at)


@budget.command(help=N_("Have a line of a budget year pay for other measures from now on."))
def regroup(
    year: Year,
    line: Line,
    /,
    *,
    measures: Measures = (),
    document: Document,
    policy: OfPolicy = None,
    at: Writing = WRITING,
) -> None:
    names = _names(measures, policy)
    command = RegroupBudgetLine(
        year=year, line=line, measures=names, document=document, policy=policy
    )
    _carry_out(command, at)


@budget.command(name="list", help=N_("List every budget year and its lines."))
def every(*, at: Reading = READING) -> None:
    with at.look() as look:
        answer, book = look.budget_years(), look.book
    at.tell(answer, lambda: budget_years_report(answer, book))


@budget.command(help=N_("Show who gave the money of a budget year, and who bears what it paid."))
def sources(year: Year, /, *, at: Reading = READING) -> None:
    with at.look() as look:
        answer, book, position = look.budget_sources(year), look.book, look.position
    at.tell(answer, lambda: budget_sources_report(year, position, answer, book))


def _names(measures: tuple[str, ...], policy: str | None) -> tuple[str, ...]:
    """Return the measures named; none stands for all of a policy. Raises Misuse."""
    parts = (part.strip() for words in measures for part in re.split("[,，]", words))
    names = tuple(part for part in parts if part)
    if policy is None and not names:
        raise Misuse(_("give --measures, or --policy for all measures of a policy"))
    return names


def _move(name: str, kind: type[events.SingleLineMovement], purpose: str) -> None:
    """Add the command that records a movement of one line."""

    def record(
        year: Year,
        /,
        *,
        line: Line = ALL,
        amount: Amount,
        document: Document,
        on: Day,
        source: Source = None,
        at: Writing = WRITING,
    ) -> None:
        movement = kind(line=line, amount_fen=amount, document=document, on=on)
        _carry_out(MoveBudget(year=year, movement=movement, source=source), at)

    budget.command(record, name=name, help=purpose)


_move("appropriate", events.BudgetAppropriated, N_("Record the initial appropriation of a line."))
_move("supplement", events.BudgetSupplemented, N_("Record money added to a line during the year."))
_move("return", events.BudgetReturned, N_("Record money of a line that goes back to the treasury."))


@budget.command(help=N_("Record money moved from one line of a year to another."))
def transfer(
    year: Year,
    /,
    *,
    from_line: Annotated[str, value(text, "L", N_("the line it leaves")), Parameter(name="--from")],
    to_line: Annotated[str, value(text, "L", N_("the line it reaches")), Parameter(name="--to")],
    amount: Amount,
    document: Document,
    on: Day,
    source: Source = None,
    at: Writing = WRITING,
) -> None:
    movement = events.BudgetTransferred(
        from_line=from_line, to_line=to_line, amount_fen=amount, document=document, on=on
    )
    _carry_out(MoveBudget(year=year, movement=movement, source=source), at)


@budget.command(help=N_("Close a budget year: what its lines have left goes to the next."))
def carry_over(
    year: Year,
    /,
    *,
    document: Document,
    on: Day,
    early: Annotated[bool, flag(N_("also before the year's last day; listed as an exception"))] = (
        False
    ),
    at: Writing = WRITING,
) -> None:
    _carry_out(CarryOver(year=year, document=document, on=on, early=early), at)


@budget.command(help=N_("Open a closed year again: what it carried over comes back."))
def reopen(
    year: Year,
    /,
    *,
    document: Document,
    on: Day,
    reason: Annotated[str, value(text, "TEXT", N_("why, in the officer's words"))],
    backdated: Annotated[str | None, BACKDATED] = None,
    at: Writing = WRITING,
) -> None:
    command = ReopenBudget(year=year, document=document, on=on, words=reason, backdated=backdated)
    _carry_out(command, at)


@budget.command(help=N_("Put a recorded movement right, or reverse it, by a document."))
def correct(
    position: Position,
    /,
    *,
    settings: Settings = (),
    void: Void = False,
    document: Document,
    reason: Reason,
    at: Writing = WRITING,
) -> None:
    _carry_out(correction("budget", position, settings, document, reason, void=void), at)


@budget.command(help=N_("Show what a budget year has, paid, owes and has left."))
def show(
    year: Year,
    /,
    *,
    as_of: Annotated[
        date | None, value(day, "DATE", N_("as it stood on a day, by the dates of acts"))
    ] = None,
    policy: OfPolicy = None,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        answer, book = look.budget(year, as_of, policy), look.book
    at.tell(answer, lambda: budget_report(answer, book))


def _carry_out(command: MoneyCommand, at: Writing) -> None:
    """Carry out a command about a budget year and print the year's budget."""
    with at.carry_out(command) as (outcome, look):
        answer, book = look.budget(number_in(outcome.stream)), look.book
    at.tell(answer, lambda: budget_report(answer, book))
