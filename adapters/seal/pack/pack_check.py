"""A pack checked from nothing but itself: a store is filled from it, and it is made again."""

from __future__ import annotations

import filecmp
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from adapters.files.durable import open_regular, problem_text
from adapters.files.gc_pause import gc_paused
from adapters.ledger.asking.moments import open_snapshot
from adapters.ledger.reassessing.reperforming import reperform
from adapters.ledger.store import Store
from adapters.log.codec import CodecError, columns
from adapters.log.entries import Row
from adapters.log.problems import LogUnreadable
from adapters.seal.keys import trusted_key
from adapters.seal.notes import (
    Checkpoint,
    Note,
    NoteError,
    VerifierKey,
    base64_text,
    parse_checkpoint,
    parse_keys,
    parse_note,
    signers,
)
from adapters.seal.pack.pack import (
    CHECKPOINT,
    KEYS,
    TOTALS_NOTE,
    Contents,
    Page,
    keys_named,
    totals_of,
    totals_text,
    write_pack,
)
from adapters.seal.pack.papers import papers_in
from adapters.seal.sealer.succession import retired_keys, retired_signers, unvouched_keys
from adapters.seal.signing.timestamps import read_roots, stamped_size
from adapters.seal.tiles import Tile, entries_of, hashes_of
from adapters.seal.tree import TILE_WIDTH, Edge, leaf_hash
from adapters.seal.verify.answers import Faults, PackChecked, TimeStamp, Unvouched, judged
from adapters.seal.verify.check_lines import lines_of
from adapters.seal.verify.check_rows import check_rows
from adapters.seal.verify.check_timestamps import check_each, times_of
from adapters.seal.verify.quorum import check_quorum
from adapters.stores.place import problem_of
from adapters.stores.sqlite.place import SQLitePlace
from adapters.views.problems import ViewsUnreadable
from domain.enterprise.kin.folding import DoesNotFollow
from domain.refusals import Refusal
from projections.reassessment.reperformance import Reperformance

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

SMALL_BYTES = 4_000_000
BUNDLE_BYTES = 20_000_000
PIECE_BYTES = 1_000_000
NOTHING_REPERFORMED = Reperformance(decisions=0, disagreements=(), payments=0, false_payments=())
BATCH = 64  # bundles inserted together
# Anybody can make a pack: rows that decode need not fold, an archive may come from another program.
BROKEN = (
    sqlite3.Error, LogUnreadable, ViewsUnreadable, LookupError, AssertionError, ValueError,
    DoesNotFollow,
)  # fmt: skip
BAD_ZIP = BadZipFile, zlib.error, RuntimeError, EOFError


def check_pack(
    path: Path,
    trusted: Sequence[str],
    require: int,
    page: Page,
    on_progress: Callable[[int], None],
    roots: Path | None = None,
) -> PackChecked:
    """Check a pack offline, from an empty store: its log, its seal, its figures, every byte.

    trusted: verifier keys, or files of them, whose signatures count; none to count those the pack
    names. require: how many witnesses among them must have cosigned its checkpoint. page: makes the
    page that the pack is compared with. roots: a file of the certificates whose time stamps count.
    Raises `key-invalid`, `pack-unreadable`, `extra-missing`, `timestamp-roots-unreadable`.
    """
    keys, anchors = list(map(trusted_key, trusted)), read_roots(roots)
    try:
        with (
            open_regular(path) as file,
            ZipFile(file) as pack,
            TemporaryDirectory() as folder,
            gc_paused(),
        ):
            return _Check(path, pack, Path(folder), page, on_progress, anchors).run(keys, require)
    except (*BAD_ZIP, OSError) as problem:
        raise Refusal("pack-unreadable", file=str(path), problem=problem_text(problem)) from problem


