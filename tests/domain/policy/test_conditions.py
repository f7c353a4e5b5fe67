"""Each condition of a policy: when it holds, at its limit and just beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.enterprise.account import Account
from domain.enterprise.pooling.uses import Use
from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import chosen, decided, document


@pytest.mark.parametrize("new", [True, False])
def test_a_yes_or_no_fact_is_as_expected(new: bool) -> None:
    assert chosen(["new"], new=new) == new
    assert chosen(["not new"], new=new) != new


def test_a_fact_is_a_word_or_one_of_several() -> None:
    assert chosen([{"fact": "grade", "is": "best"}], grade="best")
    assert not chosen([{"fact": "grade", "is": "best"}], grade="good")
    assert chosen([{"fact": "grade", "is": ["good", "best"]}], grade="good")


def test_a_country_is_on_a_list() -> None:
    near = [{"fact": "country", "on": "near"}]

    assert [chosen(near, country=country) for country in ("DE", "FR", "US")] == [True, True, False]


def test_a_country_is_on_a_dated_list_from_its_day() -> None:
    joined = [{"fact": "country", "on": "joined"}]
    days = {"JP": [False, True], "KR": [True, True], "DE": [False, False]}

    for country, expected in days.items():
        on = [date(2023, 5, 1), date(2023, 5, 2)]
        assert [chosen(joined, country=country, on=day) for day in on] == expected


def test_a_list_may_hold_all_at_once_from_the_first_day() -> None:
    lists = {"joined": {"since": {"JP": "2024-06-01"}, "at_once": True}}
    said = document([{"award": "2"}], when=[{"fact": "country", "on": "joined"}], lists=lists)

    outcome, _ = decided(compiled(said), country="JP", on=date(2022, 1, 1))

    assert outcome.measure == "first"


def test_abroad_is_not_at_home() -> None:
    at_home = document([{"award": "2"}], needs=[{"abroad": "country"}], home="DE")

    outcome, steps = decided(compiled(at_home), country="DE")

    assert (outcome.granted_fen, outcome.reason) == (0, "not-eligible")
    assert steps[-1].operands == {"need": "abroad"}
    assert decided(compiled(at_home), country="HK")[0].granted_fen == 200


def test_a_need_gives_its_own_code_and_what_it_looked_at() -> None:
    needs = [{"fact": "staff", "at_least": 6, "code": "too-small"}]

    outcome, steps = decided(compiled(document([{"award": "2"}], needs=needs)), staff=5)

    assert outcome.reason == "not-eligible"
    assert steps[-1].operands == {"need": "too-small", "staff_from": 6, "staff": 5}


@pytest.mark.parametrize(
    ("condition", "stated", "holds"),
    [
        ({"fact": "staff", "at_least": 5}, {"staff": 5}, True),
        ({"fact": "staff", "at_least": 5}, {"staff": 4}, False),
        ({"fact": "staff", "below": 5}, {"staff": 4}, True),
        ({"fact": "staff", "below": 5}, {"staff": 5}, False),
        ({"fact": "staff", "at_least": 4, "below": 6}, {"staff": 6}, False),
        ({"fact": "area", "at_least": "12.5"}, {"area": "12.5"}, True),
        ({"fact": "area", "at_least": "12.5"}, {"area": "12.499999"}, False),
        ({"fact": "fee", "at_least": "100.01"}, {"fee_fen": 10_001}, True),
        ({"fact": "fee", "at_least": "100.01"}, {"fee_fen": 10_000}, False),
        ({"fact": "sold_usd", "below": "100"}, {"sold_usd_cents": 9_999}, True),
        ({"fact": "sold_usd", "below": "100"}, {"sold_usd_cents": 10_000}, False),
        ({"fact": "booths", "at_least": "0.06"}, {"booths_fen": (1, 2, 3)}, True),
        ({"fact": "booths", "at_least": "0.07"}, {"booths_fen": (1, 2, 3)}, False),
    ],
)
def test_a_fact_is_within_its_limits(
    condition: dict[str, Any], stated: dict[str, Any], holds: bool
) -> None:
    assert chosen([condition], **stated) == holds


TOTAL = {"record": "trade", "field": "total"}


def years(**totals: int) -> dict[tuple[str, int], dict[str, int]]:
    return {("trade", int(year[1:])): {"total_fen": fen} for year, fen in totals.items()}


@pytest.mark.parametrize(("fen", "holds"), [(10_000, True), (9_999, False)])
def test_a_record_of_the_year_or_of_the_year_before_is_within_its_limits(
    fen: int, holds: bool
) -> None:
    same = TOTAL | {"at_least": "100"}
    previous = TOTAL | {"at_least": "100", "year": "previous"}

    assert chosen([same], records=years(y2023=fen)) == holds
    assert chosen([previous], records=years(y2022=fen, y2023=0)) == holds
    assert chosen([TOTAL | {"below": "100"}], records=years(y2023=fen)) != holds


def test_nothing_recorded_is_not_within_anything() -> None:
    assert not chosen([TOTAL | {"below": "100"}])
    assert not chosen([TOTAL | {"at_least": "0.01"}])


def test_the_highest_of_several_fields_is_what_counts() -> None:
    said = document(
        [{"award": "2"}],
        when=[{"record": "trade", "fields": ["us_usd", "eu_usd"], "at_least": "100"}],
    )
    usd = {"is": "amount", "currency": "USD"}
    said["records"]["trade"]["facts"] = {"us_usd": usd, "eu_usd": usd}
    policy = compiled(said)

    def measure(us: int, eu: int) -> str | None:
        records = {("trade", 2023): {"us_usd_cents": us, "eu_usd_cents": eu}}
        return decided(policy, records=records)[0].measure

    assert [measure(9_999, 10_000), measure(10_000, 0)] == ["first", "first"]
    assert measure(9_999, 9_999) == "rest"


@pytest.mark.parametrize(
    ("before", "now", "holds"),
    [(1_000, 1_050, True), (1_000, 1_049, False), (0, 5, True), (0, 0, False), (1_000, 900, False)],
)
def test_a_record_grows_over_the_year_before(before: int, now: int, holds: bool) -> None:
    grows = TOTAL | {"growth_at_least": "5%"}

    assert chosen([grows], records=years(y2022=before, y2023=now)) == holds
    assert chosen([grows | {"year": "previous"}], records=years(y2021=before, y2022=now)) == holds


def test_growth_needs_both_years() -> None:
    grows = [TOTAL | {"growth_at_least": "5%"}]

    assert not chosen(grows, records=years(y2023=10))
    assert not chosen(grows, records=years(y2022=10))


@pytest.mark.parametrize(("fee", "holds"), [(33_333, False), (33_334, True)])
def test_a_fact_is_a_share_of_another(fee: int, holds: bool) -> None:
    share = {"fact": "fee", "of": "budget", "at_least": "1/3"}

    assert chosen([share], fee_fen=fee, budget_fen=100_000) == holds


def granted(*items: str, claims: int = 1) -> Account:
    use = Use(claims=claims, amount_fen=1, booths=0)
    return Account({"rest": {(2022, item): use for item in items}})


def test_claims_granted_before_are_counted_over_the_years() -> None:
    thrice = [{"granted": "rest", "at_least": 3}]

    assert chosen(thrice, granted("a", claims=3))
    assert chosen(thrice, granted("a", "b", claims=2))
    assert not chosen(thrice, granted("a", claims=2))
    assert not chosen([{"granted": ["rest", "first"], "below": 2}], granted("a", "b"))
    assert chosen([{"granted": "rest", "below": 1}])


def test_what_was_granted_for_the_item_alone_may_be_counted() -> None:
    once = [{"granted": "rest", "per": "item", "at_least": 1}]

    assert chosen(once, granted("fair"), name="Fair")
    assert not chosen(once, granted("other"), name="Fair")


def test_under_a_measure_by_item_items_are_counted_not_claims() -> None:
    said = document([{"award": "2"}], when=[{"granted": "rest", "below": 2}])
    said["measures"]["rest"]["by_item"] = True
    policy = compiled(said)

    assert decided(policy, granted("a", claims=5))[0].measure == "first"
    assert decided(policy, granted("a", "b"))[0].measure == "rest"


@pytest.mark.parametrize(("day", "holds"), [(30, True), (31, True), (1, True)])
def test_a_claim_is_filed_within_days(day: int, holds: bool) -> None:
    filed_on = date(2023, 5, day)

    assert chosen([{"filed_within_days": 30}], filed_on=filed_on) == holds
    assert chosen([{"filed_within_days": 29}], filed_on=filed_on) == (day < 31)


def test_any_of_several_conditions_is_enough() -> None:
    any_of = [{"any": ["new", {"fact": "staff", "at_least": 9}]}]

    stated = [(True, 1), (False, 9), (True, 9), (False, 8)]
    assert [chosen(any_of, new=new, staff=staff) for new, staff in stated] == [
        True, True, True, False,
    ]  # fmt: skip


def test_all_of_a_measures_conditions_hold_or_it_is_not_chosen() -> None:
    both = ["new", {"fact": "staff", "at_least": 9}]

    assert chosen(both, new=True, staff=9)
    assert not chosen(both, new=True, staff=8)
    assert not chosen(both, new=False, staff=9)


def test_the_working_shows_what_was_looked_at() -> None:
    records = {("trade", 2022): {"total_fen": 10_000}}
    when = ["new", TOTAL | {"at_least": "100", "year": "previous", "name": "from"}]

    _, steps = decided(compiled(document([{"award": "2"}], when=when)), records=records)

    assert steps[0].operands == {
        "measure": "first",
        "new": 1,
        "trade_year": 2022,
        "total_fen": 10_000,
        "from_fen": 10_000,
    }
