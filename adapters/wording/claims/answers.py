"""Claims, what was granted, what is left and why, as reports for people; claims decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from adapters.wording.catalogue.refusals import sentence
from adapters.wording.claims.amendments import restated_table, value_titles
from adapters.wording.claims.words import reasons, statuses
from adapters.wording.claims.working.working import ExplainedClaim, circumstances
from adapters.wording.enterprises.holds import of_claim
from adapters.wording.enterprises.transfers import brought_line, kin_lines
from adapters.wording.policy.currency import money_word
from adapters.wording.policy.titles import (
    cap_title,
    measure_title,
    own_title,
    policy_column,
    policy_title,
    title_of,
)
from adapters.wording.reassessment.changes import differences_report
from adapters.wording.table import Cell, Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed, pgettext
from domain.commands.enterprise import AmendCommand, CorrectClaim, RedecideClaim
from domain.money import signed_yuan, yuan
from projections.claims.amendments import AmendedClaim, CorrectedClaim
from projections.claims.backfill import ClaimsDecided, ClaimsPartlyDecided, Refused
from projections.claims.explanation import (
    CapFilledByShare,
    CapFilledElsewhere,
    Explanation,
    FilledCap,
)
from projections.claims.retroactivity import LaggedTotal, SplitTotals
from projections.remaining_allowances import (
    Allowance,
    ItemAllowance,
    KindredRemaining,
    Remaining,
    RemainingAfterTransfer,
)

if TYPE_CHECKING:
    from adapters.ledger.handling.units import Approvals
    from domain.policy.book import PolicyBook
    from domain.policy.measures import Cap
    from projections.claims.register import ClaimAnswer, Totals


def claims_report(
    claims: Sequence[ClaimAnswer], book: PolicyBook, *, none: str | None = None
) -> Report:
    """Return a row a claim. none: what is said where there is none."""
    status, reason = statuses(), reasons(book)
    columns: Columns[ClaimAnswer] = (
        (Column(pgettext("column", "claim")), lambda claim: claim.claim_no),
        (Column(pgettext("column", "enterprise")), lambda claim: claim.enterprise),
        (Column(pgettext("column", "occurred")), lambda claim: str(claim.occurred_on)),
        *policy_column(book),
        (Column(pgettext("column", "measure")), lambda claim: own_title(claim.measure, book)),
        (Column(pgettext("column", "article")), lambda claim: claim.article),
        (Column(pgettext("column", "status")), lambda claim: status[claim.status]),
        (Column(pgettext("column", "assessed"), "fen"), lambda claim: claim.assessed_fen),
        (
            Column(pgettext("column", "granted"), "fen"),
            lambda claim: None if claim.assessed_fen is None else claim.granted_fen,
        ),
        (
            Column(pgettext("column", "reason")),
            lambda claim: reason.get(claim.reason, claim.reason),
        ),
        (
            Column(pgettext("column", "retroactive")),
            lambda claim: pgettext("retroactive", "yes") if claim.retroactive else "",
        ),
    )
    part = table_of(claims, columns) if claims else none or _("No claims")
    return Report(title=pgettext("sheet", "claims"), parts=(part,))


def approval_answer(approvals: Approvals) -> ClaimsDecided:
    """Return the claims as they stand; with them, where there are any, those refused and why."""
    refused = tuple(
        Refused(claim_no=claim_no, code=refusal.code, message=sentence(refusal))
        for claim_no, refusal in approvals.refused.items()
    )
    if not refused:
        return ClaimsDecided(decided=approvals.decided)
    return ClaimsPartlyDecided(decided=approvals.decided, refused=refused)


def amended_report(answer: AmendedClaim, said: str, book: PolicyBook) -> Report:
    """Return a claim as it stands, what was changed of it, and of decisions.

    said: why nothing was recorded; empty where something was.
    """
    parts: list[str | Table] = [said] if said else []
    parts += claims_report([answer], book).parts
    if isinstance(answer, CorrectedClaim) and answer.changed:
        parts += ["", restated_table(answer.changed, value_titles(answer.kind, book))]
    if answer.differences.changes:
        parts += ["", *differences_report(answer.differences, book).parts]
    decided_again = answer.claim_no in answer.differences.causes
    if decided_again and not isinstance(answer, CorrectedClaim) and answer.granted_fen == 0:
        hint = _("The rules grant it nothing. If what it states is wrong, `subsidy correct` it.")
        parts += ["", hint]
    return Report(title=answer.claim_no, parts=tuple(parts))


def unchanged(command: AmendCommand) -> str:
    """Return why nothing was recorded."""
    if isinstance(command, CorrectClaim):
        return _("Nothing recorded: the claim states this already, or was corrected so before.")
    if isinstance(command, RedecideClaim):
        return _("Nothing recorded: the claim was decided so already.")
    return _("Nothing recorded: the document reopened the claim before.")


def totals_report(answer: Totals, by: str, book: PolicyBook, names: Mapping[str, str]) -> Report:
    """Return what was granted by group and in all; retroactive claims apart where they are split.

    names: what enterprises are called, by their codes; needed where sums are by enterprise.
    """
    heading = {
        "measure": pgettext("column", "measure"),
        "enterprise": pgettext("column", "enterprise"),
        "year": pgettext("column", "year"),
        "policy": pgettext("column", "policy"),
    }[by]
    columns = (
        Column(heading),
        Column(pgettext("column", "claims"), "count"),
        Column(pgettext("column", "granted"), "fen"),
    )
    rows: list[tuple[Cell, ...]] = []
    for key, total in answer.groups.items():
        title = {
            "measure": measure_title(key, book),
            "enterprise": f"{key} {names.get(key, '')}",
            "policy": policy_title(key, book),
        }
        rows.append((title.get(by, key), total.claims, total.granted_fen))
    rows.append((_("total"), answer.claims, answer.granted_fen))
    parts: list[str | Table] = [Table(title="", columns=columns, rows=rows, totals=1)]
    if isinstance(answer, SplitTotals):
        before, since = _("Retroactive (before the announcement)"), _("Since the announcement")
        for heading, part in ((before, answer.retroactive), (since, answer.others)):
            groups = [(measure_title(name, book), sums) for name, sums in part.by_measure.items()]
            parts += ["", _lagged(heading, [*groups, (_("total"), part)])]
    return Report(title=_("what was granted"), parts=tuple(parts))


def _lagged(heading: str, groups: Sequence[tuple[str, LaggedTotal]]) -> Table:
    columns = (
        Column(heading),
        Column(pgettext("column", "claims"), "count"),
        Column(pgettext("column", "granted"), "fen"),
        Column(pgettext("column", "median days"), "figure"),
        Column(pgettext("column", "longest days"), "figure"),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, total in groups:
        lags = (total.lag_days.median, total.lag_days.longest)
        days = ("" if lag is None else str(lag) for lag in lags)
        rows.append((name, total.claims, total.granted_fen, *days))
    return Table(title="", columns=columns, rows=rows, totals=1)


def remaining_report(answer: Remaining, name: str | None, book: PolicyBook) -> Report:
    """Return every allowance of an enterprise for a year."""
    heading = _("{enterprise}  allowances left for {year} (log position {position})").format(
        enterprise=f"{name or ''} {answer.uscc}".strip(), year=answer.year, position=answer.position
    )
    by_policy: dict[str | None, list[Allowance]] = {}
    for allowance in answer.caps:
        by_policy.setdefault(book.policy_of(allowance.cap), []).append(allowance)
    parts: list[str | Table] = [heading]
    if isinstance(answer, KindredRemaining):
        parts += kin_lines(answer.succeeds, answer.succeeded_by)
    for policy, allowances in by_policy.items():
        title = title_of(book.of_policy(policy or "").versions[-1].policy)
        parts += ["", title] if book.has_several else []
        parts.append(allowances_table(allowances, answer.position, book))
    if isinstance(answer, RemainingAfterTransfer):
        parts += [brought_line(use, book) for use in answer.brought_in]
    return Report(title=heading, parts=tuple(parts))


def allowances_table(
    allowances: Sequence[Allowance],
    position: int,
    book: PolicyBook,
    before: Sequence[Allowance] | None = None,
) -> Table:
    """Return a row an allowance; after those of before, with what the step between them used."""
    used_before = {counted_for(each): each.used for each in before or ()}
    rows: list[tuple[Cell, ...]] = []
    for allowance in allowances:
        item = counted_for(allowance)[1]
        title = cap_title(book.caps[allowance.cap]) + (f" [{item}]" if item else "")
        in_fen = allowance.unit == "fen"
        figures = (allowance.limit, allowance.used, allowance.remaining)
        step: list[Cell] = []
        if before is not None:
            change = allowance.used - used_before.get(counted_for(allowance), 0)
            step = ["" if not change else signed_yuan(change) if in_fen else f"{change:+,}"]
        reached = pgettext("cap", "reached") if allowance.reached else ""
        shown = map(yuan if in_fen else str, figures)
        rows.append((allowance.article, title, *shown, *step, reached))
    stepped = [Column(pgettext("column", "this step"), "figure")] if before is not None else []
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "cap")),
        Column(pgettext("column", "limit"), "figure"),
        Column(pgettext("column", "used"), "figure"),
        Column(pgettext("column", "left"), "figure"),
        *stepped,
        Column(""),
    )
    return Table(title="", columns=columns, rows=rows, position=position)


def counted_for(allowance: Allowance) -> tuple[str, str | None]:
    """Return what tells an allowance from others of an enterprise: its cap, and its item."""
    return allowance.cap, allowance.item if isinstance(allowance, ItemAllowance) else None


def explanation_report(claim: ExplainedClaim, explanation: Explanation, book: PolicyBook) -> Report:
    """Return a claim, its working line by line, and every cap with the claims that filled it."""
    of = [policy_title(claim.policy, book)] if book.has_several else []
    about = (*circumstances(explanation, book), *of_claim(claim.holds))
    parts = (*_particulars(claim, book), *of, *about, *_working(claim))
    caps = book.caps
    filled = [line for cap in claim.caps for line in ("", *filled_lines(cap, caps[cap.cap], book))]
    return Report(title=claim.claim_no, parts=(*parts, *filled))


def _particulars(claim: ExplainedClaim, book: PolicyBook) -> Iterator[str]:
    yield f"{claim.claim_no}  {claim.enterprise}  {claim.uscc}"
    said = {"status": statuses()[claim.status], "granted": yuan(claim.granted_fen)}
    said["currency"] = money_word(book)
    if claim.reason is None:
        yield _("{status}: granted {granted} {currency}").format(**said)
    else:
        yield _("{status}: granted {granted} {currency} ({reason})").format(
            **said, reason=reasons(book).get(claim.reason, claim.reason)
        )


def _working(claim: ExplainedClaim) -> Iterator[str | Table]:
    if not claim.working:
        return
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "working")),
        Column(pgettext("column", "amount"), "fen"),
        Column(""),
    )
    bound = _("◆ bound")
    rows, is_set = list[tuple[Cell, ...]](), False
    for line in claim.working:
        is_set = is_set or line.bound or line.amount_fen != 0  # 0.00 before that reads as a grant
        amount = line.amount_fen if is_set else None
        rows.append((line.article, line.text, amount, bound if line.bound else ""))
    yield ""
    yield Table(title="", columns=columns, rows=rows)


def filled_lines(use: FilledCap, cap: Cap, book: PolicyBook) -> Iterator[str]:
    """Yield how full a cap was and by whom; then what others' use of it comes from."""
    shown = yuan if cap.unit == "fen" else str
    nobody = pgettext("filled by", "nobody")
    if isinstance(use, CapFilledElsewhere):
        nobody = pgettext("filled by", "nobody here")
    yield _(
        "{cap}: used before {before}, by this claim {applied}, after {after} of {limit}; "
        "filled before by: {claims}"
    ).format(
        cap=cap_title(cap),
        before=shown(use.used_before),
        applied=shown(use.applied),
        after=shown(use.used_after),
        limit=shown(use.limit),
        claims=listed(use.filled_by) or nobody,
    )
    for each in use.shared if isinstance(use, CapFilledByShare) else ():
        yield _(
            "of {used} that {uscc} had used by {claims}, its share of {share}: {counted}"
        ).format(
            used=shown(each.used),
            uscc=each.uscc,
            claims=listed(each.claims),
            share=each.share,
            counted=shown(each.counted),
        )
    if isinstance(use, CapFilledElsewhere):
        yield from (brought_line(each, book) for each in use.brought_in)
