"""What deciding claims would come to, and the claims that wait, as answers and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.wording.catalogue.refusals import sentence
from adapters.wording.claims.answers import explanation_report
from adapters.wording.claims.words import kinds, reasons, statuses
from adapters.wording.claims.working.working import explained_claim
from adapters.wording.policy.currency import currency
from adapters.wording.policy.titles import cap_title, policy_column
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed, ngettext, pgettext
from domain.money import yuan
from projections.claims.backfill import Refused
from projections.claims.foreseen import (
    ClaimsForeseen,
    ExplainedAhead,
    ForeseenClaim,
    ForeseenGrant,
    Foresight,
    Queue,
    QueuedClaim,
    QueuedDoubt,
    granted_in_all,
)

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from domain.refusals import Refusal


def foreseen_answer(foresight: Foresight, refused: Mapping[str, Refusal]) -> ClaimsForeseen:
    """Return what deciding claims would come to, with the sentences of what is refused."""
    decided = foresight.decided
    claims, granted_fen = granted_in_all(decided)
    return ClaimsForeseen(
        decided=decided,
        refused=tuple(
            Refused(claim_no=claim_no, code=refusal.code, message=sentence(refusal))
            for claim_no, refusal in refused.items()
        ),
        position=foresight.position,
        claims=claims,
        granted_fen=granted_fen,
        net_fen=foresight.net_fen,
    )


def foreseen_report(answer: ClaimsForeseen, book: PolicyBook) -> Report:
    """Return a row a claim, and what all would be granted together."""
    status, reason = statuses(), reasons(book)
    columns: Columns[ForeseenClaim] = (
        (Column(pgettext("column", "claim")), lambda claim: claim.claim_no),
        (Column(pgettext("column", "enterprise")), lambda claim: claim.enterprise),
        *policy_column(book),
        (Column(pgettext("column", "status")), lambda claim: status[claim.status]),
        (Column(pgettext("column", "assessed"), "fen"), lambda claim: claim.assessed_fen),
        (Column(pgettext("column", "granted"), "fen"), lambda claim: claim.granted_fen),
        (
            Column(pgettext("column", "reason")),
            lambda claim: reason.get(claim.reason, claim.reason),
        ),
        (Column(pgettext("column", "cap")), lambda claim: _caps(claim, book)),
    )
    sums = _("Nothing was recorded. {claims} claims would be granted {granted} {currency}").format(
        claims=answer.claims, granted=yuan(answer.granted_fen), currency=currency()
    )
    parts: list[str | Table] = [table_of(answer.decided, columns)] if answer.decided else []
    if answer.net_fen != answer.granted_fen:
        change = _("All grants would change by {net} {currency} together").format(
            net=yuan(answer.net_fen), currency=currency()
        )
        return Report(title=pgettext("sheet", "claims"), parts=(*parts, sums, change))
    return Report(title=pgettext("sheet", "claims"), parts=(*parts, sums))


def ahead_report(ahead: ExplainedAhead) -> Report:
    """Return the working of a decision that is not made yet, and every cap that it would meet."""
    explained = explained_claim(ahead.claim, ahead.explanation, ahead.book)
    whole = explanation_report(explained, ahead.explanation, ahead.book)
    first = next((at for at, part in enumerate(whole.parts) if isinstance(part, Table)), None)
    return replace(whole, parts=() if first is None else whole.parts[first:])


def queue_table(claims: Sequence[QueuedClaim], book: PolicyBook) -> Table:
    """Return a row a claim that waits, with what it would be granted in its turn."""
    kind, reason = kinds(book), reasons(book)
    columns: Columns[QueuedClaim] = (
        (Column(pgettext("column", "claim")), lambda claim: claim.claim_no),
        (Column(pgettext("column", "enterprise")), lambda claim: claim.enterprise),
        *policy_column(book),
        (Column(pgettext("column", "kind")), lambda claim: kind.get(claim.kind, claim.kind)),
        (Column(pgettext("column", "occurred")), lambda claim: str(claim.occurred_on)),
        (Column(pgettext("column", "submitted by")), lambda claim: claim.submitted_by),
        (Column(pgettext("column", "declared"), "fen"), lambda claim: claim.declared_fen),
        (
            Column(pgettext("column", "foreseen grant"), "fen"),
            lambda claim: None if claim.foreseen.refused else claim.foreseen.granted_fen,
        ),
        (
            Column(pgettext("column", "reason")),
            lambda claim: (
                claim.foreseen.refused or reason.get(claim.foreseen.reason, claim.foreseen.reason)
            ),
        ),
        (Column(pgettext("column", "cap")), lambda claim: _caps(claim.foreseen, book)),
        (Column(pgettext("column", "doubtful")), lambda claim: listed(map(_doubt, claim.doubts))),
    )
    return table_of(claims, columns)


def queue_report(answer: Queue, book: PolicyBook) -> Report:
    """Return the claims that wait, and how to go on."""
    if not answer.claims:
        said = _("No claim is pending")
        if answer.waiting:
            said = ngettext(
                "{waiting} claim is pending; none of those asked for",
                "{waiting} claims are pending; none of those asked for",
                answer.waiting,
            ).format(waiting=answer.waiting)
        return Report(title=pgettext("sheet", "queue"), parts=(said,))
    table = queue_table(answer.claims, book)
    said = _("{shown} of {waiting} pending claims; these would be granted {granted} {currency}")
    lines = [
        said.format(
            shown=len(answer.claims),
            waiting=answer.waiting,
            granted=yuan(answer.granted_fen),
            currency=currency(),
        )
    ]
    if answer.next is not None:
        lines.append(_("The next ones: --after {position}").format(position=answer.next))
    return Report(title=pgettext("sheet", "queue"), parts=(table, *lines))


def _caps(claim: ForeseenClaim | ForeseenGrant, book: PolicyBook) -> str:
    """Return what the caps that bound a claim are called."""
    return listed([cap_title(book.caps[cap]) for cap in claim.caps_bound])


def _doubt(doubt: QueuedDoubt) -> str:
    """Return a doubt in few words."""
    words = {
        "name-differs": _("another name"),
        "likely-duplicate": _("likely a duplicate of {other}"),
        "invoice-brought-in": _("invoice granted elsewhere with {other}"),
        "exhibition-again": _("the same event as {other}, another day"),
        "certificate-elsewhere": _("certificate also on {other}"),
    }
    return words.get(doubt.code, doubt.code).format(other=doubt.other)
