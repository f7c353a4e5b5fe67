"""The server's process: it listens, answers, and ends when it is asked to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from starlette.types import ASGIApp

STOPPING_SECONDS = 30  # what is asked when it stops is answered until then


def run(app: ASGIApp, *, host: str, port: int, socket: Path | None, prefix: str) -> bool:
    """Serve until a signal ends it; say whether it ever began.

    socket: a Unix socket to listen at, instead of a host and a port.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        uds=None if socket is None else str(socket),
        root_path=prefix,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=STOPPING_SECONDS,
    )
    server = uvicorn.Server(config)
    server.run()
    return bool(server.started)
