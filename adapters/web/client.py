"""A client of a served ledger: any verb, asked by its name, as the paths of the API have it.

with Client("https://butie.example.gov.cn", token) as ledger:
    claim = ledger.answer(typed.EXPLAIN, {"claim": "YT2022-1"})
    for claim in ledger.each(typed.CLAIMS, {"year": 2022}):
        claim.granted_fen
    file = ledger.ask("totals", {}, suffix=".csv").content
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote

import httpx2

from adapters.web.api import table
from adapters.web.api.answers import CODE, NEXT, NOTES
from adapters.web.api.table import PREFIX, Endpoint, part
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.verbs.typed import Answer, Row, Typed

WAIT_SECONDS = 120.0  # for an answer
POLL_SECONDS = 0.5  # of a job
ROWS = 500  # of a part of a list
JSON, TEXT = "application/json", "text/plain"
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered. code: the exit code that the command would have ended with.

    after: of a part of a list, after which one the next part goes on; None where there is none.
    """

    content: bytes
    notes: tuple[str, ...]
    code: int
    after: str | None = None

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)

    def answer(self, verb: Typed[Answer]) -> Answer:
        """Return the answer as the verb's own type. Raises msgspec.ValidationError."""
        from adapters.web.verbs.decoding import answer_in  # a command line needs no types

        return answer_in(self.content, verb)


class RefusedByServer(Exception):  # noqa: N818 - like a refusal
    """What a server said no to: its status, its code, and its sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Client:
    """Asks one server. A context manager. token: of a program, as `subsidy account token` makes."""

    def __init__(self, server: str, token: str, *, language: str = "zh") -> None:
        self._http = httpx2.Client(
            base_url=server.rstrip("/"),
            headers={"authorization": f"Bearer {token}"},
            params={"lang": language},
            timeout=WAIT_SECONDS,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._http.close()

    def answer(
        self,
        verb: Typed[Answer],
        values: Mapping[str, Any] = NOTHING,
        *,
        position: int | None = None,
        known_at: str | None = None,
    ) -> Answer:
        """Return what a verb answers, as its own type. values, and what it raises: as of `ask`."""
        reply = self.ask(verb.verb, values, position=position, known_at=known_at)
        return reply.answer(verb)

    def each(
        self,
        verb: Typed[list[Row]],
        values: Mapping[str, Any] = NOTHING,
        *,
        position: int | None = None,
        known_at: str | None = None,
        rows: int = ROWS,
    ) -> Iterator[Row]:
        """Yield the rows of claims, of a history or of batches, so many rows at a time.

        Where no position is named, each part is as the ledger stands when it is asked for: rows of
        two parts may not belong together. Raises as `ask`.
        """
        part: dict[str, Any] = {"limit": rows}
        while True:
            reply = self.ask(verb.verb, {**values, **part}, position=position, known_at=known_at)
            yield from reply.answer(verb)
            if reply.after is None:
                return
            part["after"] = reply.after

    def ask(
        self,
        verb: str,
        values: Mapping[str, Any],
        *,
        suffix: str = "",
        accept: str = JSON,
        position: int | None = None,
        known_at: str | None = None,
        on_progress: Callable[[int], None] = lambda _done: None,
    ) -> Reply:
        """Ask a verb. values: as JSON has them; of a file its path. suffix: as which file.

        on_progress: called with how many are done, of what takes long. Raises RefusedByServer, and
        Refusal `verb-not-served`, `server-unreachable`.
        """
        endpoint = endpoint_of(verb, values)
        path, rest = _path(endpoint, values)
        query = {"position": position, "known_at": known_at}
        asked = {name: value for name, value in query.items() if value is not None}
        file = "" if endpoint.job else suffix  # of what takes long it is had in the end
        answer = self._send(endpoint, f"{PREFIX}{path}{file}", rest, asked, accept)
        if answer.status_code != httpx2.codes.ACCEPTED:
            return self._reply(answer)
        job = f"{PREFIX}/jobs/{answer.json()['id']}"
        return self._followed(job, suffix, accept, on_progress)

    def _send(
        self,
        endpoint: Endpoint,
        path: str,
        values: Mapping[str, Any],
        query: Mapping[str, Any],
        accept: str,
    ) -> httpx2.Response:
        headers = {"accept": accept}
        try:
            if endpoint.method == "GET":
                words = {name: _word(value) for name, value in values.items()}
                return self._http.get(path, params={**query, **words}, headers=headers)
            files = [
                (name, (each.name, each.read_bytes()))
                for name, value in values.items()
                for each in (value if isinstance(value, list) else [value])
                if isinstance(each, Path)
            ]
            method, plain = endpoint.method, _without_files(values)
            if not files:
                return self._http.request(method, path, params=query, json=plain, headers=headers)
            words = {name: _word(value) for name, value in plain.items()}
            return self._http.request(
                method, path, params=query, data=words, files=files, headers=headers
            )
        except httpx2.HTTPError as problem:
            raise self._away(problem) from problem

    def _followed(
        self, job: str, suffix: str, accept: str, on_progress: Callable[[int], None]
    ) -> Reply:
        """Wait for a job; return what it answered, or the file of a kind that it wrote."""
        try:
            while (row := _checked(self._http.get(job)).json())["ended_at"] is None:
                on_progress(row["done"])
                time.sleep(POLL_SECONDS)
            reply = self._reply(self._http.get(f"{job}/answer", headers={"accept": accept}))
            for path in row["files"] if suffix else ():
                if path.endswith(suffix):
                    file = self._http.get(f"{job}/files/{path.rpartition('/')[2]}")
                    return replace(reply, content=_checked(file).content)
        except httpx2.HTTPError as problem:
            raise self._away(problem) from problem
        return reply

    def _reply(self, answer: httpx2.Response) -> Reply:
        """Return what a ledger answered. Raises Refusal `server-unreachable` for another's page."""
        code = _checked(answer).headers.get(CODE, "")
        if not code.isdecimal():
            raise self._away(_("what answers there is not a ledger"))
        notes = json.loads(answer.headers.get(NOTES, "[]"))
        after = answer.headers.get(NEXT)
        return Reply(
            content=answer.content,
            notes=tuple(notes),
            code=int(code),
            after=None if after is None else unquote(after),
        )

    def _away(self, problem: object) -> Refusal:
        server = str(self._http.base_url)
        return Refusal("server-unreachable", server=server, problem=str(problem))


