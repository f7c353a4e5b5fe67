"""Several policies in one ledger: each decides its own claims, and takes account of the others.

`expected` is a model that shares no code with the domain: one list of claims, gone through in the
order decided.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands.enterprise import (
    Reassess,
    WithdrawClaim,
)
from domain.decide import decide
from domain.enterprise.state import granted_fen
from domain.events.claims import ClaimReassessed
from domain.policy.compiling.policy import compiled
from domain.refusals import Refusal
from tests.domain.several.beside import (
    RATES,
    RULES,
    USCC,
    Filed,
    book_of,
    granted,
    lived,
    others,
    policy,
    run,
)


def expected(claims: list[Filed], rule: str, same: str, withdrawn: set[int]) -> list[int]:
    """What each claim is granted: policy `two` looks at `one`, policy `one` within the cost."""
    done: list[int] = []
    for number, filed in enumerate(claims):
        if number in withdrawn:
            done.append(0)
            continue
        amount = Fraction(filed.fee * RATES[filed.policy], 100)
        amount = min(amount, max(0, filed.fee - filed.support))
        looks_by, how = ("invoice", "up-to-cost") if filed.policy == "one" else (same, rule)
        elsewhere = sum(
            fen
            for other, fen in zip(claims, done, strict=False)
            if other.policy != filed.policy
            and (
                (looks_by == "invoice" and None is not other.invoice == filed.invoice)
                or (looks_by == "item" and (other.name, other.year) == (filed.name, filed.year))
            )
        )
        if how == "up-to-cost":
            amount = min(amount, max(0, filed.fee - filed.support - elsewhere))
        elif how != "ignore":
            amount = max(Fraction(0), amount - elsewhere)
        done.append(amount.numerator // amount.denominator)
    return done


@st.composite
def histories(draw: st.DrawFn) -> list[Filed]:
    claims = draw(
        st.lists(
            st.builds(
                Filed,
                policy=st.sampled_from(("one", "two")),
                fee=st.integers(1, 100_000),
                invoice=st.sampled_from((None, "a", "b", "c")),
                name=st.sampled_from(("fair", "show")),
                year=st.sampled_from((2022, 2023)),
                support=st.sampled_from((0, 0, 1_000, 50_000)),
            ),
            max_size=8,
        )
    )
    seen: set[tuple[str, str | None]] = set()  # an invoice pays once under one policy
    for number, filed in enumerate(claims):
        if (filed.policy, filed.invoice) in seen:
            claims[number] = filed._replace(invoice=None)
        seen.add((filed.policy, claims[number].invoice))
    return claims


@given(histories(), st.sampled_from(RULES), st.sampled_from(("invoice", "item")), st.data())
def test_grants_are_as_a_model_of_its_own_says_before_and_after_a_withdrawal(
    claims: list[Filed], rule: str, same: str, data: st.DataObject
) -> None:
    book = book_of(policy("one"), policy("two", other_policies=others(rule, same)))
    enterprise = lived(book, claims)
    assert granted(enterprise) == expected(claims, rule, same, set())
    assert decide(Reassess(uscc=USCC), enterprise, book) == ()

    if claims:
        gone = data.draw(st.integers(0, len(claims) - 1))
        run(WithdrawClaim(claim_no=f"C{gone}", words="gone"), enterprise, book)
        run(Reassess(uscc=USCC), enterprise, book)

        assert granted(enterprise) == expected(claims, rule, same, {gone})


@given(histories())
def test_policies_that_share_no_invoice_decide_as_if_each_were_alone(claims: list[Filed]) -> None:
    apart = [filed._replace(invoice=filed.policy + str(filed.invoice)) for filed in claims]
    apart = [filed._replace(invoice=f"{filed.invoice}{n}") for n, filed in enumerate(apart)]
    both = lived(book_of(policy("one"), policy("two")), apart)
    alone = [filed for filed in apart if filed.policy == "one"]

    ones = [claim for claim in both.claims.values() if claim.submitted.facts.kind == "work"]
    assert [granted_fen(claim) for claim in ones] == granted(lived(book_of(policy("one")), alone))


def test_what_a_later_change_moves_names_the_claim_that_caused_it() -> None:
    book = book_of(policy("one"), policy("two"))
    enterprise = lived(book, [Filed("one", 10_000, "a"), Filed("two", 10_000, "a")])
    assert granted(enterprise) == [6_000, 4_000]

    run(WithdrawClaim(claim_no="C0", words="gone"), enterprise, book)
    (moved,) = run(Reassess(uscc=USCC), enterprise, book)

    assert isinstance(moved, ClaimReassessed)
    assert (moved.claim_no, moved.cause, moved.because_of) == ("C1", "room", "C0")
    assert granted(enterprise) == [0, 5_000]


def test_an_invoice_pays_once_under_one_policy_and_again_under_another() -> None:
    book = book_of(policy("one"), policy("two"))
    enterprise = lived(book, [Filed("one", 10_000, "a"), Filed("two", 10_000, "a")])

    with pytest.raises(Refusal) as refused:
        lived(book, [Filed("two", 10_000, "a"), Filed("two", 10_000, "a")])

    assert len(enterprise.claims) == 2
    assert refused.value.code == "duplicate-invoice"


@pytest.mark.parametrize(("ids", "rule"), [(["one"], "ignore"), (["three"], "up-to-cost")])
def test_a_rule_is_about_the_policies_it_names_and_declared_support_about_the_rest(
    ids: list[str], rule: str
) -> None:
    rules = [{"article": "一", "policies": ids, "same": "invoice", "rule": "ignore"}]
    book = book_of(policy("one"), policy("two", other_policies=rules))
    enterprise = lived(book, [Filed("one", 10_000, "a"), Filed("two", 10_000, "a")])

    assert granted(enterprise)[1] == {"ignore": 5_000, "up-to-cost": 4_000}[rule]


def test_a_version_governs_the_claims_of_its_own_policy_only() -> None:
    later = policy("two", first_day="2024-01-01", announced_on="2024-02-01")
    book = book_of(policy("one"), later)
    enterprise = lived(
        book, [Filed("one", 100, year=2024), Filed("two", 100), Filed("two", 100, year=2024)]
    )
    outcomes = [claim.outcome for claim in enterprise.claims.values()]

    assert [each and (each.version, each.reason) for each in outcomes] == [
        (1, None),
        (None, "no-policy-in-force"),
        (2, None),
    ]
    assert book.of("work").is_retroactive(date(2023, 5, 1)) is False
    assert book.of("two/work").is_retroactive(date(2024, 1, 15)) is True
    assert book.of("three/work").governing(date(2024, 1, 15)) is None


@pytest.mark.parametrize(
    ("more", "reason"),
    [({"repealed": True}, "policy-repealed"), ({"ended": True}, "measure-ended")],
)
def test_what_is_repealed_or_ended_pays_nothing_in_its_days_and_says_so(
    more: dict[str, bool], reason: str
) -> None:
    first = policy("one")
    source: dict[str, Any] = {**first.source, "first_day": "2023-01-01"}
    if "ended" in more:
        source["measures"] = {"first": {**source["measures"]["first"], **more}}
    else:
        source |= more
    book = book_of(first, compiled(source))
    enterprise = lived(book, [Filed("one", 100, year=2022), Filed("one", 100, year=2023)])
    outcomes = [claim.outcome for claim in enterprise.claims.values()]

    assert [each and (each.measure, each.reason) for each in outcomes] == [
        ("first", None),
        ("first", reason),
    ]
    assert granted(enterprise) == [60, 0]
