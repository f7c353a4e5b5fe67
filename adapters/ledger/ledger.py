"""A ledger behind its two doors: `carry_out` writes, `look` asks; there is no other way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from adapters.ledger import store as stores
from adapters.ledger.asking.moments import open_snapshot
from adapters.ledger.enterprises import Progress
from adapters.ledger.handling.together import approvals
from adapters.ledger.handling.units import Approvals, Author, Outcome
from adapters.ledger.look import Look
from adapters.ledger.processes.closing import close
from adapters.ledger.processes.runs import Command, carry_out_across, carry_out_runs
from adapters.ledger.snapshot import Snapshot
from adapters.stores.opening import location_of
from domain.commands.enterprise import NameAccount
from domain.commands.money import SeparateHands, SeparateLogins
from domain.identity import SERVED
from domain.policy.measures import Policy
from domain.refusals import Refusal
from projections.upkeep import Rebuilt, StorePrepared

if TYPE_CHECKING:
    from adapters.ledger.backfill import BackfillResult
    from adapters.ledger.store import Store
    from projections.claims.foreseen import Foresight
    from projections.reassessment.differences import Reassessment


class Ledger:
    """One ledger, opened by its address when it is first used. A context manager; for one thread.

    Threads share the address, never a Ledger, nor a look of it: each opens its own. Values that
    are answered are frozen and may go to any thread. Several may read while one or more write.
    `backfill` and `prepare` make a ledger that is missing; anything else raises Refusal
    `store-not-found`.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._opened = ExitStack()
        self._store: Store | None = None  # opened to write
        self._has_recorded = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: Any) -> None:  # noqa: PYI036 - as ExitStack takes them
        self._store = None
        close(self._opened, raised, has_recorded=self._has_recorded)

    def exists(self) -> bool:
        """Say whether there is a ledger at the address."""
        return location_of(self.address).exists()

    def author(self, by: str | None, *, clock_is_right: bool) -> Author:
        """Return who writes: the name given, and the account that the machine authenticated.

        clock_is_right: write even where the clock is far from the last event's time. Raises Refusal
        `login-reserved` for an account that would pass for an officer of a server.
        """
        login = location_of(self.address).login()
        if login.startswith(SERVED):
            raise Refusal("login-reserved", login=login)
        return Author(by=by or login, login=login, clock_is_right=clock_is_right)

    @property
    def name(self) -> str:
        """The ledger as people read it: its file, or its database."""
        return location_of(self.address).name

    @property
    def file(self) -> Path | None:
        """The log's file, where it is one."""
        return location_of(self.address).file

    def open_store(self) -> AbstractContextManager[Store]:
        """Open the log and its views as they are, to seal or verify them.

        Raises Refusal `store-not-found`.
        """
        return stores.existing(self.address)

    def prepare(
        self,
        author: Author,
        *,
        separate_logins: bool,
        separate_hands: bool = False,
        policy: Policy | None = None,
    ) -> StorePrepared:
        """Make what is missing of the ledger, and the roles of those who use it.

        separate_logins: record that a login that approves may not pay. separate_hands: record that
        who submits a claim may not approve it. policy: the first version, of a ledger that has
        none. Raises Refusal `roles-not-granted`, `policy-not-first` where it has another.
        """
        from adapters.ledger.treasury.treasury import Treasury
        from adapters.policy.amendment import of_the_book

        with stores.preparing(self.address, author) as (store, roles):
            known = store.handler.book().versions
            if policy is not None and known and known[0].policy != policy:
                raise Refusal("policy-not-first", found=policy.id, first=known[0].policy.id)
            if policy is not None and not known:
                store.handler.publish(partial(of_the_book, policy=policy), author)
            if separate_logins:
                carry_out_across(store, SeparateLogins(), author)
            if separate_hands:
                carry_out_across(store, SeparateHands(), author)
            said = Treasury(store.handler).separation()
        return StorePrepared(
            separate_logins=said.logins_at is not None,
            separate_hands=said.hands_at is not None,
            roles=roles,
        )

    def rebuild(self, on_progress: Progress) -> Rebuilt:
        """Drop the views and fold the log again.

        on_progress: called with the position reached. Raises Refusal `store-not-found`.
        """
        started = time.perf_counter()
        with stores.existing(self.address) as store:
            events = store.rebuild(on_progress)
        return Rebuilt(events=events, seconds=round(time.perf_counter() - started, 3))

    def carry_out(self, command: Command, author: Author) -> Outcome:
        """Carry out one command, whole. Raises Refusal; then nothing was recorded."""
        (outcome,) = self.carry_out_all([command], author)
        if outcome.refusal is not None:
            raise outcome.refusal
        return outcome

    def carry_out_all(
        self, commands: Sequence[Command], author: Author, on_progress: Progress | None = None
    ) -> list[Outcome]:
        """Carry out commands in order, each whole or refused; return what each led to.

        Commands for enterprises that follow each other are recorded together, at most TOGETHER_MAX
        in a transaction. on_progress: called after each transaction. Raises Refusal `store-busy`,
        and for a store that cannot be written, where nothing was recorded. Where
        something was, what comes after it is answered with that refusal.
        """
        named = any(isinstance(command, NameAccount) for command in commands)
        assert not named, "an account is named by PayInto, which keeps its value too"
        outcomes = carry_out_runs(self._to_write(author), commands, author, on_progress)
        self._has_recorded |= any(outcome.events for outcome in outcomes)
        return outcomes

    def reassess(
        self,
        author: Author,
        uscc: str | None = None,
        on_progress: Progress | None = None,
        policy: str | None = None,
        on_refused: Callable[[Refusal], None] | None = None,
    ) -> Reassessment:
        """Work decided claims out again, of an enterprise or of all, and record what differs.

        Each enterprise is whole. on_progress: called with the enterprises gone through so far.
        policy, on_refused: as `adapters/ledger/reassessing/reassessment.py` says.
        """
        from adapters.ledger.reassessing.reassessment import reassess, recorded_differences

        handler = self._to_write(author).handler
        recorded = reassess(handler, author, uscc, on_progress, policy, on_refused)
        return recorded_differences(recorded, handler.enterprise, handler.book())

    def backfill(
        self,
        paths: Sequence[Path],
        author: Author,
        *,
        approve: bool,
        dry_run: bool,
        accept_large: bool,
        strict: bool,
        policy: str | None,
        on_progress: Callable[[BackfillResult], None],
    ) -> BackfillResult:
        """Record the claims of files, in file order; return what was done.

        approve: decide each claim too. dry_run: record nothing. accept_large: fees above what is
        plausible of a kind are as meant. strict: claims of ungoverned days are sent back. policy:
        of which all claims are, by its id. on_progress: called after each transaction. Every file
        is begun before the first row is recorded. Raises Refusal for a file that cannot be read
        where nothing was recorded; else the result says what stopped it.
        """
        from adapters.ledger import backfill as filling
        from adapters.ledger.handling.crosschecks import Crosschecks

        assert self._store is None, "a backfill opens the ledger for itself"
        opening = stores.rehearsing if dry_run else stores.writing_in_bulk
        with filling.forms_of_ledger(self.address, policy):
            filling.must_begin_well(paths)
            made = not (dry_run or self.exists())
            with opening(self.address, author) as store:
                if approve:
                    filling.must_not_do_both(store.handler.separation(), author)
                result = filling.backfill(
                    paths,
                    store.handler,
                    author,
                    approve=approve,
                    dry_run=dry_run,
                    accept_large=accept_large,
                    crosschecks=Crosschecks(store, strict=strict),
                    keep=store.private.keep,
                    on_progress=on_progress,
                )
                result.made, result.book = made, store.handler.book()
                result.shipped_policy = store.given_policy and not dry_run
                return result

    def approve(
        self,
        claim_nos: Sequence[str] | None,
        author: Author,
        *,
        reduced_to_fen: int | None,
        words: str | None,
        expected: Mapping[str, int] = MappingProxyType({}),
        policy: str | None = None,
    ) -> Approvals:
        """Decide claims in this order; every pending one, in order of submission, where None.

        reduced_to_fen: grant no more than this, by the officer's `words`; None for what the policy
        grants. expected: what the officer saw that claims would be granted, by number, in fen; one
        that would be granted anything else is refused. policy: claims of this one only, by its id.
        Raises as `carry_out_all` does.
        """
        refused: dict[str, Refusal] = {}
        numbers = tuple(dict.fromkeys(claim_nos or ()))
        if claim_nos is None or policy is not None:  # which those are is looked up
            with self.look() as look:
                numbers, refused = look.to_decide(claim_nos, policy)
        if_pending = claim_nos is None
        commands = approvals(
            numbers, author, reduced_to_fen, words, if_pending=if_pending, expected=expected
        )
        outcomes = zip(numbers, self.carry_out_all(commands, author), strict=True)
        refused |= {no: outcome.refusal for no, outcome in outcomes if outcome.refusal is not None}
        with self.look() as look:
            decided = look.claims_in_order([no for no in numbers if no not in refused])
            return Approvals(decided=decided, refused=refused, book=look.book)

    def preview(
        self,
        claim_nos: Sequence[str] | None,
        author: Author,
        *,
        reduced_to_fen: int | None,
        words: str | None,
        expected: Mapping[str, int] = MappingProxyType({}),
        policy: str | None = None,
    ) -> tuple[Foresight, dict[str, Refusal]]:
        """Return what `approve` would come to, recording nothing; and what it would refuse.

        No lock is taken, so that others may record in between.
        """
        with self.look() as look:
            numbers, refused = look.to_decide(claim_nos, policy)
            if_pending = claim_nos is None
            commands = approvals(
                numbers, author, reduced_to_fen, words, if_pending=if_pending, expected=expected
            )
            foresight = look.foreseen(commands, author)
        return foresight, refused | foresight.refused

    @contextmanager
    def look(self, position: int | None = None, known_at: str | None = None) -> Iterator[Look]:
        """Open one consistent look: now, at a log position, or as known at a time.

        known_at: a moment as a person writes it; no offset is Beijing time, a bare day its end.
        What this ledger object wrote before is seen. Raises Refusal `store-not-found`,
        `position-unknown`, `bad-time`.
        """
        if self._store is None:
            with open_snapshot(self.address, position, known_at) as snapshot:
                yield Look(snapshot)
            return
        assert (position, known_at) == (None, None), "a writer looks at what is recorded by now"
        self._store.catch_up()
        with self._store.views.reading() as connection:
            yield Look(Snapshot(self._store, connection, None))

    def _to_write(self, author: Author) -> Store:
        if self._store is None:
            self._store = self._opened.enter_context(stores.writing(self.address, author))
        return self._store
