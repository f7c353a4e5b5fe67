"""How far the seal is behind the log."""

from __future__ import annotations

from pathlib import Path

from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.snapshot import Snapshot
from adapters.seal.folder import SealFolder
from domain.calendar import clock_text
from domain.refusals import Refusal
from domain.value import value


@value
class Lag:
    """Events that no checkpoint covers yet, and when the first of them was recorded.

    Both are None where that is not known.
    """

    unsealed: int | None
    unsealed_since: str | None


def lag(ledger: CommandHandler, sealed: int, position: int) -> Lag:
    """Return how far a seal of some size is behind a log position."""
    unsealed = max(0, position - sealed)
    since = clock_text(ledger.recorder.time_of(sealed + 1)) if unsealed else None
    return Lag(unsealed=unsealed, unsealed_since=since)


def lag_of(look: Snapshot, folder: Path) -> Lag:
    """Return how far the seal in a folder is behind: its last checkpoint is read, not the log.

    Raises `seal-not-found`, `seal-unreadable`.
    """
    if not folder.is_dir():
        raise Refusal("seal-not-found", folder=str(folder))
    last = SealFolder(folder).checkpoint()
    return lag(look.store.handler, 0 if last is None else last[0].size, look.position)
