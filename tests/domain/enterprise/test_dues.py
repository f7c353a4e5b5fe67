"""The money of one claim: every fen granted is in exactly one place, whatever happens to it."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.assessment.consequences import lowered
from domain.commands.enterprise import Reassess, RevokeClaim
from domain.enterprise.dues import balance_fen, lapsed_fen, owed_back_fen, unpaid_fen
from domain.enterprise.state import Claim, evolve
from domain.events.log import EnterpriseEvent
from domain.events.payment import (
    AllotmentLowered,
    ClaimLapsed,
    ClaimPaid,
    ClaimRecovered,
    ClaimTakenIntoBatch,
    PaymentFailed,
)
from domain.payments.budget import ALL
from tests.domain.given import POLICY, USCC, Desk, amended, approval, book_of, executed

ON = date(2022, 11, 20)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["grant", "take", "pay", "fail", "recover", "lapse"]), st.integers(0, 100)
    ),
    max_size=30,
)


class Money:
    """One claim whose grant is set at will and whose money moves as a desk would move it."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.number = self.desk.file(executed("500000"))
        self.desk.carry_out(approval(self.number))
        self.granted, self.batch = 100, 0

    @property
    def claim(self) -> Claim:
        return self.desk.enterprise.claims[self.number]

    def happen(self, event: EnterpriseEvent) -> None:
        evolve(self.desk.enterprise, event, "clerk")

    def step(self, kind: str, fen: int) -> None:
        dues = self.claim.dues
        if kind == "grant":
            for less in list(lowered(self.claim, fen)):
                self.happen(less)
            self.granted = fen
        elif kind == "lapse":
            self.lapse(fen)
        elif kind == "take" and (dues is None or dues.allotment is None):
            self._take(fen)
        elif kind == "pay" and dues is not None and dues.allotment is not None:
            self.happen(
                ClaimPaid(
                    claim_no=self.number,
                    batch=dues.allotment.batch,
                    budget_year=2022,
                    line=ALL,
                    amount_fen=dues.allotted_fen,
                    set_off_fen=0,
                    receipt="R",
                    on=ON,
                )
            )
        elif dues is not None and dues.payments:
            batch, payment = next(reversed(dues.payments.items()))
            if kind == "fail" and not payment.recovered_fen:
                self.happen(
                    PaymentFailed(
                        claim_no=self.number,
                        batch=batch,
                        amount_fen=payment.amount_fen,
                        words="x",
                        on=None,
                        receipt=None,
                    )
                )
            part = min(fen, owed_back_fen(self.granted, dues), payment.amount_fen)
            part = min(part, payment.amount_fen - payment.recovered_fen)
            if kind == "recover" and part:
                self.happen(
                    ClaimRecovered(
                        claim_no=self.number,
                        of_batch=batch,
                        budget_year=2022,
                        line=ALL,
                        amount_fen=part,
                        receipt="B",
                        on=ON,
                    )
                )

    def lapse(self, fen: int) -> None:
        """Let so much of what is unpaid lapse, as a batch does that pays the claim."""
        dues = self.claim.dues
        fen = min(fen, unpaid_fen(self.granted, dues))
        if dues is None or dues.allotment is not None or not fen:
            return
        self.batch += 1
        self.happen(
            ClaimLapsed(
                claim_no=self.number,
                batch=self.batch,
                lapsed_fen=fen,
                above_fen=dues.kept_fen + dues.allotted_fen,
            )
        )

    def _take(self, fen: int) -> None:
        owed = unpaid_fen(self.granted, self.claim.dues)
        if not owed:
            return
        self.batch += 1
        allotted = min(fen, owed)
        self.happen(
            ClaimTakenIntoBatch(
                claim_no=self.number,
                batch=self.batch,
                budget_year=2022,
                line=ALL,
                owed_fen=owed,
                allotted_fen=allotted,
                lapsed_fen=(owed - allotted) if fen % 2 else 0,
            )
        )


