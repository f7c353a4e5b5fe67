"""A ledger as one request has it: it writes with all others of the process, and looks with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from adapters.ledger.enterprises import Progress
from adapters.ledger.handling.units import Author, Outcome
from adapters.ledger.ledger import Ledger
from adapters.ledger.look import Look
from adapters.ledger.processes.docket import Docket
from adapters.ledger.processes.runs import Command, unrecorded
from adapters.ledger.processes.trying import Tried, TryingStore, tried
from adapters.ledger.reassessing.reassessment import reassess
from adapters.web.desk.rooms import Rooms
from adapters.web.statuses import NOT_NOW, OF_SERVER
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.ledger.store import Store

TOGETHER_MAX = 256  # commands handed in at once: others of the process come between


class SharedLedger(Ledger):
    """The one ledger of a server, for one request of one session. Opens and closes nothing.

    by, login: the session's; whatever a request says of them is not heard. What takes long, or is
    not for a server to do, raises AssertionError: it is a job, or a command of the machine.
    """

    def __init__(self, rooms: Rooms, docket: Docket, *, by: str, login: str) -> None:
        super().__init__(rooms.address)
        self._rooms, self._docket = rooms, docket
        self._author = Author(by=by, login=login)

    def author(self, by: str | None, *, clock_is_right: bool) -> Author:
        """Return who is logged in. Nobody vouches for a server's clock from elsewhere."""
        return self._author

    def carry_out_all(
        self, commands: Sequence[Command], author: Author, on_progress: Progress | None = None
    ) -> list[Outcome]:
        """Carry out commands as a ledger does, with those of others in the same commits.

        Raises Refusal `docket-full`, `docket-closed`, and for a store that cannot be written, where
        it has recorded nothing. Where it has, what was not recorded is answered with that refusal.
        """
        signed = {getattr(command, "by", self._author.by) for command in commands}
        assert signed <= {self._author.by}, "a command says that another than the session decides"
        outcomes: list[Outcome] = []
        failed: Refusal | None = None
        every = iter(commands)
        while failed is None and (some := list(islice(every, TOGETHER_MAX))):
            answers: list[Future[Outcome]] = []
            try:
                answers = self._docket.hand_in_all(some, self._author)
            except Refusal as refusal:
                failed = refusal
                outcomes += unrecorded(some, refusal)
            for answer in answers:
                try:
                    outcomes.append(answer.result())
                except Refusal as refusal:
                    failed = failed or refusal
                    outcomes += unrecorded([answer], refusal)
            if on_progress is not None:
                on_progress(len(outcomes))
        has_recorded = any(outcome.events for outcome in outcomes)
        self._has_recorded |= has_recorded
        if failed is None:
            return outcomes
        if not has_recorded:
            raise failed
        return outcomes + unrecorded(every, failed)

    @contextmanager
    def look(self, position: int | None = None, known_at: str | None = None) -> Iterator[Look]:
        """Open one consistent look, as a ledger does; what was recorded before is seen.

        Raises Refusal `recorded-unseen` where this request has recorded, and cannot look for want
        of the machine: it does not mean that nothing was recorded.
        """
        has_recorded = self._has_recorded
        try:
            with self._rooms.look(position, known_at) as look:
                yield look
        except Refusal as refusal:
            if has_recorded and refusal.code in NOT_NOW | OF_SERVER:
                raise Refusal("recorded-unseen") from refusal
            raise

    @contextmanager
    def open_store(self) -> Iterator[Store]:
        """Lend a reader's store, for what reads the log itself, as a proof does."""
        with self._rooms.look() as look:
            yield look.snapshot.store

    def prepare(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AssertionError("the owner prepares a ledger, on the machine")

    def rebuild(self, on_progress: Progress) -> NoReturn:
        raise AssertionError("a rebuild is a job")

    def reassess(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AssertionError("a reassessment is a job")

    def backfill(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AssertionError("a backfill is a job")

    def _to_write(self, author: Author) -> Store:
        raise AssertionError("a server's request writes by the docket")


class TryingLedger(SharedLedger):
    """The ledger for an act that is tried: it decides as at the docket, and records nothing.

    What would be recorded raises Tried in place of it: `carry_out`, and a paper of a look that
    shows accounts.
    """

    def carry_out_all(
        self, commands: Sequence[Command], author: Author, on_progress: Progress | None = None
    ) -> list[Outcome]:
        """Return what commands come to where none would be recorded. Raises Tried."""
        with self.open_store() as store:
            assert isinstance(store, TryingStore), "a look of this ledger"
            outcomes = [tried(store, command, author) for command in commands]
        led_to = [outcome for outcome in outcomes if outcome is not None]
        if len(led_to) < len(outcomes):
            raise Tried
        return led_to

    @contextmanager
    def look(self, position: int | None = None, known_at: str | None = None) -> Iterator[Look]:
        with super().look(position, known_at) as look:
            look.snapshot.store = TryingStore(look.snapshot.store)
            yield look

    @contextmanager
    def open_store(self) -> Iterator[Store]:
        with self.look() as look:
            yield look.snapshot.store

    def reassess(
        self,
        author: Author,
        uscc: str | None = None,
        on_progress: Progress | None = None,
        policy: str | None = None,
        on_refused: Callable[[Refusal], None] | None = None,
    ) -> NoReturn:
        """Raise Refusal where nothing can be reassessed; of all enterprises none is read."""
        with self.look() as look:
            look.own(policy)
            if uscc is not None:
                reassess(look.snapshot.store.handler, author, uscc, None, policy)
        raise Tried
