"""Versions of the policy, rehearsals and reassessments through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.by_hand import rows
from tests.support.command import Ran, asked, subsidy
from tests.support.few_claims import OTHER, SHIPPED, amend, amounts, few_claims


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return few_claims(tmp_path)


def test_an_amendment_is_the_governing_version_with_other_values(store: Path) -> None:
    assert amend(store, "measures.overseas-trademark.rate=60%").json == {"version": 2}

    (first, second) = asked(store, "policy", "list")
    diff = asked(store, "policy", "diff", "1", "2")
    assert (first["first_day"], first["last_day"]) == ("2022-01-01", "2024-12-31")
    assert (second["document"], second["announced_on"]) == ("乐政发〔2023〕1号", "2023-03-01")
    assert [
        difference
        for difference in diff["differences"]
        if difference["path"].startswith("measures")
    ] == [
        {
            "path": "measures.overseas-trademark.rate",
            "old": "50%",
            "new": "60%",
            "article": "二（三）",
        }
    ]
    assert amounts(store)["T-1"] == 1_000_000  # decided claims wait for a reassessment


def test_the_same_amendment_again_records_nothing(store: Path) -> None:
    amend(store, "measures.overseas-trademark.rate=60%")
    before = rows(store)

    assert amend(store, "measures.overseas-trademark.rate=60%").json == {"version": 2}
    assert rows(store) == before


@pytest.mark.parametrize(
    ("settings", "others", "code"),
    [
        (
            ("measures.overseas-trademark.rate=60%",),
            {"first_day": "2021-12-31"},
            "no-policy-on-day",
        ),
        (("measures.overseas-trademarks.rate=60%",), {}, "policy-path-unknown"),
        (("measures.overseas-trademark.rate=lots",), {}, "policy-value-invalid"),
        (("readings.belt_and_road=signed",), {}, "policy-value-invalid"),
        (("readings.rounding=fen-down",), {"last_day": "2021-12-31"}, "policy-value-invalid"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused_and_leaves_no_event(
    store: Path, settings: tuple[str, ...], others: dict[str, str], code: str
) -> None:
    before = rows(store)

    ran = amend(store, *settings, **others)

    assert (ran.code, ran.json["code"]) == (1, code)
    assert rows(store) == before


def test_an_amendment_warns_of_every_figure_it_takes_back(store: Path) -> None:
    amend(store, "measures.overseas-trademark.rate=60%", first_day="2023-01-01")

    ran = amend(store, "caps.trademarks-in-all.limit=40000", document="乐政发〔2024〕2号")

    assert "measures.overseas-trademark.rate to 60%" in ran.err
    assert "2023-01-01 … 2024-12-31" in ran.err
    assert "trademarks-in-all" not in ran.err
    assert amend(store, "measures.overseas-trademark.rate=60%", document="3").err == ""


def test_a_rehearsal_shows_what_a_reassessment_then_records(store: Path) -> None:
    amend(store, "measures.overseas-trademark.rate=60%", last_day="2022-12-31")
    before = rows(store)

    rehearsed = asked(store, "rehearse")

    assert rows(store) == before
    assert rehearsed["changes"] == [
        {"claim_no": "T-1", "before_fen": 1_000_000, "after_fen": 1_200_000},
        {"claim_no": "T-3", "before_fen": 1_500_000, "after_fen": 1_800_000},
    ]
    assert (rehearsed["claims_changed"], rehearsed["delta_fen"]) == (2, 500_000)
    assert rehearsed["by_year"]["2022"]["delta_fen"] == 500_000
    assert rehearsed["by_enterprise"][OTHER]["after_fen"] == 1_800_000
    assert rehearsed["by_measure"]["overseas-trademark"]["claims"] == 2
    assert rehearsed["causes"]["T-1"] == {"cause": "version", "because_of": "2", "through": None}
    assert asked(store, "reassess", "--by", "officer") == rehearsed
    assert asked(store, "reassess")["claims_changed"] == 0
    assert amounts(store)["T-1"] == 1_200_000


def test_a_draft_is_rehearsed_without_being_recorded(store: Path) -> None:
    draft = ("--set", "measures.overseas-trademark.rate=60%")
    days = ("--first-day", "2023-01-01", "--last-day", "2024-12-31")

    some = asked(store, "rehearse", *draft, *days)
    every = asked(store, "rehearse", *draft)
    rehearsed = asked(store, "rehearse", *draft, "--uscc", OTHER)

    assert [change["claim_no"] for change in some["changes"]] == ["T-2"]
    assert [change["claim_no"] for change in every["changes"]] == ["T-1", "T-2", "T-3"]
    assert [change["claim_no"] for change in rehearsed["changes"]] == ["T-3"]
    assert len(asked(store, "policy", "list")) == 1


ADDED_CAP = """
[caps.shows-in-all]
article = "一（二）"
title_zh = "展会总数"
title_en = "Shows in all"
limit = 10
unit = "count"
period = "policy"
per = "enterprise"
measures = ["key-exhibition", "other-exhibition"]

