"""What a correction asks of an entry: which parts of it change, whether it was asked before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar, cast

from domain.commands.money import CorrectEntry
from domain.events.budget import BudgetEvent, BudgetTransferred, Movement
from domain.events.corrections import (
    BatchFailureReversed,
    BatchOrderCorrected,
    BatchPaymentCorrected,
    BudgetEntryReversed,
    Entry,
    EntryValues,
    RecoveryReversed,
)
from domain.events.log import Recorded
from domain.identity import skeleton
from domain.payments.budget import Allotments, Budgets
from domain.payments.happened import StreamEvent, budget_event
from domain.refusals import Fact, Refusal

KEYS = {  # what may be set of an entry, by the field of the command
    "line": "line",
    "from": "from_line",
    "to": "to_line",
    "amount": "amount_fen",
    "document": "entry_document",
    "receipt": "receipt",
    "claim": "claim_no",
    "on": "on",
}
Years = Mapping[int, Sequence[Recorded]]  # the events of budget years


class Money(NamedTuple):
    """Every budget year: as it stands, its events, and what of it is in publicity."""

    budgets: Budgets
    years: Years
    allotted: Allotments


Reversing = (
    BudgetEntryReversed
    | BatchPaymentCorrected
    | BatchOrderCorrected
    | BatchFailureReversed
    | RecoveryReversed
)
Reversed = TypeVar("Reversed", bound=Reversing)


def must_be_of(command: CorrectEntry, *known: str) -> None:
    """Raise Refusal `correction-key` where a part is set that the entry does not have."""
    given = [key for key, field in KEYS.items() if getattr(command, field) is not None]
    for key in given:
        if key not in known or command.void:
            raise Refusal(
                "correction-key",
                verb="void" if command.void else "amount" if key == "amount" else "other",
                key=key,
                known=", ".join(known),
                position=command.position,
            )


def reversal_of(history: Iterable[Recorded], kind: type[Reversed], version: int) -> Reversed | None:
    """Return what put an entry of a stream right, by its version there; None where nothing did."""
    events = (recorded.event for recorded in history)
    every = (event for event in events if isinstance(event, kind))
    return next((event for event in every if event.of_version == version), None)


def is_said(command: CorrectEntry, reversal: Reversing, *, same: bool, stands: bool) -> bool:
    """Say that an entry was put right so before, by the same document.

    same: whether it came to what is asked now. stands: whether another stands in its place.
    Raises Refusal `request-conflicts`, `already-reversed`.
    """
    facts: dict[str, Fact] = {"position": command.position, "document": reversal.document}
    if skeleton(reversal.document) != skeleton(command.document):
        raise Refusal("already-reversed", verb="corrected" if stands else "void", **facts)
    if reversal.words != command.words or not same:
        raise Refusal("request-conflicts", verb="correct-entry", **facts)
    return True


def values_of(movement: Movement) -> EntryValues:
    """Return what a movement says."""
    if isinstance(movement, BudgetTransferred):
        line, to_line = movement.from_line, movement.to_line
    else:
        line, to_line = movement.line, None
    return EntryValues(
        line=line,
        to_line=to_line,
        amount_fen=movement.amount_fen,
        number=movement.document,
        on=movement.on,
    )


def entry_reversed(
    command: CorrectEntry,
    year: int,
    entry: Recorded,
    values: EntryValues,
    corrected: EntryValues | None,
) -> StreamEvent:
    """Return an entry of a budget year in red. values: what it says."""
    topic: str = entry.event.TOPIC.partition(".")[0]
    return budget_event(
        year,
        BudgetEntryReversed(
            of_position=entry.position,
            of_version=entry.version,
            entry=cast(Entry, topic.removeprefix("budget-")),
            line=values.line,
            to_line=values.to_line,
            amount_fen=values.amount_fen,
            number=values.number,
            batch=getattr(entry.event, "batch", None),
            claim_no=getattr(entry.event, "claim_no", None),
            on=values.on,
            corrected=corrected,
            document=command.document,
            words=command.words,
        ),
    )


def standing(history: Iterable[Recorded], kind: type[BudgetEvent]) -> list[Recorded]:
    """Return the entries of a kind of a budget year that were not reversed."""
    every = list(history)
    gone = {
        recorded.event.of_version
        for recorded in every
        if isinstance(recorded.event, BudgetEntryReversed)
    }
    return [each for each in every if isinstance(each.event, kind) and each.version not in gone]
