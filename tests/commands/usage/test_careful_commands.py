"""What a hurried hand might ask for, and what is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_command_line import line
from tests.support.by_hand import by_hand as hand_on
from tests.support.command import asked, subsidy, write_lines


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = write_lines(tmp_path / "claims.jsonl", [line(f"YQ-{n}") for n in range(1, 5)])
    made = tmp_path / "ledger.db"
    asked(made, "backfill", path, "--by", "clerk")
    return made


def by_hand(store: Path, *statements: str) -> None:
    """Change a ledger as nobody may."""
    with hand_on(store, guarded=False) as hand:
        for statement in statements:
            hand(statement)


@pytest.mark.parametrize("which", [["--pending"], ["YQ-1", "YQ-2"]])
def test_a_reduction_is_of_one_claim(store: Path, which: list[str]) -> None:
    ran = subsidy("approve", *which, "--reduced-to", "5", "--reason", "x", "--store", store)

    assert ran.code == 2
    assert {claim["status"] for claim in asked(store, "claims")} == {"submitted"}


def test_an_approval_refused_is_reported_beside_those_carried_out(store: Path) -> None:
    ran = subsidy("approve", "YQ-1", "NOPE", "--json", "--store", store)

    assert ran.code == 1
    assert [claim["claim_no"] for claim in ran.json["decided"]] == ["YQ-1"]
    assert [(each["claim_no"], each["code"]) for each in ran.json["refused"]] == [
        ("NOPE", "claim-unknown")
    ]


def test_the_rejects_never_go_where_the_claims_came_from(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "claims.jsonl", [line("YQ-1", uscc="913")])
    before = path.read_bytes()

    ran = subsidy("backfill", path, "--rejects", path, "--store", tmp_path / "ledger.db")

    assert ran.code == 1
    assert "rejects-over-source" in ran.err
    assert path.read_bytes() == before


def test_an_unknown_measure_or_code_is_no_empty_list(store: Path) -> None:
    for option, value, code in (
        ("--measure", "no", "measure-unknown"),
        ("--uscc", "9", "bad-uscc"),
    ):
        ran = subsidy("claims", option, value, "--store", store)

        assert (ran.code, ran.err.split(":")[0]) == (1, code)


def test_a_gap_in_the_log_is_reported_by_a_rebuild_too(store: Path) -> None:
    by_hand(store, "DELETE FROM stored_events WHERE rowid = 3")

    ran = subsidy("rebuild", "--store", store)

    assert ran.code == 1
    assert "账本位置 3: 账本中缺失" in ran.err


def test_an_event_taken_out_of_a_stream_is_reported_before_anything_is_decided(store: Path) -> None:
    by_hand(store, "DELETE FROM stored_events WHERE rowid = 3")

    ran = subsidy("withdraw", "YQ-4", "--reason", "x", "--store", store)

    assert ran.code == 1
    assert "missing from the log" in ran.err


@pytest.mark.sqlite
def test_a_file_that_is_no_ledger_gets_no_views_beside_it(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a ledger, whatever its size may be" * 100)

    ran = subsidy("claims", "--store", tmp_path / "notes.txt")

    assert ran.code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_row_refused_for_its_invoice_goes_in_once_the_invoice_is_free(tmp_path: Path) -> None:
    fair = {"exhibition": "A", "country": "DE", "key": True, "booth_fees": ["20000"]}
    online = {"organiser": "other", "fee": "5000"}
    path = write_lines(
        tmp_path / "claims.jsonl",
        [
            line("A", "online-exhibition", facts={"exhibition": "A"} | online, invoices=["i"]),
            line("C", "online-exhibition", facts={"exhibition": "C"} | online, invoices=["i"]),
            line("B", "exhibition", facts=fair),
        ],
    )
    options = ("--approve", "--json", "--store", tmp_path / "ledger.db")

    first, second, third = (subsidy("backfill", path, *options).json for _ in range(3))

    assert [reject["code"] for reject in first["rejects"]] == ["duplicate-invoice"]
    assert (second["accepted"], second["granted_fen"]) == (1, 400_000)
    assert third["events_appended"] == 0
