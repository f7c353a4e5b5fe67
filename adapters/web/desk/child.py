"""A job's own process: it says every second that it is there, and in the end what came of it."""

from __future__ import annotations

import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from adapters.ledger.handling.clock import now
from adapters.web.desk.job_rows import (
    CANCELLED,
    DONE,
    FAILED,
    JOBS,
    REFUSED,
    RUNNING,
    Job,
    refusal_text,
    worker_of,
)
from adapters.web.desk.jobs import job_of
from adapters.web.state.database import WebDatabase
from domain.refusals import Refusal

BEAT_SECONDS = 1.0
PROGRESS_SECONDS = 0.25  # between two writings of it
# What may end a command: the alarm is of an interrupt that Python lost.
_ENDING = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM")
    if hasattr(signal, name)
]


class Done(NamedTuple):
    """What came of a job: its answer and report as JSON, and the exit code that a command has."""

    answer: str
    report: str | None
    code: int


class _Said(NamedTuple):
    """How far a job is, by the columns of its row."""

    done: int
    total: int | None
    words: str


OnProgress = Callable[[int, int | None, str], None]
Work = Callable[[Job, OnProgress], Done]


def run(address: str, job_id: str, work: Work) -> int:
    """Do a job's work in this process; return the exit code.

    work: given the row, and what to call with how much is done, of how much, and in words. An
    interrupt ends it as it ends a command. Raises nothing: what fails stands in the row, and a bug
    on standard error.
    """
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell may have begun it deaf
        signal.signal(number, signal.default_int_handler)
    database = WebDatabase(address)
    job = job_of(database, job_id)
    if job is None or not job.is_open:
        return 1
    try:
        if job.to_cancel:
            raise KeyboardInterrupt
        with _beating(database, job_id) as on_progress:
            done = work(job, on_progress)
        outcome = {"state": DONE, **done._asdict()}
    except Refusal as refusal:
        outcome = {"state": REFUSED, "answer": refusal_text(refusal), "code": 1}
    except KeyboardInterrupt:
        outcome = {"state": CANCELLED, "code": 130}
    except BaseException:  # a bug is loud, and its job does not wait for ever
        traceback.print_exc()
        outcome = {"state": FAILED, "code": 1}
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)  # what came of it is still to be written
    _write(database, job_id, ended_at=now(), beat_at=now(), **outcome)
    database.close()
    return int(outcome["code"] or 0)


@contextmanager
def _beating(database: WebDatabase, job_id: str) -> Iterator[OnProgress]:
    """Write beats and progress meanwhile, by a thread of its own."""
    latest: list[_Said] = []
    ended = threading.Event()

    def beat() -> None:
        written, at, cancelled = None, 0.0, False
        mine = worker_of(os.getpid())
        over = False
        while not over:
            over = ended.wait(PROGRESS_SECONDS if at else 0)
            said = latest[-1] if latest else None
            if said == written and time.monotonic() - at < BEAT_SECONDS:
                continue
            del latest[:-1]
            progress = {} if said is None else said._asdict()
            with suppress(Refusal):  # the next beat may get through
                asked = _write(database, job_id, beat_at=now(), **mine, **progress)
                if asked and not (cancelled or over):
                    cancelled = True
                    os.kill(os.getpid(), signal.SIGINT)  # it wakes the main thread
            written, at = said, time.monotonic()

    thread = threading.Thread(target=beat, name="beat", daemon=True)
    thread.start()
    try:
        yield lambda done, total, words: latest.append(_Said(done, total, words))
    finally:
        ended.set()
        thread.join()


def _write(database: WebDatabase, job_id: str, **columns: datetime | str | int | None) -> bool:
    """Write of a job; say whether it is to end. What was taken for broken off goes on."""
    with database.begin() as connection:
        state = {"state": RUNNING, "ended_at": None} | columns
        connection.execute(sa.update(JOBS).where(JOBS.c.id == job_id).values(state))
        asked = sa.select(JOBS.c.to_cancel).where(JOBS.c.id == job_id)
        return bool(connection.execute(asked).scalar())
