"""Claims made up at random, the same for the same seed, crowded where the rules have edges."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.oracle.inputs.random_facts import facts_of
from tests.oracle.model.oracle_policy import CAP_OF, IN_FEN, LIMITS, OFFLINE, ONLINE

Line = dict[str, Any]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PREFIXES = ("91", "92", "51", "12", "91", "91")
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

EDGE_DAYS = ("2021-12-31", "2022-01-01", "2024-12-31", "2025-01-01")
TURN_DAYS = ("2022-08-31", "2022-09-01", "2022-12-31", "2023-01-01")
RCEP_EDGES = {"KR": "2022-02-01", "MY": "2022-03-18", "MM": "2022-05-01", "ID": "2023-01-02"}
RCEP_EDGES |= {"PH": "2023-06-02", "JP": "2022-01-01", "SG": "2022-01-01"}
COUNTRIES = (
    *("DE", "US", "AE", "PL", "RU", "JP", "AU", "KR", "ID", "PH", "MM", "MY", "VN", "BR", "ZA"),
    *("CN", "HK", "MO", "TW"),
)
EXPORTS_USD = ("0", "5000000", "9999999", "9999999.99", "10000000", "10000000.01", "25000000.00")
KINDS = {
    "exhibition": 26,
    "online-exhibition": 16,
    "certification": 16,
    "trademark": 7,
    "credit-insurance": 9,
    "outsourcing": 5,
    "brand": 3,
    "service-platform": 2,
    "overseas-warehouse": 4,
    "warning-point": 3,
    "trade-remedy": 4,
    "monitoring-point": 3,
    "fx-guarantee": 4,
    "aeo": 2,
    "case-by-case": 2,
}
MONEY_OF_KIND = {
    "online-exhibition": ("fee",),
    "certification": ("fee",),
    "trademark": ("fee",),
    "trade-remedy": ("fee",),
    "credit-insurance": ("premium",),
    "fx-guarantee": ("guarantee_fee",),
}
REDUCTIONS = ("0.00", "0.01", "999.99", "5000", "12000.00", "50000.00", "9999999.00")


def uscc(prefix: str, serial: int) -> str:
    """A unified social credit code with valid check characters (GB 11714, GB 32100-2015)."""
    body = f"MA{serial:06d}"
    weighted = sum(
        int(sign, 36) * weight for sign, weight in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    code = f"{prefix}330382{body}" + "0123456789X0"[(11 - weighted % 11)]
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
    return code + ALPHABET[-total % 31]


def lines(seed: int, n: int) -> list[Line]:
    """`n` valid lines: mostly claims, some exports records, some said twice."""
    random = Random(seed)
    count = max(1, min(len(PREFIXES), n // 40 + 1))
    enterprises = [
        (uscc(PREFIXES[number], random.randrange(1000) * 10 + number), f"示例企业{number}")
        for number in range(count)
    ]
    made: list[Line] = []
    for number in range(n):
        claims = [line for line in made if "claim_no" in line]
        chance = random.random()
        if chance < 0.06:
            made.append(exports(random, random.choice(enterprises)[0]))
        elif chance < 0.09 and claims:
            made.append(_said_again(random, random.choice(claims)))
        elif chance < 0.10 and claims:
            made.append(_said_otherwise(random, random.choice(claims)))
        else:
            made.append(claim(random, number, random.choice(enterprises), claims))
    return made


def reductions(seed: int, lines: list[Line]) -> dict[str, str]:
    """For about one claim in twelve, the yuan an officer reduces it to."""
    random = Random(f"reductions {seed}")
    numbers = dict.fromkeys(line["claim_no"] for line in lines if "claim_no" in line)
    return {number: random.choice(REDUCTIONS) for number in numbers if random.random() < 1 / 12}


def more_caps(random: Random) -> dict[str, tuple[str, ...]]:
    """Further caps for some measures: amounts for any, places of exhibitions for exhibitions."""
    places = [cap for cap in LIMITS if cap.endswith("exhibitions-per-year")]
    caps: dict[str, tuple[str, ...]] = {}
    for measure in random.sample(sorted(CAP_OF), 8):
        among = [*IN_FEN, *(places if measure in OFFLINE + ONLINE else ())]
        further = {*random.sample(among, random.choice((1, 1, 2)))} - {CAP_OF[measure]}
        caps[measure] = tuple(sorted(further))
    return caps


def exports(random: Random, code: str) -> Line:
    return {
        "record": "exports",
        "uscc": code,
        "year": random.choice((2022, 2022, 2023, 2024)),
        "us_usd": random.choice(EXPORTS_USD),
        "rcep_usd": random.choice(EXPORTS_USD[:4] * 2 + EXPORTS_USD),
    }


def claim(
    random: Random,
    number: int,
    enterprise: tuple[str, str],
    before: list[Line],
    *,
    kinds: dict[str, int] = KINDS,
    year: int | None = None,
) -> Line:
    """A claim of the enterprise, of kinds weighed as asked, in one year if asked.

    Its number is not in the order of filing.
    """
    kind = random.choices(list(kinds), weights=list(kinds.values()))[0]
    country = random.choice(COUNTRIES)
    day = _day(random)
    if random.random() < 0.12:
        country = random.choice(sorted(RCEP_EDGES))
        day = date.fromisoformat(RCEP_EDGES[country]) - timedelta(days=random.choice((0, 1)))
    elif year is not None:  # Few enough days for some claims to share one.
        day = date(year, 1, 1) + timedelta(days=random.randrange(0, 365, 13))
    facts = facts_of(random, kind, country)
    filed_on = day + timedelta(days=random.choice((0, 1, 30, 200)))
    if random.random() < 0.02:
        filed_on = day - timedelta(days=1)
    line: Line = {
        "claim_no": f"YQ-{number * 7919 % 10007:05d}-{number}",
        "uscc": enterprise[0],
        "enterprise": enterprise[1],
        "kind": kind,
        "occurred_on": day.isoformat(),
        "filed_on": filed_on.isoformat(),
        "facts": facts,
    }
    if random.random() < 0.8:
        line["invoices"] = _invoices(random, number, enterprise[0], before)
    if random.random() < 0.4:
        line["other_support"] = _other_support(random, kind, facts)
    return line


def _day(random: Random) -> date:
    """A day of the matter, crowded into one year and onto the edges of years."""
    chance = random.random()
    if chance < 0.08:
        return date.fromisoformat(random.choice(EDGE_DAYS))
    if chance < 0.16:
        return date.fromisoformat(random.choice(TURN_DAYS))
    year = random.choice((2022, 2022, 2022, 2023, 2023, 2024))
    return date(year, 1, 1) + timedelta(days=random.randrange(365))


def _invoices(random: Random, number: int, code: str, before: list[Line]) -> list[str]:
    """Invoices of its own; sometimes one that an earlier claim shows too."""
    own = [f"INV{number:05d}-{part}" for part in range(random.choice((0, 1, 1, 1, 2)))]
    chance = random.random()
    shown = [
        invoice
        for line in before
        if (line["uscc"] == code) == (chance < 0.06)
        for invoice in line.get("invoices", [])
    ]
    if chance < 0.09 and shown:
        own.append(random.choice(shown))
    return own


def _other_support(random: Random, kind: str, facts: dict[str, Any]) -> str:
    """Nothing, a part of the cost, all but a little of it, or more than it."""
    fees = [*facts.get("booth_fees", ()), *(facts[key] for key in MONEY_OF_KIND.get(kind, ()))]
    cost = sum(_fen(fee) for fee in fees) or 10000
    parts = (0, cost // 5, cost // 2, cost * 3 // 4, cost - 1, cost, cost + 1, cost * 2)
    part = random.choice(parts)
    return f"{part // 100}.{part % 100:02d}"


def _fen(yuan: str) -> int:
    whole, _, part = yuan.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0"))


def _said_again(random: Random, line: Line) -> Line:
    """The same content once more, the money perhaps written with other decimals."""
    again = copy.deepcopy(line)
    if random.random() < 0.5:
        facts = again["facts"]
        for key in MONEY_OF_KIND.get(again["kind"], ()):
            facts[key] = f"{_fen(facts[key]) // 100}.{_fen(facts[key]) % 100:02d}"
        again["invoices"] = list(reversed(again.get("invoices", [])))
        again.setdefault("other_support", "0.00")
    return again


def _said_otherwise(random: Random, line: Line) -> Line:
    """The same number with other content."""
    other = copy.deepcopy(line)
    if random.random() < 0.5:
        support = _fen(other.get("other_support", "0.00")) + 123
        other["other_support"] = f"{support // 100}.{support % 100:02d}"
    else:
        day = date.fromisoformat(other["filed_on"]) + timedelta(days=3)
        other["filed_on"] = day.isoformat()
    return other
