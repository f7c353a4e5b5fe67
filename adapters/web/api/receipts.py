"""The paths of receipts: an enterprise asks by number and code, an officer for the code."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from adapters.web.api import answers
from adapters.web.api.json_bodies import json_object, words_of
from adapters.web.api.requests import must_be_of_now
from adapters.web.api.table import PREFIX, STAFF
from adapters.web.guard import EVERYBODY, Entry, must_have
from adapters.web.who import address_of
from adapters.wording.translation import use_language

if TYPE_CHECKING:
    from adapters.web.server import Server
    from adapters.web.state.receipts import Receipt

TRIES, SPAN = 5, timedelta(minutes=1)  # of an address


def receipt_routes(server: Server) -> list[Entry]:
    """Return the routes of receipts."""

    async def read(request: Request) -> Response:
        claim_no, code = words_of(await json_object(request), "claim_no", "code")
        use_language(request.scope["language"])
        return answers.valued(await run_in_threadpool(asked, server, request, claim_no, code))

    async def code(request: Request) -> Response:
        must_have(request.scope["session"], STAFF)
        must_be_of_now(request)
        claim_no = request.path_params["claim"]
        given = await run_in_threadpool(code_of, server, request, claim_no)
        return answers.document({"claim_no": claim_no, "code": given})

    return [
        Entry(f"{PREFIX}/receipt", read, roles=EVERYBODY, methods=["POST"]),
        Entry(f"{PREFIX}/claims/{{claim:path}}/receipt-code", code, roles=STAFF),
    ]


def asked(server: Server, connection: HTTPConnection, claim_no: str, code: str) -> Receipt:
    """Return the claim that an enterprise asks for.

    Raises Refusal `receipt-not-matched`, `too-many-tries`.
    """
    address = address_of(connection, server.settings.trusted)
    server.people.throttle.count_within(TRIES, SPAN, "receipt", address)
    return server.receipts.read(server.rooms.look, claim_no, code)


def code_of(server: Server, connection: HTTPConnection, claim_no: str) -> str:
    """Return the code of a claim, for an officer. Raises Refusal `claim-unknown`."""
    with server.look(connection) as look:
        filed_under = look.filed_under(claim_no)
    return server.receipts.code(claim_no, filed_under)
