"""An enterprise that moved away: matters from that day on are another county's."""

from __future__ import annotations

from datetime import date

import pytest

from domain.commands.enterprise import CorrectClaim, EnterpriseCommand
from domain.enterprise.state import Status
from domain.refusals import Fact, Refusal
from tests.domain.enterprise.moved.moving import RUIAN, annul, come, out
from tests.domain.given import Desk, approval, submission, trademark, withdraw


def refused(desk: Desk, command: EnterpriseCommand) -> tuple[str, dict[str, Fact]]:
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(command)
    return refusal.value.code, refusal.value.facts


def moved() -> Desk:
    """One trademark of May is granted, one of August waits, and the firm moved on 1 July."""
    desk = Desk()
    desk.grant(trademark("20000"))
    desk.file(trademark("10000"), "2023-08-01")
    desk.carry_out(out("2023-07-01"))
    return desk


def test_a_matter_from_the_day_on_is_refused_with_where_to() -> None:
    code, facts = refused(moved(), submission("X", trademark("10000"), "2023-07-01"))

    assert code == "enterprise-transferred"
    assert facts == {
        "claim_no": "X",
        "day": "2023-07-01",
        "to": RUIAN,
        "on": "2023-07-01",
        "document": "D-out",
    }


def test_a_matter_before_the_day_is_still_filed_and_decided_here() -> None:
    desk = moved()

    assert desk.grant(trademark("10000"), "2023-06-30").granted_fen == 500_000


def test_what_was_filed_before_the_transfer_is_not_decided_here_but_may_be_ended() -> None:
    desk = moved()

    assert refused(desk, approval("C2"))[0] == "enterprise-transferred"

    desk.carry_out(withdraw("C2"))
    assert desk.enterprise.claims["C2"].status is Status.WITHDRAWN


def test_a_day_is_not_corrected_into_the_other_countys_time() -> None:
    correction = CorrectClaim(
        claim_no="C1", by="c", document="D", words="w", occurred_on=date(2023, 7, 2)
    )

    assert refused(moved(), correction)[0] == "enterprise-transferred"


def test_said_again_it_records_nothing_and_with_other_content_it_conflicts() -> None:
    desk = moved()

    assert desk.carry_out(out("2023-07-01", document="Ｄ-out")) == ()
    assert refused(desk, out("2023-07-02"))[0] == "request-conflicts"
    assert refused(desk, out(to="平阳县"))[0] == "request-conflicts"
    assert refused(desk, out(document="D-2"))[0] == "already-transferred"


def test_a_transfer_recorded_by_mistake_is_annulled_for_good() -> None:
    desk = moved()

    desk.carry_out(annul("D-out"))

    assert desk.carry_out(annul("d-OUT")) == ()
    assert desk.grant(trademark("10000"), "2023-09-01").granted_fen == 500_000
    assert refused(desk, out())[0] == "transfer-annulled"
    assert refused(desk, annul("D-out", "D-3"))[0] == "request-conflicts"
    assert refused(desk, annul("D-9"))[0] == "transfer-unknown"
    desk.carry_out(out(document="D-2"))
    assert refused(desk, submission("X", trademark("1000"), "2023-09-01"))[0] == (
        "enterprise-transferred"
    )


def test_a_firm_that_comes_back_files_what_happens_after_it_did() -> None:
    desk = moved()

    desk.carry_out(come(on="2024-01-01"))

    assert refused(desk, submission("X", trademark("100"), "2023-12-31"))[0] == (
        "enterprise-transferred"
    )
    assert desk.grant(trademark("10000"), "2024-01-01").granted_fen == 500_000
    desk.carry_out(out("2024-06-01", document="D-again"))
    assert refused(desk, submission("Y", trademark("100"), "2024-06-01"))[0] == (
        "enterprise-transferred"
    )


def test_nothing_is_known_of_an_enterprise_that_never_was_here() -> None:
    assert refused(Desk(), out())[0] == "enterprise-unknown"


def test_a_file_fed_in_again_after_the_transfer_is_recorded_already() -> None:
    desk = moved()

    assert desk.carry_out(submission("C2", trademark("10000"), "2023-08-01")) == ()
