"""The audit pack: the same bytes for the same log, made only of what was signed, read by others."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import duckdb

from adapters.seal.keys import read_key
from tests.adapters.ledger.auditing.test_false_payments import appended
from tests.adapters.seal.pack.packing import packed, read_only
from tests.adapters.seal.sealed import exports, key_in, seal, states
from tests.commands.test_command_line import line
from tests.support.by_hand import by_hand, replace_bytes
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import amend, few_claims
from tests.support.ledgers import opened
from tests.support.money_desk import approved, case, computed, money, paid


def test_the_same_log_gives_the_same_pack_however_it_was_sealed(
    place: Path, tmp_path: Path
) -> None:
    shutil.copy(place / "key", tmp_path / "key")
    with read_only(place) as store:
        seal(store, tmp_path / "seal", read_key(place / "key"))
    other = tmp_path / "other.zip"

    asked(place / "ledger.db", "audit-pack", other, "--seal", tmp_path / "seal", "--key",
          tmp_path / "key")  # fmt: skip

    assert other.read_bytes() == (place / "pack.zip").read_bytes()


def test_totals_of_views_that_were_spoilt_are_not_signed(tmp_path: Path) -> None:
    key, store = key_in(tmp_path), tmp_path / "ledger.db"
    claims = write_lines(tmp_path / "claims.jsonl", [line("YQ-1")])
    asked(store, "backfill", claims, "--approve")
    with opened(store) as made:
        seal(made, tmp_path / "seal", key)
    with by_hand(store, ".views") as hand:
        hand("UPDATE yearly_totals SET granted_fen = granted_fen + 100")
    words = ("audit-pack", tmp_path / "pack.zip", "--seal", tmp_path / "seal", "--key",
             tmp_path / "key", "--store", store)  # fmt: skip

    refused = subsidy(*words)
    asked(store, "rebuild")

    assert (refused.code, refused.err.split(":")[0]) == (1, "views-differ")
    assert not (tmp_path / "pack.zip").exists()
    assert subsidy(*words).code == 0


def test_a_pack_of_an_earlier_size_is_the_one_made_then(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 400)
        seal(store, tmp_path / "seal", key)
        packed(tmp_path, tmp_path / "then.zip")
        exports(store, 400)
        seal(store, tmp_path / "seal", key)

    packed(tmp_path, tmp_path / "now.zip", "--position", "401")

    assert (tmp_path / "now.zip").read_bytes() == (tmp_path / "then.zip").read_bytes()
    assert subsidy("audit-pack", "check", tmp_path / "now.zip", "--json").json["events"] == 401


def test_the_table_is_read_by_others_and_holds_every_event(place: Path) -> None:
    with read_only(place) as store:
        mine = states(store)
    table = place / "unpacked" / "events.parquet"

    rows = duckdb.sql(f"SELECT position, state FROM '{table}' ORDER BY position").fetchall()
    kinds = duckdb.sql(f"DESCRIBE SELECT * FROM '{table}'").fetchall()

    assert rows == [(at, state.decode()) for at, state in enumerate(mine, start=1)]
    reported = {name: kind for name, kind, *_ in kinds}
    assert reported["recorded_at"].startswith("TIMESTAMP")
    granted = duckdb.sql(
        "SELECT sum((state->>'$.event.decision.outcome.granted_fen')::BIGINT) "
        f"FROM '{table}' WHERE topic = 'claim-approved'"
    ).fetchall()
    totals = json.loads((place / "unpacked" / "totals.json").read_text())
    assert granted == [(totals["granted_fen"],)]


def test_totals_are_packed_in_one_canonical_form(place: Path) -> None:
    written = (place / "unpacked" / "totals.json").read_text(encoding="utf-8")

    canonical = json.dumps(json.loads(written), ensure_ascii=False, sort_keys=True, indent=1)
    assert written == canonical + "\n"


def test_no_key_is_ever_packed(place: Path) -> None:
    secret = (place / "key").read_text().strip()

    assert secret.encode() not in (place / "pack.zip").read_bytes()
    assert b"PRIVATE" not in (place / "pack.zip").read_bytes()


def test_the_events_add_up_to_the_totals_as_the_page_says(tmp_path: Path) -> None:
    store = few_claims(tmp_path)
    asked(store, "withdraw", "June", "--reason", "not held")
    asked(store, "revoke", "T-1", "--reason", "a finding", "--document", "F-1")
    amend(store, "measures.overseas-trademark.rate=40%")
    assert asked(store, "reassess")["claims_changed"] > 0
    key_in(tmp_path)
    asked(store, "seal", tmp_path / "seal", "--key", tmp_path / "key")

    packed(tmp_path, tmp_path / "pack.zip")

    with ZipFile(tmp_path / "pack.zip") as pack:
        page = pack.read("README.md").decode()
        reported = json.loads(pack.read("totals.json"))
        events = [json.loads(line) for line in pack.read("events.jsonl").splitlines()]
    (added, taken) = (
        set(re.findall(r"`(claim-[a-z]+(?:\.2)?)`", part))
        for part in page[page.index("Totals: in") :].split("Policies:")[0].split("take away")
    )
    fen = 0
    for event in events:
        if event["topic"] in added:
            fen += event["event"]["decision"]["outcome"]["granted_fen"]
        if event["topic"] in taken:
            fen -= event["event"]["previous_fen"]
    assert {"claim-reassessed.2", "claim-withdrawn", "claim-revoked"} <= {
        event["topic"] for event in events
    }
    assert fen == reported["granted_fen"]


def test_a_log_rewritten_since_is_not_packed(place: Path, tmp_path: Path) -> None:
    key = key_in(tmp_path)
    with opened(tmp_path / "one.db") as store:
        exports(store, 3)
        seal(store, tmp_path / "seal", key)
    with opened(tmp_path / "other.db") as store:
        exports(store, 4)

    ran = subsidy("audit-pack", tmp_path / "out.zip", "--seal", tmp_path / "seal", "--key",
                  tmp_path / "key", "--store", tmp_path / "other.db")  # fmt: skip

    assert ran.err.startswith("seal-inconsistent: ")
    assert not (tmp_path / "out.zip").exists()


def test_where_a_log_is_no_longer_the_one_sealed_is_reported_to_who_packs(
    tmp_path: Path,
) -> None:
    key = key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 3)
        seal(store, tmp_path / "seal", key)
    with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
        replace_bytes(hand, 3, b"clerk", b"clerc")

    ran = subsidy("audit-pack", tmp_path / "out.zip", "--seal", tmp_path / "seal", "--key",
                  tmp_path / "key", "--store", tmp_path / "ledger.db", "--lang", "en")  # fmt: skip

    assert ran.err.startswith("seal-inconsistent: Position 3 is not what was signed")
    assert not (tmp_path / "out.zip").exists()


def test_every_payment_that_was_not_due_is_reported_of_a_pack(tmp_path: Path) -> None:
    store, key = tmp_path / "ledger.db", key_in(tmp_path)
    asked(store, "store", "prepare")
    approved(store, case("A", "100"), case("B", "200"))
    money(store, "300")
    computed(store)
    paid(store, 1)
    again = appended(store, "claim-paid")
    more = appended(store, "budget-paid", amount_fen=5)
    with opened(store) as made:
        made.rebuild()
        seal(made, tmp_path / "seal", key)
    packed(tmp_path, tmp_path / "pack.zip")

    ran = subsidy("audit-pack", "check", tmp_path / "pack.zip", "--json")

    assert (ran.code, {(fault["position"], fault["what"]) for fault in ran.json["faults"]}) == (
        1,
        {(again, "payment-disagrees: batch 1 B"), (more, "payment-disagrees: batch 1")},
    )
