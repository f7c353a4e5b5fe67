"""What holds keep from being paid: batches that leave out, lines and orders kept back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.commands.money import OrderBatch
from domain.decide import decide
from domain.enterprise.state import evolve
from domain.events.batch import BatchClaimsLeftOut, LeftOutClaim
from domain.events.holds import EnterpriseHeld, EnterpriseReleased
from domain.events.log import Recorded
from domain.events.payment import ClaimPaid, SetOffLifted
from domain.identity import Actor
from domain.payments.barriers import barriers
from domain.payments.ordering import order
from domain.payments.settling import set_off_lifted
from domain.payments.until_paid.computing import Candidate, compute
from projections.reassessment.payments import Payments
from tests.domain.enterprise.test_holds import carried_out, hold
from tests.domain.given import BOOK, USCC
from tests.domain.payments.office import PAYDAY, Office, batch_terms, refused

FIRST, LAST = date(2022, 11, 10), date(2022, 11, 30)


def held(document: str, first: date, last: date | None = None) -> EnterpriseHeld:
    return EnterpriseHeld(
        document=document, reason="freeze", first_day=first, last_day=last, of_list=None
    )


def test_a_batch_leaves_out_who_is_held_and_says_so() -> None:
    office = Office(claims=2, money_fen=9_000_000)
    evolve(office.enterprise, held("A", FIRST), "officer")
    (why,) = barriers(office.enterprise.registration, FIRST)
    free = Candidate(claim_no="C1", uscc=USCC, owed_fen=1_500_000)
    barred = Candidate(claim_no="C2", uscc=USCC, owed_fen=1_500_000, barrier=why)

    office.take_in(compute(batch_terms(), 1, office.budget, 9_000_000, [free, barred]))

    assert list(office.batches[1].lines) == ["C1"]
    assert office.batches[1].left_out == [
        LeftOutClaim(
            claim_no="C2", uscc=USCC, owed_fen=1_500_000, why="enterprise-held", document="A"
        )
    ]
    code, facts = refused(lambda: compute(batch_terms(), 2, office.budget, 9, [barred]))
    assert (code, facts["verb"], facts["claims"]) == ("nothing-unpaid", "left-out", 1)


def test_many_claims_left_out_stand_in_events_that_the_log_can_hold() -> None:
    office = Office(claims=1, money_fen=9_000_000)
    evolve(office.enterprise, held("长" * 160, FIRST), "officer")
    (why,) = barriers(office.enterprise.registration, FIRST)
    many = [Candidate(claim_no=f"X{at}", uscc=USCC, owed_fen=1, barrier=why) for at in range(300)]
    free = Candidate(claim_no="C1", uscc=USCC, owed_fen=1)

    events = compute(batch_terms(), 1, office.budget, 9, [free, *many])

    parts = [each for _, each in events if isinstance(each, BatchClaimsLeftOut)]
    assert len(parts) > 1
    assert [each.claim_no for part in parts for each in part.left_out] == [
        each.claim_no for each in many
    ]


def published(claims: int = 2) -> Office:
    office = Office(claims=claims, money_fen=90_000_000)
    office.compute(*(f"C{at}" for at in range(1, claims + 1)))
    office.publish()
    return office


def ordering(office: Office, document: str, on: date, number: int = 1) -> int:
    command = OrderBatch(batch=number, document=document, on=on, only=None, backdated=None)
    return len(office.take_in(order(command, office.batches[number], {USCC: office.enterprise})))


def test_a_line_is_not_paid_on_a_day_of_a_hold_and_is_after_it() -> None:
    office = published()
    evolve(office.enterprise, held("A", FIRST, LAST), "officer")

    code, facts = refused(office.pay)
    named, _ = refused(lambda: office.pay(only=("C1",)))

    assert (code, named) == ("enterprise-held", "enterprise-held")
    assert facts["document"] == "A"
    assert refused(lambda: ordering(office, "N", PAYDAY))[0] == "enterprise-held"
    assert office.pay(on=LAST + timedelta(days=1))
    assert office.batches[1].open_lines() == []


def test_a_day_before_the_hold_began_is_paid() -> None:
    office = published()
    evolve(office.enterprise, held("A", PAYDAY + timedelta(days=1)), "officer")

    assert office.pay(on=PAYDAY)


def test_a_hold_opens_the_debts_again_that_an_order_would_have_settled() -> None:
    office = published(1)
    office.pay()
    office.revoke("C1")
    office.desk.grant(office.enterprise.claims["C1"].submitted.facts, by="officer")
    second = next(no for no in office.enterprise.claims if no != "C1")
    office.compute(second, number=2)
    office.publish(2)
    ordering(office, "N1", PAYDAY, 2)
    debt = office.enterprise.claims["C1"].dues
    assert debt is not None
    assert debt.ordered_fen == 1_500_000

    before = carried_out(office.enterprise, hold("B", last_day=PAYDAY - timedelta(days=1)))
    events = decide(hold("A", first_day=PAYDAY), office.enterprise, BOOK)
    for event in events:
        evolve(office.enterprise, event, "officer")

    assert before == 1  # over before the order was made: it stands
    assert [type(event) for event in events] == [EnterpriseHeld, SetOffLifted]
    assert debt.ordered_fen == 0
    released = EnterpriseReleased(of="A", document="R", on=LAST)
    evolve(office.enterprise, released, "officer")
    assert set_off_lifted(office.batches[2], second, office.enterprise)
    assert refused(lambda: office.pay(2, LAST))[0] == "order-outdated"
    assert ordering(office, "N2", LAST, 2)
    assert office.pay(2, LAST)
    assert office.owed_back("C1") == 0


@pytest.mark.parametrize(("first", "due"), [(PAYDAY, 0), (PAYDAY + timedelta(days=1), 1_500_000)])
def test_a_payment_that_another_program_made_on_a_day_of_a_hold_was_not_due(
    first: date, due: int
) -> None:
    office = published(1)
    events = office.paying(Actor("cashier", "x"))
    (paid,) = (each for _, each in events if isinstance(each, ClaimPaid))
    evolve(office.enterprise, held("A", first), "officer")
    row = Recorded(
        position=9,
        stream=USCC,
        version=9,
        recorded_at=datetime(2022, 12, 1, tzinfo=UTC),
        by="x",
        login="x",
        event=paid,
    )

    payments = Payments(BOOK)
    payments.of_claim(row, paid, office.enterprise)

    assert [each.due_fen for each in payments.false] == ([0] if due == 0 else [])
