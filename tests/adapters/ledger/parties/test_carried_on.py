"""A question about a code that another carries on says who has its claims now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.command import asked, subsidy
from tests.support.money_desk import OTHER, USCC, approved, case, code

THIRD = code(7)
MERGER = ("--kind", "merger", "--on", "2024-01-01", "--document", "M-1")
BY = {"uscc": OTHER, "kind": "merger", "on": "2024-01-01", "document": "M-1"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = tmp_path / "ledger.db"
    asked(made, "store", "prepare")
    approved(made, case("A", "100"), case("B", "200", OTHER))
    return made


def said(store: Path, *words: str) -> tuple[str, Any]:
    """Return what a command says beside its answer, and the answer."""
    ran = subsidy(*words, "--store", store, "--lang", "en", "--json")
    assert ran.code == 0, ran.err
    return ran.err, ran.json


@pytest.mark.parametrize("command", ["claims", "rehearse", "reperform"])
def test_a_list_of_an_old_code_names_who_carries_it_on(command: str, store: Path) -> None:
    position = str(asked(store, "remaining", USCC, "--year", "2022")["position"])
    asked(store, "succeed", USCC, OTHER, *MERGER)

    note, answer = said(store, command, "--uscc", USCC)
    going_on = said(store, command, "--uscc", OTHER)
    before, answer_before = said(store, command, "--uscc", USCC, "--position", position)

    assert f"{USCC}: Carried on by {OTHER} from 2024-01-01 (merger, M-1)\n" in note
    assert "Carried on" not in going_on[0] + before + said(store, command)[0]
    if command == "claims":
        assert (answer, len(going_on[1]), len(answer_before)) == ([], 2, 1)
    else:
        assert (answer["succeeds"], answer["succeeded_by"]) == ([], [BY])
        assert "succeeded_by" not in going_on[1] | answer_before


def test_every_part_of_a_code_that_was_split_is_named(store: Path) -> None:
    parts = ("--kind", "split", "--to", f"{THIRD}=60%", "--to", f"{OTHER}=2/5")
    asked(store, "succeed", USCC, *parts, "--on", "2024-01-01", "--document", "S-1")

    note, answer = said(store, "reperform", "--uscc", USCC)

    assert f"{USCC}: Carried on by {THIRD} 3/5 from 2024-01-01 (split, S-1)\n" in note
    assert f"{USCC}: Carried on by {OTHER} 2/5 from 2024-01-01 (split, S-1)\n" in note
    assert [each["share"] for each in answer["succeeded_by"]] == ["3/5", "2/5"]
