"""What the served ledger takes of a request: CPU of the server, and how long who asks waits."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http.client import HTTPConnection
from statistics import quantiles
from typing import Self

from adapters.web.people.people import People
from adapters.web.state.database import WebDatabase
from scripts.benchmark.ledgers import Ledger
from scripts.benchmark.measuring import Figure, measured
from scripts.benchmark.server import cpu_of, memory_of
from scripts.benchmark.taking import CommandError, Taken
from scripts.benchmark.work.approving import CLAIMS_MAX

YEAR = 2022
ASKED, PAGES, QUEUES = 200, 50, 20  # times that something is asked for
APPROVALS, AT_ONCE, CALLERS = 150, 200, 8
STARTED_SECONDS = 60
BARE = "/healthz"
WORDS = "first words of it", "second words of it"  # passwords
OFFICERS = "auditor", "approver"
EMPTY = "uvicorn", "scripts.benchmark.raw.empty:answer", "--no-access-log", "--port"
Asking = Callable[[], object]
Way = Sequence[Asking]


class Web:
    """A process that answers HTTP on this machine. A context manager: leaving it ends the process.

    command: starts it; a port comes last. tokens: of sessions, by role.
    """

    def __init__(self, command: Sequence[str], tokens: dict[str, str] | None = None) -> None:
        self._command, self._tokens = command, tokens or {}
        self.started = Taken(cpu=0.0, wall=0.0)

    def __enter__(self) -> Self:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        began, quiet = time.perf_counter(), subprocess.DEVNULL
        command = [sys.executable, "-m", *self._command, str(self._port)]
        self._process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        while not self._answers():
            if time.perf_counter() - began > STARTED_SECONDS or self._process.poll() is not None:
                self._process.kill()
                raise CommandError(f"{' '.join(command)}: does not answer")
            time.sleep(0.01)
        self.started = Taken(cpu=cpu_of(self._process.pid), wall=time.perf_counter() - began)
        return self

    def __exit__(self, *raised: object) -> None:
        self._process.terminate()
        self._process.wait()

    def asked(self, path: str, times: int, role: str = "auditor") -> Taken:
        """Ask for a path again and again, by one connection."""
        asking: list[Asking] = [partial(self.ask, self._connected(), "GET", path, role)] * times
        asking[0]()
        return self._taken([asking])

    def approved(self, claims: Sequence[Sequence[str]], callers: int = 1) -> Taken:
        """Approve claims, so many with each request, by callers who await their answers."""
        ways: list[Way] = [
            [partial(self.approve, at, each) for each in claims[caller::callers]]
            for caller, at in enumerate(self._connected() for _ in range(callers))
        ]
        return self._taken(ways)

    def seen_after(self, claims: Sequence[str], path: str) -> Taken:
        """Ask for a path after each of several approvals; what the approvals take is left out."""
        at, taken = self._connected(), list[Taken]()
        for claim in claims:
            self.approve(at, [claim])
            taken.append(self._taken([[partial(self.ask, at, "GET", path, "auditor")]]))
        waits = [each.wall for each in taken]
        return self._of(sum(each.cpu for each in taken), sum(waits), waits)

    def ask(self, at: HTTPConnection, method: str, path: str, role: str, body: str = "") -> bytes:
        """Return the answer to a request. Raises CommandError where it is not 200."""
        own = {"cookie": f"subsidy_session={self._tokens.get(role, '')}"}
        if body:
            own |= {"content-type": "application/json", "sec-fetch-site": "same-origin"}
        at.request(method, path, body or None, own)
        answer = at.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise CommandError(f"{method} {path}: {answer.status} {said[:300]!r}")
        return said

    def approve(self, at: HTTPConnection, claims: Sequence[str]) -> None:
        self.ask(at, "POST", "/api/v1/decisions", "approver", json.dumps({"claims": claims}))

    def _taken(self, ways: Sequence[Way]) -> Taken:
        """Do what each way has to do, the ways at once; return the CPU of the server."""
        waits, cpu, began = list[float](), cpu_of(self._process.pid), time.perf_counter()

        def go(way: Way) -> None:
            for ask in way:
                start = time.perf_counter()
                ask()
                waits.append(time.perf_counter() - start)

        threads = [threading.Thread(target=go, args=(way,)) for way in ways[1:]]
        for thread in threads:
            thread.start()
        go(ways[0])
        for thread in threads:
            thread.join()
        asked = sum(map(len, ways))
        if len(waits) != asked:
            raise CommandError(f"{asked - len(waits)} of {asked} requests were not answered")
        return self._of(cpu_of(self._process.pid) - cpu, time.perf_counter() - began, waits)

    def _of(self, cpu: float, wall: float, waits: Sequence[float]) -> Taken:
        every = quantiles([*waits, *waits], n=20)  # of one wait, too
        peak = memory_of(self._process.pid)
        return Taken(cpu=cpu, wall=wall, peak_mb=peak, p50=every[9], p95=every[18])

    def _answers(self) -> bool:
        try:
            self.ask(self._connected(), "GET", BARE, "")
        except (OSError, CommandError):
            return False
        return True

    def _connected(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self._port, timeout=120)


def serving(ledger: Ledger, runs: int) -> Iterator[Figure]:
    """Serve a ledger: its start, its reads and pages, and of a small one its approvals.

    A read is measured beside a bare route of the same server; an approval beside raw commits.
    """
    if ledger.server is not None:  # a database is served by a login with roles of its own
        return
    with _served(ledger.place) as web:
        raw = "Python, the driver, a row", ledger.raw_asked
        once = "start", 1
        yield measured(ledger, 1, "served: start to an answer", once, lambda: web.started, raw)
        with Web(EMPTY) as empty_web:
            empty = "an empty answer by uvicorn", partial(empty_web.asked, BARE, ASKED)
            of, bare = ("request", ASKED), partial(web.asked, BARE, ASKED)
            yield measured(ledger, runs, "served: bare route", of, bare, empty)
        for name, path, times in _reads(ledger):
            beside = "a bare route", partial(web.asked, BARE, times)
            ask = partial(web.asked, path, times)
            yield measured(ledger, runs, f"served: {name}", ("request", times), ask, beside)
    if ledger.files.claims <= CLAIMS_MAX:
        yield from _decisions(ledger, runs)


def _reads(ledger: Ledger) -> Iterator[tuple[str, str, int]]:
    uscc, claim = ledger.busiest(), ledger.granted_claim()
    half = ledger.events // 2
    allowances = f"/api/v1/enterprises/{uscc}/allowances?year={YEAR}"
    yield "API totals", "/api/v1/totals", ASKED
    yield "API allowances", allowances, ASKED
    yield "API allowances, earlier", f"{allowances}&position={half}", ASKED
    yield "API explanation", f"/api/v1/claims/{claim}", ASKED
    yield "API overview", f"/api/v1/overview?year={YEAR}", ASKED
    yield "page, overview", "/", PAGES
    yield "page, register", "/claims", PAGES
    yield "page, claim", f"/claims/{claim}", PAGES
    yield "page, enterprise", f"/enterprises/{uscc}", PAGES
    yield "page, slider's step", f"/enterprises/{uscc}/step?step={half}", PAGES


def _decisions(ledger: Ledger, runs: int) -> Iterator[Figure]:
    """Approve: one after another, by several at once, many with one request; look after each."""
    at = ledger.submitted()
    waiting = iter(ledger.pending(ledger.files.claims, at))
    share = max(1, ledger.files.claims // 2_000)  # a small ledger has few claims that wait
    many = min(APPROVALS, 15 * share)

    def next_claims(number: int) -> list[str]:
        return [claim for claim, _ in zip(waiting, range(number), strict=False)]

    with _served(at) as web:
        of, raw = ("approval", many), "the same rows, one a commit"
        beside = raw, partial(ledger.raw_committed, many)

        def one_by_one(callers: int) -> Taken:
            return web.approved([[claim] for claim in next_claims(many)], callers)

        for callers, name in ((1, "one approve"), (CALLERS, f"approvals by {CALLERS} callers")):
            work = partial(one_by_one, callers)
            yield measured(ledger, runs, f"served: {name}", of, work, beside)
        together = min(AT_ONCE, 20 * share)
        yield measured(
            ledger, 1, "served: approvals by one request", ("approval", together),
            lambda: web.approved([next_claims(together)]),
            (raw, partial(ledger.raw_committed, together)),
        )  # fmt: skip
        bare = "a bare route", partial(web.asked, BARE, 10)
        yield measured(
            ledger, 1, "served: page, overview after a write", ("request", 10),
            lambda: web.seen_after(next_claims(10), "/"), bare,
        )  # fmt: skip
        queue = partial(web.asked, "/approve", QUEUES, "approver")
        bare = "a bare route", partial(web.asked, BARE, QUEUES)
        yield measured(ledger, 1, "served: page, queue", ("request", QUEUES), queue, bare)


def _served(at: str) -> Web:
    """Return the server of a ledger, with a session for each of several roles."""
    people, tokens = People(WebDatabase(at)), dict[str, str]()
    for name in OFFICERS:
        people.accounts.add(name, name, [name], WORDS[0], "benchmark")
        account = people.accounts.change_password(name, *WORDS)
        tokens[name] = people.entrance.let_in(account, f"web:{name}", "-", address="-").token
    people.database.close()
    return Web(("scripts.subsidy", "--store", at, "serve", "--port"), tokens)
