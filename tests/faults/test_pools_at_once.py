"""Several officers at once under a cap over all enterprises: nobody's grant passes the limit."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from datetime import date
from multiprocessing.synchronize import Barrier
from pathlib import Path

from adapters.ledger.ledger import Ledger
from domain.commands.enterprise import ApproveClaim, EnterpriseCommand, SubmitClaim, WithdrawClaim
from domain.policy.facts import Facts
from tests.support.command import asked, write_lines
from tests.support.ledgers import CLERK, OTHER_USCC
from tests.support.stores import address

CONTEXT = multiprocessing.get_context("spawn")
FILE = Path(__file__).parents[1] / "golden" / "policies" / "park-fund.toml"
OWNERS = ("91330382MA0000023T", OTHER_USCC, "91330382MA0000020H")
DAY = date(2023, 5, 1)


def at_once(path: Path, *works: Sequence[EnterpriseCommand]) -> None:
    """Carry out each list of commands, one by one, in a process of its own, all from one start."""
    barrier = CONTEXT.Barrier(len(works))
    running = [CONTEXT.Process(target=_work, args=(path, barrier, list(work))) for work in works]
    for worker in running:
        worker.start()
    for worker in running:
        worker.join(120)
    assert [worker.exitcode for worker in running] == [0] * len(works)


def _work(path: Path, barrier: Barrier, work: list[EnterpriseCommand]) -> None:
    with Ledger(address(path)) as ledger:
        barrier.wait(60)
        for command in work:
            ledger.carry_out(command, CLERK)


def submission(number: str, owner: str, costs: int) -> SubmitClaim:
    return SubmitClaim(
        claim_no=number,
        uscc=owner,
        enterprise="企业",
        facts=Facts("plant", {"park": "东园", "costs_fen": costs}),
        occurred_on=DAY,
        filed_on=date(2025, 1, 1),
        invoices=(),
        other_support_fen=0,
    )


def approval(number: str) -> ApproveClaim:
    return ApproveClaim(
        claim_no=number, by="clerk", if_pending=False, reduced_to_fen=None, words=None
    )


def test_officers_of_several_enterprises_fill_a_park_and_never_pass_its_limit(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    asked(path, "store", "prepare", "--policy", FILE)
    numbers = {owner: [f"{owner[-2:]}{n}" for n in range(8)] for owner in OWNERS}
    with Ledger(address(path)) as ledger:
        ledger.carry_out_all(
            [submission(no, owner, 18_000) for owner in OWNERS for no in numbers[owner]], CLERK
        )

    at_once(path, *([approval(no) for no in numbers[owner]] for owner in OWNERS))

    claims = asked(path, "claims")
    assert sum(claim["granted_fen"] for claim in claims) == 200_000
    assert len({claim["uscc"] for claim in claims if claim["granted_fen"]}) > 1
    assert asked(path, "reperform")["disagreements"] == []
    assert asked(path, "reassess")["claims_changed"] == 0


def test_withdrawals_and_approvals_at_once_leave_what_stands_within_the_limit(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    asked(path, "store", "prepare", "--policy", FILE)
    one, other = OWNERS[:2]
    with Ledger(address(path)) as ledger:
        early = [submission(f"A{n}", one, 60_000) for n in range(4)]
        late = [submission(f"B{n}", other, 60_000) for n in range(8)]
        ledger.carry_out_all([*early, *late], CLERK)
        ledger.carry_out_all([approval(claim.claim_no) for claim in early], CLERK)

    leaving = [WithdrawClaim(claim_no=claim.claim_no, words="no") for claim in early]
    at_once(path, leaving, [approval(claim.claim_no) for claim in late])

    granted = [claim["granted_fen"] for claim in asked(path, "claims")]
    assert sum(granted) <= 200_000
    assert asked(path, "reperform")["disagreements"] == []
    asked(path, "reassess")
    assert sum(claim["granted_fen"] for claim in asked(path, "claims")) == 120_000  # its own cap


def test_a_backfill_of_many_batches_keeps_to_the_limit_and_decides_as_its_rehearsal(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    asked(path, "store", "prepare", "--policy", FILE)
    rows = [
        {
            "claim_no": f"C{n:04d}",
            "uscc": OWNERS[n % 3],
            "enterprise": f"企业{n % 3}",
            "kind": "plant",
            "occurred_on": "2023-05-01",
            "filed_on": "2023-06-01",
            "facts": {"park": ("东园", "西园")[n % 2], "costs": "1.00"},
        }
        for n in range(2_300)
    ]
    file = write_lines(tmp_path / "claims.jsonl", rows)

    rehearsed = asked(path, "backfill", file, "--approve", "--dry-run")
    done = asked(path, "backfill", file, "--approve")

    with_a_place = sum(n % 6 < 5 for n in range(2_300))  # five of six that are in a park
    assert done["granted_fen"] == rehearsed["granted_fen"] == with_a_place * 50
    assert asked(path, "reperform")["disagreements"] == []
