"""The path of the ledger itself: how far it goes, by which policies, and how far it is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.api import answers
from adapters.web.api.routes import PREFIX
from adapters.web.api.table import STAFF
from adapters.web.guard import Entry, must_have
from adapters.web.pages.frame import Foot

if TYPE_CHECKING:
    from adapters.web.server import Server
    from domain.policy.book import PolicyBook


def ledger_routes(server: Server) -> list[Entry]:
    """Return the route of the ledger itself."""

    async def ledger(request: Request) -> Response:
        must_have(request.scope["session"], STAFF)
        return answers.document(await run_in_threadpool(_ledger, server, request))

    return [Entry(f"{PREFIX}/ledger", ledger, roles=STAFF)]


def _ledger(server: Server, request: Request) -> dict[str, Any]:
    """Return what answers rest on, as of the position that is asked for. sealed: as of now."""
    with server.look(request) as look:
        foot, book = server.foot(look), look.book
    return _document(foot, book) | {"read_only": server.settings.read_only}


def _document(foot: Foot, book: PolicyBook) -> dict[str, Any]:
    return {
        "position": foot.position,
        "recorded_at": None if foot.recorded_at is None else foot.recorded_at.isoformat(),
        "policies": [
            {"policy": name, "versions": len(own.versions)} for name, own in book.policies.items()
        ],
        "sealed": foot.sealed,
    }
