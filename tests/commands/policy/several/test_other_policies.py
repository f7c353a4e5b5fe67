"""Policies of other places: published, claimed under, decided, explained, as any policy."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import domain.policy
from adapters.policy.file.cases import cases_beside, worked
from adapters.policy.file.files import read_policy_file
from tests.support.command import Ran, asked, subsidy, write_lines

EXAMPLES = Path(domain.policy.__file__).parent / "policies" / "examples"
POLICIES = sorted(path for path in EXAMPLES.glob("*.toml") if ".cases" not in path.name)
USCC = "91330382MA0000023T"
WUDI = EXAMPLES / "wudi-foreign-trade.toml"

pytestmark = pytest.mark.sqlite


def line(number: str, kind: str, on: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "claim_no": number,
        "uscc": USCC,
        "enterprise": "示例公司",
        "kind": kind,
        "occurred_on": on,
        "filed_on": "2023-01-10",
        "facts": facts,
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of a county's awards, with a year's growth, a title, and two bad lines."""
    folder = tmp_path_factory.mktemp("wudi")
    path = folder / "ledger.db"
    assert subsidy("store", "prepare", "--policy", WUDI, "--store", path).code == 0
    for year, total in (("2021", "1100000000"), ("2022", "1200000000")):
        recorded = subsidy("record", "trade", USCC, year, f"total={total}", "--store", path)
        assert recorded.code == 0, recorded.err
    claims = [
        line("W-1", "growth", "2022-12-31", {}),
        line("W-2", "title", "2022-06-01", {"grade": "national"}),
        line("W-3", "title", "2022-06-01", {"grade": "gold"}),
        line("W-4", "aeo", "2022-06-01", {}),
    ]
    ran = subsidy(
        "backfill", write_lines(folder / "c.jsonl", claims), "--approve", "--store", path, "--json"
    )
    assert [(row["claim_no"], row["code"]) for row in ran.json["rejects"]] == [
        ("W-3", "bad-value"),
        ("W-4", "unknown-kind"),
    ]
    return path


@pytest.mark.parametrize("file", POLICIES, ids=lambda path: path.stem)
def test_every_case_worked_by_hand_comes_out_so(file: Path) -> None:
    cases = worked(read_policy_file(file), cases_beside(file))

    assert len(cases) > 5
    assert [claim for claim in cases if not claim.agrees] == []


def test_claims_of_its_kinds_are_decided_by_its_measures(store: Path) -> None:
    granted = {claim["claim_no"]: claim["granted_fen"] for claim in asked(store, "claims")}

    assert granted == {"W-1": 5_000_000, "W-2": 20_000_000}
    (cap,) = asked(store, "remaining", USCC, "--year", "2022")["caps"]
    assert (cap["cap"], cap["used"], cap["reached"]) == ("growth-once-a-year", 1, True)


def test_the_working_shows_each_term_with_its_article(store: Path) -> None:
    working = asked(store, "explain", "W-1")["working"]

    assert {step["article"] for step in working} == {"一（一）", "一"}
    amounts = [step["amount_fen"] for step in working]
    assert amounts == [0, 10_000_000_000, 0, 5_000_000, 5_000_000, 5_000_000]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_is_a_sentence_in_both_languages(store: Path, language: str) -> None:
    for claim in ("W-1", "W-2"):
        shown = subsidy("explain", claim, "--store", store, "--lang", language).out

        assert "{'" not in shown  # as a step is shown that no sentence knows


def test_what_was_decided_is_worked_out_again_the_same(store: Path) -> None:
    assert asked(store, "reperform")["disagreements"] == []
    assert subsidy("verify", "--store", store).code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("trades", USCC, "2022", "total=1"), "record-unknown"),
        (("trade", USCC, "2022"), "record-differs"),
        (("trade", USCC, "2022", "total=1", "tax=2"), "record-differs"),
        (("trade", USCC, "2022", "total=1", "total=2"), "record-differs"),
    ],
)
def test_amounts_that_no_policy_asks_about_are_refused(
    store: Path, words: tuple[str, ...], code: str
) -> None:
    before = asked(store, "history", USCC)

    ran = subsidy("record", *words, "--store", store)

    assert (ran.code, ran.err.split(":")[0]) == (1, code)
    assert asked(store, "history", USCC) == before


