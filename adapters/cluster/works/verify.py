"""Rows checked part by part: each canonical, no stream with a gap, none missing, as it was sealed.

What only the ledger itself has is not checked here: its indexes, triggers and views.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.cluster.part import Part
from adapters.cluster.sources import Source
from adapters.log.codec import CodecError, decode
from adapters.seal.folder import checked
from adapters.seal.keys import trusted_key
from adapters.seal.notes import NoteError, VerifierKey
from adapters.seal.tree import HASH_BYTES, TILE_WIDTH, Edge, leaf_hash
from adapters.seal.verify.answers import FAULTS_MAX
from domain.value import value


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RowFault:
    """What is wrong at a position; None where it is of no single one."""

    position: int
    code: str
    detail: str


@value
class Rows:
    """The positions of a part's rows, the leaf hash of each, and what is wrong with them."""

    positions: tuple[int, ...]
    leaves: bytes
    faults: tuple[RowFault, ...]


@value
class SegmentsVerified:
    """What was checked of a ledger. sealed: of how many events the hashes were those of the
    checkpoint; signed_by: whose key, where one was given to check by.
    """

    position: int
    events: int
    sealed: int | None
    signed_by: tuple[str, ...]
    faults: tuple[RowFault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


@value
class Verify:
    """Checks rows. hashed: whether a checkpoint asks for their hashes."""

    hashed: bool

    def __call__(self, part: Part) -> Rows:
        positions, leaves, faults = list[int](), list[bytes](), list[RowFault]()
        stream, version = "", 0
        last: datetime | None = None
        for row in part.rows():
            positions.append(row.id)
            if self.hashed:
                leaves.append(leaf_hash(row.state))
            if row.originator_id != stream:
                stream, version, last = row.originator_id, 0, None
            version += 1
            try:
                recorded = decode(row.id, row)
            except (CodecError, RecursionError) as broken:
                faults.append(_fault(row.id, "row-not-canonical", str(broken)))
                continue
            if row.originator_version != version:
                place = f"{stream} {row.originator_version}, not {version}"
                faults.append(_fault(row.id, "stream-not-gapless", place))
                version = row.originator_version
            if last is not None and recorded.recorded_at < last:
                faults.append(_fault(row.id, "time-goes-back", str(recorded.recorded_at)))
            last = recorded.recorded_at
        return Rows(
            positions=tuple(positions),
            leaves=b"".join(leaves),
            faults=tuple(faults[:FAULTS_MAX]),
        )


def verified(
    source: Source, parts: Sequence[Rows], keys: Sequence[VerifierKey] = ()
) -> SegmentsVerified:
    """Return what came out of a ledger, of all its parts. keys: believed to sign its seal."""
    faults = [fault for part in parts for fault in part.faults]
    seen = bytearray(source.position)
    for part in parts:
        for position in part.positions:
            if seen[position - 1]:
                faults.append(_fault(position, "row-twice", ""))
            seen[position - 1] = 1
    missing = seen.find(0)
    if missing >= 0:
        faults.append(_fault(missing + 1, "row-missing", f"{seen.count(0)}"))
    sealed, signers = source.checkpoint, tuple[str, ...]()
    if sealed is not None:
        if missing < 0 and _root(sealed.size, parts).hex() != sealed.root:
            faults.append(_fault(sealed.size, "root-differs", sealed.root))
        try:
            checkpoint, _ = checked(sealed.note.encode(), list(keys)) if keys else (None, None)
        except NoteError as problem:
            faults.append(_fault(sealed.size, "checkpoint-not-signed", str(problem)))
        else:
            signers = () if checkpoint is None else (checkpoint.origin,)
            if checkpoint is not None and checkpoint.root.hex() != sealed.root:
                faults.append(_fault(sealed.size, "root-differs", sealed.root))
    return SegmentsVerified(
        position=source.position,
        events=sum(len(part.positions) for part in parts),
        sealed=None if sealed is None else sealed.size,
        signed_by=signers,
        faults=tuple(sorted(faults)[:FAULTS_MAX]),
    )


def keys_of(trusted: Sequence[str]) -> list[VerifierKey]:
    """Return the keys given. Raises Refusal `key-invalid`."""
    return list(map(trusted_key, trusted))


def _root(size: int, parts: Sequence[Rows]) -> bytes:
    """Return the root over the first events, whatever parts they lie in."""
    leaves = bytearray(size * HASH_BYTES)
    for part in parts:
        for index, position in enumerate(part.positions):
            if position <= size:
                at = (position - 1) * HASH_BYTES
                leaves[at : at + HASH_BYTES] = part.leaves[
                    index * HASH_BYTES : (index + 1) * HASH_BYTES
                ]
    edge = Edge()
    for start in range(0, size, TILE_WIDTH):
        tile = leaves[start * HASH_BYTES : min(start + TILE_WIDTH, size) * HASH_BYTES]
        edge.add(*(bytes(tile[at : at + HASH_BYTES]) for at in range(0, len(tile), HASH_BYTES)))
    return edge.root()


def _fault(position: int, code: str, detail: str) -> RowFault:
    return RowFault(position=position, code=code, detail=detail)
