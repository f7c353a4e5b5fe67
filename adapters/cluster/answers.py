"""What many ledgers answer at once: each one's answer, and the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.cluster.works.invoices import AcrossLedgers
from domain.value import value
from projections.reassessment.differences import Sums


@value
class SealedAt:
    """The checkpoint that a ledger's segments name: its size and root."""

    size: int
    root: str


@value
class OfLedger:
    """A ledger's answer, of the position that it was asked at."""

    ledger: str
    position: int
    checkpoint: SealedAt | None
    answer: Any


@value
class Together:
    """Each ledger's answer beside the whole. digest: over both, the same for the same events
    whatever the parts, the workers and the machines.
    """

    ledgers: tuple[OfLedger, ...]
    whole: Any
    digest: str


@value
class RehearsedWhole:
    """The sums of all ledgers, in fen: a claim's number is its own in one ledger only."""

    claims_changed: int
    before_fen: int
    after_fen: int
    delta_fen: int
    by_measure: Mapping[str, Sums]
    by_year: Mapping[str, Sums]


@value
class ReperformedWhole:
    decisions: int
    disagreements: int
    payments: int
    false_payments: int
    false_rows: int


@value
class VerifiedWhole:
    events: int
    faults: int


@value
class InvoicesWhole:
    findings: tuple[AcrossLedgers, ...]


@value
class CostOfReading:
    """What a rival reading would change, see `ReadingCost`."""

    reading: str
    choice: str
    claims_changed: int
    delta_fen: int
    cost_fen: int
