"""What lies in a pack, byte by byte where a later version must make the same, and when none is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import duckdb
import pytest

from adapters.ledger.handling.publishing import name_key
from adapters.ledger.ledger import Ledger
from adapters.ledger.store import Store
from adapters.seal.folder import SealFolder
from adapters.seal.keys import naming, new_key, read_key
from adapters.seal.notes import SignerKey, merged, parse_note
from adapters.seal.pack import pack as packs
from adapters.seal.pack import pack_check
from adapters.seal.pack.pack import make_pack
from adapters.seal.pack.pack_check import check_pack
from adapters.seal.tree import TILE_WIDTH
from adapters.seal.verify.answers import PackChecked
from domain.commands.policy import NameKey
from domain.refusals import Refusal
from tests.adapters.seal.sealed import NAME, exports, key_in, seal, states, tiles_of
from tests.domain.given import approval, fair, submission, trademark
from tests.support.by_hand import by_hand, replace_bytes
from tests.support.ledgers import CLERK, OTHER_USCC, do, opened
from tests.support.stores import address

EVENTS = TILE_WIDTH + 5


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A ledger of a claim approved and amounts, sealed."""
    key = key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, submission("YQ-1", fair("100.00")), approval("YQ-1", by="clerk"))
        exports(store, EVENTS - store.position())
        seal(store, tmp_path / "seal", key)
        store.catch_up()
        yield store


def packed(path: Path, key: str = "key") -> Path:
    make_pack(Ledger(address(path / "ledger.db")), path / "seal", path / key, None,
              path / "pack.zip", lambda *_: "page\n", require=0, force=False)  # fmt: skip
    return path / "pack.zip"


def checked(pack: Path) -> PackChecked:
    return check_pack(pack, (), 0, lambda *_: "page\n", lambda _: None)


def refusal(path: Path) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refusal) as refused:
        packed(path)
    assert not (path / "pack.zip").exists()
    return refused.value.code, dict(refused.value.facts)


