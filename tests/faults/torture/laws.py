"""What must hold after any fault, judged by the stored bytes alone."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec

from tests.faults.torture.kinds import Row

LAWS = ("lost", "twice", "gaps", "ahead", "repair", "verify", "other")
OF_CHANCE = re.compile(rb'(committed-name:|"account_id":"|"commitment":")[0-9a-f:]+')
Bodies = Mapping[str, list[bytes]]


class Broken(NamedTuple):
    """A law that did not hold, and how."""

    law: str
    how: str


class _Envelope(msgspec.Struct):
    stream: str
    version: int
    topic: str
    recorded_at: str
    event: msgspec.Raw


class _Claim(msgspec.Struct):
    claim_no: str


_envelope = msgspec.json.Decoder(_Envelope).decode
_claim = msgspec.json.Decoder(_Claim).decode


def bodies(rows: Iterable[Row]) -> dict[str, list[bytes]]:
    """Return every stream's events, without who wrote them when.

    Without what commits to accounts and sole traders' names, too: each ledger draws its own.
    """
    by_stream: dict[str, list[bytes]] = {}
    for _, stream, _, topic, state in rows:
        body = OF_CHANCE.sub(rb"\1", bytes(_envelope(state).event))
        by_stream.setdefault(stream, []).append(topic.encode() + body)
    return by_stream


def claims(rows: Iterable[Row]) -> list[str]:
    """Return the numbers of the claims submitted, in order."""
    return [
        _claim(_envelope(state).event).claim_no
        for _, _, _, topic, state in rows
        if topic == "claim-submitted"
    ]


def log_laws(before: Sequence[Row], after: Sequence[Row], expected: Bodies) -> list[Broken]:
    """Check a log against itself before the fault, and against one that nothing disturbed."""
    broken = []
    positions = [row[0] for row in after]
    if positions != list(range(1, len(after) + 1)):
        broken.append(Broken("gaps", f"positions {_gap(positions)}"))
    if list(after[: len(before)]) != list(before):
        broken.append(Broken("lost", "a row recorded before is gone or is another"))
    numbers = claims(after)
    if len(numbers) != len(set(numbers)):
        broken.append(Broken("twice", "a claim was submitted twice"))
    versions: dict[str, int] = {}
    for position, stream, version, _, _ in after:
        if version != versions.get(stream, 0) + 1:
            broken.append(Broken("twice", f"position {position}: {stream} {version}"))
        versions[stream] = version
    times = [_envelope(state).recorded_at for *_, state in after]
    if any(later < earlier for earlier, later in pairwise(times)):
        broken.append(Broken("other", "recorded_at goes back"))
    for stream, events in bodies(after).items():
        if events != expected.get(stream, [])[: len(events)]:
            broken.append(Broken("other", f"{stream} is not as an undisturbed run has it"))
    return broken


def seal_laws(folder: Path, rows: Sequence[Row]) -> list[Broken]:
    """Check that no checkpoint is ahead of the log, nor signs another one."""
    broken = []
    kept = sorted((folder / "checkpoints").glob("*-*")) if folder.exists() else []
    for path in (folder / "checkpoint", *kept):
        if not path.exists() or path.name.endswith(".unfinished"):
            continue
        _, size, root, *_ = path.read_text().split("\n")
        if int(size) > len(rows):
            broken.append(Broken("ahead", f"{path.name} has {size}, the log {len(rows)}"))
        elif b64decode(root) != tree_head([row[4] for row in rows[: int(size)]]):
            broken.append(Broken("ahead", f"{path.name}: its root is not the log's"))
    return broken


def tree_head(entries: Iterable[bytes]) -> bytes:
    """Return the Merkle tree hash of RFC 6962, worked out for itself."""
    peaks: list[tuple[int, bytes]] = []
    for entry in entries:
        width, top = 1, sha256(b"\0" + entry).digest()
        while peaks and peaks[-1][0] == width:
            width, top = 2 * width, sha256(b"\1" + peaks.pop()[1] + top).digest()
        peaks.append((width, top))
    if not peaks:
        return sha256(b"").digest()
    head = peaks.pop()[1]
    while peaks:
        head = sha256(b"\1" + peaks.pop()[1] + head).digest()
    return head


def _gap(positions: Sequence[int]) -> str:
    gap = next((place for place, position in enumerate(positions, start=1) if place != position), 0)
    return f"miss {gap} of {len(positions)}"
