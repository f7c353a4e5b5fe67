"""The working of a decision: every step, what it was worked from, what it left, what bound (◆)."""

from __future__ import annotations

from typing import Any

import pytest

from domain.events.claims import ClaimApproved, ClaimRejected, Decision
from domain.policy.facts import Facts
from tests.domain.facts import Brand
from tests.domain.given import (
    Desk,
    certificate,
    desk,
    executed,
    exports,
    fair,
    guarantee,
    insurance,
    online,
    trademark,
)

Filed = tuple[Facts, dict[str, Any]]


def decision(at: Desk) -> Decision:
    """The last decision on a claim."""
    return next(
        event.decision
        for event in reversed(at.events)
        if isinstance(event, ClaimApproved | ClaimRejected)
    )


def working(at: Desk, *filed: Filed) -> list[str]:
    """Decide these one after another; the steps of the last, a line each."""
    for facts, others in filed:
        at.grant(facts, **others)
    return [
        f"{step.code}: {', '.join(f'{name} {value}' for name, value in step.operands.items())}"
        f" = {step.fen}{' ◆' if step.bound else ''}"
        for step in decision(at).steps
    ]


US = "measure: measure overseas-trademark, country US = 0"
KEY = "measure: measure key-exhibition, country DE, key 1 = 0"
PRODUCT = "measure: measure product-certification, country DE = 0"
IN_ALL = "cap: cap trademarks-in-all, limit 3000000"
BOOTHS = "booths: rate_bp 7000, per_booth_fen 2000000, booths_per_exhibition 4"
PLACES = "cap: cap key-exhibitions-per-year, limit 3"
WORKINGS: dict[str, tuple[list[Filed], list[str]]] = {
    "a share that nothing lowers": (
        [(trademark("10000"), {})],
        [
            US,
            "share: rate_bp 5000, fee_fen 1000000 = 500000",
            f"{IN_ALL}, used_before 0, unit fen, attempted 500000 = 500000",
        ],
    ),
    "a cap that leaves less": (
        [(trademark("10000"), {}), (trademark("60000"), {})],
        [
            US,
            "share: rate_bp 5000, fee_fen 6000000 = 3000000",
            f"{IN_ALL}, used_before 500000, unit fen, attempted 3000000 = 2500000 ◆",
        ],
    ),
    "the dearest booths, one at its most": (
        [(fair("50000", "20000", "1000", "500", "300"), {})],
        [
            KEY,
            f"{BOOTHS}, fees_fen (5000000, 2000000, 100000, 50000), claimed 5 = 3505000 ◆",
            f"{PLACES}, used_before 0, unit count, attempted 1 = 3505000",
        ],
    ),
    "booths below their most": (
        [(fair("1000", "900"), {})],
        [
            KEY,
            f"{BOOTHS}, fees_fen (100000, 90000), claimed 2 = 133000",
            f"{PLACES}, used_before 0, unit count, attempted 1 = 133000",
        ],
    ),
    "a booth at its most among few": (
        [(fair("50000", "1000"), {})],
        [
            KEY,
            f"{BOOTHS}, fees_fen (5000000, 100000), claimed 2 = 2070000 ◆",
            f"{PLACES}, used_before 0, unit count, attempted 1 = 2070000",
        ],
    ),
    "more booths than count, none at its most": (
        [(fair("500", "400", "300", "200", "100"), {})],
        [
            KEY,
            f"{BOOTHS}, fees_fen (50000, 40000, 30000, 20000), claimed 5 = 98000 ◆",
            f"{PLACES}, used_before 0, unit count, attempted 1 = 98000",
        ],
    ),
    "booths of an exhibition claimed before": (
        [(fair("50000", "1000"), {}), (fair("20000", "10000", "9000"), {})],
        [
            KEY,
            f"{BOOTHS}, fees_fen (2000000, 1000000), claimed 3 = 2100000 ◆",
            "item-used: used 2 = 2100000 ◆",
            f"{PLACES}, used_before 1, unit count, attempted 0 = 2100000",
        ],
    ),
    "a most that is met": (
        [(certificate("110000"), {})],
        [
            PRODUCT,
            "share: rate_bp 5000, fee_fen 11000000, at_most_fen 5000000 = 5000000 ◆",
            "cap: cap certifications-per-year, limit 3, used_before 0, unit count, attempted 1"
            " = 5000000",
        ],
    ),
    "a most that is met exactly": (
        [(certificate("100000"), {})],
        [
            PRODUCT,
            "share: rate_bp 5000, fee_fen 10000000, at_most_fen 5000000 = 5000000 ◆",
            "cap: cap certifications-per-year, limit 3, used_before 0, unit count, attempted 1"
            " = 5000000",
        ],
    ),
    "a certificate that has had its most": (
        [(certificate("110000"), {}), (certificate("10000"), {})],
        [
            PRODUCT,
            "share: rate_bp 5000, fee_fen 1000000, at_most_fen 5000000 = 0",
            "item-used: used 5000000 = 0 ◆",
        ],
    ),
    "online after offline": (
        [(fair("1000"), {}), (online("100"), {})],
        [
            "measure: measure other-online-exhibition, organiser other = 0",
            "already-subsidised-offline: year 2023, place fair = 0 ◆",
        ],
    ),
    "other support that leaves less": (
        [(trademark("10000"), {"support": "8000"})],
        [
            US,
            "share: rate_bp 5000, fee_fen 1000000 = 500000",
            "other-support: cost_fen 1000000, other_support_fen 800000, reading up-to-cost"
            " = 200000 ◆",
            f"{IN_ALL}, used_before 0, unit fen, attempted 200000 = 200000",
        ],
    ),
    "other support that leaves exactly as much": (
        [(trademark("10000"), {"support": "5000"})],
        [
            US,
            "share: rate_bp 5000, fee_fen 1000000 = 500000",
            "other-support: cost_fen 1000000, other_support_fen 500000, reading up-to-cost"
            " = 500000",
            f"{IN_ALL}, used_before 0, unit fen, attempted 500000 = 500000",
        ],
    ),
    "not abroad": (
        [(trademark("1", country="CN"), {})],
        [
            "measure: measure overseas-trademark, country CN = 0",
            "not-eligible: need abroad = 0 ◆",
        ],
    ),
    "a day of no policy": (
        [(trademark("1"), {"on": "2030-01-01"})],
        ["no-policy-in-force: occurred_on 2030-01-01 = 0 ◆"],
    ),
    "an officer's ceiling": (
        [(trademark("10000"), {"reduced_to": "3000"})],
        [
            US,
            "share: rate_bp 5000, fee_fen 1000000 = 500000",
            f"{IN_ALL}, used_before 0, unit fen, attempted 500000 = 500000",
            "reduced: reduced_to_fen 300000 = 300000 ◆",
        ],
    ),
    "an officer's ceiling at the amount": (
        [(trademark("10000"), {"reduced_to": "5000"})],
        [
            US,
            "share: rate_bp 5000, fee_fen 1000000 = 500000",
            f"{IN_ALL}, used_before 0, unit fen, attempted 500000 = 500000",
            "reduced: reduced_to_fen 500000 = 500000",
        ],
    ),
    "less than a fen": (
        [(trademark("0.01"), {})],
        [US, "share: rate_bp 5000, fee_fen 1 = 0"],
    ),
    "half a fen lost": (
        [(trademark("0.03"), {})],
        [
            US,
            "share: rate_bp 5000, fee_fen 3 = 3/2",
            "rounding: rounding fen-down = 1",
            f"{IN_ALL}, used_before 0, unit fen, attempted 1 = 1",
        ],
    ),
    "whole blocks": (
        [(executed("1700000"), {})],
        [
            "measure: measure offshore-outsourcing = 0",
            "blocks: award_fen 1500000, per_usd_cents 50000000, executed_usd_cents 170000000,"
            " blocks 3 = 4500000",
            "cap: cap outsourcing-per-year, limit 30000000, used_before 0, unit fen,"
            " attempted 4500000 = 4500000",
        ],
    ),
    "a guarantee's fee below its most": (
        [(guarantee("100000", "999.99"), {})],
        [
            "measure: measure fx-guarantee-fee = 0",
            "guarantee: share_of_guaranteed_bp 100, base_fen 10000000, guarantee_fee_fen 99999"
            " = 99999",
        ],
    ),
    "a guarantee's fee at its most": (
        [(guarantee("100000", "1000"), {})],
        [
            "measure: measure fx-guarantee-fee = 0",
            "guarantee: share_of_guaranteed_bp 100, base_fen 10000000, guarantee_fee_fen 100000"
            " = 100000 ◆",
        ],
    ),
    "the city's own fair": (
        [(online("700", organiser="city"), {})],
        [
            "measure: measure city-online-fair, organiser city = 0",
            "whole-fee: fee_fen 70000 = 70000",
        ],
    ),
    "a second brand under the higher title": (
        [(Brand(title="wenzhou"), {}), (Brand(title="zhejiang"), {})],
        [
            "measure: measure zhejiang-export-brand, title zhejiang = 0",
            "award: fen 10000000 = 5000000",
            "item-used: used 5000000 = 5000000 ◆",
            "cap: cap zhejiang-brand-once, limit 1, used_before 0, unit count, attempted 1"
            " = 5000000",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORKINGS)
def test_every_step_is_kept_with_what_it_was_worked_from(name: str) -> None:
    filed, lines = WORKINGS[name]

    assert working(desk(brand_stack="higher"), *filed) == lines


def test_what_is_rounded_away_whole_is_nothing_to_grant() -> None:
    at = desk(rounding="yuan-down")

    lines = working(at, (trademark("0.50"), {}))

    assert lines[-1] == "rounding: rounding yuan-down = 0"
    assert decision(at).outcome.reason == "nothing-to-grant"


def test_a_member_country_is_named_with_the_day_it_became_a_member() -> None:
    markets = [
        working(Desk(), (fair("9", country=code, key=False), {}))[0] for code in ("JP", "DE")
    ]
    certified = working(Desk(), (certificate("9", country="JP"), {}))[0]

    assert markets == [
        "measure: measure belt-road-rcep-exhibition, country JP, rcep_since 2022-01-01, key 0,"
        " belt_and_road 0 = 0",
        "measure: measure other-exhibition, country DE, key 0, belt_and_road 0 = 0",
    ]
    assert certified == (
        "measure: measure rcep-certification, country JP, rcep_since 2022-01-01 = 0"
    )


def test_the_working_names_the_exports_that_settle_a_rate() -> None:
    at = Desk()
    before = working(at, (insurance("100"), {}))[0]
    at.carry_out(exports(2023, "10000000", "5"))

    assert before == "measure: measure export-credit-insurance, pool 0, exports_year 2023 = 0"
    assert working(at, (insurance("100"), {}))[0] == (
        "measure: measure key-export-credit-insurance, pool 0, exports_year 2023,"
        " us_usd_cents 1000000000, rcep_usd_cents 500, from_usd_cents 1000000000 = 0"
    )
    assert working(at, (insurance("100", pool=True), {}))[0] == (
        "measure: measure small-exporter-insurance-pool, pool 1 = 0"
    )
