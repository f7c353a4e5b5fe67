"""What a policy carries on of another, and what belongs to one alone."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands.enterprise import (
    Reassess,
    RecordAmounts,
    WithdrawClaim,
)
from domain.decide import decide
from domain.enterprise.state import Enterprise
from domain.refusals import Refusal
from tests.domain.several.beside import (
    USCC,
    Filed,
    book_of,
    cap,
    granted,
    lived,
    others,
    policy,
    run,
)


@pytest.mark.parametrize(
    ("limit", "unit", "second"), [("100", "money", 4_000), (2, "count", 5_000), (1, "count", 0)]
)
def test_a_successor_carries_on_what_it_says_and_nothing_else(
    limit: Any, unit: str, second: int
) -> None:
    counting = cap(limit=limit, unit=unit, counts=["one/first"])
    book = book_of(policy("one", caps={"c": cap(limit="70", unit="money")}), policy("two"))
    afresh = lived(book, [Filed("one", 10_000), Filed("two", 10_000)])
    carrying = book_of(policy("one"), policy("two", caps={"c": counting}))
    carried = lived(carrying, [Filed("one", 10_000), Filed("two", 10_000)])

    assert granted(afresh) == [6_000, 5_000]
    assert granted(carried) == [6_000, second]


def test_a_cap_carried_on_is_lifted_by_the_end_of_a_claim_of_the_earlier_policy() -> None:
    counting = cap(limit="100", unit="money", counts=["one/first"])
    book = book_of(policy("one"), policy("two", caps={"c": counting}))
    enterprise = lived(book, [Filed("one", 10_000), Filed("two", 10_000)])

    lifted = run(WithdrawClaim(claim_no="C0", words="gone"), enterprise, book)[1]

    assert (lifted.cap, lifted.used) == ("two/c", 4_000)


def test_what_a_carried_cap_leaves_names_the_claim_of_the_earlier_policy() -> None:
    counting = cap(limit="100", unit="money", counts=["one/first"])
    book = book_of(policy("one"), policy("two", caps={"c": counting}))
    enterprise = lived(book, [Filed("one", 10_000), Filed("two", 10_000)])
    run(WithdrawClaim(claim_no="C0", words="gone"), enterprise, book)

    (moved, *_) = run(Reassess(uscc=USCC), enterprise, book)

    assert (moved.claim_no, moved.cause, moved.because_of) == ("C1", "room", "C0")


def test_the_higher_is_of_what_each_comes_to_after_its_own_caps() -> None:
    capped = cap(limit="50", unit="money")
    two = policy("two", caps={"c": capped}, other_policies=others("higher"))
    book = book_of(policy("one"), two)

    both = lived(book, [Filed("one", 10_000, "a"), Filed("two", 20_000, "a")])
    two = policy("two", caps={"c": capped}, other_policies=others("deduct"))
    deducted = lived(
        book_of(policy("one"), two), [Filed("one", 10_000, "a"), Filed("two", 20_000, "a")]
    )

    assert granted(both) == [6_000, 0]  # its own 10,000 are capped at 5,000
    assert granted(deducted) == [6_000, 4_000]


def test_exports_are_of_the_policy_that_has_them_or_of_one_that_is_named() -> None:
    exports = {
        "us_usd": {"is": "amount", "currency": "USD"},
        "rcep_usd": {"is": "amount", "currency": "USD"},
    }
    records = {"exports": {"facts": exports}}
    stated = RecordAmounts(
        uscc=USCC,
        record="exports",
        year=2022,
        amounts=(("us_usd", 1), ("rcep_usd", 2)),
        once_ever=False,
    )
    second = book_of(policy("one", records={}), policy("two", records=records))
    both = book_of(policy("one", records=records), policy("two", records=records))
    enterprise = Enterprise()

    run(stated, enterprise, second)
    assert enterprise.records == {("two/exports", 2022): {"us_usd_cents": 1, "rcep_usd_cents": 2}}
    with pytest.raises(Refusal) as refused:
        decide(stated, enterprise, both)
    assert refused.value.code == "policy-not-named"


def test_items_of_an_earlier_policy_hold_one_place_however_many_claims() -> None:
    counting = cap(limit=2, unit="count", counts=["one/first"])
    book = book_of(policy("one", by_item=True), policy("two", caps={"c": counting}))
    claims = [Filed("one", 10_000), Filed("one", 10_000), Filed("two", 10_000)]

    assert granted(lived(book, claims)) == [6_000, 6_000, 5_000]
