"""What a claim states: its kind, and facts of it by the names they are recorded under.

Amounts are whole hundredths of the policy's currency (`_fen`) or of another (`_cents`); a country
is an ISO 3166-1 alpha-2 code. A recorded name less its unit is the fact's name in files: `fee_fen`
is `fee` there. Which facts a kind has is the policy's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TEXT_MAX = 500  # characters in any text a claim states

StatedFact = str | bool | int | tuple[int, ...]
RecordedValue = int | str  # of a record: hundredths or a count; a quantity as it is written


@dataclass(frozen=True, slots=True)
class Facts(Mapping[str, StatedFact]):
    """The facts of one claim, in the order of its kind. Equal facts hash alike."""

    kind: str
    stated: Mapping[str, StatedFact]

    def __getitem__(self, name: str) -> StatedFact:
        return self.stated[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.stated)

    def __len__(self) -> int:
        return len(self.stated)

    def __hash__(self) -> int:
        return hash((self.kind, frozenset(self.stated.items())))

    def text(self, name: str) -> str:
        """Return a fact that is a text."""
        stated = self.stated[name]
        assert isinstance(stated, str), f"{name} is not a text: {self}"
        return stated

    def whole(self, name: str) -> int:
        """Return a fact that is a whole number, such as an amount."""
        stated = self.stated[name]
        assert isinstance(stated, int), f"{name} is not a whole number: {self}"
        return stated

    def each(self, name: str) -> tuple[int, ...]:
        """Return a fact that is several amounts."""
        stated = self.stated[name]
        assert isinstance(stated, tuple), f"{name} is not a list of amounts: {self}"
        return stated
