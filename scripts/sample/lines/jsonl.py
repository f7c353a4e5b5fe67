"""Claims as JSON Lines, at any size: one pass, nothing kept but who files how many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from adapters.intake.workbook.cells import yuan_text
from scripts.sample.county.claims import Claim, filed_claim
from scripts.sample.county.county import County, MixedOrder
from scripts.sample.county.enterprises import Enterprise
from scripts.sample.lines.line_dirt import Fault, Spoiler

EXPORTS_PERCENT = 2  # an exports record after one claim of fifty
DIRT_PERCENT = 2  # one claim of fifty, where dirt is asked for
YEARS = (2022, 2023, 2024)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line without its end; `fault` is what is wrong with it, by column and code."""

    text: str
    is_claim: bool
    fault: Fault | None


def lines(seed: int, claims: int, *, exports: bool, dirt: bool) -> Iterator[Line]:
    """Yield `claims` claims in mixed order; exports records come on top of them.

    Neither exports nor dirt changes the other lines.
    """
    rng, dirt_rng, exports_rng = (Random(f"{seed}/{use}") for use in ("lines", "dirt", "exports"))
    county, order = County(seed, claims), MixedOrder(seed, claims)
    spoiler = Spoiler(dirt_rng)
    for number in range(1, claims + 1):
        filer, rank = county.owner(order[number - 1])
        record = claim_record(filed_claim(rng, seed, number, filer, rank))
        if dirt and dirt_rng.random() * 100 < DIRT_PERCENT:
            text, fault = spoiler.spoil(record)
            yield Line(text=text, is_claim=True, fault=fault)
        else:
            spoiler.saw(record)
            yield Line(text=_encode(record), is_claim=True, fault=None)
        if exports and exports_rng.random() * 100 < EXPORTS_PERCENT:
            exporter = county.enterprise(exports_rng.randrange(len(county)))
            text = _encode(_exports_record(exports_rng, exporter))
            yield Line(text=text, is_claim=False, fault=None)


def claim_record(claim: Claim) -> dict[str, object]:
    """Return the claim as files state it; what may be left out is, for a kind without a cost."""
    record: dict[str, object] = {
        "claim_no": claim.claim_no,
        "uscc": claim.enterprise.uscc,
        "enterprise": claim.enterprise.name,
        "kind": claim.kind,
        "occurred_on": claim.occurred_on.isoformat(),
        "filed_on": claim.filed_on.isoformat(),
        "facts": claim.facts,
    }
    if claim.fee_fen is not None:
        record["invoices"] = list(claim.invoices)
        record["other_support"] = yuan_text(claim.other_support_fen)
    return record


def export_figures(rng: Random) -> tuple[int, int]:
    """Return exports in dollars to the United States and to the members of RCEP.

    Often at the threshold of ten million, or a dollar below.
    """
    us_usd = rng.choice((0, 3_000_000, 9_999_999, 10_000_000, 25_000_000))
    return us_usd, rng.choice((0, 2_000_000, 9_999_999, 10_000_000))


def _exports_record(rng: Random, exporter: Enterprise) -> dict[str, object]:
    us_usd, rcep_usd = export_figures(rng)
    return {
        "record": "exports",
        "uscc": exporter.uscc,
        "year": rng.choice(YEARS),
        "us_usd": str(us_usd),
        "rcep_usd": str(rcep_usd),
    }
