"""The parts of a workbook file, never inflated further than is safe.

A workbook is a zip archive of XML parts. Sizes are checked where the archive declares them, and
again while a part is really inflated; a part that brings its own document type is refused.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from domain.refusals import Refusal

FILE_MAX = 256 << 20  # bytes of the archive itself
PARTS_MAX = 10_000
INFLATED_MAX = 1 << 30  # bytes of all parts together
SMALL = 16 << 20  # bytes below which a part may be packed as tightly as it likes
RATIO_MAX = 200  # beyond this a larger part is not a table that a person filled in
CHUNK = 1 << 18
NODE_MAX = 64 << 20  # bytes of XML that one row, text or style may span
TAGS_MAX = 1_000_000  # tags within that: elements cost memory long before their bytes do

DAMAGE = (
    BadZipFile, EOFError, LookupError, OverflowError, ParseError, RuntimeError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ENCODING = re.compile(rb"""^[^>]{0,200}encoding\s*=\s*["']([^"']*)["']""")
_PLAIN = (b"UTF-8", b"US-ASCII", b"ASCII")


class Archive:
    """An open workbook file. Raises Refusal when it cannot be trusted as a whole."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        size = file.seek(0, 2)
        file.seek(0)
        self.refuse_beyond(FILE_MAX, size)
        try:
            self._zip = ZipFile(file)
            self._parts = {_spelt(part.filename): part for part in self._zip.infolist()}
        except DAMAGE:
            raise Refusal("file-truncated", file=name) from None
        self._check_declared()
        self._inflated = 0

    def has(self, part: str) -> bool:
        """Say whether there is such a part, in any case of its letters."""
        return _spelt(part) in self._parts

    def parts(self, folder: str) -> list[str]:
        """Return the parts in a folder."""
        return [part for part in self._parts if part.startswith(_spelt(folder))]

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield a part as it is inflated. Raises Refusal on damage, bombs and document types."""
        tail = b""
        try:
            with self._zip.open(self._parts[_spelt(part)]) as stream:
                while chunk := stream.read(CHUNK):
                    self._inflated += len(chunk)  # a sheet is inflated up to thrice
                    self.refuse_beyond(3 * INFLATED_MAX, self._inflated)
                    if not tail:
                        _check_encoding(chunk)
                    if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                        raise ValueError("a part of a workbook has no document type")
                    tail = chunk[-16:]
                    yield chunk
        except DAMAGE:
            raise self.damaged(part) from None

    def damaged(self, part: str) -> Refusal:
        """Return the refusal of a file with a part that cannot be read."""
        return Refusal("damaged-workbook", file=self.name, part=part[-60:])

    def refuse_beyond(self, limit: int, size: int) -> None:
        """Raise Refusal `file-too-large` when the file would grow beyond what is safe."""
        if size > limit:
            raise Refusal("file-too-large", file=self.name, size=size, limit=limit)

    def _check_declared(self) -> None:
        parts = self._parts.values()
        self.refuse_beyond(PARTS_MAX, len(parts))
        self.refuse_beyond(INFLATED_MAX, sum(part.file_size for part in parts))
        for part in parts:
            self.refuse_beyond(max(SMALL, RATIO_MAX * part.compress_size), part.file_size)
            if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or part.flag_bits & 1:
                raise self.damaged(part.filename)


class Span:
    """How much XML was read since the last finished node. Raises Refusal beyond what is safe."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._size = self._tags = 0

    def read(self, chunk: bytes) -> None:
        """Count what a chunk adds, before anything is made of it."""
        self._size += len(chunk)
        self._tags += chunk.count(b"<")
        self._archive.refuse_beyond(NODE_MAX, self._size)
        self._archive.refuse_beyond(TAGS_MAX, self._tags)

    def finished(self) -> None:
        """Start again: a node is done with."""
        self._size = self._tags = 0


def _spelt(part: str) -> str:
    """Return a part's name as it is compared: some programs write backslashes or other letters."""
    return part.replace("\\", "/").lstrip("/").lower()


def _check_encoding(chunk: bytes) -> None:
    named = _ENCODING.match(chunk[:300])
    other = named is not None and named.group(1).upper() not in _PLAIN
    if other or chunk.startswith(_WIDE) or b"\0" in chunk[:8]:
        raise ValueError("not UTF-8")
