"""The file of decided claims made, or brought on to where a ledger stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import GROUP, Progress, codes, folded, histories_of
from adapters.ledger.handling.clock import now
from adapters.ledger.processes.sharing import shared
from adapters.ledger.reassessing.decided import kinds_in, names_shared, parts_of
from adapters.ledger.reassessing.kept import (
    DIFFERS,
    FORMER,
    INVOICE,
    ITEM,
    LOG,
    ORDER,
    SUFFIX,
    Stands,
    Taken,
    opened,
    program,
)
from adapters.ledger.snapshot import Snapshot
from adapters.log.numbers import chunked
from adapters.log.recorder import Log
from adapters.stores.healing import log_fingerprint
from adapters.stores.place import Location
from domain.assessment.ordering import chosen_rules
from domain.assessment.reassessment import changed_in
from domain.assessment.walk import Walk, walk_by
from domain.enterprise.state import Enterprise, outcome_of
from domain.events.streams import POLICY_STREAM, SUCCESSIONS_STREAM, of_enterprise
from domain.policy.book import PolicyBook

PARALLEL_FROM_EVENTS = 50_000  # events that are worth other processes


def path_of(snapshot: Snapshot) -> Path | None:
    """Return where the decided claims of a ledger are kept; None where they are not."""
    file = snapshot.store.place.file
    return None if file is None else Path(f"{file}{SUFFIX}")


def stands(snapshot: Snapshot) -> Stands:
    """Return where the file stands once it is as far as a look."""
    mark = log_fingerprint(snapshot.store.handler.recorder, snapshot.position)
    return Stands(snapshot.position, mark, str(snapshot.book.position), program())


def bring_on(snapshot: Snapshot, path: Path, at: Stands, on_progress: Progress | None) -> None:
    """Have the file of decided claims stand where a look does.

    Raises sqlite3.Error where it cannot be read or written.
    """
    if path.exists():
        with opened(path) as kept:
            stood = kept.stands()
        if stood == (at.position, at.text):
            return
        grown = _grown(snapshot, at, stood)
    else:
        grown = None
    recorder = snapshot.store.handler.recorder
    every = codes(recorder, at.position) if grown is None else sorted(grown)
    with opened(path, to_write=True) as kept, gc_paused():
        kept.take(at, grown, _taken(snapshot, every, on_progress))


def _grown(snapshot: Snapshot, at: Stands, stood: tuple[int, str] | None) -> set[str] | None:
    """Return the enterprises to take in again; None for all of them, as of a new file."""
    if stood is None or stood[0] > at.position:
        return None
    position, text = stood
    recorder = snapshot.store.handler.recorder
    then = at._replace(position=position, mark=log_fingerprint(recorder, position))
    if then.text != text:
        return None
    streams = recorder.streams_between(position, at.position + 1)
    if not streams.isdisjoint((POLICY_STREAM, SUCCESSIONS_STREAM)):
        return None
    return {snapshot.successions.heir(stream) for stream in streams if of_enterprise(stream)}


def _taken(
    snapshot: Snapshot, every: Sequence[str], on_progress: Progress | None
) -> Iterator[Taken]:
    """Yield enterprises as they are kept; where there are many, other processes fold them."""
    store = snapshot.store
    many = store.handler.position() >= PARALLEL_FROM_EVENTS and len(every) > GROUP
    work = Taking(
        store.place, snapshot.position, snapshot.book, None if many else store.handler.recorder
    )
    done = 0
    parts = list(chunked(every, GROUP))
    with closing(shared(work, parts, workers=None if many else 1, fresh=True)) as results:
        for part, taken in zip(parts, results, strict=True):
            yield from taken
            collect_young()
            done += len(part)
            if on_progress is not None:
                on_progress(done)


class Taking:
    """Folds enterprises from the log and walks them as they are: can be sent to a process."""

    def __init__(
        self, place: Location, until: int, book: PolicyBook, log: Log | None = None
    ) -> None:
        self.place, self.until, self.book, self.log = place, until, book, log
        self.kinds = kinds_in(version.policy for version in book.versions)

    def __call__(self, codes: Sequence[str]) -> list[Taken]:
        if self.log is None:
            self.log = self.place.log(now)
        with gc_paused():
            every = histories_of(self.log, codes, self.until, whole=True)
            taken = [self._taken(uscc, folded(history, uscc)) for uscc, history in every]
        collect_young()
        return [each for each in taken if each.parts or each.apart]

    def _taken(self, uscc: str, enterprise: Enterprise) -> Taken:
        nothing = frozenset[str]()
        if not enterprise.decided:
            return Taken(uscc, (), ())
        if _is_of_others(enterprise):
            return Taken(uscc, (), [(LOG, nothing)])
        walked = walk_by(enterprise, self.book, chosen_rules(enterprise))
        items, invoices = names_shared(enterprise, self.kinds)
        apart = [(ITEM, kinds) for kinds in items] + [(INVOICE, kinds) for kinds in invoices]
        if changed_in(walked, None):
            apart.append((DIFFERS, nothing))
        if any(_goes_by_another(number, walked) for number in walked.decisions):
            apart.append((FORMER, nothing))
        if enterprise.orders:
            apart.append((ORDER, nothing))
        return Taken(uscc, list(parts_of(enterprise, walked)), apart)


def _goes_by_another(number: str, walked: Walk) -> bool:
    """Say whether a claim comes under another version than it was decided under."""
    before = outcome_of(walked.recorded.claims[number])
    return before.version != walked.decisions[number].outcome.version


def _is_of_others(enterprise: Enterprise) -> bool:
    """Say whether more than its own claims and records decide an enterprise's claims."""
    kin, decided = enterprise.kin, enterprise.decided
    return (
        enterprise.transfers is not None
        or bool(kin.code or kin.predecessors or kin.eras or kin.taken or kin.filed_under)
        or kin.successor is not None
        or bool(enterprise.divided)
        or len(set(decided)) < len(decided)
    )
