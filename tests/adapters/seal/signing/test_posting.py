"""One request to a server: what it is sent, and how much of which answer is taken."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from adapters.seal.signing.posting import (
    ANSWER_MAX_BYTES,
    SECONDS_MAX,
    UnansweredError,
    post,
)
from tests.adapters.seal.signing.serving import served


class Server(HTTPServer):
    """Answers with what it is given; keeps what it was sent."""

    status, answer = 200, b""
    sent: tuple[str, str | None, bytes] | None = None


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.sent = self.path, self.headers["Content-Type"], body
        if self.server.status == 0:
            self.wfile.write(b"nonsense\r\n\r\n")
            return
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        del format, args


@pytest.fixture
def server() -> Iterator[Server]:
    with served(Server(("127.0.0.1", 0), Handler)) as server:
        yield server


@pytest.mark.parametrize("status", [200, 404, 500])
def test_the_status_and_the_beginning_of_an_answer_are_returned(
    status: int, server: Server
) -> None:
    url = f"http://127.0.0.1:{server.server_port}/a"
    for answer in (b"", b"short", b"x" * ANSWER_MAX_BYTES + b"y"):
        server.status, server.answer = status, answer

        assert post(url, b"asked", "a/b") == (status, answer[:ANSWER_MAX_BYTES])
        assert server.sent == ("/a", "a/b", b"asked")
    assert (ANSWER_MAX_BYTES, SECONDS_MAX) == (100_000, 30)


def test_a_server_that_never_answers_keeps_no_program_from_ending() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        before = set(threading.enumerate())
        asking = threading.Thread(target=suppressed, args=(url,), daemon=True)
        asking.start()
        connection, _ = silent.accept()

        started = set(threading.enumerate()) - before

        connection.close()
        asking.join()
    assert len(started) == 2
    assert all(thread.daemon for thread in started)


def suppressed(url: str) -> None:
    with suppress(UnansweredError):
        post(url, b"", "a/b")


def test_no_answer_or_none_of_http_says_why(server: Server) -> None:
    server.status = 0
    for url, problem in (
        (f"http://127.0.0.1:{server.server_port}/", "nonsense"),
        ("http://127.0.0.1:1/", "refused"),
        ("http://127.0.0.1:x/", "port"),
        ("file:///etc/hosts", "not http:// or https://"),
    ):
        with pytest.raises(UnansweredError, match=problem):
            post(url, b"", "a/b")
