"""Work that takes long: asked for over HTTP, done by a process of its own, signed by who asked."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.ledger import Ledger
from adapters.web.api import table
from adapters.web.api.table import PREFIX
from adapters.web.desk.jobs import Jobs
from adapters.web.desk.orders import laid_out
from domain.refusals import Refusal
from tests.adapters.web.api.parity.county import must_be_of_its_type
from tests.adapters.web.served import Served, entered, served
from tests.support.command import DATA, asked, subsidy
from tests.support.ledgers import opened
from tests.support.stores import address

SHEETS = DATA / "backfill-2022.xlsx"
SECONDS_MAX = 120
JOBS = [endpoint for endpoint in table.EVERY if endpoint.job]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs") / "ledger.db"


@pytest.fixture(scope="module")
def desk(store: Path) -> Iterator[Served]:
    with opened(store) as made:
        made.catch_up()
    seal, key = store.parent / "seal", store.parent / "seal.key"
    assert subsidy("key", "new", "--key", key, "--name", "butie.test", "--store", store).code == 0
    assert subsidy("seal", seal, "--key", key, "--store", store).code == 0
    with served(store, seal=seal, seal_key=key) as web:
        yield web


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of a test's own, in which nothing is recorded yet."""
    with opened(tmp_path / "ledger.db") as made:
        made.catch_up()
    return tmp_path / "ledger.db"


@pytest.fixture
def new(path: Path) -> Iterator[Served]:
    with served(path, ["clerk"]) as web:
        yield web


def listed(web: Served, by: str = "clerk") -> list[str]:
    return [each["id"] for each in web.get(f"{PREFIX}/jobs", by).json()["jobs"]]


def ended(web: Served, where: str, by: str = "clerk") -> dict[str, Any]:
    """Wait until a job has ended; return it."""
    end = time.monotonic() + SECONDS_MAX
    while (job := web.get(where, by).json())["ended_at"] is None:
        assert time.monotonic() < end, job
        time.sleep(0.05)
    return dict(job)


def imported(web: Served, path: Path = SHEETS, **values: str) -> dict[str, Any]:
    with path.open("rb") as file:
        begun = web.post(f"{PREFIX}/imports", files={"files": (path.name, file)}, data=values)
    assert begun.status_code == 202, begun.text
    return ended(web, begun.headers["location"])


@pytest.mark.parametrize("endpoint", JOBS, ids=lambda each: each.path)
def test_each_work_that_takes_long_is_answered_by_where_to_ask_for_it(
    endpoint: table.Endpoint, desk: Served
) -> None:
    (by,) = endpoint.roles
    sent: dict[str, Any] = {}
    if endpoint.verb == "backfill":
        sent = {"files": {"files": (SHEETS.name, SHEETS.read_bytes())}}

    begun = desk.post(f"{PREFIX}{endpoint.path}", by, **sent)

    assert begun.status_code == 202, begun.text
    assert begun.headers["location"] == begun.json()["job"]
    job = ended(desk, begun.headers["location"], by)
    assert (job["state"], job["verb"], job["owner"]) == ("done", endpoint.verb, by)
    assert job["exit_code"] in (0, 1)
    assert job["answer"] is not None
    must_be_of_its_type(endpoint.verb, desk.get(f"{begun.headers['location']}/answer", by).text)
    other = "approver" if by != "approver" else "finance"
    assert desk.get(begun.headers["location"], other).json()["code"] == "job-unknown"
    assert job["id"] not in listed(desk, other)
    assert listed(desk, by)[0] == job["id"]
    for file in job["files"]:
        taken = desk.get(file, by)
        assert taken.content.startswith(b"PK")
        assert "attachment" in taken.headers["content-disposition"]
        assert desk.get(file, other).status_code == 404


def test_what_a_job_records_is_signed_by_who_asked_and_is_answered_as_the_command_does(
    new: Served, tmp_path: Path
) -> None:
    rehearsed = imported(new, dry_run="true", approve="true")
    assert asked(tmp_path / "ledger.db", "claims") == []

    job = imported(new)

    assert rehearsed["answer"]["accepted"] == job["answer"]["accepted"]
    store = tmp_path / "other.db"
    ran = subsidy("backfill", SHEETS, "--by", "clerk", "--store", store, "--json")
    assert job["answer"] == ran.json | {"events_appended": job["answer"]["events_appended"]}
    assert job["exit_code"] == ran.code
    with Ledger(address(tmp_path / "ledger.db")) as ledger, ledger.look() as look:
        (claim, *_) = look.claims()
        signed = {(each.by, each.login) for each in look.history(claim.claim_no)}
    assert signed == {("clerk", "web:clerk")}


def test_its_progress_is_sent_as_it_comes_and_another_s_is_not_there(desk: Served) -> None:
    job = imported(desk, dry_run="true")

    events = desk.get(job["events"])
    (said,) = [json.loads(line[6:]) for line in events.text.splitlines() if line]

    assert events.headers["content-type"].startswith("text/event-stream")
    assert events.headers["x-accel-buffering"] == "no"
    assert (said["state"], said["text"]) == ("done", "已结束。")
    for by, status in (("auditor", 200), ("finance", 404), ("cashier", 404), (None, 401)):
        assert desk.get(job["events"], by).status_code == status
        assert desk.get(f"{PREFIX}/jobs/{job['id']}", by).status_code == status
    cancelled = desk.ask("DELETE", f"{PREFIX}/jobs/{job['id']}", "auditor")
    assert cancelled.status_code == 404


