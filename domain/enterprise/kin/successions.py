"""Every succession of the ledger, and who carries on a code by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field

from domain.events.succession import DivisionEntered, EnteredSuccession
from domain.value import value


@value
class Successions:
    """heirs: the direct successor of each code that has one. olds: the direct predecessors.

    Of a split the successor is who has its claims. divided: the codes of which each of the other
    parts has a share.
    """

    heirs: Mapping[str, str] = field(default_factory=dict)
    olds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    divided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def heir(self, code: str) -> str:
        """Return the code that carries on a code by now; itself where none does."""
        while code in self.heirs:
            code = self.heirs[code]
        return code

    def streams(self, code: str) -> tuple[str, ...]:
        """Return a code and every code that it carries on."""
        below = (each for old in self.olds.get(code, ()) for each in self.streams(old))
        return tuple(dict.fromkeys((code, *below)))

    def is_kin(self, code: str) -> bool:
        """Say whether what a code has is decided by other streams too."""
        return code in self.olds or code in self.divided

    def read(self, code: str) -> tuple[str, ...]:
        """Return a code, every code that it carries on, and those of which it has a share."""
        direct = (*self.olds.get(code, ()), *self.divided.get(code, ()))
        below = (each for other in direct for each in self.read(other))
        return tuple(dict.fromkeys((code, *below)))

    def sharing(self, codes: Collection[str]) -> set[str]:
        """Return the codes that have a share in what others are recorded under these, by now."""
        parts = (self.heir(part) for part in self.divided)
        return {part for part in parts if not set(codes).isdisjoint(self.read(part))}


def successions(entered: Iterable[EnteredSuccession]) -> Successions:
    """Return the successions that were entered."""
    heirs, olds = dict[str, str](), dict[str, tuple[str, ...]]()
    divided = dict[str, tuple[str, ...]]()
    for each in entered:
        heirs[each.predecessor] = each.successor
        olds[each.successor] = (*olds.get(each.successor, ()), each.predecessor)
        for part in each.parts if isinstance(each, DivisionEntered) else ():
            if part.uscc != each.successor:
                divided[part.uscc] = (*divided.get(part.uscc, ()), each.predecessor)
    return Successions(heirs=heirs, olds=olds, divided=divided)
