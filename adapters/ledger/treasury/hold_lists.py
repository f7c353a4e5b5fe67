"""An edition of a list (失信名单) read in: who is on it is held, who left it is released.

Only enterprises that the ledger knows are held. An edition is the whole list: all whom an earlier
edition held and this one does not have may be released by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from adapters.intake.flat.lists import Entry, ListRead
from adapters.intake.items import At, Notice
from adapters.ledger.enterprises import codes, histories_of
from adapters.ledger.handling.units import Author
from adapters.ledger.look import Look
from domain.calendar import day_of
from domain.commands.enterprise import HoldCommand, HoldEnterprise, ReleaseEnterprise
from domain.decide import decide
from domain.enterprise.registered.holds import Hold
from domain.enterprise.registered.holds import evolve as evolve_holds
from domain.enterprise.registered.names import masked
from domain.enterprise.state import evolve
from domain.events.holds import EnterpriseHeld, EnterpriseReleased, Reason
from domain.identity import skeleton
from domain.payments.days import must_have_come
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.ledger.ledger import Ledger


class Edition(NamedTuple):
    """Which list, by which document, and why those on it are held.

    missing_on: the day from which those no longer on it are released; None for nobody.
    """

    of_list: str
    document: str
    reason: Reason
    missing_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry and what it asks for; no commands where all of it was recorded before.

    entry: None for an enterprise that is on the list no longer.
    """

    uscc: str
    entry: Entry | None
    commands: tuple[HoldCommand, ...]
    refusal: Refusal | None = None


