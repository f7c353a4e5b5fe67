"""Commands about papers: printing them, and checking them against the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from adapters.ledger.ledger import Ledger
from adapters.papers.check.checking import check as check_paper
from adapters.papers.paper import subject_of
from adapters.papers.printing import print_paper
from adapters.wording.enterprises.papers import check_report, not_here, printed_report, uncompared
from adapters.wording.rendering.text import show
from adapters.wording.translation import N_
from projections.papers import PaperKind
from scripts.cli.nouns import noun
from scripts.cli.options import BY, CLOCK_IS_RIGHT, COMMON, PRINTING, Common, Printing, note
from scripts.cli.values import USCC, YEAR, OfPolicy, text, value, whole

paper = noun("paper")
Out = Annotated[Path, value(Path, "FILE", N_("the file to write: .xlsx or .csv"))]
Batch = Annotated[int, value(whole, "N", N_("the batch"))]

Why = Annotated[
    str | None, value(text, "TEXT", N_("why it is printed; recorded, as who prints it is"))
]


@paper.command(help=N_("Print the public notice of a batch."))
def notice(batch: Batch, /, *, out: Out, at: Printing = PRINTING) -> None:
    _print("notice", str(batch), out, at)


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
    out: Out,
    at: Printing = PRINTING,
) -> None:
    _print("statement", subject_of(uscc, policy), out, at)


@paper.command(help=N_("Print the report of a budget year."))
def budget(
    year: Annotated[int, YEAR],
    /,
    *,
    policy: OfPolicy = None,
    out: Out,
    at: Printing = PRINTING,
) -> None:
    _print("budget", subject_of(str(year), policy), out, at)


@paper.command(help=N_("Say whether a paper is what the ledger printed, and what differs."))
def check(
    file: Annotated[Path, value(Path, "FILE", N_("the paper: .xlsx or .csv"))],
    /,
    *,
    at: Common = COMMON,
) -> int:
    with Ledger(at.store) as ledger:
        checked = check_paper(ledger.look, file)
    if checked.uncompared:
        note(uncompared(checked))
    at.tell(checked.answer, lambda: show(check_report(checked)))
    return 0 if checked.genuine else 1


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
    with Ledger(at.store) as ledger, ledger.look(at.position, at.known_at) as look:
        author = ledger.author(by, clock_is_right=clock_is_right)
        printed, not_kept = print_paper(
            look, kind, subject, out, author=author, reason=reason, force=at.force
        )
    if not_kept:
        note(not_here(not_kept))
    at.tell(printed, lambda: show(printed_report(printed)))
