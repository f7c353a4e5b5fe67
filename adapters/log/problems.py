"""How a log fails, by names of its own, so that no other module names the package that keeps it."""

from __future__ import annotations

from eventsourcing.persistence import IntegrityError, PersistenceError

LogConflict = IntegrityError  # another writer got there first
LogUnreadable = PersistenceError  # the store is away, or does not hold a log

__all__ = ["LogConflict", "LogUnreadable"]
