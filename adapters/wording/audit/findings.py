"""Duplicates and the separation of duties as reports for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from adapters.wording.audit import words
from adapters.wording.audit.words import SHOWN_MAX, Names, of_claim, rests_on
from adapters.wording.claims.words import kinds, statuses
from adapters.wording.enterprises.transfers import SHOWN_DIGITS
from adapters.wording.policy.titles import policy_column, policy_title
from adapters.wording.table import Cell, Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from projections.audit.exceptions import BACKDATED, ExceptionalAct, Exceptions
from projections.audit.granted_elsewhere import FindingElsewhere
from projections.audit.separation import (
    ROLES,
    HandledClaim,
    HandledVersion,
    Participant,
    Separation,
    SharedRoles,
)

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.audit.duplicates import Duplicates, Finding


def duplicates_report(answer: Duplicates, names: Names, book: PolicyBook, *, whole: bool) -> Report:
    """Return the duplicates. whole: with what is usual too, for a file."""
    compared = _(
        "{claims} claims and {accounts} accounts compared; "
        "{missing} accounts erased or not kept here"
    ).format(
        claims=f"{answer.claims_compared:,}",
        accounts=f"{answer.accounts_compared:,}",
        missing=f"{answer.accounts_not_compared:,}",
    )
    wrong = _(
        "{wrong} wrong; {usual} usual (several firms at the same event, its editions, policies "
        "within the cost; with --json, --out)"
    ).format(wrong=f"{answer.wrong:,}", usual=f"{answer.usual:,}")
    findings = [finding for finding in answer.findings if whole or not finding.usual]
    what = words.finding_kinds(book)
    rows = [
        row
        for number, finding in enumerate(findings, start=1)
        for row in _finding_rows(number, finding, names, kinds(book), what, book)
    ]
    table = Table(
        title=pgettext("sheet", "findings"),
        columns=_finding_columns(book),
        rows=rows,
        shown_max=SHOWN_MAX,
    )
    return Report(
        title=pgettext("sheet", "duplicates"), parts=(rests_on(answer), compared, wrong, table)
    )


def exceptions_report(answer: Exceptions) -> Report:
    """Return the acts by way of exception, each with the document that allows it."""
    kinds, acts = words.exception_kinds(), words.backdated_acts()

    def what(act: ExceptionalAct) -> str:
        return acts[act.act] if act.kind == BACKDATED else ""

    columns: Columns[ExceptionalAct] = (
        (Column(pgettext("column", "position"), "figure"), lambda act: str(act.log_position)),
        (Column(pgettext("column", "by")), lambda act: act.by),
        (Column(pgettext("exceptions", "exception")), lambda act: kinds[act.kind]),
        (Column(pgettext("exceptions", "act")), what),
        (Column(pgettext("exceptions", "of")), lambda act: act.claim_no or act.of),
        (Column(pgettext("exceptions", "dated")), lambda act: act.on),
        (Column(pgettext("exceptions", "rests on")), lambda act: act.ground_on),
        (Column(pgettext("exceptions", "document")), lambda act: act.document),
        (Column(pgettext("exceptions", "why")), lambda act: act.words),
    )
    counted = _("{acts} acts by way of exception, each by a document")
    parts = (rests_on(answer), counted.format(acts=f"{answer.wrong:,}"))
    return Report(
        title=pgettext("sheet", "exceptions"), parts=(*parts, table_of(answer.acts, columns))
    )


def separation_report(answer: Separation, names: Names, book: PolicyBook) -> Report:
    """Return who did what with each claim, those with two roles held by the same person first."""
    wrong = [(claim, shared) for claim in answer.claims for shared in claim.together]
    counted = _(
        "{claims} claims and {versions} policy versions; {wrong} where the same person holds two "
        "roles"
    ).format(
        claims=f"{answer.claims_compared:,}",
        versions=f"{len(answer.versions):,}",
        wrong=f"{answer.wrong:,}",
    )
    known: Columns[HandledClaim] = (*of_claim(names), *policy_column(book))
    handed = [each for each in answer.versions if each.alone or each.proposed is not None]
    tables = (
        _shared_roles(wrong),
        _claims_sharing(wrong, known),
        *((_versions(handed, book),) if handed else ()),
        _every_claim(answer, known),
    )
    return Report(title=pgettext("sheet", "separation"), parts=(rests_on(answer), counted, *tables))


def _finding_columns(book: PolicyBook) -> tuple[Column, ...]:
    return (
        Column(pgettext("column", "no."), "count"),
        Column(pgettext("finding", "what")),
        Column(pgettext("finding", "which")),
        Column(pgettext("column", "across")),
        Column(pgettext("column", "usual")),
        Column(pgettext("column", "claim")),
        Column(pgettext("column", "code")),
        Column(pgettext("column", "enterprise")),
        *((Column(pgettext("column", "policy")),) if book.has_several else ()),
        Column(pgettext("column", "kind")),
        Column(pgettext("column", "occurred")),
        Column(pgettext("column", "status")),
        Column(pgettext("column", "granted"), "fen"),
        Column(pgettext("column", "other support"), "fen"),
        Column(pgettext("column", "above cost"), "fen"),
    )


def _finding_rows(
    number: int,
    finding: Finding,
    names: Names,
    kind: Mapping[str, str],
    what: Mapping[str, str],
    book: PolicyBook,
) -> Iterator[tuple[Cell, ...]]:
    """Yield a finding's rows: one a claim, or one an enterprise where it is about no claim."""
    across = words.differences()
    head = (
        number,
        what[finding.kind],
        _which(finding),
        _("; ").join(across[name] for name in finding.across),
        pgettext("column", "usual") if finding.usual else "",
    )
    for claim in finding.claims:
        yield (
            *head,
            claim.claim_no,
            claim.uscc,
            claim.enterprise,
            *((policy_title(claim.policy, book),) if book.has_several else ()),
            kind[claim.kind],
            claim.occurred_on,
            statuses()[claim.status],
            claim.granted_fen,
            claim.other_support_fen,
            claim.above_cost_fen,
        )
    empty: tuple[Cell, ...] = (None,) * (7 if book.has_several else 6)
    for uscc in finding.enterprises if not finding.claims else ():
        yield (*head, None, uscc, names.get(uscc, ""), *empty)


