"""A batch from computing to paying, and money that comes back, decided without a store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.events.payment import ClaimPaid, DebtSetOff
from domain.payments.batch import (
    Batch,
    LineState,
    State,
    evolve,
    line_of,
    state_of,
)
from domain.payments.budget import ALL, Budget
from domain.payments.payment import recover
from domain.payments.until_paid.computing import Candidate, compute
from domain.refusals import Refusal
from tests.domain.given import USCC
from tests.domain.payments.closing import publish
from tests.domain.payments.office import NOTICE, PAYDAY, Office, batch_terms


def refusal(attempt: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        attempt()
    return refused.value.code


def shares(batch: Batch) -> list[tuple[str, int, int, str]]:
    return [
        (claim, line.allotted_fen, line.lapsed_fen, line.state.value)
        for claim, line in batch.lines.items()
    ]


def test_a_queue_allots_whole_claims_and_shares_allot_parts() -> None:
    queue = Office(2, 2_000_000).compute("C1", "C2")
    rated = Office(2, 2_000_000).compute("C1", "C2", shortage="pro-rata")
    lapsing = Office(2, 2_000_000).compute("C1", "C2", shortage="pro-rata", remainder="lapse")
    waiting = Office(2, 2_000_000).compute("C1", "C2", shortage="queue", remainder="lapse")

    assert (
        shares(queue) == shares(waiting) == [("C1", 1_500_000, 0, "free"), ("C2", 0, 0, "waiting")]
    )
    assert shares(rated) == [("C1", 1_000_000, 0, "free"), ("C2", 1_000_000, 0, "free")]
    assert shares(lapsing) == [
        ("C1", 1_000_000, 500_000, "free"),
        ("C2", 1_000_000, 500_000, "free"),
    ]
    assert (queue.allotted_fen, lapsing.lapsed_fen, queue.open_lines()) == (
        1_500_000,
        10**6,
        ["C1"],
    )
    assert queue.terms is not None
    assert queue.length == 2
    assert (queue.terms.owed_fen, queue.terms.money_fen) == (3_000_000, 2_000_000)


def test_a_batch_of_nothing_or_for_no_money_is_not_computed() -> None:
    office = Office(1, 100)

    assert refusal(lambda: office.compute()) == "nothing-unpaid"
    assert refusal(lambda: office.compute("C1")) == "no-money"
    assert refusal(lambda: office.compute("C1", line="none")) == "budget-line-unknown"
    office.budget = Budget(2022)
    assert refusal(lambda: office.compute("C1")) == "budget-unknown"


def test_a_line_in_another_batch_by_now_is_not_paid_by_the_former() -> None:
    office = Office(1, 3_000_000)
    office.compute("C1")
    office.publish()
    office.enterprise.claims["C1"].dues.allotment = None  # type: ignore[union-attr]
    office.compute("C1", number=2)

    assert refusal(office.pay) == "nothing-free"


def test_a_share_below_the_least_waits_and_the_others_are_paid() -> None:
    events = compute(
        batch_terms(shortage="pro-rata", at_least_fen=1_000),
        1,
        Office(0, 500_000).budget,
        500_000,
        [Candidate(claim_no=no, uscc=USCC, owed_fen=fen) for no, fen in (("A", 100), ("B", 10**6))],
    )

    batch = Batch(1)
    for stream, event in events:
        if stream == "batch:1":
            evolve(batch, event)  # type: ignore[arg-type]
    assert shares(batch) == [("A", 0, 0, "waiting"), ("B", 499_950, 0, "free")]
    assert [(line.paid_fen, line.set_off_fen) for line in batch.lines.values()] == [(0, 0), (0, 0)]


def test_a_notice_lasts_its_days_with_both_ends_and_is_begun_once() -> None:
    office = Office(1, 1_500_000)
    batch = office.compute("C1")
    assert state_of(batch, {"C1": 1}) is State.COMPUTED
    office.publish()

    assert batch.published is not None
    assert batch.published.last_day == date(2022, 11, 7)
    assert (state_of(batch, {"C1": 1}), state_of(batch, {})) == (State.PUBLISHED, State.PAID)
    assert publish(batch, NOTICE, 7, {}) == ()
    assert refusal(lambda: publish(batch, NOTICE, 8, {"C1": 1})) == "request-conflicts"
    assert refusal(lambda: publish(Batch(2), NOTICE, 7, {"C1": 1})) == "batch-unknown"
    other = Office(1, 1_500_000).compute("C1")
    assert refusal(lambda: publish(other, NOTICE, 7, {})) == "nothing-to-publish"
    assert publish(other, date(2999, 12, 30), 1, {"C1": 1})
    assert refusal(lambda: publish(other, date(2999, 12, 31), 1, {"C1": 1})) == "notice-too-late"


def test_an_objection_holds_its_line_until_it_is_resolved() -> None:
    office = Office(3, 3_000_000)
    batch = office.compute("C1", "C2", "C3")
    for claim in ("C1", "C2"):
        assert refusal(lambda no=claim: office.resolve(no, upheld=True)) == "no-objection"
        assert office.object_to(claim) == 1
        assert batch.lines[claim].state is LineState.HELD
        assert office.resolve(claim, upheld=claim == "C1") == 1

    assert shares(batch)[:2] == [("C1", 0, 0, "failed"), ("C2", 1_500_000, 0, "free")]
    assert office.object_to("C1") == 0
    assert refusal(lambda: office.object_to("C1", "others")) == "line-not-free"
    assert refusal(lambda: office.object_to("C3")) == "line-not-free"
    assert office.resolve("C1", upheld=True) == 0
    assert refusal(lambda: office.resolve("C1", upheld=False)) == "request-conflicts"
    assert refusal(lambda: line_of(batch, "none")) == "claim-not-in-batch"


def test_several_objections_hold_a_line_until_each_is_resolved_by_its_number() -> None:
    office = Office(1, 1_500_000)
    line = office.compute("C1").lines["C1"]
    office.object_to("C1", "double", on=NOTICE, person="a reader", document="letter 1")
    office.object_to("C1", "wrong size")
    office.object_to("C1", "late")

    assert [each.said.number for each in line.objections] == [1, 2, 3]
    assert office.object_to("C1", "late", on=None) == 0
    assert refusal(lambda: office.resolve("C1", upheld=False)) == "objection-not-named"
    assert refusal(lambda: office.resolve("C1", upheld=False, of=4)) == "objection-unknown"
    office.resolve("C1", upheld=False, of=2)
    office.resolve("C1", upheld=False, document="M-3", of=3)
    assert line.state is LineState.HELD
    office.resolve("C1", upheld=False, document="M-4")
    assert line.state is LineState.FREE
    assert office.resolve("C1", upheld=False, document="ｍ-３") == 0
    assert office.object_to("C1", "again") == 1
    assert line.state is LineState.HELD


def test_free_lines_are_paid_after_the_last_day_of_the_notice_by_another_hand() -> None:
    office = Office(2, 3_000_000)
    batch = office.compute("C1", "C2")
    assert refusal(office.pay) == "batch-not-published"
    office.publish()
    office.revoke("C2")
    office.enterprise.claims["C2"].dues.allotment = None  # type: ignore[union-attr]
    assert refusal(lambda: office.pay(on=date(2022, 11, 7))) == "notice-not-over"
    assert refusal(lambda: office.pay(by="clerk")) == "approver-cannot-pay"

    events = office.pay(on=date(2022, 11, 8))

    sent = [event.event for event in events if isinstance(event.event, ClaimPaid)]
    assert [(claim.claim_no, claim.amount_fen, claim.set_off_fen) for claim in sent] == [
        ("C1", 1_500_000, 0)
    ]
    assert [line.state.value for line in batch.lines.values()] == ["paid", "failed"]
    assert office.budget.lines[ALL].paid_fen == 1_500_000
    assert office.budget.paid_by == {1}
    assert office.pay(on=date(2022, 11, 8)) == []
    assert refusal(office.pay) == "request-conflicts"


def owing() -> Office:
    """C1 was paid and revoked; C2 is in a batch of its own, published."""
    office = Office(2, 3_000_000)
    office.compute("C1")
    office.publish()
    office.pay()
    office.revoke("C1")
    office.compute("C2", number=2, owed=1_000_000)
    office.publish(2)
    return office


def test_a_payment_settles_what_is_owed_back_first_and_its_failure_undoes_that() -> None:
    office = owing()
    before = office.budget.lines[ALL].left_fen

    events = office.pay(2)

    (set_off,) = (event.event for event in events if isinstance(event.event, DebtSetOff))
    assert (set_off.claim_no, set_off.against, set_off.amount_fen) == ("C1", "C2", 1_000_000)
    assert office.owed_back("C1") == 500_000
    line = office.batches[2].lines["C2"]
    assert (line.paid_fen, line.set_off_fen) == (1_000_000, 1_000_000)
    assert office.budget.lines[ALL].recovered_fen == 1_000_000
    office.take_in(office.fail("C2", 2))
    assert (line.state, line.paid_fen, line.set_off_fen) == (LineState.FAILED, 0, 0)
    assert (office.owed_back("C1"), office.budget.lines[ALL].left_fen) == (1_500_000, before)
    assert office.fail("C2", 2) == []
    assert refusal(lambda: office.fail("C2", 2, "other words")) == "request-conflicts"


def test_only_a_payment_of_which_nothing_came_back_can_fail() -> None:
    office = Office(1, 1_500_000)
    office.compute("C1")
    assert refusal(lambda: office.fail("C1")) == "line-not-paid"
    office.publish()
    office.pay()
    office.revoke("C1")
    for each in recover("C1", USCC, 1, "B", PAYDAY, office.enterprise):
        office.take_in([each])

    assert refusal(lambda: office.fail("C1")) == "payment-recovered"
    assert office.budget.lines[ALL].recovered_fen == 1
    again = ("C1", USCC, 1_500_000, "B", PAYDAY, office.enterprise)
    assert refusal(lambda: recover(*again)) == "more-than-owed-back"
    early = ("C1", USCC, 1_499_999, "B", date(2022, 11, 19), office.enterprise)
    assert refusal(lambda: recover(*early)) == "repaid-before-paid"
    assert len(recover("C1", USCC, 1_499_999, "B", PAYDAY, office.enterprise)) == 2
    assert refusal(lambda: recover("none", USCC, 1, "B", PAYDAY, office.enterprise)) == (
        "claim-unknown"
    )
