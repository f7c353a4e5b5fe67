"""The subsidy policy worked out a second time, slowly, from its documented reading alone.

Every question is answered by scanning all claims decided so far. Nothing is kept but the claims
and the exports records themselves, so that a mistake here is hardly the ledger's mistake as well.
Amounts are fractions of a fen until the one rounding; reductions and results are whole fen.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

Line = dict[str, Any]
CapKey = tuple[str, str | None]

FIRST_DAY, LAST_DAY = date(2022, 1, 1), date(2024, 12, 31)
ANNOUNCED_ON = date(2022, 9, 1)


def fen(amount: Any) -> Fraction:
    """The fen in an amount written in yuan."""
    return Fraction(str(amount)) * 100


MEASURES: dict[str, dict[str, Any]] = {
    "key-exhibition": {
        "article": "一（一）", "rate": Fraction(70, 100), "per_booth": fen(20000), "booths": 4,
    },
    "other-exhibition": {
        "article": "一（二）", "rate": Fraction(50, 100), "per_booth": fen(15000), "booths": 3,
    },
    "belt-road-rcep-exhibition": {
        "article": "一（二）", "rate": Fraction(60, 100), "per_booth": fen(18000), "booths": 3,
    },
    "city-online-fair": {"article": "一（三）", "rate": Fraction(1)},
    "other-online-exhibition": {
        "article": "一（三）", "rate": Fraction(80, 100), "at_most": fen(10000),
    },
    "zhejiang-export-brand": {"article": "二（一）", "award": fen(100000)},
    "wenzhou-export-brand": {"article": "二（一）", "award": fen(50000)},
    "product-certification": {
        "article": "二（二）", "rate": Fraction(50, 100), "at_most": fen(50000),
    },
    "rcep-certification": {
        "article": "二（二）", "rate": Fraction(60, 100), "at_most": fen(60000),
    },
    "overseas-trademark": {"article": "二（三）", "rate": Fraction(50, 100)},
    "offshore-outsourcing": {"article": "三（二）", "block_award": fen(15000), "per_usd": 500000},
    "trade-service-platform": {"article": "四（一）", "award": fen(500000)},
    "overseas-warehouse": {"article": "四（二）", "award": fen(500000)},
    "belt-road-overseas-warehouse": {"article": "四（二）", "award": fen(600000)},
    "export-credit-insurance": {"article": "五（一）", "rate": Fraction(50, 100)},
    "key-export-credit-insurance": {
        "article": "五（一）", "rate": Fraction(80, 100), "from_usd": 10000000,
    },
    "small-exporter-insurance-pool": {"article": "五（一）", "rate": Fraction(1)},
    "trade-warning-point": {
        "article": "五（二）",
        "awards": {
            "province-excellent": fen(200000),
            "province-qualified": fen(100000),
            "wenzhou-excellent": fen(100000),
            "wenzhou-qualified": fen(50000),
        },
    },
    "trade-remedy-defence": {"article": "五（二）", "rate": Fraction(50, 100)},
    "monitoring-point": {"article": "五（二）", "award": fen(130000)},
    "fx-guarantee-fee": {"article": "六", "share": Fraction(1, 100)},
    "aeo-advanced": {"article": "七", "award": fen(200000)},
    "case-by-case": {"article": None},
}  # fmt: skip

# cap: (limit in places or in fen, unit, counted per)
CAPS: dict[str, tuple[int, str, str]] = {
    "key-exhibitions-per-year": (3, "count", "year"),
    "other-exhibitions-per-year": (3, "count", "year"),
    "belt-road-exhibitions-per-year": (3, "count", "year"),
    "online-exhibitions-per-year": (3, "count", "year"),
    "certifications-per-year": (3, "count", "year"),
    "rcep-certifications-per-year": (3, "count", "year"),
    "trademarks-in-all": (3000000, "fen", "policy"),
    "outsourcing-per-year": (30000000, "fen", "year"),
    "insurance-per-year": (50000000, "fen", "year"),
    "trade-remedy-in-all": (70000000, "fen", "policy"),
    "zhejiang-brand-once": (1, "count", "policy"),
    "wenzhou-brand-once": (1, "count", "policy"),
    "platform-once": (1, "count", "policy"),
    "aeo-once": (1, "count", "policy"),
    "warehouse-once": (1, "count", "warehouse"),
    "warning-point-per-year": (1, "count", "year"),
    "monitoring-point-per-year": (1, "count", "year"),
}

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

# Readings worked out here, the default first. The others are accepted at their default only.
READINGS: dict[str, tuple[str, ...]] = {
    "exhibition_counter": ("separate", "one", "apart"),
    "rcep_membership": ("in-force", "signed"),
    "belt_and_road": ("along",),
    "late_claim_order": ("decided",),
    "offline_online": ("two-way", "offline-first"),
    "certificate_counter": ("apart", "together"),
    "trademark_period": ("policy", "year"),
    "trade_remedy_period": ("policy", "year", "case"),
    "insurance_period": ("year", "policy"),
    "outsourcing_period": ("year", "policy"),
    "insurance_export_year": ("same", "previous"),
    "outsourcing_blocks": ("whole", "pro-rata", "up"),
    "fx_guarantee": ("guaranteed", "fee"),
    "rounding": ("fen-down",),
    "other_support": ("up-to-cost", "deduct", "ignore"),
    "brand_stack": ("both", "higher"),
    "new_version": ("keep",),
}

PERIOD_READING = {
    "trademarks-in-all": "trademark_period",
    "trade-remedy-in-all": "trade_remedy_period",
    "insurance-per-year": "insurance_period",
    "outsourcing-per-year": "outsourcing_period",
}

NAME_OF_SCOPE = {"warehouse": "warehouse", "case": "case_no"}
MONEY_FACTS = ("fee", "premium", "guaranteed_amount", "guarantee_fee", "amount", "executed_usd")


def name(text: str) -> str:
    """A name as it is compared: NFKC, case folded, trimmed, white space collapsed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def content(line: Line) -> dict[str, Any]:
    """A claim line as it is compared with another of the same number."""
    facts: dict[str, Any] = {}
    for key, fact in line["facts"].items():
        if key in MONEY_FACTS:
            facts[key] = Fraction(str(fact))
        elif key == "booth_fees":
            facts[key] = [Fraction(str(fee)) for fee in fact]
        else:
            facts[key] = fact
    texts = {key: line[key] for key in ("uscc", "enterprise", "kind", "occurred_on", "filed_on")}
    return {
        **texts,
        "facts": facts,
        "invoices": set(line.get("invoices", [])),
        "other_support": fen(line.get("other_support", "0")),
    }


