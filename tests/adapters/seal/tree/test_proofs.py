"""Receipts: what a claimant keeps, checked by others, offline, with the public key alone."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import metamorphic_log
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.seal.folder import SealFolder
from adapters.seal.notes import NoteError, SignerKey, VerifierKey, base64_text, parse_verifier_key
from adapters.seal.proving.receipts import check_receipt, nodes
from adapters.seal.tree import consistency, leaf_hash
from tests.adapters.seal.foreign.go_check import MISSING, REASON, go_check
from tests.adapters.seal.sealed import exports, key_in, seal, states
from tests.commands.test_command_line import line
from tests.support.command import asked, subsidy, write_lines
from tests.support.extent import tried
from tests.support.ledgers import opened


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of 603 events, five of them of three claims, sealed at 300 too."""
    folder = tmp_path_factory.mktemp("proofs")
    path = folder / "ledger.db"
    key = key_in(folder)
    with opened(path) as store:
        exports(store, 299)
        seal(store, folder / "seal", key)
        exports(store, 298)
    claims = write_lines(folder / "claims.jsonl", [line(f"YQ-{n}") for n in (1, 2, 3)])
    asked(path, "backfill", claims)
    asked(path, "approve", "YQ-1", "YQ-2")
    asked(path, "seal", folder / "seal", "--key", folder / "key")
    return folder


def proof(place: Path, of: str, *words: str) -> Path:
    out = place / f"{of}.tlog-proof"
    asked(place / "ledger.db", "proof", of, "--out", out, "--seal", place / "seal",
          "--key", place / "key", *words)  # fmt: skip
    return out


def verifier(place: Path) -> VerifierKey:
    return parse_verifier_key(
        asked(place / "ledger.db", "key", "show", "--key", place / "key")["key"]
    )


def split(receipt: Path) -> tuple[bytes, int, list[bytes], str]:
    """Take a receipt apart by hand, as the specification reads."""
    head, note = receipt.read_text().split("\n\n", 1)
    _, extra, index, *path = head.split("\n")
    entry = base64.b64decode(extra.removeprefix("extra "))
    return entry, int(index.removeprefix("index ")), [base64.b64decode(text) for text in path], note


@pytest.mark.parametrize("position", [1, 256, 257, 300, 301, 512, 599, 602])
def test_a_receipt_is_accepted_by_others(position: int, place: Path) -> None:
    receipt = proof(place, str(position))

    entry, index, path, note = split(receipt)
    keys = [str(verifier(place))]
    metamorphic_log.checkpoint_verify_inclusion(note, keys, index, leaf_hash(entry), path)
    assert index == position - 1
    with opened(place / "ledger.db") as store:
        assert states(store)[index] == entry
    with pytest.raises(metamorphic_log.VerifyError):
        metamorphic_log.checkpoint_verify_inclusion(
            note, keys, index, leaf_hash(entry + b" "), path
        )


@pytest.mark.skipif(MISSING, reason=REASON)
@pytest.mark.parametrize("position", [1, 256, 300, 301, 602])
def test_a_receipt_is_accepted_by_go(position: int, place: Path, tmp_path: Path) -> None:
    entry, index, path, note = split(proof(place, str(position)))
    (tmp_path / "note").write_text(note)
    (tmp_path / "entry").write_bytes(entry)
    (tmp_path / "proof").write_text("".join(base64_text(text) + "\n" for text in path))
    words = (verifier(place), tmp_path / "note", tmp_path / "entry", str(index), tmp_path / "proof")

    assert go_check(*map(str, words))
    (tmp_path / "entry").write_bytes(entry + b" ")
    assert not go_check(*map(str, words))


