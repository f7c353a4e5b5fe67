"""Decisions worked out again: as recorded (审计复算), and by other books. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from adapters.ledger.enterprises import Progress, histories, in_groups
from adapters.ledger.snapshot import Snapshot
from adapters.policy.amendment import with_settings
from domain.commands.enterprise import Reassess
from domain.decide import decide
from domain.events.log import Recorded
from domain.policy.book import PolicyBook
from domain.policy.readings import RIVALS, WITHOUT_A_LIST
from projections.policy_versions import ReadingCost
from projections.reassessment.differences import Change, Rehearsal, changes_of, differences
from projections.reassessment.reperformance import Reperformance, Verdict
from projections.reassessment.reperformance import reperform as verdicts


def reperform(
    snapshot: Snapshot, uscc: str | None = None, on_progress: Progress | None = None
) -> Reperformance:
    """Work out every decision until the position looked at."""
    decisions = 0
    disagreements: list[Verdict] = []
    every: Iterable[tuple[str, Iterable[Recorded]]]
    if uscc is None:
        every = histories(snapshot.store.handler.recorder, snapshot.position)
    else:
        every = [(uscc, snapshot.stream(uscc))]
    for _, history in in_groups(every, on_progress):
        for verdict in verdicts(history, snapshot.book):
            decisions += 1
            if not verdict.agrees:
                disagreements.append(verdict)
    return Reperformance(decisions=decisions, disagreements=tuple(disagreements))


def rehearse(
    snapshot: Snapshot,
    books: Mapping[str, PolicyBook],
    uscc: str | None = None,
    on_progress: Progress | None = None,
) -> dict[str, Rehearsal]:
    """Return what a reassessment by each book would change, by the book's key.

    Every enterprise is folded once and walked under every book.
    """
    changes: dict[str, list[Change]] = {key: [] for key in books}
    for code, enterprise in in_groups(snapshot.enterprises(uscc), on_progress):
        for key, book in books.items():
            events = decide(Reassess(uscc=code), enterprise, book)
            changes[key] += changes_of(code, enterprise, events)
    return {key: differences(changed, Rehearsal) for key, changed in changes.items()}


def reading_costs(snapshot: Snapshot) -> dict[tuple[str, str], ReadingCost]:
    """Return what each rival that can be carried out would change, by reading and choice.

    Beside each stands a rehearsal of the ledger as it is: what a reassessment would change anyway
    is not a cost of a reading.
    """
    readings = {
        f"{name}={choice}": (name, choice)
        for name, choices in RIVALS.items()
        for choice in choices
        if (name, choice) not in WITHOUT_A_LIST
    }
    books = {
        key: with_settings(snapshot.book, {f"readings.{name}": choice})
        for key, (name, choice) in readings.items()
    }
    rehearsals = rehearse(snapshot, {"": snapshot.book, **books})
    as_it_is = rehearsals[""].delta_fen
    return {
        reading: ReadingCost(
            claims_changed=rehearsals[key].claims_changed,
            delta_fen=rehearsals[key].delta_fen,
            cost_fen=rehearsals[key].delta_fen - as_it_is,
        )
        for key, reading in readings.items()
    }
