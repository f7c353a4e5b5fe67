"""The log written as segments: what is new since the last export, or all of it merged.

Files are written first and the manifest last, so an export that is interrupted leaves the folder as
the one before it did. A file is never written over while a manifest names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from adapters.cluster.extra import needed
from adapters.cluster.segments.manifest import (
    FORMAT,
    MANIFEST,
    OTHER,
    POLICY,
    Exported,
    Manifest,
    Sealed,
    SegmentFile,
    names,
    part_name,
    part_of,
    program,
    read_manifest,
    write_manifest,
)
from adapters.cluster.segments.parquet import digest, packed_rows
from adapters.cluster.segments.reading import rows_of
from adapters.files.durable import UNFINISHED, problem_text, sync_folder, write_unsynced
from adapters.files.locks import held
from adapters.ledger.store import Store
from adapters.log.codec import CodecError
from adapters.log.entries import Row, RowValues
from adapters.log.recorder import Log
from adapters.wording.translation import N_
from domain.events.streams import POLICY_STREAM, of_enterprise
from domain.refusals import Refusal

RANGE_EVENTS = 100_000  # of the log that are held in memory at a time, and make a file a part
PARTS = 32
LOCK = ".lock"

OnProgress = Callable[[int], None]  # called with the events written so far


def export(
    store: Store,
    folder: Path,
    *,
    parts: int | None = None,
    checkpoint: Sealed | None = None,
    compact: bool = False,
    range_events: int = RANGE_EVENTS,
    on_progress: OnProgress | None = None,
) -> Exported:
    """Bring a folder of segments to the end of the log; make it where there is none.

    parts: of a new folder; None for those it has. compact: merge the files of each part into one.
    Raises Refusal `extra-missing`, `segments-folder-taken`, `segments-parts-differ`,
    `segments-other-ledger`, `segments-unwritable`, and what reading segments raises.
    """
    needed("pyarrow")
    log = store.handler.recorder
    try:
        _must_be_ours(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with held(folder / LOCK):
            known = _known(log, folder, parts)
            _drop_others(folder, known)
            grown = _grown(log, folder, known, range_events, on_progress)
            if checkpoint is not None:
                grown = _with(grown, checkpoint=checkpoint)
            if compact:
                grown = _compacted(folder, grown)
            if grown != known:
                sync_folder(folder)
                write_manifest(folder, grown)
                _drop_others(folder, grown)
            size = sum((folder / file.name).stat().st_size for file in grown.files)
    except OSError as problem:
        said = problem_text(problem)
        raise Refusal("segments-unwritable", folder=str(folder), problem=said) from problem
    return Exported(
        folder=str(folder),
        position=grown.position,
        events=grown.position - known.position,
        parts=grown.parts,
        files=len(grown.files),
        size_bytes=size,
        sealed=None if grown.checkpoint is None else grown.checkpoint.size,
    )


def must_be_of(log: Log, manifest: Manifest, folder: Path) -> None:
    """Raise Refusal `segments-other-ledger` where segments are not of this log."""
    if manifest.position and (
        log.position() < manifest.position
        or _hash_at(log, 1) != manifest.first
        or _hash_at(log, manifest.position) != manifest.last
    ):
        raise Refusal("segments-other-ledger", folder=str(folder))


def _must_be_ours(folder: Path) -> None:
    """Raise Refusal `segments-folder-taken` for a folder that holds anything else."""
    if not folder.exists() or (folder / MANIFEST).exists():
        return
    if not folder.is_dir() or any(not _is_ours(path.name) for path in folder.iterdir()):
        raise Refusal("segments-folder-taken", folder=str(folder))


def _is_ours(name: str) -> bool:
    """Say whether an export may have left such a file: a segment, or the lock."""
    stem = name.removesuffix(UNFINISHED).removesuffix(".parquet")
    return name == LOCK or (stem != name and _range_of(stem) is not None)


def _range_of(stem: str) -> tuple[str, int, int] | None:
    """Return the part and positions that a segment's name holds."""
    part, after, until, *rest = [*stem.split("-"), "", ""][:4]
    if any(rest) or not (after.isdigit() and until.isdigit()):
        return None
    if part not in (POLICY, OTHER) and not part.isdigit():
        return None
    return part, int(after), int(until)


def _known(log: Log, folder: Path, parts: int | None) -> Manifest:
    if not (folder / MANIFEST).exists():
        return Manifest(FORMAT, program(), parts or PARTS, 0, "", "", None, ())
    known = read_manifest(folder)
    if parts is not None and parts != known.parts:
        raise Refusal("segments-parts-differ", folder=str(folder), parts=known.parts)
    must_be_of(log, known, folder)
    return known


def _grown(
    log: Log, folder: Path, known: Manifest, range_events: int, on_progress: OnProgress | None
) -> Manifest:
    """Write what follows a manifest's position; return the manifest with it."""
    head = log.position()
    while known.position < head:
        after = known.position
        rows = log.select_rows(after, min(range_events, head - after))
        if rows[-1].id != after + len(rows):
            raise CodecError(f"position {after + len(rows)}: " + N_("missing from the log"))
        position = rows[-1].id
        files = [*known.files, *_written(folder, rows, known.parts, after, position)]
        known = _with(
            known,
            position=position,
            first=known.first or sha256(rows[0].state).hexdigest(),
            last=sha256(rows[-1].state).hexdigest(),
            files=tuple(files),
            program=program(),
        )
        if on_progress is not None:
            on_progress(position)
    return known


def _written(
    folder: Path, rows: list[Row], parts: int, after: int, until: int
) -> Iterator[SegmentFile]:
    of_parts: dict[str, list[RowValues]] = {}
    for row in rows:
        of_parts.setdefault(_part(row.originator_id, parts), []).append(row)
    for part, few in sorted(of_parts.items()):
        yield _file_written(folder, part, few, after, until)


def _part(stream: str, parts: int) -> str:
    if of_enterprise(stream):
        return part_name(part_of(stream, parts))
    return POLICY if stream == POLICY_STREAM else OTHER


def _file_written(
    folder: Path, part: str, rows: list[RowValues], after: int, until: int
) -> SegmentFile:
    content, name = packed_rows(rows), f"{part}-{after:012d}-{until:012d}.parquet"
    write_unsynced(folder / name, content)
    return SegmentFile(name, part, after, until, len(rows), digest(content))


def _compacted(folder: Path, manifest: Manifest) -> Manifest:
    """Merge the files of each part; a part of one file stays as it is."""
    files: list[SegmentFile] = []
    for part in sorted({file.part for file in manifest.files}):
        having = manifest.of_part(part)
        if len(having) == 1:
            files += having
            continue
        rows = list(rows_of(folder, having))
        files.append(_file_written(folder, part, rows, having[0].after, having[-1].until))
    return _with(manifest, files=tuple(files), program=program())


def _with(manifest: Manifest, **changed: object) -> Manifest:
    return msgspec.structs.replace(manifest, **changed)


def _drop_others(folder: Path, manifest: Manifest) -> None:
    """Remove segments that a manifest does not name: an interrupted export left them."""
    kept = names(manifest.files)
    for path in folder.iterdir():
        if path.name not in kept and path.name != LOCK and _is_ours(path.name):
            with suppress(FileNotFoundError):
                path.unlink()


def _hash_at(log: Log, position: int) -> str:
    rows = log.select_rows(position - 1, 1)
    return sha256(rows[0].state).hexdigest() if rows else ""
