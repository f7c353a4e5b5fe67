"""What the log says was granted, summed by hand from its bytes: nothing of the product is asked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

DECIDED = ("claim-approved", "claim-rejected", "claim-reassessed.2")
GIVEN_BACK = ("claim-withdrawn", "claim-rejected-by-officer", "claim-revoked")


class LogEvent(NamedTuple):
    """One event of the log."""

    position: int
    stream: str
    topic: str
    event: dict[str, Any]
    by: str = ""


def log_events(rows: Iterable[tuple[int, str, int, str, bytes]]) -> list[LogEvent]:
    """Read every row's own bytes."""
    read = [
        (position, stream, topic, json.loads(state)) for position, stream, _, topic, state in rows
    ]
    return [
        LogEvent(position, stream, topic, said["event"], said["by"])
        for position, stream, topic, said in read
    ]


class Account:
    """One enterprise whose claims all fall under one cap. counted: by which fact; None for fen."""

    def __init__(self, events: Iterable[LogEvent], counted: str | None) -> None:
        self.items: dict[str, str] = {}
        self.granted: dict[str, int] = {}
        self.highest = 0  # the most ever used, a reassessment taken as one
        self.topics: Counter[tuple[str, str]] = Counter()
        events = list(events)
        for event, following in zip(events, [*events[1:], None], strict=True):
            claim_no = event.event.get("claim_no", "")
            if event.topic not in ("cap-reached", "cap-lifted"):
                self.topics[claim_no, event.topic] += 1
            if event.topic == "claim-submitted" and counted is not None:
                facts = event.event if counted == "claim_no" else event.event["facts"]
                self.items[claim_no] = facts[counted]
            elif event.topic in DECIDED:
                self.granted[claim_no] = event.event["decision"]["outcome"]["granted_fen"]
            elif event.topic in GIVEN_BACK:
                self.granted[claim_no] = 0
            if following is None or following.topic != "claim-reassessed.2":
                self.highest = max(self.highest, self.used(counted))

    def used(self, counted: str | None) -> int:
        """Return the places or fen used by now."""
        if counted is None:
            return sum(self.granted.values())
        return len({self.items[no] for no, fen in self.granted.items() if fen > 0})
