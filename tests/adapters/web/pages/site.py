"""The pages of the tests on a server of their own, behind the headers that every page has."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.pages.frame import STATIC
from tests.adapters.web.pages.demo import check_page, frame_of, page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)


class Guarded:
    """Puts the policy of content on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(b"content-security-policy", POLICY.encode())]
            await send(message)

        await self.app(scope, receive, sent)


class Site:
    """What a test changes and what it reads: whether the session lasts, what was sent."""

    def __init__(self) -> None:
        self.address = ""
        self.lasts = True
        self.sent: list[dict[str, list[str]]] = []

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/claims", self._claims),
                Route("/check", self._check),
                Route("/api/v1/me", self._me),
                Route("/part", self._part),
                Route("/claims/1/rejection", self._rejection, methods=["POST"]),
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
            middleware=[Middleware(Guarded)],
        )

    def _claims(self, request: Request) -> Response:
        language = "en" if request.query_params.get("lang") == "en" else "zh"
        position = request.query_params.get("position")
        frame = frame_of(
            language,
            query=request.url.query,
            position=int(position) if position else None,
        )
        return HTMLResponse(page(frame, wrong="wrong" in request.query_params))

    def _check(self, request: Request) -> Response:
        return HTMLResponse(check_page(frame_of(path="/check")))

    def _me(self, request: Request) -> Response:
        return JSONResponse({}, status_code=200 if self.lasts else 401)

    def _part(self, request: Request) -> Response:
        return HTMLResponse("<p>part</p>", status_code=200 if self.lasts else 401)

    async def _rejection(self, request: Request) -> Response:
        self.sent.append(parse_qs((await request.body()).decode()))
        return HTMLResponse("<!doctype html><title>done</title><p>done</p>")


@contextmanager
def served() -> Iterator[Site]:
    """Serve the pages while the block runs, on a port that is free."""
    site, door = Site(), socket()
    door.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(site.app(), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    site.address = f"http://127.0.0.1:{door.getsockname()[1]}"
    try:
        yield site
    finally:
        server.should_exit = True
        thread.join()
