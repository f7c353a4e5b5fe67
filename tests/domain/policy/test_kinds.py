"""What a claim of a kind states: each of its facts, in their order and of their type."""

from __future__ import annotations

from typing import Any

import pytest

from domain.policy.compiling.policy import compiled
from domain.policy.facts import Facts
from tests.domain.policy.small import STATED, document

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


def test_facts_that_are_equal_are_so_in_any_order_and_hash_alike() -> None:
    backwards = Facts("work", dict(reversed(STATED.items())))

    assert backwards == Facts("work", STATED)
    assert hash(backwards) == hash(Facts("work", STATED))
    assert backwards != Facts("play", STATED)