def test_what_goes_on_for_others_is_not_answered_as_one_s_own(new: Served, path: Path) -> None:
    """None begins here, so that it is not done before."""
    new.server.people.accounts.add("zhao", "赵某", ["auditor"], None, "tests")
    new.tokens |= {name: entered(new.server.people, name) for name in ("auditor", "zhao")}
    new.server.jobs.close()
    new.server.jobs = Jobs(address(path), ("-c", ""), running_max=0)

    begun = {
        new.post(f"{PREFIX}/audit/reperformances", by, json={}).json()["job"]
        for by in ("auditor", "zhao")
    }
    (where,) = begun
    goes_on = new.ask("DELETE", where, "auditor")
    ended_now = new.ask("DELETE", where, "zhao")
    new.server.jobs.close()

    assert (goes_on.status_code, goes_on.content) == (204, b"")
    assert (ended_now.status_code, ended_now.json()["state"]) == (202, "cancelled")
    assert ended_now.json()["owner"] == "zhao"


def test_a_list_of_jobs_leaves_out_what_they_answered(desk: Served) -> None:
    """An audit's answer may take ten megabytes, and a list is asked for by every page of audits."""
    begun = desk.post(f"{PREFIX}/audit/reperformances", "auditor", json={})
    job = ended(desk, begun.headers["location"], "auditor")
    assert job["answer"] is not None

    every = desk.get(f"{PREFIX}/jobs", "auditor").json()["jobs"]

    assert [each for each in every if each["id"] == job["id"]] == [job | {"answer": None}]
    assert {each["answer"] for each in every} == {None}


def test_what_cannot_be_called_so_is_not_begun(desk: Served) -> None:
    before = listed(desk, "approver")
    unreadable = desk.post(f"{PREFIX}/reassessments", "approver", json={"uscc": 7})
    unset = desk.post(f"{PREFIX}/imports", json={"dry_run": True})

    assert (unreadable.status_code, unreadable.json()["code"]) == (422, "malformed")
    job = ended(desk, unset.headers["location"])
    assert (job["exit_code"], job["answer"]) == (2, None)
    assert listed(desk, "approver") == before


def test_who_takes_something_out_stands_in_the_journal(desk: Served) -> None:
    assert desk.get(f"{PREFIX}/templates/claims.xlsx?kind=trademark", "clerk").status_code == 200

    line, *_before = desk.server.people.journal.entries(act="export")

    assert (line.by, line.account) == ("clerk", "clerk")
    assert line.facts["what"] == f"template: {PREFIX}/templates/claims.xlsx"


def test_who_imports_does_not_decide_by_it(desk: Served) -> None:
    sent = {"files": {"files": (SHEETS.name, SHEETS.read_bytes())}, "data": {"approve": "true"}}
    before = listed(desk)

    refused = desk.post(f"{PREFIX}/imports", **sent)

    assert (refused.status_code, refused.json()["code"]) == (403, "role-missing")
    assert listed(desk) == before


def test_a_file_that_was_changed_meanwhile_is_not_read(desk: Served) -> None:
    job_id = imported(desk, dry_run="true")["id"]
    job, spool = desk.server.jobs.of(job_id, "clerk"), desk.server.jobs.spool
    spool.path(job.files[0]).write_bytes(b"other bytes")

    with (
        pytest.raises(Refusal, match="job-file-changed"),
        laid_out(desk.server.verbs["backfill"], job, spool),
    ):
        pass


@pytest.mark.parametrize("verb", ["separation", "delays"])
def test_an_audit_of_a_ledger_with_many_events_is_a_job(
    verb: str, desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(desk)
    path = f"/audit/{verb}"
    at_once = desk.get(f"{PREFIX}{path}", "auditor")
    assert at_once.status_code == 200
    monkeypatch.setattr("adapters.web.server.EVENTS_MAX", 10)

    begun = desk.get(f"{PREFIX}{path}", "auditor")
    page = desk.get(path, "auditor")

    assert begun.status_code == 202
    job = ended(desk, begun.headers["location"], "auditor")
    assert job["answer"] == at_once.json()
    assert page.status_code == 303
    assert page.headers["location"] == f"/jobs/{job['id']}"  # once for all who ask the same


def test_everything_that_is_wrong_with_what_was_handed_in_is_named(new: Served) -> None:
    bad = {"a.csv": b"claim_no,fee\n1,2\n", "b.csv": b"uscc,uscc\n1,2\n", "c.csv": b"claim_no\n1\n"}
    files = [("files", (name, content)) for name, content in bad.items()]
    begun = new.post(f"{PREFIX}/imports", files=files)
    job = ended(new, begun.headers["location"])
    page = new.get(f"/imports/{job['id']}").text

    assert job["state"] == "refused"
    assert job["refusal"]["code"] == "bad-header"
    for name in bad:
        assert name in job["refusal"]["message"]
        assert name in page
    said = new.get(f"{begun.headers['location']}/answer").json()["message"]
    assert said == job["refusal"]["message"]
