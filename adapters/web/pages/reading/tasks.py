"""What an officer has to do next, by role: the top of the overview."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from adapters.web.pages.asking.proposed import is_own
from adapters.web.pages.work.importing import VERB, import_of
from adapters.wording.policy.titles import line_title
from adapters.wording.translation import gettext as _
from adapters.wording.translation import ngettext
from domain.money import yuan
from projections.money.batches import allotted_sum

if TYPE_CHECKING:
    from adapters.web.pages.work.importing import Import
    from adapters.web.people.sessions import Session
    from adapters.web.server import Server
    from projections.claims.figures.overview import Overview
    from projections.money.batches import BatchDetails
    from projections.money.budgets import BudgetFigures
    from projections.policy_versions import ProposedVersion

MOST = 8  # of one kind that are listed


class Task(NamedTuple):
    """A thing to be done: what, where, and whether others wait for it."""

    text: str
    path: str
    waits: bool = False


class Desk(NamedTuple):
    """What an officer's tasks are read from. day: of the look. budget: None where there is none."""

    server: Server
    overview: Overview
    budget: BudgetFigures | None
    batches: tuple[BatchDetails, ...]
    day: date
    proposals: tuple[ProposedVersion, ...]
    session: Session


def tasks(roles: frozenset[str], desk: Desk) -> list[Task]:
    """Return what these roles have to do, those first that others wait for."""
    every = [task for role, of in OF_ROLE.items() if role in roles for task in of(desk)]
    return sorted(every, key=lambda task: not task.waits)


def needs_batches(roles: frozenset[str]) -> bool:
    return bool(roles & {"clerk", "finance", "cashier"})


def _clerk(desk: Desk) -> Iterator[Task]:
    desk.server.jobs.tend()
    imports = list(map(import_of, desk.server.jobs.every(desk.session.account, VERB)))
    digest = desk.server.jobs.spool.digest

    def content(each: Import) -> tuple[str, ...]:
        return tuple(map(digest, each.job.files))  # the same bytes may be handed in twice

    done = [each for each in imports if not each.rehearses and each.answer]
    recorded = set(map(content, done)) if any(each.may_be_recorded for each in imports) else set()
    for each in imports[:MOST]:
        if each.may_be_recorded and content(each) not in recorded:
            yield from _to_record(each)
        if each.answer is not None and each.answer.rejected and not each.rehearses:
            yield _to_send_back(each, each.answer.rejected)
    yield from filter(None, map(_without_account, desk.batches))
    yield Task(_("Import a sheet of claims"), "/imports")
    mine = f"/claims?status=submitted&officer={quote(desk.session.account)}"
    yield Task(_("Claims that I submitted and that wait for a decision"), mine)


def _to_record(each: Import) -> Iterator[Task]:
    """Yield what was tried out and holds something new, as far as is known."""
    count = each.recordable
    text = ngettext(
        "{count} claim tried out and not recorded yet: {files}",
        "{count} claims tried out and not recorded yet: {files}",
        count,
    )
    if not count and each.answer is not None and not each.answer.lines:  # a file without claims
        count = each.answer.exports
        text = ngettext(
            "{count} record of a year tried out and not recorded yet: {files}",
            "{count} records of a year tried out and not recorded yet: {files}",
            count,
        )
    if count:
        yield Task(text.format(count=f"{count:,}", files=each.files), each.path, waits=True)


def _to_send_back(each: Import, rejected: int) -> Task:
    text = ngettext(
        "{count} row to be sent back: {files}", "{count} rows to be sent back: {files}", rejected
    )
    return Task(text.format(count=rejected, files=each.files), each.path)


def _approver(desk: Desk) -> Iterator[Task]:
    yield from _proposals(desk)
    waiting = desk.overview.waiting
    if waiting.oldest is None:
        yield Task(_("No claim waits for a decision"), "/approve")
        return
    text = ngettext(
        "{count} claim waits for a decision, the oldest since {day} ({days} days)",
        "{count} claims wait for a decision, the oldest since {day} ({days} days)",
        waiting.claims,
    )
    days = (desk.overview.on - waiting.oldest).days
    said = text.format(count=f"{waiting.claims:,}", day=waiting.oldest, days=days)
    yield Task(said, "/approve", waits=True)


