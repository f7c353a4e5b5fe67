"""The paths of officers' accounts, for their administrator: what `subsidy account` does, and who.

A password that is made is in the one answer to the request that makes it. An officer makes tokens
of their own, so that none acts as another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.api import answers
from adapters.web.api.json_bodies import json_object
from adapters.web.api.requests import must_be_of_now
from adapters.web.api.routes import PREFIX
from adapters.web.guard import LOGGED_IN, Entry, must_be_logged_in, must_have
from adapters.web.people.names import key
from adapters.web.people.roles import Role
from adapters.web.people.sessions import ABSOLUTE
from adapters.web.verbs.account_answers import account_answer, new_link
from adapters.web.verbs.verb import Unreadable
from adapters.web.who import COOKIE, address_of
from adapters.wording.as_json import as_json
from adapters.wording.translation import gettext as _
from adapters.wording.translation import use_language
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

ADMIN = frozenset[str]({Role.ADMIN})
Kind = TypeVar("Kind")
Act = Callable[["Server", str, "Sent", str], dict[str, Any]]


class Sent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a request about an account sends; which of it is asked for, its path says."""

    account: str | None = None
    shown: str | None = None
    roles: list[str] | None = None


class _Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A password of one's own, and the one instead."""

    old: str
    new: str


TAKES: dict[str, tuple[str, ...]] = {
    "roles": ("roles",),
    "disabling": (),
    "enabling": (),
    "unlocking": (),
    "password-link": (),
    "factor-removal": (),
}


def account_routes(server: Server) -> list[Entry]:
    """Return the routes of accounts; those of passwords where the server has any of its own."""
    doing: dict[str, Act] = {
        "roles": _roles,
        "disabling": partial(_able, able=False),
        "enabling": partial(_able, able=True),
        "unlocking": _unlock,
        "factor-removal": _remove_factor,
    }
    if server.settings.has_passwords:
        doing["password-link"] = _password_link
    path = f"{PREFIX}/accounts"
    each = f"{path}/{{name}}"
    acts = [
        Entry(f"{each}/{name}", _acting(server, name, act), roles=ADMIN, methods=["POST"])
        for name, act in doing.items()
    ]
    routes = [
        Entry(path, _asking(server, _every), roles=ADMIN),
        Entry(path, _adding(server), roles=ADMIN, methods=["POST"]),
        Entry(each, _asking(server, _shown), roles=ADMIN),
        *acts,
        Entry(
            f"{each}/tokens/{{id:number}}",
            _asking(server, _revoke),
            roles=ADMIN,
            methods=["DELETE"],
        ),
    ]
    if server.settings.has_passwords:
        own = f"{PREFIX}/me/password"
        routes.append(Entry(own, _own_password(server), roles=LOGGED_IN, methods=["POST"]))
    return routes


def _asking(server: Server, ask: Callable[[Server, Request], Any]) -> Callable[[Request], Any]:
    async def asking(request: Request) -> Response:
        must_have(request.scope["session"], ADMIN)
        use_language(request.scope["language"])
        must_be_of_now(request)
        return answers.valued(await run_in_threadpool(ask, server, request))

    return asking


def _acting(server: Server, name: str, act: Act) -> Callable[[Request], Any]:
    async def acting(request: Request) -> Response:
        by = must_have(request.scope["session"], ADMIN).account
        use_language(request.scope["language"])
        sent = _read(Sent, await json_object(request), TAKES[name])

        def acted() -> dict[str, Any]:
            account = server.people.accounts.get(request.path_params["name"]).name
            once = act(server, account, sent, by)
            return _answer(server, account) | once

        return answers.valued(await run_in_threadpool(acted))

    return acting


