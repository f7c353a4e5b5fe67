"""What a claim of a kind states: each of its facts, in their order and of their type."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands.enterprise import Reassess
from domain.events.claims import CapLifted, ClaimReassessed
from domain.policy.compiling.policy import compiled
from domain.policy.facts import Facts
from tests.domain.given import USCC, Desk, book_of
from tests.domain.policy.small import STATED, decided, document

CAP = {
    "article": "一", "title_zh": "限", "title_en": "Cap", "limit": 1, "unit": "count",
    "period": "year", "per": "enterprise", "measures": ["first"],
}  # fmt: skip
KIND = compiled(document([{"award": "1"}])).kinds["work"]


def test_a_kinds_facts_in_their_order_fit() -> None:
    assert KIND.fits(STATED)


def test_facts_in_another_order_or_of_another_number_do_not_fit() -> None:
    (first, *_), names = STATED, list(STATED)

    assert not KIND.fits({name: STATED[name] for name in (names[1], names[0], *names[2:])})
    assert not KIND.fits({name: STATED[name] for name in names[1:]})
    assert not KIND.fits(STATED | {"more": "x"})
    assert not KIND.fits({"other" if name == first else name: STATED[name] for name in names})


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("name", 5),
        ("grade", "bad"),
        ("country", None),
        ("new", 1),
        ("staff", True),
        ("area", 100),
        ("fee_fen", "1.00"),
        ("sold_usd_cents", 1.0),
        ("booths_fen", [1, 2]),
    ],
)
def test_a_fact_of_another_type_or_word_does_not_fit(name: str, stated: Any) -> None:
    assert not KIND.fits(STATED | {name: stated})


@pytest.mark.parametrize("stated", [{"name": 5}, {"more": "x"}])
def test_a_claim_of_other_facts_than_the_kind_has_by_then_is_not_in_the_policy(
    stated: dict[str, Any],
) -> None:
    outcome, steps = decided(compiled(document([{"award": "1"}])), **stated)

    assert (outcome.granted_fen, outcome.reason, outcome.version) == (0, "not-in-policy", 1)
    assert [(step.code, step.operands, step.bound) for step in steps] == [
        ("not-in-policy", {"kind": "work"}, True)
    ]


def test_a_kind_is_as_the_last_version_that_has_it_says() -> None:
    old, new = document([{"award": "1"}]), document([{"award": "1"}])
    new["kinds"] = {"play": new["kinds"]["work"]}
    new["measures"]["first"]["kind"] = "play"
    book = book_of(compiled(old), compiled(new))

    assert [kind and kind.id for kind in map(book.kind, ("work", "play", "rest"))] == [
        "work", "play", None,
    ]  # fmt: skip


def test_a_claim_of_a_kind_that_a_later_version_drops_is_taken_back_once() -> None:
    old, new = (document([{"award": "5"}], caps={"c": CAP}) for _ in range(2))
    new["kinds"] = {"play": new["kinds"]["work"]}
    new["measures"]["first"]["kind"] = "play"
    office = Desk(book_of(compiled(old)))
    office.grant(Facts("work", STATED))
    office.grant(Facts("work", STATED))
    office.book = book_of(compiled(old), compiled(new))

    taken_back, other, lifted = office.carry_out(Reassess(uscc=USCC))

    assert isinstance(taken_back, ClaimReassessed)
    outcome = taken_back.decision.outcome
    assert (taken_back.previous_fen, outcome.granted_fen) == (500, 0)
    assert (outcome.reason, taken_back.cause) == ("not-in-policy", "version")
    assert isinstance(other, ClaimReassessed)
    assert isinstance(lifted, CapLifted)
    assert office.carry_out(Reassess(uscc=USCC)) == ()


def test_an_exclusion_is_the_reason_by_its_measure_and_code() -> None:
    line = {"article": "一", "on": "item", "way": "first"}
    said = document([{"award": "1"}], when=["new"])
    said["exclusions"] = [
        line | {"measure": measure, "by": [by], "code": code}
        for measure, by, code in (("first", "rest", "a"), ("rest", "first", "b"))
    ]
    policy = compiled(said)

    assert policy.exclusion("rest", "b") is policy.exclusions[1]
    assert policy.exclusion("rest", "a") is None


def test_facts_that_are_equal_are_so_in_any_order_and_hash_alike() -> None:
    backwards = Facts("work", dict(reversed(STATED.items())))

    assert backwards == Facts("work", STATED)
    assert hash(backwards) == hash(Facts("work", STATED))
    assert backwards != Facts("play", STATED)
