"""What every rival reading would change on a ledger, each rehearsed on every governed day."""

from __future__ import annotations

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import GROUP
from adapters.ledger.reassessing.changes import Changes
from adapters.ledger.snapshot import Snapshot
from adapters.policy.amendment import with_settings
from domain.commands.enterprise import Reassess
from domain.decide import decide
from domain.policy.book import PolicyBook
from domain.policy.readings import RIVALS, WITHOUT_A_LIST

Reading = tuple[str, str]  # its name, and one choice of it
Costs = dict[Reading, dict[str, int]]


def costs(look: Snapshot) -> Costs:
    """Return what each rival that can be carried out would change.

    Beside each stands a rehearsal of the ledger as it is: what a reassessment would change anyway
    is no cost of a reading. Every enterprise is folded once and walked under every book.
    """
    books: dict[Reading | None, PolicyBook] = {None: look.book}
    for name, choices in RIVALS.items():
        for choice in choices:
            if (name, choice) not in WITHOUT_A_LIST:
                books[name, choice] = with_settings(look.book, {f"readings.{name}": choice})
    found = {reading: Changes() for reading in books}
    with gc_paused():
        for number, (uscc, enterprise) in enumerate(look.enterprises(), start=1):
            for reading, book in books.items():
                events = decide(Reassess(uscc=uscc), enterprise, book)
                found[reading].take(uscc, enterprise, events)
            if number % GROUP == 0:
                collect_young()
    as_it_is = found.pop(None).all.delta_fen
    return {
        reading: {
            "claims_changed": changes.all.claims,
            "delta_fen": changes.all.delta_fen,
            "cost_fen": changes.all.delta_fen - as_it_is,
        }
        for reading, changes in found.items()
        if reading is not None
    }
