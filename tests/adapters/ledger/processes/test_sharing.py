"""A work shared among processes comes out as if one had done it, whatever is killed."""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.ledger.processes.sharing import TRIES_MAX, shared
from domain.refusals import Refusal
from tests.adapters.ledger.processes.works import (
    Counting,
    Killing,
    Slow,
    Waiting,
    failing,
    nested,
    refusing,
    slow_first,
    twice,
    unsendable,
)
from tests.support.command import ROOT, heeds_interrupts


@contextmanager
def another_thread() -> Iterator[None]:
    """Have a thread beside this one, so that no process is forked."""
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@settings(deadline=None, max_examples=15)
@given(parts=st.integers(0, 9), workers=st.integers(1, 4))
def test_results_come_in_the_order_of_the_parts_for_any_number_of_workers(
    parts: int, workers: int
) -> None:
    done = list(shared(twice, range(parts), workers=workers))

    assert [result for result, _ in done] == [2 * number for number in range(parts)]
    alone = min(parts, workers) <= 1
    assert all((process == os.getpid()) is alone for _, process in done)


def test_workers_are_new_interpreters_where_this_process_has_threads() -> None:
    with another_thread():
        done = list(shared(twice, range(4), workers=2))

    assert [result for result, _ in done] == [0, 2, 4, 6]
    assert os.getpid() not in {process for _, process in done}


def test_a_worker_keeps_its_copy_of_the_work() -> None:
    work = Counting()

    done = list(shared(work, range(20), workers=2, fresh=True))

    last = dict(done)  # the last count of each process
    assert work.calls == []
    assert len(last) <= 2
    assert sum(last.values()) == 20


@pytest.mark.parametrize(("times", "fresh"), [(1, False), (TRIES_MAX - 1, False), (1, True)])
def test_the_part_of_a_killed_worker_is_worked_on_again(
    tmp_path: Path, times: int, fresh: bool
) -> None:
    work = Killing(tmp_path, at=2, times=times)

    done = list(shared(work, range(6), workers=2, fresh=fresh))

    assert done == [0, 2, 4, 6, 8, 10]
    assert len(list(tmp_path.glob("2-*"))) == times + 1
    assert len(list(tmp_path.iterdir())) == 6 + times


def test_a_part_that_kills_its_worker_each_time_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        list(shared(Killing(tmp_path, at=2, times=9), range(6), workers=2))

    assert refused.value.code == "worker-lost"
    assert refused.value.facts == {"part": 3, "parts": 6, "times": TRIES_MAX}
    assert multiprocessing.active_children() == []


def kill_two(folder: Path, seed: int) -> None:
    """Kill two of the processes that have left their number in a folder, at some moment."""
    moments, killed = random.Random(seed), set[int]()
    while len(killed) < 2:
        time.sleep(moments.uniform(0.02, 0.3))
        begun = {int(name.name.split("-")[1]) for name in folder.glob("*-*")}
        for process in begun - killed:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
                killed.add(process)
                (folder / f"killed {process}").touch()
                break


@pytest.mark.parametrize("seed", range(3))
def test_workers_killed_from_outside_change_nothing(tmp_path: Path, seed: int) -> None:
    """At any moment: in a part, at its end, or before the first."""
    killer = multiprocessing.get_context("fork").Process(target=kill_two, args=(tmp_path, seed))
    killer.start()

    done = list(shared(Slow(tmp_path), range(30), workers=2))

    killer.kill()
    killer.join()
    assert done == [2 * number for number in range(30)]
    assert list(tmp_path.glob("killed *"))


@pytest.mark.parametrize("fresh", [False, True])
def test_what_the_work_raises_is_raised_here_with_where_it_was(fresh: bool) -> None:
    with pytest.raises(Refusal, match="no-policy") as refused:
        list(shared(refusing, range(8), workers=2, fresh=fresh))

    assert refused.value.facts == {"year": 3}
    assert isinstance(refused.value.__cause__, ValueError)
    assert "in refusing" in refused.value.__notes__[0]
    assert multiprocessing.active_children() == []


