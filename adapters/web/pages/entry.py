"""How a page is entered: who may, what was sent, one look, and the frame around the answer.

    entry(server, "/claims/{claim}", STAFF, show)

calls `show(visit)` in a thread; what it raises is answered as a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.web.api import answers, requests
from adapters.web.guard import Entry, must_be_logged_in, must_have, path_of
from adapters.web.pages.frame import STAFF, Crumb, Foot, Frame, is_of_now
from adapters.web.verbs.verb import Answered, Unreadable
from adapters.wording.catalogue.beyond.serving import UNSEPARATED
from adapters.wording.table import Report
from adapters.wording.translation import gettext as _
from adapters.wording.translation import use_language, use_medium
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.desk.keeping import DeskLook
    from adapters.web.people.sessions import Session
    from adapters.web.server import Server

Language = Literal["zh", "en"]


@dataclass(slots=True, kw_only=True)
class Visit:
    """One request of a page.

    sent: the words of a form, by field, each as often as it was sent. files: what was uploaded, by
    field; they are there until the answer is made. has_address: the page can be asked for, too.
    tables: the listings made for it, by name.
    """

    server: Server
    request: Request
    sent: Mapping[str, Sequence[str]]
    files: Mapping[str, Sequence[Path]]
    has_address: bool = True
    tables: dict[str, Any] = field(default_factory=dict)
    _foot: list[Foot] = field(default_factory=list)

    @property
    def session(self) -> Session:
        """Who asks; a page for everybody does not ask this."""
        session: Session = self.request.scope["session"]
        return session

    @property
    def language(self) -> Language:
        return cast(Language, self.request.scope["language"])

    @property
    def path(self) -> Mapping[str, str]:
        """The parts of the path, by name."""
        return self.request.path_params

    @property
    def query(self) -> QueryParams:
        return self.request.query_params

    @property
    def was_sent(self) -> bool:
        """Whether a form was sent. What asks for a head only asks, from whatever site."""
        return self.request.method == "POST"

    @property
    def is_part(self) -> bool:
        """Whether a script asks for a part of a page."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def is_past(self) -> bool:
        """Whether the page is asked for as it stood earlier."""
        return requests.asked_when(self.request) != (None, None)

    @property
    def own_path(self) -> str:
        """The path of the page, without the prefix, as a browser asks for it."""
        scope = self.request.scope
        return path_of(scope).removeprefix(scope.get("root_path", "")) or "/"

    def word(self, name: str, default: str = "") -> str:
        """Return a word of the form; the last where it was sent several times."""
        return self.sent[name][-1] if self.sent.get(name) else default

    @contextmanager
    def look(self) -> Iterator[DeskLook]:
        """Open one look as the page is asked for; its foot says what it rests on."""
        with self.server.look(self.request) as look:
            self._foot[:] = [self.server.foot(look)]
            yield look

    def carry_out(self, verb: str, values: Mapping[str, Any]) -> Answered:
        """Call a verb for who asks, as the page's position says. Raises as `Server.carry_out`."""
        position, known_at = requests.asked_when(self.request)
        return self.server.carry_out(
            verb,
            self.session,
            values,
            language=self.language,
            position=position,
            known_at=known_at,
        )

    def try_out(self, verb: str, values: Mapping[str, Any]) -> Answered | None:
        """Call a verb for who asks up to where it would record. Raises as `Server.try_out`."""
        return self.server.try_out(verb, self.session, values, language=self.language)

    def rests_on(self, answer: Any) -> None:
        """Have the foot name the one answer that this page shows: the SHA-256 of its JSON."""
        digest = sha256(answers.spelled(answer).encode()).hexdigest()
        self._foot[:] = [replace(foot, digest=digest) for foot in self._foot]

    def frame(self, title: str, crumbs: Sequence[Crumb] = (), *, page: int = 1) -> Frame:
        """Return the frame of this page; after the look, so that its foot is known."""
        request, session = self.request, self.request.scope["session"]
        position, known_at = requests.asked_when(request)
        return Frame(
            title=title,
            language=self.language,
            path=self.own_path,
            query=request.url.query,
            prefix=request.scope.get("root_path", ""),
            crumbs=crumbs,
            session=session,
            position=position,
            known_at=known_at,
            foot=self._foot[0] if self._foot else None,
            page=page,
            single_keys=session is None or session.single_keys,
            kept=None if session is None else partial(self.server.filters.of, session.account),
            notice=self._notice(session),
            was_sent=self.was_sent,
            has_address=self.has_address,
            tables=self.tables,
            read_only=self.server.settings.read_only,
        )

    def _notice(self, session: Session | None) -> str:
        """Return what an administrator has to know: that hands are not separated."""
        if session is None or "admin" not in session.roles:
            return ""
        with suppress(Refusal):  # accounts are there without the ledger
            return "" if self.server.rooms.hands_are_separated() else _(UNSEPARATED)
        return ""

    def redirect(self, path: str) -> Response:
        """Return that the browser goes on at a path of this server, by a GET, at this position."""
        prefix = self.request.scope.get("root_path", "")
        kept = [(name, self.query[name]) for name in requests.LOOKING if self.query.get(name)]
        if kept and not is_of_now(path):
            path, _mark, place = path.partition("#")
            path += f"{'&' if '?' in path else '?'}{urlencode(kept)}"
            path += f"#{place}" if place else ""
        return RedirectResponse(f"{prefix}{path}", status_code=303)

    def table_file(self) -> Response:
        """Return a table of this page, which is made by now, as a file; that it was is kept.

        It is called by the position that the table answers at, else by that of the page.
        """
        suffix, name = f".{self.query['export']}", self.query.get("table", "")
        if suffix not in answers.TABLES:
            said = _("there is no {suffix} of this").format(suffix=suffix)
            raise Unreadable((("export", said),))
        if name not in self.tables:
            raise HTTPException(404)
        listing = self.tables[name]
        if listing.export is not None:  # the page has some of its rows alone
            whole = dict(listing.exports)[self.query["export"]]
            return RedirectResponse(whole, status_code=303)
        table = listing.as_file
        words = [*re.findall(r"\w+", self.own_path), *([name] if name else [])]
        report = Report(title=table.title, parts=(table,))
        position = table.position
        if position is None and self._foot:
            position = self._foot[0].position
        with requests.Scratch(self.server.spool) as folder:
            file = answers.report_file(report, "-".join(words) + suffix, position, folder.path)
        self.server.journal(self.request, "table")
        return file


