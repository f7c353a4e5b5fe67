"""All that is recorded of a batch, a payment and its failure: every event, with every field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.enterprise.state import outcome_of
from domain.events.batch import (
    BatchComputed,
    BatchLine,
    BatchLineFailed,
    BatchLinesComputed,
    BatchLinesPaid,
    BatchPaid,
    PaidLine,
)
from domain.events.budget import (
    BudgetAllotted,
    BudgetAppropriated,
    BudgetLineNamed,
    BudgetPaid,
    BudgetPaymentReversed,
    BudgetRecovered,
    BudgetRecoveryReversed,
)
from domain.events.payment import (
    AllotmentLowered,
    ClaimPaid,
    ClaimRecovered,
    ClaimTakenIntoBatch,
    DebtSetOff,
    LapseAnnounced,
    PaymentFailed,
    SetOffReversed,
)
from domain.identity import Actor
from domain.payments.budget import ALL, Budget, evolve
from domain.payments.happened import StreamEvent
from domain.payments.payment import recover
from domain.payments.until_paid.computing import Candidate, compute
from tests.domain.given import USCC
from tests.domain.payments.office import FAILED, PAYDAY, Office, batch_terms, recorded_terms

OTHER = "91330382MA0001018G"
CASHIER = Actor("cashier", "x")
LATER = date(2022, 12, 24)


def candidate(claim_no: str, owed_fen: int, uscc: str = USCC) -> Candidate:
    return Candidate(claim_no=claim_no, uscc=uscc, owed_fen=owed_fen)


def money_of(year: int, *events: object) -> list[StreamEvent]:
    return [StreamEvent(f"budget:{year}", event) for event in events]  # type: ignore[arg-type]


def of_claims(*events: object) -> list[StreamEvent]:
    return [StreamEvent(USCC, event) for event in events]  # type: ignore[arg-type]


def set_off(claim_no: str, of_batch: int, fen: int, against: str) -> DebtSetOff:
    return DebtSetOff(
        claim_no=claim_no, of_batch=of_batch, budget_year=2022, line=ALL, amount_fen=fen,
        against=against, batch=3, on=LATER,
    )  # fmt: skip


def came_back(claim_no: str, fen: int, receipt: str | None = None) -> BudgetRecovered:
    batch = 3 if receipt is None else None
    return BudgetRecovered(
        line=ALL, claim_no=claim_no, amount_fen=fen, receipt=receipt, batch=batch, on=LATER
    )


def undone(claim_no: str, of_batch: int, fen: int, against: str) -> SetOffReversed:
    return SetOffReversed(
        claim_no=claim_no, of_batch=of_batch, amount_fen=fen, against=against, batch=3
    )


def failed_payment(claim_no: str, fen: int, words: str) -> tuple[PaymentFailed, BatchLineFailed]:
    return (
        PaymentFailed(
            claim_no=claim_no, batch=3, amount_fen=fen, words=words, on=FAILED, receipt=None
        ),
        BatchLineFailed(claim_no=claim_no, words=words, on=FAILED, receipt=None),
    )


def off_again(claim_no: str, fen: int) -> BudgetRecoveryReversed:
    return BudgetRecoveryReversed(line=ALL, claim_no=claim_no, batch=3, amount_fen=fen, on=FAILED)


def compute_lines(office: Office, number: int, *lines: Candidate) -> None:
    """Compute a batch of these, and publish it."""
    money_fen = office.budget.money_fen(ALL, {})
    office.take_in(compute(batch_terms(), number, office.budget, money_fen, lines))
    office.publish(number)


def in_debt() -> Office:
    """C1 owes back 700 of batch 1 and 500 of batch 2; C4 owes 100; batch 3 holds C2, C3, C5."""
    office = Office(5, 10_000)
    compute_lines(office, 1, candidate("C1", 700), candidate("C4", 100))
    office.pay(1)
    compute_lines(office, 2, candidate("C1", 500))
    office.pay(2)
    for claim_no in ("C1", "C4"):
        office.revoke(claim_no)
    compute_lines(office, 3, candidate("C2", 600), candidate("C5", 7), candidate("C3", 900))
    office.enterprise.claims["C5"].dues.allotment = None  # type: ignore[union-attr]
    return office


def test_a_batch_is_recorded_by_itself_by_its_budget_and_by_each_enterprise() -> None:
    budget = Budget(2023)
    evolve(budget, BudgetLineNamed(line="aeo", measures=("aeo-advanced",)))
    evolve(budget, BudgetAppropriated(line="aeo", amount_fen=9, document="D", on=PAYDAY))
    terms = batch_terms(
        budget_year=2023, line="aeo", document="P-1", until=PAYDAY, shortage="pro-rata",
        round_down_to="yuan", at_least_fen=201, remainder="lapse",
    )  # fmt: skip
    claims = [candidate("A", 30_000), candidate("B", 15_050, OTHER), candidate("C", 500, OTHER)]
    shares = [("A", USCC, 30_000, 13_100), ("B", OTHER, 15_050, 6_600), ("C", OTHER, 500, 0)]

    events = compute(terms, 7, budget, 20_000, claims)

    lines = tuple(
        BatchLine(
            claim_no=no, uscc=uscc, owed_fen=owed, allotted_fen=share, lapsed_fen=owed - share
        )
        for no, uscc, owed, share in shares
    )
    assert events == [
        ("batch:7", BatchComputed(**recorded_terms(terms), money_fen=20_000, owed_fen=45_550)),
        ("batch:7", BatchLinesComputed(lines=lines)),
        ("budget:2023", BudgetAllotted(batch=7, line="aeo", amount_fen=19_700, document="P-1")),
        *(
            (uscc, event)
            for no, uscc, owed, share in shares
            for event in (
                ClaimTakenIntoBatch(
                    claim_no=no, batch=7, budget_year=2023, line="aeo", owed_fen=owed,
                    allotted_fen=share, lapsed_fen=0,
                ),
                LapseAnnounced(claim_no=no, batch=7, lapsing_fen=owed - share),
            )
        ),
    ]  # fmt: skip


def test_a_payment_settles_the_oldest_debt_first_out_of_the_latest_payment_of_it() -> None:
    events = in_debt().paying(CASHIER, 3, LATER)

    def paid(claim_no: str, fen: int, set_off_fen: int) -> ClaimPaid:
        return ClaimPaid(
            claim_no=claim_no, batch=3, budget_year=2022, line=ALL, amount_fen=fen,
            set_off_fen=set_off_fen, receipt="R3", on=LATER,
        )  # fmt: skip

    lines = (
        PaidLine(claim_no="C2", amount_fen=600, set_off_fen=600),
        PaidLine(claim_no="C5", amount_fen=0, set_off_fen=0),
        PaidLine(claim_no="C3", amount_fen=900, set_off_fen=700),
    )
    spent = BudgetPaid(batch=3, line=ALL, amount_fen=1_500, receipt="R3", on=LATER)
    first = set_off("C1", 2, 500, "C2"), set_off("C1", 1, 100, "C2")
    then = set_off("C1", 1, 600, "C3"), set_off("C4", 1, 100, "C3")
    assert events == [
        StreamEvent("batch:3", BatchPaid(receipt="R3", on=LATER)),
        StreamEvent("batch:3", BatchLinesPaid(lines=lines)),
        *money_of(2022, spent),
        *of_claims(paid("C2", 600, 600), *first),
        *money_of(2022, came_back("C1", 500), came_back("C1", 100)),
        *of_claims(paid("C3", 900, 700), *then),
        *money_of(2022, came_back("C1", 600), came_back("C4", 100)),
    ]


def test_a_payment_that_failed_takes_back_all_that_it_had_settled() -> None:
    office = in_debt()
    office.take_in(office.paying(CASHIER, 3, LATER))

    events = office.fail("C3", 3, "no such account")

    back = BudgetPaymentReversed(batch=3, line=ALL, claim_no="C3", amount_fen=900, on=FAILED)
    failed, line = failed_payment("C3", 900, "no such account")
    assert events == [
        StreamEvent("batch:3", line),
        *of_claims(failed, undone("C1", 1, 600, "C3"), undone("C4", 1, 100, "C3")),
        *money_of(2022, back, off_again("C1", 600), off_again("C4", 100)),
    ]


def test_a_debt_owed_again_lowers_what_its_claim_was_allotted_since() -> None:
    office = in_debt()
    office.take_in(office.paying(CASHIER, 3, LATER))
    claim = office.enterprise.claims["C1"]
    claim.status, claim.outcome = (
        office.enterprise.claims["C3"].status,
        replace(outcome_of(claim), granted_fen=950),
    )
    compute_lines(office, 4, candidate("C1", 850))

    events = office.fail("C2", 3, "x")

    def lowered(previous_fen: int, allotted_fen: int) -> AllotmentLowered:
        return AllotmentLowered(
            claim_no="C1", batch=4, previous_fen=previous_fen, allotted_fen=allotted_fen
        )

    failed, line = failed_payment("C2", 600, "x")
    back = BudgetPaymentReversed(batch=3, line=ALL, claim_no="C2", amount_fen=600, on=FAILED)
    assert events == [
        StreamEvent("batch:3", line),
        *of_claims(
            failed,
            undone("C1", 2, 500, "C2"),
            lowered(850, 450),
            undone("C1", 1, 100, "C2"),
            lowered(450, 350),
        ),
        *money_of(2022, back, off_again("C1", 500), off_again("C1", 100)),
    ]


def test_a_repayment_is_recorded_by_the_claim_and_by_each_year_that_paid_it() -> None:
    office = in_debt()

    events = recover("C1", USCC, 501, "B-9", LATER, office.enterprise)

    def back(of_batch: int, fen: int) -> ClaimRecovered:
        return ClaimRecovered(
            claim_no="C1", of_batch=of_batch, budget_year=2022, line=ALL, amount_fen=fen,
            receipt="B-9", on=LATER,
        )  # fmt: skip

    assert events == [
        *of_claims(back(2, 500)),
        *money_of(2022, came_back("C1", 500, "B-9")),
        *of_claims(back(1, 1)),
        *money_of(2022, came_back("C1", 1, "B-9")),
    ]
