"""Commands that ask about claims: which there are, what was granted, and what is left."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from adapters.wording.claims import answers
from adapters.wording.rendering.text import show
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.policy.book import PolicyBook
from scripts.cli.options import READING, Reading, note
from scripts.cli.values import USCC, YEAR, flag

Status = Literal["submitted", "approved", "rejected", "withdrawn"]
Group = Literal["measure", "enterprise", "year"]


def claims(
    *,
    uscc: Annotated[str | None, USCC] = None,
    year: Annotated[int | None, YEAR] = None,
    measure: Annotated[str | None, Parameter(metavar="MEASURE", help=N_("of a measure"))] = None,
    status: Annotated[Status | None, Parameter(help=N_("how far they are"))] = None,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        book = look.book
        matching = look.claims(uscc=uscc, year=year, measure=measure, status=status)
    at.tell(matching, lambda: show(answers.claims_report(matching, book)))


def remaining(
    uscc: Annotated[str, USCC], /, *, year: Annotated[int, YEAR], at: Reading = READING
) -> None:
    with at.look() as look:
        book, answer = look.book, look.remaining(uscc, year)
        name = look.name(uscc)
    _note_empty(book)
    if book.versions and book.governing_year(year) is None:
        note(_("{year} has no governed day: no yearly allowances").format(year=year))
    if name is None:
        note(_("{uscc}: no claim of this enterprise is recorded").format(uscc=uscc))
    at.tell(answer, lambda: show(answers.remaining_report(answer, name, book)))


def totals(
    *,
    year: Annotated[int | None, YEAR] = None,
    by: Annotated[Group, Parameter(help=N_("what sums are made of"))] = "measure",
    retroactive: Annotated[bool, flag(N_("retroactive claims apart, and their lag"))] = False,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        book, answer = look.book, look.totals(year, by, retroactive=retroactive)
        names = look.names() if by == "enterprise" else {}
    _note_empty(book)
    at.tell(answer, lambda: show(answers.totals_report(answer, by, book, names)))


def _note_empty(book: PolicyBook) -> None:
    if not book.versions:
        note(_("The ledger had recorded nothing by then"))
