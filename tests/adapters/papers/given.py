"""Answers as the money commands give them, and a store with the enterprises they are about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from adapters.ledger.asking.moments import open_snapshot
from adapters.ledger.look import Look
from adapters.ledger.snapshot import Snapshot
from adapters.papers.check.checking import Checked, check
from adapters.papers.paper import Paper
from adapters.papers.printing import paper_of, write
from domain.payments.batch import LineState, State
from projections.money.batches import BatchDetails, BatchLineDetails
from projections.money.budgets import BudgetFigures, BudgetLineFigures
from projections.money.statement import Statement, StatementEntry
from tests.commands.test_command_line import OTHER, USCC
from tests.support.command import asked
from tests.support.few_claims import SHIPPED
from tests.support.stores import address

NUMBERS = {USCC: "6222021234567890123", OTHER: "9558800000000000017"}
BANK = "工商银行乐清支行"


def line(
    claim_no: str, uscc: str, allotted: int, state: str = "free", set_off: int = 0
) -> BatchLineDetails:
    return BatchLineDetails(
        claim_no=claim_no,
        policy="yueqing-foreign-trade",
        uscc=uscc,
        filed_under=uscc,
        owed_fen=allotted,
        allotted_fen=allotted,
        set_off_fen=set_off,
        transferred_fen=allotted - set_off,
        state=LineState(state),
        computed_fen=0 if state == "waiting" else allotted,
        lapsed_fen=0,
        net_fen=allotted - set_off,
        receipt=None,
        paid_on=None,
        failed_on=None,
        failure=None,
        barriers=(),
        objections=(),
    )


BATCH = BatchDetails(
    batch=1,
    budget_year=2023,
    line="all",
    line_title="all",
    state=State.PUBLISHED,
    policies=("yueqing-foreign-trade",),
    publicity_ends=date(2023, 3, 8),
    total_fen=36_144_644,
    document=None,
    published_on=None,
    lapsed_fen=0,
    orders=(),
    payments=(),
    withdrawn=(),
    cancelled=None,
    left_out=(),
    corrections=(),
    lines=(
        line("YQ-1", USCC, 14_600_000, set_off=8_000_000),
        line("YQ-2", OTHER, 7_000_001),
        line("YQ-3", USCC, 4_464_286, state="held"),
        line("YQ-4", OTHER, 10_080_357),
        line("YQ-5", USCC, 50_000, state="waiting"),
        line("YQ-6", USCC, 60_000, state="failed"),
    ),
)
STATEMENT = Statement(
    uscc=USCC,
    granted_fen=14_600_000,
    paid_fen=34_600_000,
    recovered_fen=20_000_000,
    lapsed_fen=0,
    owed_to_enterprise_fen=0,
    owed_back_fen=0,
    holds=(),
    corrections=(),
    entries=tuple(
        StatementEntry(
            position=position,
            on=date.fromisoformat(on),
            what=what,
            claim_no="YQ-0",
            policy="yueqing-foreign-trade",
            amount_fen=amount,
            balance_fen=balance,
        )
        for position, on, what, amount, balance in (
            (3, "2022-09-01", "granted", 20_000_000, 20_000_000),
            (4, "2022-09-20", "paid", -20_000_000, 0),
            (5, "2022-12-01", "revoked", -20_000_000, -20_000_000),
            (6, "2023-01-05", "recovered", 12_000_000, -8_000_000),
            (7, "2023-03-09", "set-off", 8_000_000, 0),
        )
    ),
)
BUDGET = BudgetFigures(
    year=2022,
    position=9,
    lines={
        "all": BudgetLineFigures(
            title="all",
            measures=(),
            policies=("yueqing-foreign-trade",),
            appropriated_fen=3_000_000_000,
            supplemented_fen=200_000_000,
            transferred_fen=-1_000_000,
            carried_in_fen=0,
            carried_out_fen=0,
            returned_fen=0,
            budget_fen=3_199_000_000,
            paid_fen=1_825_000_000,
            recovered_fen=12_000_000,
            approved_unpaid_fen=413_000_000,
            in_publicity_fen=196_000_000,
            held_fen=0,
            lapsed_fen=0,
            under_review_fen=690_000_000,
            committed_fen=2_422_000_000,
            available_fen=777_000_000,
            available_after_review_fen=87_000_000,
            execution_rate="56.67",
        )
    },
    corrections=(),
)


class GivenLook(Look):
    """A look at a real ledger that answers about money as a test says."""

    def __init__(self, snapshot: Snapshot, batch: BatchDetails) -> None:
        super().__init__(snapshot)
        self.given = batch

    def batch(self, number: int, policy: str | None = None, on: date | None = None) -> BatchDetails:
        return self.given if number == self.given.batch else super().batch(number, policy, on)

    def statement(
        self, uscc: str, policy: str | None = None, as_of: date | None = None
    ) -> Statement:
        return STATEMENT

    def budget(
        self, year: int, as_of: date | None = None, policy: str | None = None
    ) -> BudgetFigures:
        return BUDGET


SUBJECTS = {"notice": "1", "payments": "1", "statement": USCC, "budget": "2022"}


def made(store: Path) -> None:
    """Make a ledger of two enterprises, both with an account, one of them renamed."""
    asked(store, "store", "prepare", "--policy", SHIPPED)
    for uscc, name in ((USCC, "甲公司"), (OTHER, "=乙公司")):
        asked(store, "enterprise", "register", uscc, "--name", name)
        words = ("--account", NUMBERS[uscc], "--bank", BANK)
        asked(store, "enterprise", "account", uscc, *words)
    asked(store, "enterprise", "rename", USCC, "--name", "丙公司", "--on", "2022-10-01")


@contextmanager
def looked(store: Path, position: int | None = None, batch: BatchDetails = BATCH) -> Iterator[Look]:
    with open_snapshot(address(store), position, None) as snapshot:
        yield GivenLook(snapshot, batch)


def printed(
    store: Path, kind: str, out: Path, position: int | None = None, batch: BatchDetails = BATCH
) -> Paper:
    """Print a paper to a file."""
    with looked(store, position, batch) as look:
        paper = paper_of(look, kind, SUBJECTS[kind])
        write(paper, out, force=False)
    return paper


def checked(store: Path, path: Path, batch: BatchDetails = BATCH) -> Checked:
    """Check a file against the ledger."""
    return check(lambda position: looked(store, position, batch), path)
