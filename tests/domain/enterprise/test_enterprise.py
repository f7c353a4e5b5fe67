"""What an enterprise's ledger does when asked: events, nothing at all, or a refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.commands.enterprise import EnterpriseCommand, Reassess
from domain.decide import decide
from domain.enterprise.hands import granted_by
from domain.enterprise.state import Enterprise, Status, evolve
from domain.events.claims import (
    AmountsRecorded,
    CapLifted,
    CapReached,
    ClaimApproved,
    ClaimReassessed,
    ClaimRejected,
    ClaimRejectedByOfficer,
    ClaimSubmitted,
    ClaimWithdrawn,
)
from domain.refusals import Refusal
from tests.domain.given import (
    BOOK,
    USCC,
    Desk,
    amended,
    approval,
    book_of,
    exports,
    fair,
    online,
    reject,
    submission,
    trademark,
    withdraw,
)

CLAIM = submission("C1", trademark("100"), invoices=("7", "8"))


def given(*commands: EnterpriseCommand) -> Desk:
    desk = Desk()
    for command in commands:
        desk.carry_out(command)
    return desk


def refused(desk: Desk, command: EnterpriseCommand) -> Refusal:
    """Return the refusal, having seen that nothing changed."""
    events, claims = list(desk.events), len(desk.enterprise.claims)
    with pytest.raises(Refusal) as raised:
        desk.carry_out(command)
    assert (desk.events, len(desk.enterprise.claims)) == (events, claims)
    return raised.value


def test_a_claim_is_submitted_with_its_invoices_as_a_set() -> None:
    desk = given()

    events = desk.carry_out(replace(CLAIM, invoices=(*"87869543", "8")))

    assert events == (
        ClaimSubmitted(
            claim_no="C1",
            enterprise=CLAIM.enterprise,
            facts=CLAIM.facts,
            occurred_on=CLAIM.occurred_on,
            filed_on=CLAIM.filed_on,
            invoices=tuple("3456789"),
            other_support_fen=0,
        ),
    )


def test_the_same_claim_again_records_nothing() -> None:
    desk = given(CLAIM)

    events = desk.carry_out(replace(CLAIM, invoices=("8", "7")))

    assert events == ()


def test_a_claim_number_with_other_content_is_refused() -> None:
    desk = given(CLAIM)

    refusal = refused(desk, replace(CLAIM, other_support_fen=1))

    assert (refusal.code, refusal.facts["claim_no"]) == ("claim-conflicts", "C1")


def test_a_withdrawn_claims_number_is_not_free_again() -> None:
    desk = given(CLAIM, withdraw("C1"))

    assert desk.carry_out(CLAIM) == ()
    assert refused(desk, replace(CLAIM, other_support_fen=1)).code == "claim-conflicts"


def test_an_invoice_stands_on_one_claim_only() -> None:
    desk = given(CLAIM)

    refusal = refused(desk, submission("C2", trademark("9"), invoices=("9", "8")))

    assert refusal.code == "duplicate-invoice"
    assert refusal.facts == {"invoice": "8", "other": "C1"}


def test_an_invoice_of_several_claims_is_not_free_until_the_last_is_withdrawn() -> None:
    desk = given(CLAIM, withdraw("C1"), submission("C2", trademark("9"), invoices=("8",)))

    refusal = refused(desk, submission("C3", trademark("9"), invoices=("8",)))

    assert refusal.facts == {"invoice": "8", "other": "C2"}


@pytest.mark.parametrize("ending", [withdraw("C1"), reject("C1"), approval("C1", "0")])
def test_an_invoice_is_free_once_its_claim_is_withdrawn_or_rejected(
    ending: EnterpriseCommand,
) -> None:
    desk = given(CLAIM, ending)

    events = desk.carry_out(submission("C2", trademark("9"), invoices=("8",)))

    assert len(events) == 1


def test_a_claim_granted_something_is_approved_and_one_granted_nothing_rejected() -> None:
    desk = given(CLAIM, submission("C2", trademark("100")))

    (approved,) = desk.carry_out(approval("C1"))
    (rejected,) = desk.carry_out(approval("C2", "0"))

    assert isinstance(approved, ClaimApproved)
    assert isinstance(rejected, ClaimRejected)
    assert [claim.status for claim in desk.enterprise.claims.values()] == [
        Status.APPROVED,
        Status.REJECTED,
    ]


def test_the_same_approval_again_records_nothing() -> None:
    desk = given(CLAIM, approval("C1", "10"))

    events = desk.carry_out(approval("C1", "10", by="somebody-else"))

    assert events == ()


@pytest.mark.parametrize(
    "other", [approval("C1"), approval("C1", "11"), approval("C1", "10", words="otherwise")]
)
def test_an_approval_with_other_content_conflicts(other: EnterpriseCommand) -> None:
    desk = given(CLAIM, approval("C1", "10"))

    refusal = refused(desk, other)

    assert (refusal.code, refusal.facts["verb"]) == ("request-conflicts", "approve")


def test_approving_what_is_pending_leaves_everything_else_alone() -> None:
    desk = given(CLAIM, approval("C1", "10"))

    events = desk.carry_out(approval("C1", if_pending=True))

    assert events == ()


@pytest.mark.parametrize("ending", [reject("C1"), withdraw("C1")])
def test_a_claim_ended_by_people_is_not_approved(ending: EnterpriseCommand) -> None:
    desk = given(CLAIM, ending)

    assert refused(desk, approval("C1")).code == "claim-not-pending"


def test_an_officer_rejects_in_words_of_their_own() -> None:
    desk = given(CLAIM)

    events = desk.carry_out(reject("C1", "no such trademark"))

    assert events == (ClaimRejectedByOfficer(claim_no="C1", words="no such trademark"),)
    assert desk.enterprise.claims["C1"].status is Status.REJECTED


def test_a_rejection_again_is_nothing_and_with_other_words_a_conflict() -> None:
    desk = given(CLAIM, reject("C1", "no"))

    assert desk.carry_out(reject("C1", "no")) == ()
    assert refused(desk, reject("C1", "never")).facts["verb"] == "reject"


@pytest.mark.parametrize("decided", [approval("C1"), approval("C1", "0"), withdraw("C1")])
def test_only_a_submitted_claim_is_rejected(decided: EnterpriseCommand) -> None:
    desk = given(CLAIM, decided)

    assert refused(desk, reject("C1")).code == "claim-not-pending"


@pytest.mark.parametrize("before", [(), (reject("C1"),), (approval("C1", "0"),)])
def test_any_claim_can_be_withdrawn(before: tuple[EnterpriseCommand, ...]) -> None:
    desk = given(CLAIM, *before)

    events = desk.carry_out(withdraw("C1", "a mistake"))

    assert events == (ClaimWithdrawn(claim_no="C1", previous_fen=0, words="a mistake"),)
    assert desk.enterprise.claims["C1"].status is Status.WITHDRAWN


def test_a_withdrawal_gives_back_what_was_granted_and_lifts_the_cap() -> None:
    desk = given(submission("C1", trademark("70000")), approval("C1"))
    assert isinstance(desk.events[-1], CapReached)

    withdrawn, lifted = desk.carry_out(withdraw("C1"))

    assert withdrawn == ClaimWithdrawn(
        claim_no="C1", previous_fen=3_000_000, words="changed my mind"
    )
    assert lifted == CapLifted(
        claim_no="C1", cap="trademarks-in-all", year=None, place=None, limit=3_000_000, used=0
    )


def test_a_withdrawal_again_is_nothing_and_with_other_words_a_conflict() -> None:
    desk = given(CLAIM, withdraw("C1", "a"))

    assert desk.carry_out(withdraw("C1", "a")) == ()
    assert refused(desk, withdraw("C1", "b")).facts["verb"] == "withdraw"


def test_withdrawing_the_offline_claim_lifts_only_its_own_cap() -> None:
    desk = Desk()
    desk.grant(online("100"))
    desk.grant(fair("100"))

    events = desk.carry_out(withdraw("C2"))

    assert [type(event) for event in events] == [ClaimWithdrawn]


@pytest.mark.parametrize("command", [approval("C9"), reject("C9"), withdraw("C9")])
def test_a_claim_that_was_never_submitted_is_unknown(command: EnterpriseCommand) -> None:
    desk = given(CLAIM)

    assert refused(desk, command).code == "claim-unknown"


def test_exports_are_compared_with_the_years_latest_record() -> None:
    desk = given(exports(2022, "1", "2"), exports(2022, "3", "4"))

    same = desk.carry_out(exports(2022, "3", "4"))
    back = desk.carry_out(exports(2022, "1", "2"))

    assert same == ()
    (event,) = back
    assert isinstance(event, AmountsRecorded)
    assert event.amounts == {"us_usd_cents": 100, "rcep_usd_cents": 200}


def test_exports_from_a_file_are_recorded_once_ever() -> None:
    desk = given(exports(2022, "1", "2"), exports(2022, "3", "4"))

    events = desk.carry_out(exports(2022, "1", "2", once_ever=True))

    assert events == ()


def test_deciding_changes_nothing_until_the_events_are_taken_in() -> None:
    desk = given(CLAIM)
    again = given(CLAIM)

    decide(approval("C1"), desk.enterprise, BOOK)

    assert desk.enterprise == again.enterprise


def test_folding_the_same_events_gives_the_same_enterprise() -> None:
    desk = given(CLAIM, approval("C1"), exports(2022, "1", "2"), withdraw("C1"))

    folded = Enterprise()
    for event in desk.events:
        evolve(folded, event, "clerk")

    assert folded == desk.enterprise


def test_who_reassesses_a_claim_has_granted_it_only_where_it_was_raised() -> None:
    desk = given(submission("C1", trademark("1000")), approval("C1"))
    claim = desk.enterprise.claims["C1"]
    for rate, by in (("60%", "raiser"), ("50%", "lowerer")):
        policy = amended({"measures.overseas-trademark.rate": rate})
        desk.book = book_of(*(version.policy for version in desk.book.versions), policy)
        desk.carry_out(Reassess(uscc=USCC), by=by)
    (lowered,) = desk.events[-1:]
    assert isinstance(lowered, ClaimReassessed)

    same = replace(lowered, previous_fen=lowered.decision.outcome.granted_fen)
    evolve(desk.enterprise, same, "leveller")

    assert [actor.by for actor in granted_by(claim)] == ["clerk", "raiser"]
