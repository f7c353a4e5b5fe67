"""Signed notes and keys: the specification's example, Go's, a verifier of others, and damage."""

from __future__ import annotations

import metamorphic_log
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.seal.notes import (
    Checkpoint,
    NoteError,
    SignerKey,
    parse_checkpoint,
    parse_note,
    parse_signer_key,
    parse_verifier_key,
    signers,
)
from tests.support.extent import tried

VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""  # noqa: E501 - as printed
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6K"  # noqa: E501
    "E6RyyBwJnAM="
)
HEAD = Checkpoint(origin="example.org/ledger", size=7, root=bytes(32))
KEY = SignerKey(name="example.org/ledger", seed=bytes(range(32)))
SIGNED = str(HEAD.signed_by(KEY)).encode()


def read(written: bytes) -> Checkpoint:
    note = parse_note(written)
    signers(note, [KEY.verifier])
    return parse_checkpoint(note.text)


def test_the_specification_s_example_verifies() -> None:
    key = parse_verifier_key(VKEY)

    note = parse_note(NOTE.encode())

    assert signers(note, [key]) == [key]
    assert (str(key), str(note)) == (VKEY, NOTE)


def test_go_s_private_key_signs_as_go_does() -> None:
    key = parse_signer_key(GO_SECRET)

    assert key.secret == GO_SECRET
    assert str(key.verifier) == GO_VKEY
    assert key.sign(GO_TEXT).line == GO_LINE + "\n"


def test_a_checkpoint_of_ours_verifies_elsewhere() -> None:
    actual = metamorphic_log.checkpoint_verify(SIGNED.decode(), [str(KEY.verifier)])

    assert (actual.origin, actual.size) == (HEAD.origin, HEAD.size)
    assert parse_checkpoint(parse_note(SIGNED).text) == HEAD


def test_unknown_signatures_are_passed_over_and_false_ones_refused() -> None:
    other = SignerKey(name="example.org/other", seed=bytes(32))
    both = SIGNED + other.sign(HEAD.text).line.encode()
    false = SIGNED + KEY.sign(HEAD.text + "\n").line.encode()

    assert signers(parse_note(both), [KEY.verifier]) == [KEY.verifier]
    with pytest.raises(NoteError, match="not signed"):
        signers(parse_note(SIGNED), [other.verifier])
    with pytest.raises(NoteError, match="false"):
        signers(parse_note(false), [KEY.verifier])


@pytest.mark.parametrize(
    "damaged",
    [
        b"", b"\n\n", SIGNED[:-1], SIGNED + b"\n", SIGNED.replace(b"\n\n", b"\n"),
        SIGNED.replace(b"\n", b"\r\n"), SIGNED.replace(b"\xe2\x80\x94", b"-"), b"\xff" + SIGNED,
        SIGNED.replace(b"=\n\n", b"=\n\n\n- x\n\n"), b"\x00" * 10, SIGNED + SIGNED,
        SIGNED + SIGNED.split(b"\n\n")[1],
    ],
)  # fmt: skip
def test_what_is_not_in_the_one_form_is_refused(damaged: bytes) -> None:
    with pytest.raises(NoteError):
        read(damaged)


@given(st.integers(0, len(SIGNED) - 1), st.binary(max_size=3))
@settings(deadline=None, max_examples=tried(100, long=500))
def test_no_altered_checkpoint_says_anything_else(at: int, put: bytes) -> None:
    altered = SIGNED[:at] + put + SIGNED[at + 1 :]

    try:
        actual = read(altered)
    except NoteError:
        return

    assert actual == HEAD


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(reported: bytes) -> None:
    for parse in (parse_note, lambda each: parse_verifier_key(each.decode("latin-1"))):
        try:
            parse(reported)
        except NoteError:
            continue


@pytest.mark.parametrize("size", ["07", "-1", "1e3", "", "9" * 30, "７"])
def test_a_size_has_one_spelling(size: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(HEAD.text.replace("\n7\n", f"\n{size}\n"))


def test_a_checkpoint_ends_with_its_third_line() -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(HEAD.text + "more")
