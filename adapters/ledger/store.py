"""A store: the log and its views, opened by the address a user gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from adapters.accounts.private_table import PrivateTable
from adapters.files.gc_pause import gc_paused
from adapters.ledger.enterprises import Progress
from adapters.ledger.handling.clock import must_be_right, now
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.naming import Naming
from adapters.ledger.handling.units import Author
from adapters.ledger.processes.direct import AWAY, Writer
from adapters.log.codec import CodecError
from adapters.log.problems import LogUnreadable
from adapters.stores.healing import is_sound, log_fingerprint, replaced
from adapters.stores.opening import BROKEN, existing_place, location_of, refusal_of
from adapters.stores.place import Location
from adapters.stores.sqlite.generations import made
from adapters.stores.sqlite.views import SQLiteViews
from adapters.views import following
from adapters.views.backend import Reader
from adapters.views.problems import ViewsContradict, ViewsUnreadable, is_mistake
from adapters.views.views import Views
from domain.enterprise.state import UnknownClaim
from projections.upkeep import StoreRoles

BESIDE_FROM_EVENTS = 50_000  # events that are worth a new file

Done = TypeVar("Done")


class Store:
    """One ledger and the views that follow it.

    beside_from: from how many events on views in a file are built beside those that they replace.
    """

    def __init__(
        self,
        place: Location,
        clock: Callable[[], datetime] = now,
        writer: Writer | None = None,
        *,
        beside_from: int = BESIDE_FROM_EVENTS,
    ) -> None:
        self.place = place
        self.beside_from = beside_from
        self.handler = CommandHandler(place.log(clock), Naming(place.private()), writer)
        self.views = Views(place.views(), partial(log_fingerprint, self.handler.recorder))
        self.given_policy = False  # the shipped one, where there was none
        self._looks = ExitStack()  # looks that went on from damaged views, and private views

    @property
    def private(self) -> PrivateTable:
        """What is kept of accounts, outside the log."""
        return self.place.private()

    def position(self) -> int:
        """Return the last position of the log."""
        return self.handler.position()

    def close(self) -> None:
        """Close every connection, to the log and to the views."""
        self.handler.recorder.close()
        self.close_views()

    def close_views(self) -> None:
        """Close every connection to the views."""
        self._looks.close()
        self.views.backend.close()

    def catch_up(self, on_progress: Progress | None = None) -> int:
        """Bring the views to the end of the log; return the position reached.

        on_progress: called with the position after each stretch. Damaged views are rebuilt.
        """
        return self.mending(lambda: self._catch_up(on_progress))

    def mend(self, problem: Exception) -> None:
        """Rebuild the views where they are damaged; raise the problem where they are sound."""
        self.views.backend.close()
        if self.views.backend.file and not self.place.may_write_views(self.views.backend):
            self.fold_privately()
            return
        if moved := not is_sound(self.views.backend):
            backend = self.place.other_views(self.views.backend)
            if backend is None:
                raise problem
            self.views = Views(backend, self.views.mark_of)
        # A fold of the whole log shows why a row is missing or there twice.
        odd = isinstance(problem.__cause__, UnknownClaim) or isinstance(problem, ViewsContradict)
        if not moved and not odd and self.views.are_whole():
            raise problem
        if self.views.are_made_by_owner():
            self.fold_privately()
            return
        self._build(None, None, unless_begun=moved)

    def fold_privately(self) -> None:
        """Fold views for this store alone, which may not bring on those that are there."""
        from tempfile import TemporaryDirectory  # seldom needed

        folder = self._looks.enter_context(TemporaryDirectory())
        self.views.backend.close()
        self.views = Views(SQLiteViews(made(Path(folder) / "views")))
        # Before the folder goes: Windows removes no file that is open.
        self._looks.callback(self.views.backend.close)
        self.catch_up()

    def look_again(self) -> Reader:
        """Open one more consistent look at the views; closed with them."""
        return self._looks.enter_context(self.views.reading())

    def mending(self, work: Callable[[], Done]) -> Done:
        """Do what asks the views; once more where they are damaged, when they are mended."""
        mended = False
        while True:
            try:
                return work()
            except (ViewsUnreadable, UnicodeDecodeError, CodecError) as problem:
                of_log = isinstance(problem, CodecError)
                if of_log and not isinstance(problem.__cause__, UnknownClaim):
                    raise
                gone = (file := self.views.backend.file) is not None and not file.exists()
                if mended and not gone:  # others may replace them again and again
                    raise
                self.mend(problem)
                mended = True

    def _catch_up(self, on_progress: Progress | None) -> int:
        reached, behind = self.views.reached(), True
        if reached is None or (reached == 0 and self._is_long()):
            self._build(None, on_progress, unless_begun=True)
            reached = self.views.position()
        with gc_paused():
            while behind:
                behind = False
                for stretch in following.log_batches(self.handler.recorder, after=reached):
                    reached = self.views.apply(stretch)
                    last = stretch[-1].position
                    if behind := reached < last:  # another process dropped them meanwhile
                        break
                    if on_progress is not None:
                        on_progress(reached)
        return reached

    def rebuild(self, on_progress: Progress | None = None) -> int:
        """Rebuild the views and the claim numbers from the log. Raises `store-read-only`."""
        self.place.must_be_writable()

        def work() -> None:
            with self.handler.recorder.rewriting_claim_numbers() as add:
                self._build(add, on_progress, unless_begun=False)

        self.mending(work)
        return self.catch_up()

    def _build(
        self, add: following.Add, on_progress: Progress | None, *, unless_begun: bool
    ) -> None:
        def watched() -> Iterator[following.Folded]:
            for folded in following.folded_log(self.handler.recorder, add):
                yield folded
                if on_progress is not None:
                    on_progress(folded.last)

        with gc_paused():
            if self._is_long() and self.place.builds_beside(self.views.backend):
                self.views = replaced(self.place, self.views, watched(), unless_begun=unless_begun)
            else:
                self.views.build(watched(), unless_begun=unless_begun)

    def _is_long(self) -> bool:
        return self.handler.position() >= self.beside_from


@contextmanager
def reading(address: str) -> Iterator[Store]:
    """Open a store that exists, its views caught up. Raises `store-not-found`."""
    with opened(existing_place(address)) as store:
        position = store.handler.position()  # fails at once where this is not a ledger
        if store.place.may_write_views(store.views.backend) or serve(store, position):
            store.catch_up()
        else:
            store.fold_privately()
        yield store


@contextmanager
def writing_in_bulk(address: str, author: Author, apart_from: int | None = None) -> Iterator[Store]:
    """Open a store as `writing` does; processes may write and keep the views (`bulk_writer`)."""
    from adapters.ledger.processes.writing import bulk_writer  # other commands start none

    with making(address, author) as begun:
        pass  # before another process opens it
    place = location_of(address)
    with (
        bulk_writer(partial(place.log, now), partial(Store, place), apart_from) as writer,
        opened(place, writer) as store,
    ):
        store.given_policy = begun.given_policy
        yield store
        if not writer.is_apart and place.may_write_views(store.views.backend):
            with suppress(*AWAY):  # the next command that reads says why
                store.catch_up()


def existing(address: str) -> AbstractContextManager[Store]:
    """Open a store to write to, its views as they are. Raises `store-not-found`."""
    return opened(existing_place(address))


@contextmanager
def rehearsing(address: str, author: Author) -> Iterator[Store]:
    """Open a store for a rehearsal: as it is, or one that would be made, and is not kept."""
    if location_of(address).exists():
        with existing(address) as store:
            if store.handler.book().versions:
                yield store
                return
    from tempfile import TemporaryDirectory  # not needed otherwise

    with TemporaryDirectory() as folder, making(str(Path(folder) / "rehearsal"), author) as store:
        yield store


@contextmanager
def making(address: str, author: Author) -> Iterator[Store]:
    """Open a store to write to; made when missing, given the shipped policy when it has none."""
    place = location_of(address)
    place.make()
    with _to_write(place, author) as store:
        if not store.handler.book().versions:
            from adapters.policy.file.files import shipped_policy

            store.given_policy = store.handler.publish(shipped_policy(), author) is not None
        yield store


def writing(address: str, author: Author) -> AbstractContextManager[Store]:
    """Open a store to write to. Raises `store-not-found`."""
    return _to_write(existing_place(address), author)


@contextmanager
def preparing(address: str, author: Author) -> Iterator[tuple[Store, StoreRoles | None]]:
    """Make what is missing of a store, as its owner, and open it. Raises `roles-not-granted`."""
    roles = (place := location_of(address)).prepare()
    with _to_write(place, author) as store:
        yield store, roles


@contextmanager
def _to_write(place: Location, author: Author) -> Iterator[Store]:
    place.must_be_writable()
    with opened(place) as store:
        store.handler.create()
        must_be_right(store.handler.recorder, author)
        if not store.place.may_write_views(store.views.backend):
            store.fold_privately()
        yield store
        store.catch_up()


def serve(store: Store, position: int) -> bool:
    """Say whether views that this reader may not bring on are as far as the log."""
    with suppress(ViewsUnreadable):
        return store.views.reached() == position
    return False


@contextmanager
def opened(place: Location, writer: Writer | None = None) -> Iterator[Store]:
    """Open a store as it lies."""
    with (store := Store(place, writer=writer)).handler:
        try:
            yield store
        except ViewsUnreadable as broken:
            _mend_for_the_next(store, broken)
            raise place.refusal(broken) from broken
        except BROKEN as broken:
            raise refusal_of(place, broken) from broken
        finally:
            store.close_views()


def _mend_for_the_next(store: Store, broken: ViewsUnreadable) -> None:
    """Mend damaged views after a question that cannot be put again; raise a mistake in it."""
    try:
        store.mend(broken)
    except (ViewsUnreadable, LogUnreadable) as problem:
        if isinstance(problem, ViewsUnreadable) and is_mistake(problem):
            raise
