"""The log's own rows: each canonical, none missing, in every order there is, and its indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple, cast

from adapters.log.codec import CodecError, decode, event_bytes
from adapters.log.drafts import ClaimNumber
from adapters.log.entries import Row
from adapters.log.problems import LogUnreadable
from adapters.log.recorder import Log
from adapters.policy.codec import digest
from adapters.seal.verify.answers import FAULTS_MAX, Faults
from domain.enterprise.kin.folding import DECISIONS, FOLLOWS, follows, standing
from domain.enterprise.proposals import Proposals
from domain.events.claims import ClaimSubmitted
from domain.events.log import Event, Recorded
from domain.events.store import (
    PolicyPublished,
    ProposalEvent,
    VersionConfirmed,
    VersionProposed,
)
from domain.events.streams import POLICY_STREAM, PROPOSALS_STREAM

PAGE_SIZE = 10_000
BROKEN = (sqlite3.Error, LogUnreadable)


class Gap(NamedTuple):
    """Rows that are not there, or cannot be read: from one position until before another."""

    start: int
    end: int
    problem: str


def rows(recorder: Log, head: int) -> Iterator[Sequence[Row | Gap]]:
    """Yield the log up to a position, a page at a time, with what is missing from it."""
    after, limit, gaps = 0, PAGE_SIZE, 0
    while after < head and gaps < FAULTS_MAX:
        try:
            page = recorder.select_rows(after, min(limit, head - after))
        except BROKEN as broken:
            if limit > 1:
                limit = max(1, limit // 10)
                continue
            after, gaps = after + 1, gaps + 1
            yield [Gap(after, after + 1, f"unreadable: {broken}")]
            continue
        limit = min(PAGE_SIZE, limit * 10)
        read: list[Row | Gap] = []
        for row in page:
            if row.id > head:
                break
            if row.id != after + 1:
                read.append(Gap(after + 1, row.id, ""))
                gaps += 1
            read.append(row)
            after = row.id
        if after < head and (not page or page[-1].id > head):
            read.append(Gap(after + 1, head + 1, ""))
            after = head
        yield read


def check_rows(recorder: Log, head: int, *, indexed: bool = True) -> Faults:
    """Check every row's bytes and columns, the order of streams and time, and both indexes.

    indexed: whether the index of claim numbers is written already.
    """
    checks = _Checks(recorder)
    for page in rows(recorder, head):
        claims: list[tuple[int, ClaimNumber]] = []
        for row in page:
            if isinstance(row, Gap):
                checks.faults.add(row.start, "row-missing", row.problem)
                checks.torn.add("")  # of which stream it was, its next row shows
                continue
            try:
                recorded = decode(row.id, row)
            except (CodecError, RecursionError) as broken:
                problem = str(broken).removeprefix(f"position {row.id}: ")
                checks.faults.add(row.id, "row-not-canonical", problem)
                checks.misread(row)
                continue
            checks.follows(recorded)
            if isinstance(recorded.event, ClaimSubmitted):
                body = sha256(event_bytes(row.state)).hexdigest()
                number = ClaimNumber(recorded.event.claim_no, recorded.stream, body)
                claims.append((row.id, number))
        if indexed:
            checks.claims_indexed(claims)
    checks.confirmed_are_versions()
    if indexed:
        checks.whole_indexes(head)
    return checks.faults


class _Checks:
    """What is remembered from row to row: a number a stream, a word a claim, the last time."""

    def __init__(self, recorder: Log) -> None:
        self.recorder = recorder
        self.faults = Faults()
        self.versions: dict[str, int] = {}
        self.last: Recorded | None = None
        self.torn: set[str] = set()  # streams of which a row is missing or cannot be read
        self.policies: dict[int, str] = {}  # digests of the book's versions, by number
        self.proposals = Proposals()
        self.confirmed: dict[int, int] = {}  # positions at which proposals were, by number
        self.claims = 0
        self.latest: dict[str, type[Event] | None] = {}  # of each claim, what it stands by
        self.ended: set[str] = set()  # of claims decided, those that something else followed on

    def misread(self, row: Row) -> None:
        """Go on in a stream after a row that could not be read: it had its place."""
        self.torn.add(str(row.originator_id))
        if isinstance(row.originator_id, str):
            self.versions[row.originator_id] = self.versions.get(row.originator_id, 0) + 1

    def follows(self, recorded: Recorded) -> None:
        """Check a row against those before it."""
        version = self.versions.get(recorded.stream, 0) + 1
        self.versions[recorded.stream] = recorded.version
        if recorded.version != version:
            place = f"{recorded.stream} {recorded.version}, not {version}"
            self.faults.add(recorded.position, "stream-not-gapless", place)
            self.torn.add(recorded.stream)
        if self.last is not None and recorded.recorded_at < self.last.recorded_at:
            self.faults.add(recorded.position, "time-goes-back", str(recorded.recorded_at))
        self.last = recorded
        event = recorded.event
        if type(event) in FOLLOWS:
            claim_no = cast(str, getattr(event, "claim_no", ""))
            latest = self.latest.get(claim_no)
            if not (follows(latest, event) or (latest is None and self.torn)):
                self.faults.add(recorded.position, "event-out-of-order", claim_no)
            if latest in DECISIONS and type(event) not in DECISIONS:
                self.ended.add(claim_no)
            decided = latest in DECISIONS or claim_no in self.ended
            self.latest[claim_no] = standing(latest, event, decided=decided)
        elif isinstance(event, PolicyPublished):
            known = event.number == len(self.policies) + 1 and digest(event.policy) == event.digest
            self.policies[len(self.policies) + 1] = event.digest
            if recorded.stream != POLICY_STREAM or not known:
                self.faults.add(recorded.position, "policy-digest", f"{event.number}")
        elif isinstance(event, ProposalEvent):
            known = not isinstance(event, VersionProposed) or digest(event.policy) == event.digest
            if recorded.stream != PROPOSALS_STREAM or not known:
                self.faults.add(recorded.position, "policy-digest", event.TOPIC)
            if self.proposals.take_in(recorded):
                if isinstance(event, VersionConfirmed):
                    self.confirmed[event.proposal] = recorded.position
            elif PROPOSALS_STREAM not in self.torn:
                self.faults.add(recorded.position, "event-out-of-order", event.TOPIC)

    def confirmed_are_versions(self) -> None:
        """Check that every proposal confirmed is the version of the book that it says it became."""
        if self.torn & {"", POLICY_STREAM, PROPOSALS_STREAM}:
            return
        for number, position in self.confirmed.items():
            proposal = self.proposals.by_number[number]
            ended = cast(VersionConfirmed, proposal.ended)
            if self.policies.get(ended.version) != proposal.digest:
                self.faults.add(position, "version-not-recorded", f"{ended.version}")

    def claims_indexed(self, claims: Sequence[tuple[int, ClaimNumber]]) -> None:
        """Check what the index of claim numbers has of claims submitted."""
        self.claims += len(claims)
        indexed = set(self.recorder.claim_numbers(number.claim_no for _, number in claims))
        for position, number in claims:
            if number not in indexed:
                self.faults.add(position, "claim-number-index", number.claim_no)

    def whole_indexes(self, head: int) -> None:
        """Check that nothing stands in the indexes beyond what the rows say.

        head: the last row checked. What others record meanwhile is in the indexes too.
        """
        before = self.recorder.position()
        numbers = self.recorder.claim_numbers_count()
        indexed = {stream: (count, last) for stream, count, last in self.recorder.lengths()}
        grown, least, most = set(), self.claims, self.claims
        with self.recorder.rows(head, max(0, self.recorder.position() - head)) as later:
            for position, stream, _, topic, _ in later:
                grown.add(stream)
                most += topic == ClaimSubmitted.TOPIC
                least += topic == ClaimSubmitted.TOPIC and position <= before
        if not least <= numbers <= most and not self.faults:
            self.faults.add(None, "claim-number-index", f"{numbers}, not {least}")
        for claim_no in () if self.faults else self.recorder.numbers_without_look():
            self.faults.add(None, "claim-number-index", claim_no)
        for stream, version in self.versions.items():
            differs = indexed.get(stream) != (version, version) and stream not in grown
            if differs and not self.faults:
                self.faults.add(None, "stream-index", stream)