def test_the_same_amounts_again_record_nothing(store: Path) -> None:
    words = ("record", "trade", USCC, "2022", "total=1200000000", "--json")

    assert subsidy(*words, "--store", store).json["events_appended"] == 0


def published(tmp_path: Path, change: tuple[str, str], *, of: str) -> Ran:
    """Publish a copy of an example with a change in the file named."""
    for file in (WUDI, cases_beside(WUDI)):
        shutil.copy(file, tmp_path / file.name)
    changed = tmp_path / of
    text = changed.read_text(encoding="utf-8")
    assert change[0] in text
    changed.write_text(text.replace(*change, 1), encoding="utf-8")
    subsidy("store", "prepare", "--store", tmp_path / "ledger.db")
    return subsidy("policy", "publish", tmp_path / WUDI.name, "--store", tmp_path / "ledger.db")


@pytest.mark.parametrize("file", POLICIES, ids=lambda path: path.stem)
def test_a_policy_file_is_tried_around_its_figures_and_by_its_cases(file: Path) -> None:
    policy = read_policy_file(file)

    ran, shown = (
        subsidy("policy", "try", file, "--lang", "en", *words) for words in (["--json"], [])
    )

    assert (ran.code, shown.code) == (0, 0)
    tried = {claim["measure"] for claim in ran.json["claims"]}
    assert set(policy.measures) - tried <= {"from-third"}  # each is decided alone: none is a third
    assert len(ran.json["cases"]) > 5
    assert all(case["agrees"] for case in ran.json["cases"])
    assert all(policy.measures[name].title_en in shown.out for name in tried)


def test_a_policy_tried_whose_case_comes_out_otherwise_ends_so(tmp_path: Path) -> None:
    file, cases = tmp_path / WUDI.name, cases_beside(tmp_path / WUDI.name)
    file.write_bytes(WUDI.read_bytes())
    alone = subsidy("policy", "try", file, "--json")
    text = cases_beside(WUDI).read_text(encoding="utf-8")
    cases.write_text(text.replace('"60000"', '"60001"', 1), encoding="utf-8")

    ran, shown = subsidy("policy", "try", file, "--json"), subsidy("policy", "try", file)

    assert (alone.code, alone.json["cases"]) == (0, [])
    assert (ran.code, shown.code) == (1, 1)
    (wrong,) = [case for case in ran.json["cases"] if not case["agrees"]]
    assert (wrong["expected_fen"], wrong["granted_fen"]) == (6_000_100, 6_000_000)


def test_a_policy_whose_cases_come_out_otherwise_is_refused(tmp_path: Path) -> None:
    ran = published(tmp_path, ('"60000"', '"60001"'), of=cases_beside(WUDI).name)

    assert (ran.code, ran.err.split(":")[0]) == (1, "policy-cases-differ")
    assert asked(tmp_path / "ledger.db", "policy", "list") == []


def test_a_case_that_does_not_state_the_facts_of_its_kind_is_refused(tmp_path: Path) -> None:
    ran = published(
        tmp_path, ('grade = "national"', 'rank = "national"'), of=cases_beside(WUDI).name
    )

    assert (ran.code, ran.err.split(":")[0]) == (1, "policy-cases-invalid")


def test_a_case_without_a_key_it_needs_is_refused_by_that_key(tmp_path: Path) -> None:
    ran = published(tmp_path, ("granted =", "grants ="), of=cases_beside(WUDI).name)

    assert (ran.code, ran.err.split(":")[0]) == (1, "policy-cases-invalid")
    assert "case.1.claims.1.granted" in ran.err


def test_a_ledger_without_a_policy_decides_nothing_and_takes_any_as_its_first(
    tmp_path: Path,
) -> None:
    store = tmp_path / "ledger.db"
    assert subsidy("store", "prepare", "--store", store).code == 0
    assert asked(store, "policy", "list") == []

    assert subsidy("policy", "publish", WUDI, "--store", store).code == 0

    assert [version["version"] for version in asked(store, "policy", "list")] == [1]
    again = subsidy(
        "store", "prepare", "--policy", EXAMPLES / "hk-export-marketing.toml", "--store", store
    )
    assert (again.code, again.err.split(":")[0]) == (1, "policy-not-first")


