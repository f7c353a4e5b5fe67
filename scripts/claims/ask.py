"""Commands that ask about claims: which there are, what was granted, and what is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from adapters.wording.claims import answers
from adapters.wording.table import Report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from projections.claims.figures.pages import NUMBER, Turn
from projections.claims.foreseen import Sought
from projections.claims.listing import Wanted
from projections.claims.register import ClaimAnswer
from scripts.claims.chosen import (
    ALL,
    Chosen,
    kinds_of,
    measures_of,
    must_be_kind,
    must_be_of,
    of_one_policy,
)
from scripts.cli.doors import note
from scripts.cli.many import ALONE, Many
from scripts.cli.misuse import Misuse
from scripts.cli.options import (
    COMMON,
    PRINTING,
    READING,
    Common,
    Printing,
    Reading,
    note_carried_on,
)
from scripts.cli.parts import ALL as WHOLE
from scripts.cli.parts import Part
from scripts.cli.values import USCC, YEAR, OfPolicy, flag, text, value, whole

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from adapters.seal.verify.lag import Lag


QUEUE_MAX = 1_000  # rows in one answer


def _folder(given: str) -> Path | None:
    return Path(given) if given else None


def _rows(given: str) -> int:
    number = whole(given)
    if not 0 <= number <= QUEUE_MAX:
        raise ValueError(_("from 0 to {most}").format(most=f"{QUEUE_MAX:,}"))
    return number


Group = Literal["measure", "enterprise", "year", "policy"]


def _table_file(given: str) -> Path:
    if Path(given).suffix.lower() not in (".xlsx", ".csv"):
        raise ValueError(_("must end in .xlsx or .csv: {given}").format(given=given))
    return Path(given)


SORT = Parameter(
    allow_leading_hyphen=True,
    metavar="FIELD",
    help=N_("with --limit: by this field of a claim; -FIELD: the last first"),
)


def claims(
    *,
    chosen: Chosen = ALL,
    sort: Annotated[str | None, SORT] = None,
    part: Part = WHOLE,
    out: Annotated[
        Path | None, value(_table_file, "FILE", N_("write all of them: .xlsx or .csv"))
    ] = None,
    at: Printing = PRINTING,
) -> None:
    if out is not None and chosen.pending and (at.position, at.known_at) != (None, None):
        raise Misuse(_("a sheet to decide on is of now: leave out --position and --known-at"))
    with at.look() as look:
        book, position = look.book, look.position
        must_be_kind(chosen.kind, book)
        matching = _part(look, chosen.wanted(look), part, sort)
        if out is not None and chosen.pending:
            place = {claim_no: index for index, claim_no in enumerate(look.pending())}
            matching.sort(key=lambda claim: place[claim.claim_no])
        details = look.listed(matching) if at.json or out is not None else []
        successors = look.carried_on_by(chosen.uscc)
    note_carried_on(chosen.uscc, successors)
    if out is None:
        at.tell(details, lambda: answers.claims_report(matching, book))
        return
    from adapters.wording.claims.decisions import decision_sheet
    from adapters.wording.claims.listing import summary_report, write_table

    report = summary_report(details, book, position)
    if chosen.pending:
        report = decision_sheet(details, position, book)
    write_table(report, out, force=at.force)
    written = _("{count} claims written to {file}").format(count=len(details), file=out)
    at.tell(details, lambda: written)


def _part(look: Look, wanted: Wanted, part: Part, sort: str | None) -> list[ClaimAnswer]:
    """Return the claims that are wanted, or a part of them in an order."""
    if part.limit is None:
        if sort is not None:
            raise Misuse(_("--sort goes with --limit"))
        return look.claims(wanted)
    turn = Turn(sort=sort or NUMBER, limit=part.limit, after=part.after)
    page = look.claims_page(wanted, turn)
    part.tell(page.total, page.next)
    return list(page.claims)


def queue(
    *,
    limit: Annotated[int, value(_rows, "N", N_("how many at most; 0 for all"))] = 50,
    after: Annotated[
        int | None, value(whole, "POSITION", N_("go on after this log position of a submission"))
    ] = None,
    kind: Annotated[str | None, value(text, "KIND", N_("of a kind"))] = None,
    measure: Annotated[str | None, value(text, "MEASURE", N_("of a measure, as foreseen"))] = None,
    officer: Annotated[str | None, value(text, "NAME", N_("submitted by"))] = None,
    full: Annotated[bool, flag(N_("only what would be granted in full"))] = False,
    doubtful: Annotated[bool, flag(N_("only what is doubtful"))] = False,
    policy: OfPolicy = None,
    at: Common = COMMON,
) -> None:
    from adapters.wording.claims.foreseen import queue_report

    with at.opened() as ledger, ledger.look() as look:
        book = look.book
        must_be_kind(kind, book)
        prefix = look.prefix(policy)
        must_be_of(policy, (kind, measure), look)
        sought = Sought(
            officer=officer,
            measure=of_one_policy(measure, measures_of(book), prefix, book),
            full=full,
            doubtful=doubtful,
        )
        named = of_one_policy(kind, kinds_of(book), prefix, book)
        answer = look.queue(limit, after, policy, named, sought)
    at.tell(answer, lambda: queue_report(answer, book))


def remaining(
    uscc: Annotated[str, USCC],
    /,
    *,
    year: Annotated[int, YEAR],
    policy: OfPolicy = None,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        book, answer = look.book, look.remaining(uscc, year, policy)
        name = look.name(uscc)
    _note_empty(book)
    if book.versions and not any(each.governing_year(year) for each in book.policies.values()):
        note(_("{year} has no governed day: no yearly allowances").format(year=year))
    if name is None:
        note(_("{uscc}: no claim of this enterprise is recorded").format(uscc=uscc))
    at.tell(answer, lambda: answers.remaining_report(answer, name, book))


def totals(
    *,
    year: Annotated[int | None, YEAR] = None,
    by: Annotated[Group, Parameter(help=N_("what sums are made of"))] = "measure",
    policy: OfPolicy = None,
    retroactive: Annotated[bool, flag(N_("retroactive claims apart, and their lag"))] = False,
    seal: Annotated[
        Path | None,
        value(_folder, "DIR", N_("say how far this seal is behind")),
        Parameter(env_var="SUBSIDY_SEAL"),
    ] = None,
    many: Many = ALONE,
    at: Reading = READING,
) -> None:
    if many.ledgers is not None:
        from scripts.policy import together  # not needed otherwise

        together.totals(many, at, by, year, policy, **{"--retroactive": retroactive})
        return
    with at.look() as look:
        behind = None if seal is None else _behind(look, seal)
        book, answer = look.book, look.totals(year, by, policy, retroactive=retroactive)
        names = look.names() if by == "enterprise" else {}
    _note_empty(book)
    if behind is None:
        at.tell(answer, lambda: answers.totals_report(answer, by, book, names))
        return
    from adapters.wording.as_json import as_json
    from adapters.wording.audit.verification import lag_lines

    lag = [*lag_lines(behind), *([_("Everything is sealed")] if behind.unsealed == 0 else [])]
    report = answers.totals_report(answer, by, book, names)
    both = Report(title=report.title, parts=(*report.parts, *lag))
    at.tell({**as_json(answer), **as_json(behind)}, lambda: both)


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
