"""The rows of segments, each file checked against the manifest before anything is read of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from pathlib import Path

from adapters.cluster.segments.manifest import SegmentFile
from adapters.cluster.segments.parquet import digest, unpacked_rows
from adapters.files.durable import problem_text, read_regular
from adapters.log.entries import RowValues
from domain.refusals import Refusal


def content_of(folder: Path, file: SegmentFile) -> bytes:
    """Return what a file of a folder holds. Raises Refusal `segments-unreadable`."""
    try:
        return read_regular(folder / file.name)
    except OSError as problem:
        said = f"{file.name}: {problem_text(problem)}"
        raise Refusal("segments-unreadable", folder=str(folder), problem=said) from problem


def checked_rows(
    file: SegmentFile, content: bytes, streams: Sequence[str] | None = None
) -> Iterator[RowValues]:
    """Yield the rows of a file that is as the manifest says. Raises Refusal `segment-altered`.

    streams: only these; None for all.
    """
    if digest(content) != file.sha256:
        raise altered(file)
    results = list(unpacked_rows(content, streams))
    if streams is None and len(results) != file.rows:
        raise altered(file)
    for row in results:
        if not file.after < row[0] <= file.until:
            raise altered(file)
        yield row


def in_order(files: Iterable[Iterable[RowValues]]) -> Iterator[RowValues]:
    """Yield the rows of several files of one part by stream and version."""
    return merge(*files, key=lambda row: row[1:3])


def rows_of(
    folder: Path, files: Iterable[SegmentFile], streams: Sequence[str] | None = None
) -> Iterator[RowValues]:
    """Yield the rows of files of one part, by stream and version. streams: only these."""
    return in_order(checked_rows(file, content_of(folder, file), streams) for file in files)


def altered(file: SegmentFile) -> Refusal:
    return Refusal("segment-altered", file=file.name)
