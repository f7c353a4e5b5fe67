"""A random history in a store."""

from __future__ import annotations

from pathlib import Path
from random import Random

from adapters.ledger.backfill import backfill
from adapters.ledger.handling.crosschecks import Crosschecks
from adapters.ledger.store import Store
from domain.commands.enterprise import WithdrawClaim
from domain.refusals import Refusal
from tests.oracle.inputs.random_claims import lines
from tests.support.command import write_lines
from tests.support.ledgers import CLERK, do


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
    store.catch_up()
