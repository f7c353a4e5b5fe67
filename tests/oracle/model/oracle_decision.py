"""One decision of the second implementation, step by step as measures.md section 4 has it.

Every question about what was granted before is answered by scanning the whole account.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

from tests.oracle.model.oracle_book import Book
from tests.oracle.model.oracle_claims import Claim, Company, Outcome, Room, name
from tests.oracle.model.oracle_policy import (
    BELT_AND_ROAD,
    BRAND,
    CERTIFICATION,
    IN_FEN,
    OFFLINE,
    ONLINE,
    RCEP_IN_FORCE_FROM,
    Version,
    fen,
)

Account = dict[Claim, Outcome]
"""What has been decided so far, of one enterprise or of several."""
Exports = list[tuple[Company, int, Fraction, Fraction]]

SAME_MEASURE = {
    "trademark": "overseas-trademark",
    "outsourcing": "offshore-outsourcing",
    "service-platform": "trade-service-platform",
    "warning-point": "trade-warning-point",
    "trade-remedy": "trade-remedy-defence",
    "monitoring-point": "monitoring-point",
    "fx-guarantee": "fx-guarantee-fee",
    "aeo": "aeo-advanced",
    "case-by-case": "case-by-case",
}
COSTS = ("fee", "premium", "guarantee_fee")
NAMED_BY = {"warehouse": "warehouse", "case": "case_no"}


def measure_of(claim: Claim, version: Version, exports: Exports) -> str:
    """The measure a claim falls under, by its kind, its facts and the exports known."""
    facts, country = claim.facts, claim.facts.get("country")
    rcep = _rcep(country, claim.day, version)
    match claim.line["kind"]:
        case "exhibition":
            if facts["key"]:
                return "key-exhibition"
            favoured = country in BELT_AND_ROAD or rcep
            return "belt-road-rcep-exhibition" if favoured else "other-exhibition"
        case "online-exhibition":
            city = facts["organiser"] == "city"
            return "city-online-fair" if city else "other-online-exhibition"
        case "brand":
            return f"{facts['title']}-export-brand"
        case "certification":
            return "rcep-certification" if rcep else "product-certification"
        case "overseas-warehouse":
            along = country in BELT_AND_ROAD
            return "belt-road-overseas-warehouse" if along else "overseas-warehouse"
        case "credit-insurance":
            if facts["pool"]:
                return "small-exporter-insurance-pool"
            key = _key_exporter(claim, version, exports)
            return "key-export-credit-insurance" if key else "export-credit-insurance"
        case kind:
            return SAME_MEASURE[kind]


def _rcep(country: str | None, day: date, version: Version) -> bool:
    if country not in RCEP_IN_FORCE_FROM:
        return False
    signed = version.readings["rcep_membership"] == "signed"
    return signed or date.fromisoformat(RCEP_IN_FORCE_FROM[country]) <= day


def _key_exporter(claim: Claim, version: Version, exports: Exports) -> bool:
    """Whether one of the year's two figures, as last recorded, reaches the threshold alone."""
    previous = version.readings["insurance_export_year"] == "previous"
    year = claim.day.year - 1 if previous else claim.day.year
    threshold = version.measures["key-export-credit-insurance"]["from_usd"]
    reached = False
    for company, exported_in, us_usd, rcep_usd in exports:
        if (company, exported_in) == (claim.company, year):
            reached = us_usd >= threshold or rcep_usd >= threshold
    return reached


def rooms_of(claim: Claim, measure: str | None, version: Version) -> list[Room]:
    """The caps a claim of that measure stands under, each with where it is counted."""
    rooms: list[Room] = []
    for cap in version.caps_of(measure):
        per = version.counted_per(cap)
        year = claim.day.year if per == "year" else None
        rooms.append((cap, year, name(claim.facts[NAMED_BY[per]]) if per in NAMED_BY else None))
    return rooms


