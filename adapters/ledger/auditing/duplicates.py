"""Duplicates over the whole ledger: claims from the log, accounts from what is kept beside it."""

from __future__ import annotations

from typing import Any, NamedTuple

from adapters.ledger.auditing.reading import every_history, head
from adapters.ledger.enterprises import folded
from adapters.ledger.parties.commitments import check_commitments
from adapters.ledger.snapshot import Snapshot
from projections.audit.duplicates import Account, Finding, LiveClaim, duplicates, live_claim


class Duplicates(NamedTuple):
    """What was found. claims: compared; unknown: accounts whose value is not there to compare."""

    claims: int
    accounts: int
    unknown: int
    findings: list[Finding]

    @property
    def wrong(self) -> list[Finding]:
        """The findings that are not usual."""
        return [one for one in self.findings if not one.usual]


def find_duplicates(look: Snapshot) -> Duplicates:
    """Compare every claim that stands, and every account named, at the position looked at."""
    claims = [
        found
        for uscc, history in every_history(look)
        for claim in folded(history).claims.values()
        if (found := live_claim(uscc, claim)) is not None
    ]
    accounts, unknown = _accounts(look)
    return Duplicates(len(claims), len(accounts), unknown, duplicates(claims, accounts))


def answer(look: Snapshot, found: Duplicates) -> dict[str, Any]:
    """Return the findings as other programs rely on them; amounts in fen."""
    return head(look) | {
        "claims_compared": found.claims,
        "accounts_compared": found.accounts,
        "accounts_not_compared": found.unknown,
        "wrong": len(found.wrong),
        "usual": len(found.findings) - len(found.wrong),
        "findings": [_finding(one) for one in found.findings],
    }


def _accounts(look: Snapshot) -> tuple[list[Account], int]:
    """Return every account named until then whose value is there, and how many are not."""
    named = check_commitments(look)
    matching = [one for one in named if one.state == "matches"]
    held = look.store.private.held(one.account_id for one in matching)
    accounts = [
        Account(uscc=one.uscc, number=kept.value.number, shown=kept.value.masked)
        for one in matching
        if (kept := held.get(one.account_id)) is not None
    ]
    return accounts, len(named) - len(accounts)


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "what": one.what,
        "across": list(one.across),
        "usual": one.usual,
        "enterprises": list(one.usccs),
        "granted_fen": one.granted_fen,
        "claims": [_claim(claim) for claim in one.claims],
    }


def _claim(one: LiveClaim) -> dict[str, Any]:
    submitted = one.submitted
    return {
        "claim_no": submitted.claim_no,
        "uscc": one.uscc,
        "enterprise": submitted.enterprise,
        "kind": submitted.facts.KIND,
        "occurred_on": submitted.occurred_on.isoformat(),
        "status": one.status,
        "granted_fen": one.granted_fen,
        "other_support_fen": submitted.other_support_fen,
        "above_cost_fen": one.above_cost_fen,
    }
