"""A key never signs a second history: not after a kill, not into another folder, not at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from adapters.files import locks
from adapters.seal.keys import Keys, read_key
from adapters.seal.notes import Checkpoint, SignerKey, parse_checkpoint, parse_note
from domain.refusals import Refusal
from tests.adapters.seal.sealed import NAME, exports, files, key_in
from tests.support.by_hand import by_hand, replace_bytes
from tests.support.command import asked, ended, process, subsidy
from tests.support.ledgers import opened
from tests.support.stores import made_once


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return begun(tmp_path).parent


@made_once
def begun(folder: Path) -> Path:
    """A ledger of 301 events and a key."""
    key_in(folder)
    with opened(folder / "ledger.db") as store:
        exports(store, 300)
    return folder / "ledger.db"


def sealing(place: Path, folder: str) -> list[str | Path]:
    return ["seal", place / folder, "--key", place / "key", "--store", place / "ledger.db"]


def refused(place: Path, folder: str) -> str:
    before = files(place / folder)
    ran = subsidy(*sealing(place, folder))
    assert ran.code == 1, ran.out
    assert {name for name in files(place / folder) if "checkpoint" in name} == {
        name for name in before if "checkpoint" in name
    }
    return ran.err.split(":")[0]


@pytest.mark.parametrize("folder", ["seal", "empty"])
@pytest.mark.parametrize("at", [1, 120, 301])
def test_a_log_rewritten_below_what_was_signed_is_not_signed(
    at: int, folder: str, place: Path
) -> None:
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    with by_hand(place / "ledger.db", guarded=False) as hand:
        replace_bytes(hand, at, b'"login":"', b'"login":"x')
    with opened(place / "ledger.db") as store:
        exports(store, 10)
    shutil.rmtree(place / "seal")

    assert refused(place, folder) == "seal-fork"
    assert "301" in subsidy(*sealing(place, folder)).err


def test_a_shorter_log_is_not_signed_into_an_empty_folder(place: Path) -> None:
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    with by_hand(place / "ledger.db", guarded=False) as hand:
        hand("DELETE FROM stored_events WHERE rowid > 270")

    assert refused(place, "empty") == "seal-fork"


def test_another_log_of_the_same_name_is_not_signed(place: Path, tmp_path: Path) -> None:
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    (tmp_path / "other").mkdir()
    with opened(tmp_path / "other" / "ledger.db") as store:
        exports(store, 500)

    ran = subsidy("seal", place / "empty", "--key", place / "key",
                  "--store", tmp_path / "other" / "ledger.db")  # fmt: skip

    assert (ran.code, ran.err.split(":")[0]) == (1, "seal-fork")


def test_a_seal_put_back_whole_with_an_older_log_is_not_gone_on_with(place: Path) -> None:
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    shutil.copytree(place / "seal", place / "older")
    with opened(place / "ledger.db") as store:
        exports(store, 100)
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    with by_hand(place / "ledger.db", guarded=False) as hand:
        hand("DELETE FROM stored_events WHERE rowid > 350")

    assert refused(place, "older") == "seal-fork"


def test_the_log_goes_on_from_an_older_folder_and_into_an_empty_one(place: Path) -> None:
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    shutil.copytree(place / "seal", place / "older")
    with opened(place / "ledger.db") as store:
        exports(store, 100)
    last = asked(place / "ledger.db", *sealing(place, "seal")[:4])

    for folder in ("older", "empty"):
        assert asked(place / "ledger.db", *sealing(place, folder)[:4])["root"] == last["root"]
        assert asked(place / "ledger.db", "verify", place / folder)["faults"] == []


def test_a_key_killed_before_it_published_goes_on_with_the_same_log_alone(place: Path) -> None:
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    before = place / "before"
    shutil.copytree(place / "seal", before)
    with opened(place / "ledger.db") as store:
        exports(store, 400)
    # As after a kill between the key's memory and the checkpoint: the key knows more.
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    published = (place / "seal" / "checkpoint").read_bytes()
    shutil.rmtree(place / "seal")
    shutil.copytree(before, place / "seal")

    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    assert (place / "seal" / "checkpoint").read_bytes() == published

    with by_hand(place / "ledger.db", guarded=False) as hand:
        replace_bytes(hand, 500, b'"by":"', b'"by":"x')
    assert refused(place, "before") == "seal-fork"


def test_what_was_signed_is_on_the_disk_before_it_is_published(place: Path) -> None:
    """The memory cannot be written: nothing is published."""
    (place / "key.signed").unlink()
    (place / "key.signed").mkdir()

    assert refused(place, "seal") == "key-memory-unreadable"
    assert not (place / "seal" / "checkpoint").exists()


def test_a_key_remembers_the_last_checkpoint_with_its_signature(place: Path) -> None:
    sealed = asked(place / "ledger.db", *sealing(place, "seal")[:4])

    memory = place / "key.signed"
    assert memory.read_bytes() == (place / "seal" / "checkpoint").read_bytes()
    assert memory.stat().st_mode & 0o777 == 0o600
    assert parse_checkpoint(parse_note(memory.read_bytes()).text).size == sealed["size"]


@pytest.mark.parametrize("content", ["", "x\n", "another's"])
def test_a_memory_that_is_not_this_key_s_is_not_passed_over(content: str, place: Path) -> None:
    if content == "another's":
        other = SignerKey(name=NAME, seed=bytes(32))
        content = str(Checkpoint(origin=NAME, size=0, root=bytes(32)).signed_by(other))
    (place / "key.signed").write_text(content, encoding="utf-8")

    assert refused(place, "seal") == "key-memory-unreadable"


@pytest.mark.parametrize("lost", ["deleted", "older"])
@pytest.mark.parametrize("folder", ["seal", "empty"])
def test_a_key_whose_memory_is_lost_signs_nothing(lost: str, folder: str, place: Path) -> None:
    memory = place / "key.signed"
    before = memory.read_bytes()
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    after = memory.read_bytes()
    if lost == "deleted":
        memory.unlink()
    else:
        memory.write_bytes(before)  # as `key new` left it
    if (lost, folder) == ("older", "empty"):
        return  # nothing here shows it: see the decision

    assert refused(place, folder) == "key-memory-missing"

    memory.write_bytes((place / "seal" / "checkpoint").read_bytes())
    asked(place / "ledger.db", *sealing(place, folder)[:4])
    assert memory.read_bytes() == after


def test_a_key_copied_without_its_memory_signs_where_somebody_says_it_is_lost(place: Path) -> None:
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    (place / "copy").mkdir()
    shutil.copy(place / "key", place / "copy" / "key")
    words = ("seal", place / "empty", "--key", place / "copy" / "key")
    ran = subsidy(*words, "--store", place / "ledger.db", "--lang", "en")
    assert (ran.code, ran.err.split(":")[0]) == (1, "key-memory-missing")
    assert "copy/key.signed" in ran.err
    assert "--memory-lost" in ran.err

    asked(place / "ledger.db", *words, "--memory-lost")
    asked(place / "ledger.db", *words)


@pytest.mark.parametrize("lock", ["key.signed.lock", "seal/.lock"])
def test_a_sealer_does_not_wait_for_another_for_ever(
    lock: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "SECONDS_MAX", 0.1)
    (place / "seal").mkdir()

    with FileLock(place / lock):
        ran = subsidy(*sealing(place, "seal"), "--lang", "en")

    assert (ran.code, ran.err.split(":")[0]) == (1, "seal-busy")
    assert str(place / lock) in ran.err
    asked(place / "ledger.db", *sealing(place, "seal")[:4])


def test_no_key_is_made_where_another_s_memory_lies(place: Path) -> None:
    asked(place / "ledger.db", *sealing(place, "seal")[:4])
    (place / "key").unlink()

    ran = subsidy("key", "new", "--key", place / "key", "--name", NAME,
                  "--store", place / "ledger.db")  # fmt: skip

    assert (ran.code, ran.err.split(":")[0]) == (1, "key-exists")
    assert "key.signed" in ran.err


def test_a_link_to_the_key_has_the_key_s_memory(place: Path) -> None:
    (place / "links").mkdir()
    (place / "links" / "key").symlink_to(place / "key")

    asked(place / "ledger.db", "seal", place / "seal", "--key", place / "links" / "key")

    assert (place / "key.signed").exists()
    assert not (place / "links" / "key.signed").exists()


def test_of_two_histories_sealed_at_once_one_is_signed(place: Path, tmp_path: Path) -> None:
    """Two logs of one name, two folders, one key, four processes: one history is signed."""
    other = tmp_path / "other" / "ledger.db"
    other.parent.mkdir()
    with opened(other) as store:
        exports(store, 299)
    logs = [place / "ledger.db", other] * 2

    running = [
        process("seal", place / f"seal-{number}", "--key", place / "key", "--store", log, "--json")
        for number, log in enumerate(logs)
    ]

    done = [ended(worker) for worker in running]
    signed = {ran.json["root"] for ran in done if ran.code == 0}
    assert len(signed) == 1, [ran.err for ran in done]
    assert {ran.err.split(":")[0] for ran in done if ran.code} == {"seal-fork"}


def test_a_memory_that_cannot_be_written_stops_before_the_signature(place: Path) -> None:
    with opened(place / "ledger.db") as store:
        key = read_key(place / "key")
        (place / "c").write_text("", encoding="utf-8")
        with pytest.raises(Refusal, match="key-unwritable"):
            seal_beside(store, place, key, place / "c" / "key")
    assert not (place / "seal" / "checkpoint").exists()


def seal_beside(store: object, place: Path, key: SignerKey, key_file: Path) -> None:
    from adapters.ledger.store import Store
    from adapters.seal.sealing import seal_log
    from tests.support.ledgers import CLERK

    assert isinstance(store, Store)
    keys = Keys(file=key_file, key=key, further=())
    seal_log(store, place / "seal", keys, CLERK, None, lambda _: None, memory_lost=False)
