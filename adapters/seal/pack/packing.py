"""A pack made from a ledger and its seal."""

from __future__ import annotations

from pathlib import Path

from adapters.files.durable import open_output
from adapters.files.gc_pause import gc_paused
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.publishing import named_keys
from adapters.ledger.ledger import Ledger
from adapters.ledger.snapshot import open_snapshot
from adapters.ledger.store import Store
from adapters.seal.checkpoints import Checkpoint, hash_text
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_key
from adapters.seal.notes import Note, SignerKey, VerifierKey, parse_verifier_key
from adapters.seal.pack.pack import Contents, Page, totals_of, totals_text, write_pack
from adapters.seal.proofs import nodes, sealed_head
from adapters.seal.tree import Edge, leaf_hash
from adapters.seal.verify.answers import PackMade
from adapters.seal.verify.check_views import check_views
from domain.refusals import Refusal


def make_pack(
    ledger: Ledger, folder: Path, key_file: Path, size: int | None, out: Path, page: Page
) -> PackMade:
    """Write the pack of the last seal, or of a sealed size.

    Raises `seal-inconsistent`, `views-differ`, and as the key and the seal are refused.
    """
    key = read_key(key_file, ledger.file, folder)
    checkpoint, note = sealed_head(SealFolder(folder), size, key)
    with open_snapshot(ledger.address, checkpoint.size, None) as look, gc_paused():
        keys = _keys(look.store.handler, checkpoint.size, key)
        _must_be_sealed(look.store.handler, checkpoint, folder)
        _must_be_of_the_log(look.store)
        text = totals_text(checkpoint, totals_of(look))
        contents = Contents(
            look=look,
            checkpoint=checkpoint,
            note=note,
            keys=keys,
            totals_note=Note(text=text, signatures=(key.sign(text),)),
            page=page,
        )
        with open_output(out, "output-unwritable") as file:
            write_pack(contents, file)
    return PackMade(size=checkpoint.size, root=hash_text(checkpoint.root), file=str(out))


def _must_be_of_the_log(store: Store) -> None:
    """Raise `views-differ` unless the views, whose totals are to be signed, follow the log."""
    faults = check_views(store.handler, store.views).found
    if faults:
        raise Refusal("views-differ", store=store.place.name, problem=faults[0].detail)


def keys_named(ledger: CommandHandler, size: int) -> list[VerifierKey]:
    """Return the keys the log names by then, the last first."""
    return [parse_verifier_key(named.key) for named in reversed(named_keys(ledger, size))]


def _keys(ledger: CommandHandler, size: int, key: SignerKey) -> list[VerifierKey]:
    """Return the key that signs the pack, then those the log names by then."""
    return list(dict.fromkeys([key.verifier, *keys_named(ledger, size)]))


def _must_be_sealed(ledger: CommandHandler, checkpoint: Checkpoint, folder: Path) -> None:
    """Raise `seal-inconsistent` unless the log is what was signed."""
    edge = Edge()
    for page in ledger.pages():
        for row in page[: checkpoint.size - edge.size]:
            edge.add(leaf_hash(row.state))
        if edge.size == checkpoint.size:
            break
    if edge.root() != checkpoint.root:
        first = _first_other(ledger, checkpoint.size, folder)
        raise Refusal("seal-inconsistent", folder=str(folder), position=first)


def _first_other(ledger: CommandHandler, size: int, folder: Path) -> int:
    """Return the first position whose row differs from the sealed row, or is missing."""
    node, last = nodes(SealFolder(folder), size), 0
    for page in ledger.pages():
        for row in page[: size - last]:
            if leaf_hash(row.state) != node(0, row.id - 1):
                return row.id
            last = row.id
    return min(last + 1, size)
