"""Commands that record about claims: backfill, decide, end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from adapters.intake.forms import forms_of
from adapters.intake.rejects import check_writable
from adapters.ledger.backfill import BackfillResult
from adapters.wording.catalogue.refusals import coded
from adapters.wording.claims import backfill as words
from adapters.wording.claims.answers import approval_answer, claims_report
from adapters.wording.policy.titles import title_of
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.enterprise import RejectClaim, RevokeClaim, WithdrawClaim
from scripts.cli.doors import counting, note
from scripts.cli.misuse import Misuse
from scripts.cli.options import FORCE, WRITING, Writing
from scripts.cli.values import (
    CLAIM_NO,
    DOCUMENT,
    MANY,
    OfPolicy,
    amount,
    any_text,
    flag,
    text,
    value,
)
from scripts.money.statement import tell_statement

Reason = Annotated[str, value(text, "TEXT", N_("why"))]
Claim = Annotated[str, CLAIM_NO]
Document = Annotated[str, DOCUMENT]


def _seen(given: str) -> str:
    """Read a claim and what the officer saw that it would be granted: `YQ-1=8730.11`."""
    claim_no, equals, seen = any_text(given).rpartition("=")
    if not (claim_no and equals):
        raise ValueError(_("write CLAIM_NO=AMOUNT: {given}").format(given=given))
    return f"{claim_no}={amount(seen)}"


Expected = Annotated[
    tuple[str, ...],
    value(_seen, "CLAIM_NO=AMOUNT", N_("what it was seen at: decide it only if granted this")),
    MANY,
]


def backfill(
    files: Annotated[tuple[Path, ...], value(Path, "FILE", N_("JSON Lines, CSV or a workbook"))],
    /,
    *,
    approve: Annotated[bool, flag(N_("also decide, in file order"))] = False,
    dry_run: Annotated[bool, flag(N_("record nothing"))] = False,
    rejects: Annotated[
        Path | None, value(Path, "FILE", N_("where rejected rows are written"))
    ] = None,
    accept_large: Annotated[
        bool, flag(N_("fees above what is plausible of their kind are as meant"))
    ] = False,
    accept_unread: Annotated[
        bool, flag(N_("rows and sheets that were not read hold no claims"))
    ] = False,
    strict: Annotated[
        bool, flag(N_("send claims back whose day no policy version governs"))
    ] = False,
    policy: OfPolicy = None,
    force: Annotated[bool, FORCE] = False,
    at: Writing = WRITING,
) -> int:
    if not files:
        raise Misuse(_("give one file or more"))
    if rejects is not None:
        check_writable(rejects, files, force=force)
    with at.ledger() as (ledger, author), counting(_("backfill")) as count:

        def on_progress(so_far: BackfillResult) -> None:
            count(so_far.lines)
            if not dry_run:
                note(f"recorded {so_far.accepted}")

        result = ledger.backfill(
            files,
            author,
            approve=approve,
            dry_run=dry_run,
            accept_large=accept_large,
            strict=strict,
            policy=policy,
            on_progress=on_progress,
        )
    with forms_of((version.policy for version in result.book.versions), policy):
        return _tell_backfill(result, rejects, dry_run=dry_run, accept_unread=accept_unread, at=at)


def _tell_backfill(
    result: BackfillResult, rejects: Path | None, *, dry_run: bool, accept_unread: bool, at: Writing
) -> int:
    for notice in words.notices(result):
        note(notice)
    if result.made:
        note(_("New ledger: {store}").format(store=at.store))
    if result.shipped_policy:
        (first, *_others) = result.book.versions
        title = title_of(first.policy)
        note(
            _("The ledger had no policy; the shipped one is version 1: {title}").format(title=title)
        )
    if rejects is not None:
        words.write_rejects(result, rejects)
    at.tell(words.answer(result), lambda: words.report(result, dry_run=dry_run))
    if result.stopped is not None:
        note(coded(result.stopped))
    unread = bool(result.unread) and not accept_unread
    return 1 if result.rejects or result.stopped or unread else 0


def approve(
    claims: Annotated[tuple[str, ...], CLAIM_NO] = (),
    /,
    *,
    pending: Annotated[bool, flag(N_("every pending claim, in order of submission"))] = False,
    sheet: Annotated[
        Path | None,
        Parameter(name="--from"),
        value(Path, "FILE", N_("as filled in: the sheet of claims --pending --out")),
    ] = None,
    reduced_to: Annotated[int | None, value(amount, "AMOUNT", N_("at most this amount"))] = None,
    reason: Annotated[str | None, value(text, "TEXT", N_("the officer's words"))] = None,
    expected: Expected = (),
    dry_run: Annotated[
        bool, flag(N_("record nothing: say what each claim would be granted, and all together"))
    ] = False,
    policy: OfPolicy = None,
    at: Writing = WRITING,
) -> int:
    if [bool(claims), pending, sheet is not None].count(True) != 1:
        raise Misuse(_("give claim numbers, --pending or --from FILE"))
    if sheet is not None and (reduced_to, reason, expected) != (None, None, ()):
        raise Misuse(_("with --from FILE reductions and reasons stand in the sheet"))
    if (reduced_to is None) != (reason is None):
        raise Misuse(_("a reduction needs both: --reduced-to YUAN --reason TEXT"))
    if reduced_to is not None and len(claims) != 1:
        raise Misuse(_("a reduction is of one claim: CLAIM_NO --reduced-to YUAN"))
    parts = (each.rpartition("=") for each in expected)
    seen = {claim_no: int(fen) for claim_no, _equals, fen in parts}
    if len(seen) != len(expected) or (claims and not seen.keys() <= set(claims)):
        raise Misuse(_("--expected names claims that are decided, each once"))
    if sheet is not None:
        return _decide(sheet, policy, at, dry_run=dry_run)
    if dry_run:
        return _preview(None if pending else claims, reduced_to, reason, seen, policy, at)
    with at.ledger() as (ledger, author):
        approvals = ledger.approve(
            None if pending else claims,
            author,
            reduced_to_fen=reduced_to,
            words=reason,
            expected=seen,
            policy=policy,
        )
    for said in dict.fromkeys(map(coded, approvals.refused.values())):  # of many, the same
        note(said)
    for claim in approvals.decided:
        if claim.status == "withdrawn":
            said = _("{claim_no} is withdrawn: nothing was approved. `subsidy reopen` annuls that.")
            note(said.format(claim_no=claim.claim_no))
    if at.json or approvals.decided or not approvals.refused:
        at.tell(
            approval_answer(approvals),
            lambda: claims_report(approvals.decided, approvals.book, none=_("No claim is pending")),
        )
    return 1 if approvals.refused else 0


def _preview(
    claims: tuple[str, ...] | None,
    reduced_to: int | None,
    reason: str | None,
    seen: Mapping[str, int],
    policy: str | None,
    at: Writing,
) -> int:
    """Answer what deciding claims would come to; record nothing."""
    from adapters.wording.claims.foreseen import foreseen_answer, foreseen_report

    with at.ledger() as (ledger, author):
        foresight, refused = ledger.preview(
            claims, author, reduced_to_fen=reduced_to, words=reason, expected=seen, policy=policy
        )
    for said in dict.fromkeys(map(coded, refused.values())):
        note(said)
    answer = foreseen_answer(foresight, refused)
    at.tell(answer, lambda: foreseen_report(answer, foresight.book))
    return 1 if refused else 0


def _decide(file: Path, policy: str | None, at: Writing, *, dry_run: bool) -> int:
    """Decide claims as a sheet says, and answer each of its rows."""
    from adapters.intake.workbook.decisions import read
    from adapters.ledger.handling.deciding import decide_rows
    from adapters.wording.claims.decisions import decided_answer, decided_report
    from adapters.wording.claims.words import kind_names

    rows = read(file)
    with at.ledger() as (ledger, author):
        with ledger.look() as look:
            book = look.book
        names = kind_names(book)
        decided = decide_rows(ledger, rows, author, names, policy, dry_run=dry_run)
    if dry_run:
        note(_("Nothing was recorded: this is what would become of the rows"))
    at.tell(decided_answer(decided), lambda: decided_report(decided, book))
    return 1 if any(row.refusal for row in decided.rows) else 0


def reject(claim: Claim, /, *, reason: Reason, at: Writing = WRITING) -> None:
    _end(RejectClaim(claim_no=claim, words=reason), at)


def withdraw(claim: Claim, /, *, reason: Reason, at: Writing = WRITING) -> None:
    _end(WithdrawClaim(claim_no=claim, words=reason), at)


def revoke(claim: Claim, /, *, reason: Reason, document: Document, at: Writing = WRITING) -> None:
    command = RevokeClaim(claim_no=claim, words=reason, document=document)
    with at.carry_out(command) as (outcome, look):
        tell_statement(look, outcome.stream, at)


def _end(command: RejectClaim | WithdrawClaim, at: Writing) -> None:
    """Carry out one ending and print the claim as it stands then."""
    with at.carry_out(command) as (_outcome, look):
        (claim,), book = look.claims_in_order([command.claim_no]), look.book
    at.tell(claim, lambda: claims_report([claim], book))
