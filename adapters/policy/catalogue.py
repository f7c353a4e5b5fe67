"""What every policy is made of: formulas by name, which a measure may have, and the shipped caps.

A policy file may change every figure, not these. It may add caps of its own.
"""

from __future__ import annotations

from dataclasses import fields

from adapters.policy.values import Kind
from domain.policy.measures import (
    AmountDecided,
    Award,
    AwardByGrade,
    AwardPerBlock,
    BoothShare,
    FeeWithinShareOfGuaranteed,
    Formula,
    ShareOfFee,
    ShareOfFeeForExporters,
    WholeFee,
)

FORMULAS: dict[str, type[Formula]] = {
    "booth-share": BoothShare,
    "share-of-fee": ShareOfFee,
    "share-of-fee-for-exporters": ShareOfFeeForExporters,
    "whole-fee": WholeFee,
    "award": Award,
    "award-by-grade": AwardByGrade,
    "award-per-block": AwardPerBlock,
    "fee-within-share-of-guaranteed": FeeWithinShareOfGuaranteed,
    "amount-decided": AmountDecided,
}
FORMULA_NAMES: dict[type[Formula], str] = {kind: name for name, kind in FORMULAS.items()}

_OF_A_FEE = ("share-of-fee", "whole-fee")

MEASURES: dict[str, tuple[str, ...]] = {
    "key-exhibition": ("booth-share",),
    "other-exhibition": ("booth-share",),
    "belt-road-rcep-exhibition": ("booth-share",),
    "city-online-fair": _OF_A_FEE,
    "other-online-exhibition": _OF_A_FEE,
    "zhejiang-export-brand": ("award",),
    "wenzhou-export-brand": ("award",),
    "product-certification": _OF_A_FEE,
    "rcep-certification": _OF_A_FEE,
    "overseas-trademark": _OF_A_FEE,
    "offshore-outsourcing": ("award-per-block",),
    "trade-service-platform": ("award",),
    "overseas-warehouse": ("award",),
    "belt-road-overseas-warehouse": ("award",),
    "export-credit-insurance": _OF_A_FEE,
    "key-export-credit-insurance": ("share-of-fee-for-exporters",),
    "small-exporter-insurance-pool": _OF_A_FEE,
    "trade-warning-point": ("award-by-grade",),
    "trade-remedy-defence": _OF_A_FEE,
    "monitoring-point": ("award",),
    "fx-guarantee-fee": ("fee-within-share-of-guaranteed",),
    "aeo-advanced": ("award",),
    "case-by-case": ("amount-decided",),
}

GRADES = ("province-excellent", "province-qualified", "wenzhou-excellent", "wenzhou-qualified")

# Only claims of these measures state whether the enterprise exports on its own account.
STATING_SELF_EXPORT = frozenset(
    {"product-certification", "rcep-certification", "overseas-trademark"}
)

# Every policy has these, with this unit and scope: the readings name some of them.
CAPS: dict[str, tuple[str, str]] = {
    "key-exhibitions-per-year": ("count", "enterprise"),
    "other-exhibitions-per-year": ("count", "enterprise"),
    "online-exhibitions-per-year": ("count", "enterprise"),
    "certifications-per-year": ("count", "enterprise"),
    "rcep-certifications-per-year": ("count", "enterprise"),
    "trademarks-in-all": ("fen", "enterprise"),
    "outsourcing-per-year": ("fen", "enterprise"),
    "insurance-per-year": ("fen", "enterprise"),
    "trade-remedy-in-all": ("fen", "enterprise"),
    "zhejiang-brand-once": ("count", "enterprise"),
    "wenzhou-brand-once": ("count", "enterprise"),
    "platform-once": ("count", "enterprise"),
    "aeo-once": ("count", "enterprise"),
    "warehouse-once": ("count", "warehouse"),
    "warning-point-per-year": ("count", "enterprise"),
    "monitoring-point-per-year": ("count", "enterprise"),
}
MADE_BY_A_READING = "belt-road-exhibitions-per-year"  # no file may give a cap this name
WAREHOUSE_MEASURES = frozenset({"overseas-warehouse", "belt-road-overseas-warehouse"})

_UNITS: dict[str, Kind] = {"_bp": "rate", "_fen": "yuan", "_cents": "usd"}


def parameters_of(formula: type[Formula]) -> tuple[tuple[str, Kind, str], ...]:
    """Return a formula's parameters: name in the file, kind, field. The name lacks the unit."""
    return tuple((*_less_unit(field.name), field.name) for field in fields(formula))


def _less_unit(field: str) -> tuple[str, Kind]:
    """Return a field's name without its unit, and what kind of value that unit means."""
    for unit, kind in _UNITS.items():
        if field.endswith(unit):
            return field.removesuffix(unit), kind
    return field, "count"
