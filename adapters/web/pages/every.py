"""Every page of the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from adapters.web.pages import acts, questions
from adapters.web.pages.people import accounts, auditing, entering, journal, own, receipt
from adapters.web.pages.work import approving, claiming, importing

if TYPE_CHECKING:
    from adapters.web.server import Server


def pages(server: Server) -> list[BaseRoute]:
    """Return the routes of every page."""
    return [
        *entering.routes(server),
        *own.routes(server),
        *accounts.routes(server),
        *journal.routes(server),
        *receipt.routes(server),
        *auditing.routes(server),
        *acts.routes(server),
        *questions.routes(server),
        *approving.routes(server),
        *claiming.routes(server),
        *importing.routes(server),
    ]
