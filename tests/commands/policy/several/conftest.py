"""The county that tests of several policies share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.policy.county import CLAIMS, SHIPPED, TOWN, WUDI, successor
from tests.support.command import subsidy, write_lines


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    path, after = folder / "ledger.db", folder / "successor.toml"
    after.write_text(successor(), encoding="utf-8")
    assert subsidy("store", "prepare", "--policy", SHIPPED, "--store", path).code == 0
    for file in (WUDI, TOWN, after):
        ran = subsidy("policy", "publish", file, "--store", path)
        assert ran.code == 0, ran.err
    lines = write_lines(folder / "claims.jsonl", CLAIMS)
    ran = subsidy("backfill", lines, "--approve", "--store", path, "--json")
    assert [(row["claim_no"], row["column"], row["code"]) for row in ran.json["rejects"]] == [
        ("X-1", "kind", "policy-not-named"),
        ("X-2", "policy", "policy-unknown"),
        ("X-3", "kind", "policy-conflicts"),
    ]
    return path


@pytest.fixture
def own(county: Path, tmp_path: Path) -> Path:
    """The county's ledger to write on."""
    path = tmp_path / "ledger.db"
    path.write_bytes(county.read_bytes())
    return path
