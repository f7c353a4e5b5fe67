"""Invoices of claims that stand, part by part: which are claimed in several ledgers (重复申报)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from adapters.cluster.part import Part, decoded
from adapters.ledger.enterprises import folded
from domain.identity import skeleton
from domain.value import value
from projections.audit.duplicates import live_claim


class Claimed(NamedTuple):
    """A claim that stands, and one of its invoices, as compared and as written."""

    compared: str
    invoice: str
    claim_no: str
    uscc: str
    kind: str
    occurred_on: date
    status: str
    granted_fen: int


@value
class ClaimedThere:
    """A claim of a finding, and the ledger that it is in."""

    ledger: str
    claim_no: str
    uscc: str
    kind: str
    occurred_on: date
    status: str
    granted_fen: int


@value
class AcrossLedgers:
    """An invoice that claims of several ledgers stand on, as first written."""

    invoice: str
    granted_fen: int
    claims: tuple[ClaimedThere, ...]


@value
class InvoicesOfLedger:
    """A ledger's share. repeated: invoices that several of its own claims stand on."""

    position: int
    claims_compared: int
    invoices: int
    repeated: int


@value
class Invoices:
    """The invoices of every live claim of a part. claims: how many there are."""

    claims: int
    claimed: tuple[Claimed, ...]


def invoices(part: Part) -> Invoices:
    """Return the invoices of a part's claims that stand."""
    claims, results = 0, list[Claimed]()
    for code, rows in part.enterprises():
        for claim in folded(decoded(rows), code).claims.values():
            live = live_claim(code, claim, part.book)
            if live is None:
                continue
            claims += 1
            submitted = live.submitted
            written = {skeleton(invoice): invoice for invoice in submitted.invoices}
            results += (
                Claimed(
                    compared=compared,
                    invoice=invoice,
                    claim_no=submitted.claim_no,
                    uscc=code,
                    kind=submitted.facts.kind,
                    occurred_on=submitted.occurred_on,
                    status=live.status,
                    granted_fen=live.granted_fen,
                )
                for compared, invoice in written.items()
            )
    return Invoices(claims=claims, claimed=tuple(results))


def of_ledger(position: int, parts: Sequence[Invoices]) -> InvoicesOfLedger:
    """Return a ledger's share."""
    counted: dict[str, int] = {}
    for part in parts:
        for each in part.claimed:
            counted[each.compared] = counted.get(each.compared, 0) + 1
    return InvoicesOfLedger(
        position=position,
        claims_compared=sum(part.claims for part in parts),
        invoices=len(counted),
        repeated=sum(count > 1 for count in counted.values()),
    )


def across(results: Mapping[str, Sequence[Invoices]]) -> tuple[AcrossLedgers, ...]:
    """Return the invoices that claims of several ledgers stand on, the most granted first."""
    groups: dict[str, list[tuple[str, Claimed]]] = {}
    for ledger, parts in results.items():
        for part in parts:
            for each in part.claimed:
                groups.setdefault(each.compared, []).append((ledger, each))
    every = _findings(group for group in groups.values() if len({name for name, _ in group}) > 1)
    return tuple(sorted(every, key=lambda finding: (-finding.granted_fen, finding.invoice)))


def _findings(groups: Iterable[list[tuple[str, Claimed]]]) -> Iterator[AcrossLedgers]:
    for group in groups:
        ordered = sorted(group, key=lambda each: (each[1].occurred_on, each[0], each[1].claim_no))
        yield AcrossLedgers(
            invoice=ordered[0][1].invoice,
            granted_fen=sum(each.granted_fen for _, each in ordered),
            claims=tuple(
                ClaimedThere(
                    ledger=ledger,
                    claim_no=each.claim_no,
                    uscc=each.uscc,
                    kind=each.kind,
                    occurred_on=each.occurred_on,
                    status=each.status,
                    granted_fen=each.granted_fen,
                )
                for ledger, each in ordered
            ),
        )