def used(account: Account, uscc: str, room: Room, version: Version) -> int:
    """The fen or the places granted in a room, as the version counts them."""
    granted = {
        claim: outcome
        for claim, outcome in account.items()
        if outcome.granted_fen > 0
        and claim.uscc == uscc
        and room in rooms_of(claim, outcome.measure, version)
    }
    if room[0] in IN_FEN:
        return sum(outcome.granted_fen for outcome in granted.values())
    return len({claim.item for claim in granted})


def serve(claim: Claim, account: Account, book: Book, exports: Exports) -> None:
    """Decides a claim upon an account, and takes online grants back where it is granted."""
    account[claim] = _decided(claim, account, book, exports)
    if account[claim].granted_fen == 0 or account[claim].measure not in OFFLINE:
        return
    version = book.version(claim.day)
    assert version is not None
    if version.readings["offline_online"] == "offline-first":
        return
    for other in [each for each, _ in _granted(account, claim, ONLINE) if not each.elsewhere]:
        account[other] = replace(
            account[other], granted_fen=0, reason="already-subsidised-offline", uses=()
        )


def _granted(
    account: Account, claim: Claim, measures: tuple[str, ...]
) -> Iterator[tuple[Claim, Outcome]]:
    """Grants of the claim's item under some measures."""
    for other, outcome in account.items():
        if outcome.granted_fen > 0 and outcome.measure in measures and other.item == claim.item:
            yield other, outcome


def _decided(claim: Claim, account: Account, book: Book, exports: Exports) -> Outcome:
    number, version = book.governing(claim.day), book.version(claim.day)
    if version is None:  # Step 1.
        return _nothing("no-policy-in-force", None, None)
    measure = measure_of(claim, version, exports)  # Step 2.
    if (
        measure in ("product-certification", "overseas-trademark")
        and not claim.facts["self_export"]
    ):
        return _nothing("not-eligible", measure, number)
    if claim.facts.get("country") == "CN":
        return _nothing("not-eligible", measure, number)
    if measure in ONLINE and any(_granted(account, claim, OFFLINE)):  # Step 3.
        return _nothing("already-subsidised-offline", measure, number)

    booths_used = sum(o.booths for _, o in _granted(account, claim, OFFLINE))  # Step 4.
    booths = 0
    if measure in OFFLINE:
        left = version.measures[measure]["booths_per_exhibition"] - booths_used
        booths = min(max(0, left), len(claim.facts["booth_fees"]))
    own = _amount(claim, measure, version, 0, 0)
    if own < 1:
        return _nothing("nothing-to-grant", measure, number)
    before = _granted_before(claim, measure, account, version)
    amount = _amount(claim, measure, version, booths_used, before)
    reason = "item-used" if floor(amount) < floor(own) else None
    supported = _after_other_support(claim, amount, version)  # Step 5.
    if floor(supported) < floor(amount):
        reason = "covered-by-other-support"
    assessed = _rounded(supported, version)  # Step 6.
    if assessed == 0 and reason is None:
        reason = "nothing-to-grant"
    granted, needs = _within_caps(claim, measure, assessed, account, version)  # Step 7.
    if granted < assessed:
        reason = "cap-reached"
    if claim.reduced_to is not None and fen(claim.reduced_to) < granted:  # Step 8.
        granted, reason = floor(fen(claim.reduced_to)), "reduced"
    applied = {room: granted if room[0] in IN_FEN else places for room, places in needs.items()}
    return Outcome(
        measure=measure,
        assessed_fen=assessed,
        granted_fen=granted,
        reason=reason,
        version=number,
        booths=booths,
        uses=tuple((room, part) for room, part in applied.items() if granted > 0 and part > 0),
    )


def _nothing(reason: str, measure: str | None, version: int | None) -> Outcome:
    return Outcome(measure=measure, assessed_fen=0, granted_fen=0, reason=reason, version=version)


