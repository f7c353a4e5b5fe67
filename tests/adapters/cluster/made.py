"""Ledgers of several kinds, and their segments, for the tests of works on many parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from adapters.cluster.segments.manifest import Exported, Sealed
from adapters.cluster.segments.writing import export
from adapters.ledger.ledger import Ledger
from tests.commands.policy.test_pools import CLAIMS as OF_FUND
from tests.commands.policy.test_pools import FILE as FUND
from tests.oracle.inputs.random_claims import lines
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import trademark
from tests.support.money_desk import OFFICER, OTHER, USCC, approved, code
from tests.support.stores import address


def random_ledger(path: Path, seed: int, claims: int) -> Path:
    """Return a ledger of random claims of many enterprises, decided."""
    few = [trademark(f"E-{each}", "2022-05-01", "3000", code(each + 20)) for each in range(30)]
    drawn = write_lines(path.with_suffix(".jsonl"), [*lines(seed, claims), *few])
    subsidy("backfill", drawn, "--approve", "--by", "clerk", "--store", path)
    return path


def related_ledger(path: Path) -> Path:
    """Return a ledger whose enterprises were renamed, merged and split, and claimed on."""
    approved(path, trademark("T-1", "2022-05-01", "20000.02", USCC))
    approved(path, trademark("T-9", "2022-05-02", "44000", code(11)))
    whole = ("--on", "2024-01-01", "--document")
    shares = ("--to", f"{OTHER}=60%", "--to", f"{code(7)}=2/5")
    asked(path, "succeed", USCC, "--kind", "split", *whole, "S-1", *shares, *OFFICER)
    asked(path, "succeed", OTHER, code(10), "--kind", "rename-code", *whole, "N", *OFFICER)
    approved(path, trademark("T-2", "2022-06-01", "40000", code(10)))
    approved(path, trademark("T-3", "2022-06-02", "4000", code(7)))
    asked(path, "succeed", code(11), code(7), "--kind", "merger", *whole, "M", *OFFICER)
    approved(path, trademark("T-4", "2022-06-03", "90000", code(7)))
    return path


def pooled_ledger(path: Path) -> Path:
    """Return a ledger of a fund that several enterprises share, of which one withdrew a claim."""
    asked(path, "store", "prepare", "--policy", FUND)
    asked(path, "backfill", write_lines(path.with_suffix(".jsonl"), OF_FUND), "--approve")
    asked(path, "withdraw", "A-1", "--reason", "误报")
    return path


def exported(
    store: Path,
    folder: Path,
    *,
    parts: int | None = None,
    range_events: int = 100_000,
    compact: bool = False,
    checkpoint: Sealed | None = None,
) -> Exported:
    with Ledger(address(store)) as ledger, ledger.open_store() as opened:
        return export(
            opened,
            folder,
            parts=parts,
            range_events=range_events,
            compact=compact,
            checkpoint=checkpoint,
        )


def rows_in(store: Path) -> list[tuple[Any, ...]]:
    """Return every row of a ledger's log, by stream and version."""
    with Ledger(address(store)) as ledger, ledger.open_store() as opened:
        rows = opened.handler.recorder.select_rows(0, 1_000_000)
    return sorted(map(tuple, rows), key=lambda row: row[1:3])
