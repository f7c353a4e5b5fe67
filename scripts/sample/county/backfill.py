"""A county's backfill: the claims of two years on the bureau's sheets, dirt included."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from scripts.sample.county.claims import backfilled_claim, usual_kind
from scripts.sample.county.county import County
from scripts.sample.county.enterprises import Enterprise
from scripts.sample.county.facts import BRANDS, GRADES
from scripts.sample.lines import export_figures
from scripts.sample.workbook.rows import Page, row_of
from scripts.sample.workbook.sheet_dirt import repeats, spoil
from scripts.sample.workbook.sheets import SHEETS

CLAIMS_MIN = 100  # fewer cannot hold every kind of claim and of dirt
FIRST_SHEETS_MIN = 7  # claims on each of the five sheets with invoices

_Wish = tuple[str, str | None]  # a kind, and which title or grade if it must be one

_AT_LEAST: tuple[_Wish, ...] = (
    *(("brand", title) for title in BRANDS),
    *(("warning-point", grade) for grade in GRADES),
    *((kind, None) for kind in ("aeo", "service-platform", "monitoring-point")),
    *((kind, None) for kind in ("outsourcing", "fx-guarantee", "trade-remedy", "case-by-case") * 2),
    *(("overseas-warehouse", None),) * 3,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportsRow:
    """A year's exports of an enterprise, in dollars."""

    enterprise: Enterprise
    year: int
    us_usd: int
    rcep_usd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """What the workbook of one seed holds."""

    seed: int
    pages: tuple[Page, ...]
    exports: tuple[ExportsRow, ...]


def backfill(seed: int, claims: int) -> Backfill:
    """Return a workbook of `claims` rows, at least CLAIMS_MIN."""
    assert claims >= CLAIMS_MIN, f"a workbook needs {CLAIMS_MIN} claims"
    rng = Random(f"{seed}/workbook")
    single = claims - repeats(claims)
    county = County(seed, single)
    pages = [Page(sheet=sheet) for sheet in SHEETS]
    by_kind = {kind: page for page in pages for kind in page.sheet.kinds}
    for slot, (kind, variant) in enumerate(_wishes(rng, single)):
        filer, _ = county.owner(slot)
        claim = backfilled_claim(rng, seed, slot + 1, filer, kind, variant)
        page = by_kind[kind]
        page.rows.append(row_of(rng, page.sheet, claim))
    exports = _exports(rng, by_kind["credit-insurance"])
    spoil(rng, pages, claims)
    return Backfill(seed=seed, pages=tuple(pages), exports=exports)


def _wishes(rng: Random, claims: int) -> list[_Wish]:
    """Return a kind for each claim: every kind as often as it must be, the rest as usual."""
    wishes = list(_AT_LEAST)
    for sheet in SHEETS:
        if sheet.papers:
            wishes += [(sheet.kinds[0], None)] * FIRST_SHEETS_MIN
    wishes += [(usual_kind(rng), None) for _ in range(claims - len(wishes))]
    rng.shuffle(wishes)
    return wishes


def _exports(rng: Random, insurance: Page) -> tuple[ExportsRow, ...]:
    """Return the exports of three in four insured enterprises, in a year they paid a premium."""
    seen: set[tuple[int, int]] = set()
    rows = []
    for row in insurance.rows:
        enterprise, year = row.claim.enterprise, row.claim.occurred_on.year
        if (enterprise.index, year) in seen or rng.random() < 0.25:
            continue
        seen.add((enterprise.index, year))
        us_usd, rcep_usd = export_figures(rng)
        rows.append(ExportsRow(enterprise=enterprise, year=year, us_usd=us_usd, rcep_usd=rcep_usd))
    return tuple(rows)