def _granted_before(claim: Claim, measure: str, account: Account, version: Version) -> int:
    """What was granted before of an allowance that the claim's own measure counts in money."""
    for family in (CERTIFICATION, ONLINE):
        if measure in family:
            return sum(outcome.granted_fen for _, outcome in _granted(account, claim, family))
    if measure in BRAND and version.readings["brand_stack"] == "higher":
        return sum(
            outcome.granted_fen
            for other, outcome in account.items()
            if other.uscc == claim.uscc and outcome.measure in BRAND
        )
    return 0


def _amount(
    claim: Claim, measure: str, version: Version, booths_used: int, before: int
) -> Fraction:
    """The measure's amount when that much of its allowance is used already."""
    values, facts = version.measures[measure], claim.facts
    if measure in OFFLINE:
        rate, per_booth = values["rate"], values["per_booth"]
        each = [min(rate * fen(fee), per_booth) for fee in facts["booth_fees"]]
        left = max(0, values["booths_per_exhibition"] - booths_used)
        return sum(sorted(each, reverse=True)[:left], Fraction(0))
    if measure == "trade-warning-point":
        return Fraction(values["awards"][facts["grade"]])
    if measure == "fx-guarantee-fee":
        fee = fen(facts["guarantee_fee"])
        of_fee = version.readings["fx_guarantee"] == "fee"
        base = fee if of_fee else fen(facts["guaranteed_amount"])
        return min(fee, Fraction(values["share_of_guaranteed"] * base))
    if measure == "offshore-outsourcing":
        blocks = Fraction(str(facts["executed_usd"])) / values["per_usd"]
        if blocks < 1:
            return Fraction(0)
        counted = {"whole": floor(blocks), "pro-rata": blocks, "up": ceil(blocks)}
        return Fraction(values["award"] * counted[version.readings["outsourcing_blocks"]])
    if measure == "case-by-case":
        return fen(facts["amount"])
    if "award" in values:
        return max(Fraction(0), Fraction(values["award"] - before))
    amount = Fraction(values.get("rate", 1) * fen(facts.get("fee", facts.get("premium"))))
    if "at_most" in values:
        amount = min(amount, max(Fraction(0), Fraction(values["at_most"] - before)))
    return amount


def _after_other_support(claim: Claim, amount: Fraction, version: Version) -> Fraction:
    """The amount after what other levels of government gave for the same cost."""
    facts, reading = claim.facts, version.readings["other_support"]
    fees = [*facts.get("booth_fees", []), *(facts[key] for key in COSTS if key in facts)]
    other = fen(claim.line.get("other_support", "0"))
    if not fees or reading == "ignore":
        return amount
    if reading == "deduct":
        return max(Fraction(0), amount - other)
    cost = sum((fen(fee) for fee in fees), Fraction(0))
    return min(amount, max(Fraction(0), cost - other))


def _rounded(amount: Fraction, version: Version) -> int:
    """The one rounding, to whole fen."""
    match version.readings["rounding"]:
        case "fen-half-up":
            return floor(amount + Fraction(1, 2))
        case "yuan-down":
            return floor(amount / 100) * 100
        case "wan-down":
            return floor(amount / 1000000) * 1000000
    return floor(amount)


def _within_caps(
    claim: Claim, measure: str, amount: int, account: Account, version: Version
) -> tuple[int, dict[Room, int]]:
    """What the caps leave of the amount one after another, and the places the claim needs.

    Once nothing is left, the caps that follow are not met.
    """
    met: dict[Room, int] = {}
    for room in rooms_of(claim, measure, version):
        if amount == 0:
            break
        free = max(0, version.limit(room[0]) - used(account, claim.uscc, room, version))
        holds = any(
            outcome.granted_fen > 0
            and other.item == claim.item
            and room in rooms_of(other, outcome.measure, version)
            for other, outcome in account.items()
        )
        met[room] = 0 if room[0] in IN_FEN or holds else 1
        if room[0] in IN_FEN:
            amount = min(amount, free)
        elif not holds and free == 0:
            amount = 0
    return amount, met
