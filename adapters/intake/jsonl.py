"""Claims and records as JSON Lines: one object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from adapters.files.separated import BOM, KEPT_MAX, LINE_MAX, skip_line, text_of
from adapters.intake import checks
from adapters.intake.checks import RAW, WHY, row_result
from adapters.intake.items import BESIDE, At, Item, RejectedRow, shortened, with_beside
from domain.refusals import Refusal

HEAD = 1 << 16  # bytes looked at to tell the encoding
_UNREADABLE = "\N{REPLACEMENT CHARACTER}".encode()
_COLUMNS = {key: key for key in (*checks.HEAD_KEYS, *checks.TAIL_KEYS)}

_SPACED = re.compile(rb'"\s+:')  # such a key escapes the count of keys
_decode = msgspec.json.Decoder().decode


def read(file: BinaryIO, name: str) -> Iterator[Item]:
    """Yield a good or bad row for each line that is not blank.

    Raises Refusal `empty-file`, or `wrong-encoding` when most lines are not UTF-8.
    """
    _check_encoding(file, name)
    number, seen = 0, False
    while line := file.readline(LINE_MAX + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BOM)
        if not line or line.isspace():
            continue
        seen = True
        at = At(file=name, sheet=None, row=number)
        if len(line) > LINE_MAX and not line.endswith(b"\n"):
            skip_line(file)
            yield malformed(at, line[:KEPT_MAX])
        else:
            yield from items(line, at)
    if not seen:
        raise Refusal("empty-file", file=name)


def _check_encoding(file: BinaryIO, name: str) -> None:
    """Refuse a file that begins in another alphabet; a few broken lines are rejected alone."""
    head = file.read(HEAD)
    file.seek(0)
    lines = head.split(b"\n")
    if len(head) == HEAD:
        del lines[-1]  # cut anywhere, perhaps within a character
    stated = [line for line in lines if line and not line.isspace()]
    if sum(text_of(line, "utf-8") is None for line in stated) * 2 > len(stated):
        raise Refusal("wrong-encoding", file=name)


def items(line: bytes, at: At) -> tuple[Item, ...]:
    """Return what one line says."""
    row = decoded(line)
    if row is None:
        return (malformed(at, line),)
    if WHY in row:
        del row[WHY]
        if isinstance(row.get(RAW), str):
            return returned(row[RAW], at)
    beside = {key: row.pop(key) for key in BESIDE if key in row and checks.RECORD not in row}
    checked: Any = checks.record(row) if checks.RECORD in row else checks.claim(row)
    order = _order(row) if isinstance(checked, list) else ()
    return with_beside(row_result(checked, row, at, _COLUMNS, line, order), beside)


def returned(text: str, at: At) -> tuple[Item, ...]:
    """Return what a returned line says now; signs for stray bytes are bytes again."""
    line = text.encode("utf-8", "surrogatepass")
    return items(line.replace(_UNREADABLE, b"\xff"), at)


def _order(row: dict[str, Any]) -> list[str]:
    """Return the line's key paths from left to right; what is missing, where it belongs."""
    order: list[str] = []
    for key, value in row.items():
        order.append(shortened(key))
        if key == "facts" and isinstance(value, dict):
            order += [f"facts.{shortened(name)}" for name in value]
    at = 0
    for path in checks.paths(row):
        if path in order:
            at = order.index(path) + 1
        else:
            order.insert(at, path)
            at += 1
    return order


def malformed(
    at: At, line: bytes, encoding: str = "utf-8", check: str = "", limit: str = ""
) -> RejectedRow:
    """Return the rejection of a line that cannot be split into named values."""
    value = shortened(line[:KEPT_MAX].decode(encoding, "replace"))
    return RejectedRow(
        at=at,
        of_claim=True,
        column=None,
        code="malformed-line",
        value=value,
        claim_no=None,
        source=line,
        check=check,
        limit=limit,
    )


def decoded(line: bytes) -> dict[str, Any] | None:
    """Return the object a line states, None when it states none or states a key twice."""
    try:
        row = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _decoded_slowly(line)
    if row.__class__ is not dict:
        return None
    facts = row.get("facts")
    keys = len(row) + (len(facts) if facts.__class__ is dict else 0)
    plain = line.count(b'":') == keys and not _SPACED.search(line)
    return row if plain else _decoded_slowly(line)


def _decoded_slowly(line: bytes) -> dict[str, Any] | None:
    """Decode what is rare: lone surrogates, endless numbers, keys that may be doubled."""
    try:
        row = json.loads(
            line.decode(), object_pairs_hook=_pairs, parse_int=_number, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key is stated twice")
    return record


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) < 20 else float(digits[:400])


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
