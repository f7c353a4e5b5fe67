"""Where a ledger's parts come from: a folder of segments, or the ledger itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from adapters.cluster.identity import this_program
from adapters.cluster.part import Part, Segment, guests_of
from adapters.cluster.segments.manifest import (
    OTHER,
    POLICY,
    Manifest,
    Sealed,
    part_name,
    part_of,
    read_manifest,
)
from adapters.cluster.segments.reading import rows_of
from adapters.cluster.segments.writing import must_be_of
from adapters.ledger.handling.clock import now
from adapters.log.entries import RowValues
from adapters.log.recorder import Log
from adapters.stores.opening import existing_place
from domain.events.streams import POLICY_STREAM, SUCCESSIONS_STREAM, of_enterprise
from domain.policy.book import PolicyBook
from domain.refusals import Refusal

COMMON = (POLICY_STREAM, SUCCESSIONS_STREAM)
PARTS = 8  # of a ledger that is read itself
SAMPLE = 100  # one of so many enterprises is worked on again here


@dataclass(frozen=True, kw_only=True)
class Source:
    """A ledger until a position. manifest, folder: of its segments; store: its address."""

    name: str
    position: int
    parts: int
    store: str | None
    folder: Path | None
    manifest: Manifest | None
    common: tuple[RowValues, ...]

    @property
    def checkpoint(self) -> Sealed | None:
        return None if self.manifest is None else self.manifest.checkpoint

    @cached_property
    def part(self) -> Part:
        """The part of the streams of no enterprise, which has the book."""
        return Part(self._segment(None))

    @property
    def book(self) -> PolicyBook:
        return self.part.book

    def segments(self, *, others: bool = False) -> list[Segment]:
        """Return the segment of each part. others: of the streams of no enterprise, too."""
        return list(map(self._segment, [*range(self.parts), *([None] if others else [])]))

    def sample(self) -> tuple[Segment, Segment] | None:
        """Return some enterprises as the segments have them, and as the log has them; None where
        the log is not there beside segments, or has none.
        """
        if self.store is None or self.folder is None:
            return None
        log = _log(self.store)
        try:
            codes = list(filter(of_enterprise, log.streams()))
        finally:
            log.close()
        known = self.part.known
        number = next((part_of(code, self.parts) for code in codes), None)
        if number is None:
            return None
        every = [code for code in codes if code not in known.heirs]
        mine = [code for code in every if part_of(code, self.parts) == number]
        few = mine[:: max(1, SAMPLE // self.parts)]
        ours = replace(self._segment(number), only=frozenset(few))
        direct = replace(self, folder=None, manifest=None)
        return ours, replace(direct._segment(number), only=frozenset(few))

    def _segment(self, number: int | None) -> Segment:
        guests: tuple[RowValues, ...] = ()
        if number is not None:
            streams = guests_of(number, self.parts, self.part.known)
            guests = tuple(self._rows(streams)) if streams else ()
        plain = Segment(
            ledger=self.name,
            program=this_program(),
            position=self.position,
            number=number,
            parts=self.parts,
            common=self.common,
            guests=guests,
        )
        if self.manifest is None:
            return replace(plain, store=self.store)
        wanted = (POLICY, OTHER) if number is None else (part_name(number),)
        files = tuple(file for part in wanted for file in self.manifest.of_part(part))
        return replace(plain, folder=self.folder, files=files)

    def _rows(self, streams: Iterable[str]) -> list[RowValues]:
        """Return the rows of streams, wherever they lie."""
        wanted = list(streams)
        if self.manifest is None:
            assert self.store is not None, "a ledger lies in segments or in a store"
            return _selected(self.store, wanted, self.position)
        assert self.folder is not None, "segments lie in a folder"
        results: list[RowValues] = []
        for part in {part_name(part_of(stream, self.parts)) for stream in wanted}:
            results += rows_of(self.folder, self.manifest.of_part(part), wanted)
        return results


def source_of_folder(folder: Path, *, name: str, store: str | None = None) -> Source:
    """Return the ledger of a folder of segments. store: where its log is, too.

    Raises what `read_manifest` does, and Refusal `segments-other-ledger`.
    """
    manifest = read_manifest(folder)
    if store is not None:
        log = _log(store)
        try:
            must_be_of(log, manifest, folder)
        finally:
            log.close()
    beside = [*manifest.of_part(POLICY), *manifest.of_part(OTHER)]
    common = tuple(rows_of(folder, beside, COMMON))
    return Source(
        name=name,
        position=manifest.position,
        parts=manifest.parts,
        store=store,
        folder=folder,
        manifest=manifest,
        common=common,
    )


def source_of_store(store: str, *, name: str, parts: int = PARTS) -> Source:
    """Return the ledger at an address as it stands now. Raises Refusal `store-not-found`."""
    log = _log(store)
    try:
        position = log.position()
    finally:
        log.close()
    return Source(
        name=name,
        position=position,
        parts=parts,
        store=store,
        folder=None,
        manifest=None,
        common=tuple(_selected(store, COMMON, position)),
    )


def must_be_whole(source: Source, rows: int) -> None:
    """Raise Refusal `segments-incomplete` unless the parts had every event until the position."""
    if rows != source.position:
        name, position = source.name, source.position
        raise Refusal("segments-incomplete", ledger=name, rows=rows, position=position)


def _selected(store: str, streams: Iterable[str], position: int) -> list[RowValues]:
    log = _log(store)
    try:
        return [row for row in log.select_streams(streams) if row.id <= position]
    finally:
        log.close()


def _log(store: str) -> Log:
    return existing_place(store).log(now)