def _adding(server: Server) -> Callable[[Request], Any]:
    async def adding(request: Request) -> Response:
        by = must_have(request.scope["session"], ADMIN).account
        use_language(request.scope["language"])
        sent = _read(Sent, await json_object(request), ("account", "shown", "roles"))

        def added() -> dict[str, Any]:
            name = sent.account or ""
            shown, roles, people = sent.shown or name, sent.roles or (), server.people
            if not server.settings.has_passwords:
                return _answer(server, people.accounts.add(name, shown, roles, None, by).name)
            made, token, link = people.add_with_link(name, shown, roles, by)
            return _answer(server, made.name) | {"password_link": as_json(new_link(token, link))}

        return answers.valued(await run_in_threadpool(added))

    return adding


def _own_password(server: Server) -> Callable[[Request], Any]:
    """Change one's own password; the browser that asks goes on under another session."""

    async def change(request: Request) -> Response:
        session = must_be_logged_in(request.scope["session"])
        use_language(request.scope["language"])
        sent = _read(_Own, await json_object(request), ("old", "new"))
        had = request.cookies.get(COOKIE)
        people, address = server.people, address_of(request, server.settings.trusted)

        def changed() -> str | None:
            account = people.accounts.change_password(session.account, sent.old, sent.new)
            if had is None:  # a program has no session
                return None
            login = f"web:{account.name}"
            return people.entrance.let_in(
                account, login, "password", address=address, had=had
            ).token

        token = await run_in_threadpool(changed)
        answer = Response(status_code=204)
        if token is not None:
            answer.set_cookie(
                COOKIE,
                token,
                max_age=int(ABSOLUTE.total_seconds()),
                path=request.scope.get("root_path", "") or "/",
                secure=server.settings.secure,
                httponly=True,
                samesite="strict",
            )
        return answer

    return change


def _every(server: Server, request: Request) -> list[Any]:
    people = server.people
    return [
        account_answer(each, people.tokens.of_account(each.name)) for each in people.accounts.all()
    ]


def _shown(server: Server, request: Request) -> dict[str, Any]:
    return _answer(server, request.path_params["name"])


def _revoke(server: Server, request: Request) -> dict[str, Any]:
    name, by = request.path_params["name"], request.scope["session"].account
    account = server.people.accounts.get(name).name
    server.people.tokens.revoke(request.path_params["id"], by, name=account)
    return _answer(server, account)


def _roles(server: Server, name: str, sent: Sent, by: str) -> dict[str, Any]:
    server.people.accounts.set_roles(name, sent.roles or (), by)
    return {}


def _able(server: Server, name: str, sent: Sent, by: str, *, able: bool) -> dict[str, Any]:
    accounts = server.people.accounts
    (accounts.enable if able else accounts.disable)(name, by)
    return {}


def _unlock(server: Server, name: str, sent: Sent, by: str) -> dict[str, Any]:
    server.people.entrance.end_waits(name, by)
    return {}


def _password_link(server: Server, name: str, sent: Sent, by: str) -> dict[str, Any]:
    _must_be_anothers(name, by)
    return {"password_link": as_json(new_link(*server.people.links.make(name, by)))}


def _remove_factor(server: Server, name: str, sent: Sent, by: str) -> dict[str, Any]:
    _must_be_anothers(name, by)
    server.people.accounts.remove_factor(name, by)
    return {}


def _must_be_anothers(name: str, by: str) -> None:
    if key(name) == key(by):
        raise Refusal("own-account", account=name)


def _answer(server: Server, name: str) -> dict[str, Any]:
    account = server.people.accounts.get(name)
    answer: dict[str, Any] = as_json(
        account_answer(account, server.people.tokens.of_account(account.name))
    )
    return answer


def _read(kind: type[Kind], sent: dict[str, Any], taken: tuple[str, ...]) -> Kind:
    """Return what was sent as a type has it; only what is taken. Raises Unreadable."""
    problems = [(name, _("not known")) for name in sent if name not in taken]
    if problems:
        raise Unreadable(tuple(problems))
    try:
        return msgspec.convert(sent, kind)
    except msgspec.ValidationError as problem:
        raise Unreadable((("", str(problem)),)) from None
