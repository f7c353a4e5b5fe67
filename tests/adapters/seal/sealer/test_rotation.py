"""Keys named in the log, by several desks at once."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from zipfile import ZipFile

import pytest

from adapters.ledger.handling.publishing import name_key, named_keys
from adapters.ledger.handling.units import Author
from adapters.seal import keys
from adapters.seal.keys import new_key, read_key
from adapters.seal.notes import SignerKey, merged, parse_note
from domain.events.store import KeyNamed, OldKeyLost
from domain.refusals import Refusal
from tests.adapters.seal.sealed import NAME, files, key_in, seal
from tests.support.command import asked, subsidy
from tests.support.few_claims import SHIPPED
from tests.support.ledgers import CLERK, opened

DESKS = 4


def test_of_keys_named_at_once_by_the_same_key_one_is_recorded(tmp_path: Path) -> None:
    path, start = tmp_path / "ledger.db", Barrier(DESKS)
    with opened(path):
        pass
    old = SignerKey(name="example.org/log", seed=bytes(32))

    def name_a_key(desk: int) -> str | None:
        key = SignerKey(name=old.name, seed=bytes([desk + 1]) * 32)
        author = Author(by=f"desk {desk}", login=CLERK.login)
        with opened(path) as store:
            start.wait()
            try:
                name_key(store, keys.naming(key.verifier, old), author)
            except Refusal as refusal:
                return refusal.code
        return None

    with ThreadPoolExecutor(DESKS) as desks:
        answers = list(desks.map(name_a_key, range(DESKS)))

    with opened(path) as store:
        assert len(named_keys(store.handler)) == 1
    assert sorted(answers, key=str) == [None, *["key-not-vouched"] * (DESKS - 1)]


def test_a_key_is_its_owner_s_alone_and_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "key"

    key = new_key(path, "example.org/a", None)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path) == key
    assert key.secret not in repr(key)
    with pytest.raises(Refusal, match="key-exists"):
        new_key(path, "example.org/a", None)
    path.chmod(0o640)
    with pytest.raises(Refusal, match="key-exposed"):
        read_key(path)


@pytest.mark.sqlite
def test_a_key_is_kept_out_of_the_store_and_the_seal(tmp_path: Path) -> None:
    store, folder = tmp_path / "ledger.db", tmp_path / "seal"
    with opened(store) as made:
        seal(made, folder, key_in(tmp_path))
    (tmp_path / "link").symlink_to(folder)

    for path in (store, tmp_path / "ledger.db.views", folder / "key", folder / "tile" / "0" / "k",
                 tmp_path / "link" / "key"):  # fmt: skip
        ran = subsidy("key", "new", "--key", path, "--name", "example.org/ledger", "--store", store)
        assert ran.code == 1
        assert ran.err.startswith("key-misplaced: ")
    inside = tmp_path / "other"
    inside.mkdir()
    new_key(inside / "key", "example.org/a", None)
    ran = subsidy("seal", inside, "--key", inside / "key", "--store", store)
    assert ran.err.startswith("key-misplaced: ")


def test_a_key_that_follows_another_is_reported_in_the_log(tmp_path: Path) -> None:
    store, folder, old, new = (tmp_path / name for name in ("ledger.db", "seal", "old", "new"))
    with opened(store):
        pass
    asked(store, "key", "new", "--key", old, "--name", "example.org/ledger")
    asked(store, "seal", folder, "--key", old)

    asked(store, "key", "new", "--key", new, "--replaces", old)
    sealed = asked(store, "seal", folder, "--key", new)

    assert (sealed["size"], sealed["added"]) == (2, 1)
    with opened(store) as made:
        (event,) = named_keys(made.handler)
    assert isinstance(event, KeyNamed)
    assert (event.key, event.replaces) == (
        str(read_key(new).verifier),
        str(read_key(old).verifier),
    )
    assert event.vouched is not None
    assert asked(store, "verify", folder)["faults"] == []


def test_a_key_that_nobody_vouched_for_seals_only_where_the_old_one_is_lost(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "seal"
    with opened(tmp_path / "ledger.db") as store:
        old = key_in(tmp_path)
        seal(store, folder, old)
        before = files(folder)
        new = SignerKey(name=old.name, seed=bytes(32))

        with pytest.raises(Refusal, match="key-not-vouched") as refused:
            seal(store, folder, new)
        assert refused.value.facts == {"key": str(new.verifier), "current": str(old.verifier)}
        assert files(folder) == before
        assert named_keys(store.handler) == []

        seal(store, folder, new, lost="the desk burnt down")
        again = seal(store, folder, new)

        (event,) = named_keys(store.handler)
    assert event == OldKeyLost(
        key=str(new.verifier), replaces=str(old.verifier), reason="the desk burnt down"
    )
    assert again.added == 0


def test_a_key_taken_over_is_shown_by_verify_and_by_the_pack_for_ever(tmp_path: Path) -> None:
    store, old, new, third = (tmp_path / name for name in ("ledger.db", "old", "new", "third"))
    seal_, pack = tmp_path / "seal", tmp_path / "p.zip"
    with opened(store):
        pass
    for key in (old, new):
        asked(store, "key", "new", "--key", key, "--name", NAME)
    asked(store, "seal", seal_, "--key", old)
    assert asked(store, "verify", seal_)["unvouched"] == []

    lost = ("--old-key-lost", "--reason", "the desk burnt down")
    asked(store, "seal", seal_, "--key", new, *lost)
    asked(store, "key", "new", "--key", third, "--replaces", new)
    asked(store, "seal", seal_, "--key", third)
    asked(store, "audit-pack", pack, "--seal", seal_, "--key", third)

    ours = str(read_key(third).verifier)
    every = [word for key in (old, new, third) for word in ("--key", str(read_key(key).verifier))]
    verified = asked(store, "verify", seal_, *every)
    checked = subsidy("audit-pack", "check", pack, "--key", ours, "--json")
    assert checked.code == 0
    for answer in (verified, checked.json):
        (naming,) = answer["unvouched"]
        assert (naming["position"], naming["reason"]) == (2, "the desk burnt down")
        assert naming["key"] == str(read_key(new).verifier)
        assert naming["replaces"] == str(read_key(old).verifier)
    shown = subsidy("verify", seal_, *every, "--store", store, "--lang", "en")
    assert (shown.code, "the desk burnt down" in shown.out) == (0, True)


@pytest.mark.parametrize("folder", ["seal", "empty"])
def test_a_retired_key_seals_no_more_and_vouches_for_nobody(folder: str, tmp_path: Path) -> None:
    store, old, new = (tmp_path / name for name in ("ledger.db", "old", "new"))
    with opened(store):
        pass
    asked(store, "key", "new", "--key", old, "--name", NAME)
    asked(store, "seal", tmp_path / "seal", "--key", old)
    asked(store, "key", "new", "--key", new, "--replaces", old)

    sealed = subsidy("seal", tmp_path / folder, "--key", old, "--store", store)
    third = subsidy("key", "new", "--key", tmp_path / "3", "--replaces", old, "--store", store)

    for ran in (sealed, third):
        assert (ran.code, ran.err.split(":")[0]) == (1, "key-not-vouched")
        assert str(read_key(new).verifier) in ran.err
    assert not (tmp_path / "3").exists()
    assert asked(store, "seal", tmp_path / folder, "--key", new)["size"] == 2


@pytest.mark.parametrize("vouched", [None, "forged", "of a stranger"])
def test_a_key_that_the_log_names_by_another_hand_seals_nothing(
    vouched: str | None, tmp_path: Path
) -> None:
    folder = tmp_path / "seal"
    thief, helper = (SignerKey(name=NAME, seed=bytes([n]) * 32) for n in (1, 2))
    naming = keys.naming(thief.verifier, helper)
    with opened(tmp_path / "ledger.db") as store:
        old = key_in(tmp_path)
        seal(store, folder, old)
        if vouched != "of a stranger":
            line = naming.vouched if vouched else None
            naming = replace(naming, replaces=str(old.verifier), vouched=line)
        name_key(store, naming, CLERK)

        with pytest.raises(Refusal, match="key-not-vouched"):
            seal(store, folder, thief)


def test_the_reason_and_the_loss_go_together(tmp_path: Path) -> None:
    for words in (["--old-key-lost"], ["--reason", "fire"]):
        ran = subsidy("seal", tmp_path / "seal", "--key", tmp_path / "key", *words)
        assert (ran.code, "--old-key-lost" in ran.err) == (2, True)


def test_a_key_is_made_only_with_the_name_of_its_log(tmp_path: Path) -> None:
    ran = subsidy("key", "new", "--key", tmp_path / "key", "--store", tmp_path / "ledger.db")

    assert (ran.code, "--name ORIGIN" in ran.err) == (2, True)
    assert not (tmp_path / "key").exists()


def test_the_author_of_a_naming_is_recorded(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        key = key_in(tmp_path)
        other = SignerKey(name=key.name, seed=bytes(32))

        naming = keys.naming(other.verifier, key)
        assert name_key(store, naming, CLERK).events
        assert not name_key(store, naming, CLERK).events

        (recorded,) = store.handler.stream("store:keys")
    assert (recorded.by, recorded.login) == (CLERK.by, CLERK.login)


def test_a_key_that_signs_past_its_replacement_is_reported(tmp_path: Path) -> None:
    store, folder, old, new = (tmp_path / name for name in ("ledger.db", "seal", "old", "new"))
    asked(store, "store", "prepare", "--policy", SHIPPED)
    asked(store, "key", "new", "--key", old, "--name", NAME)
    asked(store, "seal", folder, "--key", old)
    asked(store, "key", "new", "--key", new, "--replaces", old)
    asked(store, "seal", folder, "--key", new)
    sealed = ("--seal", folder, "--key")
    for words in (("audit-pack", tmp_path / "p"), ("proof", "1", "--out", tmp_path / "r")):
        ran = subsidy(*words, *sealed, old, "--store", store)
        assert (ran.code, ran.err.split(":")[0]) == (1, "key-not-vouched")
    asked(store, "audit-pack", tmp_path / "pack", *sealed, new)
    assert asked(store, "verify", folder)["faults"] == []

    for name in ("checkpoint", "checkpoints/000000000001-000000000002"):
        note = parse_note((folder / name).read_bytes())
        by_old = merged(note, [read_key(old).sign(note.text)])
        (folder / name).write_text(str(by_old))
    with ZipFile(tmp_path / "pack") as pack, ZipFile(tmp_path / "altered", "w") as altered:
        for member in pack.infolist():
            content = pack.read(member)
            altered.writestr(member, str(by_old) if member.filename == "checkpoint" else content)

    reported = subsidy("verify", folder, "--store", store, "--json").json["faults"]
    assert [fault["what"].split(":")[0] for fault in reported] == ["key-retired"] * 2
    verifier = str(read_key(new).verifier)
    reported = subsidy("audit-pack", "check", tmp_path / "altered", "--key", verifier, "--json")
    assert "key-retired" in [fault["what"].split(":")[0] for fault in reported.json["faults"]]