@pytest.mark.skipif(MISSING, reason=REASON)
def test_growth_from_an_earlier_checkpoint_is_accepted_by_go(place: Path, tmp_path: Path) -> None:
    folder = SealFolder(place / "seal")
    old, new = folder.checkpoint(300), folder.checkpoint()
    assert old is not None
    assert new is not None
    path = consistency(300, new[0].size, nodes(folder, new[0].size))
    (tmp_path / "old").write_text(str(old[1]))
    (tmp_path / "new").write_text(str(new[1]))
    (tmp_path / "proof").write_text("".join(base64_text(text) + "\n" for text in path))
    words = (verifier(place), tmp_path / "new", tmp_path / "old", tmp_path / "proof")

    assert go_check(*map(str, words))
    (tmp_path / "proof").write_text("".join(base64_text(text) + "\n" for text in path[1:]))
    assert not go_check(*map(str, words))


def test_a_receipt_may_be_of_an_earlier_seal(place: Path) -> None:
    _, _, _, note = split(proof(place, "7", "--position", "300"))

    assert note == (place / "seal" / "checkpoints" / "000000000000-000000000300").read_text()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("604",), "not-sealed"),
        (("0",), "not-sealed"),
        (("301", "--position", "300"), "not-sealed"),
        (("7", "--position", "301"), "size-not-sealed"),
        (("YQ-9",), "claim-unknown"),
        (("YQ-1", "--position", "300"), "claim-not-sealed"),
    ],
)
def test_what_is_not_sealed_has_no_receipt(words: tuple[str, ...], code: str, place: Path) -> None:
    ran = subsidy("proof", *words, "--out", place / "none", "--seal", place / "seal",
                  "--key", place / "key", "--store", place / "ledger.db")  # fmt: skip

    assert (ran.code, ran.err.split(":")[0]) == (1, code)
    assert not (place / "none").exists()


def test_a_receipt_has_the_signature_of_the_key_given(place: Path, tmp_path: Path) -> None:
    later = SignerKey(name="example.org/ledger", seed=bytes(32))
    path = tmp_path / "later"
    path.write_text(later.secret + "\n")
    path.chmod(0o600)
    out = tmp_path / "receipt"

    asked(place / "ledger.db", "proof", "5", "--out", out, "--seal", place / "seal", "--key", path)

    for key in (later.verifier, verifier(place)):
        assert check_receipt(out.read_text(), [key])[0].position == 5


@given(data=st.data())
@settings(deadline=None, max_examples=tried(100, long=500))
def test_no_altered_receipt_proves_anything_else(data: st.DataObject, place: Path) -> None:
    whole = proof_text(place)
    at = data.draw(st.integers(0, len(whole) - 1))
    altered = whole[:at] + data.draw(st.text(max_size=2)) + whole[at + 1 :]

    try:
        actual, _ = check_receipt(altered, [verifier_cached(place)])
    except NoteError:
        return

    before, _ = check_receipt(whole, [verifier_cached(place)])
    assert (actual.position, actual.entry, actual.note.text) == (
        before.position,
        before.entry,
        before.note.text,
    )


def test_a_receipt_has_one_spelling(place: Path) -> None:
    receipts = (proof(place, str(position)).read_text() for position in (5, 20))
    whole = next(receipt for receipt in receipts if "=\nindex" in receipt)
    extra = whole.split("\n")[1].removeprefix("extra ")
    digits = extra.rstrip("=")
    other = f"{digits[:-1]}{chr(ord(digits[-1]) + 1)}".ljust(len(extra), "=")
    assert base64.b64decode(other) == base64.b64decode(extra)
    check_receipt(whole, [verifier(place)])

    for text in (whole.replace(extra, other), whole.replace("\nindex", "\udcff\nindex")):
        with pytest.raises(NoteError):
            check_receipt(text, [verifier(place)])
    with pytest.raises(NoteError):
        check_receipt(whole + "\udcff", [verifier(place)])


def test_a_receipt_is_checked_offline_by_its_file_and_a_key(place: Path) -> None:
    receipt = proof(place, "602")

    ran = subsidy("proof", "check", receipt, "--key", str(verifier(place)), "--json")

    assert (ran.code, ran.err) == (0, "")
    event = ran.json["event"]
    assert (ran.json["sound"], ran.json["problem"], ran.json["size"]) == (True, None, 603)
    assert (event["type"], event["claim_no"]) == ("claim-approved", "YQ-1")
    assert event["position"] == ran.json["position"]


