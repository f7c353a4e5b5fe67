"""One server of one ledger: what its API and its pages share, open as long as it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from starlette.requests import HTTPConnection

from adapters.accounts.key_file import use_key_file
from adapters.ledger.processes.docket import Docket
from adapters.ledger.processes.trying import Tried
from adapters.seal.folder import SealFolder
from adapters.stores.opening import location_of
from adapters.web.api import table
from adapters.web.api.requests import Asked, asked_when
from adapters.web.desk.job_rows import Job
from adapters.web.desk.jobs import Jobs, job_of
from adapters.web.desk.orders import Order, spooled
from adapters.web.desk.rooms import Rooms
from adapters.web.desk.shared import SharedLedger, TryingLedger
from adapters.web.pages.frame import Foot
from adapters.web.people.outside.oidc import Provider
from adapters.web.people.people import People, clock
from adapters.web.settings import Settings
from adapters.web.state.database import WebDatabase
from adapters.web.state.filters import Filters
from adapters.web.state.receipts import Receipts
from adapters.web.verbs.handed_in import as_handed_in
from adapters.web.verbs.verb import Answered, Call, Verb
from adapters.web.who import address_of
from adapters.wording.policy.currency import use_currency_of
from domain.refusals import Refusal
from projections.claims.attachments import ErasedFile
from projections.claims.figures.pages import Turn

if TYPE_CHECKING:
    from adapters.web.desk.keeping import DeskLook
    from adapters.web.people.sessions import Session
    from adapters.wording.translation import Medium

JOB_PROGRAM = ("-m", "scripts.serving.job")
EVENTS_MAX, CLAIMS_MAX = 20_000, 20_000  # what is asked of more takes a process of its own
ONE = Turn(limit=1)


class Server:
    """A ledger that is served. A context manager: leaving it answers what waits and closes it.

    verbs: every command by its name, as the program that starts the server hands them in.
    job_program: what a new interpreter is given to work on a job.
    """

    def __init__(
        self,
        settings: Settings,
        verbs: Mapping[str, Verb],
        job_program: Sequence[str] = JOB_PROGRAM,
    ) -> None:
        self.settings = settings
        self.verbs = verbs
        self.medium: Medium | None = None
        self._job_program = job_program
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        settings, opened = self.settings, self._opened
        location_of(settings.address).must_let_serve()
        scratch = TemporaryDirectory(prefix="subsidy-web-", ignore_cleanup_errors=True)
        self.spool = Path(opened.enter_context(scratch))  # a thread may still write as it ends
        self.rooms = Rooms(settings.address, settings.readers)
        opened.callback(self.rooms.close)
        decode = self.rooms.known.decode  # what was looked at is mostly what is decided
        self.docket = opened.enter_context(Docket(settings.address, decode=decode))
        self.people = People(WebDatabase(settings.address))
        self.provider: Provider | None = None
        if settings.provider is not None:
            self.provider = Provider(self.people.database, clock, settings.provider)
        self.filters = Filters(self.people.database, clock)
        self.receipts = Receipts(self.people.database)
        opened.callback(self.people.database.close)
        self.jobs = Jobs(settings.address, self._job_program, roles_of=table.roles_of)
        opened.callback(self.jobs.close)
        self.jobs.tidy_from_now_on()
        return self

    def __exit__(self, *raised: object) -> None:
        self._opened.__exit__(None, None, None)

    def setting(self, name: str) -> Path:
        """Return a path that the settings give a verb. Raises Refusal `setting-missing`."""
        if name not in self.places:
            setting = {"seal": "seal", "key": "seal-key"}[name]
            raise Refusal("setting-missing", setting=setting)
        return self.places[name]

    def files_of(self, *kinds: str) -> tuple[str, ...]:
        """Return those kinds of file that a paper can be had as: letters take the bureau's details,
        and the extra `papers`."""
        from adapters.letters.layout import SUFFIXES
        from adapters.letters.printing import kinds_to_be_had

        laid_out = kinds_to_be_had(location_of(self.settings.address).file)
        return tuple(kind for kind in kinds if f".{kind}" not in SUFFIXES or kind in laid_out)

    @property
    def places(self) -> dict[str, Path]:
        """The folder of the seal and the file of its key, those that the settings name."""
        named = {"seal": self.settings.seal, "key": self.settings.seal_key}
        return {name: path for name, path in named.items() if path is not None}

    @contextmanager
    def look(self, connection: HTTPConnection) -> Iterator[DeskLook]:
        """Open a look as a page asks for it: now, or by its `position` or `known_at`.

        Render what is read after it is closed, so that a mistake in a page is not one of views.
        """
        position, known_at = asked_when(connection)
        use_key_file(self.settings.accounts_key)
        try:
            with self.rooms.look(position, known_at) as look:
                use_currency_of(look.book)
                yield look
        finally:
            use_key_file(None)

    def foot(self, look: DeskLook) -> Foot:
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

    def anybodys(self) -> SharedLedger:
        """Return the ledger for who is not logged in: for a verb that records nothing."""
        return SharedLedger(self.rooms, self.docket, by="-", login="-")

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
        call = Call(
            values=values,
            ledger=lambda: self.ledger(session),
            language=language,
            position=position,
            known_at=known_at,
            key=self.settings.accounts_key,
            places=self.places,
        )
        with as_handed_in(self.spool):
            answered = self.to_call(name).call(call)
        if isinstance(answered.answer, ErasedFile) and not answered.answer.kept_for:
            self.jobs.spool.remove_copies(answered.answer.sha256)
        return answered

    def try_out(
        self, name: str, session: Session, values: Mapping[str, Any], *, language: str
    ) -> Answered | None:
        """Call a verb up to where it would record; return None there, else its answer.

        Nothing is recorded. Raises as `carry_out` does.
        """
        rooms, docket = self.rooms, self.docket
        by = {"by": session.account, "login": session.login}
        call = Call(
            values=values,
            ledger=lambda: TryingLedger(rooms, docket, **by),
            language=language,
            key=self.settings.accounts_key,
            places=self.places,
        )
        with as_handed_in(self.spool), suppress(Tried):
            return self.to_call(name).call(call)
        return None

    def takes_long(self, verb: str) -> bool:
        """Say whether a question takes long in a ledger as large as this one."""
        many = {each.long for each in table.EVERY if each.verb == verb}
        if "events" in many:
            return self.rooms.head() > EVENTS_MAX
        if "claims" not in many:
            return False
        with self.rooms.look() as look:
            return look.claims_page(turn=ONE).total > CLAIMS_MAX

    def begin_job(self, name: str, session: Session, given: Asked, total: int | None = None) -> str:
        """Have a verb called by a process of its own; return the job's id.

        total: how much there is to do; None where that is not known. What records nothing is worked
        out once for all who ask the same of the same position. Raises as `carry_out` does.
        """
        verb = self.to_call(name)
        position = given.position
        if not verb.records and (position, given.known_at) == (None, None):
            position = self.rooms.health().position
        key = self.settings.accounts_key
        order = Order(
            values={},
            language=given.language,
            login=session.login if verb.records else None,
            position=position if verb.looks else None,
            known_at=given.known_at,
            places={place: str(path) for place, path in self.places.items()},
            key=None if key is None else str(key),
            total=total,
        )
        outs = {each.name: Path(each.name) for each in verb.parameters if each.kind == "out"}
        checked = Call(
            values=given.values | outs,
            ledger=lambda: self.ledger(session),
            language=given.language,
        )
        verb.check(checked)
        order, files = spooled(verb, given.values, self.jobs.spool, order)
        shared = None if verb.records else position
        try:
            return self.jobs.begin(session.account, name, order.as_json(), files, shared)
        except Refusal:
            self.jobs.spool.remove(file.name for file in files)
            raise

    def again(self, job: Job, session: Session, order: Order) -> str:
        """Have the verb of a job called once more, with the same files; return the new job's id."""
        self.to_call(job.verb)
        return self.jobs.begin(session.account, job.verb, order.as_json(), job.files)

    def job(self, job_id: str, session: Session) -> Job:
        """Return a job that a session asked for; an auditor is shown those of others.

        Raises Refusal `job-unknown`.
        """
        if "auditor" in session.roles:
            other = job_of(self.people.database, job_id)
            if other is not None:
                return other
        return self.jobs.of(job_id, session.account)

    def journal(self, request: HTTPConnection, verb: str) -> None:
        """Keep that an account takes something out: which, by its path, and as of when.

        Called once it is made, and before a byte of it is sent.
        """
        if request.scope["method"] == "HEAD":  # nothing is sent
            return
        session: Session = request.scope["session"]
        self.people.journal.exported(
            session.account,
            f"{verb}: {request.scope['path']}",
            position=self.rooms.health().position,
            address=address_of(request, self.settings.trusted),
        )

    def offers(self, name: str) -> bool:
        """Say whether a verb can be called here: on a server for reading alone, if it reads."""
        return not (self.verbs[name].records and self.settings.read_only)

    def to_call(self, name: str) -> Verb:
        """Return a verb. Raises Refusal `server-read-only`."""
        if not self.offers(name):
            raise Refusal("server-read-only", verb=name)
        return self.verbs[name]
