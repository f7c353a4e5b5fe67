"""Who bears what: shares of sources, whole for every measure."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from domain.policy.compiling.paths import parameters_in
from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import document, fault

SOURCES = {"city": {"zh": "市", "en": "city"}, "county": {"zh": "县", "en": "county"}}
HALVES = {"article": "一", "shares": {"city": "50%", "county": "50%"}}


def said(**funding: dict[str, Any]) -> dict[str, Any]:
    return document([{"of": "fee"}], sources=SOURCES, funding=funding)


def test_each_measure_is_borne_by_its_entry_or_by_that_of_the_rest() -> None:
    thirds = {"article": "二", "measures": ["first"], "shares": {"city": "1/3", "county": "2/3"}}
    funding = {"first": thirds, "others": HALVES}
    policy = compiled(document([{"of": "fee"}], when=["new"], sources=SOURCES, funding=funding))

    third = Fraction(10_000, 3)
    assert policy.funding["first"] == {"city": third, "county": 2 * third}
    assert policy.funding["rest"] == {"city": 5_000, "county": 5_000}
    assert compiled(document([{"of": "fee"}])).funding == {}


def test_every_share_is_a_figure_of_its_article() -> None:
    paths = parameters_in(said(others=HALVES))

    assert paths["funding.others.shares.city"].text == "50%"
    assert paths["funding.others.shares.city"].article == "一"


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"a": HALVES | {"shares": {"city": "50%", "county": "49.9%"}}}, "a.shares", "not-the-whole"),
    ({"a": HALVES | {"shares": {"city": "1/3", "county": "1/3"}}}, "a.shares", "not-the-whole"),
    ({"a": HALVES | {"shares": {"state": "100%"}}}, "a.shares.state", "unknown-source"),
    ({"a": HALVES | {"shares": {"city": "half"}}}, "a.shares.city", "not-a-rate"),
    ({"a": HALVES | {"measures": ["none"]}}, "a.measures", "unknown-measure"),
    ({"a": HALVES | {"measures": ["first", "first"]}}, "a.measures", "repeated"),
    ({"a": HALVES | {"measures": ["first"]}, "b": HALVES | {"measures": ["first"]}}, "b.measures",
     "repeated"),
    ({"a": HALVES, "b": HALVES}, "b.measures", "missing"),
]  # fmt: skip


@pytest.mark.parametrize(("funding", "where", "problem"), WRONG)
def test_what_would_leave_or_double_a_share_is_refused(
    funding: dict[str, Any], where: str, problem: str
) -> None:
    assert fault(said(**funding)) == (f"funding.{where}", problem)


def test_a_measure_that_nobody_bears_is_refused() -> None:
    of_the_first = {"a": HALVES | {"measures": ["first"]}}
    two = document([{"of": "fee"}], when=["new"], sources=SOURCES, funding=of_the_first)

    assert fault(two) == ("funding", "without-a-source")


@pytest.mark.parametrize("given", ["sources", "funding"])
def test_sources_and_shares_stand_together(given: str) -> None:
    one = {"sources": SOURCES} if given == "sources" else {"funding": {"a": HALVES}}
    where, problem = fault(document([{"of": "fee"}], **one))

    assert problem in ("missing", "unknown-source")
    assert where.startswith("funding")