def test_a_version_that_drops_a_kind_rejects_its_claims(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    subsidy("store", "prepare", "--policy", WUDI, "--store", store)
    claim = line("W-9", "domestic-fair", "2022-10-15", {"fair": "广交会"})
    subsidy("backfill", write_lines(tmp_path / "c.jsonl", [claim]), "--store", store)
    text = WUDI.read_text(encoding="utf-8")
    start, end = text.index("[kinds.domestic-fair]"), text.index("[records.trade]")
    text = text[:start] + text[end:]
    start, end = text.index("[measures.domestic-fair]"), text.index("[caps.")
    text = text[:start] + text[end:]
    dropped = '{ printed = "1万元", sets = ["measures.domestic-fair.award"] }'
    text = text.replace(dropped, '{ printed = "1万元", note_zh = "已取消", note_en = "no more" }')
    without = tmp_path / "without.toml"
    without.write_text(text, encoding="utf-8")
    ran = subsidy("policy", "publish", without, "--store", store)
    assert ran.code == 0, ran.err

    subsidy("approve", "W-9", "--store", store)
    (decided,) = asked(store, "claims")

    assert (decided["status"], decided["reason"]) == ("rejected", "not-in-policy")
    assert asked(store, "reperform")["disagreements"] == []


def test_its_workbook_is_written_filled_and_read(tmp_path: Path) -> None:
    store, form = tmp_path / "ledger.db", tmp_path / "form.xlsx"
    subsidy("store", "prepare", "--policy", WUDI, "--store", store)
    assert asked(store, "template", "--out", form)["sheets"] == [
        "进出口增长",
        "称号",
        "境内国际性展会",
        "进出口额",
    ]
    book = load_workbook(form)
    for sheet, number, on, word in (
        ("称号", "W-1", date(2022, 6, 1), "国家级"),
        ("称号", "W-2", date(2022, 6, 1), "特级"),
        ("境内国际性展会", "W-3", date(2022, 10, 15), "广交会"),
    ):
        made = book[sheet]
        headers = {cell.value: cell.column for cell in made[3]}
        row = made.max_row + 1
        stated = {
            "申报编号": number,
            "企业名称": "示例公司",
            "统一社会信用代码": USCC,
            "级别": word,
            "展会名称": word,
            "认定日期": on,
            "展会结束日期": on,
            "申报日期": date(2023, 1, 10),
        }
        for header, value in stated.items():
            if header in headers:
                made.cell(row, headers[header], value)
    book.save(form)

    ran = subsidy("backfill", form, "--approve", "--store", store, "--json")

    assert [(row["claim_no"], row["column"]) for row in ran.json["rejects"]] == [("W-2", "级别")]
    granted = {claim["claim_no"]: claim["granted_fen"] for claim in asked(store, "claims")}
    assert granted == {"W-1": 20_000_000, "W-3": 1_000_000}


def test_a_table_of_its_kinds_is_read(tmp_path: Path) -> None:
    store, table = tmp_path / "ledger.db", tmp_path / "claims.csv"
    subsidy("store", "prepare", "--policy", EXAMPLES / "de-young-innovators.toml", "--store", store)
    head = "claim_no,uscc,enterprise,kind,occurred_on,filed_on,fair,costs,staff,age_years"
    table.write_text(
        f"{head}\n"
        f"D-1,{USCC},示例公司,fair,2022-04-01,2022-05-01,Hannover,10000,9,3\n"
        f"D-2,{USCC},示例公司,fair,2022-04-01,2022-05-01,Hannover,10000,nine,3\n",
        encoding="utf-8",
    )

    ran = subsidy("backfill", table, "--approve", "--store", store, "--json")

    (rejected,) = ran.json["rejects"]
    assert (rejected["claim_no"], rejected["column"]) == ("D-2", "facts.staff")
    (claim,) = asked(store, "claims")
    assert claim["granted_fen"] == 600_000
