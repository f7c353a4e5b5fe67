"""A province's question: each county's answer beside the whole, bound to where it stood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.adapters.cluster.made import exported, random_ledger
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import amend, trademark
from tests.support.money_desk import code
from tests.support.stores import address

COUNTIES = ("甲县", "乙县", "丙县")
RATE = ("--set", "measures.overseas-trademark.rate=60%")
TWICE = "F-2022-88"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three counties: one by its segments, one by its ledger, one by both. Two share an invoice."""
    folder = tmp_path_factory.mktemp("province")
    listed = []
    for number, name in enumerate(COUNTIES):
        store = random_ledger(folder / f"{number}.db", number + 3, 40)
        if number < 2:
            shared = trademark(f"X-{number}", "2022-07-01", "5000", code(60 + number))
            written = TWICE.lower() if number else TWICE  # one invoice, written in two ways
            rows = write_lines(folder / "more.jsonl", [shared | {"invoices": [written]}])
            subsidy("backfill", rows, "--approve", "--by", "clerk", "--store", store)
        lines = [f'[[ledger]]\nname = "{name}"']
        if number != 1:
            exported(store, folder / f"s{number}", parts=number + 2)
            lines.append(f'segments = "s{number}"')
        if number:
            lines.append(f'store = "{address(store)}"')
        listed.append("\n".join(lines))
    (folder / "province.toml").write_text("\n".join(listed), encoding="utf-8")
    return folder


def answer(province: Path, *words: str, code: int = 0) -> Any:
    ran = subsidy(*words, "--ledgers", province / "province.toml", "--json")
    assert ran.code == code, ran.err
    return ran.json


def alone(province: Path, *words: str) -> list[Any]:
    return [asked(province / f"{number}.db", *words) for number in range(len(COUNTIES))]


@pytest.mark.parametrize("by", ["measure", "year", "enterprise", "policy"])
def test_totals_of_a_province_are_those_of_its_counties(province: Path, by: str) -> None:
    each = alone(province, "totals", "--by", by)

    said = answer(province, "totals", "--by", by)

    assert [county["ledger"] for county in said["ledgers"]] == list(COUNTIES)
    assert [county["answer"] for county in said["ledgers"]] == each
    assert [county["position"] for county in said["ledgers"]] == [one["position"] for one in each]
    assert said["whole"]["granted_fen"] == sum(one["granted_fen"] for one in each)
    for group, total in said["whole"]["groups"].items():
        parts = [one["groups"][group]["granted_fen"] for one in each if group in one["groups"]]
        assert total["granted_fen"] == sum(parts) != 0


def test_totals_of_a_year_and_a_policy_are_those_of_the_counties(province: Path) -> None:
    words = ("totals", "--year", "2023", "--policy", "yueqing-foreign-trade")

    assert [each["answer"] for each in answer(province, *words)["ledgers"]] == alone(
        province, *words
    )


def test_what_an_amendment_would_cost_a_province(province: Path) -> None:
    each = alone(province, "rehearse", *RATE)

    said = answer(province, "rehearse", *RATE)

    assert [county["answer"] for county in said["ledgers"]] == each
    assert said["whole"]["delta_fen"] == sum(one["delta_fen"] for one in each) > 0
    assert said["whole"]["claims_changed"] == sum(one["claims_changed"] for one in each)
    measures = said["whole"]["by_measure"].values()
    assert sum(one["delta_fen"] for one in measures) == said["whole"]["delta_fen"]


def test_readings_and_reperformance_are_those_of_the_counties(province: Path) -> None:
    costs = answer(province, "policy", "readings", "--cost")
    again = answer(province, "reperform")

    assert [county["answer"] for county in again["ledgers"]] == alone(province, "reperform")
    assert again["whole"]["decisions"] == sum(
        county["answer"]["decisions"] for county in again["ledgers"]
    )
    for number, cost in enumerate(costs["whole"]):
        parts = [county["answer"][number]["cost_fen"] for county in costs["ledgers"]]
        assert cost["cost_fen"] == sum(parts)
    assert any(cost["claims_changed"] for cost in costs["whole"])


def test_an_invoice_claimed_in_two_counties_is_found_however_it_is_written(
    province: Path,
) -> None:
    said = answer(province, "audit", "duplicates", code=1)

    both = [("乙县", "X-1"), ("甲县", "X-0")]
    results = [
        finding
        for finding in said["whole"]["findings"]
        if [(each["ledger"], each["claim_no"]) for each in finding["claims"]] == both
    ]
    assert [(each["invoice"].lower(), each["granted_fen"]) for each in results] == [
        (TWICE.lower(), 500_000)
    ]


