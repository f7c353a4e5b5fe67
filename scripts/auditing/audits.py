"""Commands that an auditor runs over the whole ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

from adapters.wording.table import Report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from projections.audit.answer import AuditAnswer
from scripts.cli.many import ALONE, Many
from scripts.cli.nouns import noun
from scripts.cli.options import PRINTING, Printing
from scripts.cli.values import OfPolicy, day, text, value, whole, workbook

audit = noun("audit")


def _size(given: str) -> int:
    size = whole(given)
    if size == 0:
        raise ValueError(_("at least one"))
    return size


Out = Annotated[Path | None, value(workbook, "FILE.xlsx", N_("write a workbook"))]


@audit.command(
    help=N_(
        "Find what is claimed twice: an invoice, a certificate, an event, an account; and "
        "support above cost. Exit code 1: there are findings; 0: there are none."
    )
)
def duplicates(
    *,
    against: Annotated[
        Path | None,
        value(Path, "FILE", N_("compare with what other bureaus paid instead: .xlsx or .csv")),
    ] = None,
    policy: OfPolicy = None,
    out: Out = None,
    many: Many = ALONE,
    at: Printing = PRINTING,
) -> int:
    if many.ledgers is not None:
        from scripts.policy import together  # not needed otherwise

        of_one = {"--against": against, "--policy": policy, "--out": out}
        return together.duplicates(many, at, **of_one)
    if against is not None:
        return _against(against, policy, out, at)
    from adapters.wording.audit.findings import duplicates_report

    with at.look() as look:
        answer, names, book = look.duplicates(policy), look.names(), look.book
    _tell(answer, lambda: duplicates_report(answer, names, book, whole=out is not None), out, at)
    return 1 if answer.wrong else 0


def _against(file: Path, policy: str | None, out: Path | None, at: Printing) -> int:
    """Compare the claims with a list of what other bureaus paid, and say what of it matches."""
    from adapters.intake.flat.lists import read_list
    from adapters.intake.flat.registers import PAYMENTS, PAYMENTS_ONE_OF
    from adapters.wording.audit.against import against_report
    from adapters.wording.enterprises.listed_rows import rejects_of, unread_of

    read = read_list(file, PAYMENTS, PAYMENTS_ONE_OF)
    with at.look() as look:
        answer = look.against(file.name, read, policy)
    answer = replace(answer, rejects=tuple(rejects_of(read.rejected)), unread=unread_of(read))
    _tell(answer, lambda: against_report(answer), out, at)
    return 1 if answer.wrong or answer.rejects or answer.unread else 0


@audit.command(
    help=N_(
        "Show which claims are past a time limit (`store rules`), how long each claim and batch "
        "line was in each state, and whom it waits for, counted to the recorded time of the last "
        "event looked at. Exit code 1: a claim is past a limit; 0: none is."
    )
)
def delays(
    *,
    on: Annotated[
        date | None, value(day, "DATE", N_("time limits as of that day; else of the last event"))
    ] = None,
    policy: OfPolicy = None,
    out: Out = None,
    at: Printing = PRINTING,
) -> int:
    from adapters.wording.audit.figures import delays_report

    with at.look() as look:
        answer, names, book = look.delays(policy, on), look.names(), look.book
    _tell(answer, lambda: delays_report(answer, names, book, whole=out is not None), out, at)
    return 1 if answer.past_limit else 0


@audit.command(
    help=N_(
        "Draw a sample of granted claims by measure and amount, the same for everybody with the "
        "same seed. Exit code 0: figures only, no judgment."
    )
)
def sample(
    *,
    size: Annotated[int, value(_size, "N", N_("how many claims"))],
    seed: Annotated[str, value(text, "S", N_("the seed, any text"))],
    policy: OfPolicy = None,
    out: Out = None,
    at: Printing = PRINTING,
) -> None:
    from adapters.wording.audit.figures import sample_report

    with at.look() as look:
        answer, names, book = look.sample(size, seed, policy), look.names(), look.book
    _tell(answer, lambda: sample_report(answer, names, book), out, at)


@audit.command(
    help=N_(
        "Check separation of duties: who submitted, approved, published and paid each claim. Exit"
        " code 1: there are findings; 0: there are none."
    )
)
def separation(*, policy: OfPolicy = None, out: Out = None, at: Printing = PRINTING) -> int:
    from adapters.wording.audit.findings import separation_report

    with at.look() as look:
        answer, names, book = look.separation(policy), look.names(), look.book
    _tell(answer, lambda: separation_report(answer, names, book), out, at)
    return 1 if answer.wrong else 0


@audit.command(
    help=N_(
        "List the acts by way of exception, each with its document: backdated, short notices, "
        "corrections, reopenings and more. Exit code 1: there are some; 0: there are none."
    )
)
def exceptions(*, policy: OfPolicy = None, out: Out = None, at: Printing = PRINTING) -> int:
    from adapters.wording.audit.findings import exceptions_report

    with at.look() as look:
        answer = look.exceptions(policy)
    _tell(answer, lambda: exceptions_report(answer), out, at)
    return 1 if answer.wrong else 0


def _tell(
    answer: AuditAnswer, report: Callable[[], Report], out: Path | None, at: Printing
) -> None:
    """Write the workbook where one is asked for, then print the answer."""
    if out is None:
        at.tell(answer, lambda: report())
        return
    from adapters.wording.audit.words import recorded_at
    from adapters.wording.rendering.workbook import write_report

    whole = report()
    write_report(whole, out, recorded_at(answer), force=at.force)
    written = _("Written to {file}").format(file=out)
    at.tell(answer, lambda: "\n".join((*whole.lines, written)))
