"""What a person reads where a page cannot be had: the rule, the facts, the remedy."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.web.api import problems
from adapters.web.api.requests import asked_when
from adapters.web.guard import path_of
from adapters.web.pages.frame import Frame, render
from adapters.web.verbs.verb import Unreadable
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal


def failed_page(request: Request, error: Exception) -> Response:
    """Return what went wrong as a page; to who is not logged in, the way to log in."""
    scope = request.scope
    prefix, language = scope.get("root_path", ""), scope.get("language", "zh")
    path = path_of(scope).removeprefix(prefix) or "/"
    is_part = request.headers.get("hx-request") == "true"
    nobody = isinstance(error, Refusal) and error.code == "not-logged-in"
    if nobody and not is_part and request.method != "POST":
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{prefix}/login?next={quote(path + query)}", status_code=303)
    session = scope.get("session")
    if session is not None and session.must_change and not is_part and request.method != "POST":
        return RedirectResponse(f"{prefix}/password", status_code=303)
    answer = problems.answered(error)
    said = json.loads(bytes(answer.body))
    frame = Frame(
        title=_titles().get(answer.status_code, _("Not possible")),
        language=language,
        path=path,
        query=request.url.query,
        prefix=prefix,
        session=session,
        was_sent=request.method == "POST",
    )
    with suppress(Unreadable):  # it is that which may have failed
        position, known_at = asked_when(request)
        frame = replace(frame, position=position, known_at=known_at)
    template = "_failed.html" if is_part else "failed.html"
    headers = {
        name: value for name, value in answer.headers.items() if name in ("retry-after", "allow")
    }
    return render(
        template, frame, status=answer.status_code, headers=headers, code=said["code"],
        message=said["message"],
    )  # fmt: skip


def _titles() -> dict[int, str]:
    return {
        401: _("Not logged in"),
        403: _("Not with this account"),
        404: _("Not here"),
        405: _("Not in this way"),
        413: _("Too large"),
        422: _("Cannot be read"),
        429: _("Too often"),
        500: _("The program failed"),
        503: _("Not now"),
    }
