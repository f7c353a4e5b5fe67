"""What an edition of a list of enterprises led to, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.wording.catalogue import intake_sentence
from adapters.wording.catalogue.changed.holds import LIST_NOTICES
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.enterprises.listed_rows import rejects_of, rows_parts, unread_of
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import filled, pgettext
from adapters.wording.translation import gettext as _
from domain.commands.enterprise import HoldEnterprise, ReleaseEnterprise
from projections.claims.backfill import CellFault, Noticed, Reject
from projections.money.holds import HoldListRead, ListedEnterprise

if TYPE_CHECKING:
    from adapters.intake.flat.lists import Entry
    from adapters.intake.items import Notice
    from adapters.ledger.treasury.hold_lists import Listed, ListResult


def hold_list_answer(result: ListResult) -> HoldListRead:
    """Return the result as other programs rely on it."""
    done = [each for each in result.entries if each.refusal is None]
    return HoldListRead(
        of_list=result.edition.of_list,
        document=result.edition.document,
        reason=result.edition.reason,
        rows=len(result.read.entries) + len(result.read.rejected),
        held=tuple(
            _enterprise(each, command)
            for each in done
            for command in each.commands
            if isinstance(command, HoldEnterprise)
        ),
        released=tuple(
            _enterprise(each, command)
            for each in done
            for command in each.commands
            if isinstance(command, ReleaseEnterprise)
        ),
        as_before=sum(not each.commands for each in done),
        unknown=tuple(map(_of_entry, result.unknown)),
        rejects=(
            *rejects_of(result.read.rejected),
            *(_refused(each) for each in result.entries if each.refusal is not None),
        ),
        notices=tuple(
            Noticed(
                file=str(each.facts["file"]),
                sheet=_text(each.facts.get("sheet")),
                row=_number(each.facts.get("row")),
                column=None,
                code=each.code,
                message=_message(each),
            )
            for each in result.notices
        ),
        unread=unread_of(result.read),
        events_appended=result.events,
    )


def hold_list_report(answer: HoldListRead, *, dry_run: bool) -> Report:
    """Return who is held and released by an edition, how many are not known, what was not read."""
    title = _("{list}, {document}: {rows} entries").format(
        list=answer.of_list, document=answer.document, rows=f"{answer.rows:,}"
    )
    counts = _(
        "held {held}, released {released}, as before {before}, not known here {unknown}, "
        "rejected {rejected}"
    ).format(
        held=len(answer.held),
        released=len(answer.released),
        before=answer.as_before,
        unknown=f"{len(answer.unknown):,}",
        rejected=len(answer.rejects),
    )
    parts: list[str | Table] = [_("Rehearsal: nothing was recorded")] if dry_run else []
    parts += [title, counts]
    for heading, every in ((_("Held"), answer.held), (_("Released"), answer.released)):
        if every:
            parts.append(table_of(every, _columns(), title=heading))
    parts += rows_parts(answer.rejects, answer.unread)
    return Report(title=title, parts=tuple(parts))


def _columns() -> Columns[ListedEnterprise]:
    return (
        (Column(pgettext("backfill", "row"), "figure"), lambda each: str(each.row or "")),
        (Column(pgettext("batch", "code")), lambda each: each.uscc),
        (Column(pgettext("batch", "enterprise")), lambda each: each.name or ""),
        (Column(pgettext("name", "from")), lambda each: str(each.on or "")),
    )


def _enterprise(listed: Listed, command: HoldEnterprise | ReleaseEnterprise) -> ListedEnterprise:
    entry = listed.entry
    return ListedEnterprise(
        sheet=None if entry is None else entry.at.sheet,
        row=None if entry is None else entry.at.row,
        uscc=listed.uscc,
        name=None if entry is None else entry.values.get("name"),
        on=command.first_day if isinstance(command, HoldEnterprise) else command.on,
    )


def _of_entry(entry: Entry) -> ListedEnterprise:
    return ListedEnterprise(
        sheet=entry.at.sheet,
        row=entry.at.row,
        uscc=entry.values["uscc"],
        name=entry.values.get("name"),
        on=entry.values["listed_on"],
    )


def _refused(listed: Listed) -> Reject:
    assert listed.refusal is not None, "not refused"
    at = None if listed.entry is None else listed.entry.at
    message = sentence(listed.refusal)
    return Reject(
        file="" if at is None else at.file,
        sheet=None if at is None else at.sheet,
        row=0 if at is None else at.row,
        column=None,
        code=listed.refusal.code,
        message=message,
        claim_no=None,
        faults=(CellFault(column=None, code=listed.refusal.code, message=message),),
    )


def _message(notice: Notice) -> str:
    place = intake_sentence.place(notice.facts)
    return filled(LIST_NOTICES[notice.code], {**notice.facts, "place": place})


def _text(fact: object) -> str | None:
    return None if fact is None else str(fact)


def _number(fact: object) -> int | None:
    return fact if isinstance(fact, int) else None
