"""What all enterprises hold together, added up as caps over all of them count it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.assessment.linked import share_pool
from domain.enterprise.pooling.counts import Posting
from domain.enterprise.pooling.periods import cap_scope, months_later
from domain.enterprise.pooling.pool import Pool
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
    limit = 3 if unit == "count" else "3"
    return book_with(cap(limit, period, unit, per=per, **more)).versions[0].policy.caps["c"]


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


EVERY = (
    pooled("year"),
    pooled("policy", "money"),
    pooled("fiscal", starts="04-01"),
    pooled("rolling", months=5),
    pooled("rolling", "money", months=12),
    pooled("rolling", per="item-of-all", months=3),
)


@given(entered=grants, other=grants, days=st.lists(DAYS, min_size=1, max_size=4))
def test_what_one_enterprise_holds_is_replaced_and_what_others_hold_stays(
    entered: list[tuple[str, date, str, int]],
    other: list[tuple[str, date, str, int]],
    days: list[date],
) -> None:
    pool, wanted = filled(entered), filled([each for each in entered if each[0] == "B"])
    postings = [Posting(day, place, fen, 1) for _, day, place, fen in other]
    taken = [posting._replace(sign=-1) for posting in postings[::2]]
    asked = [(each, day, place) for each in EVERY for day in days for place in "xy"]
    for each in asked[::2]:  # counted from here on; the others once asked about at the end
        pool.used_at(*each)

    pool.hold("A", {"first": [*postings, *taken], "other": postings})
    for posting in postings[1::2]:
        wanted.post("A", "first", posting)

    for each in asked:
        assert pool.used_at(*each) == wanted.used_at(*each)


ROUND = st.lists(
    st.tuples(
        st.sampled_from(("first", "second")),
        st.sampled_from("AB"),
        DAYS,
        st.sampled_from(("x", "y", "z")),
        st.integers(1, 50),
        st.booleans(),  # whether it is taken out again
    ),
    max_size=15,
)


@given(entered=ROUND, asked=st.lists(st.tuples(DAYS, st.sampled_from("xz")), max_size=3))
def test_what_is_kept_up_claim_by_claim_is_what_adding_up_again_gives(
    entered: list[tuple[str, str, date, str, int, bool]], asked: list[tuple[date, str]]
) -> None:
    caps = [*EVERY, *(replace(each, by_item=frozenset({"first"})) for each in EVERY)]
    caps = [replace(each, measures=("first", "second")) for each in caps]
    pool, standing = Pool(frozenset({"first", "second"})), []
    for measure, owner, day, place, fen, gone in entered:
        pool.post(owner, measure, Posting(day, place, fen, 1))
        for each in caps:
            pool.used_at(each, day, place)
        if gone:
            pool.post(owner, measure, Posting(day, place, fen, -1))
        else:
            standing.append((measure, owner, day, place, fen))

    for each in caps:
        for day, place in asked:
            before = added_up(each, standing, day, place)
            one_more = added_up(each, [*standing, ("first", "A", day, place, 1)], day, place)
            assert pool.used_at(each, day, place) == before
            if each.unit == "count":
                assert pool.places(each, "first", day, place, "A") == (before, one_more)


def added_up(cap: Cap, claims: list[tuple[str, str, date, str, int]], day: date, place: str) -> int:
    """Count by looking at every claim; of months in a row, in each run that has the day."""
    scope = cap_scope(cap, day, place)
    if cap.period != "rolling":
        return counted(cap, [each for each in claims if cap_scope(cap, each[2], each[3]) == scope])
    runs = (day + timedelta(later) for later in range(31 * cap.months))
    spans = ((months_later(end, -cap.months), end) for end in runs)
    return max(
        counted(
            cap,
            [
                each
                for each in claims
                if before < each[2] <= end and cap_scope(cap, each[2], each[3]) == scope
            ],
        )
        for before, end in spans
        if before < day
    )


def counted(cap: Cap, claims: list[tuple[str, str, date, str, int]]) -> int:
    if cap.unit == "fen":
        return sum(claim[-1] for claim in claims)
    years = [0 if cap.period == "fiscal" else claim[2].year for claim in claims]
    return len(
        {
            (owner, place, year) if measure in cap.by_item else number
            for number, (year, (measure, owner, _, place, _)) in enumerate(
                zip(years, claims, strict=True)
            )
        }
    )


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
