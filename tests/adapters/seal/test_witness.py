"""A witness that follows its specification: what it cosigns, and what it will not."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import metamorphic_log
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_key
from adapters.seal.notes import (
    COSIGNATURE,
    Checkpoint,
    Signature,
    VerifierKey,
    parse_checkpoint,
    parse_note,
    signers,
)
from adapters.seal.tree import EMPTY
from tests.adapters.seal.sealed import exports, key_in
from tests.adapters.seal.signing.serving import served
from tests.support.by_hand import by_hand, copied, replace_bytes
from tests.support.command import asked, subsidy
from tests.support.extent import tried
from tests.support.ledgers import opened
from tests.support.stores import made_once

SECONDS = 1_700_000_000
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = VerifierKey(
    name="witness.example/w", kind=COSIGNATURE, public=SECRET.public_key().public_bytes_raw()
)


class Witness(HTTPServer):
    """Keeps the last checkpoint of one log; checks growth with a tool of others."""

    def __init__(self, log: VerifierKey) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.log, self.seen = log, (0, EMPTY)
        self.also = ""  # further lines of an answer

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def answer(self, body: bytes) -> tuple[int, str]:
        head, _, written = body.partition(b"\n\n")
        old, *proof = head.decode().split("\n")
        note = parse_note(written)
        signers(note, [self.log])
        reported = parse_checkpoint(note.text)
        if old != f"old {self.seen[0]}":
            return 409, f"{self.seen[0]}\n"
        hashes = [base64.b64decode(text) for text in proof]
        if not self._grew(reported, hashes):
            return 422, "the log has not grown from what was seen\n"
        self.seen = reported.size, reported.root
        made = SECRET.sign(f"cosignature/v1\ntime {SECONDS}\n{note.text}".encode())
        line = Signature(
            name=WITNESS.name, key_id=WITNESS.key_id, signature=SECONDS.to_bytes(8, "big") + made
        )
        return 200, line.line + self.also

    def _grew(self, reported: Checkpoint, hashes: list[bytes]) -> bool:
        size, root = self.seen
        if size in (0, reported.size):
            return not hashes and (size == 0 or root == reported.root)
        try:
            metamorphic_log.verify_consistency(size, reported.size, hashes, root, reported.root)
        except metamorphic_log.VerifyError:
            return False
        return True


class _Handler(BaseHTTPRequestHandler):
    server: Witness

    def do_POST(self) -> None:
        assert self.path == "/add-checkpoint"
        status, reported = self.server.answer(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(reported.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        del format, args


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return begun(tmp_path).parent


@made_once
def begun(folder: Path) -> Path:
    key_in(folder)
    with opened(folder / "ledger.db") as store:
        exports(store, 300)
    return folder / "ledger.db"


@pytest.fixture
def witness(place: Path) -> Iterator[Witness]:
    with served(Witness(read_key(place / "key").verifier)) as server:
        yield server


def words(place: Path, witness: Witness) -> tuple[str | Path, ...]:
    return ("seal", place / "seal", "--key", place / "key", "--witness", witness.url,
            "--witness-key", str(WITNESS))  # fmt: skip


def test_a_witness_cosigns_a_log_that_only_grows(place: Path, witness: Witness) -> None:
    for _ in range(3):
        with opened(place / "ledger.db") as store:
            exports(store, 200)

        assert asked(place / "ledger.db", *words(place, witness))["cosignatures"] == 1
        assert asked(place / "ledger.db", *words(place, witness))["cosignatures"] == 1

        written = (place / "seal" / "checkpoint").read_text()
        metamorphic_log.checkpoint_verify(written, [str(read_key(place / "key").verifier)])
        note = parse_note(written.encode())
        assert signers(note, [WITNESS]) == [WITNESS]
        assert len(note.signatures) == 2
    assert asked(place / "ledger.db", "verify", place / "seal")["faults"] == []


def test_lines_of_unknown_kinds_in_an_answer_are_kept_beside_the_cosignature(
    place: Path, witness: Witness
) -> None:
    strange = [
        Signature(name="w.example", key_id=bytes([size] * 4), signature=bytes(size))
        for size in (1, 99)
    ]
    forged = Signature(name=witness.log.name, key_id=witness.log.key_id, signature=bytes(64))
    witness.also = "".join(line.line for line in (*strange, forged))

    for _ in range(2):
        assert asked(place / "ledger.db", *words(place, witness))["cosignatures"] == 1

    note = parse_note((place / "seal" / "checkpoint").read_bytes())
    assert [*note.signatures[2:]] == strange
    assert asked(place / "ledger.db", "verify", place / "seal")["faults"] == []


def test_a_receipt_carries_the_cosignature(place: Path, witness: Witness) -> None:
    asked(place / "ledger.db", *words(place, witness))

    asked(place / "ledger.db", "proof", "7", "--out", place / "receipt", "--seal", place / "seal",
          "--key", place / "key")  # fmt: skip

    assert "\n— witness.example/w " in (place / "receipt").read_text()


def test_a_quorum_counts_known_witnesses_by_name(place: Path, witness: Witness) -> None:
    store, key = place / "ledger.db", str(read_key(place / "key").verifier)
    sealed = ("--seal", place / "seal", "--key", place / "key", "--store", store)
    stranger = VerifierKey(name="stranger.example/w", kind=COSIGNATURE, public=bytes(32))

    def code(*given: str | Path) -> tuple[int, str]:
        ran = subsidy(*given, "--json")
        return ran.code, ran.out + ran.err

    assert code(*words(place, witness), "--require", "1", "--store", store)[0] == 0
    short, said = code(*words(place, witness), "--require", "2", "--store", store)
    assert (short, "witness-quorum" in said) == (1, True)

    verify = ("verify", place / "seal", "--store", store)
    both = ("--key", key, "--key", str(WITNESS))
    assert code(*verify, "--require", "1")[0] == 0
    assert code(*verify, "--require", "1", *both, "--key", str(stranger))[0] == 0
    for given in (["2"], ["2", *both, "--key", str(WITNESS)], ["1", "--key", key],
                  ["1", "--key", key, "--key", str(stranger)]):  # fmt: skip
        failed, said = code(*verify, "--require", *given)
        assert (failed, "witness-quorum: " in said) == (1, True), given

    pack = place / "p.zip"
    assert code("audit-pack", pack, *sealed, "--require", "2")[0] == 1
    assert not pack.exists()
    assert code("audit-pack", pack, *sealed, "--require", "1")[0] == 0
    check = ("audit-pack", "check", pack)
    assert code(*check, *both, "--require", "1")[0] == 0
    for given in (["1"], ["1", "--key", key], ["2", *both]):
        failed, said = code(*check, "--require", *given)
        assert (failed, "witness-quorum: " in said) == (1, True), given


def test_history_rewritten_and_signed_again_is_not_cosigned(place: Path, witness: Witness) -> None:
    store = place / "ledger.db"
    asked(store, *words(place, witness))
    with by_hand(store, guarded=False) as hand:
        replace_bytes(hand, 50, b"clerk", b"clerc")
    shutil.rmtree(place / "seal")
    (place / "key.signed").unlink()  # by whom holds the key: otherwise it signs no other history

    same_size = subsidy(*words(place, witness), "--memory-lost", "--store", store)
    with opened(store) as made:
        exports(made, 50)
    grown = subsidy(*words(place, witness), "--store", store)

    assert (same_size.code, grown.code) == (1, 1)
    assert "witness-refused" in same_size.err
    assert "witness-refused" in grown.err
    assert witness.seen[0] == 301


def test_a_log_put_back_is_reported_by_its_witness(place: Path, witness: Witness) -> None:
    store = place / "ledger.db"
    copied(store, place / "older.db")
    with opened(store) as made:
        exports(made, 50)
    asked(store, *words(place, witness))
    shutil.rmtree(place / "seal")
    (place / "key.signed").unlink()

    ran = subsidy(*words(place, witness), "--memory-lost", "--store", place / "older.db")

    assert ran.code == 1
    assert "witness-ahead" in ran.err


def test_no_witness_keeps_a_log_from_being_sealed(place: Path) -> None:
    ran = subsidy("seal", place / "seal", "--key", place / "key", "--store", place / "ledger.db",
                  "--witness", "http://127.0.0.1:1/", "--json")  # fmt: skip

    assert ran.code == 1
    assert (ran.json["size"], ran.json["cosignatures"]) == (301, 0)
    (refused,) = ran.json["refused"]
    assert ran.err == f"{refused['code']}: {refused['message']}\n"
    assert refused["code"] == "witness-unreachable"
    assert asked(place / "ledger.db", "verify", place / "seal")["unsealed"] == 0


def test_a_cosignature_of_a_stranger_is_passed_over(place: Path, witness: Witness) -> None:
    other = VerifierKey(name=WITNESS.name, kind=COSIGNATURE, public=bytes(32))

    ran = subsidy(*words(place, witness)[:-1], str(other), "--store", place / "ledger.db")

    assert ran.code == 1
    assert len(parse_note((place / "seal" / "checkpoint").read_bytes()).signatures) == 1


def test_of_the_witnesses_known_a_folder_keeps_those_that_cosigned(
    place: Path, witness: Witness
) -> None:
    other = VerifierKey(name="other.example/w", kind=COSIGNATURE, public=bytes(32))

    sealed = asked(place / "ledger.db", *words(place, witness), "--witness-key", str(other))

    assert sealed["cosignatures"] == 1
    assert list(SealFolder(place / "seal").witnesses()) == [WITNESS]


def test_a_bit_of_a_cosignature_turned_over_is_reported(place: Path, witness: Witness) -> None:
    for _ in range(2):
        with opened(place / "ledger.db") as store:
            exports(store, 10)
        asked(place / "ledger.db", *words(place, witness))
    names = ("checkpoint", "checkpoints/000000000311-000000000321",
             "checkpoints/000000000000-000000000311")  # fmt: skip
    for number, name in enumerate(names):
        file = place / "seal" / name
        whole = file.read_bytes()
        start = whole.index(b"witness.example/w")
        # In the name, in its number, in the time, in the signature.
        places = (start, start + 20, start + 30, len(whole) - 10)
        for at in tried(places[number :: len(names)], long=places):
            other = b"x" if whole[at : at + 1] != b"x" else b"y"
            file.write_bytes(whole[:at] + other + whole[at + 1 :])

            ran = subsidy("verify", place / "seal", "--store", place / "ledger.db", "--json")

            assert ran.code == 1, (name, at)
            assert [fault["what"] for fault in ran.json["faults"]] == [
                f"cosignature-false: {name}: {WITNESS.name}"
            ]
        file.write_bytes(whole)
    assert asked(place / "ledger.db", "verify", place / "seal")["faults"] == []


def test_a_key_of_a_witness_that_is_none_is_reported_before_anything_is_sealed(place: Path) -> None:
    ran = subsidy("seal", place / "seal", "--key", place / "key", "--store", place / "ledger.db",
                  "--witness", "http://127.0.0.1:1/", "--witness-key", "none")  # fmt: skip

    assert ran.code == 1
    assert "key-invalid" in ran.err
    assert not (place / "seal").exists()
