"""An entry of a budget year in red: its amount off its line, its request free for the right one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, TypeVar

from domain.events.budget import BudgetTransferred, Movement
from domain.events.corrections import BudgetEntryReversed
from domain.identity import skeleton
from domain.refusals import Refusal

Receipt = TypeVar("Receipt")
Said = Mapping[tuple[str, ...], Movement]  # the movements of a year, by their requests
MOVEMENTS = ("appropriated", "supplemented", "returned", "transferred")
_SIGNS = {  # which amount of its line an entry had added to, or taken from
    "appropriated": ("appropriated_fen", 1),
    "supplemented": ("supplemented_fen", 1),
    "returned": ("returned_fen", 1),
    "transferred": ("transferred_fen", -1),
    "paid": ("paid_fen", 1),
    "payment-reversed": ("paid_fen", -1),
    "recovered": ("recovered_fen", 1),
    "recovery-reversed": ("recovered_fen", -1),
}


def take_back(
    event: BudgetEntryReversed,
    lines: Mapping[str, object],
    movements: Iterable[MutableMapping[tuple[str, ...], Any]],
    recoveries: MutableMapping[tuple[str, str], Receipt],
) -> None:
    """Take an entry off its lines, and its request: the right one may say the same.

    lines: the balances of a budget year. movements, recoveries: what it keeps of each request. All
    changed in place.
    """
    name, sign = _SIGNS[event.entry]
    for line, added in ((event.line, sign), (event.to_line, -sign)):
        if line is not None:
            balance = lines[line]
            setattr(balance, name, getattr(balance, name) - added * event.amount_fen)
    number = skeleton(event.number or "")
    if event.entry == "recovered":
        recoveries.pop((number, event.claim_no or ""), None)
    elif event.entry in MOVEMENTS:
        to_line = () if event.to_line is None else (event.to_line,)
        for kept in movements:
            kept.pop((event.line, *to_line, number), None)


def key_of(movement: Movement) -> tuple[str, ...]:
    """Return what makes two movements of a year the same request: lines, document."""
    if isinstance(movement, BudgetTransferred):
        return movement.from_line, movement.to_line, skeleton(movement.document)
    return movement.line, skeleton(movement.document)


def must_be_new(year: int, said_before: Said, movement: Movement) -> None:
    """Raise Refusal `request-conflicts` where the same document moved money of the same lines."""
    said = said_before.get(key_of(movement))
    if said is not None:
        raise Refusal(
            "request-conflicts",
            verb="budget",
            year=year,
            document=movement.document,
            kind=said.TOPIC.removeprefix("budget-"),
            amount_fen=said.amount_fen,
            on=said.on.isoformat(),
        )
