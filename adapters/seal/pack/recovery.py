"""A ledger recovered: what an older copy of it lacks is taken from its seal, or from a pack.

Everything is checked against the signed root before the first event is put back. Then events follow
the last one that the copy has, in transactions of their own: a copy whose recovery was killed is a
ledger like any other, further on, and recovery goes on from there. A database is recovered by its
owner.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from adapters.files.durable import open_regular, problem_text
from adapters.files.gc_pause import gc_paused
from adapters.files.outputs import CHECKPOINT
from adapters.ledger.ledger import Ledger
from adapters.ledger.store import Store, opened
from adapters.log.codec import CodecError, columns, decode, event_bytes
from adapters.log.drafts import ClaimNumber
from adapters.log.entries import Row
from adapters.log.problems import LogConflict
from adapters.seal.folder import SealFolder, checked, unreadable
from adapters.seal.keys import trusted_key
from adapters.seal.notes import Checkpoint, NoteError, VerifierKey, base64_text
from adapters.seal.tiles import Tile, entries_of
from adapters.seal.tree import TILE_WIDTH, Edge, leaf_hash
from adapters.seal.verify.answers import Recovered
from adapters.stores.opening import location_of
from adapters.wording.translation import N_
from domain.events.claims import ClaimSubmitted
from domain.refusals import Refusal

TOGETHER = 32  # bundles put back in one transaction
BAD_ZIP = (BadZipFile, zlib.error, RuntimeError, EOFError)


def recover(
    ledger: Ledger,
    seal: Path,
    pack: Path | None,
    trusted: Sequence[str],
    on_progress: Callable[[int], None],
) -> Recovered:
    """Put back what a ledger lacks of what was sealed; make the ledger where there is none.

    trusted: verifier keys, or files of them; only their signatures count. Raises `key-invalid`,
    `seal-not-found`, `nothing-sealed`, `seal-unreadable`, `seal-inconsistent` for a ledger that is
    not the one sealed, `pack-unreadable`, `roles-not-granted`, `store-read-only`, `store-busy`.
    """
    keys = list(map(trusted_key, trusted))
    place = location_of(ledger.address)
    place.must_be_writable()
    if not seal.is_dir():
        raise Refusal("seal-not-found", folder=str(seal))
    folder = SealFolder(seal)
    head = _signed_head(folder, keys)
    with ExitStack() as files, gc_paused():
        entries = _Entries(folder, head.size, _opened_pack(pack, files))
        place.prepare()
        with opened(place) as store:
            store.handler.create()
            before = store.position()
            _must_be_as_sealed(store, entries, head)
            _put_back(store, entries, before, on_progress)
            if place.file is not None:  # the owner of a database leaves views to those who work
                store.catch_up()
    return Recovered(
        origin=head.origin,
        size=head.size,
        root=base64_text(head.root),
        events_before=before,
        events_recovered=max(0, head.size - before),
    )


def _signed_head(folder: SealFolder, keys: list[VerifierKey]) -> Checkpoint:
    written = folder.read(CHECKPOINT)
    if written is None:
        raise Refusal("nothing-sealed", folder=str(folder.path))
    try:
        head, _ = checked(written, keys)
    except NoteError as broken:
        raise unreadable(folder.path, f"{CHECKPOINT}: {broken}") from broken
    folder.must_be_latest(head.size)
    return head


def _opened_pack(path: Path | None, files: ExitStack) -> ZipFile | None:
    try:
        if path is None:
            return None
        return files.enter_context(ZipFile(files.enter_context(open_regular(path))))
    except (*BAD_ZIP, OSError) as problem:
        raise Refusal("pack-unreadable", file=str(path), problem=problem_text(problem)) from problem


class _Entries:
    """The entries sealed, a bundle at a time; what was read once is the same when read again."""

    def __init__(self, folder: SealFolder, size: int, pack: ZipFile | None) -> None:
        self.folder, self.size, self.pack = folder, size, pack
        self.suspect = CHECKPOINT  # the first bundle that is not that of its tile of hashes
        self._sources = [folder.read, self._packed]
        self._read: dict[int, bytes] = {}

    def turned_to_the_pack(self) -> bool:
        """Have the pack asked before the folder from now on; False where that changes nothing."""
        if self.pack is None or self._sources[0] == self._packed:
            return False
        self._sources.reverse()
        self._read.clear()
        return True

    def bundles(self, after: int = 0) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the bundles from the one after a position on, each with the position before it."""
        for number in range(after // TILE_WIDTH, -(-self.size // TILE_WIDTH)):
            start = number * TILE_WIDTH
            yield start, self._bundle(Tile(None, number, min(TILE_WIDTH, self.size - start)))

    def _bundle(self, tile: Tile) -> list[bytes]:
        hashes, first = list(self._hashes(tile)), None
        known = self._read.get(tile.number)
        for entries in self._copies(tile):
            leaves = b"".join(map(leaf_hash, entries))
            if known is None and leaves not in hashes:
                first = first or entries
            elif known is None or sha256(leaves).digest() == known:
                first = entries
                break
        else:
            if self.suspect == CHECKPOINT:
                self.suspect = tile.name
        if first is None:
            raise unreadable(self.folder.path, f"{tile.name}: " + N_("missing or cut short"))
        self._read[tile.number] = sha256(b"".join(map(leaf_hash, first))).digest()
        return first

    def _copies(self, tile: Tile) -> Iterator[list[bytes]]:
        """Yield what the folder and the pack have of a bundle, where it is whole."""
        for read in self._sources:
            for place in dict.fromkeys((tile, tile._replace(width=TILE_WIDTH))):
                try:
                    entries = entries_of(read(place.name) or b"")[: tile.width]
                except ValueError:
                    continue
                if len(entries) == tile.width:
                    yield entries

    def _hashes(self, tile: Tile) -> Iterator[bytes]:
        """Yield the hashes of a bundle, by which the copy that was sealed is known."""
        with suppress(Refusal):
            yield self.folder.tile(tile._replace(level=0))
        packed = self._packed(tile._replace(level=0).name)
        if packed is not None:
            yield packed

    def _packed(self, name: str) -> bytes | None:
        try:
            return None if self.pack is None else self.pack.read(name)
        except KeyError:
            return None
        except (*BAD_ZIP, OSError):
            return None  # another copy may do


def _must_be_as_sealed(store: Store, entries: _Entries, head: Checkpoint) -> None:
    """Check the entries against the signed root, and the log's rows against the entries."""
    edge, differs = Edge(), None
    for start, bundle in entries.bundles():
        edge.add(*map(leaf_hash, bundle))
        rows = store.handler.recorder.select_rows(start, len(bundle))
        for at, (row, entry) in enumerate(zip(rows, bundle, strict=False), start=start + 1):
            if (row.id, row.state) != (at, entry):
                differs = differs or at
    if edge.root() != head.root:
        if entries.turned_to_the_pack():
            _must_be_as_sealed(store, entries, head)
            return
        problem = N_("the entries are not those of the checkpoint")
        raise unreadable(entries.folder.path, f"{entries.suspect}: {problem}")
    if differs is not None:
        where = str(entries.folder.path)
        raise Refusal("seal-inconsistent", verb="recover", folder=where, position=differs)


def _put_back(
    store: Store, entries: _Entries, before: int, on_progress: Callable[[int], None]
) -> None:
    """Append the entries that the log lacks; each transaction leaves a ledger that is whole."""
    rows: list[Row] = []
    for start, bundle in entries.bundles(before):
        for position, entry in enumerate(bundle, start=start + 1):
            if position > before:
                rows.append(_row(position, entry, entries.folder))
        if rows and (len(rows) >= TOGETHER * TILE_WIDTH or start + len(bundle) == entries.size):
            try:
                store.handler.recorder.put_back(rows, map(_number, filter(_is_claim, rows)))
            except LogConflict as problem:
                raise Refusal("store-busy", attempts=1) from problem
            on_progress(rows[-1].id)
            rows = []


def _row(position: int, entry: bytes, folder: SealFolder) -> Row:
    try:
        row = Row(position, *columns(entry), entry)
        decode(position, row)
    except CodecError as broken:
        raise unreadable(folder.path, str(broken)) from broken
    return row


def _is_claim(row: Row) -> bool:
    return row.topic == ClaimSubmitted.TOPIC


def _number(row: Row) -> ClaimNumber:
    event = decode(row.id, row).event
    assert isinstance(event, ClaimSubmitted), "asked of claims"
    digest = sha256(event_bytes(row.state)).hexdigest()
    return ClaimNumber(event.claim_no, row.originator_id, digest)
