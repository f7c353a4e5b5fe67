"""Names and claims of two enterprises once one carries on the other: what an import notices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.command import asked, subsidy, write_lines
from tests.support.money_desk import CLERK, OFFICER, OTHER, USCC, case, submit

MERGER = ("--kind", "merger", "--on", "2024-01-01", "--document", "M-1")


def succeed(store: Path) -> None:
    asked(store, "succeed", USCC, OTHER, *MERGER, *OFFICER)


def noticed(store: Path, *lines: dict[str, Any]) -> list[str]:
    path = write_lines(store.parent / "noticed.jsonl", lines)
    answer = asked(store, "backfill", path, *CLERK)
    return [each["code"] for each in answer["notices"]]


def test_the_names_of_both_are_known_after_a_merger(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    old = case("A", "10", USCC, enterprise="甲公司")
    new = case("B", "20", OTHER, enterprise="乙公司")
    submit(store, [old, new])
    succeed(store)

    assert noticed(store, old, new) == []
    for number, name in (("C", "甲公司"), ("D", "乙公司")):
        assert noticed(store, case(number, "30", OTHER, enterprise=name)) == []
    assert noticed(store, case("E", "30", OTHER, enterprise="丙公司")) == ["name-differs"]


def test_a_successor_without_a_name_is_not_called_as_who_merged_into_it(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    submit(store, [case("A", "10", USCC, enterprise="甲公司")])
    words = ("succeed", USCC, OTHER, *MERGER, "--store", store, "--lang", "en", *OFFICER)
    assert f"{OTHER} carries on 甲公司 {USCC}" in subsidy(*words).out
    assert f"甲公司 {OTHER}" not in subsidy(*words).out
    assert asked(store, "enterprise", "show", OTHER)["name"] is None

    assert noticed(store, case("B", "20", OTHER, enterprise="乙公司")) == []
    assert asked(store, "enterprise", "show", OTHER)["name"] == "乙公司"
    assert noticed(store, case("C", "30", OTHER, enterprise="丙公司")) == ["name-differs"]


def test_what_two_filed_before_they_were_one_is_not_a_duplicate(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    old = case("A", "10", USCC)
    new = case("B", "10", OTHER, facts=old["facts"])
    submit(store, [old, new])
    succeed(store)

    assert noticed(store, old, new) == []
    again = case("C", "10", OTHER, facts=old["facts"])
    assert noticed(store, again) == ["likely-duplicate"]
