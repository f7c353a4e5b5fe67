"""What all enterprises hold together, added up as caps over all of them count it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.assessment.linked import share_pool
from domain.enterprise.pool import Pool, Posting
from domain.enterprise.state import Enterprise
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Cap
from tests.domain.enterprise.capped import DAYS, book_with, cap, file, granted
from tests.domain.policy.small import document

grants = st.lists(
    st.tuples(st.sampled_from("AB"), DAYS, st.sampled_from(("x", "y")), st.integers(1, 50)),
    max_size=12,
)


def pooled(period: str, unit: str = "count", per: str = "all", **more: Any) -> Cap:
    return book_with(cap(3, period, unit, per=per, **more)).versions[0].policy.caps["c"]


def filled(entered: list[tuple[str, date, str, int]]) -> Pool:
    pool = Pool(frozenset({"first"}))
    for owner, day, place, fen in entered:
        pool.post(owner, "first", Posting(day, place, fen, 1))
    return pool


@given(entered=grants, day=DAYS)
def test_a_pool_counts_what_each_period_and_place_of_it_holds(
    entered: list[tuple[str, date, str, int]], day: date
) -> None:
    pool = filled(entered)

    def fiscal(each: date) -> int:
        return each.year if (each.month, each.day) >= (4, 1) else each.year - 1

    year = sum(each[1].year == day.year for each in entered)
    assert pool.used_at(pooled("year"), day, "x") == year
    assert pool.used_at(pooled("policy"), day, "x") == len(entered)
    by_fiscal = sum(fiscal(each[1]) == fiscal(day) for each in entered)
    assert pool.used_at(pooled("fiscal", starts="04-01"), day, "x") == by_fiscal
    at_x = [each for each in entered if each[2] == "x"]
    assert pool.used_at(pooled("policy", per="item-of-all"), day, "X") == len(at_x)
    months = [
        sum(end - timedelta(364) <= each[1] <= end for each in entered)
        for end in (day + timedelta(days) for days in range(365))
    ]
    rolling = pool.used_at(pooled("rolling", months=12), day, "x")
    assert max(months) <= rolling + sum(each[1].month == 2 for each in entered)
    assert rolling <= len(entered)


@given(entered=grants, other=grants)
def test_what_one_enterprise_holds_is_replaced_and_what_others_hold_stays(
    entered: list[tuple[str, date, str, int]], other: list[tuple[str, date, str, int]]
) -> None:
    pool, wanted = filled(entered), filled([each for each in entered if each[0] == "B"])
    postings = [Posting(day, place, fen, 1) for _, day, place, fen in other]
    taken = [posting._replace(sign=-1) for posting in postings[::2]]

    pool.hold("A", {"first": [*postings, *taken], "other": postings})
    for posting in postings[1::2]:
        wanted.post("A", "first", posting)

    assert {at: days for at, days in pool.tallies.items() if days} == {
        at: days for at, days in wanted.tallies.items() if days
    }


@given(
    claims=st.lists(st.tuples(st.sampled_from("AB"), DAYS, st.integers(1, 80)), max_size=10),
    months=st.integers(1, 18),
)
def test_in_any_months_in_a_row_all_together_get_no_more_than_the_limit(
    claims: list[tuple[str, date, int]], months: int
) -> None:
    book = book_with(cap("1", "rolling", per="all", months=months))
    both = {name: Enterprise() for name in "AB"}
    share_pool(both, book)

    for number, (name, on, fee) in enumerate(claims):
        file(both[name], book, f"C{number}", on, fee)

    given_out = [
        (claim.submitted.occurred_on, fen)
        for each in both.values()
        for claim, fen in zip(each.claims.values(), granted(each), strict=True)
    ]
    cap_of = book.versions[0].policy.caps["c"]
    for day, _fen in given_out:
        assert both["A"].account.used_at(cap_of, day, "") <= 100
        within = timedelta(28 * months - 1)  # any such months have these days
        assert sum(fen for on, fen in given_out if day - within <= on <= day) <= 100


def test_an_item_of_two_enterprises_holds_a_place_for_each_and_one_for_several_claims() -> None:
    said = document([{"of": "fee"}], caps=cap(3, "year", "count", per="all"))
    said["kinds"]["work"] = {
        "item": "name",
        "facts": {"name": {"is": "text"}, "fee": {"is": "amount"}},
    }
    said["measures"]["first"]["by_item"] = True
    one = compiled(said).caps["c"]
    pool = Pool(frozenset({"first"}))
    day = date(2023, 5, 1)
    for owner in "AAB":
        pool.post(owner, "first", Posting(day, "fair", 5, 1))

    assert pool.used_at(one, day, "fair") == 2
    assert pool.places(one, "first", day, "Fair", "A") == (2, 2)
    assert pool.places(one, "first", day, "fair", "C") == (2, 3)
