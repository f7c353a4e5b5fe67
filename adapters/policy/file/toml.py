"""TOML as files of officers have it, read by a parser that trusts its author."""

from __future__ import annotations

import re
import tomllib
from typing import Any

BYTES_MAX = 1_000_000
PARTS_MAX = 50  # of a dotted key: with many, the parser's memory grows with their square
_DOTTED = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{PARTS_MAX}}}""",
    re.ASCII,
)


def toml_of(content: bytes) -> dict[str, Any]:
    """Return what a file states.

    Raises UnicodeDecodeError, and ValueError for what is not TOML or goes beyond any use.
    """
    text = content.decode("utf-8-sig")
    if len(content) > BYTES_MAX:
        raise ValueError(f"{len(content)} > {BYTES_MAX} bytes")
    if (deep := _DOTTED.search(text)) is not None:
        raise ValueError(f"{deep[0][:20]}…: more than {PARTS_MAX} parts")
    try:
        return tomllib.loads(text)
    except RecursionError as problem:
        raise ValueError(str(problem)) from problem
