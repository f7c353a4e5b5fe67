"""One enterprise is split by stated shares: what counts for each part, and what stays whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import claim, trademark
from tests.support.money_desk import (
    CLERK,
    OFFICER,
    OTHER,
    USCC,
    approved,
    case,
    code,
    computed,
    money,
    paid,
    refused,
    submit,
)

THIRD = code(7)
FOURTH = code(8)
SPLIT = ("--kind", "split", "--on", "2024-01-01", "--document", "S-1")
SIXTY = ("--to", f"{OTHER}=60%", "--to", f"{THIRD}=2/5")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def split(store: Path, *words: str) -> Any:
    return asked(store, "succeed", USCC, *SPLIT, *(words or SIXTY), *OFFICER)


def grants(store: Path) -> dict[str, int]:
    return {row["claim_no"]: row["granted_fen"] for row in asked(store, "claims")}


def used(store: Path, uscc: str, year: str = "2022") -> dict[tuple[str, str], int]:
    caps = asked(store, "remaining", uscc, "--year", year)["caps"]
    return {(each["cap"], each.get("exhibition", "")): each["used"] for each in caps}


def sound(store: Path) -> None:
    assert asked(store, "verify")["faults"] == []
    assert asked(store, "reperform")["disagreements"] == []
    assert asked(store, "reassess", *OFFICER)["changes"] == []


def brand(claim_no: str, uscc: str) -> dict[str, Any]:
    return claim(claim_no, "brand", "2023-05-01", uscc, title="zhejiang")


def test_each_part_has_used_its_share_of_a_cap(store: Path) -> None:
    approved(store, trademark("T-1", "2022-05-01", "40000.01", USCC))
    whole = used(store, USCC)

    assert split(store)["claims_to"] == OTHER
    both = used(store, OTHER), used(store, THIRD)

    for cap, fen in whole.items():
        assert both[0].get(cap, 0) + both[1].get(cap, 0) == fen
    assert sum(fen for fen in both[1].values()) > 0
    approved(store, trademark("T-2", "2022-06-01", "60000", OTHER))
    approved(store, trademark("T-3", "2022-06-01", "60000", THIRD))
    assert grants(store) == {"T-1": 2_000_000, "T-2": 1_800_000, "T-3": 2_200_000}
    (cap,) = asked(store, "explain", "T-3")["caps"]
    assert cap["filled_by"] == []
    assert [(each["uscc"], each["share"], each["counted"]) for each in cap["shared"]] == [
        (USCC, "2/5", 800_000)
    ]
    assert cap["shared"][0]["claims"] == ["T-1"]
    sound(store)


def test_an_old_claim_revoked_gives_its_room_to_every_part(store: Path) -> None:
    approved(store, trademark("T-1", "2022-05-01", "60000", USCC))
    split(store)
    approved(store, trademark("T-2", "2022-06-01", "60000", OTHER))
    approved(store, trademark("T-3", "2022-06-01", "60000", THIRD))
    assert grants(store) == {"T-1": 3_000_000, "T-2": 1_200_000, "T-3": 1_800_000}

    asked(store, "revoke", "T-1", "--reason", "x", "--document", "R", *OFFICER)
    changed = asked(store, "reassess", *OFFICER)["changes"]

    after = {row["claim_no"]: row["after_fen"] for row in changed}
    assert after == {"T-2": 3_000_000, "T-3": 3_000_000}
    assert f"{USCC}）" in subsidy("history", "T-3", "--store", store, "--lang", "zh").out
    sound(store)


def test_shares_of_a_third_lose_and_double_nothing(store: Path) -> None:
    lines = [trademark(f"T-{n}", "2022-05-01", "10000.01", USCC) for n in range(3)]
    approved(store, *lines, *(case(f"C-{n}", "33.33") for n in range(4)))
    whole, position = used(store, USCC), asked(store, "totals")["position"]

    parts = [OTHER, THIRD, FOURTH]
    split(store, *(word for part in parts for word in ("--to", f"{part}=1/3")))

    every = [used(store, part) for part in parts]
    for cap, amount in whole.items():
        assert sum(each.get(cap, 0) for each in every) == amount
    then = asked(store, "remaining", USCC, "--year", "2022", "--position", str(position))
    assert {(c["cap"], c.get("exhibition", "")): c["used"] for c in then["caps"]} == whole
    assert asked(store, "totals", "--by", "enterprise")["groups"].keys() == {OTHER}


def test_an_invoice_of_before_is_known_to_every_part(store: Path) -> None:
    approved(store, case("A", "10", invoices=["I-1"]))
    split(store)

    lines = [case("N", "10", OTHER, invoices=["I-1"]), case("M", "10", THIRD, invoices=["I-1"])]
    ran = subsidy(
        "backfill", write_lines(store.parent / "m.jsonl", lines), "--store", store, "--json", *CLERK
    )

    assert [reject["code"] for reject in ran.json["rejects"]] == ["duplicate-invoice"] * 2
    assert "enterprise-succeeded" in str(
        subsidy(
            "backfill",
            write_lines(store.parent / "o.jsonl", [case("O", "10")]),
            "--store",
            store,
            "--json",
            *CLERK,
        ).json["rejects"]
    )


def test_one_part_is_paid_and_owes_for_the_claims_of_before(store: Path) -> None:
    approved(store, case("A", "100"), case("B", "30"))
    money(store, "1000")
    computed(store)
    paid(store, 1)
    asked(store, "revoke", "A", "--reason", "x", "--document", "R", *OFFICER)
    approved(store, case("C", "60"))
    split(store, *SIXTY, "--claims-to", THIRD)

    approved(store, case("D", "50", OTHER), case("E", "50", THIRD))
    computed(store)
    paid(store, 2)

    owed = {uscc: asked(store, "statement", uscc)["owed_back_fen"] for uscc in (OTHER, THIRD)}
    assert owed == {OTHER: 0, THIRD: 0}
    lines = {line["claim_no"]: line for line in asked(store, "batch", "show", "2")["lines"]}
    assert {number: line["uscc"] for number, line in lines.items()} == {
        "C": THIRD,
        "D": OTHER,
        "E": THIRD,
    }
    assert sum(line["set_off_fen"] for line in lines.values()) == 10_000
    assert lines["D"]["set_off_fen"] == 0
    assert asked(store, "reperform")["false_payments"] == []
    sound(store)


def test_what_holds_the_money_of_the_whole_holds_every_parts(store: Path) -> None:
    approved(store, case("A", "100"))
    money(store, "1000")
    held = ("hold", USCC, "--from", "2023-01-01", "--document", "H", "--reason", "freeze")
    asked(store, *held, *OFFICER)

    split(store)
    approved(store, case("B", "50", OTHER), case("C", "50", THIRD))

    assert "nothing-unpaid" in refused(store, "batch", "compute", "--budget-year", "2022")
    asked(store, "release", THIRD, "--on", "2024-02-01", "--document", "H-2", *OFFICER)
    assert computed(store)["total_fen"] == 5_000


def test_where_from_and_where_to_stand_with_the_share(store: Path) -> None:
    approved(store, case("A", "100"))
    split(store)

    to = asked(store, "enterprise", "show", USCC)["succeeded_by"]
    assert [(each["uscc"], each["share"]) for each in to] == [(OTHER, "3/5"), (THIRD, "2/5")]
    for question in (("enterprise", "show"), ("statement",)):
        (of,) = asked(store, *question, THIRD)["succeeds"]
        assert (of["uscc"], of["kind"], of["share"]) == (USCC, "split", "2/5")
    (of,) = asked(store, "remaining", THIRD, "--year", "2022")["succeeds"]
    assert of["share"] == "2/5"
    assert asked(store, "statement", THIRD)["granted_fen"] == 0
    assert asked(store, "statement", OTHER)["granted_fen"] == 10_000
    assert "3/5" in subsidy("history", "successions", "--store", store).out
    assert "3/5" in subsidy("history", USCC, "--store", store).out


def test_chains_of_splits_renames_and_mergers_keep_the_sum(store: Path) -> None:
    approved(store, trademark("T-1", "2022-05-01", "20000.02", USCC))
    whole = used(store, USCC)
    split(store)
    later = ("--on", "2024-02-01", "--document")
    again = ("--to", f"{FOURTH}=1/3", "--to", f"{code(9)}=2/3")
    asked(store, "succeed", THIRD, "--kind", "split", *again, *later, "S-2", *OFFICER)
    every = [used(store, each) for each in (OTHER, FOURTH, code(9))]
    for cap, fen in whole.items():
        assert sum(each.get(cap, 0) for each in every) == fen

    asked(store, "succeed", OTHER, code(10), "--kind", "rename-code", *later, "N", *OFFICER)
    approved(store, trademark("T-2", "2022-06-01", "4000", code(10)))
    for part, document in ((FOURTH, "M-1"), (code(9), "M-2")):
        asked(store, "succeed", part, code(10), "--kind", "merger", *later, document, *OFFICER)
    grown = {cap: fen + 2_000_00 for cap, fen in whole.items() if fen}

    assert {cap: fen for cap, fen in used(store, code(10)).items() if fen} == grown
    approved(store, trademark("T-3", "2022-07-01", "90000", code(10)))
    sound(store)


def test_a_split_that_cannot_be_is_refused_by_its_rule(store: Path) -> None:
    submit(store, [case("A", "10")])

    def no(*words: str) -> str:
        return refused(store, "succeed", USCC, *SPLIT, *words)

    assert "claims-undecided" in no(*SIXTY)
    asked(store, "approve", "A", *OFFICER)
    assert "split-shares" in no("--to", f"{OTHER}=60%", "--to", f"{THIRD}=30%")
    assert "split-parts" in no("--to", f"{OTHER}=60%", "--to", f"{OTHER}=40%")
    assert "split-parts" in no("--to", f"{OTHER}=100%")
    assert "split-keeps-code" in no("--to", f"{OTHER}=60%", "--to", f"{USCC}=40%")
    assert "split-claims-to" in no(*SIXTY, "--claims-to", FOURTH)
    assert split(store)["events_appended"] == 4
    assert split(store)["events_appended"] == 0
    assert "request-conflicts" in no(*SIXTY, "--claims-to", THIRD)
    assert "enterprise-succeeded" in refused(
        store, "succeed", USCC, *SPLIT[:4], "--document", "S-9", *SIXTY
    )
    assert "enterprise-succeeded" in refused(store, "reassess", "--uscc", USCC)
