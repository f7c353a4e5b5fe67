"""An otpauth address as a picture that a telephone reads, where the library for it is installed."""

from __future__ import annotations

from importlib.util import find_spec
from io import StringIO


def picture_of(address: str) -> str | None:
    """Return a QR code as lines of a terminal; None where segno is not installed."""
    if find_spec("segno") is None:
        return None
    from segno import make

    lines = StringIO()
    make(address).terminal(lines, compact=True)
    return lines.getvalue().rstrip("\n")
