"""Claim lines of one enterprise, for cases reckoned by hand, and what came of them."""

from itertools import count
from typing import Any

from tests.oracle.inputs.random_claims import Line, uscc
from tests.oracle.model.oracle_ledger import OracleLedger

CODE = uscc("91", 1)
ALL_DAYS = {"first_day": "2022-01-01", "last_day": "2024-12-31"}
NUMBERS = count(1)


def claim(kind: str, day: str, facts: dict[str, Any], **others: Any) -> Line:
    """A claim line, numbered in the order of writing."""
    return {
        "claim_no": f"H-{next(NUMBERS):03d}",
        "uscc": CODE,
        "enterprise": "示例企业",
        "kind": kind,
        "occurred_on": day,
        "filed_on": "2024-12-31",
        "facts": facts,
    } | others


def offline(
    fees: list[str],
    *,
    exhibition: str = "Fair",
    country: str = "DE",
    key: bool = True,
    day: str = "2023-05-01",
    **others: Any,
) -> Line:
    facts = {"exhibition": exhibition, "country": country, "key": key, "booth_fees": fees}
    return claim("exhibition", day, facts, **others)


def online(fee: str, *, exhibition: str = "Fair", day: str = "2023-05-01", **others: Any) -> Line:
    facts = {"exhibition": exhibition, "organiser": "other", "fee": fee}
    return claim("online-exhibition", day, facts, **others)


def certificate(
    fee: str, *, country: str, number: str = "C1", day: str = "2023-05-01", **others: Any
) -> Line:
    facts = {"certificate_no": number, "country": country, "fee": fee, "self_export": True}
    return claim("certification", day, facts, **others)


def trademark(fee: str, *, day: str = "2023-05-01", **others: Any) -> Line:
    facts = {"registration_no": "T1", "country": "HK", "fee": fee, "self_export": True}
    return claim("trademark", day, facts, **others)


def remedy(fee: str, *, case: str = "AD-1", day: str = "2023-05-01", **others: Any) -> Line:
    return claim("trade-remedy", day, {"case_no": case, "fee": fee}, **others)


def insurance(premium: str, *, day: str = "2023-05-01", **others: Any) -> Line:
    facts = {"insurance_policy_no": "P1", "premium": premium, "pool": False}
    return claim("credit-insurance", day, facts, **others)


def outsourcing(executed_usd: str, *, day: str = "2023-12-31", **others: Any) -> Line:
    return claim("outsourcing", day, {"executed_usd": executed_usd}, **others)


def guarantee(amount: str, fee: str, **others: Any) -> Line:
    facts = {"guaranteed_amount": amount, "guarantee_fee": fee}
    return claim("fx-guarantee", "2023-05-01", facts, **others)


def brand(title: str, *, day: str = "2023-05-01", **others: Any) -> Line:
    return claim("brand", day, {"title": title}, **others)


def exports(year: int, us_usd: str, rcep_usd: str = "0") -> Line:
    """An exports record of the enterprise."""
    return {"record": "exports", "uscc": CODE, "year": year, "us_usd": us_usd, "rcep_usd": rcep_usd}


def shows() -> list[Line]:
    """Three key shows granted 30,000, 45,000 and 60,000, then a February one worth 80,000.

    70 % of a booth, 20,000 at most: 28,571.43 and dearer are worth 20,000; 14,285.72 is worth
    10,000.004; 7,142.86 is worth 5,000.002.
    """
    worth = {"20": "30000", "10": "14285.72", "5": "7142.86"}
    made = [
        ("April", "2023-04-10", ["20", "10"]),
        ("June", "2023-06-10", ["20", "20", "5"]),
        ("September", "2023-09-10", ["20", "20", "20"]),
        ("February", "2023-02-10", ["20", "20", "20", "20"]),
    ]
    return [
        offline([worth[booth] for booth in booths], exhibition=month, day=day)
        for month, day, booths in made
    ]


def yuan(fen: int) -> str:
    whole, part = divmod(fen, 100)
    return f"{whole}.{part:02d}" if part else str(whole)


def filled(lines: list[Line], readings: dict[str, str] | None = None) -> OracleLedger:
    ledger = OracleLedger(readings)
    assert ledger.backfill(lines) == []
    return ledger


def granted(ledger: OracleLedger, lines: list[Line]) -> list[str]:
    """Yuan granted, claim by claim in the order of the lines."""
    amounts = {row["claim_no"]: row["granted_fen"] for row in ledger.claims()}
    return [yuan(amounts[line["claim_no"]]) for line in lines if "claim_no" in line]


def recorded(ledger: OracleLedger, line: Line) -> tuple[Any, ...]:
    """What stands recorded of a claim: measure, assessed, granted, reason, version."""
    (row,) = (row for row in ledger.claims() if row["claim_no"] == line["claim_no"])
    keys = ("measure", "assessed_fen", "granted_fen", "reason", "policy_version")
    return tuple(row[key] for key in keys)
