"""Every page of the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from adapters.web.pages import acts
from adapters.web.pages.asking import batch, draft, paying, proposed, questions, recording
from adapters.web.pages.asking.medium import OnPages
from adapters.web.pages.people import (
    accounts,
    auditing,
    entering,
    journal,
    outside,
    own,
    receipt,
)
from adapters.web.pages.reading import claim, enterprise, looking, overview, register
from adapters.web.pages.work import approving, claiming, importing

if TYPE_CHECKING:
    from adapters.web.server import Server


def pages(server: Server) -> list[BaseRoute]:
    """Return the routes of every page; those of a path of their own before those of any verb."""
    server.medium = OnPages(server.verbs)
    return [
        *entering.routes(server),
        *outside.routes(server),
        *own.routes(server),
        *accounts.routes(server),
        *journal.routes(server),
        *receipt.routes(server),
        *auditing.routes(server),
        *approving.routes(server),
        *claiming.routes(server),
        *importing.routes(server),
        *overview.routes(server),
        *claim.routes(server),
        *enterprise.routes(server),
        *register.routes(server),
        *looking.routes(server),
        *paying.routes(server),
        *batch.routes(server),
        *draft.routes(server),
        *recording.routes(server),
        *proposed.routes(server),
        *acts.routes(server),
        *questions.routes(server),
    ]
