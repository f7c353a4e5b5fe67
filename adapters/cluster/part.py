"""A part of a ledger as a worker gets it, and the enterprises in it.

A segment says where the rows are and until where they count; a part has them. Enterprises are in
the part of their code's SHA-256. One that carries on others is read in its own part, from the
streams of all of them: what of those lies in other parts is brought with the segment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path

from adapters.cluster.identity import this_program
from adapters.cluster.segments.manifest import SegmentFile, part_of
from adapters.cluster.segments.reading import checked_rows, content_of, in_order
from adapters.ledger.enterprises import book_of
from adapters.ledger.handling.clock import now
from adapters.log.codec import decode
from adapters.log.entries import Row, RowValues
from adapters.stores.opening import existing_place
from domain.enterprise.kin.successions import Successions, successions
from domain.events.claims import ClaimSubmitted
from domain.events.log import Recorded
from domain.events.streams import POLICY_STREAM, SUCCESSIONS_STREAM, of_enterprise
from domain.policy.book import PolicyBook
from domain.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a ledger until a position, as it is sent to a worker.

    number: from 0; None for the streams of no enterprise. files, contents: Parquet files
    and, where the worker cannot read `folder`, what they hold. store: the ledger's address instead.
    common: the rows of the policy book and of the successions. guests: rows of other parts that
    enterprises of this one carry on. only: these enterprises alone; None for all.
    """

    ledger: str
    program: str
    position: int
    number: int | None
    parts: int
    folder: Path | None = None
    files: tuple[SegmentFile, ...] = ()
    contents: tuple[bytes, ...] | None = None
    store: str | None = None
    common: tuple[RowValues, ...] = field(repr=False)
    guests: tuple[RowValues, ...] = field(default=(), repr=False)
    only: frozenset[str] | None = None

    def carried(self) -> Segment:
        """Return it with what its files hold, for a worker that cannot read the folder."""
        if self.folder is None:
            return self
        contents = tuple(content_of(self.folder, file) for file in self.files)
        return replace(self, contents=contents, folder=None)


class Part:
    """The rows of a segment. Raises Refusal `mixed-versions`, and what reading segments raises."""

    def __init__(self, segment: Segment) -> None:
        if segment.program != this_program():
            raise Refusal("mixed-versions", ours=segment.program, theirs=this_program())
        self.segment = segment
        self.count = 0  # of its own rows, once they were gone through

    @cached_property
    def book(self) -> PolicyBook:
        return _book(self.segment.common)

    @cached_property
    def known(self) -> Successions:
        return _successions(self.segment.common)

    def rows(self) -> Iterator[Row]:
        """Yield its own rows by stream and version, and count them."""
        self.count = 0
        for values in self._values():
            self.count += 1
            yield Row._make(values)

    def enterprises(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield each enterprise that goes on, with its rows: those of all that it carries on, in
        the order of the log, also where only a share of another's is its.
        """
        known, only = self.known, self.segment.only
        kindred: dict[str, list[Row]] = {}
        for values in self.segment.guests:
            kindred.setdefault(values[1], []).append(Row._make(values))
        heirs: list[str] = []
        for code, rows in groupby(self.rows(), key=attrgetter("originator_id")):
            mine = list(rows)
            goes_on = code not in known.heirs
            if known.is_kin(code) or not goes_on:
                kindred[code] = mine
                if goes_on:
                    heirs.append(code)
            elif of_enterprise(code) and (only is None or code in only):
                yield code, mine
        for code in heirs:
            if only is None or code in only:
                every = (row for stream in known.read(code) for row in kindred.get(stream, ()))
                yield code, sorted(every, key=attrgetter("id"))

    def _values(self) -> Iterator[RowValues]:
        segment = self.segment
        if segment.store is not None:
            return _stored(segment.store, segment)
        contents = segment.contents
        if contents is None:
            assert segment.folder is not None, "a segment lies in a folder, a store, or at hand"
            folder = segment.folder
            contents = tuple(content_of(folder, file) for file in segment.files)
        read = (
            checked_rows(file, content)
            for file, content in zip(segment.files, contents, strict=True)
        )
        return in_order(read)


def decoded(rows: Iterable[Row]) -> Iterator[Recorded]:
    return (decode(row.id, row) for row in rows)


def is_pooled(rows: Iterable[Row], kinds: Collection[str]) -> bool:
    """Say whether any claim of these kinds, which caps over all enterprises are about, is filed."""
    if not kinds:
        return False
    texts = [f'"kind":"{kind}"'.encode() for kind in kinds]
    return any(
        row.topic == ClaimSubmitted.TOPIC and any(text in row.state for text in texts)
        for row in rows
    )


def _stored(address: str, segment: Segment) -> Iterator[RowValues]:
    """Yield the rows of a part from the ledger itself."""
    log = existing_place(address).log(now)
    try:
        mine = [name for name in log.streams() if _is_in(name, segment)]
        if segment.only is not None:
            known = _successions(segment.common)
            wanted = {stream for code in segment.only for stream in known.read(code)}
            mine = [name for name in mine if name in wanted]
        for row in log.select_streams(mine):
            if row.id <= segment.position:
                yield row
    finally:
        log.close()


def _is_in(stream: str, segment: Segment) -> bool:
    if segment.number is None or not of_enterprise(stream):
        return segment.number is None and not of_enterprise(stream)
    return part_of(stream, segment.parts) == segment.number


def guests_of(part: int, parts: int, known: Successions) -> list[str]:
    """Return the streams of other parts that enterprises of a part carry on or share in."""
    kin = {*known.olds, *known.divided}
    mine = [code for code in kin if part_of(code, parts) == part and code not in known.heirs]
    read = {stream for code in mine for stream in known.read(code)}
    return sorted(stream for stream in read if part_of(stream, parts) != part)


@lru_cache(maxsize=4)
def _book(common: tuple[RowValues, ...]) -> PolicyBook:
    rows = sorted((row for row in common if row[1] == POLICY_STREAM), key=itemgetter(2))
    return book_of(decoded(map(Row._make, rows)))


@lru_cache(maxsize=4)
def _successions(common: tuple[RowValues, ...]) -> Successions:
    rows = sorted((row for row in common if row[1] == SUCCESSIONS_STREAM), key=itemgetter(2))
    return successions(each.event for each in decoded(map(Row._make, rows)))  # type: ignore[misc]
