"""The guard before every path: which hosts and sites may ask, who asks, what a browser may do.

Plain ASGI, so that streams pass it as they are.
"""

from __future__ import annotations

import re
from asyncio import CancelledError
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Match, Route

from adapters.web.api.json_bodies import BODY_MAX
from adapters.web.api.requests import FIELDS_MAX, REQUEST_MAX
from adapters.web.people.roles import Role
from adapters.wording.translation import gettext as _
from adapters.wording.translation import use_language
from domain.refusals import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from adapters.web.people.sessions import Session

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LANGUAGES = ("zh", "en")
LANGUAGE = "subsidy_lang"  # the cookie of the language that was chosen
LANGUAGE_KEPT = 365 * 24 * 60 * 60  # seconds
CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
EVERYBODY = frozenset[str]()  # who is not logged in, too
LOGGED_IN = frozenset[str](Role)
RAW_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
NOT_KEPT = (b"cache-control", b"no-store")
# While paths are compared, what was encoded stands as what no path can have: half of a sign.
_ENCODED = re.compile("%([0-7][0-9A-Fa-f])")
_APART = 0xD800
_SIGNS = re.compile("[\ud800-\ud87f]")
Failed = Callable[[Request, Exception], Awaitable[Response]]


class Number(Convertor[int]):
    """A number in a path, `{id:number}`: no longer than a database keeps one."""

    regex = "[0-9]{1,18}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("number", Number())


