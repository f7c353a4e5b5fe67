"""Commands about papers: printing them, and checking them against the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from adapters.letters.check.checking import check_code, check_letter
from adapters.letters.layout import SUFFIXES
from adapters.papers.check.checking import check as check_paper
from adapters.papers.paper import subject_of
from adapters.papers.printing import WRITERS, print_paper
from adapters.wording.enterprises.papers import (
    check_report,
    code_report,
    not_here,
    printed_report,
    uncompared,
)
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from projections.papers import PaperKind
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.options import BY, CLOCK_IS_RIGHT, COMMON, PRINTING, Common, Printing
from scripts.cli.values import USCC, YEAR, OfPolicy, any_text, text, value, whole
from scripts.papers.letters import LAYOUT, Layout, paper, print_letter

Out = Annotated[Path, value(Path, "FILE", N_("the file to write: .xlsx or .csv"))]
File = Annotated[Path, value(Path, "FILE", N_("the file to write: .docx, .pdf, .xlsx or .csv"))]
Batch = Annotated[int, value(whole, "N", N_("the batch"))]

Why = Annotated[
    str | None, value(text, "TEXT", N_("why it is printed; recorded, as who prints it is"))
]


@paper.command(help=N_("Print the public notice of a batch."))
def notice(batch: Batch, /, *, out: File, by: Layout = LAYOUT, at: Printing = PRINTING) -> None:
    _print_as("publicity", "notice", str(batch), out, by, at)


@paper.command(help=N_("Print the payment list of a batch; it shows accounts in full."))
def payments(
    batch: Batch,
    /,
    *,
    out: Out,
    reason: Why = None,
    by: Annotated[str | None, BY] = None,
    clock_is_right: Annotated[bool, CLOCK_IS_RIGHT] = False,
    at: Printing = PRINTING,
) -> None:
    _print("payments", str(batch), out, at, reason, by, clock_is_right=clock_is_right)


@paper.command(help=N_("Print what a batch transfers to each payee; it shows accounts in full."))
def payment_list(
    batch: Batch,
    /,
    *,
    out: Out,
    reason: Why = None,
    by: Annotated[str | None, BY] = None,
    clock_is_right: Annotated[bool, CLOCK_IS_RIGHT] = False,
    at: Printing = PRINTING,
) -> None:
    _print("payment-list", str(batch), out, at, reason, by, clock_is_right=clock_is_right)


@paper.command(help=N_("Print the statement of an enterprise."))
def statement(
    uscc: Annotated[str, USCC],
    /,
    *,
    policy: OfPolicy = None,
    out: File,
    by: Layout = LAYOUT,
    at: Printing = PRINTING,
) -> None:
    _print_as("account-statement", "statement", subject_of(uscc, policy), out, by, at)


@paper.command(help=N_("Print the report of a budget year."))
def budget(
    year: Annotated[int, YEAR],
    /,
    *,
    policy: OfPolicy = None,
    out: File,
    by: Layout = LAYOUT,
    at: Printing = PRINTING,
) -> None:
    _print_as("budget-execution", "budget", subject_of(str(year), policy), out, by, at)


@paper.command(help=N_("Say whether a paper is what the ledger printed, and what differs."))
def check(
    file: Annotated[
        Path | None, value(Path, "FILE", N_("the paper: .docx, .pdf, .xlsx or .csv"))
    ] = None,
    /,
    *,
    code: Annotated[
        str | None, value(any_text, "TEXT", N_("what its QR code says instead"))
    ] = None,
    by: Layout = LAYOUT,
    at: Common = COMMON,
) -> int:
    if (file is None) == (code is None):
        raise Misuse(_("either FILE or --code"))
    with at.opened() as ledger:
        if code is not None:
            read = check_code(ledger.look, code)
            at.tell(read, lambda: code_report(read))
            return 0 if read.genuine else 1
        assert file is not None, "one of the two"
        letter = file.suffix.lower() in SUFFIXES
        if not letter and file.suffix.lower() not in WRITERS:
            raise Refusal("paper-format", file=file.name, verb="letter")
        means = by.means(ledger)
        checked = (
            check_letter(ledger.look, file, means) if letter else check_paper(ledger.look, file)
        )
    if checked.uncompared:
        note(uncompared(checked))
    at.tell(checked.answer, lambda: check_report(checked))
    return 0 if checked.genuine else 1


def _print_as(
    letter: str, sheet: PaperKind, subject: str, out: Path, by: Layout, at: Printing
) -> None:
    """Print a letter, or where the file is of that kind, the sheet that goes with it."""
    if out.suffix.lower() in SUFFIXES:
        print_letter(letter, subject, out, by, at)
    elif out.suffix.lower() not in WRITERS:
        raise Refusal("paper-format", file=out.name, verb="letter")
    else:
        _print(sheet, subject, out, at)


def _print(
    kind: PaperKind,
    subject: str,
    out: Path,
    at: Printing,
    reason: str | None = None,
    by: str | None = None,
    *,
    clock_is_right: bool = False,
) -> None:
    """Print one paper to its file and say what it rests on."""
    with at.opened() as ledger, ledger.look(at.position, at.known_at) as look:
        author = ledger.author(by, clock_is_right=clock_is_right)
        printed, not_kept = print_paper(
            look, kind, subject, out, author=author, reason=reason, force=at.force
        )
    if not_kept:
        note(not_here(not_kept))
    at.tell(printed, lambda: printed_report(printed))
