"""Where a command opens the ledger and leaves its answer: a terminal, unless another is used.

A server lets requests in by a door of its own; the command is the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from adapters.ledger.ledger import Ledger
    from adapters.wording.table import Report
    from domain.refusals import Refusal

    Shown = Report | str | None  # what people read of an answer


class Door(Protocol):
    """What a command needs of the side that asked it."""

    def ledger(self, store: str) -> AbstractContextManager[Ledger]:
        """Open the ledger that the command is about."""

    def tell(self, answer: object, shown: Callable[[], Shown], *, as_json: bool) -> None:
        """Give the answer: as JSON where that is asked for, else as it is shown to people."""

    def refuse(self, refusal: Refusal, *, as_json: bool) -> None:
        """Say why the command is refused, where it is said in words that hold only now."""

    def note(self, message: str) -> None:
        """Say something beside the answer."""

    def part(self, total: int, after: str | None) -> None:
        """Say that the answer is a part of a list of so many, and after which one it goes on."""

    def counting(self, title: str) -> AbstractContextManager[Callable[[int], None]]:
        """Show how far long work has come: what is yielded takes how many are done."""


class Terminal:
    """Standard output and standard error of this process."""

    def ledger(self, store: str) -> AbstractContextManager[Ledger]:
        from adapters.ledger.ledger import Ledger  # not needed to print help

        return Ledger(store)

    def tell(self, answer: object, shown: Callable[[], Shown], *, as_json: bool) -> None:
        if as_json:
            from adapters.wording.as_json import print_json

            print_json(answer, sys.stdout)
            return
        said = shown()
        if isinstance(said, str):
            print(said)
        elif said is not None:
            from adapters.wording.rendering.text import show

            show(said)

    def refuse(self, refusal: Refusal, *, as_json: bool) -> None:
        tell_refusal(refusal, as_json=as_json)

    def note(self, message: str) -> None:
        """Print on standard error; what a terminal would obey, escaped."""
        from adapters.wording.rendering.text import harmless

        print("\n".join(map(harmless, message.split("\n"))), file=sys.stderr)

    def part(self, total: int, after: str | None) -> None:
        if after is not None:
            from adapters.wording.translation import gettext as _

            self.note(_("There are more: --after {next}").format(next=after))

    def counting(self, title: str) -> AbstractContextManager[Callable[[int], None]]:
        from adapters.wording.rendering.text import counting

        return counting(title)


_door: ContextVar[Door] = ContextVar("door", default=Terminal())  # noqa: B039 - it has no state


def door() -> Door:
    """Return the door of this context."""
    return _door.get()


@contextmanager
def entered_by(other: Door) -> Iterator[None]:
    """Have the commands of this context use another door."""
    before = _door.set(other)
    try:
        yield
    finally:
        _door.reset(before)


def note(message: str) -> None:
    """Say something beside the answer."""
    door().note(message)


def counting(title: str) -> AbstractContextManager[Callable[[int], None]]:
    """Show how far long work has come; yields what takes how many are done."""
    return door().counting(title)


def tell_refusal(refusal: Refusal, *, as_json: bool) -> None:
    """Print why a command was refused, for people and, where that is asked for, for programs."""
    from adapters.wording.catalogue.refusals import coded

    note(coded(refusal))
    if as_json:
        from adapters.wording.as_json import print_json

        print_json(document(refusal), sys.stdout)


def document(refusal: Refusal) -> dict[str, object]:
    """Return a refusal for programs."""
    from adapters.wording.catalogue.refusals import sentence

    return {"code": refusal.code, "message": sentence(refusal)}
