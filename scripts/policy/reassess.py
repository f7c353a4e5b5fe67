"""Commands that work decisions out again: under another book, in another order, or as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from adapters.ledger.backfill import must_be_files
from adapters.policy.amendment import Amendment, Draft, book_with
from adapters.wording.catalogue.refusals import coded
from adapters.wording.reassessment.changes import differences_report, late_report
from adapters.wording.reassessment.reperformance import reperformance_details, reperformance_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.enterprise import ChooseOrder
from domain.refusals import Refusal
from projections.reassessment.differences import Differences
from scripts.cli.doors import counting, note
from scripts.cli.many import ALONE, Many
from scripts.cli.misuse import Misuse
from scripts.cli.options import READING, WRITING, Reading, Writing, note_carried_on
from scripts.cli.values import (
    CLAIM_NO,
    DOCUMENT,
    USCC,
    YEAR,
    OfPolicy,
    day,
    names_a_file,
    text,
    value,
    whole,
)
from scripts.policy.settings import Settings, by_path, note_reverted

Order = Literal["decided", "matter", "best"]
Uscc = Annotated[str | None, USCC]


def rehearse(
    *,
    uscc: Uscc = None,
    settings: Settings = (),
    first_day: Annotated[date | None, value(day, "DATE", N_("the first day they govern"))] = None,
    last_day: Annotated[date | None, value(day, "DATE", N_("the last day they govern"))] = None,
    policy: Annotated[
        str | None,
        value(text, "FILE|POLICY", N_("a draft policy file, or the policy that values are of")),
    ] = None,
    proposal: Annotated[
        int | None, value(whole, "PROPOSAL", N_("the version that was proposed under this number"))
    ] = None,
    many: Many = ALONE,
    at: Reading = READING,
) -> None:
    of = policy if policy is not None and not names_a_file(policy) else None
    file = None if policy is None or of is not None else Path(policy)
    draft = _draft(by_path(settings), first_day, last_day, file, of)
    if proposal is not None and (draft or of is not None or many.ledgers is not None):
        raise Misuse(_("--proposal stands alone: it says itself what is tried out"))
    if many.ledgers is not None:
        from scripts.policy import together  # not needed otherwise

        together.rehearse(many, at, draft, of, **{"--uscc": uscc})
        return
    with at.look() as look, counting(_("rehearse")) as count:
        if proposal is not None:
            draft = look.proposals().numbered(proposal).policy
        if of is not None:
            look.own(of)
        book = book_with(look.book, draft, of)
        if isinstance(draft, Amendment):
            note_reverted(look.book, book.versions[-1].policy, by_path(settings))
        answer = look.rehearse(book, uscc, count, None if draft else of)
        successors = look.carried_on_by(uscc)
    note_carried_on(uscc, successors)
    _note_others(answer, uscc)
    at.tell(answer, lambda: differences_report(answer, book))


def reassess(*, uscc: Uscc = None, policy: OfPolicy = None, at: Writing = WRITING) -> int:
    refused: list[Refusal] = []
    with at.ledger() as (ledger, author):
        with counting(_("reassess")) as count:
            answer = ledger.reassess(author, uscc, count, policy, refused.append)
        with ledger.look() as look:
            book = look.book
    for refusal in refused:
        note(coded(refusal))
    _note_others(answer, uscc)
    at.tell(answer, lambda: differences_report(answer, book))
    return 1 if refused else 0


def late(claim: Annotated[str, CLAIM_NO], /, *, at: Reading = READING) -> None:
    with at.look() as look:
        answer, days, book = look.late(claim), look.matter_days(claim), look.book
    at.tell(answer, lambda: late_report(answer, days, book))


def reorder(
    uscc: Annotated[str, USCC],
    /,
    *,
    cap: Annotated[str, value(text, "CAP", N_("the cap"))],
    year: Annotated[int | None, YEAR] = None,
    order: Annotated[Order, Parameter(help=N_("the rule by which its claims go"))],
    document: Annotated[str, DOCUMENT],
    policy: OfPolicy = None,
    at: Writing = WRITING,
) -> None:
    cap = at.own_name(cap, policy)
    command = ChooseOrder(uscc=uscc, cap=cap, year=year, order=order, document=document)
    with at.carry_out(command) as (outcome, look):
        book, answer = look.book, look.differences(outcome.events)
    if year is not None and book.of(cap).governing_year(year) is None:
        note(_("{year} is not a year of the policy: check it").format(year=year))

    said = _("Order recorded, by document {document}").format(document=document)
    at.tell(answer, lambda: differences_report(answer, book).after(said))


def reperform(
    *, uscc: Uscc = None, policy: OfPolicy = None, many: Many = ALONE, at: Reading = READING
) -> int:
    if many.ledgers is not None:
        from scripts.policy import together  # not needed otherwise

        return together.reperform(many, at, policy, **{"--uscc": uscc})
    with at.look() as look, counting(_("reperform")) as count:
        answer, book = look.reperform(uscc, count, policy), look.book
        successors = look.carried_on_by(uscc)
    note_carried_on(uscc, successors)
    details = reperformance_details(answer, book) if at.json else None
    at.tell(details, lambda: reperformance_report(answer, book))
    return 0 if answer.agrees else 1


def _note_others(answer: Differences, uscc: str | None) -> None:
    """Say so where claims of others were taken along: a cap over all enterprises links them."""
    if uscc is not None and answer.by_enterprise.keys() - {uscc}:
        note(_("A cap is over all enterprises: those it links are worked out again together"))


def _draft(
    settings: dict[str, str],
    first_day: date | None,
    last_day: date | None,
    file: Path | None,
    policy: str | None,
) -> Draft:
    """Return what to rehearse by. Without days, values are set on every governed day."""
    if (first_day is None) != (last_day is None):
        raise Misuse(_("--first-day and --last-day: both, or neither"))
    if file is not None:
        if settings or first_day:
            raise Misuse(_("--policy and --set exclude each other"))
        from adapters.policy.file.files import read_policy_file  # not needed otherwise

        must_be_files([file])
        return read_policy_file(file)
    if first_day is None or last_day is None:
        return settings
    return Amendment(settings=settings, first_day=first_day, last_day=last_day, policy=policy)
