"""A claim amended while a batch holds it, or after it was paid: claims of 15,000 yuan each."""

from __future__ import annotations

from domain.enterprise.dues import unpaid_fen
from domain.enterprise.state import granted_fen
from domain.events.payment import AllotmentLowered
from domain.money import parse_yuan
from tests.domain.enterprise.amended.amending import correct, redecide, reopen, revoke
from tests.domain.payments.office import Office

WAN = 1_000_000  # fen


def unpaid(office: Office, claim_no: str) -> int:
    claim = office.enterprise.claims[claim_no]
    return unpaid_fen(granted_fen(claim), claim.dues)


def allotted(office: Office, claim_no: str) -> int:
    dues = office.enterprise.claims[claim_no].dues
    return 0 if dues is None else dues.allotted_fen


def test_a_line_follows_a_correction_down_and_no_further_than_it_was_up() -> None:
    office = Office(claims=2, money_fen=10 * WAN)
    office.compute("C1", "C2")

    events = office.desk.carry_out(correct("C1", executed_usd_cents=parse_yuan("499999")))
    assert [event for event in events if isinstance(event, AllotmentLowered)] == [
        AllotmentLowered(claim_no="C1", batch=1, previous_fen=1_500_000, allotted_fen=0)
    ]
    office.desk.carry_out(correct("C1", executed_usd_cents=parse_yuan("1000000"), document="D2"))

    assert (allotted(office, "C1"), unpaid(office, "C1")) == (0, 3 * WAN)
    assert allotted(office, "C2") == 1_500_000


def test_a_ceiling_left_out_is_owed_back_once_the_claim_is_paid() -> None:
    office = Office(claims=1, money_fen=10 * WAN)
    office.compute("C1")
    office.publish()
    office.pay()

    office.desk.carry_out(redecide("C1", "10000"))

    assert office.owed_back("C1") == 500_000
    assert list(office.enterprise.debts) == ["C1"]


def test_a_top_up_after_payment_waits_for_another_batch() -> None:
    office = Office(claims=1, money_fen=10 * WAN)
    office.compute("C1")
    office.publish()
    office.pay()

    office.desk.carry_out(correct("C1", executed_usd_cents=parse_yuan("1500000")))

    assert (unpaid(office, "C1"), office.owed_back("C1")) == (3 * WAN, 0)


def test_a_revocation_annulled_before_payment_leaves_the_claim_to_another_batch() -> None:
    office = Office(claims=1, money_fen=10 * WAN)
    office.compute("C1")
    office.desk.carry_out(revoke("C1"))
    assert allotted(office, "C1") == 0

    office.desk.carry_out(reopen("C1"))

    assert (allotted(office, "C1"), unpaid(office, "C1")) == (0, 1_500_000)


def test_a_revocation_annulled_after_payment_leaves_nothing_owed() -> None:
    office = Office(claims=1, money_fen=10 * WAN)
    office.compute("C1")
    office.publish()
    office.pay()
    office.desk.carry_out(revoke("C1"))
    assert office.owed_back("C1") == 1_500_000

    office.desk.carry_out(reopen("C1"))

    assert (office.owed_back("C1"), unpaid(office, "C1")) == (0, 0)
    assert list(office.enterprise.debts) == []
