"""Jobs: worked on in processes of their own, seen by every server, whichever is killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.ledger.ledger import Ledger
from adapters.web.desk.job_rows import Job, Progress, started
from adapters.web.desk.jobs import Jobs
from domain.refusals import Refusal
from scripts.sample.generate import main as generate
from tests.adapters.web.served import awaited
from tests.support.command import ROOT, asked
from tests.support.stores import address

PROGRAM = ("-m", "tests.adapters.web.desk.works")
SECONDS_MAX = 120
# A server that begins a job and does nothing more.
SERVER = """
import sys, time
from adapters.web.desk.jobs import Jobs
jobs = Jobs(sys.argv[1], ("-m", "tests.adapters.web.desk.works"))
print(jobs.begin("li", sys.argv[2], __import__("json").loads(sys.argv[3])), flush=True)
time.sleep(600)
"""


@pytest.fixture
def jobs(path: Path) -> Iterator[Jobs]:
    jobs = Jobs(address(path), PROGRAM)
    yield jobs
    jobs.close()


def counting(path: Path, steps: int = 3, seconds: float = 0.05) -> dict[str, object]:
    return {"steps": steps, "seconds": seconds, "log": str(path.parent / "begun")}


def until(jobs: Jobs, job_id: str, right: Callable[[Job], bool], who: str = "li") -> Job:
    end = time.monotonic() + SECONDS_MAX
    while not right(job := jobs.of(job_id, who)):
        assert time.monotonic() < end, job
        time.sleep(0.05)
        jobs.tend()
    return job


def without_a_word(path: Path, ahead: list[timedelta]) -> tuple[Jobs, str]:
    """Return jobs, and one whose process never says a word. ahead: how far their clock is."""
    silent = ("-c", "import time; time.sleep(600)")
    jobs = Jobs(address(path), silent, clock=lambda: datetime.now(UTC) + ahead[0])
    return jobs, jobs.begin("li", "backfill", {})


def ended(jobs: Jobs, job_id: str, who: str = "li") -> Job:
    return until(jobs, job_id, lambda job: not job.is_open, who)


def begun(path: Path) -> list[int]:
    log = path.parent / "begun"
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def test_a_job_is_done_by_a_process_of_its_own_and_leaves_its_answer(
    jobs: Jobs, path: Path
) -> None:
    job_id = jobs.begin("li", "count", counting(path))

    job = ended(jobs, job_id)

    assert (job.state, job.code, job.report) == ("done", 0, "{}")
    assert json.loads(job.answer or "") == {"steps": 3, "by": "li"}
    assert (job.done, job.total, job.words) == (3, 3, "step 3")
    assert begun(path) == [job.pid]
    assert job.pid != os.getpid()


@pytest.mark.parametrize(("verb", "state"), [("refuse", "refused"), ("none of these", "failed")])
def test_a_refusal_and_a_bug_stand_in_the_row(
    verb: str, state: str, jobs: Jobs, path: Path
) -> None:
    job = ended(jobs, jobs.begin("li", verb, counting(path)))

    assert (job.state, job.code) == (state, 1)
    if state == "refused":
        said = {"code": "claim-unknown", "facts": {"claim_no": "C1"}, "others": []}
        assert json.loads(job.answer or "") == said


def test_its_progress_comes_as_it_changes_until_it_ends(jobs: Jobs, path: Path) -> None:
    job_id = jobs.begin("li", "count", counting(path, steps=4, seconds=0.6))

    async def listen() -> list[Progress]:
        return [progress async for progress in jobs.events(job_id)]

    heard = awaited(asyncio.wait_for(listen(), SECONDS_MAX))

    assert len(heard) == len(set(heard))
    assert [each.done for each in heard] == sorted(each.done for each in heard)
    assert {1, 2, 3, 4} <= {each.done for each in heard}
    assert heard[-1].state == "done"


def test_another_account_s_job_is_as_one_that_never_was(jobs: Jobs, path: Path) -> None:
    job_id = jobs.begin("li", "count", counting(path))

    for account, asked_for in (("wang", job_id), ("li", "nosuch"), ("LI", job_id)):
        with pytest.raises(Refusal, match="job-unknown"):
            jobs.of(asked_for, account)
    assert jobs.every("wang") == []
    assert [job.id for job in jobs.every("li")] == [job_id]
    ended(jobs, job_id)


def test_one_job_answers_all_who_ask_the_same_of_the_same_position(jobs: Jobs, path: Path) -> None:
    values = counting(path, steps=2)

    def ask(who: str) -> str:
        return jobs.begin(who, "count", values, position=7)

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(ask, ("li", "wang", "li", "zhao", "wang", "li", "sun", "qian")))

    assert len(ids) == 1
    (job_id,) = ids
    assert ended(jobs, job_id, "zhao") == ended(jobs, job_id, "li")
    assert len(begun(path)) == 1
    assert jobs.begin("li", "count", values, position=7) == job_id  # its answer is there
    others = {
        jobs.begin("li", "count", values, position=8),
        jobs.begin("li", "count", values | {"steps": 1}, position=7),
        jobs.begin("li", "count", values),  # it may record something
        jobs.begin("li", "count", values),
    }
    assert len(others - {job_id}) == 4
    for other in others:
        ended(jobs, other)


def test_no_more_than_two_are_worked_on_at_a_time_in_the_order_they_came(
    jobs: Jobs, path: Path
) -> None:
    every = [jobs.begin("li", "count", counting(path, 4, 0.2)) for _ in range(4)]
    at_once = 0
    while any(jobs.of(job_id, "li").is_open for job_id in every):
        states = [jobs.of(job_id, "li").state for job_id in every]
        at_once = max(at_once, states.count("running"))

        time.sleep(0.02)

    assert at_once == 2
    done = [jobs.of(job_id, "li") for job_id in every]
    assert {job.state for job in done} == {"done"}
    assert max(job.ended_at for job in done[:2]) <= min(job.ended_at for job in done[2:])  # type: ignore[type-var]


def test_a_cancelled_job_ends_and_one_that_waits_never_begins(jobs: Jobs, path: Path) -> None:
    running = [jobs.begin("li", "count", counting(path, 1_000, 0.05)) for _ in range(2)]
    waiting = jobs.begin("li", "count", counting(path))
    for job_id in running:
        until(jobs, job_id, lambda job: job.done > 0)

    for job_id in (waiting, *running):
        jobs.cancel(job_id, "li")

    for job_id in (waiting, *running):
        assert ended(jobs, job_id).state == "cancelled"
        jobs.cancel(job_id, "li")  # again changes nothing
    assert len(begun(path)) == 2


def test_what_came_of_a_job_is_written_whatever_signals_come(jobs: Jobs, path: Path) -> None:
    assert ended(jobs, jobs.begin("li", "hung up", counting(path))).state == "done"


def test_a_cancelled_backfill_ends_after_its_transaction_and_is_whole(
    jobs: Jobs, path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "claims.jsonl"
    assert generate(["--seed", "3", "--claims", "3000", "--clean", "--jsonl", str(file)]) == 0
    job_id = jobs.begin("li", "backfill", counting(path) | {"file": str(file)})
    until(jobs, job_id, lambda job: job.done > 0)

    jobs.cancel(job_id, "li")

    assert ended(jobs, job_id).state in ("cancelled", "done")  # it may have been at its end
    assert asked(path, "verify")["faults"] == []
    with Ledger(address(path)) as ledger, ledger.look() as look:
        assert look.claims()
        assert look.pending() == ()
        assert look.reperform().agrees


def test_a_child_that_is_killed_leaves_a_job_broken_off_and_the_next_begins(
    jobs: Jobs, path: Path
) -> None:
    every = [jobs.begin("li", "count", counting(path, 1_000, 0.05)) for _ in range(2)]
    next_one = jobs.begin("li", "count", counting(path))
    job = until(jobs, every[0], lambda job: job.pid is not None)

    os.kill(job.pid or 0, signal.SIGKILL)

    assert ended(jobs, every[0]).state == "broken-off"
    assert ended(jobs, next_one).state == "done"
    jobs.cancel(every[1], "li")
    ended(jobs, every[1])


def serve(path: Path, verb: str, values: dict[str, object]) -> tuple[subprocess.Popen[str], str]:
    """Start a server that begins a job; return it, and the job."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, address(path), verb, json.dumps(values)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert server.stdout is not None
    return server, server.stdout.readline().strip()


