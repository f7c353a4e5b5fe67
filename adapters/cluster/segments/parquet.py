"""Rows of the log in Parquet and back: the only module that knows how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any

from adapters.cluster.extra import needed
from adapters.log.entries import RowValues

COLUMNS = ("position", "stream", "version", "topic", "state")


def packed_rows(rows: Iterable[RowValues]) -> bytes:
    """Return rows as a file, sorted by stream and version. Raises Refusal `extra-missing`."""
    needed("pyarrow")
    import pyarrow  # type: ignore[import-untyped]
    from pyarrow import parquet

    ordered = sorted(rows, key=lambda row: row[1:3])
    columns: Sequence[Sequence[Any]] = list(zip(*ordered, strict=True)) or [()] * len(COLUMNS)
    types = (
        pyarrow.int64(),
        pyarrow.string(),
        pyarrow.int32(),
        pyarrow.string(),
        pyarrow.binary(),
    )
    arrays = [pyarrow.array(column, type=of) for column, of in zip(columns, types, strict=True)]
    table = pyarrow.table(dict(zip(COLUMNS, arrays, strict=True)))
    file = BytesIO()
    parquet.write_table(
        table,
        file,
        compression="zstd",
        use_dictionary=["stream", "topic"],
        row_group_size=50_000,
    )
    return file.getvalue()


def unpacked_rows(content: bytes, streams: Sequence[str] | None = None) -> Iterator[RowValues]:
    """Yield the rows of a file, sorted as it was written. streams: only these; None for all."""
    needed("pyarrow")
    import pyarrow
    from pyarrow import parquet

    wanted = None if streams is None else [("stream", "in", list(streams))]
    table = parquet.read_table(
        pyarrow.BufferReader(content), columns=list(COLUMNS), filters=wanted, use_threads=False
    )
    for batch in table.to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file as the manifest has it."""
    return sha256(content).hexdigest()
