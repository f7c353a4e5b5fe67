"""The application that a server runs: the API, the pages, what stands still, and the guard."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from adapters.web.api import answers, problems
from adapters.web.api.describing.openapi import described
from adapters.web.api.jobs import job_routes
from adapters.web.api.own import own_routes
from adapters.web.api.receipts import receipt_routes
from adapters.web.api.routes import api_routes
from adapters.web.api.standing import standing_routes
from adapters.web.api.table import PREFIX
from adapters.web.guard import EVERYBODY, Asks, Entry, Guard
from adapters.web.index import Index
from adapters.web.observing import Observing, log_to
from adapters.web.pages.every import pages
from adapters.web.pages.failed import failed_page
from adapters.web.pages.frame import STATIC
from adapters.web.people.outside.proxy import Proxy
from adapters.web.who import Who
from adapters.wording.translation import use_medium

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from adapters.web.server import Server

Failing = Callable[[Request, Exception], Response]
OF_PROGRAMS = (f"{PREFIX}/", "/healthz", "/checkpoint", "/tile/")


def application(
    server: Server, who: Asks, others: Sequence[BaseRoute] = (), *, as_page: Failing | None = None
) -> Starlette:
    """Return the application of a server.

    who: says who asks. others: routes besides those of the API. as_page: what a person reads where
    something goes wrong; a program reads JSON.
    """

    async def failed(request: Request, error: Exception) -> Response:
        if as_page is not None and _is_read_by_people(request):
            use_medium(server.medium)
            return await run_in_threadpool(as_page, request, error)
        return problems.answered(error)

    routes = [
        Entry(f"{PREFIX}/openapi.json", _describing(server), roles=EVERYBODY),
        Entry("/healthz", _health(server), roles=EVERYBODY),
        *own_routes(server),
        *receipt_routes(server),
        *api_routes(server),
        *job_routes(server),
        *standing_routes(server),
        *others,
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    made = Starlette(
        middleware=[Middleware(Guard, who=who, failed=failed, hosts=server.settings.hosts)],
        exception_handlers={HTTPException: failed},
    )
    made.router = Index(routes)
    # It would send on by the name and the scheme that the request says, TLS or not.
    made.router.redirect_slashes = False
    return made


def served(server: Server) -> ASGIApp:
    """Return everything that a server serves: the API, and every page."""
    if not structlog.is_configured():  # its own way writes what a frame holds, sessions too
        log_to(sys.__stderr__ or sys.stderr)
    settings = server.settings
    proxy = None
    if settings.proxy_header is not None:
        proxy = Proxy(settings.proxy_header, settings.trusted)
    who = Who(server.people, proxy)
    return Observing(application(server, who, pages(server), as_page=failed_page))


def _is_read_by_people(request: Request) -> bool:
    """Say whether a person reads the answer: of a page, or of the API where a link led there."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    return not path.startswith(OF_PROGRAMS) or "text/html" in request.headers.get("accept", "")


def _describing(server: Server) -> Callable[[Request], Awaitable[Response]]:
    known: dict[str, dict[str, Any]] = {}  # by language: it takes seconds to be worked out

    async def describe(request: Request) -> Response:
        language, prefix = request.scope["language"], request.scope.get("root_path", "")
        if language not in known:
            known[language] = await run_in_threadpool(
                described, server.verbs, prefix, has_passwords=server.settings.has_passwords
            )
        return answers.document(known[language])

    return describe


def _health(server: Server) -> Callable[[Request], Awaitable[Response]]:
    async def health(request: Request) -> Response:
        at = await run_in_threadpool(server.rooms.health)
        return answers.document({"state": at.state, "position": at.position})

    return health
