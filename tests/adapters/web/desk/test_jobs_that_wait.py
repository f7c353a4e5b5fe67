"""Jobs that wait or are cancelled: for whom they are still done, and how long their files lie."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.ledger.handling.clock import now
from adapters.web.api import table
from adapters.web.desk.job_rows import OWN_MAX, WAITING_MAX, Spooled, started
from adapters.web.desk.jobs import KEPT_DAYS, Jobs
from adapters.web.people.people import People
from adapters.web.state.database import WebDatabase
from domain.refusals import Refusal
from tests.adapters.web.desk.test_jobs import (
    PROGRAM,
    begun,
    counting,
    ended,
    serve,
    until,
    without_a_word,
)
from tests.adapters.web.served import served
from tests.support.few_claims import few_claims
from tests.support.stores import address

NONE_STARTS = 0


@pytest.fixture
def people(path: Path) -> Iterator[People]:
    people = People(WebDatabase(address(path)))
    people.accounts.add("li", "李某", ["clerk"], None, "tests")
    people.accounts.add("wang", "王某", ["auditor"], None, "tests")
    people.accounts.add("zhao", "赵某", ["auditor"], None, "tests")
    yield people
    people.database.close()


@pytest.fixture
def waiting(path: Path) -> Iterator[Jobs]:
    jobs = Jobs(address(path), PROGRAM, running_max=NONE_STARTS)
    yield jobs
    jobs.close()


@pytest.fixture
def working(path: Path) -> Iterator[Jobs]:
    jobs = Jobs(address(path), PROGRAM)
    yield jobs
    jobs.close()


def code_of(jobs: Jobs, owner: str) -> str | None:
    try:
        jobs.begin(owner, "backfill", {})
    except Refusal as refusal:
        return refusal.code
    return None


def test_so_many_wait_of_one_account_and_so_many_in_all(waiting: Jobs) -> None:
    mine = [code_of(waiting, "li") for _each in range(OWN_MAX + 1)]
    others = [code_of(waiting, f"n{each % 20}") for each in range(WAITING_MAX - OWN_MAX + 1)]

    assert mine == [None] * OWN_MAX + ["own-jobs-full"]
    assert others == [None] * (WAITING_MAX - OWN_MAX) + ["jobs-full"]
    waiting.cancel(waiting.every("li")[0].id, "li")
    assert code_of(waiting, "li") is None


def test_what_is_asked_by_many_at_once_waits_once(waiting: Jobs) -> None:
    first = waiting.begin("li", "count", {}, position=3)

    assert {waiting.begin("li", "count", {}, position=3) for _each in range(OWN_MAX * 2)} == {first}


def test_what_waits_of_an_account_that_is_disabled_is_not_begun(
    waiting: Jobs, working: Jobs, people: People, path: Path
) -> None:
    first, other = (waiting.begin(name, "count", counting(path)) for name in ("li", "wang"))
    people.accounts.disable("li", "tests")
    working.tend()

    assert working.of(first, "li").state == "cancelled"
    assert ended(working, other, "wang").state == "done"
    people.accounts.enable("li", "tests")
    working.tend()
    assert working.of(first, "li").state == "cancelled"
    assert len(begun(path)) == 1


def test_what_is_worked_on_ends_when_its_account_is_disabled(
    working: Jobs, people: People, path: Path
) -> None:
    job = working.begin("li", "count", counting(path, steps=600))
    until(working, job, lambda job: job.done > 0)
    people.accounts.disable("li", "tests")

    assert ended(working, job).state == "cancelled"


def test_what_waits_for_a_role_that_is_gone_is_not_begun(path: Path, people: People) -> None:
    waiting = Jobs(address(path), PROGRAM, running_max=NONE_STARTS, roles_of=table.roles_of)
    job = waiting.begin("li", "backfill", {})
    people.accounts.set_roles("li", ["clerk", "auditor"], "tests")
    waiting.tend()
    assert waiting.of(job, "li").state == "waiting"
    people.accounts.set_roles("li", ["auditor"], "tests")
    waiting.tend()
    state = waiting.of(job, "li").state
    waiting.close()

    assert state == "cancelled"


def test_what_another_has_asked_too_goes_on(waiting: Jobs, people: People) -> None:
    people.accounts.set_roles("li", ["auditor"], "tests")
    job = waiting.begin("li", "reperform", {}, position=3)
    assert waiting.begin("wang", "reperform", {}, position=3) == job
    people.accounts.disable("li", "tests")
    waiting.tend()
    assert waiting.of(job, "wang").state == "waiting"
    people.accounts.disable("wang", "tests")
    waiting.tend()

    assert waiting.of(job, "wang").state == "cancelled"


@pytest.mark.usefixtures("people")
def test_who_cancels_what_others_asked_for_too_takes_back_their_own_asking_alone(
    waiting: Jobs,
) -> None:
    (job,) = {waiting.begin(name, "count", {}, position=3) for name in ("li", "wang", "zhao")}

    assert not waiting.cancel(job, "wang")
    assert waiting.of(job, "zhao").owner == "li"
    assert not waiting.cancel(job, "li")

    assert waiting.every("li") == waiting.every("wang") == []
    (left,) = waiting.every("zhao")
    assert (left.id, left.owner, left.state, left.to_cancel) == (job, "zhao", "waiting", False)
    assert waiting.begin("li", "count", {}, position=3) == job  # who asks again, has it again
    assert not waiting.cancel(job, "li")
    assert waiting.cancel(job, "zhao")
    assert waiting.of(job, "zhao").state == "cancelled"


@pytest.mark.usefixtures("people")
def test_what_is_worked_on_for_others_too_goes_on_and_what_is_ended_stays(
    working: Jobs, path: Path
) -> None:
    (job,) = {
        working.begin(name, "count", counting(path, steps=20), position=3)
        for name in ("li", "wang")
    }
    until(working, job, lambda job: job.done > 0)

    assert not working.cancel(job, "li")
    assert ended(working, job, "wang").state == "done"
    assert working.begin("li", "count", counting(path, steps=20), position=3) == job
    assert working.cancel(job, "li")
    assert working.of(job, "li").state == "done"


def test_the_last_who_still_may_ask_cancels_for_all(path: Path, people: People) -> None:
    jobs = Jobs(address(path), PROGRAM, running_max=NONE_STARTS, roles_of=table.roles_of)
    people.accounts.set_roles("li", ["auditor"], "tests")
    names = ("li", "wang", "zhao")
    every = [
        {jobs.begin(name, "reperform", {}, position=position) for name in names}
        for position in (3, 4)
    ]
    (first,), (second,) = every
    people.accounts.disable("li", "tests")
    assert not jobs.cancel(first, "wang")
    people.accounts.set_roles("wang", ["clerk"], "tests")

    assert jobs.cancel(second, "zhao")
    assert jobs.of(second, "zhao").state == "cancelled"
    assert jobs.of(first, "zhao").state == "waiting"
    assert jobs.cancel(first, "zhao")
    assert jobs.of(first, "zhao").state == "cancelled"
    jobs.close()


def test_a_job_is_handed_on_to_who_still_may_ask_for_it(waiting: Jobs, people: People) -> None:
    (job,) = {waiting.begin(name, "count", {}, position=3) for name in ("zhao", "li", "wang")}
    people.accounts.disable("li", "tests")

    assert not waiting.cancel(job, "zhao")
    assert waiting.of(job, "wang").owner == "wang"


def test_a_job_whose_first_asker_is_disabled_is_the_next_one_s_who_may(
    path: Path, people: People
) -> None:
    jobs = Jobs(address(path), PROGRAM, running_max=NONE_STARTS, roles_of=table.roles_of)
    people.accounts.set_roles("li", ["auditor"], "tests")
    (job,) = {jobs.begin(name, "reperform", {}, position=3) for name in ("li", "wang", "zhao")}
    people.accounts.disable("li", "tests")
    people.accounts.set_roles("wang", ["clerk"], "tests")
    jobs.tend()

    assert jobs.of(job, "zhao").owner == "zhao"
    people.accounts.enable("li", "tests")
    jobs.tend()
    assert jobs.of(job, "li").owner == "zhao"
    jobs.close()


def test_what_is_cancelled_while_its_process_starts_is_cancelled(
    working: Jobs, path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for each in range(8):
        job_id = working.begin("li", "count", counting(path, 1_000, 0.05))
        time.sleep(each / 20)

        working.cancel(job_id, "li")

        assert ended(working, job_id).state == "cancelled"
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("is_killed", [True, False])
def test_what_is_cancelled_whose_process_never_says_a_word_is_cancelled(
    path: Path, *, is_killed: bool
) -> None:
    ahead = [timedelta(0)]
    jobs, job_id = without_a_word(path, ahead)
    jobs.cancel(job_id, "li")
    job = jobs.of(job_id, "li")
    assert (job.state, job.to_cancel) == ("running", True)
    if is_killed:
        os.kill(job.pid or 0, signal.SIGKILL)
    else:
        ahead[0] = timedelta(seconds=11)

    assert ended(jobs, job_id).state == "cancelled"
    assert started(job.pid or 0) is None
    jobs.close()


def test_what_is_cancelled_whose_server_and_process_are_killed_is_cancelled(path: Path) -> None:
    server, job_id = serve(path, "count", counting(path, 1_000, 0.05))
    jobs = Jobs(address(path), PROGRAM, clock=lambda: datetime.now(UTC) + timedelta(seconds=11))
    job = until(jobs, job_id, lambda job: job.done > 0)
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    os.kill(job.pid or 0, signal.SIGSTOP)  # it sees nothing any more
    jobs.cancel(job_id, "li")
    os.kill(job.pid or 0, signal.SIGKILL)

    assert ended(jobs, job_id).state == "cancelled"
    jobs.close()


def test_a_file_lies_as_long_as_a_job_takes_it(path: Path) -> None:
    late = timedelta(days=KEPT_DAYS, minutes=1)
    moments = [now()]
    jobs = Jobs(address(path), PROGRAM, lambda: moments[0], running_max=NONE_STARTS)
    file = jobs.spool.keep([b"rows"], "a.jsonl")
    first = jobs.begin("li", "backfill", {}, [file])
    jobs.cancel(first, "li")
    second = jobs.begin("li", "backfill", {}, [Spooled(*file)])
    moments[0] += late
    jobs.remove_old()

    assert [each.id for each in jobs.every("li")] == [second]
    assert jobs.spool.path(file).exists()
    jobs.cancel(second, "li")
    moments[0] += late
    jobs.tidy_from_now_on()
    jobs.close()
    assert not jobs.spool.path(file).exists()


def test_a_file_of_what_is_not_begun_is_not_kept(tmp_path: Path) -> None:
    with served(few_claims(tmp_path), ["clerk"]) as web:
        web.server.jobs.close()
        web.server.jobs = Jobs(web.server.settings.address, PROGRAM, running_max=NONE_STARTS)
        web.server.jobs.spool.folder = tmp_path / "spool"

        def sent() -> int:
            files = {"files": ("a.jsonl", b"{}\n")}
            return int(web.post("/api/v1/imports", files=files).status_code)

        statuses = [sent() for _each in range(OWN_MAX + 3)]
        kept = [*web.server.jobs.spool.folder.iterdir()]
        web.server.jobs.close()

    assert statuses == [202] * OWN_MAX + [429] * 3
    assert len(kept) == OWN_MAX
