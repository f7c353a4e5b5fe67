"""Claims told from an enterprise's own folded state, just as the register would tell them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from adapters.views.queries import Answer, answer_of
from domain.enterprise.state import Enterprise, Status, granted_fen
from domain.policy.book import PolicyBook
from projections.retroactivity import DatedGrant


def claims_of(uscc: str, enterprise: Enterprise, book: PolicyBook) -> Iterator[Answer]:
    """Yield an enterprise's claims from its own folded state, as the register would tell them."""
    for claim in enterprise.claims.values():
        outcome, submitted = claim.outcome, claim.submitted
        ended = _ENDED.get((claim.status, claim.rejection is not None))
        if claim.revocation is not None:
            ended = "revoked"
        yield answer_of(
            _Line(
                claim_no=submitted.claim_no,
                uscc=uscc,
                enterprise=submitted.enterprise,
                kind=submitted.facts.KIND,
                occurred_on=submitted.occurred_on.isoformat(),
                year=submitted.occurred_on.year,
                status=claim.status.value,
                measure=outcome.measure if outcome is not None else None,
                article=outcome.article if outcome is not None else None,
                assessed_fen=outcome.assessed_fen if outcome is not None else None,
                granted_fen=granted_fen(claim),
                reason=ended or (outcome.reason if outcome is not None else None),
                policy_version=outcome.version if outcome is not None else None,
            ),
            book,
        )


def granted_of(enterprise: Enterprise, book: PolicyBook) -> Iterator[DatedGrant]:
    """Yield an enterprise's claims granted more than 0, from its own folded state."""
    for claim in enterprise.claims.values():
        fen, outcome, asked = granted_fen(claim), claim.outcome, claim.submitted
        if fen > 0 and outcome is not None and outcome.measure is not None:
            day = asked.occurred_on
            late = book.is_retroactive(day)
            yield DatedGrant(outcome.measure, day.year, day, asked.filed_on, fen, late)


class _Line(NamedTuple):
    """A claim as the register has it, as far as it is told."""

    claim_no: str
    uscc: str
    enterprise: str
    kind: str
    occurred_on: str
    year: int
    status: str
    measure: str | None
    article: str | None
    assessed_fen: int | None
    granted_fen: int
    reason: str | None
    policy_version: int | None


_ENDED = {
    (Status.WITHDRAWN, False): "withdrawn",
    (Status.WITHDRAWN, True): "withdrawn",
    (Status.REJECTED, True): "rejected-by-officer",
}
