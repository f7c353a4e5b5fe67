"""The readings of a policy as its file explains them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.policy.book import PolicyBook
from domain.policy.measures import Policy
from domain.value import value


@value
class ReadingNote:
    """A reading as a file explains it. rivals: those that can be carried out, and whether."""

    name: str
    article: str
    default: str
    note_zh: str
    note_en: str
    rivals: dict[str, bool]


def reading_notes(policy: Policy) -> tuple[ReadingNote, ...]:
    """Return the readings of a policy as it explains them."""
    readings: Mapping[str, Any] = policy.source.get("readings", {})
    return tuple(
        ReadingNote(
            name=name,
            article=reading["article"],
            default=reading["default"],
            note_zh=reading["note_zh"],
            note_en=reading["note_en"],
            rivals={rival: patch != "waits" for rival, patch in reading["rivals"].items()},
        )
        for name, reading in readings.items()
    )


def choices_of(book: PolicyBook) -> dict[str, tuple[str, ...]]:
    """Return the readings of every version and what can be chosen, the default first."""
    notes = {note.name: note for version in book.versions for note in reading_notes(version.policy)}
    return {
        name: (note.default, *(rival for rival, executable in note.rivals.items() if executable))
        for name, note in notes.items()
    }
