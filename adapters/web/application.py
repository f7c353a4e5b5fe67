"""The application that a server runs: the API, the pages, what stands still, and the guard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from adapters.web.api import answers, problems
from adapters.web.api.openapi import described
from adapters.web.api.routes import PREFIX, api_routes
from adapters.web.guard import Guard, Who
from adapters.web.pages.frame import STATIC
from adapters.web.verbs.verb import Unreadable
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

Failing = Callable[[Request, Exception], Response]


def application(
    server: Server, who: Who, others: Sequence[BaseRoute] = (), *, as_page: Failing | None = None
) -> Starlette:
    """Return the application of a server.

    who: says who asks. others: routes besides those of the API. as_page: what a person reads where
    something goes wrong; a program reads JSON.
    """

    async def failed(request: Request, error: Exception) -> Response:
        for_people = as_page is not None and not request.url.path.startswith(
            f"{request.scope.get('root_path', '')}{PREFIX}/"
        )
        if for_people:
            assert as_page is not None, "asked just now"
            return await run_in_threadpool(as_page, request, error)
        return answered(error)

    return Starlette(
        routes=[
            Route(f"{PREFIX}/openapi.json", _describing(server)),
            Route("/healthz", _health(server)),
            *api_routes(server),
            *others,
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Guard, who=who, failed=failed, hosts=server.settings.hosts)],
        exception_handlers={HTTPException: failed},
    )


def answered(error: Exception) -> Response:
    """Return what went wrong, for a program."""
    match error:
        case Refusal():
            return problems.refused(error)
        case Unreadable():
            return problems.unreadable(error)
        case HTTPException(status_code=404):
            return problems.problem(404, "path-unknown", _("There is nothing under this path."))
        case HTTPException(status_code=405):
            message = _("This path does not take that method.")
            return problems.problem(405, "method-unknown", message, headers=error.headers)
        case HTTPException():
            return problems.problem(error.status_code, problems.MALFORMED, str(error.detail))
    return problems.broken(error)


def _describing(server: Server) -> Callable[[Request], Awaitable[Response]]:
    async def describe(request: Request) -> Response:
        prefix = request.scope.get("root_path", "")
        return answers.document(await run_in_threadpool(described, server.verbs, prefix))

    return describe


def _health(server: Server) -> Callable[[Request], Awaitable[Response]]:
    async def health(request: Request) -> Response:
        at = await run_in_threadpool(server.rooms.health)
        return answers.document({"state": at.state, "position": at.position})

    return health