@given(STEPS)
@settings(deadline=None)
def test_every_fen_granted_is_unpaid_allotted_paid_or_lapsed(steps: list[tuple[str, int]]) -> None:
    money = Money()
    for kind, fen in steps:
        money.step(kind, fen)

        granted, dues = money.granted, money.claim.dues
        kept = dues.kept_fen if dues is not None else 0
        allotted = dues.allotted_fen if dues is not None else 0
        unpaid, lapsed = unpaid_fen(granted, dues), lapsed_fen(granted, dues)
        assert min(unpaid, lapsed, allotted, kept) >= 0
        assert unpaid + lapsed + allotted + kept - owed_back_fen(granted, dues) == granted
        assert not (unpaid and owed_back_fen(granted, dues))
        assert balance_fen(granted, dues) == unpaid + allotted - owed_back_fen(granted, dues)


@given(STEPS, st.lists(st.integers(0, 200), max_size=5))
@settings(deadline=None)
def test_what_is_due_goes_by_the_grant_as_it_stands_not_by_the_way_it_came_there(
    steps: list[tuple[str, int]], grants: list[int]
) -> None:
    money, straight = Money(), Money()
    for kind, fen in steps:
        fen = fen // 2 * 2  # nothing lapses in the way it once did
        money.step(kind, fen)
        straight.step(kind, fen)

    for fen in (*grants, 130):
        money.step("grant", fen)
    straight.step("grant", 130)

    here, there = money.claim.dues, straight.claim.dues
    assert lapsed_fen(130, here) == lapsed_fen(130, there)
    assert balance_fen(130, here) == balance_fen(130, there)


def test_a_lapse_is_where_it_was_when_the_grant_rises_again_and_an_allotment_is_owed() -> None:
    money = Money()
    for kind, fen in (("take", 50), ("pay", 0), ("lapse", 50), ("grant", 150), ("take", 50)):
        money.step(kind, fen)

    money.step("grant", 60)  # of the first hundred 50 were due, whatever came on top of them

    dues = money.claim.dues
    assert dues is not None
    assert (dues.kept_fen, dues.allotted_fen, lapsed_fen(60, dues), unpaid_fen(60, dues)) == (
        50, 0, 10, 0,
    )  # fmt: skip
    money.step("grant", 150)
    assert (dues.kept_fen, lapsed_fen(150, dues), unpaid_fen(150, dues)) == (50, 50, 50)


def test_what_a_failed_payment_leaves_due_is_not_taken_by_a_lapse() -> None:
    money = Money()
    for kind, fen in (("take", 50), ("pay", 0), ("lapse", 50), ("grant", 60), ("fail", 0)):
        money.step(kind, fen)

    assert (lapsed_fen(60, money.claim.dues), unpaid_fen(60, money.claim.dues)) == (10, 50)


def test_a_lapse_recorded_before_it_was_known_above_what_yields_as_it_did() -> None:
    """A stored log gives the answers that it gave: what a batch had lapse at once yields first."""
    money = Money()
    money.step("take", 51)  # odd: 49 lapse at once
    money.step("pay", 0)
    money.step("grant", 150)
    money.step("take", 50)

    money.step("grant", 60)

    dues = money.claim.dues
    assert dues is not None
    assert (dues.allotted_fen, lapsed_fen(60, dues)) == (9, 0)


def test_an_allotment_that_the_grant_still_covers_is_not_lowered() -> None:
    money = Money()
    money.step("take", 100)

    assert list(lowered(money.claim, 100)) == []
    assert [less.allotted_fen for less in lowered(money.claim, 99)] == [99]


def test_what_was_kept_meanwhile_lowers_the_allotment() -> None:
    money = Money()
    money.step("take", 60)
    money.step("pay", 0)
    money.step("take", 40)

    assert list(lowered(money.claim, 100)) == []
    assert [less.allotted_fen for less in lowered(money.claim, 99)] == [39]
    assert [less.allotted_fen for less in lowered(money.claim, 50)] == [0]


def test_a_lower_grant_and_a_revocation_lower_the_allotment() -> None:
    money = Money()
    money.step("take", 100)
    desk, rate = money.desk, {"measures.offshore-outsourcing.award": "0.4"}
    desk.book = book_of(POLICY, amended(rate))

    *_, less = desk.carry_out(Reassess(uscc=USCC))
    *_, none = desk.carry_out(RevokeClaim(claim_no=money.number, words="x", document="F"))

    assert isinstance(less, AllotmentLowered)
    assert isinstance(none, AllotmentLowered)
    assert (less.previous_fen, less.allotted_fen) == (100, 40)
    assert (none.previous_fen, none.allotted_fen) == (40, 0)
