"""A pack checked from nothing but itself: a store is filled from it, and it is made again."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import BadZipFile, ZipFile

from eventsourcing.persistence import StoredEvent

from adapters.files.gc_pause import gc_paused
from adapters.ledger.reassessing import reperform
from adapters.ledger.snapshot import Snapshot, open_snapshot
from adapters.ledger.store import Store
from adapters.log.codec import CodecError, columns
from adapters.log.problems import LogUnreadable
from adapters.seal.checkpoints import Checkpoint, hash_text, parse_checkpoint
from adapters.seal.keys import trusted_key
from adapters.seal.notes import (
    Note,
    NoteError,
    VerifierKey,
    parse_note,
    parse_verifier_key,
    signers,
)
from adapters.seal.pack.pack import (
    CHECKPOINT,
    KEYS,
    TOTALS_NOTE,
    Contents,
    Page,
    totals_of,
    totals_text,
    write_pack,
)
from adapters.seal.pack.packing import keys_named
from adapters.seal.tiles import Tile, entries_of, hashes_of
from adapters.seal.tree import TILE_WIDTH, Edge, leaf_hash
from adapters.seal.verify.answers import PackChecked, verification
from adapters.seal.verify.check_rows import check_rows
from adapters.seal.verify.faults import Faults
from adapters.stores.sqlite.place import SQLitePlace
from adapters.views.problems import ViewsUnreadable
from domain.refusals import Refusal
from projections.reassessment.reperformance import Reperformance

SMALL_BYTES = 4_000_000
BUNDLE_BYTES = 20_000_000
PIECE_BYTES = 1_000_000
BATCH = 64  # bundles inserted together
# Anybody can make a pack: rows that decode need not fold, an archive may come from another program.
BROKEN = (
    sqlite3.Error,
    LogUnreadable,
    ViewsUnreadable,
    CodecError,
    LookupError,
    AssertionError,
    ValueError,
)
BAD_ZIP = (BadZipFile, zlib.error, RuntimeError, EOFError)


def check_pack(
    path: Path, trusted: Sequence[str], page: Page, on_progress: Callable[[int], None]
) -> PackChecked:
    """Check a pack offline, from an empty store: its log, its seal, its figures, every byte.

    trusted: verifier keys, or files of them, whose signatures count; none to count those the pack
    names. page: makes the page that the pack is compared with. Raises `key-invalid`,
    `pack-unreadable`.
    """
    keys = list(map(trusted_key, trusted))
    try:
        with ZipFile(path) as pack, TemporaryDirectory() as folder, gc_paused():
            return _Check(path, pack, Path(folder), page, on_progress).run(keys)
    except (*BAD_ZIP, OSError) as problem:
        raise Refusal("pack-unreadable", file=str(path), problem=str(problem)) from problem


class _Check:
    """A pack under check, and the store made of it."""

    def __init__(
        self,
        path: Path,
        pack: ZipFile,
        folder: Path,
        page: Page,
        on_progress: Callable[[int], None],
    ) -> None:
        self.path, self.pack, self.folder = path, pack, folder
        self.page, self.on_progress = page, on_progress
        self.faults = Faults()
        self.reperformed = Reperformance(decisions=0, disagreements=())

    def run(self, trusted: Sequence[VerifierKey]) -> PackChecked:
        keys, events = self._keys(), 0
        note = self._note(CHECKPOINT)
        checkpoint = None if note is None else self._head(note, trusted or keys)
        if note is not None and checkpoint is not None:
            store = Store(SQLitePlace(self.folder / "ledger.db"))
            with store.handler:
                try:
                    events = self._fill(store, checkpoint)
                    self._recheck(store, checkpoint, note, keys, trusted or keys)
                except BROKEN as broken:
                    self.faults.add(None, "store-unreadable", str(broken))
                finally:
                    store.views.backend.close()
        result = verification(events, 0, self.faults.found)
        return PackChecked(
            good=result.good,
            events=result.events,
            first_bad_position=result.first_bad_position,
            faults=result.faults,
            unsealed=result.unsealed,
            origin=None if checkpoint is None else checkpoint.origin,
            size=None if checkpoint is None else checkpoint.size,
            root=None if checkpoint is None else hash_text(checkpoint.root),
            keys=tuple(map(str, keys)),
            decisions=self.reperformed.decisions,
            agreeing=self.reperformed.agreeing,
        )

    def _keys(self) -> list[VerifierKey]:
        try:
            lines = (self._small(KEYS) or b"").decode().splitlines()
            return [parse_verifier_key(line) for line in lines]
        except (NoteError, UnicodeDecodeError) as broken:
            self.faults.add(None, "pack-differs", f"{KEYS}: {broken}")
            return []

    def _note(self, name: str) -> Note | None:
        try:
            return parse_note(self._small(name) or b"")
        except NoteError as broken:
            self.faults.add(None, "checkpoint-invalid", f"{name}: {broken}")
            return None

    def _head(self, note: Note, keys: Sequence[VerifierKey]) -> Checkpoint | None:
        try:
            checkpoint = parse_checkpoint(note.text)
            signers(note, keys)
        except NoteError as broken:
            self.faults.add(None, "checkpoint-invalid", f"{CHECKPOINT}: {broken}")
            return None
        return checkpoint

    def _fill(self, store: Store, checkpoint: Checkpoint) -> int:
        """Put the pack's entries into the empty store, comparing hashes; return how many."""
        store.handler.create()
        edge, batch, position = Edge(), list[StoredEvent](), 0
        for number in range(-(-checkpoint.size // TILE_WIDTH)):
            entries = self._entries(number, min(TILE_WIDTH, checkpoint.size - position))
            if entries is None:
                break
            for entry in entries:
                position += 1
                edge.add(leaf_hash(entry))
                try:
                    batch.append(_stored(entry))
                except CodecError as broken:
                    self.faults.add(position, "row-not-canonical", str(broken))
                    return position
            if len(batch) >= BATCH * TILE_WIDTH:
                store.handler.recorder.insert_events(batch)
                batch.clear()
        store.handler.recorder.insert_events(batch)
        if edge.root() != checkpoint.root:
            self.faults.add(None, "checkpoint-differs", "the root over the entries")
        return position

    def _entries(self, number: int, width: int) -> list[bytes] | None:
        """Return a bundle's entries, each compared with its hash in the pack."""
        tile, start = Tile(None, number, width), number * TILE_WIDTH
        try:
            entries = entries_of(self._small(tile.name, BUNDLE_BYTES) or b"")
            hashes = self._small(tile._replace(level=0).name) or b""
        except ValueError:
            entries, hashes = [], b""
        mine = [leaf_hash(entry) for entry in entries]
        if len(entries) != width or b"".join(mine) != hashes:
            pairs = zip_longest(mine, hashes_of(hashes))
            at = next((at for at, (own, other) in enumerate(pairs) if own != other), len(entries))
            self.faults.add(start + min(at, width - 1) + 1, "entries-differ", tile.name)
        return entries if len(entries) == width else None

    def _recheck(
        self,
        store: Store,
        checkpoint: Checkpoint,
        note: Note,
        keys: Sequence[VerifierKey],
        trusted: Sequence[VerifierKey],
    ) -> None:
        """Check the rows, work every decision out again, and make the pack again."""
        wrong = check_rows(store.handler.recorder, store.handler.position(), indexed=False).found
        self.faults.found += wrong
        if wrong or store.handler.position() != checkpoint.size:
            return
        store.rebuild()
        with open_snapshot(str(self.folder / "ledger.db"), None, None) as look:
            self.reperformed = reperform(look, None, self.on_progress)
            for verdict in self.reperformed.disagreements:
                fields = ", ".join(verdict.fields)
                self.faults.add(verdict.recorded.position, "decision-disagrees", fields)
            self._named(look, keys)
            self._totals(look, checkpoint, trusted)
            totals_note = self._note(TOTALS_NOTE)
            if totals_note is not None:
                self._same(
                    Contents(
                        look=look,
                        checkpoint=checkpoint,
                        note=note,
                        keys=keys,
                        totals_note=totals_note,
                        page=self.page,
                    )
                )

    def _totals(
        self, look: Snapshot, checkpoint: Checkpoint, trusted: Sequence[VerifierKey]
    ) -> None:
        note = self._note(TOTALS_NOTE)
        if note is None:
            return
        try:
            signers(note, trusted)
        except NoteError as broken:
            self.faults.add(None, "checkpoint-invalid", f"{TOTALS_NOTE}: {broken}")
        if note.text != totals_text(checkpoint, totals_of(look)):
            self.faults.add(None, "totals-differ", TOTALS_NOTE)

    def _same(self, contents: Contents) -> None:
        """Make the pack again: byte for byte the same, or say which of its files is not."""
        again = self.folder / "again.zip"
        write_pack(contents, again)
        if _file_digest(again) == _file_digest(self.path):
            return
        with ZipFile(again) as made:
            known, given = made.namelist(), self.pack.namelist()
            differing = [name for name in known if _digest(made, name) != _digest(self.pack, name)]
        for name in differing:
            self.faults.add(None, "pack-differs", name)
        for name in sorted(set(given) - set(known)):
            self.faults.add(None, "file-unknown", name)
        if not differing:
            self.faults.add(None, "pack-differs", self.path.name)

    def _named(self, look: Snapshot, keys: Sequence[VerifierKey]) -> None:
        """Check that the pack names its signer, and those the log names, and no other."""
        ledger = look.store.handler
        if list(keys) != list(dict.fromkeys([*keys[:1], *keys_named(ledger, look.position)])):
            self.faults.add(None, "key-not-named", KEYS)

    def _small(self, name: str, limit: int = SMALL_BYTES) -> bytes | None:
        """Return a file of the pack; None where it is missing, damaged or far too long."""
        try:
            with self.pack.open(name) as file:
                content = file.read(limit + 1)
        except (KeyError, *BAD_ZIP):
            return None
        return content if len(content) <= limit else None


def _stored(entry: bytes) -> StoredEvent:
    """Return a row for an entry by what its own bytes say.

    Raises CodecError.
    """
    return StoredEvent(*columns(entry), entry)


def _digest(pack: ZipFile, name: str) -> str | None:
    try:
        with pack.open(name) as file:
            return _digest_of(file)
    except (KeyError, *BAD_ZIP):
        return None


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return _digest_of(file)


def _digest_of(file: IO[bytes]) -> str:
    digest = sha256()
    while piece := file.read(PIECE_BYTES):
        digest.update(piece)
    return digest.hexdigest()
