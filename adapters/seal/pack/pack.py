"""The audit pack: one file from which a stranger can check the log and the figures, offline.

What goes in is worked out from the log, the signed head and the key; nothing from the clock or the
machine. Files are stored as they are, so no other packer's version shows in the bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import chain, count, islice
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from adapters.files.gc_pause import gc_paused
from adapters.files.outputs import PACK, open_output
from adapters.ledger.asking.moments import open_snapshot
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.publishing import named_keys
from adapters.ledger.ledger import Ledger
from adapters.ledger.snapshot import Snapshot
from adapters.log.codec import decode
from adapters.log.entries import Row
from adapters.log.reader import PAGE_SIZE
from adapters.policy.codec import to_json
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_signer
from adapters.seal.notes import Checkpoint, Note, VerifierKey, base64_text, parse_verifier_key
from adapters.seal.pack.papers import Papers, papers_kept
from adapters.seal.pack.parquet import MOMENT, NUMBER, TEXT, parquet
from adapters.seal.proving.receipts import nodes, sealed_head
from adapters.seal.sealer.succession import refuse_retired
from adapters.seal.signing.timestamps import read_roots, stamps_in
from adapters.seal.tiles import Tile, bundle, by_tile
from adapters.seal.tree import TILE_WIDTH, Edge, leaf_hash, leaf_hashes, subtree
from adapters.seal.verify.answers import Faults, PackMade, PackWithPapers
from adapters.seal.verify.check_timestamps import check_each, must_hold, times_of
from adapters.seal.verify.check_views import check_views
from adapters.seal.verify.lag import lag
from adapters.seal.verify.quorum import must_reach
from adapters.views import queries
from domain.refusals import Refusal

MOMENT_1980 = (1980, 1, 1, 0, 0, 0)
UNIX, PLAIN_FILE = 3, 0o100644 << 16
PAGE, CHECKPOINT, KEYS = "README.md", "checkpoint", "keys.txt"
EVENTS, TABLE = "events.jsonl", "events.parquet"
TOTALS, TOTALS_NOTE = "totals.json", "totals.note"
COLUMNS = {
    "position": NUMBER,
    "stream": TEXT,
    "version": NUMBER,
    "topic": TEXT,
    "recorded_at": MOMENT,
    "by": TEXT,
    "login": TEXT,
    "state": TEXT,
}
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)

Content = Iterable[bytes]
Page = Callable[[Snapshot, Checkpoint, Sequence[VerifierKey]], str]


class Contents(NamedTuple):
    """What a pack is made from. keys: the signing key first. stamps: time stamps of the
    checkpoint, by their files. page: makes what people read. papers: of claims."""

    look: Snapshot
    checkpoint: Checkpoint
    note: Note
    keys: Sequence[VerifierKey]
    totals_note: Note
    stamps: Sequence[tuple[str, bytes]]
    page: Page
    papers: Papers


def make_pack(
    ledger: Ledger,
    folder: Path,
    key_file: Path,
    size: int | None,
    out: Path,
    page: Page,
    *,
    require: int,
    force: bool,
    roots: Path | None = None,
    attachments: bool = False,
) -> PackMade:
    """Write the pack of the last seal, or of a sealed size.

    require: how many witnesses known to the folder must have cosigned it. roots: a file of the
    certificates whose time stamps count. Raises `witness-quorum`, `timestamp-false`,
    `key-not-vouched`, `seal-inconsistent`, `views-differ`, and as the key, the seal and `out` are
    refused. attachments: the papers of claims too; raises as `papers_kept` does.
    """
    key = read_signer([key_file], ledger.file, folder).key
    checkpoint, note = sealed_head(SealFolder(folder), size, key)
    known = SealFolder(folder)
    must_reach(note, known.witnesses(), known.every_own(), require)
    with ledger.open_store() as store:
        behind = lag(store.handler, checkpoint.size, store.handler.position())
    stamps = _stamps(SealFolder(folder), checkpoint)
    anchors = read_roots(roots)
    with open_snapshot(ledger.address, checkpoint.size, None) as look, gc_paused():
        times, faults = times_of(look.store.handler.recorder), Faults()
        must_hold(check_each(stamps, note.text.encode(), anchors, times, faults), faults)
        named = keys_named(look.store.handler, checkpoint.size)
        keys = list(dict.fromkeys([key.verifier, *named]))
        refuse_retired(look.store.handler, checkpoint.size, key.verifier)
        _must_be_sealed(look.store.handler, checkpoint, folder)
        # The views' totals are to be signed.
        if differing := check_views(look.store.handler, look.store.views):
            problem = differing[0].detail
            raise Refusal("views-differ", store=look.store.place.name, problem=problem)
        totals = totals_text(checkpoint, totals_of(look))
        totals_note = Note(text=totals, signatures=(key.sign(totals),))
        with open_output(out, "output-unwritable", PACK, force=force) as file:
            papers = papers_kept(look) if attachments else []
            contents = Contents(look, checkpoint, note, keys, totals_note, stamps, page, papers)
            write_pack(contents, file)
    made = PackMade(
        size=checkpoint.size,
        root=base64_text(checkpoint.root),
        file=str(out),
        unsealed=behind.unsealed,
        unsealed_since=behind.unsealed_since,
    )
    if not attachments:
        return made
    return PackWithPapers(**asdict(made), attachments=len(papers))


def _stamps(folder: SealFolder, checkpoint: Checkpoint) -> list[tuple[str, bytes]]:
    named = [name for name, size in stamps_in(folder).items() if size == checkpoint.size]
    return [(name, folder.read(name) or b"") for name in named]


def keys_named(ledger: CommandHandler, size: int) -> list[VerifierKey]:
    """Return the keys the log names by then, the last first."""
    return [parse_verifier_key(named.key) for named in reversed(named_keys(ledger, size))]


def totals_of(look: Snapshot) -> bytes:
    """Return the views' totals at the position looked at, in one canonical form."""
    by = {
        group: queries.totals_by(look.connection, look.position, None, group, look.at)
        for group in queries.TOTALS_BY
    }
    answer = {name: getattr(by["year"], name) for name in ("position", "claims", "granted_fen")} | {
        f"by_{name}": {key: asdict(total) for key, total in totals.groups.items()}
        for name, totals in by.items()
    }
    return (json.dumps(answer, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def totals_text(checkpoint: Checkpoint, totals: bytes) -> str:
    """Return what is signed of the totals: their digest, tied to the head they follow from."""
    digest = base64_text(sha256(totals).digest())
    return f"subsidy-ledger/totals\n{checkpoint.text}{digest}\n"


def members(contents: Contents) -> Iterator[tuple[str, Content]]:
    """Yield every file of a pack, its name and its content, in order."""
    look, size = contents.look, contents.checkpoint.size
    yield PAGE, [contents.page(look, contents.checkpoint, contents.keys).encode()]
    yield CHECKPOINT, [str(contents.note).encode()]
    yield KEYS, ["".join(f"{key}\n" for key in contents.keys).encode()]
    pages = _pages(look, size, PAGE_SIZE)
    yield EVENTS, (b"".join([row.state + b"\n" for row in page]) for page in pages)
    yield TABLE, parquet(COLUMNS, _groups(look, size))
    for version in look.book.versions:
        name = f"policy/{version.number:03d}-{version.digest}.json"
        yield name, [to_json(version.policy)]
    yield from _tiles(look, size)
    yield TOTALS, [totals_of(look)]
    yield TOTALS_NOTE, [str(contents.totals_note).encode()]
    for name, stamp in contents.stamps:
        yield name, [stamp]
    yield from contents.papers


def write_pack(contents: Contents, file: Path | IO[bytes]) -> None:
    """Write a pack."""
    with ZipFile(file, "w", ZIP_STORED) as pack:
        for name, content in members(contents):
            entry = ZipInfo(name, MOMENT_1980)
            entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
            with pack.open(entry, "w", force_zip64=name in (EVENTS, TABLE)) as member:
                for piece in content:
                    member.write(piece)


def _pages(look: Snapshot, size: int, width: int) -> Iterator[list[Row]]:
    """Yield the log's rows up to a size, so many at a time."""
    for after in range(0, size, width):
        yield look.store.handler.recorder.select_rows(after, min(width, size - after))


def _groups(look: Snapshot, size: int) -> Iterator[list[list[object]]]:
    for rows in _pages(look, size, PAGE_SIZE):
        events = [decode(row.id, row) for row in rows]
        yield [
            [event.position for event in events],
            [event.stream for event in events],
            [event.version for event in events],
            [row.topic for row in rows],
            [(event.recorded_at - EPOCH) // MICROSECOND for event in events],
            [event.by for event in events],
            [event.login for event in events],
            [row.state for row in rows],
        ]


def _tiles(look: Snapshot, size: int) -> Iterator[tuple[str, Content]]:
    """Yield the tiles of hashes from the leaves up, then the bundles of entries."""
    pages = _pages(look, size, TILE_WIDTH)
    tiles: Iterable[list[bytes]] = (leaf_hashes(row.state for row in page) for page in pages)
    for level in count():
        above: list[bytes] = []
        for number, hashes in enumerate(tiles):
            yield Tile(level, number, len(hashes)).name, [b"".join(hashes)]
            if len(hashes) == TILE_WIDTH:
                above.append(subtree(hashes))
        if not above:
            break
        tiles = by_tile(above)
    for number, page in enumerate(_pages(look, size, TILE_WIDTH)):
        yield Tile(None, number, len(page)).name, [bundle(row.state for row in page)]


def _must_be_sealed(ledger: CommandHandler, checkpoint: Checkpoint, folder: Path) -> None:
    """Raise `seal-inconsistent` unless the log is what was signed."""
    edge = Edge()
    states = islice(chain.from_iterable(ledger.states()), checkpoint.size)
    for entries in by_tile(states):
        edge.add(*leaf_hashes(entries))
    if edge.root() != checkpoint.root:
        node = nodes(SealFolder(folder), checkpoint.size)
        rows = _rows(ledger, checkpoint.size)
        other = (row.id for row in rows if leaf_hash(row.state) != node(0, row.id - 1))
        position = next(other, checkpoint.size)
        raise Refusal("seal-inconsistent", folder=str(folder), position=position)


def _rows(ledger: CommandHandler, size: int) -> Iterator[Row]:
    """Return the log's rows up to a size."""
    return islice(chain.from_iterable(ledger.pages()), size)
