"""Claims made from a policy's own figures: each figure is met just below, at it and just above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from adapters.policy.file.files import read_policy_file
from adapters.policy.file.trying.boundaries import CLAIMS_MAX, BoundaryClaim, boundary_claims
from adapters.policy.paths import SHIPPED
from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import FACTS, document

FEE = {"of": "fee"}


def tried(names: str, pays: Sequence[Any], **sections: Any) -> list[BoundaryClaim]:
    """The claims of a policy of one kind that states only these facts."""
    facts = {name: FACTS[name] for name in names.split()}
    said = document(pays, kinds={"work": {"facts": facts}}, **sections)
    return list(boundary_claims(compiled(said)))


def met(claims: Sequence[BoundaryClaim], name: str) -> list[tuple[Any, int]]:
    """What a fact or a record is tried as, with what is granted."""
    return [((made.facts | made.records)[name], made.granted_fen) for made in claims]


def test_a_ceiling_is_met_where_the_share_of_an_amount_reaches_it() -> None:
    claims = tried("fee", [FEE, {"rate": "50%"}, {"at_most": "100"}])

    assert met(claims, "fee_fen") == [(19_999, 9_999), (20_000, 10_000), (20_001, 10_000)]
    assert {made.measure for made in claims} == {"first"}


def test_a_floor_and_a_block_are_met() -> None:
    floor = tried("fee", [FEE, {"at_least": "100"}])
    blocks = tried("fee", [FEE, {"per": "100", "blocks": "whole"}, {"award": "1"}])

    assert met(floor, "fee_fen") == [(9_999, 0), (10_000, 10_000), (10_001, 10_001)]
    assert met(blocks, "fee_fen") == [(9_999, 0), (10_000, 100), (10_001, 100)]
    assert [made.reason for made in blocks] == ["nothing-to-grant", None, None]


def test_limits_that_leave_out_or_take_in_their_figure_are_met() -> None:
    when = [{"fact": "fee", "above": "100", "at_most": "200"}]

    claims = tried("fee", [FEE], when=when)

    assert [(made.facts["fee_fen"], made.measure) for made in claims] == [
        (9_999, "rest"), (10_000, "rest"), (10_001, "first"),
        (19_999, "first"), (20_000, "first"), (20_001, "rest"),
    ]  # fmt: skip


def test_a_sum_of_several_amounts_meets_its_figures() -> None:
    claims = tried("fee budget", [{"of": ["fee", "budget"]}, {"rate": "50%"}, {"at_most": "9999"}])

    sums = [made.facts["fee_fen"] + made.facts["budget_fen"] for made in claims]  # type: ignore[operator]
    assert list(zip(sums, met(claims, "fee_fen"), strict=True)) == [
        (1_999_799, (999_799, 999_899)),
        (1_999_800, (999_800, 999_900)),
        (1_999_801, (999_801, 999_900)),
    ]


def test_a_ceiling_of_each_amount_is_met_by_an_amount_alone() -> None:
    pays = [{"each": "booths"}, {"rate": "1/3"}, {"at_most": "100"}, {"highest": 2}]

    assert met(tried("booths", pays), "booths_fen") == [
        ((29_999,), 9_999), ((30_000,), 10_000), ((30_001,), 10_000),
    ]  # fmt: skip


def test_limits_of_conditions_are_met_in_numbers_and_records_of_both_years() -> None:
    staff = {"any": ["new", {"fact": "staff", "at_least": 3, "below": 5}]}
    year = {"record": "trade", "field": "total", "at_least": "100", "year": "previous"}
    by_staff = tried("staff new", [{"award": "2"}], when=[staff])
    by_trade = tried("name", [{"award": "2"}], when=[year])

    assert [made.measure for made in by_staff if not made.facts["new"]] == [
        "rest", "first", "first", "rest", "rest",
    ]  # fmt: skip
    assert sorted({made.facts["staff"] for made in by_staff}) == [2, 3, 4, 5, 6]
    assert {made.measure for made in by_staff if made.facts["new"]} == {"first"}
    assert [(made.records["trade.total_fen"], made.measure) for made in by_trade] == [
        (9_999, "rest"), (10_000, "first"), (10_001, "first"),
    ]  # fmt: skip


def test_every_word_yes_or_no_and_country_of_a_list_is_tried_with_each_number() -> None:
    pays = [FEE, {"rate": {"by": "grade", "good": "1%", "best": "2%"}}, {"at_most": "1"}]
    claims = tried("fee grade new country area", pays)

    seen = {
        (made.facts["fee_fen"], made.facts["grade"], made.facts["new"], made.facts["country"])
        for made in claims
    }
    assert len(seen) == len(claims) == 6 * 2 * 2 * 3
    assert {made.facts["fee_fen"] for made in claims} == {4999, 5000, 5001, 9999, 10000, 10001}
    assert {made.facts["country"] for made in claims} == {"DE", "JP", "ZZ"}  # ZZ is on no list
    assert {made.facts["area"] for made in claims} == {"1"}


def test_a_number_that_is_not_varied_meets_what_measures_need_of_it() -> None:
    needs = [{"fact": "staff", "at_least": 3, "below": 5, "code": "small"}]
    claims = tried("fee staff", [FEE, {"at_most": "1"}], needs=needs)

    varied = [made for made in claims if made.facts["staff"] == 4]
    assert met(varied, "fee_fen") == [(99, 99), (100, 100), (101, 100)]
    assert {made.reason for made in claims if made.facts["staff"] != 4} == {None, "not-eligible"}
    assert {made.facts["fee_fen"] for made in claims if made.facts["staff"] != 4} == {101}


def test_the_figures_of_every_need_are_met_one_at_a_time() -> None:
    needs = [
        {"fact": "staff", "at_least": 3, "code": "small"},
        {"fact": "area", "at_least": "40", "below": "50", "code": "wide"},
    ]
    claims = tried("staff area", [{"award": "1"}], needs=needs)

    assert [
        (made.facts["staff"], made.facts["area"], made.granted_fen, made.reason) for made in claims
    ] == [
        (2, "49", 0, "not-eligible"), (3, "49", 100, None), (4, "49", 100, None),
        (4, "39", 0, "not-eligible"), (4, "40", 100, None), (4, "41", 100, None),
        (4, "50", 0, "not-eligible"), (4, "51", 0, "not-eligible"),
    ]  # fmt: skip


def test_a_number_that_is_not_varied_asks_least_of_the_claim() -> None:
    when = [{"fact": "staff", "at_least": 3}, {"fact": "fee", "below": "10"}]
    claims = tried("staff fee", [{"award": "2"}], when=when)

    assert [(made.facts["staff"], made.facts["fee_fen"], made.measure) for made in claims] == [
        (2, 1_001, "rest"), (3, 1_001, "rest"), (4, 1_001, "rest"),
        (2, 999, "rest"), (2, 1_000, "rest"),
    ]  # fmt: skip


def test_two_records_are_tried_each_by_itself_with_a_claim_that_states_one_thing() -> None:
    when = [{"record": "trade", "field": field, "at_least": "1"} for field in ("total", "us_usd")]
    claims = tried("name", [{"award": "2"}], when=when)

    assert [tuple(made.records.values()) for made in claims] == [
        (99, 99), (100, 99), (101, 99), (99, 100), (99, 101),
    ]  # fmt: skip
    assert {tuple(made.records) for made in claims} == {("trade.total_fen", "trade.us_usd_cents")}
    assert all(made.facts == {"name": "name"} for made in claims)


def test_a_policy_without_figures_is_tried_once_for_each_choice() -> None:
    claims = tried("name new", [{"award": "5"}])

    assert [(made.facts, made.granted_fen) for made in claims] == [
        ({"name": "name", "new": True}, 500),
        ({"name": "name", "new": False}, 500),
    ]


def test_every_kind_of_the_shipped_policy_is_tried_within_reason() -> None:
    policy = read_policy_file(SHIPPED)

    claims = list(boundary_claims(policy))

    by_kind = Counter(made.kind for made in claims)
    assert list(by_kind) == list(policy.kinds)
    assert max(by_kind.values()) <= CLAIMS_MAX == 400
    assert all(policy.kinds[made.kind].fits(made.facts) for made in claims)
    assert {made.measure for made in claims} == set(policy.measures)


def test_no_more_claims_of_a_kind_are_made_than_a_person_reads() -> None:
    words = {f"w{number}": f"W{number}" for number in range(CLAIMS_MAX // 3 + 1)}
    facts = {"fee": FACTS["fee"], "grade": {"is": "word", "words": words}}
    kinds = {name: {"facts": facts} for name in ("work", "play")}
    said = document([FEE, {"at_most": "1"}], kinds=kinds)
    said["measures"]["other"] = said["measures"]["first"] | {"kind": "play"}

    claims = boundary_claims(compiled(said))

    assert Counter(made.kind for made in claims) == {"work": CLAIMS_MAX, "play": CLAIMS_MAX}


def capped(**lines: Any) -> dict[str, Any]:
    cap = {"article": "一", "title_zh": "限", "title_en": "Cap", "period": "year", "unit": "money"}
    return {"c": cap | {"per": "enterprise", "measures": ["first"]} | lines}


def test_a_limit_that_is_of_a_record_is_tried_below_at_and_above_what_a_claim_comes_to() -> None:
    limit = {"of": "trade.total:1", "rate": "50%"}
    claims = tried("name", [{"award": "100"}], caps=capped(limit=limit))

    assert [
        (made.records["trade.total_fen:1"], made.granted_fen, made.reason)
        for made in claims
        if "trade.total_fen:1" in made.records
    ] == [(19_999, 9_999, "cap-reached"), (20_000, 10_000, None), (20_001, 10_000, None)]


def test_the_limit_of_a_fiscal_year_is_of_the_year_that_it_begins_in() -> None:
    limit = {"limit": {"of": "trade.total:1"}, "period": "fiscal", "starts": "04-01"}
    claims = tried("name", [{"award": "100"}], caps=capped(**limit))

    assert [
        (made.records["trade.total_fen:2"], made.granted_fen)
        for made in claims
        if "trade.total_fen:2" in made.records
    ] == [(9_999, 9_999), (10_000, 10_000), (10_001, 10_000)]


def test_growth_is_tried_just_short_of_it_and_where_it_is_reached() -> None:
    growth = {"record": "trade", "field": "total", "growth_at_least": "25%", "code": "growth"}
    claims = tried("name", [{"award": "100"}], needs=[growth])

    assert [(made.records["trade.total_fen:1"], made.granted_fen) for made in claims] == [
        (800_000, 10_000), (799_999, 10_000), (800_001, 0),
    ]  # fmt: skip


def test_a_mean_of_years_is_tried_with_the_same_amount_in_each() -> None:
    pays = [{"of": "trade.total:mean3"}, {"rate": "50%"}, {"at_most": "100"}]
    claims = tried("name", pays)

    assert met(claims, "trade.total_fen") == [(19_999, 9_999), (20_000, 10_000), (20_001, 10_000)]


def test_bands_a_price_and_the_fixed_limit_of_a_cap_are_met() -> None:
    bands = {"by": "staff", "bands": [["0", "1"], ["5", "2"]]}
    by_staff = tried("staff", [{"award": bands}])
    priced = tried("area", [{"of": "area"}, {"price": "2"}, {"at_most": "100"}])
    limited = tried("fee", [FEE, {"rate": "50%"}], caps=capped(limit="100"))

    assert met(by_staff, "staff") == [(4, 100), (5, 200), (6, 200)]
    assert met(priced, "area") == [("49", 9_800), ("50", 10_000), ("51", 10_000)]
    assert met(limited, "fee_fen") == [(19_999, 9_999), (20_000, 10_000), (20_001, 10_000)]
