"""Several policies in one ledger: each decides its own claims, and takes account of the others.

`expected` is a model that shares no code with the domain: one list of claims, gone through in the
order decided.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands.enterprise import ApproveClaim, Reassess, SubmitClaim, WithdrawClaim
from domain.decide import decide
from domain.enterprise.state import Enterprise, evolve, granted_fen
from domain.events.claims import ClaimReassessed
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.compiling.policy import compiled
from domain.policy.facts import Facts
from domain.policy.measures import Policy
from domain.refusals import Refusal
from tests.domain.policy.small import document

USCC = "91330382MA0000023T"
RATES = {"one": 60, "two": 50}
RULES = ("up-to-cost", "deduct", "higher", "ignore")


def policy(id_: str, **sections: Any) -> Policy:
    pays = [{"of": "fee"}, {"rate": f"{RATES[id_]}%"}]
    said = document(pays, id=id_, title_en=id_, document=id_, **sections)
    said["kinds"]["work"] = {
        "item": "name",
        "cost": "fee",
        "facts": {"name": {"is": "text"}, "fee": {"is": "amount"}},
    }
    return compiled(said | ({} if id_ == "one" else {"qualified": True}))


def cap(**more: Any) -> dict[str, Any]:
    titles = {"article": "一", "title_zh": "限", "title_en": "Cap"}
    return titles | {"period": "policy", "per": "enterprise", "measures": ["first"]} | more


def book_of(*policies: Policy) -> PolicyBook:
    book = PolicyBook()
    for number, each in enumerate(policies, start=1):
        book = book.followed_by(
            PolicyVersion(number=number, digest=str(number), policy=each, position=number)
        )
    return book


def others(rule: str, same: str = "invoice") -> list[dict[str, Any]]:
    return [{"article": "一", "same": same, "rule": rule}]


class Filed(NamedTuple):
    policy: str
    fee: int
    invoice: str | None = None
    name: str = "fair"
    year: int = 2023
    support: int = 0


def lived(book: PolicyBook, claims: list[Filed]) -> Enterprise:
    """An enterprise whose claims C0, C1, … were filed and decided in this order."""
    enterprise = Enterprise()
    for number, filed in enumerate(claims):
        kind = "work" if filed.policy == "one" else f"{filed.policy}/work"
        submit = SubmitClaim(
            claim_no=f"C{number}",
            uscc=USCC,
            enterprise="E",
            facts=Facts(kind, {"name": filed.name, "fee_fen": filed.fee}),
            occurred_on=date(filed.year, 5, 1),
            filed_on=date(filed.year, 6, 1),
            invoices=() if filed.invoice is None else (filed.invoice,),
            other_support_fen=filed.support,
        )
        run(submit, enterprise, book)
        run(ApproveClaim(claim_no=f"C{number}", by="li", if_pending=False), enterprise, book)
    return enterprise


def run(command: Any, enterprise: Enterprise, book: PolicyBook) -> list[Any]:
    events = list(decide(command, enterprise, book))
    for event in events:
        evolve(enterprise, event, "li")
    return events


def granted(enterprise: Enterprise) -> list[int]:
    return [granted_fen(claim) for claim in enterprise.claims.values()]


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


def test_items_of_an_earlier_policy_hold_one_place_however_many_claims() -> None:
    counting = cap(limit=2, unit="count", counts=["one/first"])
    book = book_of(policy("one", by_item=True), policy("two", caps={"c": counting}))
    claims = [Filed("one", 10_000), Filed("one", 10_000), Filed("two", 10_000)]

    assert granted(lived(book, claims)) == [6_000, 6_000, 5_000]


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
