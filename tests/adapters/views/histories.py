"""A random history in a store, its money too."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from adapters.ledger.backfill import backfill
from adapters.ledger.handling.crosschecks import Crosschecks
from adapters.ledger.handling.units import Author
from adapters.ledger.store import Store
from adapters.ledger.treasury.acts.asking import views_of_now
from adapters.ledger.treasury.carrying_out import carry_out_money
from adapters.views import dues
from domain.commands import money
from domain.commands.enterprise import WithdrawClaim
from domain.events.budget import BudgetAppropriated, BudgetReturned
from domain.refusals import Refusal
from tests.oracle.inputs.random_claims import lines
from tests.support.command import write_lines
from tests.support.ledgers import CLERK, do

CASHIER, DAY = Author(by="cashier", login="tests"), date(2022, 12, 1)


def history(store: Store, seed: int, folder: Path, count: int = 150) -> None:
    """Backfill random claims, the views following now and then, and withdraw a few."""
    random, made = Random(seed), lines(seed, count)
    for start in range(0, count, 30):
        part = write_lines(folder / "part.jsonl", made[start : start + 30])
        approve = random.random() < 0.8
        backfill(
            [part],
            store.handler,
            CLERK,
            approve=approve,
            dry_run=False,
            accept_large=False,
            crosschecks=Crosschecks(store, strict=False),
            keep=store.private.keep,
            on_progress=lambda _: None,
        )
        if random.random() < 0.5:
            store.catch_up()
    for line in random.sample([line for line in made if "claim_no" in line], 12):
        command = WithdrawClaim(claim_no=line["claim_no"], words="a mistake")
        try:
            do(store.handler, command, uscc=line["uscc"])
        except Refusal as refusal:
            if refusal.code != "claim-unknown":
                raise
    _pay_some(store, random)
    store.catch_up()


def _pay_some(store: Store, random: Random) -> None:
    """Have one batch paid in part and given up, and another hold what there is money for."""
    appropriated = BudgetAppropriated(line="all", amount_fen=10**12, document="A", on=DAY)
    share = money.ComputeBatch(
        budget_year=2022, line="all", document=None, until=None, shortage="pro-rata",
        round_down_to="yuan", at_least_fen=0, remainder="lapse", policy=None,
    )  # fmt: skip
    for command in (
        money.MoveBudget(year=2022, movement=appropriated),
        share,
        money.PublishBatch(batch=1, on=DAY, days=1, shortened="S", backdated="B"),
    ):
        carry_out_money(store, command, CASHIER)
    with views_of_now(store) as reader:
        allotted = sorted(dues.allotted_by(reader, 1))
    some = tuple(random.sample(allotted, len(allotted) // 2))
    for command in (
        money.PayBatch(
            batch=1,
            receipt="R",
            on=date(2022, 12, 31),
            only=some,
            backdated="B",
            without_account="W",
        ),
        money.CancelBatch(batch=1, words="given up", document="C"),
    ):
        carry_out_money(store, command, CASHIER)
    for command in (money.MoveBudget(year=2022, movement=_back(store)), share):
        carry_out_money(store, command, CASHIER)


def _back(store: Store) -> BudgetReturned:
    """Return what leaves the line too little for all that is owed."""
    with views_of_now(store) as reader:
        paid = sum(stood.fen for stood in dues.sums(reader, None) if stood.state == "paid")
    return BudgetReturned(line="all", amount_fen=10**12 - paid - 10**7, document="B", on=DAY)
