"""Every enterprise of a log, folded one group after another: memory stays flat however many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.log.numbers import chunked
from adapters.log.reader import LogReader
from adapters.log.recorder import Log
from domain.assessment.linked import is_linked
from domain.enterprise.kin.family import Family
from domain.enterprise.kin.successions import Successions
from domain.enterprise.state import Enterprise
from domain.events.claims import ClaimSubmitted
from domain.events.log import Recorded
from domain.events.store import PolicyPublished
from domain.events.streams import of_enterprise
from domain.payments.batch import Batch, LineState
from domain.policy.book import PolicyBook, PolicyVersion

GROUP = 200  # streams read together

Progress = Callable[[int], None]  # called with the enterprises gone through so far
Each = TypeVar("Each")


def codes(recorder: Log, until: int | None = None) -> list[str]:
    """Return the code of every enterprise that has events, sorted; of those that go on by then."""
    ended = LogReader(recorder).successions(until).heirs
    every = filter(of_enterprise, recorder.streams())
    return [stream for stream in every if stream not in ended]


def histories(
    recorder: Log, until: int, *, whole: bool = False
) -> Iterator[tuple[str, Iterator[Recorded]]]:
    """Yield each enterprise's events until a log position, by its code.

    whole: as `histories_of` takes it. Take each before asking for the next.
    """
    for few in chunked(codes(recorder, until), GROUP):
        yield from histories_of(recorder, few, until, whole=whole)


def histories_of(
    recorder: Log,
    codes: Iterable[str],
    until: int | None,
    *,
    whole: bool = False,
    reader: LogReader | None = None,
) -> Iterator[tuple[str, Iterator[Recorded]]]:
    """Yield the events of these enterprises, read together, as `histories` does.

    With those of every code that they carry on, in the order of the log. whole: to fold them; with
    those of codes that were split, of which they have a share and another has the claims. reader:
    of this log, where it has a way of its own to decode.
    """
    reader, asked = reader or LogReader(recorder), list(codes)
    known = reader.successions(until)
    kindred = [code for code in asked if known.is_kin(code) or code in known.heirs]
    alone = asked if not kindred else [code for code in asked if code not in set(kindred)]
    rows = (row for row in recorder.select_streams(alone) if until is None or row.id <= until)
    for uscc, mine in groupby(rows, key=attrgetter("originator_id")):
        yield uscc, (reader.decode(row.id, row) for row in mine)
    for code in dict.fromkeys(map(known.heir, kindred)):
        yield code, family_events(reader, known, code, until, whole=whole)


def family_events(
    reader: LogReader, known: Successions, code: str, until: int | None, *, whole: bool = False
) -> Iterator[Recorded]:
    """Yield the events of a code and of all that it carries on, in the order of the log.

    whole: as `histories_of` takes it.
    """
    streams = known.read(code) if whole else known.streams(code)
    if len(streams) == 1:
        yield from reader.stream(code, until)
        return
    rows = reader.recorder.select_streams(streams)
    for row in sorted(rows, key=attrgetter("id")):
        if until is None or row.id <= until:
            yield reader.decode(row.id, row)


def enterprises(recorder: Log, until: int) -> Iterator[tuple[str, Enterprise]]:
    """Yield each enterprise as it stood at a log position, by its code."""
    for uscc, history in histories(recorder, until, whole=True):
        yield uscc, folded(history, uscc)


def linked_enterprises(
    recorder: Log, book: PolicyBook, until: int | None = None
) -> dict[str, Enterprise]:
    """Return the enterprises that caps over all of them link, as they stood at a log position."""
    every = histories_of(recorder, with_pooled_claims(recorder, book, until), until, whole=True)
    states = ((uscc, folded(history, uscc)) for uscc, history in every)
    return {uscc: state for uscc, state in states if is_linked(state, book)}


def with_pooled_claims(recorder: Log, book: PolicyBook, until: int | None = None) -> list[str]:
    """Return the code of every enterprise that claimed of a kind that such a cap is about.

    Of those that go on at a log position.
    """
    kinds = sorted(book.pooled_kinds)
    filed = recorder.streams_with(ClaimSubmitted.TOPIC, [f'"kind":"{kind}"' for kind in kinds])
    known = LogReader(recorder).successions(until)
    return filed if not known.heirs else sorted(set(map(known.heir, filed)))


def in_groups(enterprises: Iterable[Each], on_progress: Progress | None = None) -> Iterator[Each]:
    """Yield enterprises while the collector rests; it sweeps what is young after each group."""
    with gc_paused():
        for number, each in enumerate(enterprises, start=1):
            yield each
            if number % GROUP == 0:
                collect_young()
                if on_progress is not None:
                    on_progress(number)


def folded(events: Iterable[Recorded], code: str = "") -> Enterprise:
    """Return an enterprise as its events tell it, with those of all codes that it carries on.

    code: which one, where the last event may be another's. A new one where there are none. Raises
    DoesNotFollow.
    """
    family, stream = Family(), code
    for recorded in events:
        family.take_in(recorded)
        stream = code or recorded.stream
    return family.of(stream)


def owner_then(reader: LogReader, claim_no: str, position: int) -> Enterprise:
    """Return whose a claim was at a log position, as it stood then."""
    known = reader.successions(position)
    code = known.heir(reader.owner(claim_no))
    return folded(family_events(reader, known, code, position))


def name_filed(reader: LogReader, code: str, until: int) -> str | None:
    """Return the name on a code's own latest claim, else of one that it is another code of.

    What an enterprise was called that merged into it is not its name.
    """
    own = folded(reader.stream(code, until))
    olds = [each for each in own.kin.predecessors.values() if each.kind == "rename-code"]
    before = (name_filed(reader, old.predecessor, until) for old in reversed(olds))
    return next(filter(None, (own.name_on_claims, *before)), None)


def book_of(stream: Iterable[Recorded]) -> PolicyBook:
    """Return the policy book as its stream tells it."""
    book = PolicyBook()
    for recorded in stream:
        event, position = recorded.event, recorded.position
        assert isinstance(event, PolicyPublished), f"in the policy book: {event!r}"
        number, digest, policy = event.number, event.digest, event.policy
        book = book.followed_by(
            PolicyVersion(number=number, digest=digest, policy=policy, position=position)
        )
    return book


def follow_payees(
    batch: Batch, paid_at: Mapping[str, int], log: LogReader, known: Successions
) -> None:
    """Say who carries on each line's enterprise, and who was paid by then.

    paid_at: where in the log each claim was paid.
    """
    if not known.heirs:
        return
    filed = log.recorder.owners(batch.lines)
    for claim_no, line in batch.lines.items():
        line.filed_under, line.uscc = filed.get(claim_no, line.uscc), known.heir(line.uscc)
        line.payee = line.uscc
        if line.state is LineState.PAID and line.uscc != line.filed_under:
            line.payee = log.successions(paid_at[claim_no]).heir(line.filed_under)
