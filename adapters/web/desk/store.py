"""A store as a server has it: it makes and mends no views that other threads may have open."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from typing import Any, NoReturn, Self

from adapters.ledger.snapshot import Snapshot
from adapters.ledger.store import Store
from adapters.log.codec import CodecError
from adapters.stores.opening import BROKEN
from adapters.views.backend import Reader
from adapters.views.problems import ViewsContradict, ViewsUnreadable, is_mistake, is_not_text
from adapters.web.desk.known import Known
from adapters.web.desk.mending import Mender
from adapters.web.desk.then import Thens
from domain.enterprise.kin.successions import Successions
from domain.enterprise.state import UnknownClaim
from domain.policy.book import PolicyBook
from domain.refusals import Refusal

_DAMAGED = frozenset((
    sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_IOERR_SHORT_READ,
))  # fmt: skip


class ViewsDamaged(Exception):  # noqa: N818 - named as the views' own are
    """The views have to be made, or made again, by a process of its own."""


class DeskStore(Store):
    """A store that leaves damaged views as they are, but for private ones of this process."""

    is_private = False

    def mend(self, problem: Exception) -> None:
        raise problem

    def _build(self, *args: Any, **kwargs: Any) -> None:
        if not self.is_private:
            raise ViewsDamaged
        super()._build(*args, **kwargs)

    def fold_privately(self) -> None:
        self.is_private = True
        super().fold_privately()


class DeskSnapshot(Snapshot):
    """A look by a store of many: what never changes is known already, nothing is mended.

    thens: has the views of earlier positions. costly: called before every enterprise is read; it
    may raise `too-busy`.
    """

    def __init__(
        self,
        store: Store,
        reader: Reader,
        at: int | None,
        reached: int,
        known: Known,
        mender: Mender,
        thens: Thens,
        costly: Callable[[], object],
    ) -> None:
        self.store = store
        self.connection = reader
        self.at = at
        self.position = reached if at is None else at
        self._reached, self._opened = reached, ExitStack()
        self._known, self._mender, self._thens, self._costly = known, mender, thens, costly

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._opened.close()

    def viewed(self, uscc: str | None = None) -> Reader | None:
        """Return the views as of then, which are made where every enterprise is asked about."""
        if self.at in (None, self._reached):
            return self.connection
        return self._then if uscc is None else None

    @cached_property
    def _then(self) -> Reader:
        with self._of_then():
            then = self._thens.at(self.position, self.store.handler.recorder, self._costly)
            self._opened.callback(lambda: then)  # its file stays until this look is closed
            return self._opened.enter_context(then.views.reading())

    @contextmanager
    def _of_then(self) -> Iterator[None]:
        """Make views of then again, the next time, where they fail: those of now are sound."""
        try:
            yield
        except (ViewsUnreadable, OSError) as problem:
            self._thens.forget()
            raise Refusal("too-busy") from problem

    def mend(self, problem: Exception) -> NoReturn:
        """Raise a problem as it is: a bug in a page, or in a question."""
        if "_then" in vars(self) and not _is_bug(problem):
            with self._of_then():
                raise problem
        self._mender.suspect()
        raise problem

    def everything(self) -> None:
        self._costly()

    @cached_property
    def book(self) -> PolicyBook:
        return self._known.book(self.position)

    @cached_property
    def successions(self) -> Successions:
        return self._known.successions(self.position)


@contextmanager
def own_statements() -> Iterator[None]:
    """Say that views are damaged where a statement of their own makes no sense to them."""
    try:
        yield
    except ViewsUnreadable as problem:
        if is_mistake(problem):
            raise ViewsDamaged from problem
        raise


def _is_bug(problem: Exception) -> bool:
    return not isinstance(problem, ViewsUnreadable) or is_mistake(problem)


def close(store: Store) -> None:
    with suppress(*BROKEN):  # it is left because it failed
        store.close()


def speaks_of_damage(broken: Exception) -> bool:
    """Say whether views failed as damaged ones do, and not as locked or absent ones, or a bug."""
    if isinstance(broken, CodecError):
        return isinstance(broken.__cause__, UnknownClaim)  # the claim's row is missing
    if not isinstance(broken, ViewsUnreadable):
        return False
    if isinstance(broken, ViewsContradict) or is_not_text(broken):
        return True
    code, state = (getattr(broken.orig, name, None) for name in ("sqlite_errorcode", "sqlstate"))
    if code is None:
        return state in ("XX001", "XX002")
    return code in _DAMAGED or code & 0xFF in _DAMAGED
