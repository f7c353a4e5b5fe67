"""What became of a claim's grant as text: a view keeps it, to fold the next event into."""

from __future__ import annotations

import msgspec

from domain.enterprise.dues import Dues

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Dues).decode


def text_of(dues: Dues) -> str:
    """Return dues as text, the same for the same events."""
    return _encode(dues).decode()


def dues_of(text: str) -> Dues:
    """Return dues as `text_of` wrote them. Raises ValueError for other text."""
    return _decode(text)
