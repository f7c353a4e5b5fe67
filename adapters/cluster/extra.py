"""What segments and clusters take besides the program itself: the extra `cluster`."""

from __future__ import annotations

from importlib.util import find_spec

from domain.refusals import Refusal

EXTRA = "cluster"


def needed(*modules: str) -> None:
    """Raise Refusal `extra-missing` where one of these is not installed."""
    for module in modules:
        if find_spec(module) is None:
            raise Refusal("extra-missing", needs=module, extra=EXTRA)
