"""How the ledger says no: a stable code, the facts, the way out, in either language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_command_line import OTHER, USCC, line
from tests.support.command import asked, subsidy, write_lines

# The code, the words of the command, and a fact its sentence must tell. {folder}: a new folder
# with ledger.db (YQ-1 approved, YQ-2 rejected by an officer, YQ-3 pending) and some broken files.
CASES: list[tuple[str, str, str]] = [
    ("claim-unknown", "explain YQ-9 --store {folder}/ledger.db", "YQ-9"),
    ("claim-unknown", "history YQ-9 --store {folder}/ledger.db", "YQ-9"),
    ("claim-unknown", "reject YQ-9 --reason x --store {folder}/ledger.db", "YQ-9"),
    ("claim-unknown", "withdraw YQ-9 --reason x --store {folder}/ledger.db", "YQ-9"),
    ("claim-unknown", "approve YQ-9 --store {folder}/ledger.db", "YQ-9"),
    ("claim-not-pending", "reject YQ-1 --reason x --store {folder}/ledger.db", "YQ-1"),
    ("claim-not-pending", "approve YQ-2 --store {folder}/ledger.db", "YQ-2"),
    ("request-conflicts", "reject YQ-2 --reason other --store {folder}/ledger.db", "YQ-2"),
    ("store-not-found", "claims --store {folder}/none.db", "none.db"),
    ("store-not-found", "remaining {uscc} --year 2022 --store {folder}/none.db", "none.db"),
    ("store-not-found", "rebuild --store {folder}/none.db", "none.db"),
    (
        "store-not-a-file",
        "exports {uscc} 2022 --us-usd 1 --rcep-usd 1 --store {folder}",
        "{folder}",
    ),
    ("store-not-a-file", "backfill {folder}/good.jsonl --store {folder}/no/l.db", "no/l.db"),
    ("store-unreadable", "claims --store {folder}/garbage.db", "garbage.db"),
    ("store-unreadable", "claims --store {folder}/empty.db", "empty.db"),
    ("store-unreadable", "approve --pending --store {folder}/garbage.db", "garbage.db"),
    ("store-unreadable", "claims --store {folder}/truncated.db", "truncated.db"),
    ("store-not-supported", "claims --store mysql://host/db", "mysql"),
    ("bad-uscc", "remaining 913 --year 2022 --store {folder}/ledger.db", "913"),
    ("bad-uscc", "exports 913 2022 --us-usd 1 --rcep-usd 1 --store {folder}/ledger.db", "913"),
    ("version-unknown", "policy show 9 --store {folder}/ledger.db", "9"),
    ("policy-file-invalid", "policy publish {folder}/bad.toml --store {folder}/ledger.db", "bad"),
    (
        "file-not-found",
        "policy publish {folder}/none.toml --store {folder}/l.db",
        "none.toml",
    ),
    ("text-unreadable", "policy check --text {folder}/none.txt", "none.txt"),
    ("file-not-found", "backfill {folder}/none.xlsx --store {folder}/ledger.db", "none.xlsx"),
    ("file-unreadable", "backfill {folder} --store {folder}/ledger.db", "{folder}"),
    ("not-a-workbook", "backfill {folder}/bad.xlsx --store {folder}/ledger.db", "bad.xlsx"),
    ("empty-file", "backfill {folder}/empty.jsonl --store {folder}/ledger.db", "empty.jsonl"),
    (
        "rejects-unwritable",
        "backfill {folder}/good.jsonl --rejects {folder}/no/r.xlsx --store {folder}/new.db",
        "r.xlsx",
    ),
    ("bad-uscc", "enterprise register 913 --name x --store {folder}/ledger.db", "913"),
    ("enterprise-unknown", "enterprise show {other} --store {folder}/ledger.db", "{other}"),
    ("enterprise-unknown", "enterprise check {other} --store {folder}/ledger.db", "{other}"),
    (
        "enterprise-unknown",
        "enterprise rename {other} --name x --on 2022-10-01 --store {folder}/ledger.db",
        "{other}",
    ),
    ("no-account", "enterprise erase {other} --store {folder}/ledger.db", "{other}"),
    (
        "bad-account",
        "enterprise account {uscc} --account 12 --bank b --store {folder}/ledger.db",
        "34",
    ),
    (
        "account-file-unreadable",
        "enterprise account {uscc} --account-file {folder}/no --bank b --store {folder}/ledger.db",
        "/no",
    ),
    (
        "private-unreadable",
        "enterprise account {uscc} --account 12345678 --bank b --store {folder}/broken.db",
        "broken.db.private",
    ),
    (
        "accounts-key-missing",
        "enterprise account {uscc} --account 12345678 --bank b --accounts-key {folder}/no.key "
        "--store {folder}/ledger.db",
        "no.key",
    ),
    ("paper-format", "paper check {folder}/bad.toml --store {folder}/ledger.db", "bad.toml"),
    ("paper-unreadable", "paper check {folder}/none.csv --store {folder}/ledger.db", "none.csv"),
    ("not-a-paper", "paper check {folder}/other.csv --store {folder}/ledger.db", "other.csv"),
    ("not-a-paper", "paper check {folder}/bad.xlsx --store {folder}/ledger.db", "bad.xlsx"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("refusals")
    claims = [line(f"YQ-{number}") for number in (1, 2, 3)]
    lines = write_lines(made / "claims.jsonl", claims)
    asked(made / "ledger.db", "backfill", lines)
    asked(made / "ledger.db", "approve", "YQ-1")
    asked(made / "ledger.db", "reject", "YQ-2", "--reason", "x")
    write_lines(made / "good.jsonl", [line("YQ-1"), line("YQ-1", filed_on="2022-11-11")])
    asked(str(made / "broken.db"), "backfill", lines)
    (made / "garbage.db").write_text("no ledger at all\n" * 99)
    (made / "empty.db").touch()
    (made / "truncated.db").write_bytes((made / "broken.db").read_bytes()[:5_000])
    (made / "bad.toml").write_text("id = 1\n")
    (made / "bad.xlsx").write_text("not a workbook")
    (made / "empty.jsonl").touch()
    (made / "other.csv").write_text("a,b\n")
    (made / "broken.db.private").write_text("no table of accounts\n" * 99)
    return made


@pytest.mark.parametrize(("code", "words", "fact"), CASES)
def test_a_refusal_tells_its_rule_the_facts_and_the_way_out(
    code: str, words: str, fact: str, folder: Path
) -> None:
    command = words.format(folder=folder, uscc=USCC, other=OTHER).split()

    zh, en = subsidy(*command), subsidy(*command, "--lang", "en")

    for ran in (zh, en):
        assert ran.code == 1
        said = ran.err.splitlines()[-1]
        assert said.startswith(f"{code}: ")
        assert fact.format(folder=folder, other=OTHER) in said
        assert "Traceback" not in ran.err + ran.out
        assert "{" not in said
        assert "  " not in said
    assert zh.err != en.err
    assert en.err.isascii() or any(sign in en.err for sign in "“”…−")


@pytest.mark.parametrize(
    ("code", "words"), [(code, words) for code, words, _ in CASES if not words.startswith("appr")]
)
def test_a_refusal_in_json_is_one_document(code: str, words: str, folder: Path) -> None:
    command = words.format(folder=folder, uscc=USCC, other=OTHER).split()

    ran = subsidy(*command, "--json")

    assert ran.code == 1
    assert ran.json["code"] == code
    assert ran.json["message"]
    assert code not in ran.json["message"]


def test_a_row_that_is_refused_says_why_and_leaves_no_event(folder: Path, tmp_path: Path) -> None:
    first = line("A-1", invoices=["7"])
    rows = [first, line("A-2", invoices=["7"]), first | {"other_support": "1"}]
    path = write_lines(tmp_path / "rows.jsonl", rows)

    zh = subsidy("backfill", path, "--store", tmp_path / "ledger.db", "--json")
    en = subsidy("backfill", path, "--store", tmp_path / "ledger.db", "--json", "--lang", "en")

    assert [reject["code"] for reject in zh.json["rejects"]] == [
        "duplicate-invoice",
        "claim-conflicts",
    ]
    assert [reject["column"] for reject in zh.json["rejects"]] == ["invoices", "claim_no"]
    assert zh.json["events_appended"] == 1
    for row in (*zh.json["rejects"], *en.json["rejects"]):
        assert ("7" in row["message"] and "A-1" in row["message"]) or "A-1" in row["message"]


@pytest.mark.parametrize("words", ["explain", "approve", "history", "late"])
def test_a_claim_number_that_is_no_text_is_misuse(words: str, folder: Path) -> None:
    ran = subsidy(words, "\udcff", "--store", folder / "ledger.db")

    assert ran.code == 2
    assert "Traceback" not in ran.err
