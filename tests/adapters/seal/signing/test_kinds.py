"""Keys of other kinds beside the log's own: each line verified by a tool that is not ours."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest
from dilithium_py.ml_dsa import ML_DSA_44

from adapters.seal.keys import read_key
from adapters.seal.notes import Note, parse_note, parse_verifier_key
from adapters.seal.signing import sm2
from tests.adapters.seal.sealed import NAME, exports
from tests.adapters.seal.signing.machine import needs_openssl, run
from tests.support.command import Ran, asked, subsidy
from tests.support.ledgers import opened

KINDS = ("ed25519", "ml-dsa-44", "sm2")
SM2_HEADER = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A ledger and a key of each kind, none of them used yet."""
    needs_openssl()
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 10)
    for kind in KINDS:
        asked(tmp_path / "ledger.db", "key", "new", "--key", tmp_path / kind, "--kind", kind,
              "--name", NAME)  # fmt: skip
    return tmp_path


def seal(place: Path, *kinds: str) -> Ran:
    keys = [word for kind in kinds for word in ("--key", place / kind)]
    return subsidy("seal", place / "seal", *keys, "--store", place / "ledger.db", "--json")


def verify(place: Path, *words: str | Path) -> Ran:
    return subsidy("verify", place / "seal", "--store", place / "ledger.db", "--json", *words)


def note(place: Path) -> Note:
    return parse_note((place / "seal" / "checkpoint").read_bytes())


def test_keys_of_every_kind_sign_the_same_checkpoint(place: Path) -> None:
    assert seal(place, *KINDS).code == 0

    answer = verify(place).json

    assert answer["faults"] == []
    assert [(line["kind"], line["verified"]) for line in answer["signatures"]] == [
        (kind, True) for kind in KINDS
    ]
    assert [line["bytes"] for line in answer["signatures"][:2]] == [64, 8 + 2420]


def test_a_kind_that_comes_later_signs_the_checkpoint_that_is_there(place: Path) -> None:
    seal(place, "ed25519")
    (own,) = note(place).signatures

    seal(place, "ed25519", "sm2")
    both = note(place).signatures
    seal(place, "ed25519", "sm2")

    assert (len(both), both[0], note(place).signatures) == (2, own, both)


def test_openssl_verifies_the_line_of_sm2(place: Path) -> None:
    seal(place, *KINDS)
    key = read_key(place / "sm2").verifier
    (line,) = [line for line in note(place).signatures if key.signed(line)]
    (place / "text").write_text(note(place).text)
    (place / "made").write_bytes(line.signature)
    (place / "public").write_bytes(SM2_HEADER + key.public[-65:])

    ran = run("openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey",
              place / "public", "-rawin", "-digest", "sm3", "-in", place / "text", "-sigfile",
              place / "made", "-pkeyopt", "distid:1234567812345678")  # fmt: skip

    assert b"Signature Verified Successfully" in ran.stdout


def test_another_library_verifies_the_line_of_ml_dsa_by_the_rules_of_c2sp(place: Path) -> None:
    seal(place, *KINDS)
    key = read_key(place / "ml-dsa-44").verifier
    (line,) = [line for line in note(place).signatures if key.signed(line)]
    origin, size, root, _ = note(place).text.split("\n")
    named = [bytes([len(name)]) + name.encode() for name in (key.name, origin)]
    message = b"subtree/v1\n\0" + named[0] + line.signature[:8] + named[1] + bytes(8)
    message += int(size).to_bytes(8, "big") + base64.b64decode(root)

    assert ML_DSA_44.verify(key.public, message, line.signature[8:])
    assert not ML_DSA_44.verify(key.public, message + b"x", line.signature[8:])


def test_a_bit_turned_over_in_a_further_line_is_a_fault(place: Path) -> None:
    seal(place, *KINDS)
    for path in (place / "seal" / "checkpoint", *(place / "seal" / "checkpoints").iterdir()):
        whole = path.read_text()
        for number in (1, 2):
            lines = whole.split("\n")
            at = lines.index("") + 1 + number
            lines[at] = lines[at][:-20] + ("A" if lines[at][-20] != "A" else "B") + lines[at][-19:]
            path.write_text("\n".join(lines))

            codes = {fault["what"].split(":")[0] for fault in verify(place).json["faults"]}

            assert codes == {"signature-false"}, (path, number)
        path.write_text(whole)
    assert verify(place).json["faults"] == []


def test_a_trusted_key_of_another_kind_must_have_signed(place: Path) -> None:
    seal(place, "ed25519", "sm2")
    trusted = [word for kind in ("ed25519", "sm2", "ml-dsa-44")
               for word in ("--key", str(read_key(place / kind).verifier))]  # fmt: skip

    assert verify(place, *trusted[:4]).json["faults"] == []
    (missing,) = verify(place, *trusted).json["faults"]

    assert missing["what"] == f"signature-missing: checkpoint: {NAME} ml-dsa-44"


def test_a_further_key_alone_can_be_the_one_that_is_trusted(place: Path) -> None:
    seal(place, *KINDS)

    for kind in KINDS:
        answer = verify(place, "--key", str(read_key(place / kind).verifier)).json
        assert (answer["faults"], answer["anchored"]) == ([], True)


def test_it_takes_exactly_one_key_of_the_logs_own_kind(place: Path) -> None:
    shutil.copy(place / "ed25519", place / "second")
    for kinds in (("sm2",), ("ed25519", "second")):
        ran = seal(place, *kinds)

        assert (ran.code, "key-kinds" in ran.err) == (1, True)
    assert not (place / "seal").exists()


def test_a_further_key_of_another_log_does_not_sign(place: Path) -> None:
    asked(place / "ledger.db", "key", "new", "--key", place / "other", "--kind", "sm2",
          "--name", "example.org/other")  # fmt: skip

    ran = seal(place, "ed25519", "other")

    assert (ran.code, "seal-origin-differs" in ran.err) == (1, True)


@pytest.mark.parametrize("kind", ["ml-dsa-44", "sm2"])
def test_a_further_key_signs_one_history_whatever_key_it_signs_beside(
    place: Path, kind: str
) -> None:
    assert seal(place, "ed25519", kind).code == 0
    assert seal(place, "ed25519", kind).code == 0
    asked(place / "ledger.db", "key", "new", "--key", place / "second", "--name", NAME)
    with opened(place / "fork.db") as store:
        exports(store, 11)

    ran = subsidy("seal", place / "fork", "--key", place / "second", "--key", place / kind,
                  "--store", place / "fork.db")  # fmt: skip

    assert (ran.code, f"{kind}.signed" in ran.err) == (1, True)
    assert not (place / "fork" / "checkpoint").exists()


def test_without_the_openssl_program_sm2_is_refused_with_the_remedy(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = read_key(place / "sm2").verifier
    seal(place, *KINDS)
    monkeypatch.setenv("PATH", str(place))
    sm2.public.cache_clear()

    made = subsidy("key", "new", "--key", place / "new", "--kind", "sm2", "--name",
                   NAME, "--store", place / "ledger.db")  # fmt: skip
    faults = verify(place).json["faults"]

    assert (made.code, "algorithm-missing" in made.err) == (1, True)
    assert not (place / "new").exists()
    assert {fault["what"].split(":")[0] for fault in faults} == {"algorithm-missing"}
    assert parse_verifier_key(str(key)) == key
