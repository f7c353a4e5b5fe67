"""What one writer remembers of the log between batches: enterprises, the pool, as of a position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from adapters.ledger.enterprises import (
    family_events,
    folded,
    histories_of,
    linked_enterprises,
)
from adapters.ledger.handling.cache import EnterpriseCache
from adapters.ledger.handling.units import Request, asks_the_pool
from adapters.log.codec import CodecError
from adapters.log.drafts import Append, ClaimNumber
from adapters.log.reader import LogReader
from domain.assessment.linked import share_pool
from domain.commands.enterprise import SubmitClaim
from domain.enterprise.hands import SeparatedHands, separation
from domain.enterprise.kin.folding import take_in
from domain.enterprise.kin.successions import Successions
from domain.enterprise.pooling.pool import Pool
from domain.enterprise.state import Enterprise
from domain.events.streams import (
    POLICY_STREAM,
    SETTINGS_STREAM,
    SUCCESSIONS_STREAM,
    of_enterprise,
)
from domain.policy.book import PolicyBook


class Memory:
    """Folded enterprises, and what all hold together where caps are over all of them.

    head: the last position whose streams these include; None before anything was read. in_flight:
    claim numbers sent to be appended, and whose they are.
    """

    def __init__(self, log: LogReader) -> None:
        self.head: int | None = None
        self.in_flight: dict[str, str] = {}
        self._log = log
        self._cache = EnterpriseCache()
        self._pool: Pool | None = None
        self._successions: Successions | None = None
        self._separation: SeparatedHands | None = None

    def load(self, streams: set[str]) -> dict[str, Enterprise]:
        """Return these enterprises folded, from memory where they were kept."""
        if self.head is None:
            self.head = self._log.position()
        missing = [stream for stream in streams if stream not in self._cache.states]
        loaded = {stream: Enterprise() for stream in missing}
        alone = [stream for stream in missing if not self.successions.is_kin(stream)]
        for stored in self._log.recorder.select_streams(alone):
            recorded = self._log.decode(stored.id, stored)
            if recorded.version != loaded[recorded.stream].length + 1:
                raise CodecError(f"an event before position {stored.id} is missing from the log")
            take_in(loaded[recorded.stream], recorded)
        for code in set(missing).difference(alone):
            events = family_events(self._log, self.successions, code, None, whole=True)
            loaded[code] = folded(events, code)
        states = self._cache.take(streams, loaded)
        if self._pool is not None:
            self._join(states, self._pool)
        return states

    @property
    def successions(self) -> Successions:
        """Who carries on whom by the last position read."""
        if self._successions is None:
            self._successions = self._log.successions()
        return self._successions

    @property
    def separation(self) -> SeparatedHands:
        """Whose hands must differ by what was recorded when it was first asked."""
        if self._separation is None:
            self._separation = separation(self._log.stream(SETTINGS_STREAM))
        return self._separation

    def asks_others(self, units: Iterable[Request], book: PolicyBook) -> bool:
        """Say whether a unit may depend on other streams, so that it is decided under the lock.

        Of all enterprises under a cap over them, or of the codes that an enterprise carries on.
        """
        known = self.successions
        kin = bool(known.heirs) and any(known.is_kin(known.heir(unit.uscc)) for unit in units)
        return kin or asks_the_pool(units, book)

    def share_pool(self, states: dict[str, Enterprise], book: PolicyBook) -> None:
        """Let these enterprises share what all hold together, which is read once."""
        if self._pool is None:
            self._pool = share_pool(linked_enterprises(self._log.recorder, book), book)
            self._join(states, self._pool)

    def owners_alike(self, units: Iterable[Request]) -> dict[str, str]:
        """Return whose each claim number is that looks like one these units submit."""
        recorded = self._log.recorder.owners_alike(
            command.claim_no
            for unit in units
            for command in unit.commands
            if isinstance(command, SubmitClaim)
        )
        return self.in_flight | recorded

    def sent(self, numbers: Sequence[ClaimNumber], book: PolicyBook) -> Append:
        """Keep which claim numbers are about to be appended; return what that rests on."""
        self.in_flight = {number.claim_no: number.uscc for number in numbers}
        settings = self.separation.position
        return Append(
            book_position=book.position, settings_position=settings, claim_numbers=numbers
        )

    def catch_up(self) -> bool:
        """Take in what others recorded since; False where a policy or a succession is among it.

        Then all is to be read again.
        """
        position = self._log.position()
        if self.head is None:
            return False
        if self.head != position:
            grown = self._log.recorder.streams_between(self.head, position + 1)
            if grown & {POLICY_STREAM, SUCCESSIONS_STREAM}:
                return False
            if SETTINGS_STREAM in grown:
                self._separation = None
            self._forget(grown)
            self.head = position
        return True

    def appended(self, positions: range) -> None:
        """Go on from a batch that was appended, which states in memory include already."""
        if self.head is not None and positions[0] != self.head + 1:
            self._forget(self._log.recorder.streams_between(self.head, positions[0]))
        self.head, self.in_flight = positions[-1], {}
        self._cache.trim()

    def _join(self, states: dict[str, Enterprise], pool: Pool) -> None:
        """Let enterprises take part from now on, whatever is asked of them: it may move others."""
        for uscc, state in states.items():
            if state.account.share is None:
                state.account.join(pool, uscc)

    def _forget(self, grown: set[str]) -> None:
        """Forget enterprises to which others added; what they hold in the pool is read again."""
        if SUCCESSIONS_STREAM in grown:
            self._successions = None
        codes = set(filter(of_enterprise, grown))
        heirs = {self.successions.heir(code) for code in codes}
        heirs |= self.successions.sharing(codes)
        self._cache.drop(codes | heirs)
        if self._pool is not None:
            for code in codes - heirs:
                self._pool.hold(code, {})
            for code, history in histories_of(self._log.recorder, heirs, None, whole=True):
                folded(history, code).account.join(self._pool, code)