def _which(finding: Finding) -> str:
    if not isinstance(finding, FindingElsewhere):
        return finding.what
    return _("{invoice}: claim {claim} of {county}, pack {pack}").format(
        invoice=finding.what,
        claim=finding.other,
        county=finding.county,
        pack=finding.pack[:SHOWN_DIGITS],
    )


def _shared_roles(wrong: list[tuple[HandledClaim, SharedRoles]]) -> Table:
    counts = Counter((shared.roles, shared.same) for _claim, shared in wrong)
    same_hands = words.same_hands()
    return Table(
        title=pgettext("sheet", "two roles, same person"),
        columns=(
            Column(pgettext("column", "roles")),
            Column(pgettext("column", "same")),
            Column(pgettext("column", "claims"), "count"),
        ),
        rows=[
            (_roles(roles), same_hands[same], count)
            for (roles, same), count in sorted(counts.items())
        ],
    )


def _claims_sharing(
    wrong: list[tuple[HandledClaim, SharedRoles]], known: Columns[HandledClaim]
) -> Table:
    same_hands = words.same_hands()
    columns = (
        *(column for column, _shown in known),
        Column(pgettext("column", "roles")),
        Column(pgettext("column", "same")),
        Column(pgettext("column", "first")),
        Column(pgettext("column", "second")),
    )
    rows: list[tuple[Cell, ...]] = []
    for claim, shared in wrong:
        of_roles = (_roles(shared.roles), same_hands[shared.same], *map(_actor, shared.hands))
        rows.append((*(shown(claim) for _column, shown in known), *of_roles))
    title = pgettext("sheet", "which claims")
    return Table(title=title, columns=columns, rows=rows, shown_max=SHOWN_MAX)


def _every_claim(answer: Separation, known: Columns[HandledClaim]) -> Table:
    titles = words.roles()
    columns: Columns[HandledClaim] = (
        *known,
        *((Column(titles[role]), partial(_hands, role)) for role in ROLES),
    )
    title = pgettext("sheet", "all claims")
    return table_of(answer.claims, columns, title=title, shown_max=SHOWN_MAX)


def _versions(versions: Sequence[HandledVersion], book: PolicyBook) -> Table:
    """Return the versions that took two hands, or should have."""
    same_hands = words.same_hands()

    def finding(version: HandledVersion) -> str:
        if version.alone:
            return _("recorded by one person alone")
        return "" if version.same is None else same_hands[version.same]

    def proposed(version: HandledVersion) -> str:
        return "" if version.proposed is None else _actor(version.proposed)

    of: Columns[HandledVersion] = (
        (Column(pgettext("column", "policy")), lambda each: policy_title(each.policy, book)),
    )
    columns: Columns[HandledVersion] = (
        (Column(pgettext("column", "version"), "count"), lambda each: each.version),
        *(of if book.has_several else ()),
        (Column(pgettext("column", "document")), lambda each: each.document),
        (Column(pgettext("column", "proposed by")), proposed),
        (Column(pgettext("column", "recorded by")), lambda each: _actor(each.recorded)),
        (Column(pgettext("column", "same")), finding),
    )
    title = pgettext("sheet", "policy versions")
    return table_of(versions, columns, title=title, shown_max=SHOWN_MAX)


def _hands(role: str, claim: HandledClaim) -> str:
    return "; ".join(map(_actor, claim.hands(role)))


def _roles(roles: tuple[str, str]) -> str:
    titles = words.roles()
    return pgettext("roles", " + ").join(titles[role] for role in roles)


def _actor(actor: Participant) -> str:
    return _("{name} ({login}), position {position}").format(
        name=actor.by, login=actor.login, position=actor.position
    )
