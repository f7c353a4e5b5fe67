"""A whole ledger verified in this process: what each part of it adds to the answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.ledger.handling.clock import now
from adapters.ledger.handling.units import draft_of
from adapters.ledger.ledger import Ledger
from adapters.ledger.store import Store
from adapters.seal.keys import naming
from adapters.seal.notes import COSIGNATURE, SignerKey
from adapters.seal.verify import verification
from adapters.seal.verify.answers import LedgerVerified, Unvouched
from adapters.seal.verify.verification import verify
from domain.calendar import clock_text
from domain.events.store import KeyEvent, KeyNamed, OldKeyLost
from domain.events.streams import KEYS_STREAM
from domain.refusals import Refusal
from tests.adapters.seal.sealed import NAME, Reported, exports, key_in, seal
from tests.support.by_hand import by_hand, replace_bytes
from tests.support.ledgers import CLERK, opened, opened_empty
from tests.support.stores import address

WITNESS = SignerKey(name="w1", kind=COSIGNATURE, seed=bytes([1]) * 32)
FIRST, SECOND, THIEF = (SignerKey(name=NAME, seed=bytes([n]) * 32) for n in (2, 3, 4))


@dataclass(frozen=True, slots=True)
class Place:
    """A ledger of 12 events, the first 9 of them sealed, and the key that signed."""

    folder: Path
    key: SignerKey

    @property
    def seal(self) -> Path:
        return self.folder / "seal"

    @property
    def store(self) -> Path:
        return self.folder / "ledger.db"

    def verified(
        self, seal: Path | None = None, trusted: Sequence[SignerKey] = (), require: int = 0
    ) -> LedgerVerified:
        """In a thread: then this process makes every pass itself."""
        keys = [str(key.verifier) for key in trusted]
        with ThreadPoolExecutor(1) as beside:
            ledger = Ledger(address(self.store))
            return beside.submit(verify, ledger, seal, keys, (), require).result()

    def reported(self, *trusted: SignerKey, require: int = 0) -> Reported:
        answer = self.verified(self.seal, trusted, require)
        return [(fault.position, fault.what) for fault in answer.faults]


def made(folder: Path, clock: Callable[[], datetime] = now) -> Place:
    key = key_in(folder)
    with opened(folder / "ledger.db", clock) as store:
        exports(store, 8)
        seal(store, folder / "seal", key)
        exports(store, 3)
        store.catch_up()
    return Place(folder, key)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place that tests leave as it is."""
    return made(tmp_path_factory.mktemp("alone"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return made(tmp_path)


def test_a_ledger_is_answered_for_with_and_without_its_seal(alone: Place) -> None:
    with opened(alone.store) as store:
        since = clock_text(store.handler.recorder.time_of(10))
    own, empty = (str(alone.key.verifier),), alone.folder / "empty"
    bare, sealed = alone.verified(), alone.verified(alone.seal)
    trusted = alone.verified(alone.seal, [alone.key])

    for answer in (bare, sealed, trusted):
        assert (answer.good, answer.events, answer.faults) == (12, 12, ())
        assert (answer.first_bad_position, answer.read_only) == (None, False)
        assert (answer.unvouched, answer.timestamps) == ((), ())
    assert (bare.unsealed, bare.unsealed_since, bare.keys, bare.anchored) == (12, None, (), False)
    assert (sealed.unsealed, sealed.unsealed_since) == (3, since)
    assert (sealed.keys, sealed.anchored) == (own, False)
    assert (trusted.keys, trusted.anchored) == (own, True)
    assert bare.signatures == ()
    empty.mkdir()
    assert (alone.verified(empty).faults, alone.verified(empty).unsealed) == ((), 12)
    assert [line.verified for line in sealed.signatures] == [True]
    with pytest.raises(Refusal) as refused:
        alone.verified(alone.folder / "none")
    assert (refused.value.code, refused.value.facts["folder"]) == (
        "seal-not-found", str(alone.folder / "none"),
    )  # fmt: skip


def test_every_part_of_a_ledger_is_looked_at(place: Place) -> None:
    with by_hand(place.store, guarded=False) as hand:
        replace_bytes(hand, 4, b'"by":"clerk"', b'"by": "clerk"')
    with by_hand(place.store, ".views") as hand:
        hand("DELETE FROM progress")
    (place.seal / "stray").touch()

    reported = [(at, what.split(": ")[0]) for at, what in place.reported(require=1)]

    assert reported == [
        (4, "row-not-canonical"),
        (4, "tile-differs"),
        (4, "entries-differ"),
        (None, "witness-quorum"),
        (None, "file-unknown"),
    ]


def test_views_that_differ_are_reported_and_views_that_are_gone_are_not(place: Place) -> None:
    with by_hand(place.store, ".views") as hand:
        hand("UPDATE progress SET position = 40")

    assert place.reported() == [(None, "views-ahead: 40")]


@pytest.mark.sqlite
def test_a_guard_that_is_gone_is_reported(place: Place) -> None:
    with by_hand(place.store) as hand:
        (name, *_) = sorted(
            name for (name,) in hand("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        )
        hand(f"DROP TRIGGER {name}")

    ((at, what),) = place.reported()

    assert (at, what.partition(": ")[2]) == (None, name)


@pytest.mark.sqlite
def test_a_log_that_cannot_be_read_is_answered_for_as_far_as_it_can(place: Place) -> None:
    with by_hand(place.store) as hand:
        hand("DROP TABLE claim_numbers")

    answer = place.verified(place.seal)

    assert "store-unreadable" in {fault.code for fault in answer.faults}
    assert answer.good == 0


def test_a_folder_whose_keys_cannot_be_read_seals_nothing(place: Place) -> None:
    (place.seal / "keys.txt").write_bytes(b"x\n")

    answer = place.verified(place.seal)

    assert [fault.code for fault in answer.faults] == ["seal-unreadable"]
    assert (answer.good, answer.unsealed) == (12, 12)


def test_a_program_of_one_thread_verifies_alike(alone: Place) -> None:
    assert verify(Ledger(address(alone.store)), alone.seal, ()) == alone.verified(alone.seal)


def test_a_ledger_without_an_event_has_no_fault(tmp_path: Path) -> None:
    with opened_empty(tmp_path / "ledger.db") as store:
        store.catch_up()

    answer = verify(Ledger(address(tmp_path / "ledger.db")), None, (), (), 0)

    assert (answer.events, answer.faults) == (0, ())


def test_a_log_ahead_of_this_computers_clock_is_reported_at_its_last_event(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(place.store) as store:
        last = store.handler.recorder.time_of(12)
    for past, faults in ((0, []), (1, [(12, f"clock-behind-log: {clock_text(last)}")])):
        clock = last - timedelta(minutes=5, microseconds=past)
        monkeypatch.setattr(verification, "now", lambda clock=clock: clock)
        assert place.reported() == faults


def test_checkpoints_that_somebody_kept_are_read_and_compared(alone: Place, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copy(alone.seal / "checkpoint", kept)
    ledger = Ledger(address(alone.store))

    assert verify(ledger, alone.seal, (), [kept]).faults == ()
    kept.write_bytes(b"x")
    (fault,) = verify(ledger, alone.seal, (), [kept]).faults
    assert fault.what == f"checkpoint-invalid: {kept}: no signatures under the text"
    kept.unlink()
    with pytest.raises(Refusal) as refused:
        verify(ledger, alone.seal, (), [kept])
    assert (refused.value.code, refused.value.facts["file"]) == ("file-unreadable", str(kept))


def test_the_folders_own_witnesses_count_where_its_own_keys_do(place: Place) -> None:
    checkpoint = place.seal / "checkpoint"
    text = checkpoint.read_text().partition("\n\n")[0] + "\n"
    with checkpoint.open("a") as file:
        file.write(WITNESS.sign(text).line)
    (place.seal / "witnesses.txt").write_text(f"{WITNESS.verifier}\n")

    assert place.reported(require=1) == []
    assert place.reported(require=2) == [(None, "witness-quorum: 1, not 2")]
    assert place.reported(place.key, require=1) == [(None, "witness-quorum: 0, not 1")]
    assert place.reported(place.key, WITNESS, require=1) == []


def named(store: Store, *events: KeyEvent) -> None:
    """Record namings of keys as no program of ours would."""
    drafts = [draft_of(KEYS_STREAM, at, event, CLERK) for at, event in enumerate(events, start=1)]
    store.handler.append_across(lambda _: drafts)


def naming_of(new: SignerKey, old: SignerKey) -> KeyNamed:
    command = naming(new.verifier, old)
    return KeyNamed(key=command.key, replaces=command.replaces, vouched=command.vouched)


def test_keys_that_vouch_for_each_other_are_no_fault(place: Place) -> None:
    with opened(place.store) as store:
        named(store, naming_of(FIRST, place.key), naming_of(SECOND, FIRST))

    answer = place.verified(place.seal)

    assert (answer.faults, answer.unvouched) == ((), ())
    assert answer.keys == (str(place.key.verifier),)


def test_a_key_not_vouched_for_is_shown_and_is_a_fault_where_its_word_is_false(
    place: Place,
) -> None:
    own = str(place.key.verifier)
    first, second, thief = (str(key.verifier) for key in (FIRST, SECOND, THIEF))
    with opened(place.store) as store:
        named(
            store,
            OldKeyLost(key=first, replaces=own, reason="burnt"),
            replace(naming_of(SECOND, FIRST), vouched=None),
            replace(naming_of(THIEF, FIRST), replaces=second),
            naming_of(FIRST, SECOND),
        )
        times = [clock_text(store.handler.recorder.time_of(at)) for at in (13, 14, 15)]

    answer = place.verified(place.seal)

    assert [(fault.position, fault.what) for fault in answer.faults] == [
        (None, f"key-not-vouched: {thief}"),  # its word is not the second key's
        (None, f"key-not-vouched: {first}"),  # it does not follow the thief's
    ]
    assert answer.unvouched == tuple(
        Unvouched(position=at, recorded_at=time, by="clerk", key=key, replaces=old, reason=why)
        for at, time, key, old, why in zip(
            (13, 14, 15), times, (first, second, thief), (own, first, second),
            ("burnt", None, None), strict=True,
        )
    )  # fmt: skip


@pytest.mark.sqlite
def test_a_naming_that_cannot_be_read_costs_the_folder_none_of_its_keys(place: Place) -> None:
    with opened(place.store) as store:
        named(store, naming_of(FIRST, place.key))
    with by_hand(place.store, guarded=False) as hand:
        hand("UPDATE stored_events SET state = x'00' WHERE rowid = 13")

    answer = place.verified(place.seal)

    assert answer.keys == (str(place.key.verifier),)
    assert {fault.position for fault in answer.faults} == {13}


def test_a_folder_signed_by_a_key_that_the_log_does_not_name_is_reported(place: Place) -> None:
    with opened(place.store) as store:
        named(store, naming_of(SECOND, FIRST))

    assert place.reported() == [(None, f"key-not-named: {place.key.verifier}")]
    assert place.reported(place.key) == []


@pytest.mark.sqlite
def test_a_ledger_that_this_process_may_not_write_to_is_named_as_read_only(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: mode != 2)

    assert place.verified().read_only
