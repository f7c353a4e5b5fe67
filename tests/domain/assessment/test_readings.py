"""Where the text is silent: the shipped reading and each of its rivals, with a worked figure."""

from __future__ import annotations

import pytest

from tests.domain.facts import Brand
from tests.domain.given import (
    POLICY,
    Desk,
    certificate,
    desk,
    executed,
    exports,
    fair,
    guarantee,
    insurance,
    online,
    remedy,
    result_of,
    trademark,
)
from tests.domain.policies import rivals

READINGS = POLICY.source["readings"]


def granted(at: Desk, *claims: tuple[object, str]) -> list[tuple[int, str | None]]:
    """Decide claims in order and return what each was granted, with the reason."""
    outcomes = [at.grant(facts, on=day) for facts, day in claims]  # type: ignore[arg-type]
    return [(outcome.granted_fen, outcome.reason) for outcome in outcomes]


def test_the_shipped_policy_reads_every_silence_by_its_default() -> None:
    assert not [name for name, reading in READINGS.items() if "chosen" in reading]


@pytest.mark.parametrize(
    ("name", "rival"),
    [(name, rival) for name, choices in rivals().items() for rival in choices],
)
def test_every_other_rival_can_be_set_and_decides(name: str, rival: str) -> None:
    at = desk(**{name: rival})

    outcome = at.grant(fair("10000"))

    assert result_of(outcome)[2] in (None, "nothing-to-grant")  # wan-down leaves 7,000 nothing
    assert at.book.versions[0].policy.source["readings"][name]["chosen"] == rival


@pytest.mark.parametrize(
    ("counter", "fourth", "fifth"),
    [
        ("separate", None, "cap-reached"),
        ("one", "cap-reached", "cap-reached"),
        ("apart", None, None),
    ],
)
def test_exhibition_counter(counter: str, fourth: str | None, fifth: str | None) -> None:
    at = desk(exhibition_counter=counter)
    for name in "ABC":
        at.grant(fair("100", name=name, key=name == "A", country="US"))
    at.grant(fair("100", name="A", key=False, country="PL"))  # a place already, but under `apart`

    key = at.grant(fair("100", name="D"))
    belt = at.grant(fair("100", name="E", key=False, country="PL"))

    assert (key.reason, belt.reason) == (fourth, fifth)


@pytest.mark.parametrize(("membership", "fen"), [("in-force", 5_000), ("signed", 6_000)])
def test_rcep_membership(membership: str, fen: int) -> None:
    at = desk(rcep_membership=membership)

    outcome = at.grant(certificate("100", country="PH"), on="2022-01-01")

    assert result_of(outcome) == (fen, fen, None)


@pytest.mark.parametrize(
    ("reading", "before", "after"),
    [("two-way", 0, "already-subsidised-offline"), ("offline-first", 400_000, None)],
)
def test_offline_online(reading: str, before: int, after: str | None) -> None:
    at = desk(offline_online=reading)
    at.grant(online("5000"))
    at.grant(fair("100"))

    again = at.grant(online("5000"))

    assert at.outcome("C1").granted_fen == before
    assert at.outcome("C1").reason == after
    assert again.reason == "already-subsidised-offline"


@pytest.mark.parametrize(("counter", "reason"), [("apart", None), ("together", "cap-reached")])
def test_certificate_counter(counter: str, reason: str | None) -> None:
    at = desk(certificate_counter=counter)
    for no in "ABC":
        at.grant(certificate("100", no=no))

    fourth = at.grant(certificate("100", no="D", country="JP"))
    holding = at.grant(certificate("100", no="A", country="JP"))

    assert (fourth.reason, holding.reason) == (reason, None)


@pytest.mark.parametrize(
    ("period", "second"), [("policy", (0, "cap-reached")), ("year", (3_000_000, None))]
)
def test_trademark_period(period: str, second: tuple[int, str | None]) -> None:
    at = desk(trademark_period=period)

    outcomes = granted(at, (trademark("60000"), "2022-05-01"), (trademark("60000"), "2023-05-01"))

    assert outcomes == [(3_000_000, None), second]


@pytest.mark.parametrize(
    ("period", "next_year", "next_case"),
    [
        ("policy", (0, "cap-reached"), (0, "cap-reached")),
        ("year", (70_000_000, None), (0, "cap-reached")),
        ("case", (0, "cap-reached"), (70_000_000, None)),
    ],
)
def test_trade_remedy_period(
    period: str, next_year: tuple[int, str | None], next_case: tuple[int, str | None]
) -> None:
    at = desk(trade_remedy_period=period)

    outcomes = granted(
        at,
        (remedy("1400000"), "2022-05-01"),
        (remedy("1400000"), "2023-05-01"),
        (remedy("1400000", "AD-2"), "2022-06-01"),
    )

    assert outcomes == [(70_000_000, None), next_year, next_case]


