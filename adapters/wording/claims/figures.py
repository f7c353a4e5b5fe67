"""What waits, which caps are full, a year at a glance, enterprises found: reports for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from adapters.wording.claims.words import kinds, reasons, statuses
from adapters.wording.policy.titles import (
    cap_title,
    line_title,
    measure_title,
    own_title,
    policy_column,
)
from adapters.wording.table import Cell, Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.money import yuan
from projections.claims.figures.fullness import CapFullness, FullLine
from projections.claims.figures.overview import LineExecution, MonthSum
from projections.claims.figures.pages import PagedClaim
from projections.claims.figures.waiting import WaitingBand
from projections.parties import FoundEnterprise

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.claims.figures.fullness import FullCap, Fullness
    from projections.claims.figures.overview import Overview
    from projections.claims.figures.pages import ClaimsPage
    from projections.claims.figures.waiting import WaitingClaims
    from projections.parties import FoundEnterprises


def waiting_report(answer: WaitingClaims, book: PolicyBook) -> Report:
    """Return how many claims wait, by days and by kind."""
    heading = _("{claims} claims wait for their decision on {on} (log position {position})").format(
        claims=f"{answer.claims:,}", on=answer.on, position=answer.position
    )
    oldest = (
        [] if answer.oldest is None else [_("oldest recorded on {day}").format(day=answer.oldest)]
    )
    parts: tuple[str | Table, ...] = (heading, *oldest, _bands(answer), "", _by_kind(answer, book))
    return Report(title=pgettext("sheet", "pending claims"), parts=parts)


def fullness_report(answer: Fullness, book: PolicyBook) -> Report:
    """Return how many enterprises have reached each cap of a year, and how many nearly."""
    heading = _("Caps of {year} (log position {position})").format(
        year=answer.year, position=answer.position
    )
    return Report(title=heading, parts=(heading, _caps(answer.caps, book), _counted()))


def full_cap_report(answer: FullCap, book: PolicyBook) -> Report:
    """Return who has reached a cap or nearly so, the fullest first."""
    shown = yuan if answer.unit == "fen" else str
    columns: Columns[FullLine] = (
        (Column(pgettext("column", "uscc")), lambda line: line.uscc),
        (Column(pgettext("column", "enterprise")), lambda line: line.enterprise),
        (Column(pgettext("column", "item")), lambda line: line.item),
        (Column(pgettext("column", "limit"), "figure"), lambda line: shown(line.limit)),
        (Column(pgettext("column", "used"), "figure"), lambda line: shown(line.used)),
        (Column(pgettext("column", "left"), "figure"), lambda line: shown(line.remaining)),
        (Column(""), lambda line: pgettext("cap", "reached") if line.reached else ""),
    )
    heading = _("{cap}, {year}: {full} reached it, {near} nearly (log position {position})").format(
        cap=cap_title(book.caps[answer.cap]),
        year=answer.year,
        full=answer.full,
        near=answer.near,
        position=answer.position,
    )
    more = [_("There are more: --after {next}").format(next=answer.next)] if answer.next else []
    return Report(title=heading, parts=(heading, table_of(answer.lines, columns), *more))


def overview_report(answer: Overview, book: PolicyBook) -> Report:
    """Return a year at a glance."""
    heading = _("{year} at a glance (log position {position})").format(
        year=answer.year, position=answer.position
    )
    granted: list[tuple[Cell, ...]] = [
        (measure_title(name, book), total.claims, total.granted_fen)
        for name, total in answer.by_measure.items()
    ]
    granted.append((_("total"), answer.claims, answer.granted_fen))
    measures = Table(
        title="",
        columns=(
            Column(pgettext("column", "measure")),
            Column(pgettext("column", "claims"), "count"),
            Column(pgettext("column", "granted"), "fen"),
        ),
        rows=granted,
        totals=1,
    )
    waits = _("{claims} claims wait for their decision").format(claims=f"{answer.waiting.claims:,}")
    lines: list[str | Table] = ["", _lines(answer.lines)] if answer.lines else []
    caps: list[str | Table] = []
    if answer.caps:
        caps = ["", _caps(answer.caps, book), _counted()]
    months = ("", _months(answer.months))
    parts: tuple[str | Table, ...] = (
        heading,
        measures,
        "",
        waits,
        _bands(answer.waiting),
        *lines,
        *months,
        *caps,
    )
    return Report(title=heading, parts=parts)


def found_report(answer: FoundEnterprises) -> Report:
    """Return the enterprises that were found, with what they claimed."""
    columns: Columns[FoundEnterprise] = (
        (Column(pgettext("column", "uscc")), lambda each: each.uscc),
        (Column(pgettext("column", "enterprise")), lambda each: each.name),
        (Column(pgettext("column", "also found as")), lambda each: ", ".join(each.also)),
        (Column(pgettext("column", "claims"), "count"), lambda each: each.claims),
        (Column(pgettext("column", "granted"), "fen"), lambda each: each.granted_fen),
        (Column(pgettext("column", "pending"), "count"), lambda each: each.pending),
    )
    heading = _("{total} enterprises (log position {position})").format(
        total=f"{answer.total:,}", position=answer.position
    )
    more = [_("There are more: --after {next}").format(next=answer.next)] if answer.next else []
    table = [table_of(answer.enterprises, columns)] if answer.enterprises else []
    return Report(title=heading, parts=(heading, *table, *more))


def page_table(answer: ClaimsPage, book: PolicyBook) -> Table:
    """Return a row a claim of a page. Its columns: see `page_keys`."""
    status, reason, kind = statuses(), reasons(book), kinds(book)
    columns: Columns[PagedClaim] = (
        (Column(pgettext("column", "claim")), lambda claim: claim.claim_no),
        (Column(pgettext("column", "enterprise")), lambda claim: claim.enterprise),
        (Column(pgettext("column", "USCC")), lambda claim: claim.uscc),
        *policy_column(book),
        (Column(pgettext("column", "kind")), lambda claim: kind[claim.kind]),
        (Column(pgettext("column", "occurred")), lambda claim: claim.occurred_on),
        (Column(pgettext("column", "filed")), lambda claim: claim.filed_on),
        (Column(pgettext("column", "recorded")), lambda claim: claim.submitted_on),
        (Column(pgettext("column", "submitted by")), lambda claim: claim.submitted_by),
        (Column(pgettext("column", "measure")), lambda claim: own_title(claim.measure, book)),
        (Column(pgettext("column", "article")), lambda claim: claim.article),
        (Column(pgettext("column", "status")), lambda claim: status[claim.status]),
        (Column(pgettext("column", "declared"), "fen"), lambda claim: claim.declared_fen),
        (Column(pgettext("column", "assessed"), "fen"), lambda claim: claim.assessed_fen),
        (Column(pgettext("column", "granted"), "fen"), _granted),
        (
            Column(pgettext("column", "reason")),
            lambda claim: reason.get(claim.reason, claim.reason),
        ),
    )
    return table_of(answer.claims, columns, title=pgettext("sheet", "claims"))


def page_keys(book: PolicyBook) -> tuple[str, ...]:
    """Return the names of the columns of a page of claims; those it is sorted by among them."""
    policy = ["policy"] if policy_column(book) else []
    return (
        "claim_no", "enterprise", "uscc", *policy, "kind", "occurred_on", "filed_on",
        "submitted_on", "submitted_by", "measure", "article", "status", "declared_fen",
        "assessed_fen", "granted_fen", "reason",
    )  # fmt: skip


def _granted(claim: PagedClaim) -> int | None:
    return None if claim.status == "submitted" else claim.granted_fen


def _bands(answer: WaitingClaims) -> Table:
    columns: Columns[WaitingBand] = (
        (Column(pgettext("column", "days waited")), days_of),
        (Column(pgettext("column", "claims"), "count"), lambda band: band.claims),
        (Column(pgettext("column", "declared"), "fen"), lambda band: band.declared_fen),
    )
    return table_of(answer.bands, columns)


def days_of(band: WaitingBand) -> str:
    """Return how many days the claims of a band wait."""
    if band.to_days is None:
        return _("over {days}").format(days=band.from_days - 1)
    return f"{band.from_days}–{band.to_days}"


def _by_kind(answer: WaitingClaims, book: PolicyBook) -> Table:
    called = kinds(book)
    rows: list[tuple[Cell, ...]] = [
        (called[kind], each.claims, each.declared_fen) for kind, each in answer.by_kind.items()
    ]
    rows.append((_("total"), answer.claims, answer.declared_fen))
    columns = (
        Column(pgettext("column", "kind")),
        Column(pgettext("column", "claims"), "count"),
        Column(pgettext("column", "declared"), "fen"),
    )
    return Table(title="", columns=columns, rows=rows, totals=1)


def _caps(caps: Iterable[CapFullness], book: PolicyBook) -> Table:
    columns: Columns[CapFullness] = (
        *policy_column(book),
        (Column(pgettext("column", "article")), lambda each: each.article),
        (Column(pgettext("column", "cap")), lambda each: cap_title(book.caps[each.cap])),
        (Column(pgettext("column", "limit"), "figure"), _limit),
        (Column(pgettext("column", "reached"), "count"), lambda each: each.full),
        (Column(pgettext("column", "nearly"), "count"), lambda each: each.near),
    )
    return table_of(caps, columns)


def _limit(cap: CapFullness) -> str:
    if cap.limit is None:
        return _("each its own")
    return yuan(cap.limit) if cap.unit == "fen" else str(cap.limit)


def _counted() -> str:
    return _("Enterprises, or items where a cap is for each item. Nearly: 80 % or more is used.")


def _lines(lines: Iterable[LineExecution]) -> Table:
    columns: Columns[LineExecution] = (
        (Column(pgettext("column", "line")), lambda line: line_title(line.title)),
        (Column(pgettext("budget", "budget"), "fen"), lambda line: line.budget_fen),
        (Column(pgettext("column", "paid"), "fen"), lambda line: line.paid_fen),
        (Column(pgettext("column", "in publicity"), "fen"), lambda line: line.in_publicity_fen),
        (Column(pgettext("budget", "executed"), "figure"), lambda line: f"{line.execution_rate} %"),
    )
    return table_of(lines, columns)


def _months(months: Iterable[MonthSum]) -> Table:
    columns: Columns[MonthSum] = (
        (Column(pgettext("column", "month")), lambda month: month.month),
        (Column(pgettext("column", "granted"), "fen"), lambda month: month.granted_fen),
        (Column(pgettext("column", "into batches"), "fen"), lambda month: month.allotted_fen),
        (Column(pgettext("column", "paid"), "fen"), lambda month: month.paid_fen),
    )
    return table_of(months, columns)