def test_the_files_of_a_pack_are_those_of_the_log_and_its_seal_in_one_order(
    store: Store, tmp_path: Path
) -> None:
    entries, folder = states(store), SealFolder(tmp_path / "seal")
    (version,) = store.handler.book().versions
    own = f"{SealFolder(tmp_path / 'seal').verifiers()[0]}\n".encode()
    hashes = [tile for tile in tiles_of(EVENTS) if tile.level is not None]
    tiles = [*hashes, *(tile for tile in tiles_of(EVENTS) if tile.level is None)]

    with ZipFile(packed(tmp_path)) as pack:
        infos = pack.infolist()
        content = {info.filename: pack.read(info) for info in infos}

    assert list(content) == [
        "README.md", "checkpoint", "keys.txt", "events.jsonl", "events.parquet",
        f"policy/001-{version.digest}.json", *(tile.name for tile in tiles),
        "totals.json", "totals.note",
    ]  # fmt: skip
    assert content["README.md"] == b"page\n"
    assert content["checkpoint"] == folder.read("checkpoint")
    assert content["keys.txt"] == own
    assert content["events.jsonl"] == b"".join(entry + b"\n" for entry in entries)
    assert {tile.name: content[tile.name] for tile in tiles} == {
        tile.name: folder.tile(tile) for tile in tiles
    }
    totals = json.loads(content["totals.json"])
    assert (totals["position"], totals["claims"], totals["granted_fen"]) == (EVENTS, 1, 7000)
    by = [totals[f"by_{group}"] for group in ("measure", "enterprise", "year")]
    assert [[total["granted_fen"] for total in groups.values()] for groups in by] == [[7000]] * 3
    assert content["totals.json"].decode() == (
        json.dumps(totals, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    )
    for info in infos:
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
        assert (info.create_system, info.external_attr) == (3, 0o100644 << 16)
        assert info.compress_type == ZIP_STORED
        long = info.filename in ("events.jsonl", "events.parquet")
        assert info.extract_version == (45 if long else 20)


def test_the_totals_of_a_pack_are_those_of_every_year_measure_and_enterprise(
    store: Store, tmp_path: Path
) -> None:
    other = replace(submission("YQ-2", trademark("8.00"), "2022-05-01"), uscc=OTHER_USCC)
    do(store.handler, other, approval("YQ-2"), uscc=OTHER_USCC)
    seal(store, tmp_path / "seal", read_key(tmp_path / "key"))
    store.catch_up()

    with ZipFile(packed(tmp_path)) as pack:
        totals = json.loads(pack.read("totals.json"))

    assert (totals["claims"], totals["granted_fen"]) == (2, 7_400)
    assert totals["by_year"] == {
        "2022": {"claims": 1, "granted_fen": 400}, "2023": {"claims": 1, "granted_fen": 7_000},
    }  # fmt: skip
    for group in ("measure", "enterprise"):
        granted = [total["granted_fen"] for total in totals[f"by_{group}"].values()]
        assert sorted(granted) == [400, 7_000]


@pytest.mark.parametrize("together", [100, 10_000])
def test_the_table_of_a_pack_says_what_the_log_says(
    together: int, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "PAGE_SIZE", together)
    events = list(store.handler.entries())
    with ZipFile(packed(tmp_path)) as pack:
        pack.extract("events.parquet", tmp_path)

    rows = duckdb.sql(
        'SELECT position, stream, version, topic, recorded_at, "by", login, state '
        f"FROM '{tmp_path}/events.parquet'"
    ).fetchall()

    assert [(*row[:4], row[4].replace(tzinfo=UTC), *row[5:7]) for row in rows] == [
        (event.position, event.stream, event.version, event.event.TOPIC, event.recorded_at,
         event.by, event.login) for event in events
    ]  # fmt: skip
    assert [row[7].encode() for row in rows] == states(store)


def test_a_pack_names_its_signer_and_the_keys_that_the_log_names_the_last_first(
    store: Store, tmp_path: Path
) -> None:
    old = SignerKey(name=NAME, seed=bytes(32))
    names = ("second", "third", "last")
    second, third, last = (new_key(tmp_path / name, NAME, None) for name in names)
    for new, before in ((second, old), (third, second), (last, third)):
        name_key(store, naming(new.verifier, before), CLERK)
    (tmp_path / "seal").rename(tmp_path / "earlier")
    seal(store, tmp_path / "seal", last)
    store.catch_up()

    answer = checked(packed(tmp_path, "last"))

    with ZipFile(tmp_path / "pack.zip") as pack:
        keys = pack.read("keys.txt").decode().splitlines()
    assert keys == [str(key.verifier) for key in (last, third, second)]
    assert (answer.faults, answer.keys, answer.unvouched) == ((), tuple(keys), ())

    with ZipFile(tmp_path / "pack.zip") as pack, ZipFile(tmp_path / "late.zip", "w") as late:
        for info in pack.infolist():
            content = pack.read(info)
            if info.filename == "checkpoint":
                note = parse_note(content)
                signed = merged(note, [third.sign(note.text), second.sign(note.text)])
                content = str(signed).encode()
            late.writestr(info, content)
    retired = {fault.detail for fault in checked(tmp_path / "late.zip").faults
               if fault.code == "key-retired"}  # fmt: skip
    assert retired == {str(third.verifier), str(second.verifier)}


def test_totals_that_a_stranger_signed_are_reported(store: Store, tmp_path: Path) -> None:
    stranger = SignerKey(name=NAME, seed=bytes(32))
    with ZipFile(packed(tmp_path)) as pack, ZipFile(tmp_path / "a.zip", "w") as altered:
        for info in pack.infolist():
            content = pack.read(info)
            if info.filename == "totals.note":
                text = parse_note(content).text
                content = f"{text}\n{stranger.sign(text).line}".encode()
            altered.writestr(info, content)

    assert "checkpoint-invalid: totals.note: not signed by a trusted key" in [
        fault.what for fault in checked(tmp_path / "a.zip").faults
    ]


def test_a_key_that_the_one_before_did_not_vouch_for_is_shown(store: Store, tmp_path: Path) -> None:
    (own,) = SealFolder(tmp_path / "seal").verifiers()
    new = new_key(tmp_path / "second", NAME, None)
    lost = NameKey(key=str(new.verifier), replaces=str(own), vouched=None, lost="burnt")
    name_key(store, lost, CLERK)
    (tmp_path / "seal").rename(tmp_path / "earlier")
    seal(store, tmp_path / "seal", new)
    store.catch_up()

    answer = checked(packed(tmp_path, "second"))

    assert answer.faults == ()
    assert [(entry.position, entry.key, entry.reason) for entry in answer.unvouched] == [
        (EVENTS + 1, str(new.verifier), "burnt")
    ]


def test_a_pack_carries_the_time_stamps_of_its_own_head(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)  # what they are is not looked at
    own = [f"timestamps/{EVENTS:012d}-{authority}.tsr" for authority in ("0123abcd", "4567cdef")]
    other = f"timestamps/{EVENTS - 1:012d}-0123abcd.tsr"
    (tmp_path / "seal/timestamps").mkdir()
    for name in (*own, other):
        (tmp_path / "seal" / name).write_bytes(name.encode())

    answer = checked(packed(tmp_path))

    with ZipFile(tmp_path / "pack.zip") as pack:
        assert [name for name in pack.namelist() if "timestamps" in name] == own
        assert pack.namelist()[-2:] == own
        assert [pack.read(name) for name in own] == [name.encode() for name in own]
    assert answer.faults == ()
    assert [(stamp.file, stamp.size, stamp.verified) for stamp in answer.timestamps] == [
        (name, EVENTS, None) for name in own
    ]


def test_a_log_that_is_not_the_one_signed_is_not_packed(store: Store, tmp_path: Path) -> None:
    for at in (EVENTS, 4):
        with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
            replace_bytes(hand, at, b"clerk", b"clerc")

        assert refusal(tmp_path) == (
            "seal-inconsistent", {"folder": str(tmp_path / "seal"), "position": at},
        )  # fmt: skip


def test_a_log_shorter_than_it_was_signed_is_not_packed(store: Store, tmp_path: Path) -> None:
    with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
        hand("DELETE FROM stored_events WHERE rowid = ?", (EVENTS,))

    assert refusal(tmp_path) == ("position-unknown", {"position": EVENTS, "last": EVENTS - 1})


def test_views_that_are_not_those_of_the_log_are_not_signed(store: Store, tmp_path: Path) -> None:
    with by_hand(tmp_path / "ledger.db", ".views") as hand:
        hand("UPDATE yearly_totals SET granted_fen = granted_fen + 1")

    code, facts = refusal(tmp_path)

    assert (code, facts["problem"]) == ("views-differ", "yearly_totals")


def test_entries_are_put_into_the_store_a_batch_at_a_time(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_check, "BATCH", 1)

    answer = checked(packed(tmp_path))

    assert (answer.faults, answer.good) == ((), EVENTS)


def test_a_decision_that_the_policy_does_not_lead_to_is_reported(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, submission("YQ-1", fair("100.00")), approval("YQ-1", by="clerk"))
        with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
            ((at,),) = hand("SELECT rowid FROM stored_events WHERE topic = 'claim-approved'")
            replace_bytes(hand, at, b'"granted_fen":7000', b'"granted_fen":7001')
        store.rebuild()
        seal(store, tmp_path / "seal", key)

    answer = checked(packed(tmp_path))

    assert [(fault.position, fault.code) for fault in answer.faults] == [(at, "decision-disagrees")]
    assert "granted" in answer.faults[0].detail
    assert (answer.decisions, answer.agreeing) == (1, 0)


def test_what_is_not_a_pack_is_refused_with_why(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK")

    with pytest.raises(Refusal) as refused:
        checked(tmp_path / "x.zip")

    assert (refused.value.code, refused.value.facts["file"]) == (
        "pack-unreadable", str(tmp_path / "x.zip"),
    )  # fmt: skip
