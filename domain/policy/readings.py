"""How the ledger reads the policy where its text is silent: a default and its rivals, as data."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, get_args, get_type_hints

WITHOUT_A_LIST = frozenset({("belt_and_road", "signed")})  # waits for the list it would need


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """One choice for each silence of the text; the first is the shipped default."""

    exhibition_counter: Literal["separate", "one", "apart"]
    rcep_membership: Literal["in-force", "signed"]
    belt_and_road: Literal["along", "signed"]
    late_claim_order: Literal["decided", "matter", "best"]
    offline_online: Literal["two-way", "offline-first"]
    certificate_counter: Literal["apart", "together"]
    trademark_period: Literal["policy", "year"]
    trade_remedy_period: Literal["policy", "year", "case"]
    insurance_period: Literal["year", "policy"]
    outsourcing_period: Literal["year", "policy"]
    insurance_export_year: Literal["same", "previous"]
    outsourcing_blocks: Literal["whole", "pro-rata", "up"]
    fx_guarantee: Literal["guaranteed", "fee"]
    rounding: Literal["fen-down", "fen-half-up", "yuan-down", "wan-down"]
    other_support: Literal["up-to-cost", "deduct", "ignore"]
    brand_stack: Literal["both", "higher"]
    new_version: Literal["keep", "reopen"]

    def __post_init__(self) -> None:
        for reading in fields(self):
            chosen = getattr(self, reading.name)
            if chosen not in RIVALS[reading.name]:
                raise ValueError(f"reading {reading.name} cannot be {chosen!r}")
            if (reading.name, chosen) in WITHOUT_A_LIST:
                raise ValueError(f"reading {reading.name}={chosen} waits for its list of countries")


RIVALS: dict[str, tuple[str, ...]] = {
    name: get_args(choices) for name, choices in get_type_hints(Readings).items()
}
BEARING: dict[str, tuple[str, ...]] = {
    "exhibition": ("exhibition_counter", "rcep_membership", "belt_and_road", "offline_online"),
    "online-exhibition": ("offline_online",),
    "brand": ("brand_stack",),
    "certification": ("rcep_membership", "certificate_counter"),
    "trademark": ("trademark_period",),
    "outsourcing": ("outsourcing_blocks", "outsourcing_period"),
    "overseas-warehouse": ("belt_and_road",),
    "credit-insurance": ("insurance_period", "insurance_export_year"),
    "trade-remedy": ("trade_remedy_period",),
    "fx-guarantee": ("fx_guarantee",),
    "service-platform": (),
    "warning-point": (),
    "monitoring-point": (),
    "aeo": (),
    "case-by-case": (),
}
WITH_A_COST = frozenset(
    ("exhibition", "online-exhibition", "certification", "trademark", "credit-insurance",
     "trade-remedy", "fx-guarantee")
)  # fmt: skip


def bearing_on(readings: Readings) -> dict[str, dict[str, str]]:
    """Return by kind the readings that bear on its claims, for the record of a decision."""
    return {
        kind: {
            name: getattr(readings, name)
            for name in (*names, *(("other_support",) if kind in WITH_A_COST else ()), "rounding")
        }
        for kind, names in BEARING.items()
    }
