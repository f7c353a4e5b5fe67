"""What sealing, proving and verifying answer, with the keys that other programs rely on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.value import value

UNREADABLE = "store-unreadable"  # the code of a log that cannot be read at all
FAULTS_MAX = 100  # of one check; further ones are not listed


@value
class Sealed:
    """The checkpoint signed, how many events it adds to the last, and by which key.

    cosignatures: how many the witnesses made. timestamps: how many authorities stamped it.
    """

    origin: str
    size: int
    root: str
    added: int
    key: str
    cosignatures: int
    timestamps: int


@value
class KeyMade:
    """The verifier key of a private key just made."""

    key: str


@value
class KeyShown:
    """A verifier key, and the name in it."""

    name: str
    key: str


@value
class ReceiptMade:
    """The receipt of a log position, as sealed at a size, and the file it was written to."""

    position: int
    size: int
    file: str


@value
class ReceiptChecked:
    """What a receipt proves; everything from `position` on is None where it proves nothing.

    problem: `not-a-receipt`, `signature-untrusted` or `proof-false`. event: None also for an entry
    that this version cannot read.
    """

    sound: bool
    problem: str | None = None
    detail: str | None = None
    position: int | None = None
    origin: str | None = None
    size: int | None = None
    root: str | None = None
    event: object = None


@value
class ClaimProofMade:
    """The proof of a claim as sealed at a size: its events, and the file it was written to."""

    claim_no: str
    events: int
    size: int
    file: str


@value
class ClaimProofChecked:
    """What the proof of a claim shows.

    hidden_versions: the runs of versions of the enterprise's stream, between the first and the last
    event, that are not shown: whether they are of the claim is not proved.
    """

    sound: bool
    claim_no: str
    granted_fen: int
    origin: str
    size: int
    root: str
    hidden_versions: tuple[tuple[int, int], ...]
    events: tuple[object, ...]


@value
class Recovered:
    """The sealed head that a ledger was recovered to, and how many events it had and was given."""

    origin: str
    size: int
    root: str
    events_before: int
    events_recovered: int


@value
class PackMade:
    """The sealed head that a pack is about, and the file it was written to.

    unsealed, unsealed_since: how far that head is behind the log (see `Lag`).
    """

    size: int
    root: str
    file: str
    unsealed: int | None
    unsealed_since: str | None


@value
class PackWithPapers(PackMade):
    """A pack with the papers of claims. attachments: how many."""

    attachments: int


@value
class Unvouched:
    """A naming of a key that the key before it did not sign. reason: as given; None for none."""

    position: int
    recorded_at: str
    by: str
    key: str
    replaces: str
    reason: str | None


@value
class Fault:
    """One thing that is wrong. position: None where it touches no single event.

    what: a stable code (`row-missing`), and the file or the problem, as far as known.
    """

    position: int | None
    what: str

    @property
    def code(self) -> str:
        return self.what.partition(": ")[0]

    @property
    def detail(self) -> str:
        return self.what.partition(": ")[2]


class Faults(list[Fault]):
    """The faults that a check has collected, at most FAULTS_MAX."""

    def add(self, position: int | None, code: str, detail: str = "") -> None:
        if len(self) < FAULTS_MAX:
            what = f"{code}: {detail}" if detail else code
            self.append(Fault(position=position, what=what))


@value
class SignatureLine:
    """A signature under the last checkpoint. kind, verified: None where its key is not known."""

    name: str
    key_id: str
    bytes: int
    kind: str | None
    verified: bool | None


@value
class TimeStamp:
    """A time stamp of a checkpoint. time, authority, verified: None where no roots were given."""

    file: str
    size: int
    time: datetime | None
    authority: str | None
    verified: bool | None


@value
class Verification:
    """The faults of a ledger. good: how many events come before the first that is wrong.

    unsealed: events that no checkpoint covers yet. unsealed_since: when the first of them was
    recorded; None where no seal was looked at. keys: the verifier keys whose signatures counted.
    anchored: whether they came from elsewhere; a log that a stranger rewrote and signed brings its
    own. unvouched: what is shown for ever. signatures: every line under the last checkpoint.
    timestamps: those of every checkpoint.
    """

    good: int
    events: int
    first_bad_position: int | None
    faults: tuple[Fault, ...]
    unsealed: int
    unsealed_since: str | None
    keys: tuple[str, ...]
    anchored: bool
    unvouched: tuple[Unvouched, ...]
    signatures: tuple[SignatureLine, ...]
    timestamps: tuple[TimeStamp, ...]


@value
class LedgerVerified(Verification):
    """The faults of a ledger that lies in a store.
    read_only: whether it was read as it lies on a read-only medium, nothing written beside it.
    """

    read_only: bool


@value
class PackChecked(Verification):
    """The faults of a pack, the head it is about, and how many decisions were worked out again.

    origin, size, root: None where the pack has no head that can be trusted.
    """

    origin: str | None
    size: int | None
    root: str | None
    decisions: int
    agreeing: int


def judged(events: int, faults: Iterable[Fault]) -> dict[str, Any]:
    """Return the part of a verification that follows from its faults.

    They stand by position, those of no position last, each once.
    """
    ordered = sorted(
        dict.fromkeys(faults), key=lambda fault: (fault.position is None, fault.position or 0)
    )
    first = ordered[0].position if ordered else None
    good = events if first is None else min(events, first - 1)
    if any(fault.code == UNREADABLE for fault in ordered):
        good = 0  # how many are good cannot be known
    return {
        "good": good,
        "events": events,
        "first_bad_position": first,
        "faults": tuple(ordered),
    }
