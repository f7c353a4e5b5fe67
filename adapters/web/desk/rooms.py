"""Looks at one ledger for many threads, by stores that stay open between them.

Nothing here makes or mends views: other threads may have them open. That is asked of a process of
its own, and until it is done looks are refused (`views-emptied`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import BoundedSemaphore, Lock, RLock, local
from typing import NamedTuple, TypeVar

from adapters.ledger.asking.moments import parse_moment, position_at
from adapters.ledger.store import Store, serve
from adapters.log.recorder import Log
from adapters.stores.healing import log_fingerprint
from adapters.stores.opening import BROKEN, existing_place, refusal_of
from adapters.stores.sqlite.views import SQLiteViews
from adapters.views.problems import ViewsUnreadable, is_mistake
from adapters.views.views import Views
from adapters.web.desk.keeping import DeskLook, Keeping, OfNow, Places
from adapters.web.desk.known import Known
from adapters.web.desk.mending import Mender
from adapters.web.desk.store import (
    DeskSnapshot,
    DeskStore,
    ViewsDamaged,
    close,
    own_statements,
    speaks_of_damage,
)
from adapters.web.desk.then import Thens
from domain.enterprise.hands import separation
from domain.events.streams import SETTINGS_STREAM
from domain.refusals import Refusal

READERS = 4  # stores kept open
COSTLY_MAX = 2  # questions about every enterprise at a time
WAIT_SECONDS = 10.0  # for a store that is not in use
TRIES_MAX = 3  # to find views as far as the log: others may rebuild them meanwhile

Answer = TypeVar("Answer")


class Health(NamedTuple):
    """Whether looks are answered. position: the last of the log."""

    state: str  # ok, rebuilding
    position: int


class _Room(NamedTuple):
    """A store, in use by one thread at a time. generation: of the views that it has open."""

    store: DeskStore
    generation: int


class Rooms:
    """Stores of one ledger, open to be looked at by any number of threads."""

    def __init__(self, address: str, readers: int = READERS) -> None:
        self.address = address
        self.mender = Mender(address)
        self._keeping, self._of_now = Keeping(), OfNow()
        self._thens = Thens()
        self.known = Known(self._keeping.forget, self._of_now.forget, self._thens.forget)
        self._readers = readers
        self._seats, self.costly = BoundedSemaphore(readers), Places(COSTLY_MAX)
        self._mine = local()  # how many rooms a thread has
        self._lock = Lock()  # of the idle ones, and the generation
        self._idle: list[_Room] = []
        self._generation = 0
        self._following = RLock()  # of who brings the views on
        self._follower: _Room | None = None
        self._apart = False  # whether views of this process alone serve
        self._awaited = False  # whether looks wait for the mender
        self._mark = 0, ""  # of the last event asked for

    def close(self) -> None:
        """Close what is not in use; what is put back from now on is closed then."""
        self._readers = 0
        with self._following:
            if self._follower is not None:
                close(self._follower.store)
                self._follower = None
        self._leave_views()
        self._thens.close()

    @contextmanager
    def look(self, position: int | None = None, known_at: str | None = None) -> Iterator[DeskLook]:
        """Give one consistent look, for one thread: now, at a position, or as known at a time.

        Raises as `Ledger.look` does, and Refusal `views-emptied`, `too-busy`.
        """
        self._must_be_mended()
        moment = None if known_at is None else parse_moment(known_at)
        head: int | None = None  # when it was asked: others may write without end
        for _ in range(TRIES_MAX):
            with self._room() as room:
                views = room.store.views
                head = room.store.position() if head is None else head
                at = position if moment is None else position_at(room.store, moment, head)
                if at is not None and at > head:
                    raise Refusal("position-unknown", position=at, last=head)
                with views.reading() as reader:
                    reached = views.reached_in(reader)
                    if reached is not None and reached >= (head if at is None else at):
                        self.known.reach(room.store.handler, max(reached, head))
                        mine = at, reached, self.known, self.mender, self._thens
                        with (
                            self.costly.once() as costly,
                            DeskSnapshot(room.store, reader, *mine, costly) as own,
                        ):
                            yield DeskLook(own, self._of_now, self._keeping)
                        return
            self._bring_on()
        raise Refusal("views-emptied")

    def head(self) -> int:
        """Return the last position of the log."""
        with self._room() as room:
            return room.store.position()

    def hands_are_separated(self) -> bool:
        """Say whether who submits a claim may not approve it, as the ledger records by now."""
        with self._room() as room:
            return separation(room.store.handler.stream(SETTINGS_STREAM)).hands_at is not None

    def health(self) -> Health:
        """Return whether looks are answered. Raises Refusal where the log cannot be read."""
        rebuilding = self._awaited and self.mender.is_at_work
        return Health("rebuilding" if rebuilding else "ok", self.head())

    def kept(self, key: Hashable, position: int, make: Callable[[], Answer]) -> Answer:
        """Return an answer as of a position, which never changes: worked out once, then kept.

        However many ask at once, one works it out. An answer may show names; whatever is kept is
        forgotten once a name or an account was erased, by any process.
        """
        if not getattr(self._mine, "held", 0):  # a look has asked by itself
            with self._room() as room:
                self.known.reach(room.store.handler, room.store.position())
        return self._keeping.kept((key, position), make)

    @contextmanager
    def _room(self) -> Iterator[_Room]:
        """Give a store that is open; say what fails as a ledger of one's own would."""
        held = getattr(self._mine, "held", 0)
        # Who has one already does not wait for another: the others may all wait for this thread.
        if not held and not self._seats.acquire(timeout=WAIT_SECONDS):
            raise Refusal("too-busy")
        self._mine.held = held + 1
        try:
            with self._taken() as room:
                yield room
        finally:
            self._mine.held = held
            if not held:
                self._seats.release()

    @contextmanager
    def _taken(self) -> Iterator[_Room]:
        with self._lock:
            room = self._idle.pop() if self._idle else None
        if room is not None and not self._serves(room):
            close(room.store)
            room = None
        room = room or self._opened()
        sound = False
        try:
            with self._answering(room.store):
                yield room
            sound = True
        except Refusal as refusal:
            sound = refusal.__cause__ is None
            raise
        finally:
            with self._lock:
                kept = sound and len(self._idle) < self._readers and self._serves(room)
                if kept:
                    self._idle.append(room)
            if not kept:
                close(room.store)

    @contextmanager
    def _answering(self, store: Store) -> Iterator[None]:
        """Say what fails as a ledger of one's own would; have damaged views mended."""
        try:
            yield
        except ViewsDamaged as damaged:
            raise self._emptied(store) from damaged
        except BROKEN as broken:
            if speaks_of_damage(broken):
                raise self._emptied(store) from broken
            if isinstance(broken, ViewsUnreadable) and is_mistake(broken):
                raise  # a bug in a page
            raise refusal_of(store.place, broken) from broken

    def _opened(self) -> _Room:
        """Open a store, with the views that serve."""
        generation, follower = self._generation, self._follower
        store = DeskStore(existing_place(self.address))
        if follower is not None and follower.store.is_private:
            file = follower.store.views.backend.file
            assert file is not None, "private views are in a file"
            store.views = Views(SQLiteViews(file))
        else:
            store.views.mark_of = partial(self._marked, store.handler.recorder)
        store.handler.decode = self.known.decode
        return _Room(store, generation)

    def _serves(self, room: _Room) -> bool:
        """Say whether a store has the views open that serve: rebuilt ones are in another file."""
        file = room.store.views.backend.file
        return room.generation == self._generation and (file is None or file.exists())

    def _marked(self, log: Log, position: int) -> str | None:
        """Return the fingerprint of the log, which of a position never changes."""
        known, mark = self._mark
        if known == position:
            return mark
        mark_there = log_fingerprint(log, position)
        if mark_there is not None:
            self._mark = position, mark_there
        return mark_there

    def _bring_on(self) -> None:
        """Bring the views to the end of the log; who comes meanwhile waits, and finds it done."""
        with self._following:
            store = self._follow()
            with self._answering(store), own_statements():
                if store.is_private or not self._must_be_apart(store):
                    store.catch_up()
                else:
                    self._fold_privately(store)

    def _follow(self) -> DeskStore:
        """Return the store that brings the views on; of views that cannot serve, private ones."""
        with self._following:
            if self._follower is not None and self._serves(self._follower):
                return self._follower.store
            if self._follower is not None:
                close(self._follower.store)
                self._follower = None
            self._follower = self._opened()
            store = self._follower.store
            with self._answering(store):
                if self._must_be_apart(store) and not serve(store, store.position()):
                    self._fold_privately(store)
            return store

    def _fold_privately(self, store: DeskStore) -> None:
        store.fold_privately()
        self._follower = _Room(store, self._leave_views())

    def _must_be_apart(self, store: Store) -> bool:
        """Say whether these views are not this process's to bring on."""
        self._apart = self._apart or not store.place.may_write_views(store.views.backend)
        return self._apart

    def _must_be_mended(self) -> None:
        """Raise Refusal `views-emptied` while the views are mended."""
        if self._awaited:
            if self.mender.is_at_work:
                raise Refusal("views-emptied")
            self._awaited = False
        if self._follower is None:
            self._follow()

    def _emptied(self, store: Store) -> Refusal:
        """Leave damaged views and have them mended; return what is answered until they are."""
        self._leave_views()
        with self._following:
            if self._follower is not None:
                close(self._follower.store)
            self._follower = None
        if not self._must_be_apart(store):
            self._awaited = True
            self.mender.start()
        return Refusal("views-emptied")

    def _leave_views(self) -> int:
        """Close the stores that are not in use; return the generation of those opened next."""
        with self._lock:
            self._generation += 1
            idle, self._idle = self._idle, []
        for room in idle:
            close(room.store)
        return self._generation
