"""A table as an Apache Parquet file: plain, uncompressed, one page a column chunk.

Small enough to be written here, so that the same rows have the same bytes under later libraries.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

MAGIC = b"PAR1"
CREATED_BY = "subsidy-ledger version 1 (build 1)"

# Numbers of the format: physical types, converted types, encodings, kinds of page.
_INT64, _BYTE_ARRAY = 2, 6
_UTF8, _TIMESTAMP_MICROS = 0, 10
_REQUIRED, _PLAIN, _RLE, _DATA_PAGE, _UNCOMPRESSED = 0, 0, 3, 0, 0
# Types of the compact protocol that its structures are spelled in.
_I32, _I64, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12


class Kind(NamedTuple):
    """What a column holds: how its values are spelled, and the type that readers see."""

    physical: int
    converted: int | None
    spell: Callable[[Sequence[object]], bytes]


def whole_numbers(values: Sequence[object]) -> bytes:
    return struct.pack(f"<{len(values)}q", *values)


def byte_strings(values: Sequence[object]) -> bytes:
    encoded = [value if isinstance(value, bytes) else str(value).encode() for value in values]
    return b"".join([len(value).to_bytes(4, "little") + value for value in encoded])


NUMBER = Kind(_INT64, None, whole_numbers)
MOMENT = Kind(_INT64, _TIMESTAMP_MICROS, whole_numbers)  # microseconds since 1970, UTC
TEXT = Kind(_BYTE_ARRAY, _UTF8, byte_strings)


def parquet(
    columns: Mapping[str, Kind], groups: Iterable[Sequence[Sequence[object]]]
) -> Iterator[bytes]:
    """Yield a file piece by piece; each group holds the values of every column, none missing."""
    yield MAGIC
    at, described, rows = len(MAGIC), list[bytes](), 0
    for group in groups:
        chunks, start = [], at
        count = len(group[0])
        for (name, kind), values in zip(columns.items(), group, strict=True):
            page = _page(kind.spell(values), count)
            chunks.append(_chunk(name, kind, count, at, len(page)))
            yield page
            at += len(page)
        sizes = (2, _I64, _int(at - start)), (3, _I64, _int(count))
        described.append(_fields((1, _LIST, _list(_STRUCT, chunks)), *sizes))
        rows += count
    root = _fields((4, _BINARY, _binary("log")), (5, _I32, _int(len(columns))))
    schema = [root, *(_schema(name, kind) for name, kind in columns.items())]
    footer = _fields(
        (1, _I32, _int(1)),
        (2, _LIST, _list(_STRUCT, schema)),
        (3, _I64, _int(rows)),
        (4, _LIST, _list(_STRUCT, described)),
        (6, _BINARY, _binary(CREATED_BY)),
    )
    yield footer + len(footer).to_bytes(4, "little") + MAGIC


def _page(values: bytes, count: int) -> bytes:
    encodings = [(number, _I32, _int(code)) for number, code in ((2, _PLAIN), (3, _RLE), (4, _RLE))]
    header = _fields(
        (1, _I32, _int(_DATA_PAGE)),
        (2, _I32, _int(len(values))),
        (3, _I32, _int(len(values))),
        (5, _STRUCT, _fields((1, _I32, _int(count)), *encodings)),
    )
    return header + values


def _chunk(name: str, kind: Kind, count: int, at: int, size: int) -> bytes:
    meta = _fields(
        (1, _I32, _int(kind.physical)),
        (2, _LIST, _list(_I32, [_int(_PLAIN), _int(_RLE)])),
        (3, _LIST, _list(_BINARY, [_binary(name)])),
        (4, _I32, _int(_UNCOMPRESSED)),
        (5, _I64, _int(count)),
        (6, _I64, _int(size)),
        (7, _I64, _int(size)),
        (9, _I64, _int(at)),
    )
    return _fields((2, _I64, _int(at)), (3, _STRUCT, meta))


def _schema(name: str, kind: Kind) -> bytes:
    return _fields(
        (1, _I32, _int(kind.physical)),
        (3, _I32, _int(_REQUIRED)),
        (4, _BINARY, _binary(name)),
        *([] if kind.converted is None else [(6, _I32, _int(kind.converted))]),
    )


def _fields(*fields: tuple[int, int, bytes]) -> bytes:
    """Spell a structure: each field by how far its number is from the last, and its type."""
    spelled, last = [], 0
    for number, kind, value in fields:
        spelled.append(bytes([(number - last) << 4 | kind]) + value)
        last = number
    return b"".join(spelled) + b"\x00"


def _list(kind: int, items: Sequence[bytes]) -> bytes:
    size = len(items)
    head = bytes([size << 4 | kind]) if size < 15 else bytes([0xF0 | kind]) + _varint(size)
    return head + b"".join(items)


def _binary(text: str) -> bytes:
    encoded = text.encode()
    return _varint(len(encoded)) + encoded


def _int(number: int) -> bytes:
    return _varint(number << 1)  # none is below 0


def _varint(number: int) -> bytes:
    spelled = bytearray()
    while number > 0x7F:
        spelled.append(number & 0x7F | 0x80)
        number >>= 7
    spelled.append(number)
    return bytes(spelled)
