"""Commands read their words sooner in a process that reads many: what stays the same is kept.

A process of its own reads one command. The tests call thousands in one process, and Cyclopts works
out the options of a command, and pydantic the schema of each, at every call: half of the time.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pydantic
from cyclopts.argument import ArgumentCollection

_options: dict[Callable[..., Any], ArgumentCollection] = {}
_worked_out = ArgumentCollection._from_callable


def remember_options() -> None:
    """Have the options of each command worked out once in this process."""
    ArgumentCollection._from_callable = _remembered  # type: ignore[method-assign]
    pydantic.TypeAdapter = cache(pydantic.TypeAdapter)  # type: ignore[assignment, misc]


def _remembered(command: Callable[..., Any], *parents: Any, **how: Any) -> ArgumentCollection:
    """Return the options of a command, with no words read into them yet."""
    if how.get("parse_docstring", True) or not how.get("_resolve_groups", True):
        return _worked_out(command, *parents, **how)  # for a page of help, or on the way
    if command not in _options:
        _options[command] = _worked_out(command, *parents, **how)
    return _unread(_options[command])


def _unread(options: ArgumentCollection) -> ArgumentCollection:
    copies = {id(option): copy.copy(option) for option in options}
    for option in copies.values():
        option.tokens = []
        option.children = ArgumentCollection(copies[id(child)] for child in option.children)
    return ArgumentCollection(copies.values())
