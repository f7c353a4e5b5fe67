"""Every event of a subject: an enterprise, a claim, a batch, a budget year, the ledger itself."""

from __future__ import annotations

from adapters.ledger.snapshot import Snapshot
from domain.events import streams
from domain.events.log import Recorded
from domain.identity import is_uscc
from domain.refusals import Refusal

OWN_STREAMS = {  # the ledger's own, by the names that people give them and by their own
    "policy-book": streams.POLICY_STREAM,
    "keys": streams.KEYS_STREAM,
    "settings": streams.SETTINGS_STREAM,
    streams.KEYS_STREAM: streams.KEYS_STREAM,
    streams.SETTINGS_STREAM: streams.SETTINGS_STREAM,
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
    every = look.stream(look.owner(subject))
    return [event for event in every if getattr(event.event, "claim_no", None) == subject]
