"""A file of letters cut into parts that are typeset one after the other, each in little memory.

Letters to several addressees are cut between letters; pages of each are numbered for itself, so any
template will do. One long letter is cut between the rows of its groups, where its template asks for
`part`: whether this part begins or ends the letter, its first page, and how many pages there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LINES = 1_500  # of a part; what is typeset at once takes a tenth of a megabyte a line
OF_A_LETTER = 10  # what an addressee takes besides lines
PART, GROUPS, ROWS = "part", "groups", "rows"
Values = dict[str, Any]


def is_long(value: object) -> bool:
    """Say whether values are more than one part."""
    return lines_of(value) > LINES


def lines_of(value: object) -> int:
    """Return how many lines values take, about: one for each row, step or claim in them."""
    match value:
        case Mapping():
            return 1 + sum(map(lines_of, value.values()))
        case list():
            return sum(map(lines_of, value))
        case _:
            return 0


def parts_of(values: Values, *, in_parts: bool) -> list[Values]:
    """Return the values of each part. in_parts: the template takes one letter in parts."""
    letters = values["letters"]
    if len(letters) == 1:
        return [
            {**values, "letters": [part]}
            for part in (_cut(letters[0]) if in_parts else [letters[0]])
        ]
    return [{**values, "letters": some} for some in _gathered(letters)]


def numbered(parts: Sequence[Values], pages: Sequence[int]) -> None:
    """Put into each part on which page it begins, and how many pages all have."""
    page = 1
    for values, count in zip(parts, pages, strict=True):
        values["letters"][0][PART] |= {"page": page, "pages": sum(pages)}
        page += count


def _gathered(letters: Sequence[Values]) -> Iterator[list[Values]]:
    """Yield letters together, so many that they are about a part."""
    some: list[Values] = []
    long = 0
    for letter in letters:
        lines = OF_A_LETTER + lines_of(letter)
        if some and long + lines > LINES:
            yield some
            some, long = [], 0
        some.append(letter)
        long += lines
    yield some


def _cut(letter: Values) -> list[Values]:
    """Return a letter cut between rows of its groups."""
    parts: list[list[Values]] = [[]]
    room = LINES
    for group in letter[GROUPS]:
        rows, start = group[ROWS], 0
        while start < len(rows):
            if not room:
                parts.append([])
                room = LINES
            stop = min(start + room, len(rows))
            cut = {ROWS: rows[start:stop], "begins": not start, "ends": stop == len(rows)}
            parts[-1].append({**group, **cut})
            room -= stop - start
            start = stop
    last = len(parts) - 1
    return [
        {
            **letter,
            GROUPS: groups,
            PART: {"begins": not place, "ends": place == last, "page": 1, "pages": 1},
        }
        for place, groups in enumerate(parts)
    ]
