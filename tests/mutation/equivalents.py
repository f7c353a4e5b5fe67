"""The changes that change nothing, as reviewed: `equivalents.toml` gives each its reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

REVIEWED = Path(__file__).with_name("equivalents.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalent:
    """path, text (the line), was, becomes: as a run tells it. because: why nothing can differ."""

    path: str
    text: str
    was: str
    becomes: str
    because: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.path, self.text, self.was, self.becomes


def equivalents() -> list[Equivalent]:
    document = tomllib.loads(REVIEWED.read_text(encoding="utf-8"))
    return [Equivalent(**entry) for entry in document.get("equivalent", ())]
