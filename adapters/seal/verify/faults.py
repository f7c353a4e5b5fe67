"""Faults as a check collects them."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.seal.verify.answers import Fault

FAULTS_MAX = 100  # of one check; further ones are not listed


@dataclass(slots=True)
class Faults:
    """The faults that a check has collected, at most FAULTS_MAX."""

    found: list[Fault] = field(default_factory=list)

    def add(self, position: int | None, code: str, detail: str = "") -> None:
        if len(self.found) < FAULTS_MAX:
            what = f"{code}: {detail}" if detail else code
            self.found.append(Fault(position=position, what=what))
