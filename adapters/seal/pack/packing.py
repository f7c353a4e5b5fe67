"""A pack made from a ledger and its seal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from adapters.files.durable import open_output
from adapters.files.gc_pause import gc_paused
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.publishing import named_keys
from adapters.ledger.ledger import Ledger
from adapters.ledger.snapshot import open_snapshot
from adapters.log.entries import Row
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_key
from adapters.seal.notes import Checkpoint, VerifierKey, base64_text, parse_verifier_key
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
        named = keys_named(look.store.handler, checkpoint.size)
        keys = list(dict.fromkeys([key.verifier, *named]))
        _must_be_sealed(look.store.handler, checkpoint, folder)
        # The views' totals are to be signed.
        if faults := check_views(look.store.handler, look.store.views):
            raise Refusal("views-differ", store=look.store.place.name, problem=faults[0].detail)
        totals_note = key.note(totals_text(checkpoint, totals_of(look)))
        with open_output(out, "output-unwritable") as file:
            write_pack(Contents(look, checkpoint, note, keys, totals_note, page), file)
    return PackMade(size=checkpoint.size, root=base64_text(checkpoint.root), file=str(out))


def keys_named(ledger: CommandHandler, size: int) -> list[VerifierKey]:
    """Return the keys the log names by then, the last first."""
    return [parse_verifier_key(named.key) for named in reversed(named_keys(ledger, size))]


def _must_be_sealed(ledger: CommandHandler, checkpoint: Checkpoint, folder: Path) -> None:
    """Raise `seal-inconsistent` unless the log is what was signed."""
    edge = Edge()
    for row in _rows(ledger, checkpoint.size):
        edge.add(leaf_hash(row.state))
    if edge.root() != checkpoint.root:
        node = nodes(SealFolder(folder), checkpoint.size)
        rows = _rows(ledger, checkpoint.size)
        other = (row.id for row in rows if leaf_hash(row.state) != node(0, row.id - 1))
        missing = min(edge.size + 1, checkpoint.size)
        raise Refusal("seal-inconsistent", folder=str(folder), position=next(other, missing))


def _rows(ledger: CommandHandler, size: int) -> Iterator[Row]:
    """Return the log's rows up to a size."""
    return islice(chain.from_iterable(ledger.pages()), size)