Make = Callable[[Visit], Response]


def entry(
    server: Server,
    path: str,
    roles: frozenset[str],
    make: Make,
    methods: Sequence[str] = ("GET",),
    *,
    first: bool = False,
    most: int | None = None,
    then: bool = False,
) -> Route:
    """Return the route of a page.

    roles: one of them is needed; none stands for everybody. first: it can be had before a
    password that another has set is changed, when there are no roles yet. most: bytes of what
    is sent by who is not an officer; None where only officers send files. then: it answers as
    of an earlier position too; another page refuses to (`of-now-only`).
    """

    async def enter(request: Request) -> Response:
        use_language(request.scope["language"])
        use_medium(server.medium)
        if first:
            must_be_logged_in(request.scope["session"])
        elif roles:
            must_have(request.scope["session"], roles)
        if not then:
            requests.must_be_of_now(request)
        session = request.scope["session"]
        if most is not None and (session is None or not session.roles & STAFF):
            request = requests.bounded(request, most)
        with requests.Scratch(server.spool) as folder:
            sent, files = await _sent(request, folder)
            visit = Visit(
                server=server, request=request, sent=sent, files=files,
                has_address="GET" in methods,
            )  # fmt: skip
            return await run_in_threadpool(_answered, make, visit)

    return Entry(path, enter, methods=list(methods), roles=roles, then=then)


def _answered(make: Make, visit: Visit) -> Response:
    """Return the page, or a table of it as a file where that is asked for."""
    if visit.was_sent:
        return make(visit)

    def read() -> Response:
        answer = make(visit)
        is_page = answer.status_code == 200 and answer.media_type == "text/html"
        return visit.table_file() if "export" in visit.query and is_page else answer

    return visit.server.rooms.costly.in_turn(read)


Sent = tuple[dict[str, list[str]], dict[str, list[Path]]]


async def _sent(request: Request, folder: requests.Scratch) -> Sent:
    """Return the words and the files of a form, which are kept in a folder."""
    words: dict[str, list[str]] = {}
    files: dict[str, list[Path]] = {}
    if request.method != "POST":
        return words, files
    async with requests.form_of(request) as form:
        for number, (name, value) in enumerate(form.multi_items()):
            if isinstance(value, str):
                words.setdefault(name, []).append(value)
            elif isinstance(value, UploadFile) and value.filename:
                kept = await requests.kept_file(value, folder.path / str(number))
                files.setdefault(name, []).append(kept)
    return words, files
