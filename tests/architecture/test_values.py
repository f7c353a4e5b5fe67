"""What a value may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import msgspec

from tests.support.command import ROOT

ROOMS = ("domain", "projections", "adapters")
RAISED = re.compile(r"\b(?:Refusal|\w*Exception|\w*Error|Traceback)\b")


def test_no_value_holds_what_was_raised() -> None:
    """An error leads to the frames it went through, and they to the value: a circle.

    The collector does not look into values, so that such a circle would never be freed.
    """
    for path in (each for room in ROOMS for each in (ROOT / room).rglob("*.py")):
        import_module(module_of(path))

    holding = [
        f"{value.__module__}.{value.__qualname__}.{name}"
        for value in made_of(msgspec.Struct)
        for name, shape in vars(value).get("__annotations__", {}).items()
        if RAISED.search(str(shape))
    ]

    assert not holding, "\n".join(holding)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def made_of(shape: type) -> Iterator[type]:
    for each in shape.__subclasses__():
        yield each
        yield from made_of(each)