def test_the_digest_is_the_same_in_other_parts(province: Path, tmp_path: Path) -> None:
    before = answer(province, "totals")
    for number in (0, 2):
        exported(province / f"{number}.db", tmp_path / f"s{number}", parts=9, range_events=30)
    listed = (province / "province.toml").read_text(encoding="utf-8")
    (tmp_path / "province.toml").write_text(listed, encoding="utf-8")

    again = answer(tmp_path, "totals")

    assert again == before
    assert len(again["digest"]) == 64


def test_both_languages_show_every_county_and_the_whole(province: Path) -> None:
    for words, code_ in (
        (("totals",), 0),
        (("rehearse", *RATE), 0),
        (("policy", "readings", "--cost"), 0),
        (("reperform",), 0),
        (("audit", "duplicates"), 1),
    ):
        for lang, digest in (("zh", "摘要"), ("en", "Digest of this answer")):
            ran = subsidy(*words, "--ledgers", province / "province.toml", "--lang", lang)
            assert ran.code == code_, ran.err
            assert all(name in ran.out for name in COUNTIES)
            assert digest in ran.out


def test_counties_with_other_policy_books_are_not_rehearsed_together(tmp_path: Path) -> None:
    stores = [random_ledger(tmp_path / f"{number}.db", 3, 5) for number in range(2)]
    amend(stores[1], "measures.overseas-trademark.rate=60%")
    listed = [f'[[ledger]]\nname = "{at}"\nstore = "{address(at)}"' for at in stores]
    (tmp_path / "two.toml").write_text("\n".join(listed), encoding="utf-8")

    ran = subsidy("rehearse", *RATE, "--ledgers", tmp_path / "two.toml", "--json")

    assert (ran.code, ran.json["code"]) == (1, "mixed-books")
    assert subsidy("totals", "--ledgers", tmp_path / "two.toml").code == 0


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[[ledger]]",
        '[[ledger]]\nname = "a"',
        '[[ledger]]\nname = "a"\nstore = 1',
        '[[ledger]]\nname = "a"\nstore = "a.db"\nother = "b"',
        '[[ledger]]\nname = "a"\nstore = "a.db"\n[[ledger]]\nname = "a"\nstore = "b.db"',
        "ledger = ",
    ],
)
def test_a_file_that_lists_no_ledgers_is_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / "l.toml").write_text(written, encoding="utf-8")

    ran = subsidy("totals", "--ledgers", tmp_path / "l.toml", "--json")

    assert (ran.code, ran.json["code"]) == (1, "ledgers-unreadable")


def test_options_of_one_ledger_are_not_of_many(province: Path) -> None:
    for words in (
        ("totals", "--retroactive"),
        ("totals", "--position", "3"),
        ("rehearse", "--uscc", code(1)),
        ("reperform", "--known-at", "2022-01-01"),
        ("audit", "duplicates", "--policy", "a"),
    ):
        ran = subsidy(*words, "--ledgers", province / "province.toml")
        assert ran.code == 2, words
        assert "--ledgers" in ran.err


def test_segments_are_exported_and_verified_from_the_command_line(
    province: Path, tmp_path: Path
) -> None:
    store, folder = province / "0.db", tmp_path / "s"
    asked(store, "key", "new", "--key", tmp_path / "k", "--name", "example.org/ledger")
    key = asked(store, "key", "show", "--key", tmp_path / "k")["key"]
    asked(store, "seal", tmp_path / "seal", "--key", tmp_path / "k")

    made = asked(store, "export", "segments", folder, "--parts", "3", "--seal", tmp_path / "seal")
    said = subsidy("export", "verify", folder, "--key", key, "--json").json

    assert made["sealed"] == made["position"] == made["events"]
    (county,) = said["ledgers"]
    assert county["checkpoint"]["size"] == made["position"]
    assert county["answer"]["signed_by"] == ["example.org/ledger"]
    assert said["whole"] == {"events": made["events"], "faults": 0}
    for lang in ("zh", "en"):
        assert subsidy("export", "verify", folder, "--lang", lang).code == 0
        assert subsidy("export", "segments", folder, "--store", store, "--lang", lang).code == 0
    asked(province / "1.db", "key", "new", "--key", tmp_path / "other", "--name", "example.org/b")
    other = asked(store, "key", "show", "--key", tmp_path / "other")["key"]
    assert subsidy("export", "verify", folder, "--key", other).code == 1
