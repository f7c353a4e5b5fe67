"""One server of one ledger: what its API and its pages share, open as long as it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from starlette.requests import HTTPConnection

from adapters.ledger.processes.docket import Docket
from adapters.seal.folder import SealFolder
from adapters.stores.opening import location_of
from adapters.web.api.requests import asked_when
from adapters.web.desk.rooms import Rooms
from adapters.web.desk.shared import SharedLedger
from adapters.web.pages.frame import Foot
from adapters.web.people.people import People
from adapters.web.settings import Settings
from adapters.web.state.database import WebDatabase
from adapters.web.verbs.verb import Answered, Call, Verb
from adapters.wording.policy.currency import use_currency_of
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from adapters.web.people.sessions import Session


class Server:
    """A ledger that is served. A context manager: leaving it answers what waits and closes it.

    verbs: every command by its name, as the program that starts the server hands them in.
    """

    def __init__(self, settings: Settings, verbs: Mapping[str, Verb]) -> None:
        self.settings = settings
        self.verbs = verbs
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        settings, opened = self.settings, self._opened
        location_of(settings.address).must_let_serve()
        self.spool = Path(opened.enter_context(TemporaryDirectory(prefix="subsidy-web-")))
        self.rooms = Rooms(settings.address, settings.readers)
        opened.callback(self.rooms.close)
        self.docket = opened.enter_context(Docket(settings.address))
        self.people = People(WebDatabase(settings.address))
        opened.callback(self.people.database.close)
        return self

    def __exit__(self, *raised: object) -> None:
        self._opened.__exit__(None, None, None)

    def setting(self, name: str) -> Path:
        """Return a path that the settings give a verb. Raises Refusal `setting-missing`."""
        given = {"seal": self.settings.seal, "key": self.settings.seal_key}[name]
        if given is None:
            raise Refusal("setting-missing", setting=name)
        return given

    @contextmanager
    def look(self, connection: HTTPConnection) -> Iterator[Look]:
        """Open a look as a page asks for it: now, or by its `position` or `known_at`.

        Render what is read after it is closed, so that a mistake in a page is not one of views.
        """
        position, known_at = asked_when(connection)
        with self.rooms.look(position, known_at) as look:
            use_currency_of(look.book)
            yield look

    def foot(self, look: Look) -> Foot:
        """Return what the answers of a look rest on."""
        position = look.position
        recorder = look.snapshot.store.handler.recorder
        return Foot(
            position=position,
            recorded_at=recorder.time_of(position) if position else None,
            policy=len(look.book.versions) or None,
            sealed=self._sealed(),
        )

    def _sealed(self) -> int | None:
        """Return the position of the last seal; None where there is none to be read."""
        if self.settings.seal is None:
            return None
        try:
            last = SealFolder(self.settings.seal).checkpoint()
        except Refusal:  # an audit says what is wrong with it
            return None
        return None if last is None else last[0].size

    def ledger(self, session: Session) -> SharedLedger:
        """Return the ledger as a session has it: its author is who is logged in."""
        return SharedLedger(self.rooms, self.docket, by=session.account, login=session.login)

    def carry_out(
        self,
        name: str,
        session: Session,
        values: Mapping[str, Any],
        *,
        language: str,
        position: int | None = None,
        known_at: str | None = None,
    ) -> Answered:
        """Call a verb for a session: a path of the API and a button of a page do the same.

        Raises Unreadable, Refusal `server-read-only`, and as the verb does.
        """
        verb = self.verbs[name]
        if verb.records and self.settings.read_only:
            raise Refusal("server-read-only", verb=name)
        return verb.call(
            Call(
                values=values,
                ledger=lambda: self.ledger(session),
                language=language,
                position=position,
                known_at=known_at,
                key=self.settings.accounts_key,
            )
        )
