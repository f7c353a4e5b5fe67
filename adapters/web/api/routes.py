"""The paths of the API, made from the table: each reads a request, calls its verb, and answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.ledger.asking.claims import ALL
from adapters.web.api import answers, table
from adapters.web.api.requests import Asked, Scratch, asked
from adapters.web.api.table import PREFIX as PREFIX
from adapters.web.api.table import Endpoint
from adapters.web.guard import Entry, must_have
from adapters.web.verbs.verb import Unreadable, Verb
from adapters.wording.translation import gettext as _
from adapters.wording.translation import use_language

if TYPE_CHECKING:
    from adapters.web.server import Server

FILES = (
    ".csv", ".xlsx", ".docx", ".pdf", ".typ", ".toml", ".zip", ".json", ".txt", ".xml", ".ofd",
    ".png", ".jpg",
)  # fmt: skip


def api_routes(server: Server) -> list[Route]:
    """Return a route for every path of the table, and with it those of files."""
    return [
        Entry(
            f"{PREFIX}{path}",
            _answering(server, endpoint, suffix),
            roles=endpoint.roles,
            methods=[endpoint.method],
            name=f"{endpoint.verb} {suffix}".strip(),
        )
        for endpoint in table.EVERY
        for path, suffix in paths(endpoint, server.verbs[endpoint.verb])
    ]


def paths(endpoint: Endpoint, verb: Verb) -> Iterable[tuple[str, str]]:
    """Yield the paths of an endpoint: that of its JSON, and one a kind of file it can be had as.

    Those of files come first, for a name in a path may have a point in it. Files of a job are had
    of the job, once it has written them.
    """
    must = any(each.kind == "out" and each.required for each in verb.parameters)
    if not endpoint.job and (must or endpoint.method == "GET"):
        for suffix in FILES if must else answers.TABLES:
            yield f"{endpoint.path}{suffix}", suffix
    if endpoint.job or not must:
        yield endpoint.path, ""


def _answering(
    server: Server, endpoint: Endpoint, suffix: str
) -> Callable[[Request], Awaitable[Response]]:
    verb = server.verbs[endpoint.verb]

    async def answer(request: Request) -> Response:
        must_have(request.scope["session"], endpoint.roles)
        with Scratch(server.spool) as folder:
            given = await asked(request, endpoint, verb, folder)
            use_language(given.language)
            return await run_in_threadpool(
                _answered, server, endpoint, request, given, suffix, folder
            )

    return answer


def _answered(
    server: Server, endpoint: Endpoint, request: Request, given: Asked, suffix: str, folder: Scratch
) -> Response:
    """Call the verb of an endpoint and return its answer, in a thread of its own."""
    verb, session = server.verbs[endpoint.verb], request.scope["session"]
    for name, roles in endpoint.needs.items():
        if given.values.get(name) and not given.values.get("dry_run"):
            must_have(session, roles)
    for name in endpoint.settings:
        server.setting(name)
    if endpoint.job or server.takes_long(verb.name):
        job = server.begin_job(verb.name, session, given)
        where = f"{request.scope.get('root_path', '')}{PREFIX}/jobs/{job}"
        return answers.document({"id": job, "job": where}, 202, {"location": where})
    if suffix in answers.TABLES and any(
        each.name == "limit" and each.default is not None for each in verb.parameters
    ):
        given.values.setdefault("limit", ALL)  # a file has all rows
    written = _to_write(verb, given, suffix, folder)
    carry_out = partial(
        server.carry_out,
        verb.name,
        session,
        given.values,
        language=given.language,
        position=given.position,
        known_at=given.known_at,
    )
    answered = carry_out() if verb.records else server.rooms.costly.in_turn(carry_out)
    if suffix:
        name = f"{verb.name.replace(' ', '-')}{suffix}"
        response = answers.as_file(answered, name, written, folder.path, given.position)
    elif request.headers.get("accept", "").startswith("text/plain"):
        response = answers.as_text(answered)
    else:
        response = answers.as_json(answered)
    if endpoint.journalled or suffix:
        server.journal(request, endpoint.verb)
    return answers.with_next(response, answered, request.url)


def _to_write(verb: Verb, given: Asked, suffix: str, folder: Scratch) -> Path | None:
    """Have the verb write the file that is asked for, where it does; return its path."""
    out = answers.writes(verb, suffix) if suffix else None
    if out is None:
        if suffix and suffix not in answers.TABLES:
            raise Unreadable((("", _("there is no {suffix} of this").format(suffix=suffix)),))
        return None
    path = folder.path / f"{verb.name.replace(' ', '-')}{suffix}"
    given.values[out.name] = path
    return path
