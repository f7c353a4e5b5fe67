"""What counts for a witness, and how far a seal is behind: each by the checkpoint as it lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import UnsupportedAlgorithm

from adapters.ledger.asking.moments import open_snapshot
from adapters.seal.notes import Checkpoint, Note, Signature, SignerKey, VerifierKey
from adapters.seal.signing import algorithms
from adapters.seal.signing.algorithms import COSIGNATURE, ML_DSA_44
from adapters.seal.verify.answers import Faults
from adapters.seal.verify.lag import Lag, lag_of
from adapters.seal.verify.quorum import check_quorum, cosigners
from domain.calendar import clock_text
from domain.refusals import Refusal
from tests.adapters.seal.sealed import exports, key_in, seal
from tests.support.ledgers import opened
from tests.support.stores import address

HEAD = Checkpoint(origin="example.org/log", size=7, root=bytes(32))
WITNESS = SignerKey(name="w1", kind=COSIGNATURE, seed=bytes([1]) * 32)


def test_a_cosignature_counts_only_under_the_name_and_the_number_of_its_key() -> None:
    made = WITNESS.sign(HEAD.text)

    for line, counted in (
        (made, [{"w1"}]),
        (replace(made, name="w2"), []),
        (replace(made, key_id=bytes(4)), []),
    ):
        note = Note(text=HEAD.text, signatures=(line,))
        assert cosigners(note, [WITNESS.verifier], []) == counted


def test_a_witness_that_this_machine_cannot_check_is_a_fault_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Lacking:
        @staticmethod
        def from_public_bytes(_: bytes) -> None:
            raise UnsupportedAlgorithm("an old openssl")

    monkeypatch.setattr(algorithms, "MLDSA44PublicKey", Lacking)
    key = VerifierKey(name="w6", kind=ML_DSA_44, public=bytes(1312))
    line = Signature(name="w6", key_id=key.key_id, signature=bytes(8 + 2420))
    faults = Faults()

    check_quorum(str(Note(text=HEAD.text, signatures=(line,))).encode(), [key], [], 1, faults)

    assert [(fault.position, fault.what) for fault in faults] == [
        (None, "algorithm-missing: an old openssl")
    ]


def test_the_lag_is_counted_from_the_last_checkpoint_in_the_folder(tmp_path: Path) -> None:
    key, folder, store_at = key_in(tmp_path), tmp_path / "seal", tmp_path / "ledger.db"
    (tmp_path / "empty").mkdir()
    with opened(store_at) as store:
        exports(store, 2)
        seal(store, folder, key)
        exports(store, 3)
        times = [clock_text(store.handler.recorder.time_of(at)) for at in (1, 4)]

    with open_snapshot(address(store_at), None, None) as look:
        behind = lag_of(look, folder), lag_of(look, tmp_path / "empty")
        with pytest.raises(Refusal) as refused:
            lag_of(look, tmp_path / "none")

    assert behind == (
        Lag(unsealed=3, unsealed_since=times[1]),
        Lag(unsealed=6, unsealed_since=times[0]),
    )
    assert (refused.value.code, refused.value.facts) == (
        "seal-not-found",
        {"folder": str(tmp_path / "none")},
    )
