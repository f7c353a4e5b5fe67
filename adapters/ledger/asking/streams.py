"""Every event of a subject: an enterprise, a claim, a batch, a budget year, the ledger itself."""

from __future__ import annotations

from adapters.ledger.snapshot import Snapshot
from adapters.ledger.treasury.treasury import must_be_told
from domain.events.log import Recorded
from domain.events.streams import KEYS_STREAM, POLICY_STREAM, SETTINGS_STREAM, of_money
from domain.identity import is_uscc

OWN_STREAMS = {  # the ledger's own, by the names that people give them and by their own
    "policy-book": POLICY_STREAM,
    "keys": KEYS_STREAM,
    "settings": SETTINGS_STREAM,
    KEYS_STREAM: KEYS_STREAM,
    SETTINGS_STREAM: SETTINGS_STREAM,
}


def history_of(look: Snapshot, subject: str) -> list[Recorded]:
    """Return every event of a subject; a claim that bears the name of a stream goes before it.

    Raises Refusal `claim-unknown`, `batch-unknown`, `budget-unknown`.
    """
    if is_uscc(subject) or of_money(subject):
        must_be_told(look, subject)
        return list(look.stream(subject))
    if subject in OWN_STREAMS and not look.store.handler.recorder.owners([subject]):
        return list(look.stream(OWN_STREAMS[subject]))
    events = look.stream(look.owner(subject))
    return [event for event in events if getattr(event.event, "claim_no", None) == subject]
