"""The paths of jobs: how far work has come that a process of its own does, and what came of it.

A job is seen by who asked for it, and by auditors; for all others there is none.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from adapters.web.api import answers, problems
from adapters.web.api.requests import must_be_of_now
from adapters.web.api.table import PREFIX, STAFF
from adapters.web.desk.job_rows import DONE, REFUSED, Job, Progress, refusal_in
from adapters.web.desk.jobs import KEPT_DAYS
from adapters.web.desk.orders import kept_of, order_of
from adapters.web.guard import Entry, must_have
from adapters.web.verbs.verb import Answered
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import gettext as _
from adapters.wording.translation import speaking, use_language
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.people.sessions import Session
    from adapters.web.server import Server

MEDIA = "text/event-stream"
Answer = Callable[["Server", "Session", Request], Response]


def job_routes(server: Server) -> list[Entry]:
    """Return the routes of jobs."""
    path = f"{PREFIX}/jobs"
    return [
        Entry(path, _answering(server, _every), roles=STAFF),
        Entry(f"{path}/{{id}}", _answering(server, _shown), roles=STAFF),
        Entry(f"{path}/{{id}}", _answering(server, _cancelled), roles=STAFF, methods=["DELETE"]),
        Entry(f"{path}/{{id}}/answer", _answering(server, _answer), roles=STAFF),
        Entry(f"{path}/{{id}}/events", _events(server), roles=STAFF),
        Entry(f"{path}/{{id}}/files/{{name}}", _answering(server, _file), roles=STAFF),
    ]


def _answering(server: Server, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def answering(request: Request) -> Response:
        session = must_have(request.scope["session"], STAFF)
        use_language(request.scope["language"])
        must_be_of_now(request)
        return await run_in_threadpool(answer, server, session, request)

    return answering


def _every(server: Server, session: Session, request: Request) -> Response:
    jobs = server.jobs.every(session.account)
    return answers.document({"jobs": [_document(job, request) for job in jobs]})


def _shown(server: Server, session: Session, request: Request) -> Response:
    server.jobs.tend()
    return answers.document(_document(server.job(request.path_params["id"], session), request))


def _answer(server: Server, session: Session, request: Request) -> Response:
    """Return what the verb answered, as its path would have if it did not take long."""
    job = server.job(request.path_params["id"], session)
    refusal, kept = refusal_of(job), kept_of(job)
    if refusal is not None:
        return problems.refused(refusal)
    if job.state != DONE:
        return problems.problem(409, f"job-{job.state}", said_of(job))
    answered = Answered(
        answer=None, shown=lambda: kept.report, notes=tuple(kept.notes), code=job.code or 0
    )
    if request.headers.get("accept", "").startswith("text/plain"):
        response = answers.as_text(answered)
    else:
        headers = answers.beside(answered)
        response = Response(job.answer, media_type="application/json", headers=headers)
    server.journal(request, job.verb)
    return response


def _cancelled(server: Server, session: Session, request: Request) -> Response:
    job = server.jobs.of(request.path_params["id"], session.account)
    if not server.jobs.cancel(job.id, session.account):
        return Response(status_code=204)  # it goes on for others, and is not this account's
    job = server.jobs.of(job.id, session.account)
    return answers.document(_document(job, request), 202)


def _file(server: Server, session: Session, request: Request) -> Response:
    job, name = server.job(request.path_params["id"], session), request.path_params["name"]
    for file in kept_of(job).files:
        if file.shown == name:
            path = server.jobs.spool.path(file)
            headers = {"content-disposition": answers.attachment(name)}
            media = answers.MEDIA.get(path.suffix, "application/octet-stream")
            response = FileResponse(
                path, media_type=media, headers=headers, stat_result=path.stat()
            )
            server.journal(request, job.verb)
            return response
    raise Refusal("job-unknown", job=name, days=KEPT_DAYS)


def _events(server: Server) -> Callable[[Request], Awaitable[Response]]:
    async def events(request: Request) -> Response:
        session, language = must_have(request.scope["session"], STAFF), request.scope["language"]
        must_be_of_now(request)
        job = await run_in_threadpool(server.job, request.path_params["id"], session)
        rehearses = order_of(job).rehearses

        async def lines() -> AsyncIterator[str]:
            async for progress in server.jobs.events(job.id):
                with speaking(language):
                    said = progress._asdict() | {"text": said_of(progress, rehearses=rehearses)}
                yield f"data: {json.dumps(said, ensure_ascii=False)}\n\n"

        headers = {"x-accel-buffering": "no"}
        return StreamingResponse(lines(), media_type=MEDIA, headers=headers)

    return events


def said_of(progress: Job | Progress, *, rehearses: bool = False) -> str:
    """Return how far a job is, as people read it."""
    done, total = f"{progress.done:,}", f"{progress.total or 0:,}"
    match progress.state:
        case "waiting":
            return _("Waits for other work to end.")
        case "running" if progress.done == 0:
            return _("Begins.")
        case "running" if progress.total:
            return _("{done} of {total} done.").format(done=done, total=total)
        case "running" if rehearses:
            return _("{done} tried.").format(done=done)
        case "running":
            return _("{done} done.").format(done=done)
        case "done":
            return _("Ended.")
        case "cancelled":
            return _("Cancelled after {done}. What was recorded before stays.").format(done=done)
        case "refused":
            return _("Refused.")
        case "broken-off":
            return _("Broken off: ask for the same again; what is recorded is not recorded twice.")
    return _("The program failed. Tell the administrator.")


def refusal_of(job: Job) -> Refusal | None:
    """Return why a job was refused; None where it was not."""
    if job.state != REFUSED or job.answer is None:
        return None
    return refusal_in(job.answer)


def _document(job: Job, request: Request) -> dict[str, Any]:
    """Return a job for programs."""
    where = f"{request.scope.get('root_path', '')}{PREFIX}/jobs/{job.id}"
    refusal, kept = refusal_of(job), kept_of(job)
    return {
        "id": job.id,
        "verb": job.verb,
        "owner": job.owner,
        "state": job.state,
        "asked_at": job.asked_at.isoformat(),
        "ended_at": None if job.ended_at is None else job.ended_at.isoformat(),
        "done": job.done,
        "total": job.total,
        "exit_code": job.code,
        "answer": json.loads(job.answer) if job.state == DONE and job.answer else None,
        "refusal": None
        if refusal is None
        else {"code": refusal.code, "message": sentence(refusal)},
        "notes": kept.notes,
        "files": [f"{where}/files/{file.shown}" for file in kept.files],
        "events": f"{where}/events",
    }
