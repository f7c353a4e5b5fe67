"""What a request asks of a verb: its path, its query and its body, as values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.requests import HTTPConnection, Request
from starlette.types import Message

from adapters.web.api.json_bodies import BODY_MAX, json_object
from adapters.web.api.table import Endpoint
from adapters.web.verbs.verb import Parameter, Unreadable, Verb
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

FILE_MAX = 64_000_000  # bytes of an uploaded file
REQUEST_MAX = FILE_MAX + BODY_MAX  # bytes of everything that a request sends
FIELDS_MAX, FILES_MAX = 1_000, 20  # of a form; a query has no more fields
NAME_MAX = 100  # characters of a file's name
NAME_BYTES = 200  # of it, as a file system counts: others are put before and behind
LOOKING = ("position", "known_at")
OWN = (*LOOKING, "lang")  # of every path
_CHARSET = re.compile("charset", re.IGNORECASE)
_UTF_8 = re.compile(r"""charset\s*=\s*"?utf-?8"?\s*(?=;|$)""", re.IGNORECASE)
_DIGITS = re.compile(r"-?[0-9]{1,18}")
_UNSAFE = re.compile(r"[^\w.()（）\- ]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request asks: values by the names of a verb's parameters, as of when, and in what."""

    values: dict[str, Any]
    position: int | None
    known_at: str | None
    language: str


class Scratch(AbstractContextManager["Scratch"]):
    """A folder for the files of one request, made once it is asked for; leaving removes it."""

    def __init__(self, parent: Path) -> None:
        self._parent = parent
        self._made: TemporaryDirectory[str] | None = None

    @property
    def path(self) -> Path:
        if self._made is None:
            # A system tidies up what lay still for days.
            self._parent.mkdir(mode=0o700, exist_ok=True)
            self._made = TemporaryDirectory(dir=self._parent)
        return Path(self._made.name)

    def __exit__(self, *raised: object) -> None:
        if self._made is not None:
            self._made.cleanup()


async def asked(request: Request, endpoint: Endpoint, verb: Verb, folder: Scratch) -> Asked:
    """Read a request; its files are kept in a folder. Raises Unreadable, and `file-too-large`."""
    problems = _Problems()
    known = {each.name: each for each in verb.parameters if each.kind not in ("out", "place")}
    values: dict[str, Any] = dict(endpoint.fixed)
    for name, text in request.path_params.items():
        values[name] = problems.read(known[name], [text])
    # What the path says, nothing else says too: the journal and the roles are of the path.
    known = {name: each for name, each in known.items() if name not in values}
    reads = endpoint.method == "GET"
    query = request.query_params
    values |= _typed(query, known if reads else {}, problems)
    if not reads:
        values |= await _body(request, known, folder, problems)
    language = query.get("lang", request.scope.get("language", "zh"))
    if language not in ("zh", "en"):
        problems.add("lang", _("zh or en"))
    when: tuple[int | None, str | None] = (None, None)
    if verb.looks:
        when = asked_when(request)
    problems.throw()
    if not verb.looks:
        must_be_of_now(request)
    return Asked(values=values, position=when[0], known_at=when[1], language=language)


def asked_when(connection: HTTPConnection) -> tuple[int | None, str | None]:
    """Return as of when a request asks: a log position, or a moment, or now. Raises Unreadable."""
    query = connection.query_params
    position, known_at = query.get("position"), query.get("known_at")
    if position and known_at:
        said = _("position and known_at exclude each other")
        raise Unreadable((("position", said),))
    if position and not (position.isascii() and position.isdigit() and len(position) <= 18):
        raise Unreadable((("position", _("must be a whole number")),))
    return int(position) if position else None, known_at or None


def must_be_of_now(connection: HTTPConnection) -> None:
    """Raise Refusal `of-now-only` where an earlier position is asked of what has only now."""
    if any(connection.query_params.get(name) for name in LOOKING):
        raise Refusal("of-now-only")


