"""Whether a paper is genuine, for anybody: yes or no, and nothing of what the ledger has.

Officers are answered what differs (`paper check`). An enterprise that has a paper in its hands is
not: a paper changed on purpose would be answered with what stands in its place.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.api import answers
from adapters.web.api.json_bodies import json_object, words_of
from adapters.web.api.requests import Scratch, bounded, form_of, kept_file
from adapters.web.api.routes import PREFIX
from adapters.web.guard import EVERYBODY, Entry
from adapters.web.statuses import NOT_NOW, OF_SERVER, TOO_LARGE
from adapters.web.verbs.verb import Call, Unreadable
from adapters.web.who import address_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import use_language
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

TRIES, SPAN = 5, timedelta(minutes=1)  # of an address
PAPER_MAX = 5_000_000  # bytes of what anybody sends
NOT_A_VERDICT = NOT_NOW | OF_SERVER | TOO_LARGE


def checking_routes(server: Server) -> list[Entry]:
    """Return the route by which anybody asks whether a paper is genuine."""

    async def check(request: Request) -> Response:
        use_language(request.scope["language"])
        await run_in_threadpool(count, server, request)
        with Scratch(server.spool) as folder:
            values = await _values(bounded(request, PAPER_MAX), folder)
            genuine = await run_in_threadpool(is_genuine, server, values)
        return answers.document({"genuine": genuine})

    return [Entry(f"{PREFIX}/papers/check", check, roles=EVERYBODY, methods=["POST"])]


def count(server: Server, request: Request) -> None:
    """Count a question of an address. Raises Refusal `too-many-tries`."""
    address = address_of(request, server.settings.trusted)
    server.people.throttle.count_within(TRIES, SPAN, "paper", address)


def is_genuine(server: Server, values: dict[str, Any]) -> bool:
    """Say whether the ledger printed a paper.

    values: of `paper check`. One that cannot be read, or is of what the ledger has not, was not
    printed by it: why is not said. Raises Refusal where the server cannot say.
    """
    call = Call(values=values, ledger=server.anybodys, key=server.settings.accounts_key)
    try:
        with server.rooms.costly.place():
            return server.verbs["paper check"].call(call).code == 0
    except Refusal as refusal:
        if refusal.code in NOT_A_VERDICT:
            raise
        return False


async def _values(request: Request, folder: Scratch) -> dict[str, Any]:
    """Return the paper that a form has, or what a paper's code says. Raises Unreadable."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return {"code": words_of(await json_object(request), "code")[0]}
    async with form_of(request) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise Unreadable((("file", _("is missing")),))
        return {"file": await kept_file(file, folder.path / "paper")}
