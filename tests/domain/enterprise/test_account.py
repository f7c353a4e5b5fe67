"""The account: what granted claims hold, and how caps and items ask about it."""

from __future__ import annotations

from datetime import date

from domain.enterprise.account import Account
from domain.events.claims import Outcome
from domain.policy.measures import Cap
from tests.domain.given import POLICY

KEY = POLICY.caps["key-exhibitions-per-year"]
OTHER = POLICY.caps["other-exhibitions-per-year"]
TRADEMARKS = POLICY.caps["trademarks-in-all"]
POINTS = POLICY.caps["warning-point-per-year"]


def outcome(measure: str, fen: int, place: str = "", booths: int = 0) -> Outcome:
    return Outcome(
        version=1,
        measure=measure,
        article="",
        place=place,
        booths=booths,
        assessed_fen=fen,
        granted_fen=fen,
        reason=None,
        caps=(),
    )


def account(*posted: tuple[Outcome, int]) -> Account:
    made = Account()
    for posting, year in posted:
        made.post(posting, date(year, 5, 1), 1)
    return made


def used(made: Account, cap: Cap, year: int | None = 2023) -> int:
    return made.used(cap, year, None)


def test_an_item_holds_one_place_however_often_and_under_whichever_measure() -> None:
    made = account(
        (outcome("other-exhibition", 5, "fair"), 2023),
        (outcome("other-exhibition", 7, "fair"), 2023),
        (outcome("belt-road-rcep-exhibition", 7, "fair"), 2023),
        (outcome("other-exhibition", 5, "fair"), 2022),
    )

    assert used(made, OTHER) == 1
    assert used(made, OTHER, None) == 2
    assert used(made, KEY) == 0


def test_claims_without_an_item_hold_a_place_each() -> None:
    made = account(*[(outcome("trade-warning-point", 5), 2023)] * 2)

    assert used(made, POINTS) == 2


def test_an_amount_cap_adds_up_fen() -> None:
    made = account(
        (outcome("overseas-trademark", 5), 2022), (outcome("overseas-trademark", 7), 2023)
    )

    assert used(made, TRADEMARKS, None) == 12
    assert used(made, TRADEMARKS, 2023) == 7


def test_nothing_granted_holds_nothing() -> None:
    made = account((outcome("key-exhibition", 0, "fair", 3), 2023))

    assert made == Account()


def test_booths_are_added_up_over_every_offline_measure() -> None:
    made = account(
        (outcome("key-exhibition", 5, "fair", 2), 2023),
        (outcome("other-exhibition", 5, "fair", 1), 2023),
        (outcome("other-exhibition", 5, "other", 3), 2023),
    )

    assert made.item_booths(OTHER.measures + KEY.measures, 2023, "fair") == 3
    assert made.item_booths(OTHER.measures + KEY.measures, 2022, "fair") == 0


def test_taking_out_what_was_posted_leaves_no_trace_of_it() -> None:
    made = account((outcome("key-exhibition", 5, "fair", 2), 2023))

    made.post(outcome("key-exhibition", 5, "fair", 2), date(2023, 5, 1), -1)

    assert used(made, KEY) == 0
    assert made.places(KEY, "key-exhibition", date(2023, 5, 1), "fair") == (0, 1)
    assert not any(made.uses.values())


def test_a_copy_goes_its_own_way() -> None:
    made = account((outcome("key-exhibition", 5, "fair", 2), 2023))

    made.copy().post(outcome("key-exhibition", 5, "fair", 2), date(2023, 5, 1), 1)

    assert made.item_granted_fen(("key-exhibition",), 2023, "fair") == 5