class _Problems:
    """What of a request cannot be read, all of it."""

    def __init__(self) -> None:
        self._said: list[tuple[str, str]] = []

    def add(self, name: str, said: str) -> None:
        self._said.append((name, said))

    def throw(self) -> None:
        if self._said:
            raise Unreadable(tuple(self._said))

    def read(self, parameter: Parameter, texts: list[str]) -> Any:
        """Return a parameter's value of the texts that are given for it."""
        if parameter.many:
            return [self._single(parameter, text) for text in texts]
        if len(texts) > 1:
            self.add(parameter.name, _("is given twice"))
        return self._single(parameter, texts[-1])

    def _single(self, parameter: Parameter, text: str) -> Any:
        match parameter.kind:
            case "flag":
                if text not in ("true", "false", "1", "0", ""):
                    self.add(parameter.name, _("must be true or false"))
                return text in ("true", "1", "")
            case "whole" | "year" | "fen":
                if text and not _DIGITS.fullmatch(text):
                    self.add(parameter.name, _("must be a whole number"))
                    return None
                return int(text) if text else None
            case "file" | "out" | "place":
                self.add(parameter.name, _("must be an uploaded file"))
                return None
        return text


def _typed(
    given: QueryParams | FormData, known: Mapping[str, Parameter], problems: _Problems
) -> dict[str, Any]:
    """Return the values of a query or a form by the names of parameters."""
    values: dict[str, Any] = {}
    for name in dict.fromkeys(given.keys()):
        texts = [each for each in given.getlist(name) if isinstance(each, str)]
        if name in known:
            if texts:
                values[name] = problems.read(known[name], texts)
        elif name not in OWN:
            problems.add(name, _("not known"))
    return values


async def _body(
    request: Request, known: Mapping[str, Parameter], folder: Scratch, problems: _Problems
) -> dict[str, Any]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        async with form_of(request) as form:
            return {**_typed(form, known, problems), **await _files(form, known, folder, problems)}
    try:
        sent = await json_object(request)
    except Unreadable as unread:
        problems.add(*unread.problems[0])
        return {}
    for name in sent:
        if name not in known or known[name].kind in ("file", "out", "place"):
            problems.add(name, _("not known"))
        elif sent[name] == "" and (known[name].many or known[name].kind != "text"):
            problems.add(name, _("is missing"))  # a form sends what is left out as an empty text
    return {name: value for name, value in sent.items() if name in known}


async def _files(
    form: FormData, known: Mapping[str, Parameter], folder: Scratch, problems: _Problems
) -> dict[str, Any]:
    """Keep the files of a form in a folder, by the names they had; return their paths."""
    values: dict[str, Any] = {}
    for number, (name, sent) in enumerate(form.multi_items()):
        if not isinstance(sent, UploadFile):
            continue
        parameter = known.get(name)
        if parameter is None or parameter.kind != "file":
            problems.add(name, _("takes no file"))
            continue
        if not sent.filename:  # a form without a choice
            continue
        path = await kept_file(sent, folder.path / str(number))
        if parameter.many:
            values.setdefault(name, []).append(path)
        else:
            values[name] = path
    return values


def form_of(request: Request) -> AbstractAsyncContextManager[FormData]:
    """Return the form that a request sends, within bounds. Raises Unreadable.

    It is read by the charset that it says, and some of those make what is not text of any bytes.
    """
    kind = request.headers.get("content-type", "")
    if len(_CHARSET.findall(kind)) != len(_UTF_8.findall(kind)):
        raise Unreadable((("", _("a form is sent in UTF-8")),))
    return request.form(max_files=FILES_MAX, max_fields=FIELDS_MAX, max_part_size=BODY_MAX)


def bounded(request: Request, most: int) -> Request:
    """Return a request of whose body no more than so many bytes are taken in.

    Reading more raises Refusal `file-too-large`.
    """
    size = 0

    async def receive() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > most:
            raise Refusal("file-too-large", file="-", size=size, limit=most)
        return message

    return Request(request.scope, receive)


async def kept_file(sent: UploadFile, folder: Path) -> Path:
    """Keep an uploaded file in a folder of its own, by the name it had; return its path.

    Raises Refusal `file-too-large`.
    """
    folder.mkdir(mode=0o700)
    path, size = folder / safe_name(sent.filename or ""), 0
    with path.open("xb") as file:
        path.chmod(0o600)
        while part := await sent.read(1 << 20):
            size += len(part)
            if size > FILE_MAX:
                raise Refusal("file-too-large", file=path.name, size=size, limit=FILE_MAX)
            file.write(part)
    return path


def safe_name(given: str) -> str:
    """Return a file's name without folders, controls and what a shell or a page would obey."""
    name = _UNSAFE.sub("_", re.split(r"[/\\]", given)[-1]).strip(" .") or "file"
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = name, ""
    else:
        suffix = f".{suffix}"
    most = NAME_BYTES - len(suffix.encode())
    fits = stem[: NAME_MAX - len(suffix)].encode()[:most].decode(errors="ignore")
    return (fits or "file") + suffix
