"""The size of a picture, by its own headers: nothing of it is ever decoded."""

from __future__ import annotations

import struct
from typing import NamedTuple

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
SIDE_MAX = 20_000  # pixels; an A3 page at 1,200 dots an inch has 19,843
PIXELS_MAX = 200_000_000
_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers of a JPEG that no length follows
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Picture(NamedTuple):
    """A picture's width and height in pixels, and where in the file it ends."""

    width: int
    height: int
    end: int

    @property
    def is_plausible(self) -> bool:
        """Whether a scanner or a camera makes pictures of this size."""
        sides = self.width, self.height
        return min(sides) > 0 and max(sides) <= SIDE_MAX and self.width * self.height <= PIXELS_MAX


def png(data: bytes) -> Picture:
    """Return what a PNG says of itself. Raises ValueError where its chunks do not add up."""
    size, at = None, len(PNG)
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        at += 12 + length
        if at > len(data):
            break
        if size is None:
            if name != b"IHDR" or length != 13:
                raise ValueError("a PNG that does not begin with its header")
            width, height = struct.unpack_from(">II", data, len(PNG) + 8)
            size = width, height
        if name == b"IEND":
            return Picture(*size, at)
    raise ValueError("a PNG that does not end")


def jpeg(data: bytes) -> Picture:
    """Return what a JPEG says of itself. Raises ValueError where its segments do not add up."""
    at, size = 2, None
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("a JPEG with bytes between its segments")
        marker = data[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker in _ALONE:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        if marker in _FRAMES:
            if at + 9 > len(data):
                break
            height, width = struct.unpack_from(">HH", data, at + 5)
            size = width, height
        if marker == 0xDA:  # what follows is the picture itself
            end = data.rfind(b"\xff\xd9")
            if size is None or end < at:
                break
            return Picture(*size, end + 2)
        at += 2 + length
    raise ValueError("a JPEG without a picture")
