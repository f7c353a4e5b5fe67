"""A ledger closed after it was written to: what is recorded is not denied for a later failure."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from adapters.stores.opening import BROKEN
from domain.refusals import Refusal


def close(opened: ExitStack, raised: tuple[Any, ...], *, has_recorded: bool) -> None:
    """Close what a ledger has opened. raised: of the block that used it, as `__exit__` takes it.

    Raises Refusal where the store does not serve; `recorded-unseen`, with why, where something was
    recorded before.
    """
    try:
        opened.__exit__(*raised)
    except Refusal as refusal:
        if not has_recorded or not isinstance(refusal.__cause__, BROKEN):
            raise
        if raised[0] is None:
            return  # all is answered; the next reader brings the views on, or says why
        unseen = Refusal("recorded-unseen")
        unseen.others = (refusal,)
        raise unseen from refusal
