"""How the ledger reads the policy where its text is silent: a default and its rivals, as data."""

from __future__ import annotations

from dataclasses import dataclass, fields

RIVALS: dict[str, tuple[str, ...]] = {
    "exhibition_counter": ("separate", "one", "apart"),
    "rcep_membership": ("in-force", "signed"),
    "belt_and_road": ("along", "signed"),
    "late_claim_order": ("decided", "matter", "best"),
    "offline_online": ("two-way", "offline-first"),
    "certificate_counter": ("apart", "together"),
    "trademark_period": ("policy", "year"),
    "trade_remedy_period": ("policy", "year", "case"),
    "insurance_period": ("year", "policy"),
    "outsourcing_period": ("year", "policy"),
    "insurance_export_year": ("same", "previous"),
    "outsourcing_blocks": ("whole", "pro-rata", "up"),
    "fx_guarantee": ("guaranteed", "fee"),
    "rounding": ("fen-down", "fen-half-up", "yuan-down", "wan-down"),
    "other_support": ("up-to-cost", "deduct", "ignore"),
    "brand_stack": ("both", "higher"),
    "new_version": ("keep", "reopen"),
}

WITHOUT_A_LIST = frozenset({("belt_and_road", "signed")})  # waits for the list it would need


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """One choice for each name in RIVALS, whose first entry is the shipped default."""

    exhibition_counter: str
    rcep_membership: str
    belt_and_road: str
    late_claim_order: str
    offline_online: str
    certificate_counter: str
    trademark_period: str
    trade_remedy_period: str
    insurance_period: str
    outsourcing_period: str
    insurance_export_year: str
    outsourcing_blocks: str
    fx_guarantee: str
    rounding: str
    other_support: str
    brand_stack: str
    new_version: str

    def __post_init__(self) -> None:
        for reading in fields(self):
            chosen = getattr(self, reading.name)
            if chosen not in RIVALS[reading.name]:
                raise ValueError(f"reading {reading.name} cannot be {chosen!r}")
            if (reading.name, chosen) in WITHOUT_A_LIST:
                raise ValueError(f"reading {reading.name}={chosen} waits for its list of countries")


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
