"""Several processes that serve one ledger behind one port."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
import pytest

from tests.adapters.web.deployment.running import (
    SUBMITTED,
    Running,
    officer,
    program,
    serving,
    submitted,
    until,
)
from tests.support.command import asked, subsidy
from tests.support.stores import ON_POSTGRES

TWO = ("--processes", "2")
on_postgres = pytest.mark.skipif(not ON_POSTGRES, reason="one process serves a SQLite file")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return submitted(tmp_path)


@pytest.mark.skipif(ON_POSTGRES, reason="several processes serve PostgreSQL")
def test_a_sqlite_file_is_served_by_one_process(store: Path) -> None:
    ran = subsidy("serve", "--store", store, *TWO, "--lang", "en")

    assert (ran.code, ran.err.partition(":")[0]) == (1, "processes-one")
    assert "Leave out --processes" in ran.err


def children(running: Running) -> list[psutil.Process]:
    """Return the processes that answer, without what Python has beside them."""
    every = psutil.Process(running.process.pid).children()
    return [each for each in every if any("spawn_main" in word for word in each.cmdline())]


def answered(running: Running, method: str, path: str, **sent: object) -> httpx2.Response:
    """Ask by a connection of its own, once more where the process that has it is killed."""
    for _try in range(20):
        with httpx2.Client(base_url=running.http.base_url, timeout=90) as http:
            try:
                return http.request(method, path, **sent)  # type: ignore[arg-type]
            except httpx2.TransportError:
                continue
    raise AssertionError("nothing answers")


@pytest.fixture
def running(store: Path) -> Iterator[Running]:
    with serving(store, *TWO) as running:
        until(lambda: len(children(running)) == 2, running.process, running.log)
        yield running


@on_postgres
def test_they_go_on_while_one_after_the_other_is_killed(store: Path, running: Running) -> None:
    bearer = {"authorization": f"Bearer {program(store, 'approver')}"}
    browser = officer(store, "approver")
    waiting = iter(range(SUBMITTED))
    for _round in range(2):
        before = children(running)
        before[0].send_signal(signal.SIGKILL)
        for claim in [next(waiting) for _each in range(5)]:
            claims = {"claims": [f"W-{claim}"]}
            done = answered(running, "POST", "/api/v1/decisions", json=claims, headers=bearer)
            assert done.status_code == 200, done.text
            assert answered(running, "GET", "/api/v1/me", headers=browser).status_code == 200
        gone = before[0].pid
        until(
            lambda gone=gone: (
                len(children(running)) == 2  # type: ignore[misc]
                and gone not in {each.pid for each in children(running)}
            ),
            running.process,
            running.log,
        )
    left = children(running)

    assert running.stop() == 0
    assert all(not each.is_running() for each in left)
    approved = [each for each in asked(store, "claims") if each["status"] == "approved"]
    assert len(approved) == 10
    assert subsidy("verify", "--store", store).code == 0


@on_postgres
def test_tries_sessions_jobs_and_figures_are_of_all(store: Path, running: Running) -> None:
    same = {"sec-fetch-site": "same-origin"}
    officer(store, "clerk")
    form = {"account": "clerk", "password": "not the one at all"}
    tries = [
        answered(running, "POST", "/login", data=form, headers=same).status_code for _ in range(12)
    ]
    assert set(tries) == {401, 429}  # who waits is counted by both

    auditor = officer(store, "auditor")
    begun = answered(running, "POST", "/api/v1/audit/reperformances", json={}, headers=auditor)
    job = begun.json()["job"]
    until(
        lambda: answered(running, "GET", job, headers=auditor).json()["state"] == "done",
        running.process,
        running.log,
    )
    ended = answered(running, "POST", "/logout", headers=auditor)
    assert ended.status_code == 303
    seen = {answered(running, "GET", "/api/v1/me", headers=auditor).status_code for _ in range(12)}
    assert seen == {401}
    figures = answered(running, "GET", "/metrics").text
    counted = re.findall(r'path="/api/v1/me",status="401"} ([0-9.]+)', figures)
    assert sum(map(float, counted)) == 12
    journal = json.loads(subsidy("account", "journal", "--store", store, "--json").out)
    assert {"logout", "login-failed"} <= {each["act"] for each in journal}


@on_postgres
def test_they_end_where_the_process_that_began_them_is_killed(running: Running) -> None:
    left = children(running)

    running.process.kill()
    _gone, alive = psutil.wait_procs(left, timeout=60)

    assert alive == []