def endpoint_of(verb: str, values: Mapping[str, Any]) -> Endpoint:
    """Return where a verb is asked: by the path whose names have values.

    Raises Refusal `verb-not-served`.
    """
    every = [endpoint for endpoint in table.EVERY if endpoint.verb == verb]
    sends = any(isinstance(each, Path) for each in values.values())
    fitting = [
        endpoint
        for endpoint in every
        if all(values.get(name) is not None for name in _named(endpoint))
        and not (sends and endpoint.method == "GET")
    ]
    if not fitting:
        raise Refusal("verb-not-served", verb=verb)
    return max(fitting, key=lambda endpoint: len(_named(endpoint)))


def _named(endpoint: Endpoint) -> list[str]:
    return [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")]


def _path(endpoint: Endpoint, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the path with its names filled in, and the other values."""
    path, named = endpoint.path, _named(endpoint)
    for name in named:
        path = path.replace(f"{{{name}}}", part(str(values[name])))
    return path, {
        name: value for name, value in values.items() if name not in named and value is not None
    }


def _word(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return [_word(each) for each in value] if isinstance(value, list) else str(value)


def _without_files(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in values.items()
        if not isinstance(value[0] if isinstance(value, list) and value else value, Path)
    }


def _checked(answer: httpx2.Response) -> httpx2.Response:
    if answer.is_success:
        return answer
    try:
        said = answer.json()
        code, message = str(said["code"]), str(said["message"])
    except (ValueError, KeyError, TypeError):
        code, message = f"http-{answer.status_code}", answer.text[:500]
    raise RefusedByServer(answer.status_code, code, message)
