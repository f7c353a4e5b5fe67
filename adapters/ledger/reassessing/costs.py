"""What every rival reading would change on a ledger, each rehearsed on every governed day."""

from __future__ import annotations

from adapters.ledger.reassessing.rehearsing import rehearse
from adapters.ledger.snapshot import Snapshot
from adapters.policy.amendment import with_settings
from domain.policy.readings import RIVALS, WITHOUT_A_LIST
from projections.policy_versions import ReadingCost


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
