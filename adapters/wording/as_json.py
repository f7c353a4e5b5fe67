"""Answers for programs: the one place where a typed answer becomes JSON.

A key is a field's name, a tuple is a list, a day is an ISO date. A key that is there only sometimes
belongs to a type of its own, so that `null` always means a value that is not known.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

import msgspec


def as_json(answer: object) -> Any:
    """Return an answer as what JSON has: dictionaries, lists, text, whole numbers, true, null."""
    return msgspec.to_builtins(answer)


def print_json(answer: object, out: TextIO) -> None:
    """Print one JSON document."""
    json.dump(as_json(answer), out, ensure_ascii=False, indent=1)
    out.write("\n")