def test_an_exception_that_cannot_be_sent_is_raised_as_what_it_says() -> None:
    with pytest.raises(RuntimeError, match="of 5"):
        list(shared(failing, range(2), workers=2))


def test_a_result_that_cannot_be_sent_is_loud() -> None:
    with pytest.raises(TypeError, match="pickle"):
        list(shared(unsendable, range(4), workers=2))


def test_progress_counts_parts_that_are_done_before_those_ahead_of_them() -> None:
    seen: list[int] = []
    every = shared(slow_first, range(4), workers=2, on_done=seen.append)

    first = next(every)

    assert (first, seen) == (0, [1, 2, 3, 4])
    assert list(every) == [1, 2, 3]


@pytest.mark.parametrize("fresh", [False, True])
def test_closing_the_results_ends_the_workers_whatever_they_are_at(
    tmp_path: Path, fresh: bool
) -> None:
    every = shared(Waiting(tmp_path), [0, 1, 2], workers=2, fresh=fresh)
    assert next(every) == 0
    while len(list(tmp_path.iterdir())) < 3:
        time.sleep(0.01)
    before = {int(begun.name.split("-")[1]) for begun in tmp_path.iterdir()}

    every.close()

    assert not any(map(psutil.pid_exists, before))


def test_a_worker_works_without_workers_of_its_own() -> None:
    (first, second) = shared(nested, range(2), workers=2)

    assert [result for result, _ in first] == [result for result, _ in second] == [0, 2, 4]
    assert len({process for _, process in first}) == 1


def test_nothing_is_left_behind() -> None:
    process = psutil.Process()
    list(shared(twice, range(6), workers=3))
    gc.collect()
    files = process.num_fds()

    for _ in range(3):
        list(shared(twice, range(6), workers=3))

    gc.collect()
    assert process.num_fds() == files
    assert multiprocessing.active_children() == []


FED = """
from operator import neg
from adapters.ledger.processes.sharing import shared
print(list(shared(neg, range(4), workers=2, fresh=True)))
"""


def test_a_program_fed_on_standard_input_works_by_itself() -> None:
    """Its workers cannot be started: a new interpreter finds no program to load."""
    done = subprocess.run(
        [sys.executable, "-"],
        input=FED,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout == "[0, -1, -2, -3]\n"


INTERRUPTED = """
import sys
from pathlib import Path
from adapters.ledger.processes.sharing import shared
from tests.adapters.ledger.processes.works import Waiting
list(shared(Waiting(Path(sys.argv[1])), [1, 2, 3], workers=2))
"""


def test_an_interrupt_ends_the_workers(tmp_path: Path) -> None:
    """As from a terminal: every process of the group gets it."""
    running = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, tmp_path],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
        stderr=subprocess.PIPE,
        preexec_fn=heeds_interrupts,
    )
    while len(list(tmp_path.iterdir())) < 2:
        assert running.poll() is None
        time.sleep(0.01)
    workers = {int(begun.name.split("-")[1]) for begun in tmp_path.iterdir()}

    os.killpg(running.pid, signal.SIGINT)

    _, stderr = running.communicate(timeout=20)
    assert stderr.endswith(b"KeyboardInterrupt\n")
    assert not any(map(psutil.pid_exists, workers))


def test_workers_end_when_the_process_they_work_for_is_killed(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, tmp_path], env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    while len(list(tmp_path.iterdir())) < 2:
        assert running.poll() is None
        time.sleep(0.01)
    workers = [int(begun.name.split("-")[1]) for begun in tmp_path.iterdir()]

    running.kill()

    running.wait()
    until = time.monotonic() + 20
    while any(map(psutil.pid_exists, workers)):
        assert time.monotonic() < until
        time.sleep(0.01)
