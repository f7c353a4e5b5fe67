"""Two desks at one ledger: no claim is taken twice, no money is spent twice."""

from __future__ import annotations

import multiprocessing
from datetime import date
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from adapters.ledger.handling.units import Author
from adapters.ledger.ledger import Ledger
from domain.commands.money import ComputeBatch, CorrectEntry, PayBatch
from domain.refusals import Refusal
from tests.support.command import asked
from tests.support.money_desk import approved, case, code, computed, money, position_of
from tests.support.stores import address

CONTEXT = multiprocessing.get_context("spawn")
CASHIER = Author(by="cashier", login="tests")
CLAIMS = 40


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = tmp_path / "ledger.db"
    approved(made, *(case(f"C{n:02d}", "10", code(n % 7)) for n in range(CLAIMS)))
    return made


def at_once(store: Path, *years: int) -> None:
    """Compute a batch of each year's money, each in a process of its own, all from one start."""
    barrier = CONTEXT.Barrier(len(years))
    running = [CONTEXT.Process(target=_compute, args=(store, barrier, year)) for year in years]
    for process in running:
        process.start()
    for process in running:
        process.join(120)
    assert [process.exitcode for process in running] == [0] * len(years)


def _compute(path: Path, barrier: Barrier, year: int) -> None:
    with Ledger(address(path)) as ledger:
        command = ComputeBatch(
            budget_year=year,
            line="all",
            document=None,
            until=None,
            shortage="queue",
            round_down_to=None,
            at_least_fen=0,
            remainder="owed",
        )
        barrier.wait(60)
        try:
            ledger.carry_out(command, CASHIER)
        except Refusal as refusal:
            if refusal.code not in ("nothing-unpaid", "no-money"):
                raise


def test_two_batches_at_once_never_take_the_same_claim(store: Path) -> None:
    money(store, "1000", 2022)
    money(store, "1000", 2023)

    at_once(store, 2022, 2023, 2022, 2023)

    batches = [
        asked(store, "batch", "show", str(each["batch"])) for each in asked(store, "batch", "list")
    ]
    taken = [line["claim_no"] for batch in batches for line in batch["lines"]]
    assert sorted(taken) == [f"C{n:02d}" for n in range(CLAIMS)]


def test_two_batches_at_once_never_spend_the_same_money(store: Path) -> None:
    money(store, "255")
    computed(store)

    at_once(store, 2022, 2022, 2022)

    answer = asked(store, "budget", "show", "2022")["lines"]["all"]
    assert answer["in_publicity_fen"] == 25_000
    assert answer["available_fen"] == 25_500 - CLAIMS * 1_000


def test_a_batch_paid_by_two_at_once_is_paid_once(store: Path) -> None:
    money(store, "1000")
    number = str(computed(store)["batch"])
    asked(store, "batch", "publish", number, "--on", "2022-11-01", "--backdated", "D")
    barrier = CONTEXT.Barrier(2)
    running = [
        CONTEXT.Process(target=_pay, args=(store, barrier, int(number), f"R{n}")) for n in range(2)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(120)

    assert sorted(process.exitcode or 0 for process in running) == [0, 3]
    assert asked(store, "budget", "show", "2022")["lines"]["all"]["paid_fen"] == CLAIMS * 1_000


def test_an_entry_corrected_by_two_at_once_is_corrected_once(store: Path) -> None:
    money(store, "1000")
    position = position_of(store, "budget:2022", "budget-appropriated")
    barrier = CONTEXT.Barrier(2)
    running = [
        CONTEXT.Process(target=_correct, args=(store, barrier, position, fen))
        for fen in (90_000, 80_000)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(120)

    assert sorted(process.exitcode or 0 for process in running) == [0, 3]
    answer = asked(store, "budget", "show", "2022")
    (made,) = answer["corrections"]
    assert answer["lines"]["all"]["budget_fen"] == made["after"]["amount_fen"]


def _correct(path: Path, barrier: Barrier, position: int, fen: int) -> None:
    with Ledger(address(path)) as ledger:
        barrier.wait(60)
        try:
            ledger.carry_out(
                CorrectEntry(
                    of="budget",
                    position=position,
                    document=f"K{fen}",
                    words="x",
                    void=False,
                    amount_fen=fen,
                ),
                CASHIER,
            )
        except Refusal as refusal:
            raise SystemExit(3 if refusal.code == "already-reversed" else 4) from None


def _pay(path: Path, barrier: Barrier, number: int, receipt: str) -> None:
    with Ledger(address(path)) as ledger:
        barrier.wait(60)
        try:
            ledger.carry_out(
                PayBatch(
                    batch=number, receipt=receipt, on=date(2022, 11, 20), only=None, backdated="D"
                ),
                CASHIER,
            )
        except Refusal as refusal:
            raise SystemExit(3 if refusal.code == "nothing-free" else 4) from None
