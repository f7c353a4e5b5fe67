"""What a command imports before it answers: a person waits for it, and for nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.few_claims import few_claims

WEB = {"argon2", "httpx2", "jinja2", "prometheus_client", "starlette", "structlog", "uvicorn"}
PACKAGES = WEB | {"cryptography", "openpyxl", "pydantic", "sqlalchemy", "xlsxwriter"}
HELP = PACKAGES | {
    "difflib",
    "domain.events",
    "domain.payments",
    "eventsourcing",
    "msgspec",
    "sqlite3",
    "zipfile",
}


def imported_by(*words: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "scripts.subsidy", *words],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    lines = (line for line in ran.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


def test_help_imports_nothing_that_a_ledger_is_read_by() -> None:
    imported = imported_by("--help")

    assert "scripts.cli.help" in imported
    assert imported & HELP == set()


@pytest.mark.sqlite  # another store has a driver that imports what it needs
@pytest.mark.parametrize("words", ["totals", "claims", "budget list"])
def test_a_question_imports_nothing_that_writes(words: str, tmp_path: Path) -> None:
    imported = imported_by(*words.split(), "--store", str(few_claims(tmp_path)))

    assert "adapters.ledger.look" in imported
    assert imported & PACKAGES == set()
