"""Misuse is told, and makes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import subsidy

MISUSES = [
    "",
    "frobnicate",
    "policy",
    "--store",
    "claims --frobnicate",
    "claims --stor x",
    "claims --status paid",
    "claims --year 22",
    "claims extra",
    "claims --lang fr",
    "approve",
    "approve YQ-1 --pending",
    "approve YQ-1 --reduced-to 5",
    "approve YQ-1 --reason x",
    "approve YQ-1 --reduced-to -5 --reason x",
    "approve YQ-1 --reduced-to 5.001 --reason x",
    "reject YQ-1",
    "withdraw YQ-1",
    "exports 91330382MA0000023T 2022 --us-usd 1",
    "exports 91330382MA0000023T 2022 --us-usd 1e3 --rcep-usd 1",
    "remaining 91330382MA0000023T",
    "totals --by county",
    "backfill",
    "policy check",
    "policy show one",
    "enterprise",
    "enterprise register 91330382MA0000023T",
    "enterprise rename 91330382MA0000023T --name x",
    "enterprise rename 91330382MA0000023T --name x --on 2022-13-01",
    "enterprise account 91330382MA0000023T --bank b",
    "enterprise account 91330382MA0000023T --account 12345678 --account-file - --bank b",
    "enterprise account 91330382MA0000023T --account 12345678",
    "paper notice 1",
    "paper notice one --out n.xlsx",
    "paper budget 22 --out b.xlsx",
    "paper check",
]


@pytest.mark.parametrize("words", MISUSES)
def test_misuse_is_told_on_standard_error_and_makes_nothing(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    ran = subsidy(*words.split())

    assert ran.code == 2
    assert "usage" in ran.err + ran.out
    assert "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []
