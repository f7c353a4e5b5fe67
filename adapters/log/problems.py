"""How a log fails, by names of its own, so that no other module names the package that keeps it."""

from __future__ import annotations

from eventsourcing.persistence import IntegrityError, PersistenceError

LogConflict = IntegrityError  # another writer appended first
LogUnreadable = PersistenceError  # the store is away, or does not hold a log


class LogForbidden(PersistenceError):  # noqa: N818 - as the others are named
    """The login has no right to do this."""


class EventRefused(PersistenceError):  # noqa: N818 - as the others are named
    """The store's own rules do not let an event in."""


__all__ = ["EventRefused", "LogConflict", "LogForbidden", "LogUnreadable"]
