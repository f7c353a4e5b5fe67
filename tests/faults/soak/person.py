"""One of the staff: logs in by a browser, thinks, does one thing after the other."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

import httpx2

from tests.adapters.web.served import PASSWORD
from tests.faults.soak.office import Post
from tests.faults.soak.seen import Seen

API = "/api/v1"
THINKS = (2.0, 6.0)  # seconds, from and to
STAYS_SECONDS = 25 * 60  # logged in, before the officer goes and comes back
JOB_SECONDS_MAX = 300
AS_JSON = {"accept": "application/json"}

Act = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bureau:
    """What all share. base: the server's address. pace: how long they think, 1 as people do."""

    base: str
    store: Path
    post: Post
    seen: Seen
    stop: Event
    seed: int
    pace: float


class Person(Thread):
    """An officer at a server. acts: what is done, and how often beside the others."""

    def __init__(self, name: str, bureau: Bureau) -> None:
        super().__init__(name=name)
        self.http = httpx2.Client(
            base_url=bureau.base, timeout=120, headers={"sec-fetch-site": "same-origin"}
        )
        self.seen, self.stop, self.post = bureau.seen, bureau.stop, bureau.post
        self.random = Random(f"{bureau.seed}/{name}")
        self._pace = bureau.pace
        self._in_until = 0.0

    def acts(self) -> Sequence[tuple[int, Act]]:
        raise NotImplementedError

    def run(self) -> None:
        """Work until it is to stop."""
        weights, acts = zip(*self.acts(), strict=True)
        while not self.stop.wait(self._pace * self.random.uniform(*THINKS)):
            (act,) = self.random.choices(acts, weights)
            try:
                self._be_in()
                act()
                self.seen.did(f"{type(self).__name__.lower()} {act.__name__}")
            except Exception:  # what no act expects is a fault, and the next act is tried
                self.seen.fault(f"{self.name} {act.__name__}: {traceback.format_exc()[-500:]}")
        self.http.close()

    def _be_in(self) -> None:
        if time.monotonic() < self._in_until:
            return
        if self._in_until:
            self.ask("write", "POST", "/logout", wanted=(303,))
        form = {"account": self.name, "password": PASSWORD}
        self.ask("login", "POST", "/login", data=form, wanted=(303,))
        self._in_until = time.monotonic() + self.random.uniform(0.6, 1) * STAYS_SECONDS

    def ask(
        self, kind: str, method: str, path: str, wanted: Sequence[int] = (200,), **sent: Any
    ) -> httpx2.Response:
        """Send a request and note what came; an answer that is not wanted is a fault."""
        began = time.perf_counter()
        answer = self.http.request(method, path, **sent)
        self.seen.answered(kind, answer.status_code, 1_000 * (time.perf_counter() - began))
        if answer.status_code not in wanted:
            said = answer.text if "json" in answer.headers.get("content-type", "") else ""
            self.seen.fault(f"{self.name}: {method} {path}: {answer.status_code} {said[:300]}")
        return answer

    def get(self, path: str, **query: Any) -> Any:
        """Return what the API answers."""
        return self.ask("read", "GET", f"{API}{path}", params=query).json()

    def page(self, path: str, **query: Any) -> str:
        return self.ask("page", "GET", path, params=query).text

    def do(self, act: str, method: str, path: str, **sent: Any) -> Any:
        """Do something by the API; None where a rule refused it."""
        answer = self.ask("write", method, f"{API}{path}", (200, 202, 404, 409, 422), **sent)
        said = answer.json()
        if answer.status_code >= 400:
            self.seen.refused(act, said["code"], f"{said.get('facts')} {said.get('fields', '')}")
            return None
        return said

    def followed(self, job: dict[str, Any]) -> dict[str, Any]:
        """Follow a job by its events until it has ended; return it."""
        path = f"{API}/jobs/{job['id']}"
        with self.http.stream("GET", f"{path}/events") as events:
            states = [json.loads(line[6:])["state"] for line in events.iter_lines() if line]
        ended = self.ask("read", "GET", path).json()
        if not states or states[-1] != "done" or ended["state"] != "done":
            self.seen.fault(f"{self.name}: a job ended as {states[-1:]}, {ended}")
        return dict(ended)
