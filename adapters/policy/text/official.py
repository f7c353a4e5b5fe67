"""The official text of a policy, read from a file."""

from __future__ import annotations

from pathlib import Path

from domain.refusals import Refusal

ENCODINGS = ("utf-8-sig", "gb18030")
TEXT_BYTES_MAX = 10_000_000


def read_text(path: Path) -> str:
    """Return an official text. Raises Refusal `text-unreadable`."""
    try:
        if path.stat().st_size > TEXT_BYTES_MAX:
            raise Refusal("text-unreadable", file=str(path), problem="too large")
        content = path.read_bytes()
    except OSError as problem:
        raise Refusal("text-unreadable", file=str(path), problem=problem.strerror) from None
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("text-unreadable", file=str(path), problem="encoding")
