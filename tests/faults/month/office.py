"""A bureau of six: some at a server, some at the command line, at the same ledger at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx2

from adapters.web.people.people import People
from adapters.web.state.database import WebDatabase
from adapters.web.who import COOKIE
from tests.adapters.web.deployment.running import PATIENCE_SECONDS, serving
from tests.support.command import Ran, ended, process, subsidy
from tests.support.stores import ON_POSTGRES, address

API = "/api/v1"
OFFICERS = {
    "clerk": "clerk", "approver": "approver", "deputy": "approver", "finance": "finance",
    "cashier": "cashier", "auditor": "auditor",
}  # fmt: skip
SEVERAL = ("--processes", "2") if ON_POSTGRES else ()  # one process serves a SQLite file


@dataclass(slots=True, kw_only=True)
class Office:
    """The ledger, its server, and what each officer asks it by: a program's token, and a browser's.

    granted: the approvals that were acknowledged: whose, of which claim, at what figure.
    """

    store: Path
    http: httpx2.Client
    tokens: dict[str, dict[str, str]]
    browsers: dict[str, dict[str, str]]
    granted: set[tuple[str, str, str]] = field(default_factory=set)

    def ask(self, by: str, method: str, path: str, **sent: Any) -> httpx2.Response:
        """Ask the API as an officer's program; a failure of the server is none of its answers."""
        answer = self.http.request(method, f"{API}{path}", headers=self.tokens[by], **sent)
        assert answer.status_code < 500, answer.text
        return answer

    def get(self, path: str, by: str = "auditor", **query: Any) -> Any:
        answer = self.ask(by, "GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def do(self, by: str, method: str, path: str, **body: Any) -> Any:
        """Do what nothing refuses; return the answer."""
        answer = self.ask(by, method, path, json=body)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    def tries(self, by: str, method: str, path: str, **body: Any) -> str:
        """Return the code by which something is refused; nothing where it was done."""
        answer = self.ask(by, method, path, json=body)
        return "" if answer.status_code == 200 else str(answer.json()["code"])

    def page(self, by: str, method: str, path: str, **sent: Any) -> httpx2.Response:
        answer = self.http.request(method, path, headers=self.browsers[by], **sent)
        assert answer.status_code < 500, answer.text
        return answer

    def followed(self, job: dict[str, Any], by: str) -> dict[str, Any]:
        """Read what is sent of a job until it has ended; return the job."""
        where = {"headers": self.tokens[by]}
        job = self.http.get(job["job"], **where).json()
        with self.http.stream("GET", job["events"], **where) as events:
            assert [line for line in events.iter_lines() if line]
        shown: dict[str, Any] = self.http.get(f"{API}/jobs/{job['id']}", **where).json()
        assert shown["state"] == "done", shown
        return shown

    def typed(self, *words: str | Path) -> Ran:
        """Type a command beside the server, in a process of its own."""
        ran = ended(process(*words, "--store", self.store, "--json"))
        assert "Traceback" not in ran.err, ran.err
        return ran

    def asked(self, *words: str | Path) -> Any:
        """Return what the command line answers."""
        ran = subsidy(*words, "--store", self.store, "--json")
        assert ran.code == 0, ran.err
        return ran.json

    def seen(self, *claims: str) -> dict[str, str]:
        """Return what claims would be granted by now, each in its turn, as is typed: `10000.00`."""
        queue = self.get("/queue", "approver", limit=200)["claims"]
        fen = {each["claim_no"]: each["foreseen"]["granted_fen"] for each in queue}
        return {claim: yuan(fen[claim]) for claim in claims if claim in fen}

    def decided(self, by: str, seen: dict[str, str]) -> list[str]:
        """Approve what was seen, at the figures seen, over HTTP; return the codes of refusals."""
        expected = [f"{claim}={figure}" for claim, figure in seen.items()]
        answer = self.ask(
            by, "POST", "/decisions", json={"claims": list(seen), "expected": expected}
        )
        return self._noted(by, answer.json(), seen)

    def decided_beside(self, seen: dict[str, str]) -> list[str]:
        """Approve what was seen at the command line."""
        expected = [word for pair in seen.items() for word in ("--expected", "=".join(pair))]
        ran = self.typed("approve", *seen, *expected, "--by", "tang")
        return self._noted("tang", ran.json, seen)

    def _noted(self, by: str, answer: Any, seen: dict[str, str]) -> list[str]:
        if "code" in answer:
            return [answer["code"]]
        for claim in answer["decided"]:
            number = claim["claim_no"]
            if claim["status"] != "withdrawn":  # since it was decided: it is shown as it stands
                assert yuan(claim["granted_fen"]) == seen[number], claim
            self.granted.add((by, number, seen[number]))
        return [each["code"] for each in answer.get("refused", ())]


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do several things, each by a thread, all from one start; return what came of each."""
    start = Barrier(len(works))

    def begun(work: Callable[[], Any]) -> Any:
        start.wait(PATIENCE_SECONDS)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result() for each in [pool.submit(begun, work) for work in works]]


@contextmanager
def office(store: Path) -> Iterator[Office]:
    """Serve a ledger in which each work has a hand of its own."""
    ran = subsidy("store", "prepare", "--separate-hands", "--store", store)
    assert ran.code == 0, ran.err
    tokens, browsers = dict[str, dict[str, str]](), dict[str, dict[str, str]]()
    people = People(WebDatabase(address(store)))
    for name, role in OFFICERS.items():
        people.accounts.add(name, name.title(), [role], None, by="tests")
        session = people.entrance.let_in(
            people.accounts.get(name), f"web:{name}", "tests", address="-"
        )
        browsers[name] = {"cookie": f"{COOKIE}={session.token}", "sec-fetch-site": "same-origin"}
        tokens[name] = {
            "authorization": f"Bearer {people.tokens.make(name, [role], 1, 'tests')[0]}"
        }
    people.database.close()
    with serving(store, *SEVERAL) as running:
        yield Office(store=store, http=running.http, tokens=tokens, browsers=browsers)


def lines(*claims: dict[str, Any]) -> bytes:
    """Return a file of claims."""
    return "".join(json.dumps(claim, ensure_ascii=False) + "\n" for claim in claims).encode()
