"""Receipts (C2SP tlog-proof): that an event is in the sealed log, for anybody to check offline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from adapters.ledger.handling.handler import CommandHandler
from adapters.seal.folder import SealFolder, unreadable
from adapters.seal.notes import (
    NOTE_MAX_BYTES,
    SIZE_DIGITS_MAX,
    Checkpoint,
    Note,
    NoteError,
    Signer,
    VerifierKey,
    base64_text,
    from_base64,
    parse_checkpoint,
    parse_hash,
    parse_note,
    parse_size,
    signers,
)
from adapters.seal.tiles import node_reader
from adapters.seal.tree import Node, inclusion, leaf_hash, root, root_from_inclusion
from adapters.wording.translation import N_
from domain.refusals import Refusal
from domain.value import value

FIRST_LINE = "c2sp.org/tlog-proof@v1"
TILES_KEPT = 64
RECEIPT_MAX_BYTES = 1_000_000  # an entry of 65,535 bytes, 64 hashes and a note are far less


@value
class Receipt:
    """An event as stored, its place in the log, the way to the root, and the signed root.

    position: from 1; the index of the leaf is one less.
    """

    position: int
    entry: bytes
    path: Sequence[bytes]
    note: Note

    def __str__(self) -> str:
        hashes = "".join(base64_text(node) + "\n" for node in self.path)
        head = f"{FIRST_LINE}\nextra {base64_text(self.entry)}\nindex {self.position - 1}\n"
        return f"{head}{hashes}\n{self.note}"


class ReceiptError(NoteError):
    """A receipt proves nothing: `not-a-receipt`, `signature-untrusted` or `proof-false`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def sealed_head(folder: SealFolder, size: int | None, key: Signer) -> tuple[Checkpoint, Note]:
    """Return the last checkpoint, or that of a sealed size, with this key's signature.

    Raises `nothing-sealed`, `size-not-sealed`, `seal-unreadable`, `seal-origin-differs`.
    """
    head = folder.checkpoint(size)
    if head is None:
        raise Refusal("nothing-sealed", folder=str(folder.path))
    checkpoint, note = head
    folder.refuse_other_origin(checkpoint.origin, key.name)
    if root(checkpoint.size, nodes(folder, checkpoint.size)) != checkpoint.root:
        raise unreadable(folder.path, N_("the tiles are not those of the checkpoint"))
    if key.verifier.signed_any(note):
        return head
    return checkpoint, Note(text=note.text, signatures=(key.sign(note.text), *note.signatures))


def position_of(ledger: CommandHandler, of: str) -> int | None:
    """Return the log position that a number means; None for what names a claim."""
    number = of.isascii() and of.isdigit() and len(of) <= SIZE_DIGITS_MAX
    return int(of) if number and not ledger.recorder.owners([of]) else None


def receipt(
    ledger: CommandHandler, folder: SealFolder, position: int, head: tuple[Checkpoint, Note]
) -> Receipt:
    """Return the receipt of an event. Raises `not-sealed`, `seal-inconsistent`."""
    checkpoint, note = head
    if not 1 <= position <= checkpoint.size:
        raise Refusal("not-sealed", position=position, size=checkpoint.size)
    rows = ledger.recorder.select_rows(position - 1, 1)
    entry = rows[0].state if rows and rows[0].id == position else b""
    node = nodes(folder, checkpoint.size)
    path = inclusion(position - 1, checkpoint.size, node)
    proved = root_from_inclusion(leaf_hash(entry), position - 1, checkpoint.size, path)
    if proved != checkpoint.root:
        raise Refusal("seal-inconsistent", folder=str(folder.path), position=position)
    return Receipt(position=position, entry=entry, path=path, note=note)


def check_receipt(text: str, keys: Sequence[VerifierKey]) -> tuple[Receipt, Checkpoint]:
    """Return what a receipt proves. Raises ReceiptError when it proves nothing."""
    try:
        receipt, checkpoint = _parse_receipt(text)
    except NoteError as broken:
        raise ReceiptError("not-a-receipt", str(broken)) from broken
    try:
        signers(receipt.note, [key for key in keys if key.name == checkpoint.origin])
    except NoteError as broken:
        raise ReceiptError("signature-untrusted", f"{checkpoint.origin}: {broken}") from broken
    leaf, index = leaf_hash(receipt.entry), receipt.position - 1
    if root_from_inclusion(leaf, index, checkpoint.size, receipt.path) != checkpoint.root:
        raise ReceiptError("proof-false", N_("the proof does not lead to the root"))
    return receipt, checkpoint


def _parse_receipt(text: str) -> tuple[Receipt, Checkpoint]:
    """Return what a receipt says, nothing of it checked yet. Raises NoteError."""
    lines, gap, note_text = text.partition("\n\n")
    if not gap:
        raise NoteError(N_("no checkpoint under the proof"))
    first, *rest = lines.split("\n")
    if first != FIRST_LINE or len(rest) < 2 or not rest[0].startswith("extra "):
        raise NoteError(N_("not a receipt"))
    if not rest[1].startswith("index "):
        raise NoteError(N_("no index in the receipt"))
    index = parse_size(rest[1].removeprefix("index "))
    entry = from_base64(rest[0].removeprefix("extra "), N_("the entry is not in base64"))
    path = [parse_hash(line) for line in rest[2:]]
    note = parse_note(note_text.encode("utf-8", "surrogatepass")[: NOTE_MAX_BYTES + 1])
    receipt = Receipt(position=index + 1, entry=entry, path=path, note=note)
    if str(receipt) != text:
        raise NoteError(N_("not in canonical form"))
    return receipt, parse_checkpoint(note.text)


def nodes(folder: SealFolder, size: int) -> Node:
    """Return what finds the nodes of a tree in a folder's tiles."""
    return node_reader(size, lru_cache(maxsize=TILES_KEPT)(folder.tile))
