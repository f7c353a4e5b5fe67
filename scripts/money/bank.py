"""Commands about what a bank is given of a batch, and what it answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from adapters.papers.bank.bank_file import write_bank_file
from adapters.papers.bank.matching import expected, match
from adapters.papers.bank.results import read_answers
from adapters.papers.bank.template import read_template
from adapters.wording.enterprises.bank import (
    answered,
    answered_report,
    written,
    written_report,
)
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.money import SettleBatch
from scripts.cli.doors import note
from scripts.cli.options import BY, CLOCK_IS_RIGHT, PRINTING, WRITING, Printing, Writing
from scripts.cli.values import day, flag, text, value
from scripts.money.noticed import Backdated, Number, batch

Layout = Annotated[
    str, value(text, "NAME|FILE", N_("a shipped layout, or the file of your own (.toml)"))
]
Order = Annotated[str | None, value(text, "NO", N_("of one order, by its document"))]


@batch.command(help=N_("Write the file that a bank transfers a batch by; it shows accounts."))
def bank_file(
    number: Number,
    /,
    *,
    template: Layout,
    out: Annotated[Path, value(Path, "FILE", N_("the file to write"))],
    order: Order = None,
    reason: Annotated[
        str | None, value(text, "TEXT", N_("why it is written; recorded, as who writes it is"))
    ] = None,
    by: Annotated[str | None, BY] = None,
    clock_is_right: Annotated[bool, CLOCK_IS_RIGHT] = False,
    at: Printing = PRINTING,
) -> None:
    layout = read_template(template)
    with at.opened() as ledger, ledger.look(at.position, at.known_at) as look:
        author = ledger.author(by, clock_is_right=clock_is_right)
        made = write_bank_file(
            look, number, layout, out, order=order, author=author, reason=reason, force=at.force
        )
        names = look.names()
    answer = written(made, number, str(out), template)
    at.tell(answer, lambda: written_report(answer, layout, names))


@batch.command(help=N_("Take the bank's answer: pay what it paid, undo what failed."))
def results(
    number: Number,
    file: Annotated[Path, value(Path, "FILE", N_("the bank's answer: text, .csv or .xlsx"))],
    /,
    *,
    template: Layout,
    receipt: Annotated[str, value(text, "NO", N_("number of the receipt"))],
    on: Annotated[date, value(day, "DATE", N_("day of the payment"))],
    order: Order = None,
    dry_run: Annotated[bool, flag(N_("record nothing"))] = False,
    backdated: Backdated = None,
    at: Writing = WRITING,
) -> int:
    answers = read_answers(file, read_template(template))
    with at.ledger() as (ledger, author):
        with ledger.look() as look:
            matched = match(expected(look, number, receipt, order, on), answers)
            names = look.names()
            command = SettleBatch(
                batch=number,
                receipt=receipt,
                on=on,
                claims=matched.claims(),
                failed=matched.failures(),
                backdated=backdated,
            )
            if dry_run and not matched.problems:
                look.rehearse_money(command, author)
        events = 0
        if not (matched.problems or dry_run):
            events = len(ledger.carry_out(command, author).events)
    answer = answered(matched, number, receipt, events)
    at.tell(answer, lambda: answered_report(answer, names))
    if dry_run or answer.problems:
        note(_("Rehearsal: nothing was recorded") if dry_run else _("Nothing was recorded"))
    return 1 if answer.problems else 0
