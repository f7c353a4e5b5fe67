"""The router tries few routes, and comes to the one that a router of all routes comes to."""

from __future__ import annotations

import random

from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from adapters.web.guard import Entry
from adapters.web.index import Index
from tests.adapters.web.entry.test_route_roles import path_of, routes
from tests.adapters.web.served import Served
from tests.support.extent import tried

ODD = ("", "x", ".csv", "/", "//", "/x/y", "?", "%2F", "{claim}", "/..", "/claims")


def first(of: list[BaseRoute], scope: Scope) -> BaseRoute | None:
    return next((each for each in of if each.matches(scope)[0] is Match.FULL), None)


def test_the_route_of_a_path_is_the_first_of_all_that_match(web: Served) -> None:
    every = routes(web)
    index, chance = Index(every), random.Random(86)
    known = [path_of(each) for each in every if isinstance(each, Entry)]
    parts = sorted({part for path in known for part in path.split("/")})
    paths = [path + odd for path in known for odd in ODD] + [
        "/" + "/".join(chance.choices(parts, k=chance.randint(1, 5))) for _ in range(2_000)
    ]

    paths = chance.sample(paths, tried(1_500, long=len(paths)))
    wrong = list[tuple[str, str]]()
    few = 0
    for path in paths:
        for method in ("GET", "POST"):
            scope = {"type": "http", "path": path, "method": method}
            few += len(near := list(index.near(path)))
            wrong += [(method, path)] if first(near, scope) is not first(every, scope) else []
    assert wrong == []
    assert few / len(paths) / 2 < len(every) / 5


def test_a_path_under_a_prefix_and_one_with_a_slash_too_many_are_answered(web: Served) -> None:
    assert web.client.get("/healthz").status_code == 200
    assert web.client.get("/healthz/", follow_redirects=False).status_code == 404
    assert web.client.post("/healthz").status_code in (403, 405)
    assert web.client.get("/nowhere").status_code == 404
