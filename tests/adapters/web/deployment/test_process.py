"""The process of a server: how it begins, how it ends, and what is left when it is killed."""

from __future__ import annotations

import json
import signal
import threading
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from adapters.web.desk.jobs import Jobs
from tests.adapters.web.deployment.running import (
    PATIENCE_SECONDS,
    SUBMITTED,
    lines_of,
    officer,
    program,
    serving,
    submitted,
    until,
)
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import trademark
from tests.support.stores import address

MANY = 4_000  # claims of an import: several seconds of work
DECISIONS = "/api/v1/decisions"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return submitted(tmp_path)


def test_the_first_administrator_comes_in_once_by_the_link_that_is_printed(store: Path) -> None:
    with serving(store, "--json") as running:
        link = json.loads(running.said.read_text())["first_link"]
        path = "/first/" + link.rpartition("/")[2]
        form = {"account": "guan", "shown": "管理员", "password": "words of the first one"}
        form["again"] = form["password"]
        said = {"sec-fetch-site": "same-origin"}
        assert link.startswith(str(running.http.base_url)[:-1])

        made = running.http.post(path, data=form, headers=said)
        again = running.http.post(path, data=form | {"account": "other"}, headers=said)

        assert made.status_code == 303, made.text
        assert again.status_code != 303
        assert running.stop() == 0
    with serving(store, "--json") as running:
        assert "first_link" not in json.loads(running.said.read_text())


def test_a_socket_is_for_its_group_alone_and_goes_with_its_server(store: Path) -> None:
    socket = store.with_name("web.sock")
    with serving(store, socket=socket) as running:
        mode = socket.stat().st_mode & 0o777
        second = subsidy("serve", "--store", store, "--socket", socket)

        assert mode == 0o660
        assert second.code == 1
        assert second.err.startswith("address-taken")
        assert running.stop() == 0
    assert not socket.exists()


def test_a_socket_that_a_killed_server_left_is_taken_over(store: Path) -> None:
    socket = store.with_name("web.sock")
    with serving(store, socket=socket) as running:
        running.stop(signal.SIGKILL)
    assert socket.is_socket()

    with serving(store, socket=socket) as running:
        assert running.http.get("/healthz").json()["state"] == "ok"


def test_a_file_that_is_not_a_socket_is_left_alone(store: Path) -> None:
    file = store.with_name("notes.txt")
    file.write_text("not a socket", encoding="utf-8")

    ran = subsidy("serve", "--store", store, "--socket", file)

    assert (ran.code, ran.err.partition(":")[0]) == (1, "address-taken")
    assert file.read_text(encoding="utf-8") == "not a socket"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_what_is_asked_when_it_is_stopped_is_answered(store: Path, number: int) -> None:
    token = program(store, "approver")
    with serving(store) as running:
        statuses = []

        def approve(claim: int) -> None:
            headers = {"authorization": f"Bearer {token}"}
            with suppress(httpx2.TransportError):  # it came too late
                claims = {"claims": [f"W-{claim}"]}
                answer = running.http.post(DECISIONS, json=claims, headers=headers)
                statuses.append(answer.status_code)

        callers = [threading.Thread(target=approve, args=(each,)) for each in range(8)]
        for each in callers:
            each.start()
        while not statuses:  # some of them are answered: the others are on their way
            callers[0].join(0.01)
        code = running.stop(number)
        for each in callers:
            each.join()

        assert code == 0
    assert set(statuses) == {200}
    assert decided(store) == len(statuses)


def test_who_follows_a_job_does_not_keep_it_from_stopping_and_the_job_goes_on(store: Path) -> None:
    headers = {"authorization": f"Bearer {program(store, 'clerk')}"}
    rows = [trademark(f"M-{each}", "2022-05-01", "100") for each in range(MANY)]
    content = write_lines(store.with_name("many.jsonl"), rows).read_bytes()
    with serving(store) as running:
        http, files = running.http, {"files": ("many.jsonl", content)}
        begun = http.post("/api/v1/imports", files=files, headers=headers)
        assert begun.status_code == 202, begun.text
        job = begun.json()["job"]
        with http.stream("GET", f"{job}/events", headers=headers) as events:
            lines = events.iter_lines()
            first = next(lines)
            running.process.send_signal(signal.SIGTERM)
            followed = [first, *lines]  # raises where the stream is broken off
        assert running.process.wait(PATIENCE_SECONDS) == 0
        left = Jobs(address(store), ())
        states = [each.state for each in left.every("clerk")]
        left.close()
        said = [json.loads(each.removeprefix("data: "))["state"] for each in followed if each]

    assert states == ["running"], "it was over too soon to tell"
    assert set(said) <= {"waiting", "running"}
    with serving(store) as running:
        until(
            lambda: running.http.get(job, headers=headers).json()["state"] != "running",
            running.process,
            running.log,
        )
        assert running.http.get(job, headers=headers).json()["state"] == "done"
        assert len(asked(store, "claims")) == SUBMITTED + MANY


