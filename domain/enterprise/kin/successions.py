"""Every succession of the ledger, and who carries on a code by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.events.succession import SuccessionEntered


@dataclass(frozen=True, slots=True, kw_only=True)
class Successions:
    """heirs: the direct successor of each code that has one. olds: the direct predecessors."""

    heirs: Mapping[str, str] = field(default_factory=dict)
    olds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def heir(self, code: str) -> str:
        """Return the code that carries on a code by now; itself where none does."""
        while code in self.heirs:
            code = self.heirs[code]
        return code

    def streams(self, code: str) -> tuple[str, ...]:
        """Return a code and every code that it carries on."""
        below = (each for old in self.olds.get(code, ()) for each in self.streams(old))
        return (code, *below)


def successions(entered: Iterable[SuccessionEntered]) -> Successions:
    """Return the successions that were entered."""
    heirs, olds = dict[str, str](), dict[str, tuple[str, ...]]()
    for each in entered:
        heirs[each.predecessor] = each.successor
        olds[each.successor] = (*olds.get(each.successor, ()), each.predecessor)
    return Successions(heirs=heirs, olds=olds)
