"""The options of commands that answer a long list: a part of it at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from cyclopts import Parameter

from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from scripts.cli.doors import door
from scripts.cli.misuse import Misuse
from scripts.cli.values import any_text, value, whole

ROWS_MAX = 500  # of a part
Each = TypeVar("Each")


def _rows(given: str) -> int:
    number = whole(given)
    if not 1 <= number <= ROWS_MAX:
        raise ValueError(_("from 1 to {most}").format(most=f"{ROWS_MAX:,}"))
    return number


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part of a list is answered; all of it where no number is asked for."""

    limit: Annotated[int | None, value(_rows, "N", N_("how many at most; all if left out"))] = None
    after: Annotated[
        str | None,
        value(any_text, "TEXT", N_("with --limit: those after this one, the last there was")),
    ] = None

    def __post_init__(self) -> None:
        if self.after is not None and self.limit is None:
            raise Misuse(_("--after goes with --limit"))

    def of(self, every: Sequence[Each], mark: Callable[[Each], int]) -> Sequence[Each]:
        """Return the part of a list that rises by a number, and say where it goes on."""
        if self.limit is None:
            return every
        least = -1 if self.after is None else _number(self.after)
        rest = [each for each in every if mark(each) > least]
        shown = rest[: self.limit]
        self.tell(len(every), str(mark(shown[-1])) if len(rest) > len(shown) else None)
        return shown

    def tell(self, total: int, after: str | None) -> None:
        """Say how many there are in all, and after which one it goes on; None at the end."""
        door().part(total, after)


def _number(given: str) -> int:
    try:
        return whole(given)
    except ValueError as problem:
        raise Misuse(f"--after: {problem}") from problem


ALL = Part()
