"""The lines of a long batch, in as many events as it takes, each of a bounded size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

PART_MAX_BYTES = 50_000  # well below what a log entry may hold
LINE_BYTES = 160  # of a line besides its claim number


class Numbered(Protocol):
    """What stands for a claim."""

    @property
    def claim_no(self) -> str: ...


Of = TypeVar("Of", bound=Numbered)


def event_sized_parts(lines: Sequence[Of]) -> Iterator[tuple[Of, ...]]:
    """Yield the lines in order, in parts that an event can hold."""
    part: list[Of] = []
    size = 0
    for line in lines:
        more = LINE_BYTES + 2 * len(line.claim_no.encode())  # quotes in it are escaped
        if part and size + more > PART_MAX_BYTES:
            yield tuple(part)
            part, size = [], 0
        part.append(line)
        size += more
    if part:
        yield tuple(part)