def test_a_job_goes_on_when_its_server_is_killed(jobs: Jobs, path: Path, tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    assert generate(["--seed", "3", "--claims", "1500", "--clean", "--jsonl", str(file)]) == 0
    values = counting(path) | {"file": str(file)}
    server, job_id = serve(path, "backfill", values)
    until(jobs, job_id, lambda job: job.pid is not None)

    os.killpg(server.pid, signal.SIGKILL)
    server.wait()

    job = ended(jobs, job_id)
    assert job.state == "done"
    assert json.loads(job.answer or "") == {"accepted": 1500}
    with Ledger(address(path)) as ledger, ledger.look() as look:
        assert len(look.claims()) == 1500
        assert look.reperform().agrees
        assert look.history(look.claims()[0].claim_no)[0].by == "li"


@pytest.mark.parametrize("seconds", [11, -3_600])  # later, and by a clock that was set back
def test_a_job_whose_server_and_child_are_killed_is_broken_off_and_may_be_asked_again(
    path: Path, tmp_path: Path, seconds: int
) -> None:
    file = tmp_path / "claims.jsonl"
    assert generate(["--seed", "3", "--claims", "1500", "--clean", "--jsonl", str(file)]) == 0
    values = counting(path) | {"file": str(file)}
    server, job_id = serve(path, "backfill", values)
    ahead = [timedelta(0)]
    later = Jobs(address(path), PROGRAM, clock=lambda: datetime.now(UTC) + ahead[0])
    job = until(later, job_id, lambda job: job.pid is not None)
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    os.kill(job.pid or 0, signal.SIGKILL)
    later.tend()
    assert later.of(job_id, "li").state == "running"

    ahead[0] = timedelta(seconds=seconds)

    assert ended(later, job_id).state == "broken-off"
    ahead[0] = timedelta(0)
    again = ended(later, later.begin("li", "backfill", values))
    later.close()
    assert again.state == "done"
    assert asked(path, "verify")["faults"] == []
    with Ledger(address(path)) as ledger, ledger.look() as look:
        assert len(look.claims()) == 1500
        assert look.reperform().agrees


def test_a_job_whose_process_has_not_come_to_say_so_yet_is_not_broken_off(path: Path) -> None:
    ahead = [timedelta(0)]
    jobs, job_id = without_a_word(path, ahead)
    ahead[0] = timedelta(hours=1)
    jobs.tend()
    job = jobs.of(job_id, "li")

    os.kill(job.pid or 0, signal.SIGKILL)

    assert job.state == "running"
    assert ended(jobs, job_id).state == "broken-off"
    jobs.close()


def test_a_process_that_has_the_number_of_another_is_not_taken_for_it() -> None:
    first = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert started(first.pid) is not None
    assert started(first.pid) != started(os.getpid())
    first.kill()
    first.wait()
    assert started(first.pid) is None
