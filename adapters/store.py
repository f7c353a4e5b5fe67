"""A store: the log and its views, opened by the address a user gives."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import DBAPIError

from adapters.codec import CodecError
from adapters.collector import resting
from adapters.following import Numbered, folded_log, folded_log_and_numbers, stretches
from adapters.ledger import Ledger
from adapters.log_sqlite import ClaimNumber
from adapters.readers import MUCH, Read, may_be_asked, readers
from adapters.scribe import Writer, scribe
from adapters.units import Author
from adapters.views import Views
from adapters.views_healing import emptied, healed, mark_of
from adapters.views_sqlite import sqlite_engine
from adapters.views_writing import Folded
from domain.refusals import Refusal

VIEWS_SUFFIX = ".views"
# An address mistyped (postgresql:/user:secret@host) or in words (password=secret) is none, and
# must not be repeated either.
_SECRET = re.compile(r"password\s*=|^(?:[a-z+]+:)?/{0,2}[^/@:]*:[^/@]*@", re.IGNORECASE)


Told = Callable[[int], None] | None
Add = Callable[[Iterable[ClaimNumber]], None]


def now() -> datetime:
    """Return the clock's word for now; the only clock of the product."""
    return datetime.now(UTC)


class Store:
    """One ledger and the views that follow it.

    much: how many events are read by other processes when views are made from the first one on.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime] = now,
        writer: Writer | None = None,
        *,
        much: int = MUCH,
    ) -> None:
        self.path = path
        self.much = much
        self.ledger = Ledger(str(path), clock, writer)
        self.views = Views(
            sqlite_engine(str(path) + VIEWS_SUFFIX), partial(mark_of, self.ledger.recorder)
        )

    def catch_up(self, told: Told = None) -> int:
        """Bring the views to the end of the log; return the position reached.

        told: called with the position after each stretch. Views that cannot serve are made anew.
        """
        return healed(self.views.engine, lambda: self._catch_up(told))

    def _catch_up(self, told: Told) -> int:
        self.views.prepare()
        reached, behind = self.views.position(), True
        if reached == 0 and self.ledger.position() >= self.much:
            self._build(folded_log, _nothing, told, unless_begun=True)
            reached = self.views.position()
        with resting():
            while behind:
                behind = False
                for stretch in stretches(self.ledger.recorder, after=reached):
                    reached = self.views.take_in(stretch)
                    last = stretch[-1].position
                    if behind := reached < last:  # another process dropped them meanwhile
                        break
                    if told is not None:
                        told(reached)
        return reached

    def rebuild(self, told: Told = None) -> int:
        """Make the views and the index of claim numbers anew from the whole log."""
        healed(self.views.engine, lambda: self._rebuild(told), caught=(DBAPIError,))
        return self.catch_up()

    def _rebuild(self, told: Told) -> None:
        self.views.prepare()
        with self.ledger.recorder.rewriting_claim_numbers() as add:
            self._build(folded_log_and_numbers, add, told, unless_begun=False)

    def _build(self, read: Read, add: Add, told: Told, *, unless_begun: bool) -> None:
        with resting(), self._read(read) as log:
            self.views.build(_passed_on(log, add, told), unless_begun=unless_begun)

    @contextmanager
    def _read(self, read: Read) -> Iterator[Iterator[Numbered]]:
        if self.ledger.position() >= self.much and may_be_asked():
            with readers(partial(Store, self.path), read, self.ledger.recorder) as log:
                yield log
        else:
            with closing(read(self.ledger.recorder, 0, 1)) as log:
                yield log


def _passed_on(log: Iterator[Numbered], add: Add, told: Told) -> Iterator[Folded]:
    for folded, numbers in log:
        add(numbers)
        yield folded
        if told is not None:
            told(folded.last)


@contextmanager
def reading(address: str) -> Iterator[Store]:
    """Open a store that exists, its views caught up. Raises `store-not-found`."""
    path = path_of(address)
    if not path.exists():
        raise Refusal("store-not-found", store=str(path))
    with _open(path) as store:
        store.ledger.position()  # fails at once where this is no ledger, before any view is made
        store.catch_up()
        yield store


@contextmanager
def writing_much(address: str, author: Author) -> Iterator[Store]:
    """Open a store as `writing` does, for much: a scribe writes, a follower keeps the views."""
    with writing(address, author):
        pass  # made where it was missing, before another process opens it
    path = path_of(address)
    with scribe(partial(Store, path)) as writer, _open(path, writer) as store:
        yield store


@contextmanager
def existing(address: str) -> Iterator[Store]:
    """Open a store that exists, to write to; its views are the caller's to catch up.

    Raises `store-not-found`.
    """
    path = path_of(address)
    if not path.exists():
        raise Refusal("store-not-found", store=str(path))
    with _open(path) as store:
        yield store


@contextmanager
def rehearsing(address: str, author: Author) -> Iterator[Store]:
    """Open a store for a rehearsal: as it is, or one that would be made, and is not kept."""
    if path_of(address).exists():
        with existing(address) as store:
            yield store
        return
    with TemporaryDirectory() as folder, writing(str(Path(folder) / "rehearsal"), author) as store:
        yield store


@contextmanager
def writing(address: str, author: Author) -> Iterator[Store]:
    """Open a store to write to; made, with the shipped policy published, when it is missing."""
    path = path_of(address)
    with _open(path) as store:
        store.ledger.create()
        if not store.ledger.book().versions:
            from adapters.policy.files import shipped_policy_file  # parsed once in a store's life

            store.ledger.publish(shipped_policy_file().policy, author)
        yield store
        store.catch_up()


def path_of(address: str) -> Path:
    """Return the file of a SQLite store: a path, or `sqlite:///path`.

    Raises `password-in-address`, without repeating it, and `store-not-supported`.
    """
    if "://" not in address:
        if _SECRET.search(address):
            raise Refusal("password-in-address")
        if address.startswith((":memory:", "file:")):
            raise Refusal("store-not-a-file", store=address)
        return Path(address)
    if _has_password(address):
        raise Refusal("password-in-address")
    scheme, rest = address.split("://", 1)
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return Path(rest[1:])
    raise Refusal("store-not-supported", scheme=scheme)


def _has_password(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.password is not None or "password=" in parts.query.lower()
    except ValueError:
        return True  # not an address; it may still hold a secret


@contextmanager
def _open(path: Path, writer: Writer | None = None) -> Iterator[Store]:
    if path.is_dir() or not path.parent.exists():
        raise Refusal("store-not-a-file", store=str(path))
    _check_it_is_ours(path)
    store = Store(path, writer=writer)
    with store.ledger:
        try:
            yield store
        except (sqlite3.Error, PersistenceError, DBAPIError, CodecError) as broken:
            problem = str(getattr(broken, "orig", None) or broken)
            code = "views-emptied" if emptied(store.views.engine, broken) else "store-unreadable"
            raise Refusal(code, store=str(path), problem=problem) from broken
        except (TypeError, ValueError, LookupError) as broken:  # a value that no view ever held?
            if not emptied(store.views.engine, broken):
                raise
            raise Refusal("views-emptied", store=str(path), problem=str(broken)) from broken
        finally:
            store.views.engine.dispose()


def _nothing(numbers: Iterable[ClaimNumber]) -> None:
    del numbers  # the index is kept by whoever appends


def _check_it_is_ours(path: Path) -> None:
    """Refuse another program's database before anything in it is changed, its journal included."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as found:
            tables = {name for (name,) in found.execute("SELECT name FROM sqlite_schema")}
    except sqlite3.Error:
        return  # missing, or told when it is opened
    if tables and "stored_events" not in tables:
        raise Refusal("store-unreadable", store=str(path), problem="another program's database")
