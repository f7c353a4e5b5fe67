"""Every route says whose it is, and is closed to all others; those open to everybody are named."""

from __future__ import annotations

import re

from starlette.routing import BaseRoute, Mount

from adapters.web.api import table
from adapters.web.api.routes import paths
from adapters.web.api.table import PREFIX
from adapters.web.application import application
from adapters.web.guard import LOGGED_IN, Entry
from adapters.web.pages.every import pages
from adapters.web.who import Who
from scripts.serving.verbs import every_verb
from tests.adapters.web.served import OFFICERS, Served

OPEN = {
    "/api/v1/openapi.json",
    "/api/v1/papers/check",
    "/api/v1/receipt",
    "/checkpoint",
    "/first/{token}",
    "/healthz",
    "/login",
    "/logout",
    "/papers/check",
    "/password-link/{token}",
    "/receipt",
    "/robots.txt",
    "/static",
    "/tile/{path:path}",
}
EVERY_ROLE_IS_TRIED = {  # on each of these by tests/adapters/web/api/test_table.py
    PREFIX + path
    for endpoint in table.EVERY
    for path, _suffix in paths(endpoint, every_verb()[endpoint.verb])
}
_PART = re.compile(r"\{(\w+)(?::(\w+))?\}")


def routes(web: Served) -> list[BaseRoute]:
    app = application(web.server, Who(web.server.people), pages(web.server))
    return list(app.routes)


def path_of(route: Entry) -> str:
    """Return a path that a route answers under."""
    return _PART.sub(lambda part: "1" if part[2] == "number" else "x", route.path)


def test_a_route_names_its_roles_or_is_among_those_open_to_everybody(web: Served) -> None:
    every = routes(web)

    without = {
        each.path for each in every if isinstance(each, Mount) or not getattr(each, "roles", None)
    }
    assert without == OPEN & {each.path for each in every}  # type: ignore[attr-defined]
    assert all(each.roles <= LOGGED_IN for each in every if isinstance(each, Entry))


def test_a_route_is_closed_to_every_role_that_it_does_not_name_and_to_nobody(web: Served) -> None:
    wrong: list[tuple[str, str, str | None, int]] = []
    for route in routes(web):
        if not isinstance(route, Entry) or not route.roles:
            continue
        path = path_of(route)
        for method in sorted((route.methods or set()) - {"HEAD"}):
            others = sorted(set(OFFICERS) - route.roles)
            for role in others[:1] if route.path in EVERY_ROLE_IS_TRIED else others:
                status = web.ask(method, path, role).status_code
                wrong += [(method, path, role, status)] if status != 403 else []
            status = web.ask(method, path, None).status_code
            is_page = method == "GET" and not path.startswith(PREFIX)
            wrong += [(method, path, None, status)] if status != (303 if is_page else 401) else []

    assert wrong == []


def test_a_page_is_open_to_every_role_that_it_names(web: Served) -> None:
    wrong: list[tuple[str, str, int]] = []
    for route in routes(web):
        if not isinstance(route, Entry) or "GET" not in (route.methods or ()):
            continue
        if not route.path.startswith(PREFIX):
            for role in route.roles:
                status = web.get(path_of(route), role).status_code
                wrong += [(route.path, role, status)] if status in (401, 403, 500) else []

    assert wrong == []
