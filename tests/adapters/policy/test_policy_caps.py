"""Caps that a policy file adds to the shipped ones, and what a cap keeps in later versions."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from adapters.policy.amendment import of_the_book, with_draft
from adapters.policy.file.files import read_policy_file
from adapters.policy.patch import with_values
from adapters.policy.paths import SHIPPED
from domain.policy.book import PolicyBook
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from domain.refusals import Refusal

FURTHER = """
[caps.further]
article = "一（一）"
title_zh = "展会总数"
title_en = "Exhibitions in all"
limit = "100.50"
unit = "money"
period = "policy"
per = "enterprise"
measures = ["other-exhibition"]
"""
INFERRED = """
[[inferred]]
article = "一（一）"
paths = ["caps.further.limit"]
note_zh = "另行规定。"
note_en = "Set by the bureau."
"""


def written(folder: Path, *more: str) -> Path:
    """Write the shipped file with more at its end."""
    path = folder / "draft.toml"
    path.write_text("\n".join([SHIPPED.read_text(encoding="utf-8"), *more]), encoding="utf-8")
    return path


def test_a_further_cap_stands_after_the_shipped_ones_as_its_file_says(
    tmp_path: Path, shipped: Policy
) -> None:
    caps = read_policy_file(written(tmp_path, FURTHER, INFERRED)).caps

    assert list(caps) == [*shipped.caps, "further"]
    assert (caps["further"].unit, caps["further"].limit) == ("fen", 10_050)


def test_the_limit_of_a_further_cap_is_printed_or_inferred(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_policy_file(written(tmp_path, FURTHER))

    facts = refused.value.facts
    assert (facts["where"], facts["problem"]) == ("caps.further.limit", "not-printed")


def test_what_a_further_cap_counts_is_read_into_the_text_by_its_path(tmp_path: Path) -> None:
    inferred = INFERRED.replace('limit"]', 'limit", "caps.further.period"]')

    assert "further" in read_policy_file(written(tmp_path, FURTHER, inferred)).caps


@pytest.mark.parametrize(
    ("key", "value", "kept"), [("unit", "money", "count"), ("per", "item", "enterprise")]
)
def test_a_cap_keeps_what_it_counts_in_later_versions(
    shipped: Policy, key: str, value: str, kept: str
) -> None:
    book = with_draft(PolicyBook(()), shipped)
    said = deepcopy(dict(shipped.source))
    said["caps"]["certifications-per-year"] |= {key: value}
    if key == "unit":
        said["caps"]["certifications-per-year"]["limit"] = "1"

    with pytest.raises(Refusal) as refused:
        of_the_book(book, compiled(said))

    assert refused.value.code == "policy-value-invalid"
    assert refused.value.facts == {
        "path": f"caps.certifications-per-year.{key}",
        "value": value,
        "problem": "not-allowed",
        "allowed": kept,
    }


@pytest.mark.parametrize(
    "changes", [{"period": "fiscal", "starts": "04-06"}, {"period": "rolling", "months": 12}]
)
def test_a_cap_does_not_turn_to_other_days_than_years_or_back(
    shipped: Policy, changes: dict[str, Any]
) -> None:
    said = deepcopy(dict(shipped.source))
    said["caps"]["certifications-per-year"] |= changes
    turned = compiled(said)

    for before, after in ((shipped, turned), (turned, shipped)):
        with pytest.raises(Refusal) as refused:
            of_the_book(with_draft(PolicyBook(()), before), after)
        assert refused.value.code == "policy-value-invalid"
        assert refused.value.facts["path"] == "caps.certifications-per-year.period"


def test_a_reading_may_change_what_a_cap_counts_for(shipped: Policy) -> None:
    book = with_draft(PolicyBook(()), shipped)
    by_case = with_values(shipped, {"readings.trade_remedy_period": "case"})

    assert of_the_book(book, by_case).caps["trade-remedy-in-all"].item == "case"


def test_another_policy_is_none_of_the_book(shipped: Policy) -> None:
    book = with_draft(PolicyBook(()), shipped)

    with pytest.raises(Refusal) as refused:
        of_the_book(book, compiled({**shipped.source, "id": "another"}))

    assert refused.value.code == "policy-id-differs"
