"""What the ledger recorded of a subject that a person names: an enterprise, a claim, a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.events import streams
from domain.events.streams import POLICY_STREAM
from domain.identity import is_uscc
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.ledger.snapshot import Snapshot
    from domain.events.log import Recorded

OWN_STREAMS = {  # the ledger's own, by the names that people give them and by their own
    "policy-book": POLICY_STREAM,
    "proposals": streams.PROPOSALS_STREAM,
    "keys": streams.KEYS_STREAM,
    "settings": streams.SETTINGS_STREAM,
    "accounts": streams.ACCOUNTS_STREAM,
    "successions": streams.SUCCESSIONS_STREAM,
    streams.PROPOSALS_STREAM: streams.PROPOSALS_STREAM,
    streams.KEYS_STREAM: streams.KEYS_STREAM,
    streams.SETTINGS_STREAM: streams.SETTINGS_STREAM,
    streams.ACCOUNTS_STREAM: streams.ACCOUNTS_STREAM,
    streams.SUCCESSIONS_STREAM: streams.SUCCESSIONS_STREAM,
}


def history_of(look: Snapshot, subject: str) -> list[Recorded]:
    """Return every event of a subject; a claim that bears the name of a stream goes before it.

    Raises Refusal `claim-unknown`, `batch-unknown`, `budget-unknown`.
    """
    if is_uscc(subject) or streams.of_money(subject):
        events = list(look.stream(subject))
        if events or not streams.of_money(subject):
            return events
        if subject.startswith(streams.BATCH):
            raise Refusal("batch-unknown", batch=streams.number_in(subject))
        raise Refusal("budget-unknown", year=streams.number_in(subject))
    if subject in OWN_STREAMS and not look.store.handler.recorder.owners([subject]):
        return list(look.stream(OWN_STREAMS[subject]))
    try:
        look.owner(subject)
        owner = look.store.handler.owner(subject)  # in whose stream its events stay
    except Refusal as unknown:
        if unknown.facts.get("other"):
            raise
        raise Refusal("claim-unknown", claim_no=subject, verb="history") from unknown
    every = look.stream(owner)
    return [event for event in every if getattr(event.event, "claim_no", None) == subject]
