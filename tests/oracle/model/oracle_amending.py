"""What documents change of a claim, in the second implementation: the rest is a reassessment.

Each returns what it changed, or the code of the rule that forbids it.
"""

import copy
from dataclasses import replace
from typing import Any

from tests.oracle.model.oracle_claims import Claim, Line, content

Changes = dict[str, Any]
NOTHING: Changes = {
    "claims_changed": 0, "before_fen": 0, "after_fen": 0, "delta_fen": 0, "changes": [],
}  # fmt: skip


def with_values(line: Line, values: dict[str, Any]) -> Line:
    """The line with other values, each named by its path; an empty value takes one away."""
    made = copy.deepcopy(line)
    for path, value in values.items():
        section, _, fact = path.rpartition(".")
        (made[section] if section else made)[fact] = copy.deepcopy(value)
    return made


class Amending:
    """A ledger whose claims are amended."""

    _claims: list[Claim]

    def _find(self, claim_no: str) -> Claim:
        raise NotImplementedError

    def reassess(self, uscc: str | None = None) -> Changes:
        raise NotImplementedError

    def correct(self, claim_no: str, values: dict[str, Any]) -> Changes | str:
        """A claim states other things; decided, it is decided again at its place."""
        claim = self._find(claim_no)
        if claim.ended:
            return "claim-ended"
        before, now = content(claim.line), content(with_values(claim.line, values))
        if before == now:
            return NOTHING
        stands = claim.status in ("submitted", "approved")
        if self._claimed_elsewhere(
            claim, now["invoices"] - (before["invoices"] if stands else set())
        ):
            return "duplicate-invoice"
        claim.former.append(before)
        claim.line = with_values(claim.line, values)
        return self._decided_again(claim)

    def redecide(self, claim_no: str, reduced_to: str | None) -> Changes | str:
        """A decided claim has another ceiling, or none."""
        claim = self._find(claim_no)
        if claim.ended:
            return "claim-ended"
        if claim.outcome is None:
            return "claim-not-decided"
        if claim.reduced_to == reduced_to:
            return NOTHING
        if claim.status != "approved" and self._claimed_elsewhere(claim, _invoices(claim)):
            return "duplicate-invoice"
        claim.reduced_to = reduced_to
        return self._decided_again(claim)

    def revoke(self, claim_no: str) -> str | None:
        """A finding takes a decided claim's grant away."""
        claim = self._find(claim_no)
        if claim.ended == "revoked":
            return "request-conflicts"  # by another document
        if claim.outcome is None or claim.ended == "withdrawn":
            return "claim-not-decided"
        claim.end("revoked")
        return None

    def reopen(self, claim_no: str) -> Changes | str:
        """What ended a claim is annulled: it waits again, or is decided again at its place."""
        claim = self._find(claim_no)
        if claim.status in ("submitted", "approved"):
            return "claim-stands"
        if self._claimed_elsewhere(claim, _invoices(claim)):
            return "duplicate-invoice"
        claim.ended = None
        return self._decided_again(claim)

    def _decided_again(self, claim: Claim) -> Changes:
        """The claim itself, where it was decided, is decided again whatever it comes to."""
        if claim.outcome is None:
            return NOTHING
        claim.outcome = replace(claim.outcome, reason="amended")  # so that it always differs
        return self.reassess(claim.uscc)

    def _claimed_elsewhere(self, claim: Claim, invoices: set[str]) -> bool:
        others = (each for each in self._claims if each.uscc == claim.uscc and each is not claim)
        standing = (each for each in others if each.status in ("submitted", "approved"))
        return any(invoices & _invoices(each) for each in standing)


def _invoices(claim: Claim) -> set[str]:
    return set(claim.line.get("invoices", []))
