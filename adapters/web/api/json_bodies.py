"""What a request sends as JSON: one object, within bounds, that says everything once."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from starlette.requests import Request

from adapters.web.verbs.verb import Unreadable
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

BODY_MAX = 1_000_000  # bytes of JSON


async def json_object(request: Request) -> dict[str, Any]:
    """Return the JSON object that a request sends; none stands for an empty one.

    Raises Unreadable, and Refusal `file-too-large`.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _bounded(request)
    if not body:
        return {}
    if kind not in ("application/json", ""):
        raise Unreadable((("", _("the body must be JSON, or a form")),))
    try:
        sent = msgspec.json.decode(body)
        json.loads(body, object_pairs_hook=_each_once)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Unreadable((("", _("the body is not JSON")),)) from None
    if not isinstance(sent, dict):
        raise Unreadable((("", _("the body must be a JSON object")),))
    return sent


def words_of(sent: dict[str, Any], *names: str) -> list[str]:
    """Return texts of a JSON object, which holds nothing else. Raises Unreadable."""
    problems = [(name, _("not known")) for name in sent if name not in names]
    problems += [(name, _("must be text")) for name in names if not isinstance(sent.get(name), str)]
    if problems:
        raise Unreadable(tuple(problems))
    return [sent[name] for name in names]


async def _bounded(request: Request) -> bytes:
    parts, size = list[bytes](), 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_MAX:
            raise Refusal("file-too-large", file="JSON", size=size, limit=BODY_MAX)
        parts.append(part)
    return b"".join(parts)


def _each_once(pairs: list[tuple[str, Any]]) -> None:
    """Raise Unreadable for a name that is said twice: readers of JSON differ in which counts."""
    said = set[str]()
    for name, _value in pairs:
        if name in said:
            raise Unreadable(((name, _("is given twice")),))
        said.add(name)
