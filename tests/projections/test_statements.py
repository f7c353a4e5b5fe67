"""What claims come to for an enterprise and for a budget: whole answers, every amount another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.commands.enterprise import Reassess, RevokeClaim
from domain.events.log import Event, Recorded
from domain.events.payment import (
    ClaimPaid,
    ClaimRecovered,
    ClaimTakenIntoBatch,
    DebtSetOff,
    PaymentFailed,
    SetOffReversed,
)
from domain.payments.budget import ALL
from domain.policy.facts import Facts
from domain.refusals import Refusal
from projections.money.budgets import UnderReview
from projections.money.dated import BatchDays
from projections.money.statement import Statement, StatementEntry, statement
from tests.domain.facts import CaseByCase
from tests.domain.given import (
    BOOK,
    POLICY,
    USCC,
    Desk,
    amended,
    approval,
    book_of,
    fair,
    online,
    trademark,
    withdraw,
)

PAID_ON, REPAID_ON = date(2022, 11, 20), date(2022, 12, 5)
RECORDED_AT = datetime(2022, 11, 30, 17, 0, tzinfo=UTC)
RECORDED_ON = date(2022, 12, 1)  # in Beijing


def no_days(_batch: int) -> BatchDays:
    return BatchDays()


class History(Desk):
    """One enterprise's events, in the order they were recorded, at every third place of a log."""

    def decided(self, fen: int) -> str:
        """Submit a claim of an amount, and approve it."""
        claim_no = self.asked(fen)
        self.carry_out(approval(claim_no))
        return claim_no

    def asked(self, fen: int) -> str:
        return self.file(CaseByCase(article="三（一）", decision_no=str(fen), amount_fen=fen))

    def happened(self, *events: Event) -> None:
        self.events += events  # type: ignore[arg-type]

    def recorded(self) -> Iterable[Recorded]:
        for number, event in enumerate(self.events, start=1):
            yield Recorded(
                position=3 * number,
                stream=USCC,
                version=number,
                recorded_at=RECORDED_AT,
                by="officer",
                login="x",
                event=event,
            )


def taken(claim_no: str, batch: int, owed: int, allotted: int, lapsed: int) -> ClaimTakenIntoBatch:
    return ClaimTakenIntoBatch(
        claim_no=claim_no, batch=batch, budget_year=2022, line=ALL, owed_fen=owed,
        allotted_fen=allotted, lapsed_fen=lapsed,
    )  # fmt: skip


def paid(claim_no: str, batch: int, fen: int) -> ClaimPaid:
    return ClaimPaid(
        claim_no=claim_no, batch=batch, budget_year=2022, line=ALL, amount_fen=fen, set_off_fen=0,
        receipt="R", on=PAID_ON,
    )  # fmt: skip


def recovered(claim_no: str, fen: int) -> ClaimRecovered:
    return ClaimRecovered(
        claim_no=claim_no, of_batch=1, budget_year=2022, line=ALL, amount_fen=fen, receipt="B",
        on=REPAID_ON,
    )  # fmt: skip


def set_off(claim_no: str, fen: int, against: str) -> DebtSetOff:
    return DebtSetOff(
        claim_no=claim_no, of_batch=1, budget_year=2022, line=ALL, amount_fen=fen,
        against=against, batch=2, on=PAID_ON,
    )  # fmt: skip


def summed(history: History) -> tuple[int, ...]:
    answer = statement(USCC, history.recorded(), BOOK, no_days)
    sums = answer.granted_fen, answer.paid_fen, answer.recovered_fen
    return *sums, answer.owed_to_enterprise_fen, answer.owed_back_fen


def story() -> History:
    """C1 to C4 granted; C1 paid in part, lowered, paid back; C2 pays C1's debt, and fails."""
    history = History()
    trademark_no = history.file(trademark("200"))
    history.carry_out(approval(trademark_no))
    history.decided(5_000)
    history.carry_out(withdraw(history.decided(700)))
    history.decided(900)
    history.happened(
        taken("C1", 1, 10_000, 8_000, 1_500),
        taken("C4", 1, 900, 900, 0),
        paid("C1", 1, 8_000),
        paid("C4", 1, 900),
    )
    history.book = book_of(POLICY, amended({"measures.overseas-trademark.rate": "30%"}))
    history.carry_out(Reassess(uscc=USCC))
    history.carry_out(RevokeClaim(claim_no="C4", words="x", document="F"))
    history.happened(
        recovered("C1", 300),
        taken("C2", 2, 5_000, 4_000, 0),
        paid("C2", 2, 4_000),
        set_off("C1", 1_200, "C2"),
        set_off("C4", 50, "C2"),
    )
    return history


