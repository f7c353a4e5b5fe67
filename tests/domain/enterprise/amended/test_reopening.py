"""Claims redecided and reopened by a document, at the place they had.

A trademark is granted 50 % of its fee, 30,000 yuan in all.
"""

from __future__ import annotations

import pytest

from domain.enterprise.state import Status
from domain.events.claims import ClaimReopened
from tests.domain.assessment.test_reassessment import AGAIN
from tests.domain.enterprise.amended.amending import (
    DOCUMENT,
    changes,
    redecide,
    refused,
    reopen,
    revoke,
)
from tests.domain.given import Desk, approval, reject, submission, trademark, withdraw

WAN = 1_000_000  # fen


def two() -> Desk:
    """Two trademarks that fill the cap: 20,000 and 10,000 of the 20,000 that the second asks."""
    desk = Desk()
    desk.grant(trademark("40000"))
    desk.grant(trademark("40000"))
    return desk


def test_an_approval_without_the_reduction_meant_is_put_right() -> None:
    desk = two()

    assert changes(desk, redecide("C1", "15000")) == [
        ("C1", 2 * WAN, 1_500_000, "redecision", None),
        ("C2", WAN, 1_500_000, "redecision", "C1"),
    ]
    assert desk.outcome("C1").reason == "reduced"


def test_a_ceiling_is_lifted() -> None:
    desk = Desk()
    desk.grant(trademark("40000"), reduced_to="5000")

    assert changes(desk, redecide("C1", None)) == [("C1", 500_000, 2 * WAN, "redecision", None)]


def test_a_ceiling_above_the_grant_is_recorded_and_changes_nothing_yet() -> None:
    desk = two()

    assert changes(desk, redecide("C2", "15000")) == [("C2", WAN, WAN, "redecision", None)]
    assert desk.outcome("C2").reason == "cap-reached"
    assert changes(desk, redecide("C1", "1000", "D2"))[1] == (
        "C2", WAN, 1_500_000, "redecision", "C1"
    )  # fmt: skip


def test_a_document_redecides_once_and_what_it_decided_before_may_be_asked_for_again() -> None:
    desk = two()
    desk.carry_out(redecide("C1", "15000"))

    assert desk.carry_out(redecide("C1", "15000")) == ()
    assert desk.carry_out(redecide("C1", "15000", "D2")) == ()
    assert desk.carry_out(approval("C1")) == ()
    assert refused(desk, redecide("C1", "14000"))[0] == "request-conflicts"
    assert refused(desk, approval("C1", "14000"))[0] == "request-conflicts"


def test_only_a_decided_claim_that_stands_is_redecided() -> None:
    desk = two()
    pending = desk.file(trademark("1"))
    desk.carry_out(revoke("C1"))

    assert refused(desk, redecide(pending, "1"))[0] == "claim-not-decided"
    assert refused(desk, redecide("C1", "1")) == (
        "claim-ended", {"claim_no": "C1", "status": "rejected", "verb": "redecide"}
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["review", "court", "error"])
def test_a_no_of_an_officer_is_annulled_and_the_claim_waits_again(kind: str) -> None:
    desk = Desk()
    number = desk.file(trademark("20000"))
    desk.carry_out(reject(number))

    (event,) = desk.carry_out(reopen(number, kind))

    assert isinstance(event, ClaimReopened)
    assert desk.enterprise.claims[number].status is Status.SUBMITTED
    desk.carry_out(approval(number))
    assert desk.outcome(number).granted_fen == WAN


def test_a_withdrawal_by_mistake_before_the_decision_leaves_the_claim_pending() -> None:
    desk = Desk()
    number = desk.file(trademark("20000"))
    desk.carry_out(withdraw(number))
    desk.carry_out(reopen(number, "error"))

    assert desk.enterprise.claims[number].status is Status.SUBMITTED
    desk.carry_out(withdraw(number))  # the same words are another withdrawal
    assert desk.enterprise.claims[number].status is Status.WITHDRAWN


def test_a_revocation_annulled_gives_the_claim_back_its_place_before_others() -> None:
    desk = two()
    desk.carry_out(revoke("C1"))
    desk.carry_out(AGAIN)
    assert desk.outcome("C2").granted_fen == 2 * WAN

    assert changes(desk, reopen("C1")) == [
        ("C1", 0, 2 * WAN, "reopening", None),
        ("C2", 2 * WAN, WAN, "reopening", "C1"),
    ]


def test_a_withdrawal_after_the_decision_is_annulled_at_the_old_place() -> None:
    desk = two()
    desk.carry_out(withdraw("C2"))

    assert changes(desk, reopen("C2", "error")) == [("C2", 0, WAN, "reopening", None)]


def test_a_no_of_the_rules_is_decided_again_and_says_so_where_it_stays_one() -> None:
    desk = Desk()
    desk.grant(trademark("20000"), on="2019-01-01")

    assert changes(desk, reopen("C1", "review")) == [("C1", 0, 0, "reopening", None)]
    assert changes(desk, reopen("C1", "review", "D2")) == [("C1", 0, 0, "reopening", None)]


def test_a_claim_that_stands_is_not_reopened() -> None:
    desk = two()
    pending = desk.file(trademark("1"))

    assert refused(desk, reopen("C1")) == (
        "claim-stands", {"claim_no": "C1", "status": "approved"}
    )  # fmt: skip
    assert refused(desk, reopen(pending))[0] == "claim-stands"


def test_a_claim_is_revoked_and_reopened_as_often_as_documents_say() -> None:
    desk = two()
    for turn in range(3):
        desk.carry_out(revoke("C1", f"R{turn}"))
        desk.carry_out(reopen("C1", "court", f"J{turn}"))

    assert desk.outcome("C1").granted_fen == 2 * WAN
    assert desk.carry_out(reopen("C1", "court", "J0")) == ()
    assert refused(desk, reopen("C1", "review", "J0"))[0] == "request-conflicts"
    assert refused(desk, revoke("C1", "R1")) == (
        "revocation-annulled", {"claim_no": "C1", "document": "R1", "by": "J1"}
    )  # fmt: skip


def test_a_claim_whose_invoice_was_claimed_again_since_is_not_reopened() -> None:
    desk = Desk()
    desk.file(trademark("20000"), invoices=("A-1",))
    desk.carry_out(withdraw("C1"))
    desk.carry_out(submission("C9", trademark("20000"), invoices=("A-1",)))

    assert refused(desk, reopen("C1", "error")) == (
        "duplicate-invoice", {"invoice": "A-1", "other": "C9"}
    )  # fmt: skip
    desk.carry_out(withdraw("C9"))
    assert desk.carry_out(reopen("C1", "error", DOCUMENT))


def test_who_reopens_a_claim_raised_its_grant() -> None:
    desk = two()
    desk.carry_out(revoke("C1"))
    desk.carry_out(reopen("C1"), by="reviewer")

    assert [actor.by for actor in desk.enterprise.claims["C1"].raised_by] == ["reviewer"]
