"""The ledger: load, decide, append; and read the log back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from hashlib import sha256
from typing import Any, Self

from adapters.accounts.accounts import StoredAccount
from adapters.ledger.enterprises import book_of, family_events, folded
from adapters.ledger.handling.memory import Memory
from adapters.ledger.handling.naming import Naming
from adapters.ledger.handling.units import (
    Author,
    Decided,
    Of,
    Owners,
    Request,
    Result,
    asks_the_pool,
    decide_request,
    draft_of,
    drafts_of,
    of_heir,
)
from adapters.ledger.processes.direct import DirectWriter, Writer
from adapters.log.drafts import ClaimNumber, Draft
from adapters.log.problems import LogConflict
from adapters.log.reader import LogReader
from adapters.log.recorder import Log
from adapters.policy.codec import digest
from domain.enterprise.doubts import doubts
from domain.enterprise.hands import SeparatedHands
from domain.enterprise.state import Enterprise
from domain.events.claims import ClaimSubmitted
from domain.events.log import EnterpriseEvent
from domain.events.store import PolicyPublished
from domain.events.streams import POLICY_STREAM
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.measures import Policy
from domain.refusals import Refusal

ATTEMPTS_MAX = 50
RACES_LOST_MAX = 5  # then it decides under the write lock


class CommandHandler(LogReader):
    """Carries out commands against one store. Not for use by several threads at once."""

    def __init__(self, log: Log, naming: Naming, writer: Writer | None = None) -> None:
        super().__init__(log)
        self._naming = naming
        self._writer = writer or DirectWriter(log)
        self._book: PolicyBook | None = None
        self._rehearsed: Owners | None = None  # claim numbers known in a rehearsal
        self._memory = Memory(self)
        self._sent = True  # False where a name to be recorded could not be kept

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.recorder.close()

    def publish(
        self, written: Policy | Callable[[PolicyBook], Policy], author: Author
    ) -> PolicyVersion | None:
        """Append a policy version to the book; None when it is the last one recorded already.

        written: the policy, or what writes it from the book as it is when it is appended.
        """

        def decided(book: PolicyBook) -> list[Draft]:
            policy = written if isinstance(written, Policy) else written(book)
            earlier = book.of_policy(policy.id).versions
            if earlier and earlier[-1].policy == policy:
                return []
            number = len(book.versions) + 1
            event = PolicyPublished(number=number, digest=digest(policy), policy=policy)
            return [draft_of(POLICY_STREAM, number, event, author)]

        return self.book().versions[-1] if self.append_across(decided) else None

    def append_across(
        self,
        decide: Callable[[PolicyBook], Sequence[Draft]],
        *,
        alone: bool = False,
    ) -> bool:
        """Append what `decide` returns, over any streams, in one transaction; say if there was any.

        Another writer who got there first on any of the streams makes this one decide again. alone:
        no other writes meanwhile, to any stream.
        """

        def decided(book: PolicyBook) -> Decided[bool]:
            drafts = decide(book)
            return Decided(drafts, [], [], bool(drafts), checked=True)

        appended = self._append_decided(decided, lambda _book: alone)
        if appended:
            self._drop_caches()  # what is cached of these streams is older than they are
        return appended

    def book(self) -> PolicyBook:
        """Return the policy book as recorded so far (read once, again after a conflict)."""
        if self._book is None:
            self._book = book_of(self.stream(POLICY_STREAM))
        return self._book

    def separation(self) -> SeparatedHands:
        """Return whose hands must differ, as recorded so far."""
        return self._memory.separation

    def carry_out(self, unit: Request, author: Author) -> tuple[EnterpriseEvent, ...]:
        """Carry out one unit. Raises Refusal; then nothing was recorded."""
        (done,) = self.carry_out_all([unit], author)
        if done.refusal is not None:
            raise done.refusal
        return done.events

    def carry_out_all(self, units: Sequence[Request], author: Author) -> list[Result]:
        """Carry out units of one author, as `carry_out_signed` does."""
        return self.carry_out_signed(units, [author] * len(units))

    def carry_out_signed(self, units: Sequence[Request], authors: Sequence[Author]) -> list[Result]:
        """Carry out units in order, each whole or refused, all in one transaction.

        authors: whose each is. Another writer who got there first makes this one reload and decide
        again. Raises Refusal `store-busy` when that happened too often; then nothing was recorded.
        """
        return self._append_decided(
            lambda book: self._decide_all(units, authors, book),
            lambda book: self._memory.asks_others(units, book),
        )

    def carry_out_stream(
        self, batches: Iterable[Sequence[Request]], author: Author
    ) -> Iterator[list[Result]]:
        """Carry out batch after batch as `carry_out_all` does, deciding one while the last is
        written; yield what came of each, once it is recorded.
        """
        sent: tuple[Sequence[Request], Decided[list[Result]]] | None = None
        for units in batches:
            if self._memory.asks_others(units, self.book()):  # they are to be known to the last
                if sent is not None:
                    yield self._appended(sent, author)
                    sent = None
                yield self.carry_out_all(units, author)
                continue
            try:
                decided = self._decide_all(units, [author] * len(units), self.book())
            except Refusal:  # of a key that names are kept under: what was sent is recorded
                if sent is not None and self._await_append():
                    yield sent[1].outcome
                raise
            if sent is not None:
                if self._await_append():
                    yield sent[1].outcome
                else:  # what was decided since rests on what was not recorded
                    yield self.carry_out_all(sent[0], author)
                    decided = self._decide_all(units, [author] * len(units), self.book())
            if decided.drafts:
                sent = units, decided
                self._send(decided, self.book())
            else:
                sent = None
                yield decided.outcome
        if sent is not None:
            yield self._appended(sent, author)

    def rehearse_all(self, units: Sequence[Request], author: Author) -> list[Result]:
        """Decide units as `carry_out_all` would, keep the outcome in memory, record nothing.

        The ledger object goes on as if they had been recorded: use it for nothing else.
        """
        self._rehearsed = self._rehearsed or Owners()
        return self._decide_all(units, [author] * len(units), self.book()).outcome

    def enterprise(self, uscc: str) -> Enterprise:
        """Return who carries on a code, folded from the log; a new one when nothing is recorded."""
        heir = (known := self.successions()).heir(uscc)
        return folded(family_events(self, known, heir, None, whole=True), heir)

    def _append_decided(
        self,
        decide: Callable[[PolicyBook], Decided[Of]],
        is_alone: Callable[[PolicyBook], bool],
    ) -> Of:
        """Decide and append until no other writer got there first; return what was decided.

        is_alone: says whether it is to be decided under the write lock.
        """
        for attempt in range(ATTEMPTS_MAX):
            alone = attempt >= RACES_LOST_MAX or is_alone(self.book())
            try:
                with self._alone() if alone else nullcontext():
                    book, _ = self.book(), self.separation()  # both read before deciding
                    decided = decide(book)
                    if not decided.checked and self.position() != self._memory.head:
                        self._drop_caches()  # others recorded something since
                        continue
                    if not decided.drafts:
                        return decided.outcome
                    self._send(decided, book)
                    if self._await_append():
                        return decided.outcome
            except BaseException:
                self._drop_caches()
                raise
        raise Refusal("store-busy", attempts=ATTEMPTS_MAX)

    def _appended(
        self, sent: tuple[Sequence[Request], Decided[list[Result]]], author: Author
    ) -> list[Result]:
        """Return what came of a batch sent; of one that another writer forestalled, again."""
        units, decided = sent
        return decided.outcome if self._await_append() else self.carry_out_all(units, author)

    def _decide_all(
        self, units: Sequence[Request], authors: Sequence[Author], book: PolicyBook
    ) -> Decided[list[Result]]:
        known, separation = self._memory.successions, self.separation()
        states = self._memory.load({of_heir(unit, known).uscc for unit in units})
        if asks_the_pool(units, book):
            self._memory.share_pool(states, book)
        asked = {unit.uscc: states[of_heir(unit, known).uscc] for unit in units}
        units = self._naming.committed(units, asked, rehearsed=self._rehearsed is not None)
        units = [of_heir(unit, known) for unit in units]
        owners = self._rehearsed or Owners()
        for claim_no, uscc in self._memory.owners_alike(units).items():
            owners.take(claim_no, uscc)
        drafts: list[Draft] = []
        numbers: list[ClaimNumber] = []
        names: list[StoredAccount] = []
        done: list[Result] = []
        for unit, author in zip(units, authors, strict=True):
            state = states[unit.uscc]
            try:
                doubted = doubts(unit.commands[0], state, book)
                events = decide_request(unit, state, book, owners, author, separation)
            except Refusal as refusal:
                # Without its traceback, which would hold this very frame and all it holds.
                result = Result(refusal=refusal.with_traceback(None))
                done.append(self._naming.shown(unit.uscc, result, known.heir))
                continue
            names += self._naming.names(unit) if events else ()
            new = drafts_of(unit.uscc, state, events, author)
            drafts += new
            for event, draft in zip(events, new, strict=True):
                if isinstance(event, ClaimSubmitted):
                    owners.take(event.claim_no, unit.uscc)
                    claim_no, body = event.claim_no, sha256(draft.state).hexdigest()
                    numbers.append(ClaimNumber(claim_no=claim_no, uscc=unit.uscc, digest=body))
            done.append(self._naming.shown(unit.uscc, Result(events, None, doubted), known.heir))
        return Decided(drafts, numbers, names, done, checked=all(result.events for result in done))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the write lock, with all that others recorded taken in.

        Where enough races were lost, since a writer that decides long would lose for ever to many
        that decide quickly; and where a decision depends on what others hold.
        """
        writer = self._writer
        try:
            with self.recorder.holding_write_lock():
                self._writer = DirectWriter(self.recorder)  # the lock is this process's
                if not self._memory.catch_up():
                    self._drop_caches()
                yield
        finally:
            self._writer = writer

    def _send(self, decided: Decided[Any], book: PolicyBook) -> None:
        """Have a batch appended, its names kept first; `_await_append` says what became of it."""
        self._sent = self._naming.keep(decided.names)
        if self._sent:
            self._writer.send(decided.drafts, self._memory.sent(decided.numbers, book))

    def _await_append(self) -> bool:
        """Say whether the batch sent was appended; False when another writer got there first."""
        if not self._sent:
            self._drop_caches()
            return False
        try:
            positions = self._writer.receive()
        except BaseException as problem:
            self._drop_caches()
            if isinstance(problem, LogConflict):
                return False
            raise
        self._memory.appended(positions)
        return True

    def _drop_caches(self) -> None:
        self._memory = Memory(self)
        self._naming.forget_keys()
        self._book = None
