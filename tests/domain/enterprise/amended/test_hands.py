"""One hand neither submits and approves a claim nor approves and pays it, once hands are separated.

Hands are one by the name, however it is written, or by the login.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from domain.commands.enterprise import (
    ApproveClaim,
    CorrectClaim,
    EnterpriseCommand,
)
from domain.decide import decide
from domain.enterprise.hands import granted_by, stated_by
from domain.enterprise.state import evolve, granted_fen
from domain.events.log import EnterpriseEvent
from domain.identity import Actor, is_one_person
from domain.refusals import Fact, Refusal
from tests.domain.enterprise.amended.amending import correct, redecide, reopen, revoke
from tests.domain.given import Desk, approval, reject, submission, trademark
from tests.domain.payments.office import Office
from tests.support.extent import tried

WAN = 1_000_000  # fen
CLERK, CHIEF, THIRD = Actor("chen", "l1"), Actor("Wang", "l2"), Actor("李", "l3")


def said(desk: Desk, command: EnterpriseCommand, hand: Actor) -> tuple[EnterpriseEvent, ...]:
    """Have a hand carry out a command where hands are separated."""
    events = decide(command, desk.enterprise, desk.book, hand)
    for each in events:
        evolve(desk.enterprise, each, hand.by or "", hand.login)
    return events


def refused(carry_out: Callable[[], object]) -> tuple[str, dict[str, Fact]]:
    with pytest.raises(Refusal) as refusal:
        carry_out()
    return refusal.value.code, refusal.value.facts


def desk_with(*fees: str) -> Desk:
    desk = Desk()
    for serial, fee in enumerate(fees, start=1):
        said(desk, submission(f"C{serial}", trademark(fee)), CLERK)
    return desk


@pytest.mark.parametrize(
    "hand",
    [CLERK, Actor("CHEN", "l9"), Actor("ｃｈ ｅｎ", "l9"), Actor("somebody", "l1")],
    ids=["the same", "by case", "by width and space", "by login"],
)
def test_who_submitted_a_claim_does_not_approve_it(hand: Actor) -> None:
    desk = desk_with("2000")

    code, facts = refused(lambda: said(desk, approval("C1"), hand))

    who = {"submitted_by": "chen (l1)", "approved_by": f"{hand.by} ({hand.login})"}
    assert (code, facts) == ("submitter-cannot-approve", {"claim_no": "C1", **who})
    assert desk.enterprise.claims["C1"].approval is None


def test_who_submitted_a_claim_may_say_no_to_it() -> None:
    assert said(desk_with("2000"), reject("C1"), CLERK)


def test_while_hands_are_not_separated_one_hand_does_both() -> None:
    desk = desk_with("2000")

    assert decide(approval("C1", by="chen"), desk.enterprise, desk.book)


def test_an_approval_of_another_said_again_is_a_repeat() -> None:
    desk = desk_with("2000")
    said(desk, approval("C1"), CHIEF)

    assert said(desk, approval("C1"), CLERK) == ()


def test_who_corrected_a_claim_does_not_approve_it() -> None:
    desk = desk_with("2000")
    said(desk, correct("C1", fee_fen=3_000_00), CHIEF)

    code, facts = refused(lambda: said(desk, approval("C1"), Actor("wang", "l9")))

    assert (code, facts["submitted_by"]) == ("submitter-cannot-approve", "Wang (l2)")
    assert said(desk, approval("C1"), THIRD)


def test_who_submitted_a_claim_does_not_raise_its_grant_by_a_document_but_may_lower_it() -> None:
    desk = desk_with("20000")
    said(desk, approval("C1", "5000"), CHIEF)

    raised = refused(lambda: said(desk, redecide("C1", None, document="2"), CLERK))
    corrected = desk_with("20000")
    said(corrected, approval("C1"), CHIEF)
    more = refused(lambda: said(corrected, correct("C1", fee_fen=2_500_000), CLERK))

    assert raised[0] == more[0] == "submitter-cannot-approve"
    assert said(desk, redecide("C1", "1000", document="3"), CLERK)
    assert said(desk, redecide("C1", None, document="4"), CHIEF)


def test_who_submitted_a_claim_does_not_bring_its_grant_back() -> None:
    desk = desk_with("20000")
    said(desk, approval("C1"), CHIEF)
    said(desk, revoke("C1"), CHIEF)

    assert refused(lambda: said(desk, reopen("C1"), CLERK))[0] == "submitter-cannot-approve"
    assert said(desk, reopen("C1"), THIRD)


def test_a_claim_said_no_to_is_reopened_by_its_submitter_and_decided_by_another() -> None:
    desk = desk_with("2000")
    said(desk, reject("C1"), CHIEF)

    said(desk, reopen("C1"), CLERK)

    assert refused(lambda: said(desk, approval("C1"), CLERK))[0] == "submitter-cannot-approve"
    assert said(desk, approval("C1"), CHIEF)


def test_who_decided_a_claim_does_not_correct_it_to_a_higher_grant() -> None:
    desk = desk_with("20000")
    said(desk, approval("C1"), CHIEF)

    code, facts = refused(lambda: said(desk, correct("C1", fee_fen=2_500_000), CHIEF))

    both = {"approved_by": "Wang (l2)", "corrected_by": "Wang (l2)"}
    assert (code, facts) == (
        "submitter-cannot-approve",
        {"verb": "correct", "claim_no": "C1", **both},
    )
    assert said(desk, correct("C1", fee_fen=1_500_000), CHIEF)
    assert said(desk, correct("C1", document="更正2号", fee_fen=2_500_000), THIRD)


def test_the_grant_that_was_seen_is_the_grant_recorded_or_nothing_is() -> None:
    desk = desk_with("20000", "60000")
    assert said(desk, approval("C2"), CHIEF)  # leaves nothing under the cap
    seen = {"expected_fen": WAN}

    code, facts = refused(lambda: said(desk, expecting("C1", WAN), CHIEF))

    assert (code, facts) == ("grant-differs", {"claim_no": "C1", "granted_fen": 0, **seen})
    assert desk.enterprise.claims["C1"].approval is None
    assert said(desk, expecting("C1", 0), CHIEF)


def test_an_approval_at_the_grant_recorded_is_a_repeat_and_at_another_is_refused() -> None:
    desk = desk_with("20000")
    said(desk, expecting("C1", WAN), CHIEF)
    said(desk, redecide("C1", "5000"), THIRD)  # what it stands at since is not what was seen

    assert said(desk, expecting("C1", WAN), CHIEF) == ()
    code, facts = refused(lambda: said(desk, expecting("C1", 500_000), CHIEF))
    assert (code, facts["verb"], facts["granted_fen"]) == ("grant-differs", "approved", WAN)


def expecting(claim_no: str, fen: int) -> EnterpriseCommand:
    return approval(claim_no, by="chief", expected_fen=fen)


NAMES = (
    ("wang", "WANG", "ｗａｎｇ", " w a n g", "Wang\u3000"),
    ("李明", "李 明", "李\u3000明", " 李明", "李明 "),
    ("Øst", "øST", "ＯST".replace("Ｏ", "Ø"), "ｏst".replace("ｏ", "ø"), "ø s t"),
)
HANDS = st.builds(
    lambda who, spelling, login: Actor(NAMES[who][spelling], f"l{login}"),
    st.integers(0, 2),
    st.integers(0, 4),
    st.sampled_from([0, 1, 2, 2]),
)
NUMBERS = st.sampled_from(["C1", "C2", "C3"])
FEES = st.integers(100, 3_000_000)
ACTS: st.SearchStrategy[Any] = st.one_of(
    st.builds(approval, NUMBERS),
    st.builds(lambda no, fen: approval(no, f"{fen // 100}"), NUMBERS, FEES),
    st.builds(reject, NUMBERS),
    st.builds(lambda no, fen: correct(no, document=f"更{fen}", fee_fen=fen), NUMBERS, FEES),
    st.builds(lambda no, fen: redecide(no, str(fen // 100), document=f"核{fen}"), NUMBERS, FEES),
    st.builds(lambda no, fen: reopen(no, document=f"恢{fen}"), NUMBERS, FEES),
    st.builds(lambda no, fen: revoke(no, document=f"撤{fen}"), NUMBERS, FEES),
)


def meet(some: tuple[Actor, ...], hand: Actor) -> bool:
    return any(is_one_person(each, hand, separate_logins=True) for each in some)


@settings(max_examples=tried(150, long=3_000), deadline=None)
@given(
    st.tuples(HANDS, HANDS, HANDS),
    st.lists(st.tuples(ACTS, HANDS), min_size=4, max_size=25),
    st.lists(st.tuples(NUMBERS, HANDS), min_size=2),
)
def test_no_claim_is_ever_submitted_and_approved_or_approved_and_paid_by_one_hand(
    submitters: tuple[Actor, ...],
    acts: list[tuple[Any, Actor]],
    payments: list[tuple[str, Actor]],
) -> None:
    office = Office(0, 100 * WAN)
    for serial, hand in enumerate(submitters, start=1):
        said(office.desk, submission(f"C{serial}", trademark("20000")), hand)
    claims = office.enterprise.claims
    for command, hand in acts:
        before = claims.get(command.claim_no)
        stated = () if before is None else stated_by(before)
        decided = () if before is None or before.approval is None else granted_by(before)
        had = 0 if before is None else granted_fen(before)
        try:
            events = said(office.desk, command, hand)
        except Refusal as refusal:
            event(refusal.code)
            continue
        if events:
            raised = granted_fen(claims[command.claim_no]) > had
            assert not ((raised or isinstance(command, ApproveClaim)) and meet(stated, hand))
            assert not (raised and isinstance(command, CorrectClaim) and meet(decided, hand))
    for number, claim in claims.items():
        first = Actor(claim.approved_by, claim.approved_login)
        assert not meet(stated_by(claim)[:1], first), number
    pays(office, payments)


def pays(office: Office, payments: list[tuple[str, Actor]]) -> None:
    """Have a batch computed of each claim granted, and paid by those who may."""
    claims = office.enterprise.claims
    granted = [number for number, claim in claims.items() if granted_fen(claim)]
    for batch, number in enumerate(granted, start=1):
        office.compute(number, number=batch, owed=granted_fen(claims[number]))
        office.publish(batch)
    for number, hand in payments:
        if number not in granted:
            continue
        batch = granted.index(number) + 1
        try:
            happened = office.paying(hand, batch, separate_logins=True)
        except Refusal as refusal:
            event(refusal.code)
            continue
        office.take_in(happened)
        if happened:  # nothing follows where the receipt paid it before
            assert not meet(granted_by(claims[number]), hand)
            event("paid")