@dataclass(kw_only=True)
class Claim:
    """One submitted claim and what became of it."""

    line: Line
    status: str = "submitted"
    measure: str | None = None
    article: str | None = None
    assessed_fen: int | None = None
    granted_fen: int = 0
    reason: str | None = None
    policy_version: int | None = None
    booths_counted: int = 0
    reduced_to: str | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as filed."""
        facts: dict[str, Any] = self.line["facts"]
        return facts

    @property
    def day(self) -> date:
        """The day of the matter."""
        return date.fromisoformat(self.line["occurred_on"])

    @property
    def item(self) -> tuple[str, ...]:
        """The exhibition or certificate claimed for; any other claim stands for itself."""
        for key in ("exhibition", "certificate_no"):
            if key in self.facts:
                return (key, self.line["uscc"], str(self.day.year), name(self.facts[key]))
        return ("claim", self.line["claim_no"])


class Oracle:
    """A book of claims, decided one by one, the first decided being the first served."""

    def __init__(self, readings: dict[str, str] | None = None) -> None:
        """An empty book. Raises NotImplementedError for a reading not worked out here."""
        self.readings = {key: values[0] for key, values in READINGS.items()} | (readings or {})
        for key, value in self.readings.items():
            if value not in READINGS[key]:
                raise NotImplementedError(f"{key}={value}")
        self._claims: list[Claim] = []
        self._exports: list[tuple[str, int, Fraction, Fraction]] = []

    # What happens.

    def exports(self, line: Line, *, from_file: bool = True) -> None:
        """Records an enterprise's exports of one year; the latest record of the year holds.

        From a file, a record whose content was recorded at any time before is no news.
        """
        usd = Fraction(str(line["us_usd"])), Fraction(str(line["rcep_usd"]))
        record = (line["uscc"], int(line["year"]), *usd)
        if not (from_file and record in self._exports):
            self._exports.append(record)

    def submit(self, line: Line) -> str | None:
        """None when recorded, else `already`, `claim-conflicts` or `duplicate-invoice`."""
        for claim in self._claims:
            if claim.line["claim_no"] == line["claim_no"]:
                return "already" if content(claim.line) == content(line) else "claim-conflicts"
        for claim in self._claims:
            if claim.line["uscc"] != line["uscc"] or claim.status in ("rejected", "withdrawn"):
                continue
            if set(claim.line.get("invoices", [])) & set(line.get("invoices", [])):
                return "duplicate-invoice"
        self._claims.append(Claim(line=line))
        return None

    def decide(self, claim_no: str, reduced_to: str | None = None) -> None:
        """Decides a submitted claim; the same decision said again changes nothing.

        Raises ValueError when people rejected or withdrew it, or it was decided otherwise.
        """
        claim = self._find(claim_no)
        if claim.status != "submitted":
            by_people = claim.reason in ("withdrawn", "rejected-by-officer")
            if by_people or claim.reduced_to != reduced_to:
                raise ValueError(f"{claim_no} is {claim.status}")
            return
        claim.reduced_to = reduced_to
        claim.granted_fen, claim.reason = self._work_out(claim)
        claim.status = "approved" if claim.granted_fen > 0 else "rejected"
        if claim.granted_fen > 0 and claim.measure in OFFLINE:
            self._take_back_online(claim)

    def reject(self, claim_no: str) -> None:
        """An officer's no to a submitted claim. Raises ValueError when it is not submitted."""
        claim = self._find(claim_no)
        if claim.reason == "rejected-by-officer" and claim.status == "rejected":
            return
        if claim.status != "submitted":
            raise ValueError(f"{claim_no} is {claim.status}")
        claim.status, claim.reason = "rejected", "rejected-by-officer"

    def withdraw(self, claim_no: str) -> None:
        """The applicant's change of mind, whatever was decided: what was granted is freed."""
        claim = self._find(claim_no)
        claim.status, claim.reason, claim.granted_fen = "withdrawn", "withdrawn", 0

    def backfill(
        self,
        lines: list[Line],
        approve: bool = True,
        reductions: dict[str, str] | None = None,
    ) -> list[tuple[int, str]]:
        """Reads lines in order, deciding each claim at once if asked; rejects as (index, code)."""
        rejects = []
        for index, line in enumerate(lines):
            if line.get("record") == "exports":
                self.exports(line)
                continue
            code = self.submit(line)
            if code not in (None, "already"):
                rejects.append((index, str(code)))
            elif approve and self._find(line["claim_no"]).status == "submitted":
                self.decide(line["claim_no"], (reductions or {}).get(line["claim_no"]))
        return rejects

    # What can be read.

    def claims(self) -> list[dict[str, Any]]:
        """Every claim, by number."""
        rows = [
            {
                "claim_no": claim.line["claim_no"],
                "uscc": claim.line["uscc"],
                "enterprise": claim.line["enterprise"],
                "kind": claim.line["kind"],
                "occurred_on": claim.line["occurred_on"],
                "year": claim.day.year,
                "status": claim.status,
                "measure": claim.measure,
                "article": claim.article,
                "assessed_fen": claim.assessed_fen,
                "granted_fen": claim.granted_fen,
                "reason": claim.reason,
                "policy_version": claim.policy_version,
                "retroactive": claim.day < ANNOUNCED_ON,
            }
            for claim in self._claims
        ]
        return sorted(rows, key=lambda row: str(row["claim_no"]))

    def remaining(self, uscc: str, year: int) -> dict[CapKey, dict[str, Any]]:
        """Room left under each cap; caps per warehouse (or case) only where used.

        A year no version governs has no per-year limits, so only the others are given for it.
        """
        caps: dict[CapKey, dict[str, Any]] = {}
        for cap in sorted({self._cap_of(measure) or "" for measure in MEASURES} - {""}):
            scope = self._scope_of(cap)
            names: list[str | None] = [None]
            if scope in NAME_OF_SCOPE:
                named = {
                    self._named(cap, claim)
                    for claim in self._claims
                    if self._cap_of(claim.measure) == cap and claim.line["uscc"] == uscc
                }
                names = [key for key in named if self._used(cap, uscc, year, key) > 0]
            if scope == "year" and not FIRST_DAY.year <= year <= LAST_DAY.year:
                names = []
            limit, unit, _ = CAPS[cap]
            for key in names:
                used = self._used(cap, uscc, year, key)
                caps[(cap, key)] = {
                    "limit": limit,
                    "used": used,
                    "remaining": max(0, limit - used),
                    "reached": used >= limit,
                    "unit": unit,
                }
        return caps

    def totals(self, year: int | None = None, by: str = "measure") -> dict[str, Any]:
        """What was granted, in all and by `measure`, `enterprise` (its code) or `year`."""
        granted = [
            claim
            for claim in self._claims
            if claim.granted_fen > 0 and (year is None or claim.day.year == year)
        ]
        groups: dict[str, dict[str, int]] = {}
        for claim in granted:
            keys = {
                "measure": str(claim.measure),
                "enterprise": str(claim.line["uscc"]),
                "year": str(claim.day.year),
            }
            group = groups.setdefault(keys[by], {"claims": 0, "granted_fen": 0})
            group["claims"] += 1
            group["granted_fen"] += claim.granted_fen
        total = sum(claim.granted_fen for claim in granted)
        return {"claims": len(granted), "granted_fen": total, "groups": groups}

    # One decision, step by step.

    def _work_out(self, claim: Claim) -> tuple[int, str | None]:
        """What is granted and why not more; sets measure, article, version and assessed."""
        claim.assessed_fen = 0
        if not FIRST_DAY <= claim.day <= LAST_DAY:  # Step 1.
            return 0, "no-policy-in-force"
        claim.policy_version = 1
        claim.measure = self._measure_of(claim)  # Step 2.
        claim.article = MEASURES[claim.measure]["article"] or claim.facts["article"]
        needs_exports = claim.measure in ("product-certification", "overseas-trademark")
        if needs_exports and not claim.facts["self_export"]:
            return 0, "not-eligible"
        if claim.facts.get("country") == "CN":
            return 0, "not-eligible"
        if claim.measure in ONLINE and self._granted(OFFLINE, item=claim.item):  # Step 3.
            return 0, "already-subsidised-offline"
        own, amount = self._step_4(claim)
        if own < 1:
            return 0, "nothing-to-grant"
        reason = "item-used" if floor(amount) < floor(own) else None
        supported = self._step_5(claim, amount)
        if floor(supported) < floor(amount):
            reason = "covered-by-other-support"
        claim.assessed_fen = floor(supported)  # Step 6.
        granted = self._step_7(claim, claim.assessed_fen)
        if granted < claim.assessed_fen:
            reason = "cap-reached"
        if claim.reduced_to is not None and fen(claim.reduced_to) < granted:  # Step 8.
            granted, reason = floor(fen(claim.reduced_to)), "reduced"
        return granted, reason

    def _measure_of(self, claim: Claim) -> str:
        """The measure a claim falls under, by its kind and facts."""
        kind, facts = claim.line["kind"], claim.facts
        belt_road = facts.get("country") in BELT_AND_ROAD
        rcep = self._rcep(facts.get("country"), claim.day)
        match kind:
            case "exhibition":
                if facts["key"]:
                    return "key-exhibition"
                return "belt-road-rcep-exhibition" if belt_road or rcep else "other-exhibition"
            case "online-exhibition":
                city = facts["organiser"] == "city"
                return "city-online-fair" if city else "other-online-exhibition"
            case "brand":
                zhejiang = facts["title"] == "zhejiang"
                return "zhejiang-export-brand" if zhejiang else "wenzhou-export-brand"
            case "certification":
                return "rcep-certification" if rcep else "product-certification"
            case "overseas-warehouse":
                return "belt-road-overseas-warehouse" if belt_road else "overseas-warehouse"
            case "credit-insurance":
                if facts["pool"]:
                    return "small-exporter-insurance-pool"
                key = self._key_exporter(claim)
                return "key-export-credit-insurance" if key else "export-credit-insurance"
        return {
            "trademark": "overseas-trademark",
            "outsourcing": "offshore-outsourcing",
            "service-platform": "trade-service-platform",
            "warning-point": "trade-warning-point",
            "trade-remedy": "trade-remedy-defence",
            "monitoring-point": "monitoring-point",
            "fx-guarantee": "fx-guarantee-fee",
            "aeo": "aeo-advanced",
            "case-by-case": "case-by-case",
        }[kind]

    def _rcep(self, country: str | None, day: date) -> bool:
        """Whether RCEP counts for the country on the day."""
        if country not in RCEP_IN_FORCE_FROM:
            return False
        signed = self.readings["rcep_membership"] == "signed"
        return signed or date.fromisoformat(RCEP_IN_FORCE_FROM[country]) <= day

    def _key_exporter(self, claim: Claim) -> bool:
        """Whether either of the exports recorded by now reaches the threshold by itself."""
        previous = self.readings["insurance_export_year"] == "previous"
        year = claim.day.year - 1 if previous else claim.day.year
        threshold = MEASURES["key-export-credit-insurance"]["from_usd"]
        reached = False
        for uscc, exported_in, us_usd, rcep_usd in self._exports:
            if (uscc, exported_in) == (claim.line["uscc"], year):
                reached = us_usd >= threshold or rcep_usd >= threshold
        return reached

    def _step_4(self, claim: Claim) -> tuple[Fraction, Fraction]:
        """The amount the claim alone would get, and the amount beside its item's other claims."""
        booths, before = 0, 0
        if claim.measure in OFFLINE:
            others = self._granted(OFFLINE, item=claim.item)
            booths = sum(other.booths_counted for other in others)
            left = max(0, MEASURES[claim.measure]["booths"] - booths)
            claim.booths_counted = min(left, len(claim.facts["booth_fees"]))
        for family in (CERTIFICATION, ONLINE):
            if claim.measure in family:
                others = self._granted(family, item=claim.item)
                before = sum(other.granted_fen for other in others)
        if claim.measure in BRAND and self.readings["brand_stack"] == "higher":
            others = self._granted(BRAND, uscc=claim.line["uscc"])
            before = sum(other.granted_fen for other in others)
        return self._amount(claim, 0, 0), self._amount(claim, booths, before)

    def _amount(self, claim: Claim, booths_used: int, granted_before: int) -> Fraction:
        """The measure's amount when that much of its item's allowance is used already."""
        measure, facts = MEASURES[str(claim.measure)], claim.facts
        if "booths" in measure:
            rate, per_booth = measure["rate"], measure["per_booth"]
            each = [min(rate * fen(fee), per_booth) for fee in facts["booth_fees"]]
            left = max(0, measure["booths"] - booths_used)
            return sum(sorted(each, reverse=True)[:left], Fraction(0))
        if "award" in measure:
            return max(Fraction(0), Fraction(measure["award"] - granted_before))
        if "awards" in measure:
            return Fraction(measure["awards"][facts["grade"]])
        if "share" in measure:
            fee = fen(facts["guarantee_fee"])
            by_fee = self.readings["fx_guarantee"] == "fee"
            base = fee if by_fee else fen(facts["guaranteed_amount"])
            return min(fee, Fraction(measure["share"] * base))
        if "block_award" in measure:
            blocks = Fraction(str(facts["executed_usd"])) / measure["per_usd"]
            if blocks < 1:
                return Fraction(0)
            rounded = {"whole": floor(blocks), "pro-rata": blocks, "up": ceil(blocks)}
            return Fraction(measure["block_award"] * rounded[self.readings["outsourcing_blocks"]])
        if claim.measure == "case-by-case":
            return fen(facts["amount"])
        amount = Fraction(measure["rate"] * fen(facts.get("fee", facts.get("premium"))))
        if "at_most" in measure:
            amount = min(amount, max(Fraction(0), Fraction(measure["at_most"] - granted_before)))
        return amount

    def _step_5(self, claim: Claim, amount: Fraction) -> Fraction:
        """The amount after what other levels of government gave for the same cost."""
        facts = claim.facts
        fees = list(facts.get("booth_fees", []))
        fees += [facts[key] for key in ("fee", "premium", "guarantee_fee") if key in facts]
        other = fen(claim.line.get("other_support", "0"))
        if not fees or self.readings["other_support"] == "ignore":
            return amount
        if self.readings["other_support"] == "deduct":
            return max(Fraction(0), amount - other)
        cost = sum((fen(fee) for fee in fees), Fraction(0))
        return min(amount, max(Fraction(0), cost - other))

    def _step_7(self, claim: Claim, amount: int) -> int:
        """The amount the measure's cap leaves room for."""
        cap = self._cap_of(claim.measure)
        if cap is None:
            return amount
        limit, unit, _ = CAPS[cap]
        named = self._named(cap, claim)
        used = self._used(cap, claim.line["uscc"], claim.day.year, named)
        if unit == "fen":
            return min(amount, max(0, limit - used))
        holders = self._granted(item=claim.item)
        holds_a_place = any(self._cap_of(other.measure) == cap for other in holders)
        return amount if holds_a_place or used < limit else 0

    def _take_back_online(self, offline: Claim) -> None:
        """Takes the online grants of an exhibition back once it is granted for offline."""
        if self.readings["offline_online"] == "offline-first":
            return
        for claim in self._granted(ONLINE, item=offline.item):
            claim.granted_fen = 0
            claim.status, claim.reason = "rejected", "already-subsidised-offline"

    # What has been used.

    def _find(self, claim_no: str) -> Claim:
        return next(claim for claim in self._claims if claim.line["claim_no"] == claim_no)

    def _granted(
        self,
        measures: tuple[str, ...] | None = None,
        *,
        item: tuple[str, ...] | None = None,
        uscc: str | None = None,
    ) -> list[Claim]:
        """The claims with a grant above 0, of these measures, this item, this enterprise."""
        return [
            claim
            for claim in self._claims
            if claim.granted_fen > 0
            and (measures is None or claim.measure in measures)
            and (item is None or claim.item == item)
            and (uscc is None or claim.line["uscc"] == uscc)
        ]

    def _cap_of(self, measure: str | None) -> str | None:
        """The cap a measure stands under, by the readings."""
        counter = self.readings["exhibition_counter"]
        if counter == "one" and measure in OFFLINE:
            return "key-exhibitions-per-year"
        if counter == "apart" and measure == "belt-road-rcep-exhibition":
            return "belt-road-exhibitions-per-year"
        if self.readings["certificate_counter"] == "together" and measure in CERTIFICATION:
            return "certifications-per-year"
        return CAP_OF.get(str(measure))

    def _scope_of(self, cap: str) -> str:
        """What a cap is counted per, beside the enterprise."""
        return self.readings[PERIOD_READING[cap]] if cap in PERIOD_READING else CAPS[cap][2]

    def _named(self, cap: str, claim: Claim) -> str | None:
        """The warehouse (or case) a claim's use is counted for, if the cap is counted so."""
        scope = self._scope_of(cap)
        return name(claim.facts[NAME_OF_SCOPE[scope]]) if scope in NAME_OF_SCOPE else None

    def _used(self, cap: str, uscc: str, year: int, named: str | None) -> int:
        """The fen or the places granted under a cap."""
        claims = [
            claim
            for claim in self._granted(uscc=uscc)
            if self._cap_of(claim.measure) == cap
            and (self._scope_of(cap) != "year" or claim.day.year == year)
            and self._named(cap, claim) == named
        ]
        if CAPS[cap][1] == "fen":
            return sum(claim.granted_fen for claim in claims)
        return len({claim.item for claim in claims})
