"""The claims that a line of a budget could pay: approved, unpaid, in no batch."""

from __future__ import annotations

from datetime import date

from adapters.ledger.store import Store
from adapters.ledger.treasury.treasury import Decided, Treasury
from adapters.views.queries import enterprises_with
from domain.calendar import day_of
from domain.commands.money import ComputeBatch
from domain.enterprise.dues import unpaid_fen
from domain.enterprise.state import Enterprise, granted_fen
from domain.payments.budget import Budget
from domain.payments.computing import Candidate


def candidates(
    store: Store, treasury: Treasury, budget: Budget, command: ComputeBatch
) -> list[Candidate]:
    """Return the claims that a line owes and no batch holds, in order of decision."""
    store.catch_up()
    owing = []
    for uscc, held in treasury.enterprises(_approved(store)).items():
        for claim_no, decided in held.decided.items():
            if not _until(decided, command.until):
                continue
            owed = _owed(held.enterprise, claim_no, budget, command.line)
            if owed:
                owing.append((decided.position, claim_no, uscc, owed))
    return [
        Candidate(claim_no=claim_no, uscc=uscc, owed_fen=owed)
        for _, claim_no, uscc, owed in sorted(owing)
    ]


def _approved(store: Store) -> list[str]:
    """Return the enterprises that have an approved claim."""
    with store.views.reading() as reader:
        return enterprises_with(reader, "approved")


def _until(decided: Decided, last_day: date | None) -> bool:
    return last_day is None or day_of(decided.recorded_at) <= last_day


def _owed(enterprise: Enterprise, claim_no: str, budget: Budget, line: str) -> int:
    """Return what a line owes a claim that no batch holds."""
    claim = enterprise.claims[claim_no]
    granted = granted_fen(claim)
    if granted == 0 or claim.outcome is None or budget.line_of(claim.outcome.measure) != line:
        return 0
    if claim.dues is not None and claim.dues.allotment is not None:
        return 0
    return unpaid_fen(granted, claim.dues)
