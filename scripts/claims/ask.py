"""Commands that ask about claims: which there are, what was granted, and what is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from adapters.wording.claims import answers
from adapters.wording.rendering.text import show
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from scripts.cli.options import READING, Reading, note
from scripts.cli.values import USCC, YEAR, flag, value

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from adapters.seal.verify.lag import Lag


def _folder(given: str) -> Path | None:
    return Path(given) if given else None


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
    seal: Annotated[
        Path | None,
        value(_folder, "DIR", N_("say how far this seal is behind")),
        Parameter(env_var="SUBSIDY_SEAL"),
    ] = None,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        behind = None if seal is None else _behind(look, seal)
        book, answer = look.book, look.totals(year, by, retroactive=retroactive)
        names = look.names() if by == "enterprise" else {}
    _note_empty(book)
    if behind is None:
        at.tell(answer, lambda: show(answers.totals_report(answer, by, book, names)))
        return
    from adapters.wording.as_json import as_json
    from adapters.wording.audit.verification import lag_lines

    def show_both() -> None:
        show(answers.totals_report(answer, by, book, names))
        for line in lag_lines(behind):
            print(line)
        if behind.unsealed == 0:
            print(_("Everything is sealed"))

    at.tell({**as_json(answer), **as_json(behind)}, show_both)


def _behind(look: Look, seal: Path) -> Lag:
    """Return how far a seal is behind; what is wrong with the seal is noted beside the totals."""
    from adapters.seal.verify.lag import Lag, lag_of
    from adapters.wording.catalogue.refusals import coded

    try:
        return lag_of(look.snapshot, seal)
    except Refusal as refusal:
        note(coded(refusal))
        return Lag(unsealed=None, unsealed_since=None)


def _note_empty(book: PolicyBook) -> None:
    if not book.versions:
        note(_("The ledger had recorded nothing by then"))
