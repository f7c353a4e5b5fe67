"""Caps that a policy file adds to the shipped ones, and what a cap keeps in later versions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.policy.amendment import of_the_book, with_draft
from adapters.policy.catalogue import CAPS
from adapters.policy.file.files import PolicyFile, read_policy_file
from adapters.policy.paths import SHIPPED
from domain.policy.book import PolicyBook
from domain.refusals import Refusal

FURTHER = """
[caps.further]
article = "一（一）"
title_zh = "展会总数"
title_en = "Exhibitions in all"
limit = "100.50"
unit = "yuan"
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


def test_a_further_cap_stands_after_the_shipped_ones_as_its_file_says(tmp_path: Path) -> None:
    caps = read_policy_file(written(tmp_path, FURTHER, INFERRED)).policy.caps

    assert list(caps) == [*CAPS, "further"]
    assert (caps["further"].unit, caps["further"].limit) == ("fen", 10_050)


def test_the_limit_of_a_further_cap_is_printed_or_inferred(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_policy_file(written(tmp_path, FURTHER))

    facts = refused.value.facts
    assert (facts["where"], facts["problem"]) == ("caps.further.limit", "not-printed")


def test_a_cap_keeps_what_it_counts_in_later_versions(shipped: PolicyFile) -> None:
    book = with_draft(PolicyBook(()), shipped.policy)
    other = replace(shipped.policy.caps["aeo-once"], unit="fen")
    policy = replace(shipped.policy, caps=shipped.policy.caps | {"aeo-once": other})

    with pytest.raises(Refusal) as refused:
        of_the_book(book, policy)

    assert refused.value.code == "policy-value-invalid"
    assert refused.value.facts["path"] == "caps.aeo-once.unit"
