"""Notes, keys, tiles and seal folders at their limits: the last that is read, the first refused."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.seal.notes import (
    COSIGNATURE,
    ED25519,
    NOTE_MAX_BYTES,
    SIGNATURES_MAX,
    Checkpoint,
    Note,
    NoteError,
    Signature,
    SignerKey,
    VerifierKey,
    altered_line,
    base64_text,
    is_key_name,
    parse_checkpoint,
    parse_hash,
    parse_note,
    parse_signature,
    parse_signer_key,
    parse_verifier_key,
    signers,
)
from adapters.seal.notes import parse_size as size_of

KEY = SignerKey(name="example.org/log", seed=bytes(range(32)))
OTHER = SignerKey(name="example.org/other", seed=bytes(range(1, 33)))
PUBLIC = KEY.verifier.public
HEAD = Checkpoint(origin=KEY.name, size=7, root=bytes(range(32)))


def lines(count: int) -> str:
    texts = (Signature(name="n", key_id=b"%04d" % at, signature=b"x").line for at in range(count))
    return "".join(texts)


def key_text(name: str, number: str, content: bytes) -> str:
    return f"{name}+{number}+{base64.b64encode(content).decode()}"


def spelled(kind: int, public: bytes) -> str:
    return str(VerifierKey(name="n", kind=kind, public=public))


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (b"x" * (NOTE_MAX_BYTES + 1), "too long for a note"),
        (b"x" * NOTE_MAX_BYTES, "no signatures under the text"),
        (b"\xff", "not in UTF-8"),
        (f"a\tb\n\n{lines(1)}".encode(), "a control character in a note"),
        (f"a\x1fb\n\n{lines(1)}".encode(), "a control character in a note"),
        (f"a\n{lines(1)}".encode(), "no signatures under the text"),
        (f"a\n\n{lines(1)[:-1]}".encode(), "no signatures under the text"),
        (f"a\n\n{lines(SIGNATURES_MAX + 1)}".encode(), "too many signatures"),
        (f"a\n\n{lines(3)}{lines(1)}".encode(), "a signature that is there twice"),
        (b"a\n\n\xe2\x80\x94 n !\n", "not in base64"),
        (b"a\n\n\xe2\x80\x94 n AAAAAAB=\n", "not in canonical base64"),
        (b"a\n\n\xe2\x80\x94 n AAAAAA==\n", "not a signature line"),
        (b"a\n\n- n AAAAAAA=\n", "not a signature line"),
        (b"a\n\n\xe2\x80\x94 n+ AAAAAAA=\n", "not a signature line"),
    ],
)
def test_a_note_is_refused_for_what_is_wrong_with_it(written: bytes, problem: str) -> None:
    with pytest.raises(NoteError) as refused:
        parse_note(written)

    assert str(refused.value) == problem


def test_a_note_may_have_all_its_signatures_and_any_text() -> None:
    note = parse_note(f"a b\n\nc\n\n{lines(SIGNATURES_MAX)}".encode())

    assert note.text == "a b\n\nc\n"
    assert [signature.key_id for signature in note.signatures] == [
        b"%04d" % at for at in range(SIGNATURES_MAX)
    ]
    assert parse_signature("— n AAAAAAA=") == Signature(
        name="n", key_id=bytes(4), signature=bytes(1)
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (spelled(2, PUBLIC), "not a key of a kind that is known here"),
        (spelled(ED25519, PUBLIC[:31]), "not a key of a kind that is known here"),
        (spelled(COSIGNATURE, PUBLIC + b"x"), "not a key of a kind that is known here"),
        (key_text("n", "00000000", b"\x01" + PUBLIC), "the key's number is not that of its bytes"),
        (key_text("", "00000000", b"\x01" + PUBLIC), "not a key"),
        ("n+00000000+", "not a key"),
        ("n+00000000+?", "not in base64"),
    ],
)
def test_a_verifier_key_is_refused_for_what_is_wrong_with_it(text: str, problem: str) -> None:
    with pytest.raises(NoteError) as refused:
        parse_verifier_key(text)

    assert str(refused.value) == problem


@pytest.mark.parametrize("kind", [ED25519, COSIGNATURE])
def test_both_kinds_of_verifier_keys_are_read(kind: int) -> None:
    key = VerifierKey(name="n", kind=kind, public=PUBLIC)

    assert parse_verifier_key(str(key)) == key


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (str(KEY.verifier), "not a private key"),
        (
            KEY.secret.rpartition("+")[0] + "+" + base64.b64encode(b"\x04" + KEY.seed).decode(),
            "not a private key of a kind that is known here",
        ),
        (
            KEY.secret.rpartition("+")[0] + "+" + base64.b64encode(b"\x01" + bytes(31)).decode(),
            "not a private key of a kind that is known here",
        ),
        (
            KEY.secret.rpartition("+")[0] + "+" + base64.b64encode(b"\x01" + bytes(32)).decode(),
            "the key's number is not that of its bytes",
        ),
    ],
)
def test_a_private_key_is_refused_for_what_is_wrong_with_it(text: str, problem: str) -> None:
    with pytest.raises(NoteError) as refused:
        parse_signer_key(text)

    assert str(refused.value) == problem


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("n", True), ("例/n", True), ("", False), ("a+b", False), ("a b", False), ("a\x00", False)],
)
def test_a_key_has_a_name_of_printable_signs(name: str, is_one: bool) -> None:
    assert is_key_name(name) is is_one


def cosigned(text: str, seconds: int) -> Signature:
    message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
    made = Ed25519PrivateKey.from_private_bytes(KEY.seed).sign(message)
    witness = VerifierKey(name="w", kind=COSIGNATURE, public=PUBLIC)
    stamp = seconds.to_bytes(8, "big")
    return Signature(name="w", key_id=witness.key_id, signature=stamp + made)


def test_a_cosignature_holds_for_its_text_its_time_and_its_witness() -> None:
    witness = VerifierKey(name="w", kind=COSIGNATURE, public=PUBLIC)
    made = cosigned("text\n", 1_700_000_000)
    short = Signature(name="w", key_id=witness.key_id, signature=made.signature[:7])
    later = Signature(name="w", key_id=witness.key_id, signature=b"\0" * 8 + made.signature[8:])

    assert witness.signed(made)
    assert not KEY.verifier.signed(made)
    assert witness.verifies("text\n", made)
    assert [witness.verifies("text\n", each) for each in (short, later)] == [False, False]
    assert not witness.verifies("texts\n", made)
    assert not KEY.verifier.verifies("text\n", made)


def test_signers_are_all_the_trusted_keys_that_signed_and_no_others() -> None:
    third = SignerKey(name="example.org/third", seed=bytes(range(2, 34)))
    text = "text\n"
    note = Note(text=text, signatures=(KEY.sign(text), OTHER.sign(text)))
    keys = [third.verifier, OTHER.verifier, KEY.verifier]

    assert signers(note, keys) == [OTHER.verifier, KEY.verifier]
    for trusted in ([], [third.verifier]):
        with pytest.raises(NoteError) as refused:
            signers(note, trusted)
        assert str(refused.value) == "not signed by a trusted key"
    with pytest.raises(NoteError) as refused:
        signers(Note(text="other\n", signatures=note.signatures), keys)
    assert str(refused.value) == f"{OTHER.name}: a false signature"


def test_a_line_is_altered_where_its_name_number_or_signature_is() -> None:
    made = KEY.sign("text\n")
    key = KEY.verifier

    def altered(*signatures: Signature) -> bool:
        return altered_line(Note(text="text\n", signatures=signatures), key)

    assert not altered(OTHER.sign("text\n"), made)
    assert altered(Signature(name="m", key_id=made.key_id, signature=made.signature))
    assert altered(Signature(name=made.name, key_id=b"1234", signature=made.signature))
    assert altered(OTHER.sign("text\n"), KEY.sign("texts\n"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not a number"), ("1" * 19, "not a number"), ("1 ", "not a number"),
        ("１", "not a number"), ("01", "a number with a leading zero"),
    ],
)  # fmt: skip
def test_a_size_is_refused_for_what_is_wrong_with_it(text: str, problem: str) -> None:
    with pytest.raises(NoteError) as refused:
        size_of(text)

    assert str(refused.value) == problem
    assert (size_of("0"), size_of("1" * 18)) == (0, int("1" * 18))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEAD.text + "\n", "not a checkpoint of three lines"),
        (HEAD.text[:-1], "not a checkpoint of three lines"),
        (HEAD.text.removeprefix(HEAD.origin), "not a checkpoint of three lines"),
        (HEAD.text[:-1] + "\nx", "not a checkpoint of three lines"),
        (HEAD.text.replace("7", "?"), "not a number"),
        (f"o\n7\n{base64_text(bytes(31))}\n", "not a hash"),
        (f"o\n7\n{base64_text(bytes(33))}\n", "not a hash"),
        (f"o\n7\n{base64_text(bytes(32))[:-2]}B=\n", "not a hash"),
        ("o\n7\n?\n", "not in base64"),
    ],
)
def test_a_checkpoint_is_refused_for_what_is_wrong_with_it(text: str, problem: str) -> None:
    with pytest.raises(NoteError) as refused:
        parse_checkpoint(text)

    assert str(refused.value) == problem
    assert parse_checkpoint(HEAD.text) == HEAD
    assert parse_hash(base64_text(HEAD.root)) == HEAD.root
