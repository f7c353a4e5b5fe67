"""The sample an auditor draws from what the ledger granted, as it stood."""

from __future__ import annotations

from typing import Any

from adapters.ledger.auditing.reading import head
from adapters.ledger.snapshot import Snapshot
from projections.audit.sampling import Granted, Stratum, sample


def draw_sample(look: Snapshot, size: int, seed: str) -> list[Stratum]:
    """Draw from every claim granted more than 0 at the position looked at."""
    granted = (
        Granted(
            claim_no=one["claim_no"],
            uscc=one["uscc"],
            measure=one["measure"],
            granted_fen=one["granted_fen"],
        )
        for one in look.claims(status="approved")
    )
    return sample(granted, size, seed, look.position)


def answer(look: Snapshot, strata: list[Stratum], size: int, seed: str) -> dict[str, Any]:
    """Return the sample as other programs rely on it; amounts in fen."""
    return head(look) | {
        "seed": seed,
        "size": size,
        "claims_in_all": sum(one.claims for one in strata),
        "granted_fen_in_all": sum(one.granted_fen for one in strata),
        "drawn": sum(len(one.drawn) for one in strata),
        "drawn_fen": sum(each.claim.granted_fen for one in strata for each in one.drawn),
        "strata": [
            {
                "measure": one.measure,
                "from_fen": one.from_fen,
                "below_fen": one.below_fen,
                "claims": one.claims,
                "granted_fen": one.granted_fen,
                "drawn": len(one.drawn),
            }
            for one in strata
        ],
        "claims": [
            {
                "claim_no": each.claim.claim_no,
                "uscc": each.claim.uscc,
                "measure": one.measure,
                "from_fen": one.from_fen,
                "granted_fen": each.claim.granted_fen,
                "rank": each.rank,
            }
            for one in strata
            for each in one.drawn
        ],
    }