def test_a_statement_is_one_line_for_each_thing_that_moved_what_is_owed() -> None:
    answer = statement(USCC, story().recorded(), BOOK, no_days)

    lines = [
        (6, RECORDED_ON, "granted", "C1", 10_000, 10_000),
        (12, RECORDED_ON, "granted", "C2", 5_000, 15_000),
        (18, RECORDED_ON, "granted", "C3", 700, 15_700),
        (21, RECORDED_ON, "withdrawn", "C3", -700, 15_000),
        (27, RECORDED_ON, "granted", "C4", 900, 15_900),
        (30, RECORDED_ON, "lapsed", "C1", -1_500, 14_400),
        (36, PAID_ON, "paid", "C1", -8_000, 6_400),
        (39, PAID_ON, "paid", "C4", -900, 5_500),
        (42, RECORDED_ON, "reassessed", "C1", -4_000, 1_500),
        (42, RECORDED_ON, "lapsed", "C1", 1_500, 3_000),
        (45, RECORDED_ON, "revoked", "C4", -900, 2_100),
        (48, REPAID_ON, "recovered", "C1", 300, 2_400),
        (54, PAID_ON, "paid", "C2", -4_000, -1_600),
        (57, PAID_ON, "set-off", "C1", 1_200, -400),
        (60, PAID_ON, "set-off", "C4", 50, -350),
    ]
    assert answer == Statement(
        uscc=USCC,
        granted_fen=11_000,
        paid_fen=12_900,
        recovered_fen=1_550,
        lapsed_fen=0,
        owed_to_enterprise_fen=1_000,
        owed_back_fen=1_350,
        holds=(),
        corrections=(),
        entries=tuple(
            StatementEntry(
                position=position,
                on=on,
                what=what,
                claim_no=no,
                policy=None,
                amount_fen=fen,
                balance_fen=after,
            )
            for position, on, what, no, fen, after in lines
        ),
    )


def test_a_payment_that_failed_is_owed_again_and_so_are_the_debts_it_settled() -> None:
    history = story()
    failed = PaymentFailed(
        claim_no="C2", batch=2, amount_fen=4_000, words="x", on=None, receipt=None
    )
    undone = SetOffReversed(claim_no="C1", of_batch=1, amount_fen=1_200, against="C2", batch=2)
    history.happened(failed, undone)

    *_, again, off = statement(USCC, history.recorded(), BOOK, no_days).entries

    assert (again.what, again.amount_fen, again.balance_fen) == ("payment-failed", 4_000, 3_650)
    assert (off.what, off.amount_fen, off.balance_fen) == ("set-off-reversed", -1_200, 2_450)
    assert summed(history) == (11_000, 8_900, 350, 5_000, 2_550)


def test_an_enterprise_whose_claim_is_under_review_has_a_statement_without_entries() -> None:
    history = History()
    history.asked(5)

    assert statement(USCC, history.recorded(), BOOK, no_days).entries == ()
    assert summed(history) == (0, 0, 0, 0, 0)


def test_an_enterprise_without_events_has_no_statement() -> None:
    with pytest.raises(Refusal) as refused:
        statement(USCC, [], BOOK, no_days)

    assert (refused.value.code, refused.value.facts) == ("enterprise-unknown", {"uscc": USCC})


def test_a_statement_for_a_day_has_the_payments_until_then_of_what_is_granted_by_now() -> None:
    history = story()
    days = BatchDays(notice=date(2022, 11, 3))

    def stood(day: date) -> tuple[int, ...]:
        answer = statement(USCC, history.recorded(), BOOK, lambda _: days, day)
        balance = answer.owed_to_enterprise_fen - answer.owed_back_fen
        assert sum(entry.amount_fen for entry in answer.entries) == balance
        assert all(
            e.on <= day for e in answer.entries if e.what in ("paid", "recovered", "set-off")
        )
        return answer.paid_fen, answer.recovered_fen, answer.lapsed_fen, balance

    assert stood(PAID_ON - timedelta(days=1)) == (0, 0, 0, 11_000)
    assert stood(PAID_ON) == (12_900, 1_250, 0, 11_000 - 12_900 + 1_250)
    assert stood(REPAID_ON) == (12_900, 1_550, 0, 11_000 - 12_900 + 1_550)


def test_claims_under_review_add_up_by_the_measure_that_they_come_to() -> None:
    one, other = story(), History()
    one.file(trademark("40"))
    other.decided(60)
    other.asked(7)
    other.asked(8)
    other.carry_out(withdraw(other.asked(10**6)))
    review = UnderReview()

    assert review.worth == {}
    for history in (one, other):
        review.add(history.recorded(), BOOK)

    assert review.worth == {"overseas-trademark": 2_000, "case-by-case": 15}


def test_a_claim_under_review_that_no_policy_covers_comes_to_nothing() -> None:
    history = History()
    history.file(trademark("40"), on="2001-01-01")
    review = UnderReview()

    review.add(history.recorded(), BOOK)

    assert review.worth == {None: 0}


def test_a_claim_under_review_that_excludes_another_takes_its_amount_back() -> None:
    book = book_of(amended({"readings.offline_online": "two-way"}))
    claims = online("1000"), fair("20000")

    def worth(*facts: Facts) -> int:
        history, review = History(), UnderReview()
        for each in facts:
            history.file(each)
        review.add(history.recorded(), book)
        return sum(review.worth.values())

    only_online, only_offline, both = worth(claims[0]), worth(claims[1]), worth(*claims)

    assert only_online == 80_000
    assert both == only_offline > only_online
