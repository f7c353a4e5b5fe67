"""What the fields of a type are annotated with, read when somebody asks."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from importlib import import_module
from typing import Any, get_args, get_type_hints


@cache
def hints_of(of: type) -> Mapping[str, Any]:
    """Return what each field of a type holds, by its name, in order."""
    let_be_read(of)
    return get_type_hints(of)


def let_be_read(hint: Any, known: set[Any] | None = None) -> None:
    """Import what the annotations of a type name, and those of the types that these name.

    Modules import for type checkers alone what only annotations name; who reads those needs it.
    known: what was imported before.
    """
    known = set() if known is None else known
    for part in get_args(hint):
        let_be_read(part, known)
    if hint in known or not (is_dataclass(hint) or hasattr(hint, "_fields")):
        return
    known.add(hint)
    for each in inspect.getmro(hint):
        if each.__module__ in sys.modules and not each.__module__.startswith("builtins"):
            _complete(sys.modules[each.__module__])
    for part in get_type_hints(hint).values():
        let_be_read(part, known)


def _complete(module: Any) -> None:
    """Give a module the names that it imports for type checkers."""
    if vars(module).get("TYPE_CHECKING") is not False:
        return
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for each in node.body:
                if isinstance(each, ast.ImportFrom):
                    _import(module, each)


def _import(module: Any, said: ast.ImportFrom) -> None:
    for name in said.names:
        if not hasattr(module, name.asname or name.name):
            meant = getattr(import_module(said.module or ""), name.name)
            setattr(module, name.asname or name.name, meant)
