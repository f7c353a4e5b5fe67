"""Who submitted, approved, published and paid each claim, over the whole ledger."""

from __future__ import annotations

from typing import Any

from adapters.ledger.auditing.reading import every_batch, every_history, head
from adapters.ledger.snapshot import Snapshot
from projections.audit.separation import ROLES, Actor, Handled, handled, publisher


def find_hands(look: Snapshot) -> list[Handled]:
    """Return every claim at the position looked at with the hands it went through."""
    published = {
        number: hand
        for number, events in every_batch(look)
        if (hand := publisher(events)) is not None
    }
    return [one for _, history in every_history(look) for one in handled(history, published)]


def answer(look: Snapshot, found: list[Handled]) -> dict[str, Any]:
    """Return the hands as other programs rely on them."""
    claims = [_claim(one) for one in found]
    return head(look) | {
        "claims_compared": len(claims),
        "wrong": sum(bool(one["together"]) for one in claims),
        "claims": claims,
    }


def _claim(one: Handled) -> dict[str, Any]:
    return {
        "claim_no": one.claim_no,
        "uscc": one.uscc,
        **{role: [_hand(hand) for hand in one.hands.get(role, [])] for role in ROLES},
        "together": [
            {
                "roles": list(met.roles),
                "same": met.same,
                "hands": [_hand(hand) for hand in met.hands],
            }
            for met in one.together
        ],
    }


def _hand(hand: Actor) -> dict[str, Any]:
    return {"by": hand.by, "login": hand.login, "position": hand.position}
