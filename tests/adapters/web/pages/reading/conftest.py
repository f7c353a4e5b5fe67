"""That ledger behind a real port, for a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from socket import socket

import pytest
import uvicorn

from tests.adapters.web.served import Served


@pytest.fixture(scope="module")
def address(web: Served) -> Iterator[str]:
    """Where the county's ledger answers, on a port that is free."""
    door = socket()
    door.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(web.client.app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    server.should_exit = True
    thread.join()
