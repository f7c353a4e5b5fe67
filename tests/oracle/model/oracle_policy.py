"""The policy of the second implementation, as its documented reading prints it.

Shares nothing with the ledger but the ids of measures, caps and readings. Amounts are in fen.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any


def fen(amount: Any) -> Fraction:
    """The fen in an amount written in yuan."""
    return Fraction(str(amount)) * 100


MEASURES: dict[str, dict[str, Any]] = {
    "key-exhibition": {
        "rate": Fraction(70, 100), "per_booth": fen(20000), "booths_per_exhibition": 4,
    },
    "other-exhibition": {
        "rate": Fraction(50, 100), "per_booth": fen(15000), "booths_per_exhibition": 3,
    },
    "belt-road-rcep-exhibition": {
        "rate": Fraction(60, 100), "per_booth": fen(18000), "booths_per_exhibition": 3,
    },
    "city-online-fair": {},
    "other-online-exhibition": {"rate": Fraction(80, 100), "at_most": fen(10000)},
    "zhejiang-export-brand": {"award": fen(100000)},
    "wenzhou-export-brand": {"award": fen(50000)},
    "product-certification": {"rate": Fraction(50, 100), "at_most": fen(50000)},
    "rcep-certification": {"rate": Fraction(60, 100), "at_most": fen(60000)},
    "overseas-trademark": {"rate": Fraction(50, 100)},
    "offshore-outsourcing": {"award": fen(15000), "per_usd": Fraction(500000)},
    "trade-service-platform": {"award": fen(500000)},
    "overseas-warehouse": {"award": fen(500000)},
    "belt-road-overseas-warehouse": {"award": fen(600000)},
    "export-credit-insurance": {"rate": Fraction(50, 100)},
    "key-export-credit-insurance": {"rate": Fraction(80, 100), "from_usd": Fraction(10000000)},
    "small-exporter-insurance-pool": {},
    "trade-warning-point": {
        "awards": {
            "province-excellent": fen(200000),
            "province-qualified": fen(100000),
            "wenzhou-excellent": fen(100000),
            "wenzhou-qualified": fen(50000),
        },
    },
    "trade-remedy-defence": {"rate": Fraction(50, 100)},
    "monitoring-point": {"award": fen(130000)},
    "fx-guarantee-fee": {"share_of_guaranteed": Fraction(1, 100)},
    "aeo-advanced": {"award": fen(200000)},
    "case-by-case": {},
}  # fmt: skip

ARTICLES = {
    "key-exhibition": "一（一）",
    "other-exhibition": "一（二）",
    "belt-road-rcep-exhibition": "一（二）",
    "city-online-fair": "一（三）",
    "other-online-exhibition": "一（三）",
    "zhejiang-export-brand": "二（一）",
    "wenzhou-export-brand": "二（一）",
    "product-certification": "二（二）",
    "rcep-certification": "二（二）",
    "overseas-trademark": "二（三）",
    "offshore-outsourcing": "三（二）",
    "trade-service-platform": "四（一）",
    "overseas-warehouse": "四（二）",
    "belt-road-overseas-warehouse": "四（二）",
    "export-credit-insurance": "五（一）",
    "key-export-credit-insurance": "五（一）",
    "small-exporter-insurance-pool": "五（一）",
    "trade-warning-point": "五（二）",
    "trade-remedy-defence": "五（二）",
    "monitoring-point": "五（二）",
    "fx-guarantee-fee": "六",
    "aeo-advanced": "七",
}

# Places, or fen.
LIMITS: dict[str, int] = {
    "key-exhibitions-per-year": 3,
    "other-exhibitions-per-year": 3,
    "online-exhibitions-per-year": 3,
    "certifications-per-year": 3,
    "rcep-certifications-per-year": 3,
    "trademarks-in-all": 3000000,
    "outsourcing-per-year": 30000000,
    "insurance-per-year": 50000000,
    "trade-remedy-in-all": 70000000,
    "zhejiang-brand-once": 1,
    "wenzhou-brand-once": 1,
    "platform-once": 1,
    "aeo-once": 1,
    "warehouse-once": 1,
    "warning-point-per-year": 1,
    "monitoring-point-per-year": 1,
}
IN_FEN = ("trademarks-in-all", "outsourcing-per-year", "insurance-per-year", "trade-remedy-in-all")

CAP_OF: dict[str, str] = {
    "key-exhibition": "key-exhibitions-per-year",
    "other-exhibition": "other-exhibitions-per-year",
    "belt-road-rcep-exhibition": "other-exhibitions-per-year",
    "other-online-exhibition": "online-exhibitions-per-year",
    "product-certification": "certifications-per-year",
    "rcep-certification": "rcep-certifications-per-year",
    "overseas-trademark": "trademarks-in-all",
    "offshore-outsourcing": "outsourcing-per-year",
    "export-credit-insurance": "insurance-per-year",
    "key-export-credit-insurance": "insurance-per-year",
    "trade-remedy-defence": "trade-remedy-in-all",
    "zhejiang-export-brand": "zhejiang-brand-once",
    "wenzhou-export-brand": "wenzhou-brand-once",
    "trade-service-platform": "platform-once",
    "aeo-advanced": "aeo-once",
    "overseas-warehouse": "warehouse-once",
    "belt-road-overseas-warehouse": "warehouse-once",
    "trade-warning-point": "warning-point-per-year",
    "monitoring-point": "monitoring-point-per-year",
}

OFFLINE = ("key-exhibition", "other-exhibition", "belt-road-rcep-exhibition")
ONLINE = ("other-online-exhibition",)
CERTIFICATION = ("product-certification", "rcep-certification")
BRAND = ("zhejiang-export-brand", "wenzhou-export-brand")

BELT_AND_ROAD = {
    "MN", "RU", "SG", "MY", "ID", "MM", "TH", "LA", "KH", "VN", "BN", "PH", "IR",
    "IQ", "TR", "SY", "JO", "LB", "IL", "PS", "SA", "YE", "OM", "AE", "QA", "KW",
    "BH", "GR", "CY", "EG", "IN", "PK", "BD", "AF", "LK", "MV", "NP", "BT", "KZ",
    "UZ", "TM", "TJ", "KG", "UA", "BY", "GE", "AZ", "AM", "MD", "PL", "LT", "EE",
    "LV", "CZ", "SK", "HU", "SI", "HR", "BA", "ME", "RS", "AL", "RO", "BG", "MK",
}  # fmt: skip

RCEP_IN_FORCE_FROM = {
    "SG": "2022-01-01", "TH": "2022-01-01", "LA": "2022-01-01", "KH": "2022-01-01",
    "VN": "2022-01-01", "BN": "2022-01-01", "JP": "2022-01-01", "AU": "2022-01-01",
    "NZ": "2022-01-01", "KR": "2022-02-01", "MY": "2022-03-18", "MM": "2022-05-01",
    "ID": "2023-01-02", "PH": "2023-06-02",
}  # fmt: skip

# The default first. `belt_and_road=signed` waits for its list.
READINGS: dict[str, tuple[str, ...]] = {
    "exhibition_counter": ("separate", "one", "apart"),
    "rcep_membership": ("in-force", "signed"),
    "belt_and_road": ("along",),
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

PERIOD_READING = {
    "trademarks-in-all": "trademark_period",
    "trade-remedy-in-all": "trade_remedy_period",
    "insurance-per-year": "insurance_period",
    "outsourcing-per-year": "outsourcing_period",
}


@dataclass(kw_only=True)
class Version:
    """The policy as one document has it, for the days that document governs."""

    first_day: date = date(2022, 1, 1)
    last_day: date = date(2024, 12, 31)
    announced_on: date = date(2022, 9, 1)
    document: str = "the consultation draft"
    measures: dict[str, dict[str, Any]]
    limits: dict[str, int]
    readings: dict[str, str]
    more: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Further caps that a measure stands under, besides the one of the shipped policy."""

    def caps_of(self, measure: str | None) -> list[str]:
        """Every cap a measure stands under, in the policy's order."""
        order = [*LIMITS, "belt-road-exhibitions-per-year"]
        met = {self.cap_of(measure), *self.more.get(str(measure), ())} - {None}
        return [cap for cap in order if cap in met]

    def cap_of(self, measure: str | None) -> str | None:
        """The cap of the shipped policy a measure stands under, by this version's counters."""
        counter = self.readings["exhibition_counter"]
        if counter == "one" and measure in OFFLINE:
            return "key-exhibitions-per-year"
        if counter == "apart" and measure == "belt-road-rcep-exhibition":
            return "belt-road-exhibitions-per-year"
        if self.readings["certificate_counter"] == "together" and measure in CERTIFICATION:
            return "certifications-per-year"
        return CAP_OF.get(str(measure))

    def caps(self) -> list[str]:
        """Every cap some measure stands under."""
        return sorted({cap for measure in MEASURES for cap in self.caps_of(measure)})

    def counted_per(self, cap: str) -> str:
        """`year`, `policy`, or per thing within the policy: `warehouse`, `case`."""
        if cap in PERIOD_READING:
            return self.readings[PERIOD_READING[cap]]
        if cap == "warehouse-once":
            return "warehouse"
        return "policy" if cap.endswith("-once") else "year"

    def limit(self, cap: str) -> int:
        """The limit in places or fen; Belt-and-Road exhibitions apart have the others' limit."""
        if cap == "belt-road-exhibitions-per-year":
            return self.limits["other-exhibitions-per-year"]
        return self.limits[cap]
