"""The index of claim numbers beside the log: whose each is, and which look alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from eventsourcing.persistence import IntegrityError

from adapters.log.drafts import ClaimNumber
from domain.identity import skeleton
from domain.refusals import Refusal

VARIABLES_MAX = 900  # host parameters in one statement


class ClaimNumbers(ABC):
    """Asks the index, whatever keeps it."""

    MARK: ClassVar[str]  # where a value goes in a statement

    @abstractmethod
    def _selected(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return what a query of its own finds."""

    @abstractmethod
    def _insert_claim_numbers(self, cursor: Any, numbers: Iterable[ClaimNumber]) -> None:
        """Add to the index of claim numbers. Raises IntegrityError for a number that is taken."""

    @abstractmethod
    def _select_alike(self, claim_nos: Sequence[str]) -> tuple[str, Sequence[object]]:
        """Return a query for the index of all claim numbers that may look like one of a few."""

    def numbers_without_look(self) -> Iterator[str]:
        """Yield claim numbers by which what looks like them would not be noticed."""
        yield from ()  # where the index makes the looks itself

    def owners(self, claim_nos: Iterable[str]) -> dict[str, str]:
        """Return whose each known claim number is."""
        return {number.claim_no: number.uscc for number in self.claim_numbers(claim_nos)}

    def owners_alike(self, claim_nos: Iterable[str]) -> dict[str, str]:
        """Return whose each known claim number is that looks like one of these, or is one."""
        known: dict[str, str] = {}
        for few in chunked(claim_nos):
            known |= alike(few, self._selected(*self._select_alike(few)))
        return known

    def claim_numbers(self, claim_nos: Iterable[str]) -> Iterator[ClaimNumber]:
        """Yield what the index has of claim numbers."""
        for few in chunked(claim_nos):
            query = (
                "SELECT claim_no, uscc, digest FROM claim_numbers "
                f"WHERE claim_no IN ({self._marks(few)})"
            )
            yield from map(ClaimNumber._make, self._selected(query, few))

    def claim_numbers_count(self) -> int:
        """Return how many claim numbers the index has."""
        ((count,),) = self._selected("SELECT COUNT(*) FROM claim_numbers")
        return int(count)

    def _check_alike(self, cursor: Any, numbers: Sequence[ClaimNumber]) -> None:
        """Raise IntegrityError where another writer took a number that looks like one of these."""
        for few in chunked(number.claim_no for number in numbers):
            cursor.execute(*self._select_alike(few))
            taken = alike(few, [tuple(row) for row in cursor.fetchall()])
            if taken:
                raise IntegrityError(f"claim numbers taken: {sorted(taken)}")

    def _marks(self, values: Sequence[object]) -> str:
        return ",".join([self.MARK] * len(values))


def claim_unknown(numbers: ClaimNumbers, claim_no: str) -> Refusal:
    """Return the refusal of a number that no claim has; it names a recorded one that is alike."""
    for other in numbers.owners_alike([claim_no]):
        return Refusal("claim-unknown", claim_no=claim_no, other=other)
    return Refusal("claim-unknown", claim_no=claim_no)


def chunked(names: Iterable[str], size: int = VARIABLES_MAX) -> Iterator[list[str]]:
    """Yield names, each once, as many together as a statement takes."""
    every = list(dict.fromkeys(names))
    for start in range(0, len(every), size):
        yield every[start : start + size]


def alike(claim_nos: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> dict[str, str]:
    """Return the owners by claim number, of rows that look like one of these claim numbers."""
    wanted = set(map(skeleton, claim_nos))
    return {claim_no: uscc for claim_no, uscc in rows if skeleton(claim_no) in wanted}