def test_nothing_acknowledged_is_lost_when_it_is_killed(store: Path) -> None:
    token = program(store, "approver")
    headers = {"authorization": f"Bearer {token}"}
    acknowledged = set()
    with serving(store) as running:

        def approve(own: range) -> None:
            for each in own:
                claims = {"claims": [f"W-{each}"]}
                try:
                    answer = running.http.post(DECISIONS, json=claims, headers=headers)
                except httpx2.TransportError:  # the server is gone
                    return
                if answer.status_code == 200:
                    acknowledged.add(f"W-{each}")

        callers = [
            threading.Thread(target=approve, args=(range(first, SUBMITTED, 4),))
            for first in range(4)
        ]
        for each in callers:
            each.start()
        while len(acknowledged) < SUBMITTED // 3:
            callers[0].join(0.01)
        running.stop(signal.SIGKILL)
        for each in callers:
            each.join()
    assert len(acknowledged) < SUBMITTED, "it was killed too late to tell"

    with serving(store) as running:
        claims = running.http.get("/api/v1/claims", headers=headers).json()

        approved = {each["claim_no"] for each in claims if each["status"] == "approved"}
        every = [each["claim_no"] for each in claims]  # those approved before change nothing
        again = running.http.post(DECISIONS, json={"claims": every}, headers=headers)
        assert acknowledged <= approved
        assert again.status_code == 200
    assert decided(store) == SUBMITTED
    assert subsidy("verify", "--store", store).code == 0


def test_a_server_for_reading_alone_records_nothing(store: Path) -> None:
    token = program(store, "approver")
    before = asked(store, "totals")
    with serving(store, "--read-only") as running:
        headers = {"authorization": f"Bearer {token}"}
        read = running.http.get("/api/v1/claims", headers=headers)
        wrote = running.http.post(DECISIONS, json={"claims": ["W-0"]}, headers=headers)

        assert read.status_code == 200
        assert (wrote.status_code, wrote.json()["code"]) == (403, "server-read-only")
    assert asked(store, "totals") == before


def test_figures_are_for_who_asks_from_this_machine_through_no_proxy(store: Path) -> None:
    with serving(store) as running:
        running.http.get("/api/v1/claims/W-0")
        here = running.http.get("/metrics")
        through = running.http.get("/metrics", headers={"x-forwarded-for": "10.0.0.1"})
        otherwise = running.http.request("PURGE", "/metrics")

        assert 'path="/api/v1/claims/{claim}",status="401"} 1.0' in here.text
        assert through.status_code == 404
        assert otherwise.status_code == 404


def test_an_address_in_use_is_refused_before_a_link_is_made(store: Path) -> None:
    with serving(store) as running:
        port = running.http.base_url.port
        second = subsidy("serve", "--store", store, "--port", str(port))

        assert (second.code, second.out) == (1, "")
        assert second.err.startswith("address-taken")


def test_the_log_names_nobody(store: Path) -> None:
    token, browser = program(store, "approver"), officer(store, "clerk")
    secret = "words that nobody types twice"
    with serving(store) as running:
        bearer = {"authorization": f"Bearer {token}"}
        for each in asked(store, "claims"):
            running.http.get(f"/api/v1/claims/{each['claim_no']}", headers=bearer)
            running.http.get(f"/api/v1/enterprises/{each['uscc']}/allowances", headers=bearer)
            running.http.get("/claims", params={"q": each["uscc"]}, headers=browser)
        running.http.post(DECISIONS, json={"claims": ["W-0", "W-unknown"]}, headers=bearer)
        running.http.post(DECISIONS, content=b"{", headers=bearer)
        login = {"account": "chenmou", "password": secret}
        running.http.post("/login", data=login, headers={"sec-fetch-site": "same-origin"})
        running.http.get("/first/a-link-that-is-over")
        assert running.stop() == 0
        log, lines = running.log.read_text(encoding="utf-8"), lines_of(running.log)

    assert len(lines) > SUBMITTED
    named = {token, browser["cookie"], secret, "chenmou", "a-link-that-is-over", "W-unknown"}
    for each in asked(store, "claims"):
        named |= {str(each[key]) for key in ("claim_no", "uscc")}
    named |= {"示例企业", "TM-", "approver", "clerk", "lin"}
    assert {each for each in named if each in log} == set()


def decided(store: Path) -> int:
    return sum(each["status"] == "approved" for each in asked(store, "claims"))