@pytest.mark.parametrize(("lang", "said"), [("zh", "收据成立"), ("en", "The receipt is sound")])
def test_the_key_may_be_named_by_the_environment(
    place: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    receipt = proof(place, "602")
    assert subsidy("proof", "check", receipt).code == 2
    monkeypatch.setenv("SUBSIDY_VERIFIER_KEY", str(verifier(place)))

    ran = subsidy("proof", "check", receipt, "--lang", lang)

    assert ran.code == 0
    assert said in ran.out
    assert "YQ-1" in ran.out


def test_a_key_that_is_given_counts_alone(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = proof(place, "602")
    monkeypatch.setenv("SUBSIDY_VERIFIER_KEY", str(verifier(place)))
    other = SignerKey(name=verifier(place).name, seed=bytes(32)).verifier

    ran = subsidy("proof", "check", receipt, "--key", str(other), "--json")

    assert (ran.code, ran.json["problem"]) == (1, "signature-untrusted")


def of_another_event(text: str) -> str:
    """Put another entry into a receipt, as it would be spelled."""
    extra = text.split("\n")[1]
    entry = base64.b64decode(extra.removeprefix("extra ")).replace(b"YQ-1", b"YQ-2")
    return text.replace(extra, f"extra {base64.b64encode(entry).decode()}")


@pytest.mark.parametrize(
    ("alter", "problem"),
    [
        (of_another_event, "proof-false"),
        (lambda text: text.replace("\n603\n", "\n604\n"), "signature-untrusted"),
        (lambda text: text[: len(text) // 2], "not-a-receipt"),
        (lambda text: text + "\n", "not-a-receipt"),
        (lambda text: "\udcff\x00", "not-a-receipt"),
        (lambda text: text * 3000, "not-a-receipt"),
        (lambda text: "", "not-a-receipt"),
        (lambda text: re.sub("(?s)\nextra.*\n\n", "\n\n", text), "not-a-receipt"),
    ],
)
def test_an_altered_receipt_proves_nothing(
    place: Path, tmp_path: Path, alter: Callable[[str], str], problem: str
) -> None:
    altered = tmp_path / "receipt"
    altered.write_text(
        alter(proof(place, "602").read_text()), encoding="utf-8", errors="surrogateescape"
    )

    ran = subsidy("proof", "check", altered, "--key", str(verifier(place)), "--json")
    checking = ("proof", "check", altered, "--key", str(verifier(place)))
    reported = {lang: subsidy(*checking, "--lang", lang) for lang in ("zh", "en")}

    assert (ran.code, ran.json["sound"], ran.json["problem"]) == (1, False, problem)
    assert ran.json["event"] is None
    assert "收据不成立" in reported["zh"].out
    assert "proves nothing" in reported["en"].out


def test_a_receipt_of_another_ledger_proves_nothing(place: Path, tmp_path: Path) -> None:
    receipt = proof(place, "602")
    other = SignerKey(name="other.example/log", seed=bytes(range(32))).verifier

    ran = subsidy("proof", "check", receipt, "--key", str(other), "--json")

    assert (ran.code, ran.json["problem"]) == (1, "signature-untrusted")
    assert verifier(place).name in ran.json["detail"]


def test_a_receipt_that_is_not_there_is_refused(place: Path, tmp_path: Path) -> None:
    ran = subsidy("proof", "check", tmp_path / "no", "--key", str(verifier(place)), "--json")

    assert (ran.code, ran.json["code"]) == (1, "receipt-unreadable")


_kept: dict[Path, tuple[str, VerifierKey]] = {}


def proof_text(place: Path) -> str:
    if place not in _kept:
        _kept[place] = proof(place, "300").read_text(), verifier(place)
    return _kept[place][0]


def verifier_cached(place: Path) -> VerifierKey:
    proof_text(place)
    return _kept[place][1]