def _proposals(desk: Desk) -> Iterator[Task]:
    """Yield the versions that wait to be confirmed: those of others wait for who asks."""
    waiting = [each for each in desk.proposals if each.state == "waiting"]
    for each in waiting[-MOST:]:
        own = is_own(each, desk.session)
        text = _("Version proposed by {by}, {document}: to be confirmed or declined")
        if own:
            text = _("Version that I proposed, {document}: waits for another approver")
        said = text.format(by=each.by, document=each.document)
        yield Task(said, f"/policy/proposals/{each.proposal}", waits=not own)


def _finance(desk: Desk) -> Iterator[Task]:
    year = desk.overview.year
    for line in () if desk.budget is None else desk.budget.lines.values():
        text = _(
            "{line}: {available} yuan available of {budget}; {left} are neither paid nor in a "
            "batch, {approved} of these are approved"
        )
        said = text.format(
            line=line_title(line.title),
            available=yuan(line.available_fen),
            budget=yuan(line.budget_fen),
            left=yuan(line.available_fen + line.approved_unpaid_fen),
            approved=yuan(line.approved_unpaid_fen),
        )
        yield Task(said, f"/budget/{year}", waits=line.available_fen < 0)
    if desk.budget is None:
        yield Task(_("There is no budget of {year}").format(year=year), "/budget")
    for batch in desk.batches:
        if batch.state == "computed":
            text = _("Batch {number} is to be published: {total} yuan")
            said = text.format(number=batch.batch, total=yuan(batch.total_fen))
            yield Task(said, f"/batches/{batch.batch}", waits=True)
        elif _in_publicity(batch, desk.day):
            text = _("Batch {number} is in publicity until {day}: {total} yuan")
            facts = {"number": batch.batch, "day": batch.publicity_ends}
            said = text.format(total=yuan(batch.total_fen), **facts)
            yield Task(said, f"/batches/{batch.batch}")


def _cashier(desk: Desk) -> Iterator[Task]:
    over = [
        batch
        for batch in desk.batches
        if batch.state == "published" and not _in_publicity(batch, desk.day)
    ]
    payable = [batch for batch in over if batch.ready]
    for batch in payable:
        text = _("Batch {number} may be paid: {total} yuan")
        said = text.format(number=batch.batch, total=yuan(allotted_sum(batch.ready)))
        yield Task(said, f"/batches/{batch.batch}", waits=True)
    yield from filter(None, map(_without_account, over))
    if not payable:
        yield Task(_("No batch is to be paid"), "/batches")


def _without_account(batch: BatchDetails) -> Task | None:
    """Return what of a batch waits for an account."""
    lines = batch.lacking_account
    if not lines:
        return None
    enterprises = len({line.uscc for line in lines})
    text = ngettext(
        "Batch {number}: {count} enterprise lacks an account to be paid to, {total} yuan",
        "Batch {number}: {count} enterprises lack an account to be paid to, {total} yuan",
        enterprises,
    )
    said = text.format(number=batch.batch, count=enterprises, total=yuan(allotted_sum(lines)))
    return Task(said, f"/batches/{batch.batch}")


def _auditor(_desk: Desk) -> Iterator[Task]:
    yield Task(_("Acts by way of exception"), "/audit/exceptions")
    yield Task(_("Who submitted, approved and paid"), "/audit/separation")
    yield Task(_("Claimed twice"), "/audit/duplicates")
    yield Task(_("Time limits"), "/audit/delays")


def _in_publicity(batch: BatchDetails, day: date) -> bool:
    ends = batch.publicity_ends
    return batch.state == "published" and ends is not None and day <= ends


OF_ROLE: dict[str, Callable[[Desk], Iterator[Task]]] = {
    "clerk": _clerk,
    "approver": _approver,
    "finance": _finance,
    "cashier": _cashier,
    "auditor": _auditor,
}
