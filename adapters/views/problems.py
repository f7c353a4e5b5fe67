"""How views fail, by names of their own, whichever driver says so."""

from __future__ import annotations

import sqlite3


class ViewsUnreadable(Exception):  # noqa: N818 - named as the log's LogUnreadable is
    """Damaged, locked, away: any complaint of what keeps the views. `orig`: the driver's error."""

    def __init__(self, orig: BaseException) -> None:
        super().__init__(str(orig))
        self.orig = orig

    def __reduce__(self) -> tuple[type[ViewsUnreadable], tuple[BaseException]]:
        return type(self), (self.orig,)


class ViewsContradict(ViewsUnreadable):
    """A row is there already."""


def views_problem(raised: BaseException) -> ViewsUnreadable:
    """Return a driver's error as the views'. Drivers name their classes alike (PEP 249)."""
    names = {kind.__name__ for kind in type(raised).__mro__}
    return (ViewsContradict if "IntegrityError" in names else ViewsUnreadable)(raised)


def is_mistake(problem: ViewsUnreadable) -> bool:
    """Say whether a statement is at fault, rather than the store that it was put to."""
    state = getattr(problem.orig, "sqlstate", None)
    if state is not None:
        return str(state).startswith("42") and state != "42501"  # that role may not
    return getattr(problem.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def is_not_text(problem: ViewsUnreadable) -> bool:
    """Say whether SQLite met text that is not UTF-8: of its complaints the only with no code."""
    return isinstance(problem.orig, sqlite3.OperationalError) and not hasattr(
        problem.orig, "sqlite_errorcode"
    )
