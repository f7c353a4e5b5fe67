"""What went wrong as a response: a code, a sentence for people, and the status of its kind."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Mapping

import structlog
from starlette.exceptions import HTTPException
from starlette.responses import Response

from adapters.web.api.answers import document
from adapters.web.statuses import RETRY_AFTER_SECONDS, STATUS
from adapters.web.verbs.verb import Unreadable
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

FULL = (errno.ENOSPC, errno.EDQUOT)
MALFORMED, BROKEN = "malformed", "broken"
# What a program may read beside the sentence. Others name persons, accounts, files and machines.
FACTS = frozenset(
    {
        "amount", "batch", "cap", "claim_no", "count", "day", "days", "ends", "first", "kind",
        "known", "last", "least", "limit", "limit_mb", "line", "measure", "most", "needed",
        "next_year", "on", "paid_on", "policy", "position", "proposal", "role",
        "seconds", "size", "sort", "status", "uscc", "version", "versions", "year",
    }
)  # fmt: skip
_log = structlog.get_logger("subsidy.web")


def answered(error: Exception) -> Response:
    """Return what went wrong, for a program."""
    match error:
        case Refusal():
            return refused(error)
        case Unreadable():
            return unreadable(error)
        case HTTPException():
            return http(error)
        case OSError() if error.errno in FULL:
            _log.error("full")  # who watches the machine reads it
            return refused(Refusal("server-full"))
    return broken(error)


def refused(refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    """Return why the ledger refuses, in the current language."""
    status = STATUS.get(refusal.code, 409)
    beside = dict(headers or {})
    if status == 503:
        beside.setdefault("retry-after", str(RETRY_AFTER_SECONDS))
    return problem(status, refusal.code, sentence(refusal), headers=beside, facts=facts(refusal))


def facts(refusal: Refusal) -> dict[str, str | int]:
    """Return the facts of a refusal for a program: those that name no person, account or place."""
    return {
        name: fact
        for name, fact in refusal.facts.items()
        if fact is not None and (name in FACTS or name.endswith("_fen"))
    }


def unreadable(problems: Unreadable) -> Response:
    """Return what of a request cannot be read, each with the name of the parameter."""
    fields = [{"name": name, "message": said} for name, said in problems.problems]
    return problem(422, MALFORMED, str(problems), fields=fields)


def http(error: HTTPException) -> Response:
    """Return what a path or a method that is not there is answered with."""
    match error.status_code:
        case 400:
            message = _("What was sent cannot be read: it is damaged, or has too much in it.")
            return problem(400, MALFORMED, message)
        case 404:
            return problem(404, "path-unknown", _("There is nothing under this path."))
        case 405:
            message = _("This path does not take that method.")
            return problem(405, "method-unknown", message, headers=error.headers)
    return problem(error.status_code, MALFORMED, str(error.detail))


def broken(error: BaseException) -> Response:
    """Return that the program failed; its log says where, under the ticket that is answered."""
    ticket = secrets.token_hex(6)
    _log.error("failed", ticket=ticket, exc_info=error)
    message = _("The program failed; nothing more of this was recorded. Ticket: {ticket}")
    return problem(500, BROKEN, message.format(ticket=ticket), ticket=ticket)


def problem(
    status: int,
    code: str,
    message: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> Response:
    """Return a problem as JSON."""
    return document({"code": code, "message": message, **more}, status, headers)
