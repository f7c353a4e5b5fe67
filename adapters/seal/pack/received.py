"""The pack of an enterprise read in: what it states, and what of that could be verified.

Nothing of it is believed that its events do not say again: they are folded here, and the grants and
the use of caps are worked out from them and compared. Whose log the events are of is proved by
receipts alone, under a key that the reader trusts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from adapters.files.durable import open_regular, problem_text
from adapters.ledger.enterprises import book_of, folded
from adapters.log.codec import CodecError, columns, decode
from adapters.log.entries import Row
from adapters.seal.keys import trusted_key
from adapters.seal.pack.handover import (
    CAP,
    GRANT,
    KIND,
    OF_ENTERPRISE,
    OF_POLICIES,
    RECEIPT,
    last_departure,
    spelled,
)
from adapters.seal.proving.receipts import ReceiptError, check_receipt
from adapters.wording.translation import N_
from domain.commands.transfer import HandedCap, HandedGrant, TransferIn
from domain.enterprise.kin.folding import DoesNotFollow
from domain.events.log import Recorded
from domain.events.streams import POLICY_STREAM
from domain.identity import is_uscc
from domain.refusals import Refusal
from projections.transfers import handed_caps, handed_grants

PACK_MAX_BYTES = 256_000_000
DIGEST, EVENTS, USES, SEALED = "digest", "events", "uses", "sealed"
_BROKEN = (
    ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError,
    DoesNotFollow,
)  # fmt: skip


@dataclass(slots=True)
class _Read:
    """The lines of a pack, by what they are."""

    head: dict[str, Any]
    rows: dict[str, list[Row]] = field(default_factory=lambda: {OF_POLICIES: [], OF_ENTERPRISE: []})
    grants: list[Any] = field(default_factory=list)
    caps: list[Any] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)


def read_pack(
    path: Path, trusted: Sequence[str], on: date, document: str, expected: str | None = None
) -> TransferIn:
    """Return the command that reads a pack in. trusted: verifier keys, or files of them.

    expected: the SHA-256 that the other county says its file has. Raises Refusal
    `pack-unreadable`, `pack-differs`, `pack-false`, `key-invalid`, or `pack-not-sealed` where a
    key is given and the pack has no receipt for each of its events under it.
    """
    keys = list(map(trusted_key, trusted))
    try:
        with open_regular(path) as file:
            content = file.read(PACK_MAX_BYTES + 1)
    except OSError as problem:
        why = problem_text(problem)
        raise Refusal("pack-unreadable", file=str(path), problem=why) from problem
    if expected is not None:
        _must_be(path, content, expected)
    first, _, rest = content.partition(b"\n")
    digest = sha256(rest).hexdigest()
    if len(content) > PACK_MAX_BYTES or spelled({"pack": KIND, "digest": digest}) != first + b"\n":
        ours = first.startswith(f'{{"pack":"{KIND}"'.encode())
        raise _false(path, N_("the digest is not that of its lines") if ours else N_("not a pack"))
    try:
        read = _lines(rest)
        grants, caps = _states(read)
    except ReceiptError:
        raise
    except _BROKEN as problem:
        raise _false(path, str(problem) or type(problem).__name__) from problem
    checked: tuple[str, ...] = (DIGEST, EVENTS, USES)
    if keys:
        try:
            checked = (*checked, f"{SEALED}:{_signer(read, keys)}")
        except ReceiptError as problem:
            raise Refusal("pack-not-sealed", file=str(path), problem=str(problem)) from problem
    return TransferIn(
        uscc=read.head["uscc"],
        origin=read.head["county"],
        on=on,
        document=document,
        pack=digest,
        head=read.head["position"],
        checked=checked,
        grants=tuple(grants),
        caps=tuple(caps),
    )


def _must_be(path: Path, content: bytes, expected: str) -> None:
    """Raise `pack-differs` unless a file is the one that the other county names."""
    digest, said = sha256(content).hexdigest(), "".join(expected.split()).lower()
    if digest != said:
        raise Refusal("pack-differs", file=str(path), expected=said, found=digest)


def _lines(content: bytes) -> _Read:
    """Return the lines of a pack. Raises what `_BROKEN` names."""
    first, *rest = [json.loads(line) for line in content.splitlines()]
    read = _Read(first)
    for line in rest:
        kind, *_rest = line
        if kind in read.rows:
            entry = line["entry"].encode()
            read.rows[kind].append(Row(line[kind], *columns(entry), entry))
        else:
            {GRANT: read.grants, CAP: read.caps, RECEIPT: read.receipts}[kind].append(line[kind])
    return read


def _states(read: _Read) -> tuple[list[HandedGrant], list[HandedCap]]:
    """Return what the events of a pack come to, which must be what it states.

    Raises what `_BROKEN` names.
    """
    uscc, county = read.head["uscc"], read.head["county"]
    if not (is_uscc(uscc) and isinstance(county, str) and county.strip()):
        raise ValueError(N_("it names no enterprise or no county"))
    enterprise = folded(_events(uscc, read.rows[OF_ENTERPRISE]))
    book = book_of(_events(POLICY_STREAM, read.rows[OF_POLICIES]))
    gone = last_departure(enterprise)
    stated = (read.head["to"], read.head["on"], read.head["document"])
    if gone is None or (gone.to, gone.on.isoformat(), gone.document) != stated:
        raise ValueError(N_("its events do not say that the enterprise was transferred so"))
    if read.rows[OF_ENTERPRISE][-1].id != read.head["position"]:
        raise ValueError(N_("its events do not end where it says"))
    grants, caps = handed_grants(county, enterprise, book), handed_caps(enterprise, book)
    for known, said in ((grants, read.grants), (caps, read.caps)):
        if [json.loads(spelled(asdict(each))) for each in known] != said:
            raise ValueError(N_("what it says was used is not what its events come to"))
    return grants, caps


def _events(stream: str, rows: Sequence[Row]) -> list[Recorded]:
    """Return the events of a stream, from its first, none left out."""
    events = [decode(row.id, row) for row in rows]
    for number, event in enumerate(events, start=1):
        if (event.stream, event.version) != (stream, number):
            raise CodecError(N_("an event is left out, or of another stream"))
    places = [event.position for event in events]
    if not places or places != sorted(set(places)) or places[0] < 1:
        raise CodecError(N_("its events are out of order"))
    return events


def _signer(read: _Read, keys: Sequence[Any]) -> str:
    """Return whose seal all events of a pack are under. Raises ReceiptError."""
    proved: dict[int, bytes] = {}
    names: set[str] = set()
    for text in read.receipts:
        receipt, checkpoint = check_receipt(text, keys)
        proved[receipt.position] = receipt.entry
        names.add(checkpoint.origin)
    rows = [row for kept in read.rows.values() for row in kept]
    if not rows or any(proved.get(row.id) != row.state for row in rows) or len(names) != 1:
        raise ReceiptError("proof-incomplete", N_("not every event has a receipt"))
    return names.pop()


def _false(path: Path, problem: str) -> Refusal:
    return Refusal("pack-false", file=str(path), problem=problem)