class Entry(Route):
    """A route that says who may enter; everybody where it names no role.

    then: whether it answers as of an earlier position.

    A name in its path may hold anything, percent-encoded: a slash that is, parts no path, and
    letters that are, are neither a word nor a suffix of a path.
    """

    def __init__(
        self, *args: Any, roles: frozenset[str], then: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roles, self.then = roles, then

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if b"%" not in (scope.get("raw_path") or b""):
            return super().matches(scope)
        sent = _ENCODED.sub(lambda said: chr(_APART + int(said[1], 16)), path_of(scope))
        match, child = super().matches({**scope, "path": unquote(sent)})
        named = child.get("path_params", {})
        for name, value in named.items():
            if isinstance(value, str):
                named[name] = _SIGNS.sub(lambda sign: chr(ord(sign[0]) - _APART), value)
        return match, child


def path_of(scope: Scope) -> str:
    """Return the path of a request as it was sent, percent-encoded, with the server's prefix."""
    raw: bytes | None = scope.get("raw_path")
    return quote(scope["path"]) if raw is None else raw.decode("latin-1")


class Asks(Protocol):
    """Says who asks."""

    def __call__(self, connection: HTTPConnection) -> Session | None:
        """Return who asks; it may read a database, so it is called in a thread."""

    def known(self, connection: HTTPConnection) -> Session | None:
        """Return who asks, where that is known without waiting; else None."""


class Guard:
    """Lets in what comes from this site, and says who asks in `scope["session"]`.

    hosts: the names that the server answers to; none stands for any. failed: answers what went
    wrong, bugs too.
    """

    def __init__(
        self, app: ASGIApp, *, who: Asks, failed: Failed, hosts: Iterable[str] = ()
    ) -> None:
        self._app, self._who, self._failed = app, who, failed
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        connection, headers = HTTPConnection(scope), Headers(scope=scope)
        scope["language"] = language_of(connection)
        use_language(scope["language"])
        static = scope["path"].startswith(f"{scope.get('root_path', '')}/static/")
        chosen = "" if static else _chosen_here(connection)
        began = False

        async def sending(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                given = message.setdefault("headers", [])
                own = {name for name, _value in given}
                given += [each for each in RAW_HEADERS if each[0] not in own]
                if not static and NOT_KEPT[0] not in own:
                    given.append(NOT_KEPT)
                if chosen:
                    given.append((b"set-cookie", chosen.encode()))
            await send(message)

        scope["session"] = None
        try:
            self._must_be_ours(scope["method"], headers)
            if scope["query_string"].count(b"&") >= FIELDS_MAX:
                raise HTTPException(400)  # every link of a page says its query again
            if not static:
                session = self._who.known(connection)
                scope["session"] = session or await run_in_threadpool(self._who, connection)
            most = BODY_MAX if scope["session"] is None else REQUEST_MAX
            await self._app(scope, _bounded(receive, most), sending)
        except ClientDisconnect:
            return  # who asked has gone: nobody is to be answered, and nothing failed
        except CancelledError:  # the server ends before this is worked out
            if began:
                raise
            ended = await self._failed(Request(scope), Refusal("server-stopped"))
            await ended(scope, receive, sending)
        except Exception as error:
            if began:
                raise  # half an answer is sent: closing the connection says that it is not whole
            await (await self._failed(Request(scope), error))(scope, receive, sending)

    def _must_be_ours(self, method: str, headers: Headers) -> None:
        """Raise `host-unknown`, `cross-origin`."""
        host = headers.get("host", "")
        named = {host.lower(), host.rpartition(":")[0].lower()}
        if self._hosts and not named & self._hosts:
            raise Refusal("host-unknown", host=host[:100] or "-")
        why = led_here(method, headers)
        if why is not None:
            raise Refusal("cross-origin", site=why[:100])


def _bounded(receive: Receive, most: int) -> Receive:
    """Return what receives a body of so many bytes at most, however it is sent.

    A form is kept, in memory and on disk, before anything of it is looked at. Raises, as it is
    received, Refusal `file-too-large`.
    """
    size = 0

    async def receiving() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise Refusal("file-too-large", file=_("What was sent"), size=size, limit=most)
        return message

    return receiving


def led_here(method: str, headers: Headers) -> str | None:
    """Return from which other site a browser was led to ask; None where it was not.

    A program, which sends a token and no cookie, is not led by a site.
    """
    if method in SAFE:
        return None
    if "cookie" not in headers and headers.get("authorization", "").lower().startswith("bearer "):
        return None
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return None if site in ("same-origin", "none") else site
    if origin is None:
        return _("without an origin") if "cookie" in headers else None
    place = _place_of(origin)
    return None if place and place == headers.get("host") else origin


def _place_of(origin: str) -> str:
    """Return the host and port of an origin; nothing of what is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def language_of(connection: HTTPConnection) -> str:
    """Return the language that is asked for: by the query, a cookie, the browser; else Chinese."""
    chosen = connection.query_params.get("lang") or connection.cookies.get(LANGUAGE)
    if chosen in LANGUAGES:
        return str(chosen)
    accepted = connection.headers.get("accept-language", "").lower()
    first = accepted.split(",")[0].strip()
    return "en" if first.startswith("en") else "zh"


def language_cookie(language: str, scope: Scope) -> str:
    """Return the header that has a browser ask in a language from now on: no secret, so lasting."""
    where = scope.get("root_path", "") or "/"
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return (
        f"{LANGUAGE}={language}; Max-Age={LANGUAGE_KEPT}; Path={where}; HttpOnly; "
        f"SameSite=Strict{secure}"
    )


def _chosen_here(connection: HTTPConnection) -> str:
    """Return the cookie of a language chosen on a page, of any answer to it; a program has none."""
    scope, chosen = connection.scope, connection.query_params.get("lang")
    of_api = scope["path"].startswith(f"{scope.get('root_path', '')}/api/")
    return language_cookie(str(chosen), scope) if chosen in LANGUAGES and not of_api else ""


def must_be_logged_in(session: Session | None) -> Session:
    """Return who asks, also one whose password has to be changed first. Raises `not-logged-in`."""
    if session is None:
        raise Refusal("not-logged-in")
    return session


def must_have(session: Session | None, roles: frozenset[str]) -> Session:
    """Return who asks, where one of their roles is among these.

    Raises `not-logged-in`, `role-missing`.
    """
    session = must_be_logged_in(session)
    if not session.roles & roles:
        raise Refusal("role-missing", account=session.account, needed=", ".join(sorted(roles)))
    return session