@dataclass(slots=True)
class ListResult:
    """What became of each entry, in the order of the file, then of those no longer on the list."""

    edition: Edition
    read: ListRead
    entries: list[Listed] = field(default_factory=list)
    unknown: list[Entry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    events: int = 0


def read_edition(
    ledger: Ledger, read: ListRead, edition: Edition, author: Author, *, dry_run: bool
) -> ListResult:
    """Hold and release as an edition says; return what became of each entry.

    dry_run: record nothing. Where rows were not read nobody is released for being on it no longer:
    they may be of those.
    """
    result = ListResult(edition, read)
    with ledger.look() as look:
        plan = list(_planned(look, result))
        if dry_run:
            result.entries = [replace(each, refusal=_refusal(look, each)) for each in plan]
            return result
    asked = [command for listed in plan for command in listed.commands]
    outcomes = iter(ledger.carry_out_all(asked, author))
    for listed in plan:
        refusal = listed.refusal
        for outcome in [next(outcomes) for _ in listed.commands]:
            refusal = refusal or outcome.refusal
            result.events += len(outcome.events)
        result.entries.append(replace(listed, refusal=refusal))
    return result


def _refusal(look: Look, listed: Listed) -> Refusal | None:
    """Return why what an entry asks for would be refused."""
    enterprise = look.snapshot.enterprise(listed.uscc)
    today = day_of(look.snapshot.store.handler.recorder.clock())
    try:
        for command in listed.commands:
            must_have_come(
                command.first_day if isinstance(command, HoldEnterprise) else command.on, today
            )
            for event in decide(command, enterprise, look.book):
                evolve(enterprise, event, "")
    except Refusal as refusal:
        return refusal
    return listed.refusal


def _planned(look: Look, result: ListResult) -> Iterator[Listed]:
    recorder, edition = look.snapshot.store.handler.recorder, result.edition
    known, entries = set(codes(recorder)), result.read.entries
    held = _holds(look, {*_ever_on_list(look), *(entry.values["uscc"] for entry in entries)})
    today = day_of(recorder.clock())
    seen: dict[str, int] = {}
    for entry in entries:
        uscc = entry.values["uscc"]
        if uscc in seen:
            twice = Refusal("listed-twice", uscc=uscc, row=seen[uscc])
            yield Listed(uscc=uscc, entry=entry, commands=(), refusal=twice)
            continue
        seen[uscc] = entry.at.row
        if uscc not in known:
            result.unknown.append(entry)
            continue
        result.notices += _names_differ(look, entry)
        commands = _of_entry(entry, edition, held.get(uscc, []), today, result.notices)
        yield Listed(uscc=uscc, entry=entry, commands=tuple(commands))
    if edition.missing_on is None:
        return
    if result.read.rejected or result.read.unread:
        result.notices.append(Notice(code="nobody-released", facts={"file": _file(result.read)}))
        return
    for uscc, holds in sorted(held.items()):
        if uscc not in seen:
            yield from _missing(uscc, holds, edition)


def _of_entry(
    entry: Entry, edition: Edition, holds: Sequence[Hold], today: date, notices: list[Notice]
) -> Iterator[HoldCommand]:
    """Yield what an entry asks for beyond what is recorded."""
    uscc, first = entry.values["uscc"], entry.values["listed_on"]
    removed: date | None = entry.values.get("removed_on")
    if removed is not None and removed > today:
        notices.append(_notice("removal-to-come", entry.at, uscc=uscc, on=removed.isoformat()))
        removed = None
    same = [each for each in _of_list(holds, edition) if each.said.first_day == first]
    standing = [each for each in same if each.released is None]
    if removed is not None and any(each.released and each.released.on == removed for each in same):
        return
    document = standing[0].said.document if standing else edition.document
    if not standing:
        yield HoldEnterprise(
            uscc=uscc,
            document=edition.document,
            reason=edition.reason,
            first_day=first,
            last_day=None,
            of_list=edition.of_list,
        )
    if removed is not None:
        yield ReleaseEnterprise(uscc=uscc, document=edition.document, on=removed, of=document)


def _missing(uscc: str, holds: Sequence[Hold], edition: Edition) -> Iterator[Listed]:
    """Yield the releases of an enterprise that is on the list no longer."""
    assert edition.missing_on is not None, "released from no day"
    for hold in _of_list(holds, edition):
        if hold.released is None:
            release = ReleaseEnterprise(
                uscc=uscc,
                document=edition.document,
                on=edition.missing_on,
                of=hold.said.document,
            )
            yield Listed(uscc=uscc, entry=None, commands=(release,))


def _of_list(holds: Sequence[Hold], edition: Edition) -> list[Hold]:
    named = skeleton(edition.of_list)
    return [each for each in holds if skeleton(each.said.of_list or "") == named]


def _ever_on_list(look: Look) -> list[str]:
    """Return who was ever held by an edition of any list."""
    recorder = look.snapshot.store.handler.recorder
    return recorder.streams_with(EnterpriseHeld.TOPIC, ['"of_list":"'])


def _holds(look: Look, usccs: set[str]) -> dict[str, list[Hold]]:
    """Return the holds on these enterprises."""
    every: dict[str, list[Hold]] = {}
    recorder = look.snapshot.store.handler.recorder
    for uscc, history in histories_of(recorder, sorted(usccs), look.position):
        for recorded in history:
            if isinstance(recorded.event, EnterpriseHeld | EnterpriseReleased):
                evolve_holds(every.setdefault(uscc, []), recorded.event)
    return every


def _names_differ(look: Look, entry: Entry) -> Iterator[Notice]:
    """Yield that the list calls an enterprise by a name that it never bore here."""
    uscc, name = entry.values["uscc"], entry.values.get("name")
    if name is None:
        return
    profile = look.enterprise(uscc)
    names = {each.name for each in profile.names} | ({profile.name} if profile.name else set())
    if profile.succeeds:
        before = look.snapshot.enterprise(uscc).kin.names
        shown = look.snapshot.shown_names((uscc, each) for each in before)
        names |= {shown.get(each, each) for each in before}
    if names and masked(uscc) not in names and skeleton(name) not in map(skeleton, names):
        yield _notice("list-name-differs", entry.at, uscc=uscc, name=name, known=profile.name)


def _notice(code: str, at: At, **facts: str | None) -> Notice:
    return Notice(code=code, facts={"file": at.file, "sheet": at.sheet, "row": at.row, **facts})


def _file(read: ListRead) -> str:
    return read.rejected[0].at.file if read.rejected else read.unread[0].file