@pytest.mark.parametrize(
    ("period", "second"), [("year", (50_000_000, None)), ("policy", (0, "cap-reached"))]
)
def test_insurance_period(period: str, second: tuple[int, str | None]) -> None:
    at = desk(insurance_period=period)

    outcomes = granted(
        at, (insurance("1000000"), "2022-05-01"), (insurance("1000000"), "2023-05-01")
    )

    assert outcomes == [(50_000_000, None), second]


@pytest.mark.parametrize(
    ("period", "second"), [("year", (30_000_000, None)), ("policy", (0, "cap-reached"))]
)
def test_outsourcing_period(period: str, second: tuple[int, str | None]) -> None:
    at = desk(outsourcing_period=period)

    outcomes = granted(
        at, (executed("10000000"), "2022-12-31"), (executed("10000000"), "2023-12-31")
    )

    assert outcomes == [(30_000_000, None), second]


@pytest.mark.parametrize(
    ("reading", "outcomes"),
    [("same", [(8_000, None), (5_000, None)]), ("previous", [(5_000, None), (8_000, None)])],
)
def test_insurance_export_year(reading: str, outcomes: list[tuple[int, str | None]]) -> None:
    at = desk(insurance_export_year=reading)
    at.carry_out(exports(2022, "0", "10000000"))

    amounts = granted(at, (insurance("100"), "2022-05-01"), (insurance("100"), "2023-05-01"))

    assert amounts == outcomes


@pytest.mark.parametrize(
    ("blocks", "fen"), [("whole", 3_000_000), ("pro-rata", 3_720_000), ("up", 4_500_000)]
)
def test_outsourcing_blocks(blocks: str, fen: int) -> None:
    at = desk(outsourcing_blocks=blocks)

    outcome = at.grant(executed("1240000"))
    under_one = at.grant(executed("499999.99"))

    assert result_of(outcome) == (fen, fen, None)
    assert result_of(under_one) == (0, 0, "nothing-to-grant")


@pytest.mark.parametrize(("reading", "fen"), [("guaranteed", 7_999_999), ("fee", 79_999)])
def test_fx_guarantee(reading: str, fen: int) -> None:
    at = desk(fx_guarantee=reading)

    outcome = at.grant(guarantee("8000000", "79999.99"))

    assert result_of(outcome) == (fen, fen, None)


@pytest.mark.parametrize(
    ("rounding", "fen"),
    [
        ("fen-down", 4_999_999),
        ("fen-half-up", 5_000_000),
        ("yuan-down", 4_999_900),
        ("wan-down", 4_000_000),
    ],
)
def test_rounding(rounding: str, fen: int) -> None:
    at = desk(rounding=rounding)

    outcome = at.grant(certificate("99999.99"))

    assert (outcome.assessed_fen, outcome.granted_fen) == (fen, fen)


def test_what_is_rounded_away_is_nothing_to_grant() -> None:
    at = desk(rounding="wan-down")

    outcome = at.grant(certificate("19999.99"))

    assert result_of(outcome) == (0, 0, "nothing-to-grant")


@pytest.mark.parametrize(
    ("reading", "fen", "reason"),
    [
        ("up-to-cost", 100_000, "covered-by-other-support"),
        ("deduct", 0, "covered-by-other-support"),
        ("ignore", 500_000, None),
    ],
)
def test_other_support(reading: str, fen: int, reason: str | None) -> None:
    at = desk(other_support=reading)

    outcome = at.grant(certificate("10000"), support="9000")
    award = at.grant(Brand(title="wenzhou"), support="9000")

    assert result_of(outcome) == (fen, fen, reason)
    assert result_of(award) == (5_000_000, 5_000_000, None)


def test_other_support_is_deducted_in_full() -> None:
    at = desk(other_support="deduct")

    outcome = at.grant(certificate("10000"), support="2000")

    assert result_of(outcome) == (300_000, 300_000, "covered-by-other-support")


@pytest.mark.parametrize(
    ("stack", "first", "granted_second", "reason"),
    [
        ("both", "wenzhou", 10_000_000, None),
        ("both", "zhejiang", 5_000_000, None),
        ("higher", "wenzhou", 5_000_000, "item-used"),
        ("higher", "zhejiang", 0, "item-used"),
    ],
)
def test_brand_stack(stack: str, first: str, granted_second: int, reason: str | None) -> None:
    at = desk(brand_stack=stack)
    second = "zhejiang" if first == "wenzhou" else "wenzhou"
    at.grant(Brand(title=first), on="2022-05-01")  # type: ignore[arg-type]

    outcome = at.grant(Brand(title=second), on="2023-05-01")  # type: ignore[arg-type]

    assert (outcome.granted_fen, outcome.reason) == (granted_second, reason)
