"""A ledger that is served to six officers, an account a role."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from starlette.testclient import TestClient

from adapters.web.application import served as everything
from adapters.web.people.people import People
from adapters.web.server import Server
from adapters.web.settings import Settings
from adapters.web.who import COOKIE
from scripts.serving.verbs import every_verb
from tests.support.stores import address

OFFICERS = ("clerk", "approver", "finance", "cashier", "auditor", "admin")
FIRST, PASSWORD = "first words of the account", "correct horse battery staple"
Answer = TypeVar("Answer")


class Counties(Protocol):
    """Makes the ledger of a county at a path."""

    def __call__(self, store: Path, *, decided: bool = True) -> Path: ...


@dataclass(slots=True, kw_only=True)
class Served:
    """A server of this process. tokens: the session of each officer, by role."""

    server: Server
    client: TestClient
    tokens: dict[str, str]

    def ask(self, method: str, path: str, by: str | None = "clerk", **sent: Any) -> Any:
        """Send a request of an officer's browser, or of nobody's; return the response."""
        headers = dict(sent.pop("headers", {}))
        if by is not None:
            headers["cookie"] = f"{COOKIE}={self.tokens[by]}"
        headers.setdefault("sec-fetch-site", "same-origin")
        sent.setdefault("follow_redirects", False)
        return self.client.request(method, path, headers=headers, **sent)

    def get(self, path: str, by: str | None = "clerk", **sent: Any) -> Any:
        return self.ask("GET", path, by, **sent)

    def post(self, path: str, by: str | None = "clerk", **sent: Any) -> Any:
        return self.ask("POST", path, by, **sent)


@contextmanager
def served(store: Path, officers: Sequence[str] = OFFICERS, **settings: Any) -> Iterator[Served]:
    """Serve a ledger that is there, to an account a role."""
    with Server(Settings(address=address(store), **settings), every_verb()) as server:
        tokens = {name: entered(server.people, name) for name in officers}
        with TestClient(
            everything(server), base_url="http://testserver", raise_server_exceptions=False
        ) as client:
            yield Served(server=server, client=client, tokens=tokens)


def entered(people: People, name: str) -> str:
    """Return the token of a session of the account of this name and role, made where missing.

    It has no password: hashes are made to take long.
    """
    if name not in {account.name for account in people.accounts.all()}:
        people.accounts.add(name, name.title(), [name], None, by="tests")
    account = people.accounts.get(name)
    return people.entrance.let_in(account, f"web:{name}", "tests", address="-").token


def with_password(web: Served, name: str) -> None:
    """Give an officer who has none the password PASSWORD; the others' sessions go on."""
    by_link(web.server.people, name)
    web.tokens[name] = entered(web.server.people, name)


def by_link(people: People, name: str) -> None:
    """Give an account the password PASSWORD by a link, of which it has been shown that it was."""
    token, _link = people.links.make(name, "tests")
    people.links.use(token, PASSWORD, "-")
    people.links.see(name)


def awaited(asked: Coroutine[Any, Any, Answer]) -> Answer:
    """Return what a coroutine returns, in a thread of its own: a browser has a loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, asked).result()  # noqa: TID251
