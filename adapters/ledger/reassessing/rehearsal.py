"""What a reassessment would change by other books (试算), and what rival readings cost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.ledger.enterprises import Progress, folded, histories_of, in_groups
from adapters.ledger.reassessing.keeping import bring_on, path_of, stands
from adapters.ledger.reassessing.kept import (
    DIFFERS,
    FORMER,
    LOG,
    Kept,
    Spoilt,
    Stale,
    Stands,
    opened,
)
from adapters.ledger.reassessing.walking import (
    Books,
    Changes,
    Plan,
    changes_together,
    planned,
    walked_by_plan,
    whole,
)
from adapters.ledger.snapshot import Snapshot
from adapters.policy.amendment import one_policy, with_settings
from adapters.policy.readings import choices_of
from domain.enterprise.state import Enterprise
from projections.policy_versions import ReadingCost
from projections.reassessment.differences import Rehearsal, differences

KEPT_FROM_EVENTS = 10_000  # a shorter log is read as quickly
MANY_BOOKS = 3  # by which all claims are walked in about the time that the file takes to make


def rehearse(
    snapshot: Snapshot,
    books: Books,
    uscc: str | None = None,
    on_progress: Progress | None = None,
    prefix: str | None = None,
    kept_from: int = KEPT_FROM_EVENTS,
) -> dict[str, Rehearsal]:
    """Return what a reassessment by each book would change, by the book's key.

    Those linked by caps over all of them are walked together: also where one of them is asked for.
    prefix: of the policy whose claims alone are asked for. kept_from: from how many events on the
    decided claims are kept in a file, from which those that a book reaches are walked.
    """
    changes: Changes | None = None
    if uscc is None and snapshot.at is None and snapshot.position >= kept_from:
        changes = _from_kept(snapshot, books, on_progress)
    if changes is None:
        every = in_groups(snapshot.enterprises(uscc), on_progress)
        changes = changes_together(every, books, None if uscc is None else snapshot.linked)
    return {
        key: differences(changed, books[key], Rehearsal, prefix) for key, changed in changes.items()
    }


def reading_costs(
    snapshot: Snapshot, policy: str | None = None, on_progress: Progress | None = None
) -> dict[tuple[str, str], ReadingCost]:
    """Return what each rival that can be carried out would change, by reading and choice.

    policy: whose readings, by its id; None where the ledger has one only.

    Beside each stands a rehearsal of the ledger as it is: what a reassessment would change anyway
    is not a cost of a reading.
    """
    readings = {
        f"{name}={choice}": (name, choice)
        for name, choices in choices_of(one_policy(snapshot.book, policy)).items()
        for choice in choices
    }
    books = {
        key: with_settings(snapshot.book, {f"readings.{name}": choice}, policy)
        for key, (name, choice) in readings.items()
    }
    rehearsals = rehearse(snapshot, {"": snapshot.book, **books}, None, on_progress)
    as_it_is = rehearsals[""].delta_fen
    return {
        reading: ReadingCost(
            claims_changed=rehearsals[key].claims_changed,
            delta_fen=rehearsals[key].delta_fen,
            cost_fen=rehearsals[key].delta_fen - as_it_is,
        )
        for key, reading in readings.items()
    }


def _from_kept(snapshot: Snapshot, books: Books, on_progress: Progress | None) -> Changes | None:
    """Return what the books would change, from the file of decided claims.

    Where none lies beside the ledger, many books are worth one for them alone. None where it cannot
    be written or read, or goes on while it is read.
    """
    path = path_of(snapshot)
    changes = None if path is None else _from_file(snapshot, path, books, on_progress)
    if changes is None and len(books) >= MANY_BOOKS:
        with TemporaryDirectory() as folder:
            changes = _from_file(snapshot, Path(folder) / "decided", books, on_progress)
    return changes


def _from_file(
    snapshot: Snapshot, path: Path, books: Books, on_progress: Progress | None
) -> Changes | None:
    """Return what the books would change, as `_from_kept` does. A damaged file is removed."""
    try:
        at = stands(snapshot)
        bring_on(snapshot, path, at, on_progress)
        return _walked(snapshot, path, at, books, on_progress)
    except (Stale, sqlite3.OperationalError):
        return None
    except (Spoilt, sqlite3.DatabaseError):
        with suppress(OSError):
            path.unlink()
        return None


def _walked(
    snapshot: Snapshot, path: Path, at: Stands, books: Books, on_progress: Progress | None
) -> Changes:
    with opened(path) as kept:
        kept.hold()
        kept.must_stand(at)
        plan, changes = _planned(snapshot, kept, books)
        moved = frozenset((*kept.apart(DIFFERS), *kept.apart(FORMER)))
    # Closed before any worker opens it: SQLite's locks do not survive a fork.
    for key, some in walked_by_plan(path, at, books, plan, moved, on_progress).items():
        changes[key] += some
    return changes


def _planned(snapshot: Snapshot, kept: Kept, books: Books) -> tuple[Plan, Changes]:
    """Return the enterprises to walk, and what the books change for those walked already.

    These are the enterprises that are more than their own claims, and those that caps over all
    enterprises link by any of the books.
    """
    pooled = frozenset[str]().union(
        *(book.pooled_kinds for book in (snapshot.book, *books.values()))
    )
    known = snapshot.successions
    from_log = {*kept.apart(LOG), *map(known.heir, (*known.heirs, *known.olds, *known.divided))}
    linked = kept.codes(pooled) - from_log - known.heirs.keys() if pooled else set[str]()
    recorder = snapshot.store.handler.recorder

    def otherwise() -> Iterator[tuple[str, Enterprise]]:
        every = histories_of(recorder, sorted(from_log), snapshot.position, whole=True)
        yield from ((uscc, folded(history, uscc)) for uscc, history in every)
        yield from whole(kept, sorted(linked))

    changes = changes_together(in_groups(otherwise()), books)
    elsewhere = {*from_log, *linked, *known.heirs}
    return planned(kept, snapshot.book, books, elsewhere), changes
