"""What a claim states, on disk: the kind says how `facts` is spelled."""

from __future__ import annotations

from datetime import date

import msgspec

from adapters.policy.former.document import kinds
from domain.events.claims import ClaimCorrected, ClaimSource, ClaimSubmitted
from domain.policy.facts import Facts, StatedFact


class SubmittedOnDisk(msgspec.Struct, forbid_unknown_fields=True):
    """ClaimSubmitted on disk.

    source: not spelled where it is not known, so that claims of earlier releases have one spelling.
    """

    claim_no: str
    enterprise: str
    kind: str
    facts: msgspec.Raw
    occurred_on: date
    filed_on: date
    invoices: tuple[str, ...]
    other_support_fen: int
    source: ClaimSource | msgspec.UnsetType = msgspec.UNSET


class CorrectedOnDisk(msgspec.Struct, forbid_unknown_fields=True):
    """ClaimCorrected on disk."""

    claim_no: str
    kind: str
    facts: msgspec.Raw
    occurred_on: date
    filed_on: date
    invoices: tuple[str, ...]
    other_support_fen: int
    document: str
    words: str


_encode = msgspec.json.Encoder().encode
_submitted = msgspec.json.Decoder(SubmittedOnDisk).decode
_corrected = msgspec.json.Decoder(CorrectedOnDisk).decode
_stated = msgspec.json.Decoder(dict[str, StatedFact]).decode


def on_disk(event: ClaimSubmitted | ClaimCorrected) -> SubmittedOnDisk | CorrectedOnDisk:
    """Return an event as it is spelled on disk."""
    facts = msgspec.Raw(_encode(event.facts.stated))
    if isinstance(event, ClaimCorrected):
        return CorrectedOnDisk(
            event.claim_no,
            event.facts.kind,
            facts,
            event.occurred_on,
            event.filed_on,
            event.invoices,
            event.other_support_fen,
            event.document,
            event.words,
        )
    return SubmittedOnDisk(
        event.claim_no,
        event.enterprise,
        event.facts.kind,
        facts,
        event.occurred_on,
        event.filed_on,
        event.invoices,
        event.other_support_fen,
        event.source or msgspec.UNSET,
    )


def submitted_from_disk(body: bytes) -> ClaimSubmitted:
    """Return the claim that an event's own bytes submit."""
    submitted = _submitted(body)
    return ClaimSubmitted(
        claim_no=submitted.claim_no,
        enterprise=submitted.enterprise,
        facts=_facts_from_disk(submitted.kind, submitted.facts),
        occurred_on=submitted.occurred_on,
        filed_on=submitted.filed_on,
        invoices=submitted.invoices,
        other_support_fen=submitted.other_support_fen,
        source=None if isinstance(submitted.source, msgspec.UnsetType) else submitted.source,
    )


def corrected_from_disk(body: bytes) -> ClaimCorrected:
    """Return the correction that an event's own bytes are."""
    corrected = _corrected(body)
    return ClaimCorrected(
        claim_no=corrected.claim_no,
        facts=_facts_from_disk(corrected.kind, corrected.facts),
        occurred_on=corrected.occurred_on,
        filed_on=corrected.filed_on,
        invoices=corrected.invoices,
        other_support_fen=corrected.other_support_fen,
        document=corrected.document,
        words=corrected.words,
    )


def _facts_from_disk(kind: str, raw: msgspec.Raw) -> Facts:
    stated = _stated(raw)
    known = kinds().get(kind)
    if known is not None and not known.fits(stated):
        raise ValueError(f"not the facts of a claim of {kind}")
    return Facts(kind, stated)