@dataclass(slots=True)
class _Check:
    """A pack under check, and the store made of it."""

    path: Path
    pack: ZipFile
    folder: Path
    page: Page
    on_progress: Callable[[int], None]
    anchors: Sequence[Certificate]
    stamps: list[TimeStamp] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    reperformed: Reperformance = NOTHING_REPERFORMED

    def run(self, trusted: Sequence[VerifierKey], require: int) -> PackChecked:
        keys, events = self._keys(), 0
        check_quorum(self._small(CHECKPOINT), trusted, keys, require, self.faults)
        anchored, trusted, unvouched = bool(trusted), trusted or keys, list[Unvouched]()
        head = self._head(trusted)
        if head is not None:
            store = Store(SQLitePlace(self.folder / "ledger.db"))
            with store.handler:
                try:
                    events = self._fill(store, head[0])
                    unvouched += unvouched_keys(store.handler)
                    self._recheck(store, *head, keys, trusted)
                except BROKEN as broken:
                    self.faults.add(None, "store-unreadable", problem_of(broken))
                finally:
                    store.views.backend.close()
        given = trusted if anchored else ()
        lines = () if head is None else lines_of(head[1], given, keys, self.faults)
        return PackChecked(
            **judged(events, self.faults),
            unsealed=0,
            unsealed_since=None,
            keys=tuple(map(str, trusted)),
            anchored=anchored,
            unvouched=tuple(unvouched),
            signatures=lines,
            timestamps=tuple(self.stamps),
            origin=None if head is None else head[0].origin,
            size=None if head is None else head[0].size,
            root=None if head is None else base64_text(head[0].root),
            decisions=self.reperformed.decisions,
            agreeing=self.reperformed.agreeing,
        )

    def _keys(self) -> list[VerifierKey]:
        try:
            return parse_keys(self._small(KEYS) or b"")
        except ValueError as broken:
            self.faults.add(None, "pack-differs", f"{KEYS}: {broken}")
            return []

    def _head(self, trusted: Sequence[VerifierKey]) -> tuple[Checkpoint, Note] | None:
        try:
            note = parse_note(self._small(CHECKPOINT) or b"")
            checkpoint = parse_checkpoint(note.text)
            signers(note, trusted)
        except NoteError as broken:
            self.faults.add(None, "checkpoint-invalid", f"{CHECKPOINT}: {broken}")
            return None
        return checkpoint, note

    def _fill(self, store: Store, checkpoint: Checkpoint) -> int:
        """Put the pack's entries into the empty store, comparing hashes; return how many."""
        store.handler.create()
        edge, batch, position = Edge(), list[Row](), 0
        for number in range(-(-checkpoint.size // TILE_WIDTH)):
            entries = self._entries(number, min(TILE_WIDTH, checkpoint.size - position))
            if entries is None:
                break
            for entry in entries:
                position += 1
                edge.add(leaf_hash(entry))
                try:
                    batch.append(Row(position, *columns(entry), entry))
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
        wrong = check_rows(store.handler.recorder, store.handler.position(), indexed=False)
        self.faults += wrong
        if wrong or store.handler.position() != checkpoint.size:
            return
        store.rebuild()
        with open_snapshot(str(self.folder / "ledger.db"), None, None) as look:
            self.reperformed = reperform(look, None, self.on_progress)
            for verdict in self.reperformed.disagreements:
                differing = ", ".join(verdict.fields)
                self.faults.add(verdict.recorded.position, "decision-disagrees", differing)
            for payment in self.reperformed.false_payments:
                of = f"batch {payment.batch} {payment.claim_no or ''}".rstrip()
                self.faults.add(payment.position, "payment-disagrees", of)
            for row in self.reperformed.false_rows:
                self.faults.add(row.position, "row-disagrees", f"{row.uscc} {row.type}: {row.why}")
            # The pack names its signer, and those the log names, and no other.
            named = keys_named(look.store.handler, look.position)
            if list(keys) != list(dict.fromkeys([*keys[:1], *named])):
                self.faults.add(None, "key-not-named", KEYS)
            stamps = self._stamps(checkpoint.size)
            times, text = times_of(look.store.handler.recorder), note.text.encode()
            self.stamps += check_each(stamps, text, self.anchors, times, self.faults)
            totals_note = self._totals(totals_text(checkpoint, totals_of(look)), trusted)
            for signed in filter(None, (note, totals_note)):
                for key in retired_signers(retired_keys(store.handler), checkpoint.size, signed):
                    self.faults.add(None, "key-retired", str(key))
            if totals_note is not None:
                facts = checkpoint, note, keys, totals_note, stamps, self.page
                self._same(Contents(look, *facts, papers_in(self.pack, look, self.faults)))

    def _stamps(self, size: int) -> list[tuple[str, bytes]]:
        names = sorted(name for name in self.pack.namelist() if stamped_size(name) == size)
        return [(name, self._small(name) or b"") for name in names]

    def _totals(self, text: str, trusted: Sequence[VerifierKey]) -> Note | None:
        """Return the note of the pack that signs its totals. text: what it is to say."""
        note = None
        try:
            note = parse_note(self._small(TOTALS_NOTE) or b"")
            signers(note, trusted)
        except NoteError as broken:
            self.faults.add(None, "checkpoint-invalid", f"{TOTALS_NOTE}: {broken}")
        if note is not None and note.text != text:
            self.faults.add(None, "totals-differ", TOTALS_NOTE)
        return note

    def _same(self, contents: Contents) -> None:
        """Make the pack again: byte for byte the same, or say which of its files is not."""
        again = self.folder / "again.zip"
        write_pack(contents, again)
        if filecmp.cmp(again, self.path, shallow=False):
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

    def _small(self, name: str, limit: int = SMALL_BYTES) -> bytes | None:
        """Return a file of the pack; None where it is missing, damaged or far too long."""
        try:
            return None if self.pack.getinfo(name).file_size > limit else self.pack.read(name)
        except (KeyError, *BAD_ZIP):
            return None


def _digest(pack: ZipFile, name: str) -> bytes | None:
    digest = sha256()
    try:
        with pack.open(name) as file:
            while piece := file.read(PIECE_BYTES):
                digest.update(piece)
    except (KeyError, *BAD_ZIP):
        return None
    return digest.digest()
