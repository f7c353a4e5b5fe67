"""A sealer's keys in this process: made, read, succeeded."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.ledger.handling.publishing import named_keys
from adapters.ledger.handling.units import draft_of
from adapters.ledger.ledger import Ledger
from adapters.seal.keys import (
    NAME_MAX_BYTES,
    make_key,
    make_key_of_accounts,
    naming,
    new_key,
    read_key,
    read_signer,
    trusted_key,
)
from adapters.seal.notes import Checkpoint, Note, SignerKey
from adapters.seal.sealer import succession
from adapters.seal.sealer.succession import current_key, refuse_retired, unvouched_keys, vouched
from adapters.seal.sealer.watching import stopped_by_signals
from adapters.seal.signing.algorithms import ED25519, KINDS, ML_DSA_44
from adapters.seal.verify.answers import Unvouched
from domain.calendar import clock_text
from domain.events.store import KeyNamed, OldKeyLost
from domain.events.streams import KEYS_STREAM
from domain.refusals import Refusal
from tests.adapters.seal.sealed import NAME
from tests.support.ledgers import CLERK, opened
from tests.support.stores import address

ONE, TWO, THREE = (SignerKey(name=NAME, seed=bytes([n]) * 32) for n in (1, 2, 3))
FIRST, SECOND, THIRD = (str(key.verifier) for key in (ONE, TWO, THREE))


def refusal(work: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refusal) as refused:
        work()
    return refused.value.code, dict(refused.value.facts)


def named(new: SignerKey, old: SignerKey) -> KeyNamed:
    command = naming(new.verifier, old)
    return KeyNamed(key=command.key, replaces=command.replaces, vouched=command.vouched)


def test_a_key_may_sign_after_the_one_before_it_vouched_or_was_lost() -> None:
    lost = OldKeyLost(key=THIRD, replaces=SECOND, reason="burnt")

    assert current_key([], None) is None
    assert current_key([], FIRST) == FIRST
    for signed in (None, FIRST):
        assert current_key([named(TWO, ONE)], signed) == SECOND
        assert current_key([named(TWO, ONE), lost], signed) == THIRD
        assert current_key([replace(named(TWO, ONE), vouched=None)], signed) == FIRST
        assert current_key([replace(named(TWO, THREE), replaces=FIRST)], signed) == FIRST
    assert current_key([named(TWO, ONE)], THIRD) == THIRD
    for old, last in ((TWO, THIRD), (ONE, SECOND)):
        assert current_key([named(TWO, ONE), named(THREE, old)], FIRST) == last


def test_a_key_is_vouched_for_by_the_signature_of_the_key_it_replaces_alone() -> None:
    event = named(TWO, ONE)
    assert event.vouched is not None

    assert vouched(event)
    for other in (
        replace(event, vouched=None),
        replace(event, vouched=event.vouched + "x"),
        replace(event, vouched=event.vouched.replace(NAME, "example.org/other")),
        replace(event, key=THIRD),
        replace(event, replaces=THIRD),
        replace(event, replaces="x"),
        OldKeyLost(key=SECOND, replaces=FIRST, reason="burnt"),
    ):
        assert not vouched(other)


def test_every_naming_that_the_key_before_did_not_sign_is_shown(tmp_path: Path) -> None:
    events = [
        named(TWO, ONE),
        replace(named(THREE, TWO), vouched=None),
        OldKeyLost(key=FIRST, replaces=THIRD, reason="burnt"),
    ]
    drafts = [draft_of(KEYS_STREAM, at, event, CLERK) for at, event in enumerate(events, start=1)]
    with opened(tmp_path / "ledger.db") as store:
        store.handler.append_across(lambda _: drafts)
        times = [clock_text(store.handler.recorder.time_of(at)) for at in (3, 4)]

        shown = list(unvouched_keys(store.handler))

    assert shown == [
        Unvouched(position=3, recorded_at=times[0], by="clerk", key=THIRD, replaces=SECOND,
                  reason=None),
        Unvouched(position=4, recorded_at=times[1], by="clerk", key=FIRST, replaces=THIRD,
                  reason="burnt"),
    ]  # fmt: skip


def test_a_key_signs_no_checkpoint_that_holds_the_naming_of_the_next(tmp_path: Path) -> None:
    first = replace(named(THREE, ONE), vouched=None)  # counts not
    events = [first, named(TWO, ONE), named(THREE, TWO)]
    drafts = [draft_of(KEYS_STREAM, at, event, CLERK) for at, event in enumerate(events, start=1)]
    with opened(tmp_path / "ledger.db") as store:
        store.handler.append_across(lambda _: drafts)

        refuse_retired(store.handler, 2, ONE.verifier)
        refuse_retired(store.handler, 3, TWO.verifier)
        refuse_retired(store.handler, 4, THREE.verifier)
        for size, key, current in ((3, ONE, SECOND), (4, ONE, THIRD), (4, TWO, THIRD)):
            refused = refusal(lambda: refuse_retired(store.handler, size, key.verifier))  # noqa: B023
            assert refused == ("key-not-vouched", {"key": str(key.verifier), "current": current})
        retired = succession.retired_keys(store.handler)

    note = Note(text=head(4).text, signatures=(TWO.sign(head(4).text), ONE.sign(head(4).text)))
    signed = [
        {str(key) for key in succession.retired_signers(retired, size, note)} for size in (2, 3, 4)
    ]
    assert signed == [set(), {FIRST}, {FIRST, SECOND}]


def head(size: int) -> Checkpoint:
    return Checkpoint(origin=NAME, size=size, root=bytes([size]) * 32)


def test_a_key_of_each_kind_is_made_in_a_file_and_read_again(tmp_path: Path) -> None:
    keys = {kind: new_key(tmp_path / kind, NAME, None, kind) for kind in ("ed25519", "ml-dsa-44")}

    for kind, key in keys.items():
        assert key.verifier.kind == KINDS[kind]
        assert read_key(tmp_path / kind) == key
    assert keys["ed25519"].secret != new_key(tmp_path / "other", NAME, None).secret
    assert new_key(tmp_path / "default", NAME, None).verifier.kind == ED25519


def test_a_key_has_a_name_of_a_length_that_a_cosigner_may_have(tmp_path: Path) -> None:
    new_key(tmp_path / "long", "x" * NAME_MAX_BYTES, None)

    for name in ("x" * (NAME_MAX_BYTES + 1), "乐" * 86, "a b", ""):
        assert refusal(lambda name=name: new_key(tmp_path / "key", name, None)) == (
            "key-name-invalid", {"name": name},
        )  # fmt: skip
    assert not (tmp_path / "key").exists()
    (tmp_path / "key.signed").touch()
    assert refusal(lambda: new_key(tmp_path / "key", NAME, None)) == (
        "key-exists", {"file": str(tmp_path / "key.signed")},
    )  # fmt: skip


def test_one_key_of_the_logs_own_kind_signs_and_the_others_beside_it(tmp_path: Path) -> None:
    own, second, further = (tmp_path / name for name in ("own", "second", "further"))
    key, _ = new_key(own, NAME, None), new_key(second, NAME, None)
    beside = new_key(further, NAME, None, "ml-dsa-44")

    for files in ([further, own], [own, further]):
        read = read_signer(files)
        assert (read.file, read.key, read.further) == (own, key, ((further, beside),))
        assert read.further[0][1].verifier.kind == ML_DSA_44
    for files in ([further], [own, second], [own, second, further]):
        assert refusal(lambda files=files: read_signer(files)) == (
            "key-kinds",
            {"files": ", ".join(map(str, files)), "number": len(files) - (further in files)},
        )
    assert refusal(lambda: read_signer([own], None, tmp_path))[0] == "key-misplaced"


def test_a_verifier_key_is_read_from_a_file_of_any_line_ends(tmp_path: Path) -> None:
    for content in (f"{FIRST}\r\n{SECOND}\r\n", f"{FIRST}", f"{FIRST}\nnotes"):
        (tmp_path / "keys").write_bytes(content.encode())
        assert trusted_key(str(tmp_path / "keys")) == ONE.verifier


def test_a_key_made_in_place_of_another_is_named_in_the_log_unless_that_gave_way(
    tmp_path: Path,
) -> None:
    place, old, new, late = (tmp_path / name for name in ("ledger.db", "old", "new", "late"))
    ledger = Ledger(address(place))
    with opened(place):
        pass
    with ledger:
        first = make_key(ledger, old, NAME, None, CLERK).key
        second = make_key(ledger, new, None, old, CLERK).key
        assert refusal(lambda: make_key(ledger, late, None, old, CLERK)) == (
            "key-not-vouched", {"key": first, "current": second},
        )  # fmt: skip
        assert not late.exists()
        third = make_key(ledger, late, None, new, CLERK, kind="ed25519").key
        assert refusal(lambda: make_key(ledger, tmp_path / "none", None, new, CLERK)) == (
            "key-not-vouched", {"key": second, "current": third},
        )  # fmt: skip
        assert not (tmp_path / "none").exists()

    assert [str(read_key(file).verifier) for file in (old, new, late)] == [first, second, third]
    assert {read_key(file).name for file in (old, new, late)} == {NAME}
    with ledger.open_store() as store:
        events = named_keys(store.handler)
    assert [(event.key, event.replaces) for event in events] == [(second, first), (third, second)]
    assert all(isinstance(event, KeyNamed) and vouched(event) for event in events)


def test_a_key_of_accounts_takes_the_place_of_another(tmp_path: Path) -> None:
    ledger = Ledger(address(tmp_path / "ledger.db"))
    with opened(tmp_path / "ledger.db"):
        pass
    with ledger:
        first = make_key_of_accounts(ledger, tmp_path / "old", None)
        second = make_key_of_accounts(ledger, tmp_path / "new", tmp_path / "old")

    assert first.key != second.key
    assert len(first.key) == len(second.key) == 32
    assert (tmp_path / "old").read_bytes() != (tmp_path / "new").read_bytes()


def test_what_stops_a_sealer_is_set_by_a_signal_and_the_signal_is_its_own_again() -> None:
    before = [signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)]

    for sign in (signal.SIGINT, signal.SIGTERM):
        with stopped_by_signals() as stop:
            assert not stop.is_set()
            os.kill(os.getpid(), sign)
            assert stop.wait(5)
        assert [signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)] == before
