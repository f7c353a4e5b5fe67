"""The paths of the API, made from the table: each reads a request, calls its verb, and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.api import answers, problems, table
from adapters.web.api.requests import Asked, asked
from adapters.web.api.table import Endpoint
from adapters.web.verbs.verb import Call, Unreadable, Verb
from adapters.wording.translation import gettext as _
from adapters.wording.translation import use_language
from domain.refusals import Refusal

PREFIX = "/api/v1"
FILES = (".csv", ".xlsx", ".docx", ".pdf", ".typ", ".toml", ".zip", ".json", ".txt")


class Desk(Protocol):
    """What the API needs of the server that it is part of."""

    @property
    def verbs(self) -> Mapping[str, Verb]: ...

    @property
    def spool(self) -> Path:
        """The folder where files of requests lie while they are worked on; its owner's only."""

    def call(self, request: Request, given: Asked) -> Call:
        """Return how a verb is called for whoever asks."""

    def setting(self, name: str) -> Path | None:
        """Return a path that the server's own settings give; None where they do not."""

    def begin_job(self, request: Request, verb: Verb, given: Asked) -> str:
        """Have a process carry a verb out; return the job's id. Files of the request are kept."""

    def journal(self, request: Request, endpoint: Endpoint, given: Asked) -> None:
        """Keep who asked for what is not for everybody."""


def api_routes(desk: Desk) -> list[Route]:
    """Return a route for every endpoint of the table, and with it those of files."""
    return [
        Route(
            f"{PREFIX}{path}", _answering(desk, endpoint, suffix), methods=[endpoint.method],
            name=f"{endpoint.verb} {suffix}".strip(),
        )
        for endpoint in table.EVERY
        for path, suffix in paths(endpoint, desk.verbs[endpoint.verb])
    ]  # fmt: skip


def paths(endpoint: Endpoint, verb: Verb) -> Iterable[tuple[str, str]]:
    """Return the paths of an endpoint: of its JSON, and one a kind of file it can be had as.

    Those of files come first, for a name in a path may have a point in it.
    """
    must = any(each.kind == "out" and each.required for each in verb.parameters)
    if endpoint.method == "GET" or must:
        for suffix in FILES if must else answers.TABLES:
            yield f"{endpoint.path}{suffix}", suffix
    if not must:
        yield endpoint.path, ""


def _answering(desk: Desk, endpoint: Endpoint, suffix: str) -> Callable[[Request], object]:
    verb = desk.verbs[endpoint.verb]

    async def answer(request: Request) -> Response:
        use_language(request.query_params.get("lang", request.scope.get("language", "zh")))
        with TemporaryDirectory(dir=desk.spool) as folder:
            try:
                given = await asked(request, endpoint, verb, Path(folder))
                use_language(given.language)
                return await run_in_threadpool(
                    _answered, desk, endpoint, verb, request, given, suffix, Path(folder)
                )
            except Unreadable as problem:
                return problems.unreadable(problem)
            except Refusal as refusal:
                return problems.refused(refusal)

    return answer


def _answered(
    desk: Desk, endpoint: Endpoint, verb: Verb, request: Request, given: Asked, suffix: str,
    folder: Path,
) -> Response:  # fmt: skip
    """Call the verb of an endpoint and return its answer, in a thread of its own."""
    for name in endpoint.settings:
        setting = desk.setting(name)
        if setting is None:
            raise Refusal("setting-missing", setting=name)
        given.values[name] = setting
    if endpoint.journalled:
        desk.journal(request, endpoint, given)
    if endpoint.job:
        job = desk.begin_job(request, verb, given)
        where = f"{request.scope.get('root_path', '')}{PREFIX}/jobs/{job}"
        return answers.document({"id": job, "job": where}, 202, {"location": where})
    written = _to_write(verb, given, suffix, folder)
    answered = verb.call(desk.call(request, given))
    if not suffix:
        return answers.as_json(answered)
    name = f"{verb.name.replace(' ', '-')}{suffix}"
    return answers.as_file(answered, name, written, folder)


def _to_write(verb: Verb, given: Asked, suffix: str, folder: Path) -> Path | None:
    """Have the verb write the file that is asked for, where it does; return its path."""
    out = answers.writes(verb, suffix) if suffix else None
    if out is None:
        if suffix and suffix not in answers.TABLES:
            raise Unreadable((("", _("there is no {suffix} of this").format(suffix=suffix)),))
        return None
    path = folder / f"{verb.name.replace(' ', '-')}{suffix}"
    given.values[out.name] = path
    return path
