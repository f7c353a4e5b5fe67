"""The paths of who is logged in: the account, and the filters that it keeps under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.api import answers
from adapters.web.api.beside.accounts import account_routes
from adapters.web.api.beside.checking import checking_routes
from adapters.web.api.beside.ledger import ledger_routes
from adapters.web.api.json_bodies import json_object, words_of
from adapters.web.api.requests import must_be_of_now
from adapters.web.api.table import PREFIX
from adapters.web.guard import LOGGED_IN, Entry, must_be_logged_in, must_have
from adapters.web.state.filters import SavedFilter
from adapters.web.verbs.verb import Unreadable
from adapters.wording.translation import gettext as _

if TYPE_CHECKING:
    from adapters.web.server import Server


def own_routes(server: Server) -> list[Entry]:
    """Return the routes of who is logged in, and those that are of no verb."""

    async def me(request: Request) -> Response:
        session = must_be_logged_in(request.scope["session"])
        must_be_of_now(request)
        return answers.document(
            {
                "account": session.account,
                "shown": session.shown,
                "roles": sorted(session.roles),
                "must_change": session.must_change,
            }
        )

    async def every(request: Request) -> Response:
        session = must_have(request.scope["session"], LOGGED_IN)
        must_be_of_now(request)
        path = request.query_params.get("path")
        filters = await run_in_threadpool(server.filters.of, session.account, path)
        return answers.document({"filters": list(map(_document, filters))})

    async def save(request: Request) -> Response:
        session = must_have(request.scope["session"], LOGGED_IN)
        name, path, query = words_of(await json_object(request), "name", "path", "query")
        try:
            saved = await run_in_threadpool(server.filters.save, session.account, name, path, query)
        except ValueError:
            raise Unreadable((("name", unsaved()),)) from None
        return answers.document(_document(saved))

    async def remove(request: Request) -> Response:
        session = must_have(request.scope["session"], LOGGED_IN)
        await run_in_threadpool(server.filters.remove, session.account, request.path_params["id"])
        return Response(status_code=204)

    path = f"{PREFIX}/me/filters"
    return [
        Entry(f"{PREFIX}/me", me, roles=LOGGED_IN),
        Entry(path, every, roles=LOGGED_IN),
        Entry(path, save, roles=LOGGED_IN, methods=["POST"]),
        Entry(f"{path}/{{id:number}}", remove, roles=LOGGED_IN, methods=["DELETE"]),
        *account_routes(server),
        *ledger_routes(server),
        *checking_routes(server),
    ]


def unsaved() -> str:
    """Return why a filter is not kept."""
    return _("A filter has a name of 1 to 60 characters, and the path of a page.")


def _document(saved: SavedFilter) -> dict[str, Any]:
    return saved._asdict()
