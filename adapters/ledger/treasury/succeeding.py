"""One code carries on another: read both, decide, append to both and to the list of all."""

from __future__ import annotations

from adapters.ledger.enterprises import folded
from adapters.ledger.handling.units import Author, Outcome, draft_of
from adapters.ledger.store import Store
from adapters.ledger.treasury.treasury import Treasury
from adapters.log.drafts import Draft
from domain.calendar import day_of
from domain.commands.succession import Succeed
from domain.commands.texts import must_have_fit_texts
from domain.enterprise.kin.succeeding import succeed
from domain.enterprise.state import Enterprise
from domain.events.streams import SUCCESSIONS_STREAM
from domain.events.succession import SuccessionEntered
from domain.payments.batch import OPEN
from domain.payments.days import must_have_come
from domain.payments.happened import StreamEvent
from domain.policy.book import PolicyBook


def carry_out_succession(store: Store, command: Succeed, author: Author) -> Outcome:
    """Carry out a succession, whole. Raises Refusal as `succeed` does, and `day-to-come`."""
    must_have_fit_texts(command)
    handler, outcome = store.handler, Outcome(stream=command.successor)

    def drafts(_book: PolicyBook) -> list[Draft]:
        nonlocal outcome
        must_have_come(command.on, day_of(handler.recorder.clock()))
        old, heir = (
            folded(handler.stream(command.predecessor)),
            folded(handler.stream(command.successor)),
        )
        having = handler.enterprise(command.predecessor)
        decided = succeed(command, old, heir, _ordered(Treasury(handler), having))
        if decided is None:
            return []
        entered = SuccessionEntered(
            kind=command.kind,
            predecessor=command.predecessor,
            successor=command.successor,
            on=command.on,
            document=command.document,
        )
        listed = sum(1 for _ in handler.stream(SUCCESSIONS_STREAM))
        happened = (
            (StreamEvent(command.predecessor, decided[0]), old.length + 1),
            (StreamEvent(command.successor, decided[1]), heir.length + 1),
            (StreamEvent(SUCCESSIONS_STREAM, entered), listed + 1),
        )
        outcome = Outcome(stream=command.successor, events=tuple(each for each, _ in happened))
        return [draft_of(each.stream, version, each.event) for each, version in happened]

    handler.append_across(drafts, author, alone=True)
    return outcome


def _ordered(treasury: Treasury, enterprise: Enterprise) -> dict[str, int]:
    """Return the claims whose transfer is ordered and not made, each with its batch."""
    ordered: dict[str, int] = {}
    for number, claim in enterprise.claims.items():
        if claim.dues is not None and claim.dues.holder is not None:
            line = treasury.batch(claim.dues.holder).lines[number]
            if line.ordered is not None and line.state in OPEN:
                ordered[number] = claim.dues.holder
    return ordered
