"""Notes, keys, checkpoints, receipts and tiles: in their one spelling, or refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

import pytest

from adapters.seal.folder import checked
from adapters.seal.notes import (
    COSIGNATURE,
    ED25519,
    Checkpoint,
    Note,
    NoteError,
    Signature,
    SignerKey,
    VerifierKey,
    base64_text,
    is_key_name,
    parse_checkpoint,
    parse_hash,
    parse_note,
    parse_signature,
    parse_signer_key,
    parse_size,
    parse_verifier_key,
)
from adapters.seal.proving.receipts import Receipt, check_receipt
from adapters.seal.tiles import Tile, bundle, entries_of, tile_named
from adapters.seal.tree import inclusion, leaf_hash, root, subtree
from tests.fuzz.edits import some
from tests.fuzz.running import fuzzed, hold

KEY = SignerKey(name="example.org/ledger", seed=bytes(range(32)))
OTHER = SignerKey(name="例.org/见证", seed=bytes(32))
WITNESS = VerifierKey(name=OTHER.name, kind=COSIGNATURE, public=OTHER.verifier.public)
GOLDEN = Path(__file__).parents[1] / "golden" / "events"
ENTRIES = [path.read_bytes() for path in sorted(GOLDEN.glob("*.json"))][:21]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def node(level: int, index: int) -> bytes:
    return subtree(LEAVES[index << level : (index + 1) << level])


HEAD = Checkpoint(
    origin=KEY.name, size=len(ENTRIES), root=root(len(ENTRIES), node)
)  # fmt: skip
NOTE = HEAD.signed_by(KEY)
COSIGNED = Note(text=NOTE.text, signatures=(*NOTE.signatures, OTHER.sign(NOTE.text)))
RECEIPTS = [
    Receipt(
        position=index + 1,
        entry=ENTRIES[index],
        path=inclusion(index, HEAD.size, node),
        note=COSIGNED,
    )
    for index in (0, 7, 15, 16, 20)
]
NOTES = [str(NOTE), str(COSIGNED), f"一段话\n\n又一段\n\n{OTHER.sign('').line}"]
TILES = [
    Tile(level, number, width)
    for level in (None, 0, 1, 7, 63)
    for number in (0, 1, 67, 999, 1_000, 1_234_067, 999_999_999)
    for width in (1, 9, 255, 256)
]
HASHES = [base64_text(leaf) for leaf in LEAVES]
SIZES = ["0", "1", "9", "10", "603", "1000000", "9" * 18]
VERIFIERS = [str(KEY.verifier), str(OTHER.verifier), str(WITNESS)]
SECRETS = [KEY.secret, OTHER.secret]
LINES = [signature.line.removesuffix("\n") for signature in COSIGNED.signatures]


def damaged(random: Random, samples: Sequence[str]) -> str:
    return some(random, [sample.encode() for sample in samples]).decode("utf-8", "surrogateescape")


Parse = Callable[[str], object]


def is_printed_back_or_refused(parse: Parse, printed: Callable[[object], str], text: str) -> None:
    try:
        parsed = parse(text)
    except NoteError:
        return
    if parsed is not None:
        assert printed(parsed) == text


SPELLED: dict[str, tuple[Parse, Callable[..., str], Sequence[str]]] = {
    "checkpoint": (parse_checkpoint, lambda head: head.text, [HEAD.text]),
    "verifier key": (parse_verifier_key, str, VERIFIERS),
    "signer key": (parse_signer_key, lambda key: key.secret, SECRETS),
    "signature": (parse_signature, lambda each: each.line.removesuffix("\n"), LINES),
    "tile": (tile_named, lambda tile: tile.name, [tile.name for tile in TILES]),
    "hash": (parse_hash, base64_text, HASHES),
    "size": (parse_size, str, SIZES),
}


@pytest.mark.parametrize("what", SPELLED)
@fuzzed(4_000)
def test_what_is_read_is_printed_back_to_the_letter(what: str, seed: int) -> None:
    parse, printed, samples = SPELLED[what]
    assert all(printed(parse(sample)) == sample for sample in samples)

    law = partial(is_printed_back_or_refused, parse, printed)
    hold(law, lambda random: damaged(random, samples), seed)


def is_a_note_or_refused(written: bytes) -> None:
    try:
        note = parse_note(written)
    except NoteError:
        return
    assert str(note).encode() == written


@fuzzed(8_000)
def test_a_note_is_printed_back_to_the_byte_or_refused(seed: int) -> None:
    samples = [note.encode() for note in NOTES]

    hold(is_a_note_or_refused, lambda random: some(random, samples), seed)


def proves_the_head_or_nothing(written: bytes) -> None:
    try:
        checkpoint, note = checked(written, [KEY.verifier])
    except NoteError:
        return
    assert (checkpoint, note.text) == (HEAD, NOTE.text)
    assert str(note).encode() == written


@fuzzed(4_000)
def test_a_checkpoint_is_the_one_that_was_signed_or_refused(seed: int) -> None:
    samples = [note.encode() for note in NOTES]

    hold(proves_the_head_or_nothing, lambda random: some(random, samples), seed)


def proves_its_entry_or_nothing(text: str) -> None:
    try:
        receipt, head = check_receipt(text, [KEY.verifier])
    except NoteError:
        return
    assert head == HEAD
    assert receipt.entry == ENTRIES[receipt.position - 1]
    assert str(receipt) == text


@fuzzed(8_000)
def test_a_receipt_proves_what_was_signed_in_its_one_spelling_or_nothing(seed: int) -> None:
    samples = [str(receipt) for receipt in RECEIPTS]

    hold(proves_its_entry_or_nothing, lambda random: damaged(random, samples), seed)


def is_a_bundle_or_refused(packed: bytes) -> None:
    try:
        entries = entries_of(packed)
    except ValueError:
        return
    assert bundle(entries) == packed


@fuzzed(2_000)
def test_a_bundle_is_packed_again_to_the_byte_or_refused(seed: int) -> None:
    samples = [bundle(ENTRIES[:9]), bundle([b"", b"a", b""]), b""]

    hold(is_a_bundle_or_refused, lambda random: some(random, samples), seed)


ALPHABET = "aZ0-./_ 乐清市\u00e9\u0301\u2028𠮷+\u3000"


def text_of(random: Random, alphabet: str = ALPHABET) -> str:
    return "".join(random.choice(alphabet) for _ in range(random.randint(1, 12)))


def key_of(random: Random) -> SignerKey:
    name = next(name for _ in range(1_000) if is_key_name(name := text_of(random)))
    return SignerKey(name=name, seed=random.randbytes(32))


def signature_of(random: Random) -> Signature:
    return Signature(
        name=key_of(random).name,
        key_id=random.randbytes(4),
        signature=random.randbytes(random.randint(1, 80)),
    )


def head_of(random: Random) -> Checkpoint:
    size = random.randrange(10 ** random.randint(1, 18))
    return Checkpoint(origin=text_of(random), size=size, root=random.randbytes(32))


def tile_of(random: Random) -> Tile:
    level = random.choice((None, *range(64)))
    return Tile(level, random.randrange(10 ** random.randint(1, 15)), random.randint(1, 256))


def note_of(random: Random) -> Note:
    text = "".join(text_of(random, ALPHABET + "\n") + "\n" for _ in range(random.randint(1, 4)))
    signatures = (signature_of(random) for _ in range(random.randint(1, 4)))
    return Note(text=text, signatures=tuple(signatures))


def receipt_of(random: Random) -> Receipt:
    entries = [random.randbytes(random.randrange(90)) for _ in range(random.randint(1, 70))]
    leaves, index = [leaf_hash(entry) for entry in entries], random.randrange(len(entries))

    def node(level: int, at: int) -> bytes:
        return subtree(leaves[at << level : (at + 1) << level])

    head = Checkpoint(origin=KEY.name, size=len(leaves), root=root(len(leaves), node))
    path = inclusion(index, head.size, node)
    return Receipt(position=index + 1, entry=entries[index], path=path, note=head.signed_by(KEY))


MADE: dict[str, tuple[Callable[[Random], object], Callable[..., str], Parse]] = {
    "checkpoint": (head_of, lambda head: head.text, parse_checkpoint),
    "verifier key": (
        lambda random: VerifierKey(
            name=key_of(random).name,
            kind=random.choice((ED25519, COSIGNATURE)),
            public=random.randbytes(32),
        ),
        str,
        parse_verifier_key,
    ),
    "signer key": (key_of, lambda key: key.secret, parse_signer_key),
    "signature": (signature_of, lambda each: each.line.removesuffix("\n"), parse_signature),
    "note": (note_of, str, lambda text: parse_note(text.encode())),
    "tile": (tile_of, lambda tile: tile.name, tile_named),
    "receipt": (receipt_of, str, lambda text: check_receipt(text, [KEY.verifier])[0]),
}


@pytest.mark.parametrize("what", MADE)
@fuzzed(1_000)
def test_what_is_printed_is_read_back_as_it_was(what: str, seed: int) -> None:
    made, printed, parse = MADE[what]

    def law(thing: object) -> None:
        assert parse(printed(thing)) == thing

    hold(law, made, seed)