[[inferred]]
article = "一（二）"
paths = ["caps.shows-in-all.limit"]
note_zh = "总数由商务局另行规定。"
note_en = "The bureau set the number in all."
"""


def test_an_added_cap_is_rehearsed_where_versions_have_it_and_counts_earlier_claims(
    store: Path, tmp_path: Path
) -> None:
    (file := tmp_path / "policy.toml").write_text(SHIPPED.read_text("utf-8") + ADDED_CAP, "utf-8")
    asked(store, "policy", "publish", file)

    recorded = asked(store, "reassess")  # no amount changes: what each claim uses of the cap does
    rehearsed = asked(store, "rehearse", "--set", "caps.shows-in-all.limit=2")

    shows = ["April", "June", "September"]
    assert [change["claim_no"] for change in recorded["changes"]] == shows
    assert recorded["delta_fen"] == 0
    assert [change["claim_no"] for change in rehearsed["changes"]] == ["September"]
    refused = subsidy("rehearse", "--set", "caps.shows.limit=2", "--store", store, "--json")
    assert refused.json["code"] == "policy-path-unknown"


def test_a_draft_may_be_a_policy_file(store: Path, tmp_path: Path) -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")
    sixty = shipped.replace(
        '"self_export"]\npays = [{ of = "fee" }, { rate = "50%" }]\n',
        '"self_export"]\npays = [{ of = "fee" }, { rate = "60%" }]\n',
    ).replace(
        '{ printed = "50%", sets = ["measures.overseas-trademark.rate"] }',
        '{ printed = "60%", sets = ["measures.overseas-trademark.rate"] }',
    )
    (draft := tmp_path / "draft.toml").write_text(sixty, encoding="utf-8")

    changes = asked(store, "rehearse", "--policy", draft)["changes"]

    assert [change["claim_no"] for change in changes] == ["T-1", "T-2", "T-3"]
    assert asked(store, "rehearse", "--policy", SHIPPED)["changes"] == []


def test_a_version_that_reopens_reassesses_at_once(store: Path) -> None:
    amend(store, "readings.new_version=reopen", "measures.overseas-trademark.rate=60%")

    assert amounts(store)["T-1"] == 1_200_000
    assert asked(store, "rehearse")["claims_changed"] == 0


def test_one_enterprise_is_reassessed_alone(store: Path) -> None:
    amend(store, "measures.overseas-trademark.rate=60%")

    asked(store, "reassess", "--uscc", OTHER)

    assert (amounts(store)["T-1"], amounts(store)["T-3"]) == (1_000_000, 1_800_000)


def published(store: Path, folder: Path, old: str, new: str) -> Ran:
    """Publish the shipped policy with one passage changed."""
    shipped = SHIPPED.read_text(encoding="utf-8")
    assert old in shipped
    (file := folder / "changed.toml").write_text(shipped.replace(old, new, 1), encoding="utf-8")
    return subsidy("policy", "publish", file, "--store", store, "--json")


def test_a_difference_that_no_path_sets_is_listed_too(store: Path, tmp_path: Path) -> None:
    assert published(store, tmp_path, "KR = 2022-02-01", "KR = 2022-03-01").json["version"] == 2

    diff = asked(store, "policy", "diff", "1", "2")

    assert diff["differences"] == [
        {
            "path": "lists.rcep.since.KR",
            "old": "2022-02-01",
            "new": "2022-03-01",
            "article": "八",
        }
    ]


def test_another_policy_is_no_version_of_this_one(store: Path, tmp_path: Path) -> None:
    before = rows(store)

    ran = published(store, tmp_path, 'id = "yueqing-foreign-trade"', 'id = "another"')

    assert (ran.code, ran.json["code"]) == (1, "policy-id-differs")
    assert rows(store) == before


def test_an_amendment_that_reopens_said_again_records_nothing(store: Path, tmp_path: Path) -> None:
    reopen = "readings.new_version=reopen"
    amend(store, reopen)
    asked(store, "withdraw", "April", "--reason", "改变主意")
    before = rows(store)

    amend(store, reopen)

    assert rows(store) == before
    assert asked(store, "rehearse")["claims_changed"] == 1
