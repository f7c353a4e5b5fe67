"""The router of a server: a route is looked for among those that begin as the path does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Match, Router

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class Index(Router):
    """A router of many routes, which tries few of them; the first that matches, as any router.

    A table by the fixed parts that paths begin with says which routes are tried at all.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        super().__init__(routes)
        every: dict[tuple[str, ...], list[int]] = {(): []}
        for at, route in enumerate(routes):
            every.setdefault(_begins(route), []).append(at)
        self._under = {
            begin: [
                routes[at]
                for at in sorted(
                    at for size in range(len(begin) + 1) for at in every.get(begin[:size], ())
                )
            ]
            for begin in every
        }
        self._longest = max(map(len, every))

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            for route in self.near(scope["path"].removeprefix(scope.get("root_path", ""))):
                match, child = route.matches(scope)
                if match is Match.FULL:
                    scope.setdefault("router", self)
                    scope["route"] = route
                    scope.update(child)
                    await route.handle(scope, receive, send)
                    return
        await super().app(scope, receive, send)  # another method, a slash too many, or nothing

    def near(self, path: str) -> Sequence[BaseRoute]:
        """Return every route that could match a path, in their order."""
        parts = tuple(path.split("/")[1:])
        for size in range(min(len(parts), self._longest), 0, -1):
            if (under := self._under.get(parts[:size])) is not None:
                return under
        return self._under[()]


def _begins(route: BaseRoute) -> tuple[str, ...]:
    """Return the fixed parts that the path of a route begins with."""
    parts: list[str] = []
    for part in getattr(route, "path", "").split("/")[1:]:
        if "{" in part:
            break
        parts.append(part)
    return tuple(parts)
