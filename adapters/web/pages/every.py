"""Every page of the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from adapters.web.pages import acts, entering, questions
from adapters.web.pages.reading import claim, enterprise, looking, overview, register
from adapters.web.pages.work import importing

if TYPE_CHECKING:
    from adapters.web.server import Server


def pages(server: Server) -> list[BaseRoute]:
    """Return the routes of every page."""
    return [
        *entering.routes(server),
        *acts.routes(server),
        *questions.routes(server),
        *overview.routes(server),
        *claim.routes(server),
        *enterprise.routes(server),
        *register.routes(server),
        *looking.routes(server),
        *importing.routes(server),
    ]
