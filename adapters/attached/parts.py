"""The parts of an OFD file (a zip archive), never inflated further than is safe."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from adapters.files.archive import DAMAGE
from domain.refusals import Refusal

PARTS_MAX = 2_000
INFLATED_MAX = 256 << 20  # bytes of all parts together
SMALL = 4 << 20  # bytes below which an archive may be packed as tightly as it likes
RATIO_MAX = 100
XML_MAX = 4 << 20  # bytes of a part that is read


class Parts:
    """An open archive. Raises Refusal `attachment-damaged`, `attachment-bomb`."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
            self._parts = {_spelt(part.filename): part for part in self._zip.infolist()}
        except DAMAGE:
            raise damaged("OFD") from None
        parts = sorted(self._zip.infolist(), key=lambda part: part.header_offset)
        inflated = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts)
        overlap = any(
            before.header_offset + before.compress_size > after.header_offset
            for before, after in pairwise(parts)
        )
        if (
            len(parts) > PARTS_MAX
            or overlap
            or packed > len(data)
            or inflated > min(INFLATED_MAX, max(SMALL, RATIO_MAX * packed))
        ):
            raise Refusal("attachment-bomb")
        ways = {ZIP_STORED, ZIP_DEFLATED}
        if any(part.compress_type not in ways or part.flag_bits & 1 for part in parts):
            raise damaged("OFD")

    def names(self) -> list[str]:
        """Return the parts, as they are compared."""
        return list(self._parts)

    def read(self, name: str) -> bytes | None:
        """Return a part that is read as XML; None where there is none, or it is too long."""
        part = self._parts.get(_spelt(name))
        if part is None:
            return None
        try:
            with self._zip.open(part) as stream:
                content = stream.read(XML_MAX + 1)
        except DAMAGE:
            raise damaged("OFD") from None
        return content if len(content) <= XML_MAX else None


def damaged(kind: str) -> Refusal:
    return Refusal("attachment-damaged", type=kind)


def _spelt(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
