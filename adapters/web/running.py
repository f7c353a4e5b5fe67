"""The server's process: it answers what comes in by a door, and ends when it is asked to."""

from __future__ import annotations

import signal
from socket import socket
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

STOPPING_SECONDS = 30  # what is asked when it stops is answered until then


def run(app: ASGIApp, *, door: socket, prefix: str, say: Callable[[], None]) -> bool:
    """Serve until a signal ends it; say whether it ever began.

    door: listens already. say: is called just before anything is answered.
    """
    config = uvicorn.Config(
        app,
        root_path=prefix,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=STOPPING_SECONDS,
    )
    server = uvicorn.Server(config)
    _until_a_signal(server)
    say()
    server.run(sockets=[door])
    return bool(server.started)


def _until_a_signal(server: uvicorn.Server) -> None:
    """Have a signal end what is served and not the process, which has to close the ledger.

    The server takes signals while it runs, and in the end hands them on to who had them before.
    """

    def end(number: int, frame: object) -> None:
        server.should_exit = True

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, end)
