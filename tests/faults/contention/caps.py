"""Caps to fight under: what is claimed, what each claim would get alone, what is left to take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from domain.identity import check_character

Line = dict[str, Any]
Facts = Callable[[int, int], Line]  # of a claim's number and its fee in fen

HALF = Fraction(1, 2)
LIMITS_SET = {"caps.certifications-per-year.limit": "5"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A cap of the policy. counted: the fact that tells items apart (`claim_no`: each claim
    is an item); None for an amount in fen.

    limit: places or fen. share: of the fee, granted alone. fees: lowest and highest, in fen.
    """

    kind: str
    limit: int
    counted: str | None
    facts: Facts
    share: Fraction = HALF
    fees: tuple[int, int] = (20_000, 2_000_000)

    def holding_write_lock(self, fee_fen: int) -> int:
        """What one claim gets when nobody else asks."""
        return int(self.share * fee_fen)


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _fair(number: int, fee: int) -> Line:
    return {"exhibition": f"Fair {number}", "country": "DE", "key": True, "booth_fees": [yuan(fee)]}


def _online(number: int, fee: int) -> Line:
    return {"exhibition": f"Fair {number}", "organiser": "other", "fee": yuan(fee)}


def _certificate(number: int, fee: int) -> Line:
    return {
        "certificate_no": f"No {number}",
        "country": "DE",
        "fee": yuan(fee),
        "self_export": True,
    }


def _trademark(number: int, fee: int) -> Line:
    return {
        "registration_no": f"T-{number}",
        "country": "US",
        "fee": yuan(fee),
        "self_export": True,
    }


def _insurance(number: int, fee: int) -> Line:
    return {"insurance_policy_no": f"P-{number}", "premium": yuan(fee), "pool": False}


def _remedy(number: int, fee: int) -> Line:
    return {"case_no": f"AD-{number}", "fee": yuan(fee)}


def _warehouse(_: int, __: int) -> Line:
    return {"warehouse": "Hub", "country": "DE"}


def _nothing(_: int, __: int) -> Line:
    return {}


CAPS = {
    "key-exhibitions-per-year": Cap(
        kind="exhibition", limit=3, counted="exhibition", facts=_fair, share=Fraction(7, 10)
    ),
    "online-exhibitions-per-year": Cap(
        kind="online-exhibition", limit=3, counted="exhibition", facts=_online,
        share=Fraction(8, 10), fees=(20_000, 1_000_000),
    ),
    "certifications-per-year": Cap(
        kind="certification", limit=5, counted="certificate_no", facts=_certificate
    ),
    "aeo-once": Cap(kind="aeo", limit=1, counted="claim_no", facts=_nothing),
    "warehouse-once": Cap(
        kind="overseas-warehouse", limit=1, counted="claim_no", facts=_warehouse
    ),
    "trademarks-in-all": Cap(kind="trademark", limit=3_000_000, counted=None, facts=_trademark),
    "insurance-per-year": Cap(
        kind="credit-insurance", limit=50_000_000, counted=None, facts=_insurance
    ),
    "trade-remedy-in-all": Cap(kind="trade-remedy", limit=70_000_000, counted=None, facts=_remedy),
}  # fmt: skip


def code(serial: int) -> str:
    """Return a valid unified social credit code."""
    first = f"91330382MC{serial:07d}"
    return first + check_character(first)


def line_of(cap: Cap, claim_no: str, uscc: str, number: int, fee_fen: int) -> Line:
    """Return a claim as a line of JSON."""
    return {
        "claim_no": claim_no,
        "uscc": uscc,
        "enterprise": "示例企业",
        "kind": cap.kind,
        "occurred_on": "2023-05-01",
        "filed_on": "2023-12-31",
        "facts": cap.facts(number, fee_fen),
    }


def taken_before(cap: Cap, random: Random) -> list[int]:
    """Draw the fees of claims decided beforehand, so that 1 to 5 places or a last few yuan stay."""
    if cap.counted is not None:
        left = random.randint(1, min(5, cap.limit))
        return [200_000] * (cap.limit - left)
    left = random.choice((1, 2, 99, 100, 101, random.randint(1, 500_000)))
    return [int((cap.limit - left) / cap.share)]
