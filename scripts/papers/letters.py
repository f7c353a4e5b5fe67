"""Commands that print letters: papers laid out by a template, as .docx and PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from adapters.ledger.ledger import Ledger
from adapters.letters.printing import (
    Means,
    copy_template,
    details_beside,
    print_letters,
)
from adapters.wording.enterprises.papers import letters_report, not_here
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import COMMON, FORCE, PRINTING, Common, Printing
from scripts.cli.values import USCC, text, value, whole

paper = noun("paper")
Out = Annotated[Path, value(Path, "FILE", N_("the file to write: .docx or .pdf"))]
Claim = Annotated[str | None, value(text, "CLAIM_NO", N_("of one claim"))]
Enterprise = Annotated[str | None, USCC]
Year = Annotated[int | None, value(whole, "YEAR", N_("of every claim with a matter in a year"))]


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """By what letters are laid out."""

    template: Annotated[
        Path | None, value(Path, "FILE", N_("a template of your own: .docx or .typ"))
    ] = None
    bureau: Annotated[
        Path | None,
        value(Path, "FILE", N_("details of the bureau; papers.toml beside the ledger if left out")),
    ] = None
    fonts: Annotated[
        Path | None, value(Path, "DIR", N_("a folder of fonts besides those of the system"))
    ] = None

    def means(self, ledger: Ledger) -> Means:
        beside = details_beside(ledger.file)
        return Means(bureau=self.bureau, beside=beside, template=self.template, fonts=self.fonts)


LAYOUT = Layout()


@paper.command(help=N_("Print what was granted, a letter an enterprise."))
def decision(
    *,
    claim: Claim = None,
    enterprise: Enterprise = None,
    batch: Annotated[int | None, value(whole, "N", N_("of every line of a batch"))] = None,
    year: Year = None,
    out: Out,
    by: Layout = LAYOUT,
    at: Printing = PRINTING,
) -> None:
    about = {"claim": claim, "enterprise": enterprise, "batch": batch, "year": year}
    print_letter("decision", _subject(about), out, by, at)


@paper.command(help=N_("Print what was not granted and why, a letter an enterprise."))
def refusal(
    *,
    claim: Claim = None,
    enterprise: Enterprise = None,
    year: Year = None,
    out: Out,
    by: Layout = LAYOUT,
    at: Printing = PRINTING,
) -> None:
    about = {"claim": claim, "enterprise": enterprise, "year": year}
    print_letter("refusal", _subject(about), out, by, at)


@paper.command(help=N_("Print what an enterprise owes back, why and to which account."))
def recovery(
    uscc: Annotated[str, USCC], /, *, out: Out, by: Layout = LAYOUT, at: Printing = PRINTING
) -> None:
    print_letter("recovery", uscc, out, by, at)


@paper.command(help=N_("Print a month's summary by measure and town, against the year before."))
def summary(
    month: Annotated[str, value(text, "YYYY-MM", N_("the month; the year until it is summed up"))],
    /,
    *,
    out: Out,
    by: Layout = LAYOUT,
    at: Printing = PRINTING,
) -> None:
    print_letter("monthly-summary", month, out, by, at)


@paper.command(help=N_("Copy a template, or the details of the bureau, for you to edit."))
def template(
    kind: Annotated[
        Literal[
            "decision",
            "refusal",
            "recovery",
            "publicity",
            "account-statement",
            "budget-execution",
            "monthly-summary",
            "bureau",
        ],
        Parameter(help=N_("a kind of letter, or `bureau` for its details")),
    ],
    /,
    *,
    out: Annotated[Path, value(Path, "FILE", N_("the file to write: .docx, .typ or .toml"))],
    force: Annotated[bool, FORCE] = False,
    at: Common = COMMON,
) -> None:
    copy_template(kind, out, force=force)
    answer = {"template": kind, "file": str(out)}
    at.tell(answer, lambda: _("Wrote {file}").format(file=out))


def print_letter(kind: str, subject: str, out: Path, by: Layout, at: Printing) -> None:
    """Print letters to a file and say what they rest on."""
    with at.opened() as ledger, ledger.look(at.position, at.known_at) as look:
        printed, not_kept = print_letters(
            look, kind, subject, out, by.means(ledger), force=at.force
        )
    if not_kept:
        note(not_here(not_kept))
    at.tell(printed, lambda: letters_report(printed))


def _subject(about: dict[str, str | int | None]) -> str:
    named = [f"{what}:{which}" for what, which in about.items() if which is not None]
    if len(named) != 1:
        raise Misuse(
            _("exactly one of {options}").format(options=", ".join(f"--{what}" for what in about))
        )
    return named[0]
