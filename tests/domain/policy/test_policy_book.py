"""The policy book: which version governs a day, a year, the whole; caps as readings shape them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.policy.book import PolicyBook
from domain.policy.compiling.faults import PolicyError
from domain.policy.measures import Cap
from tests.domain.given import BOOK, POLICY, Desk, amended, book_of, result_of, trademark

HALF = {"measures.overseas-trademark.rate": "40%"}
NEW_YEARS_EVE = date(2022, 12, 31)


def caps(**readings: str) -> dict[str, Cap]:
    settings = {f"readings.{name}": chosen for name, chosen in readings.items()}
    return amended(settings).caps


def number(book: PolicyBook, day: str) -> int | None:
    version = book.governing(date.fromisoformat(day))
    return None if version is None else version.number


def test_the_last_recorded_version_that_covers_the_day_governs() -> None:
    summer = amended(HALF, first_day=date(2022, 6, 1), last_day=date(2022, 8, 31))
    book = book_of(amended(), summer)

    governing = [number(book, day) for day in ("2022-05-31", "2022-06-01", "2022-08-31")]

    assert governing == [1, 2, 2]
    assert number(book, "2022-09-01") == 1
    assert number(book, "2025-01-01") is None


def test_a_version_recorded_later_wins_though_it_begins_earlier() -> None:
    late = amended(first_day=date(2023, 1, 1))

    assert number(book_of(late, amended(HALF)), "2023-05-01") == 2


def test_a_year_is_governed_by_its_last_day() -> None:
    autumn = amended(HALF, first_day=date(2022, 9, 1), last_day=date(2022, 12, 30))
    december = amended(HALF, first_day=NEW_YEARS_EVE, last_day=NEW_YEARS_EVE)

    assert _year(book_of(amended(), autumn), 2022) == 1
    assert _year(book_of(amended(), december), 2022) == 2


def test_a_year_that_ends_ungoverned_is_governed_by_its_last_governed_day() -> None:
    spring = amended(last_day=date(2023, 3, 31))
    may = amended(HALF, first_day=date(2023, 5, 1), last_day=date(2023, 5, 31))

    assert _year(book_of(spring), 2023) == 1
    assert _year(book_of(may, spring), 2023) == 1
    assert _year(book_of(spring), 2024) is None


def test_caps_over_the_whole_policy_are_governed_by_its_last_day() -> None:
    first_half = amended(last_day=NEW_YEARS_EVE)
    second_half = amended(HALF, first_day=date(2023, 1, 1))

    version = book_of(second_half, first_half).governing_last_day()

    assert version is not None
    assert version.number == 1
    assert PolicyBook().governing_last_day() is None


def test_a_claim_meets_the_limit_of_its_own_version_and_use_is_shared() -> None:
    more = amended({"caps.trademarks-in-all.limit": "40000"}, first_day=date(2024, 1, 1))
    desk = Desk(book_of(amended(), more))
    first = desk.grant(trademark("70000"), on="2023-05-01")

    second = desk.grant(trademark("70000"), on="2024-05-01")
    back = desk.grant(trademark("70000"), on="2023-05-01")

    assert result_of(first) == (3_500_000, 3_000_000, "cap-reached")
    assert result_of(second) == (3_500_000, 1_000_000, "cap-reached")
    assert result_of(back) == (3_500_000, 0, "cap-reached")
    assert [(use.limit, use.used_before) for use in back.caps] == [(3_000_000, 4_000_000)]


def test_a_version_recorded_later_changes_no_decision_already_taken() -> None:
    desk = Desk()
    before = desk.grant(trademark("100"))
    desk.book = book_of(amended(), amended(HALF))

    after = desk.grant(trademark("100"))

    assert desk.outcome("C1") == before
    assert (result_of(before), before.version) == ((5_000, 5_000, None), 1)
    assert (result_of(after), after.version) == ((4_000, 4_000, None), 2)


def test_as_shipped_every_cap_stands_as_printed() -> None:
    version = BOOK.versions[0]

    assert version.policy.caps == version.policy.caps
    assert len(version.policy.caps) == 16


def test_every_measure_with_a_ceiling_meets_exactly_one_cap() -> None:
    policy = BOOK.versions[0].policy
    without = {measure for measure, met in policy.caps_of.items() if not met}

    assert all(len(met) <= 1 for met in policy.caps_of.values())
    assert without == {
        "city-online-fair",
        "small-exporter-insurance-pool",
        "fx-guarantee-fee",
        "case-by-case",
    }


def test_one_counter_keeps_the_key_exhibitions_id_and_limit() -> None:
    shaped = caps(exhibition_counter="one")

    assert "other-exhibitions-per-year" not in shaped
    assert set(shaped["key-exhibitions-per-year"].measures) == {
        "key-exhibition",
        "other-exhibition",
        "belt-road-rcep-exhibition",
    }
    assert shaped["key-exhibitions-per-year"].limit == 3


def test_three_counters_add_one_with_the_limit_of_the_others() -> None:
    shaped = caps(exhibition_counter="apart")

    assert shaped["other-exhibitions-per-year"].measures == ("other-exhibition",)
    assert shaped["belt-road-exhibitions-per-year"].measures == ("belt-road-rcep-exhibition",)
    assert shaped["belt-road-exhibitions-per-year"].limit == 3


def test_certificates_together_keep_the_first_counters_id() -> None:
    shaped = caps(certificate_counter="together")

    assert "rcep-certifications-per-year" not in shaped
    assert set(shaped["certifications-per-year"].measures) == {
        "product-certification",
        "rcep-certification",
    }


@pytest.mark.parametrize(
    ("reading", "cap", "chosen", "scope"),
    [
        ("trademark_period", "trademarks-in-all", "year", ("year", None)),
        ("trade_remedy_period", "trade-remedy-in-all", "year", ("year", None)),
        ("trade_remedy_period", "trade-remedy-in-all", "case", ("policy", "case")),
        ("insurance_period", "insurance-per-year", "policy", ("policy", None)),
        ("outsourcing_period", "outsourcing-per-year", "policy", ("policy", None)),
    ],
)
def test_a_period_changes_the_scope_of_a_cap_and_not_its_id(
    reading: str, cap: str, chosen: str, scope: tuple[str, str | None]
) -> None:
    shaped = caps(**{reading: chosen})[cap]

    assert (shaped.period, shaped.item) == scope


def _year(book: PolicyBook, year: int) -> int | None:
    version = book.governing_year(year)
    return None if version is None else version.number


def test_the_days_of_every_version_count_for_a_year_and_for_the_whole() -> None:
    spring = amended(first_day=date(2023, 1, 1), last_day=date(2023, 3, 31))
    book = book_of(amended(last_day=NEW_YEARS_EVE), spring)

    assert _year(book, 2023) == 2
    last = book.governing_last_day()
    assert last is not None
    assert last.number == 2


def test_a_version_is_returned_for_its_number_and_for_no_other() -> None:
    book = book_of(amended(), amended(HALF))

    versions = [book.numbered(number) for number in (None, -1, 0, 1, 2, 3)]

    assert versions == [None, None, None, *book.versions, None]


def test_a_book_without_versions_governs_nothing_and_calls_nothing_retroactive() -> None:
    assert PolicyBook().position == 0
    assert not PolicyBook().is_retroactive(NEW_YEARS_EVE)
    assert PolicyBook().governing_year(2022) is None


def test_counted_apart_only_the_belt_and_road_leaves_the_other_exhibitions() -> None:
    shaped = {
        cap.id: cap.measures
        for cap in amended({"readings.exhibition_counter": "apart"}).caps.values()
    }

    assert shaped["other-exhibitions-per-year"] == ("other-exhibition",)
    assert shaped["belt-road-exhibitions-per-year"] == ("belt-road-rcep-exhibition",)


def test_the_book_lists_the_readings_that_bear_on_a_kind() -> None:
    assert POLICY.bearing["trademark"] == {
        "trademark_period": "policy",
        "other_support": "up-to-cost",
        "rounding": "fen-down",
    }
    assert POLICY.bearing["aeo"] == {"rounding": "fen-down"}


def test_a_book_as_it_stood_holds_what_was_recorded_by_then() -> None:
    first, second = book_of(amended(), amended(HALF)).versions
    draft = replace(second, number=3, position=None)
    book = PolicyBook((replace(first, position=4), replace(second, position=9), draft), 12)

    def stood(position: int) -> tuple[list[int], int]:
        then = book.until(position)
        return [version.number for version in then.versions], then.position

    assert [stood(position) for position in (3, 4, 8, 9, 12)] == [
        ([], 0),
        ([1], 4),
        ([1], 4),
        ([1, 2], 9),
        ([1, 2], 9),
    ]


@pytest.mark.parametrize(("name", "chosen"), [("rounding", "up"), ("belt_and_road", "signed")])
def test_a_reading_that_is_none_of_its_own_or_waits_for_its_list_is_no_policy_s(
    name: str, chosen: str
) -> None:
    with pytest.raises(PolicyError, match=f"{name}.*{chosen}"):
        amended({f"readings.{name}": chosen})
