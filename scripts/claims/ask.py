"""Commands that ask about claims: which there are, what was granted, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from adapters.wording.claims import answers
from adapters.wording.table import Report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.policy.book import PolicyBook
from domain.policy.names import bare, prefix_of
from domain.refusals import Refusal
from projections.claims.foreseen import Sought
from projections.claims.listing import Wanted
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
from scripts.cli.values import USCC, YEAR, OfPolicy, amount, day, flag, text, value, whole

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from adapters.seal.verify.lag import Lag


QUEUE_MAX = 1_000  # rows in one answer


def _folder(given: str) -> Path | None:
    return Path(given) if given else None


def _rows(given: str) -> int:
    number = whole(given)
    if not 1 <= number <= QUEUE_MAX:
        raise ValueError(_("from 1 to {most}").format(most=f"{QUEUE_MAX:,}"))
    return number


Status = Literal["submitted", "approved", "rejected", "withdrawn"]
Group = Literal["measure", "enterprise", "year", "policy"]


def _table_file(given: str) -> Path:
    if Path(given).suffix.lower() not in (".xlsx", ".csv"):
        raise ValueError(_("must end in .xlsx or .csv: {given}").format(given=given))
    return Path(given)


def _kinds(book: PolicyBook) -> dict[str, None]:
    return {kind: None for version in book.versions for kind in version.policy.kinds}


def _measures(book: PolicyBook) -> dict[str, None]:
    return {name: None for version in book.versions for name in version.policy.measures}


def _of_one_policy(
    given: str | None, names: Iterable[str], prefix: str | None, book: PolicyBook
) -> str | None:
    """Return a name as it is recorded: itself, or the only one that a policy calls so.

    Raises Refusal `policy-not-named` where several policies have it.
    """
    if given is None or bare(given) != given:
        return given
    having = [name for name in names if bare(name) == given and prefix in (None, prefix_of(name))]
    if len(having) > 1:
        raise Refusal("policy-not-named", known=", ".join(book.policies))
    return having[0] if having else given


def _must_be_of(policy: str | None, names: Iterable[str | None], look: Look) -> None:
    """Raise Refusal `policy-conflicts` for a kind or a measure that is another policy's."""
    for name in names:
        if name is not None and policy is not None:
            look.own_name(name, policy)


def _must_be_kind(given: str | None, book: PolicyBook) -> None:
    """Raise Misuse for a kind that no policy of the ledger has."""
    kinds = _kinds(book)
    if given is not None and kinds and given not in (*kinds, *map(bare, kinds)):
        known = ", ".join(kinds)
        raise Misuse(_("not a kind: {given}; there are {kinds}").format(given=given, kinds=known))


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which claims a command is about; left out stands for any."""

    uscc: Annotated[str | None, USCC] = None
    name: Annotated[str | None, value(text, "TEXT", N_("a part of the enterprise's name"))] = None
    year: Annotated[int | None, YEAR] = None
    policy: OfPolicy = None
    kind: Annotated[str | None, value(text, "KIND", N_("of a kind"))] = None
    measure: Annotated[str | None, Parameter(metavar="MEASURE", help=N_("of a measure"))] = None
    status: Annotated[Status | None, Parameter(help=N_("how far they are"))] = None
    pending: Annotated[
        bool, flag(N_("not yet decided; with --out: the sheet to decide on, see approve --from"))
    ] = False
    since: Annotated[date | None, value(day, "DAY", N_("of this day of the matter or later"))] = (
        None
    )
    until: Annotated[date | None, value(day, "DAY", N_("of this day or earlier"))] = None
    recorded_since: Annotated[date | None, value(day, "DAY", N_("recorded since"))] = None
    recorded_until: Annotated[date | None, value(day, "DAY", N_("recorded until"))] = None
    least: Annotated[
        int | None,
        Parameter(name="--min"),
        value(amount, "AMOUNT", N_("granted this or more; while pending, declared")),
    ] = None
    most: Annotated[
        int | None, Parameter(name="--max"), value(amount, "AMOUNT", N_("this or less"))
    ] = None
    town: Annotated[str | None, value(text, "TEXT", N_("of a town, or part of its name"))] = None
    officer: Annotated[str | None, value(text, "NAME", N_("submitted or decided by"))] = None

    def __post_init__(self) -> None:
        if self.pending and self.status not in (None, "submitted"):
            raise Misuse(_("--pending and --status exclude each other"))

    def wanted(self, look: Look) -> Wanted:
        """Return what the ledger is asked for. Raises `policy-unknown`, `policy-conflicts`."""
        prefix = look.prefix(self.policy)
        _must_be_of(self.policy, (self.kind, self.measure), look)
        return Wanted(
            prefix=prefix,
            uscc=self.uscc,
            name=self.name,
            year=self.year,
            kind=_of_one_policy(self.kind, _kinds(look.book), prefix, look.book),
            measure=_of_one_policy(self.measure, _measures(look.book), prefix, look.book),
            status="submitted" if self.pending else self.status,
            since=self.since,
            until=self.until,
            recorded_since=self.recorded_since,
            recorded_until=self.recorded_until,
            least_fen=self.least,
            most_fen=self.most,
            officer=self.officer,
            town=self.town,
        )


ALL = Chosen()


def claims(
    *,
    chosen: Chosen = ALL,
    out: Annotated[
        Path | None, value(_table_file, "FILE", N_("write all of them: .xlsx or .csv"))
    ] = None,
    at: Printing = PRINTING,
) -> None:
    if out is not None and chosen.pending and (at.position, at.known_at) != (None, None):
        raise Misuse(_("a sheet to decide on is of now: leave out --position and --known-at"))
    with at.look() as look:
        book, position = look.book, look.position
        _must_be_kind(chosen.kind, book)
        matching = look.claims(chosen.wanted(look))
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


def queue(
    *,
    limit: Annotated[int, value(_rows, "N", N_("at most so many"))] = 50,
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
        _must_be_kind(kind, book)
        prefix = look.prefix(policy)
        _must_be_of(policy, (kind, measure), look)
        sought = Sought(
            officer=officer,
            measure=_of_one_policy(measure, _measures(book), prefix, book),
            full=full,
            doubtful=doubtful,
        )
        named = _of_one_policy(kind, _kinds(book), prefix, book)
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
