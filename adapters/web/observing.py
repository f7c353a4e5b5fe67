"""What a server says of itself: a line a request, and figures for those who watch it.

A line has the path as the table of routes has it, `/claims/{claim}`: no number, name or query.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, TextIO

import msgspec
import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import Response

from adapters.web.guard import HEADERS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)  # seconds
FIGURES = "PROMETHEUS_MULTIPROC_DIR"  # the folder in which several processes share figures
UNKNOWN = "(none)"  # the path of what is nowhere
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
OTHER = "(other)"  # a method that nothing takes: each would be kept for good
LOOPBACK = ("127.0.0.1", "::1", "")
BY_PROXIES = {b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip"}


def log_to(stream: TextIO) -> None:
    """Have every line of this process's server go to a stream, as JSON."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(_as_json),
        ],
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )


def _as_json(line: dict[str, Any], **how: Any) -> str:
    """Return a line as JSON; what is not of JSON by what it prints, as structlog has it."""
    return msgspec.json.encode(line, enc_hook=how["default"]).decode()


class Observing:
    """Counts and times what is asked, and writes a line of each; before the guard."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._log = structlog.get_logger("subsidy.web")
        self.registry = CollectorRegistry()
        labels = ("method", "path", "status")
        self._count = Counter(
            "subsidy_requests", "Requests answered.", labels, registry=self.registry
        )
        self._seconds = Histogram(
            "subsidy_request_seconds", "How long an answer took.", ("method", "path"),
            buckets=_BUCKETS, registry=self.registry,
        )  # fmt: skip
        self._figures_of: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._open = Gauge(
            "subsidy_requests_open", "Not yet answered.", registry=self.registry,
            multiprocess_mode="livesum",
        )  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] == f"{scope.get('root_path', '')}/metrics" and scope["method"] == "GET":
            await self._metrics(scope)(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._open.inc()
        try:
            await self._app(scope, receive, sending)
        finally:
            self._open.dec()
            seconds = time.perf_counter() - began
            path = getattr(scope.get("route"), "path", UNKNOWN)
            method = scope["method"] if scope["method"] in METHODS else OTHER
            counted, timed = self._figures(method, path, status)
            counted.inc()
            timed.observe(seconds)
            self._log.info(
                "request", method=method, path=path, status=status,
                milliseconds=round(seconds * 1_000, 1),
            )  # fmt: skip

    def _figures(self, method: str, path: str, status: int) -> tuple[Counter, Histogram]:
        """Return the figures of a kind of request, looked up once: a path is one of the table's."""
        key = method, path, status
        if key not in self._figures_of:
            counted = self._count.labels(method, path, str(status))
            self._figures_of[key] = counted, self._seconds.labels(method, path)
        return self._figures_of[key]

    def _metrics(self, scope: Scope) -> Response:
        """Return the figures, to whom asks from this machine alone and through no proxy."""
        client, names = scope.get("client"), {name for name, _value in scope["headers"]}
        if (client is not None and client[0] not in LOOPBACK) or names & BY_PROXIES:
            return Response(status_code=404, headers=HEADERS)
        registry = self.registry
        if FIGURES in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST, headers=HEADERS)
