"""The small checks of a seal, each with its whole answer: files, lines, witnesses, the lag."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.seal.folder import SealFolder
from adapters.seal.notes import Checkpoint, Note, Signature, SignerKey, VerifierKey
from adapters.seal.signing.algorithms import COSIGNATURE, ED25519, ML_DSA_44, OTHER, SM2_IDENTIFIER
from adapters.seal.verify.answers import (
    FAULTS_MAX,
    Fault,
    Faults,
    SignatureLine,
    judged,
)
from adapters.seal.verify.check_files import check_files
from adapters.seal.verify.check_lines import check_lines, lines_of
from adapters.seal.verify.lag import Lag, lag
from adapters.seal.verify.quorum import check_quorum, cosigners, must_reach
from domain.calendar import clock_text
from domain.refusals import Refusal
from tests.domain.given import exports
from tests.support.ledgers import do, opened, ticking

KEY = SignerKey(name="example.org/log", seed=bytes(range(32)))
WITNESSES = [SignerKey(name=f"w{n}", kind=COSIGNATURE, seed=bytes([n]) * 32) for n in (1, 2, 3)]
HEAD = Checkpoint(origin=KEY.name, size=7, root=bytes(32))
SM2 = SignerKey(name=KEY.name, kind=OTHER, seed=SM2_IDENTIFIER + bytes(range(1, 33)))


def signed(*keys: SignerKey) -> Note:
    return Note(text=HEAD.text, signatures=tuple(key.sign(HEAD.text) for key in keys))


def reported(faults: Faults) -> list[tuple[int | None, str]]:
    return [(fault.position, fault.what) for fault in faults]


def test_faults_are_listed_by_position_each_once_and_those_of_none_last() -> None:
    late, early, none, other, zero = (
        Fault(position=at, what=what)
        for at, what in ((7, "a: b: c"), (3, "a"), (None, "z"), (None, "b"), (0, "y"))
    )

    assert judged(9, [none, late, other, early, late, none]) == {
        "good": 2,
        "events": 9,
        "first_bad_position": 3,
        "faults": (early, late, none, other),
    }
    assert (late.code, late.detail, early.code, early.detail) == ("a", "b: c", "a", "")
    assert judged(9, [late, early, zero])["faults"] == (zero, early, late)
    for faults, good in (
        ([], 9),
        ([none], 9),
        ([late], 6),
        ([Fault(position=99, what="x")], 9),
        ([late, none, Fault(position=None, what="store-unreadable: x")], 0),
    ):
        assert judged(9, faults)["good"] == good


def test_a_check_lists_a_hundred_faults_and_no_more() -> None:
    faults = Faults()
    for at in range(150):
        faults.add(at, "code", "" if at else "detail")

    assert reported(faults) == [(0, "code: detail"), *((at, "code") for at in range(1, 100))]
    assert FAULTS_MAX == 100


def test_known_witnesses_count_once_each_and_the_log_is_none_of_them() -> None:
    one, two, three = WITNESSES
    own = SignerKey(name=KEY.name, kind=COSIGNATURE, seed=bytes([9]) * 32)
    again = SignerKey(name="w1", kind=COSIGNATURE, seed=bytes([8]) * 32)
    plain = SignerKey(name="w9", seed=bytes([7]) * 32)
    false = three.sign("another\n")
    note = signed(KEY, plain, own, one, again, two)
    note = Note(text=note.text, signatures=(*note.signatures, false))
    known = [key.verifier for key in (KEY, plain, own, one, again, two, three)]

    assert sorted(map(sorted, cosigners(note, known, []))) == [["w1"], ["w2"]]
    assert cosigners(note, [two.verifier], []) == [{"w2"}]
    assert cosigners(note, [], known) == []
    for required, reached in ((0, True), (2, True), (3, False)):
        faults = Faults()
        check_quorum(str(note).encode(), iter(known), iter(known), required, faults)
        assert reported(faults) == ([] if reached else [(None, "witness-quorum: 2, not 3")])
        if reached:
            must_reach(note, known, known, required)
            continue
        with pytest.raises(Refusal) as refused:
            must_reach(note, known, known, required)
        assert refused.value.code == "witness-quorum"
        assert refused.value.facts == {"count": 2, "required": 3}


def test_a_key_under_several_names_is_one_witness_and_the_logs_own_key_is_none() -> None:
    one, two, _ = WITNESSES
    other_name = SignerKey(name="w7", kind=COSIGNATURE, seed=one.seed)
    joined = SignerKey(name="w2", kind=COSIGNATURE, seed=one.seed)
    the_logs = SignerKey(name="w8", kind=COSIGNATURE, seed=KEY.seed)
    known = [key.verifier for key in (one, two, other_name, the_logs)]
    note = signed(KEY, one, two, other_name, the_logs)
    linked = signed(KEY, one, two, joined)

    assert sorted(map(sorted, cosigners(note, known, [KEY.verifier]))) == [["w1", "w7"], ["w2"]]
    assert len(cosigners(note, [*known, KEY.verifier], [])) == 2
    assert cosigners(linked, [*known, joined.verifier], []) == [{"w1", "w2"}]


@pytest.mark.parametrize("written", [None, b"", b"x"])
def test_what_is_not_a_checkpoint_has_no_witnesses(written: bytes | None) -> None:
    faults = Faults()
    check_quorum(written, [], [], 0, faults)
    check_quorum(written, [WITNESSES[0].verifier], [], 1, faults)

    assert reported(faults) == [(None, "witness-quorum: 0, not 1")]


def test_every_line_of_a_checkpoint_is_named_and_a_trusted_key_of_another_kind_missed(
    tmp_path: Path,
) -> None:
    strange = Signature(name="x", key_id=b"\xfa\0\0\1", signature=bytes(3))
    two = Signature(name="w2", key_id=WITNESSES[1].verifier.key_id, signature=bytes(72))
    note = signed(KEY, WITNESSES[0], SM2)
    note = Note(text=note.text, signatures=(*note.signatures, two, strange))
    mldsa = VerifierKey(name=KEY.name, kind=ML_DSA_44, public=bytes(1312))
    elsewhere = VerifierKey(name="other", kind=ML_DSA_44, public=bytes(1312))
    later = [
        VerifierKey(name=KEY.name, kind=kind, public=bytes(32)) for kind in (ED25519, COSIGNATURE)
    ]
    trusted = [KEY.verifier, *later, SM2.verifier, mldsa, elsewhere]
    witnesses = [key.verifier for key in WITNESSES]
    for name, keys in (
        ("keys.txt", [KEY.verifier]),
        ("witnesses.txt", witnesses),
        ("further-keys.txt", [SM2.verifier]),
    ):
        (tmp_path / name).write_text("".join(f"{key}\n" for key in keys), encoding="utf-8")
    (tmp_path / "checkpoint").write_text(str(note), encoding="utf-8")
    kinds = (("ed25519", True), ("cosignature", True), ("sm2", True), ("cosignature", False))
    lines = tuple(
        SignatureLine(
            name=line.name,
            key_id=line.key_id.hex(),
            bytes=len(line.signature),
            kind=kind,
            verified=verified,
        )
        for line, (kind, verified) in zip(note.signatures, (*kinds, (None, None)), strict=True)
    )

    for trust in ([], trusted):
        faults = Faults()
        assert check_lines(SealFolder(tmp_path), trust, faults) == lines
        missing = [(None, f"signature-missing: checkpoint: {KEY.name} ml-dsa-44")]
        assert reported(faults) == (missing if trust else [])
    assert [line.verified for line in lines_of(note, trusted, [], Faults())] == [
        True, None, True, None, None,
    ]  # fmt: skip
    assert lines_of(Note(text="x\n", signatures=note.signatures), trusted, [], Faults()) == ()
    (tmp_path / "checkpoint").unlink()
    assert check_lines(SealFolder(tmp_path), trusted, faults := Faults()) == ()
    assert faults == []


SEALERS_FOLDERS = ("checkpoints", "timestamps", "tile/1", "tile/entries/x001", "tile/0/004.p")


def test_files_that_no_sealer_wrote_and_private_keys_are_reported_and_no_others(
    tmp_path: Path,
) -> None:
    stamp = "timestamps/000000000007-0123abcd.tsr"
    own = ("checkpoint", "tile/0/000", "tile/0/001.unfinished", stamp, f"{stamp}.unfinished")
    strange = ("x", "deep/er/y", "checkpoints/x", "timestamps/x.tsr", "x.unfinished")
    secret = KEY.secret.encode()
    for name in (*own, *strange, "key", "tile/0/002.unfinished", "tile/0/003", "no\udcff"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(
            secret if name in ("key", "tile/0/002.unfinished", "tile/0/003") else b"x"
        )
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(tmp_path / "keys.txt")
    (tmp_path / "witnesses.txt").symlink_to(tmp_path / "key")
    (tmp_path / "link").symlink_to(tmp_path / "deep")
    (tmp_path / "lost").symlink_to(tmp_path / "nothing")
    for empty in ("empty", "deep/empty", "tile/x", *SEALERS_FOLDERS):
        (tmp_path / empty).mkdir(parents=True, exist_ok=True)

    faults = check_files(SealFolder(tmp_path))

    unknown = {*strange, "no\\xff", "pipe", "keys.txt", "witnesses.txt", "link", "lost",
               "empty", "deep/empty", "tile/x"}  # fmt: skip
    assert {what for at, what in reported(faults) if at is None} == {
        *(f"file-unknown: {name}" for name in unknown),
        "key-misplaced: key",
        "key-misplaced: tile/0/002.unfinished",
    }
    assert len(faults) == len(unknown) + 2


def test_a_file_that_a_sealer_takes_away_meanwhile_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "checkpoint"):
        (tmp_path / name).touch()
    walk = os.walk

    def walked(path: Path, **asked: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        for at, folders, names in walk(path, **asked):
            (tmp_path / "b").unlink()
            yield at, folders, sorted(names)

    monkeypatch.setattr(os, "walk", walked)

    assert reported(check_files(SealFolder(tmp_path))) == [(None, "file-unknown: a")]


def test_a_seal_is_behind_by_what_was_recorded_after_it(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db", ticking(*range(99))) as store:
        for dollars in ("1", "2", "3"):
            do(store.handler, exports(2022, dollars, "0"))
        times = [clock_text(store.handler.recorder.time_of(at)) for at in (1, 2, 3, 4)]
        assert len(set(times)) == 4

        behind = [lag(store.handler, sealed, 4) for sealed in range(6)]

    assert behind == [
        *(Lag(unsealed=4 - sealed, unsealed_since=times[sealed]) for sealed in range(4)),
        *[Lag(unsealed=0, unsealed_since=None)] * 2,
    ]
