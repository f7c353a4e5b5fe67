"""A server that is ended while it works out what takes long."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.adapters.web.deployment.running import submitted
from tests.adapters.web.deployment.test_oidc_login import serving_at
from tests.adapters.web.people.outside.scripted import KNOWN, Said, scripted


def test_what_takes_long_does_not_keep_a_server_from_ending(tmp_path: Path) -> None:
    store, asked_it, ended = submitted(tmp_path), threading.Event(), threading.Event()

    def without_end() -> Iterator[bytes]:
        asked_it.set()
        while not ended.wait(0.2):
            yield b" "

    with scripted() as provider, serving_at(provider.issuer, store) as running:
        provider.said[KNOWN] = Said(body=without_end)
        with ThreadPoolExecutor(1) as other:
            start = other.submit(running.http.get, "/oidc/start")
            assert asked_it.wait(60)
            code = running.stop(signal.SIGTERM)
            ended.set()

        assert code == 0
        assert (start.result().status_code, "server-stopped" in start.result().text) == (503, True)
        assert "Traceback" not in running.log.read_text()
