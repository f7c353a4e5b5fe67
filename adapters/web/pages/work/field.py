"""A field of a form: what it asks for, its choices, and what was typed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.wording.translation import gettext

TICKS_MAX = 6  # choices that are shown one below the other; more are a list
ROWS_MIN = 4  # fields of several amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a form: its name in the form, its kind, its words, and what was typed in it.

    kept: files that were sent before: what the form sends for each, and what it shows. unit: is
    shown after it.
    """

    name: str
    kind: str
    label: str
    hint: str
    many: bool
    required: bool
    choices: Sequence[tuple[str, str]]
    values: Sequence[str]
    error: str
    kept: Sequence[tuple[str, str]] = ()
    unit: str = ""

    @property
    def id(self) -> str:
        return f"field-{self.name.replace('_', '-')}"

    @property
    def described_by(self) -> str:
        """The ids of what is read after the label."""
        parts = (("hint", self.hint), ("error", self.error))
        return " ".join(f"{self.id}-{part}" for part, text in parts if text)

    @property
    def value(self) -> str:
        """What a field of a single value has; of several, a line each."""
        return "\n".join(self.values)

    @property
    def rows(self) -> Sequence[str]:
        """The values of several fields of one name, and empty ones for more."""
        return [*self.values, *[""] * max(1, ROWS_MIN - len(self.values))]

    @property
    def ticks(self) -> bool:
        """Whether each choice has a button or a box of its own."""
        return self.many or len(self.choices) <= TICKS_MAX

    @property
    def shown(self) -> Sequence[str]:
        """The values as people read them."""
        if self.kind == "flag":
            return [gettext("yes") if self.values else gettext("no")]
        if self.kind == "file":
            return [text for _word, text in self.kept]
        names = dict(self.choices)
        return [names.get(value, value) for value in self.values]
