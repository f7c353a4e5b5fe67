"""Values that are of the right type and that no policy means are refused by their key."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.policy.file.files import read_policy_file
from domain.refusals import Refusal
from tests.commands.policy.every_word import document

MANY = 10**12
WRONG = [
    ("first_day = 2023-01-01", "first_day = 0001-01-01", "first_day", "out-of-range"),
    ("last_day = 2025-12-31", "last_day = 9999-12-31", "last_day", "out-of-range"),
    ('code = "zq-large"', 'code = ""', "measures.zq-zqn3.needs.1.code", "empty"),
    ('code = "zq-large"', 'code = "a\\nb"', "measures.zq-zqn3.needs.1.code", "malformed"),
    ('code = "zq-large"', f'code = "{"x" * 61}"', "measures.zq-zqn3.needs.1.code", "too-long"),
    ('name = "zqbase"', "name = 7", "measures.zq-zqc.pays.1.name", "wrong-type"),
    ('name = "zqbase"', 'name = ["a"]', "measures.zq-zqc.pays.1.name", "wrong-type"),
    ('name = "zqbase"', 'name = " "', "measures.zq-zqc.pays.1.name", "empty"),
    ("at_least = 90", "at_least = 0", "measures.zq-zqn10.needs.1.at_least", "out-of-range"),
    ("at_least = 90", f"below = {MANY}", "measures.zq-zqn10.needs.1.below", "out-of-range"),
    ("filed_within_days = 1", "filed_within_days = -1",
     "measures.zq-zqn9.needs.1.filed_within_days", "out-of-range"),
    ("highest = 2", f"highest = {MANY}", "measures.zq-zqf.pays.3.highest", "out-of-range"),
    ('up_to = "80"', 'up_to = "0"', "measures.zq-zqe.pays.2.up_to", "out-of-range"),
    ('times = "1.5"', 'times = "0"', "measures.zq-zql.pays.3.times", "out-of-range"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "problem"), WRONG)
def test_what_no_policy_means_is_refused_by_its_key(
    tmp_path: Path, old: str, new: str, where: str, problem: str
) -> None:
    text, path = document(), tmp_path / "policy.toml"
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(Refusal) as refused:
        read_policy_file(path)

    facts = refused.value.facts
    assert (facts["where"], facts["problem"]) == (where, problem)
