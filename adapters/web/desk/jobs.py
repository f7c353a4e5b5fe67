"""Work that takes long: a row and a process of its own, which outlives the server.

A job is begun, waits its turn, and is worked on by a new interpreter. Any server of the ledger
sees how far it is in its row.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Event, Thread
from typing import Any

import sqlalchemy as sa

from adapters.ledger.handling.clock import now
from adapters.web.desk.job_rows import (
    ASKED,
    CANCELLED,
    JOBS,
    OPEN,
    RUNNING,
    WAITING,
    WITHOUT_ANSWERS,
    Job,
    Progress,
    Spooled,
    answering,
    handed_on,
    must_have_room,
    taken_back,
    to_say_gone,
    worker_of,
)
from adapters.web.desk.orders import kept_of
from adapters.web.desk.spool import Spool
from adapters.web.people.roles import Role
from adapters.web.state.database import WebDatabase
from domain.refusals import Refusal

RUNNING_MAX = 2  # jobs worked on at a time
KEPT_DAYS = 7
SILENT = timedelta(seconds=10)  # without a beat: then it is looked for
SILENT_ELSEWHERE = timedelta(minutes=1)  # where it cannot be looked for
POLL_SECONDS = 0.25
TIDIED_SECONDS = 3_600.0


class Jobs:
    """The jobs of one ledger. For any number of threads, and of servers.

    program: what a new interpreter is given to work on one, with the address and the job's id
    after it. clock: says what time it is. roles_of: the roles of which one is needed to ask for a
    verb.
    """

    def __init__(
        self,
        address: str,
        program: Sequence[str],
        clock: Callable[[], datetime] = now,
        running_max: int = RUNNING_MAX,
        roles_of: Callable[[str], frozenset[str]] = lambda _verb: frozenset(Role),
    ) -> None:
        self._command = [sys.executable, *program, address]
        self._database = WebDatabase(address)
        self._clock = clock
        self._running_max, self._roles_of = running_max, roles_of
        self._streams_end, self._closed = False, Event()
        self.spool = Spool(self._database.location)

    def close(self) -> None:
        """Close the connections; jobs go on."""
        self._closed.set()
        self._database.close()

    def begin(
        self,
        owner: str,
        verb: str,
        values: Mapping[str, Any],
        files: Sequence[Spooled] = (),
        position: int | None = None,
    ) -> str:
        """Have a verb worked on; return the job's id.

        position: that the answer is as of, where it depends on nothing else: who asks the same
        of it, is given the same job. Raises `own-jobs-full`, `jobs-full`.
        """
        asked = json.dumps(dict(values), ensure_ascii=False, sort_keys=True)
        key = None
        if position is not None and not files:
            key = sha256(json.dumps([verb, asked, position]).encode()).hexdigest()
        with self._database.begin() as connection:
            self._take_turn(connection)
            same = None if key is None else connection.execute(answering(key)).scalar()
            job_id = same or secrets.token_urlsafe(16)
            if same is None:
                must_have_room(connection, owner)
                row = {
                    "id": job_id, "owner": owner, "verb": verb, "values": asked, "key": key,
                    "files": json.dumps(files), "state": WAITING, "asked_at": self._clock(),
                }  # fmt: skip
                connection.execute(sa.insert(JOBS).values(row))
            askers = sa.select(ASKED.c.account).where(ASKED.c.job == job_id)
            if owner not in connection.execute(askers).scalars().all():
                connection.execute(sa.insert(ASKED).values(job=job_id, account=owner))
        self.tend()
        return job_id

    def of(self, job_id: str, account: str) -> Job:
        """Return a job that an account asked for. Raises Refusal `job-unknown` for any other."""
        asked = sa.select(ASKED.c.job).where(ASKED.c.job == job_id, ASKED.c.account == account)
        with self._database.reading() as connection:
            mine = connection.execute(asked).scalar()
        job = None if mine is None else job_of(self._database, job_id)
        if job is None:
            raise Refusal("job-unknown", job=job_id, days=KEPT_DAYS)
        return job

    def every(self, account: str, verb: str | None = None) -> list[Job]:
        """Return the jobs that an account asked for, the latest first.

        verb: those of this one, each with its answer. Without it there are refusals alone: an
        audit's answer may take ten megabytes, and a list is asked for often.
        """
        mine = sa.select(ASKED.c.job).where(ASKED.c.account == account)
        query = sa.select(JOBS) if verb is not None else sa.select(*WITHOUT_ANSWERS)
        query = query.where(JOBS.c.id.in_(mine)).order_by(JOBS.c.asked_at.desc())
        if verb is not None:
            query = query.where(JOBS.c.verb == verb)
        with self._database.reading() as connection:
            return [_job(row) for row in connection.execute(query)]

    def cancel(self, job_id: str, account: str) -> bool:
        """Have a job end after its present transaction; one that waits does not begin.

        Its process sees it by its next beat. One that others asked for too, who still may, goes on
        and is no longer the account's: then return False.
        """
        with self._database.begin() as connection:
            self._take_turn(connection)
            if taken_back(connection, job_id, account, self._roles_of):
                return False
            self._end(connection, [job_id])
        return True

    def tend(self) -> None:
        """Say of jobs whose process is gone that they broke off; begin those whose turn it is.

        One whose owner may not ask any more is handed on to another who asked; where nobody may, it
        ends, by force where it gives no sign.
        """
        begun = []
        with self._database.begin() as connection:
            self._take_turn(connection)
            self._end(connection, handed_on(connection, self._roles_of))
            running = sa.select(JOBS).where(JOBS.c.state == RUNNING)
            left = 0
            for job in map(_job, connection.execute(running).all()):
                if self._is_gone(job):
                    connection.execute(to_say_gone(job.id, self._clock()))
                    continue
                left += 1
                if job.to_cancel and job.is_worked_on and self._silent(job) > SILENT:
                    with suppress(ProcessLookupError, PermissionError):
                        os.kill(job.pid or 0, signal.SIGTERM)
            waiting = sa.select(JOBS.c.id).where(JOBS.c.state == WAITING)
            waiting = waiting.order_by(JOBS.c.asked_at, JOBS.c.id)
            for (job_id,) in connection.execute(waiting.limit(max(0, self._running_max - left))):
                of_it = sa.update(JOBS).where(JOBS.c.id == job_id)
                connection.execute(of_it.values(state=RUNNING, beat_at=self._clock()))
                begun.append(job_id)
        for job_id in begun:
            self._start(job_id)

    async def events(self, job_id: str) -> AsyncIterator[Progress]:
        """Yield how far a job is, whenever that changed, until it or the server ends."""
        last, polls = None, 0
        while not self._streams_end:
            if polls % 8 == 0:
                await asyncio.to_thread(self.tend)
            job = await asyncio.to_thread(job_of, self._database, job_id)
            if job is None:
                return
            progress = Progress(job.state, job.done, job.total, job.words)
            if progress != last:
                yield progress
            if not job.is_open:
                return
            last, polls = progress, polls + 1
            await asyncio.sleep(POLL_SECONDS)

    def end_streams(self) -> None:
        """Have who waits for events ask again: of another server, or of this one started again."""
        self._streams_end = True

    def tidy_from_now_on(self) -> None:
        """Remove what is old now and every hour, as long as this is open."""

        def tidy() -> None:
            with suppress(Refusal):  # the tables do not serve; who asks next says so
                self.remove_old()
                self.tend()

        def tidying() -> None:
            while not self._closed.wait(TIDIED_SECONDS):
                tidy()

        tidy()
        Thread(target=tidying, name="tidying", daemon=True).start()

    def remove_old(self) -> None:
        """Remove jobs that ended a week ago, and files that were handed in or written."""
        before = self._clock() - timedelta(days=KEPT_DAYS)
        with self._database.begin() as connection:
            old = sa.select(JOBS).where(JOBS.c.ended_at < before)
            gone = [_job(row) for row in connection.execute(old)]
            for job in gone:
                connection.execute(sa.delete(ASKED).where(ASKED.c.job == job.id))
                connection.execute(sa.delete(JOBS).where(JOBS.c.id == job.id))
            kept = [_job(row) for row in connection.execute(sa.select(JOBS))]
        named = {file.name for job in kept for file in _files_of(job)}
        ended = {file.name for job in gone for file in _files_of(job)}
        self.spool.remove(ended - named)  # what is asked once more takes the same files
        self.spool.remove_before(timedelta(days=KEPT_DAYS).total_seconds(), named)

    def _end(self, connection: sa.Connection, ids: Collection[str]) -> None:
        """Have jobs end: those that wait do now, others see it by their next beat."""
        if not ids:
            return
        them = sa.update(JOBS).where(JOBS.c.id.in_(ids), JOBS.c.state.in_(OPEN))
        connection.execute(them.values(to_cancel=True))
        waiting = them.where(JOBS.c.state == WAITING)
        connection.execute(waiting.values(state=CANCELLED, ended_at=self._clock()))

    def _start(self, job_id: str) -> None:
        process = subprocess.Popen(
            [*self._command, job_id], stdin=subprocess.DEVNULL, start_new_session=True
        )
        self._note(process.pid, job_id)
        Thread(target=self._await, args=(process, job_id), daemon=True).start()

    def _note(self, pid: int, job_id: str) -> None:
        """Write which process works on a job: on a busy machine it takes long to its first beat."""
        worker = worker_of(pid)
        if worker["pid_started"] is not None:
            with suppress(Refusal), self._database.begin() as connection:  # its beat says so, too
                of_it = sa.update(JOBS).where(JOBS.c.id == job_id, JOBS.c.pid.is_(None))
                connection.execute(of_it.values(worker))

    def _await(self, process: subprocess.Popen[bytes], job_id: str) -> None:
        """Wait for a job's process; where it ended without a word, say so."""
        process.wait()
        with suppress(Refusal):  # the tables do not serve; who asks next says so
            with self._database.begin() as connection:
                ended = to_say_gone(job_id, self._clock())
                connection.execute(ended.where(JOBS.c.state == RUNNING))
            self.tend()

    def _is_gone(self, job: Job) -> bool:
        silent = self._silent(job)
        is_quiet = silent > SILENT and not job.is_worked_on
        return is_quiet and (job.is_here or silent > SILENT_ELSEWHERE)

    def _silent(self, job: Job) -> timedelta:
        return abs(self._clock() - (job.beat_at or job.asked_at))  # a clock may be set back

    def _take_turn(self, connection: sa.Connection) -> None:
        """Have no other server count jobs meanwhile; a SQLite file has one writer anyhow."""
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text(f"LOCK TABLE {JOBS.name} IN SHARE ROW EXCLUSIVE MODE"))


def job_of(database: WebDatabase, job_id: str) -> Job | None:
    """Return a job; None where there is none."""
    with database.reading() as connection:
        row = connection.execute(sa.select(JOBS).where(JOBS.c.id == job_id)).first()
    return None if row is None else _job(row)


def _files_of(job: Job) -> tuple[Spooled, ...]:
    """Return the files that were handed in with a job, and those that it has written."""
    return (*job.files, *kept_of(job).files)


def _job(row: sa.Row[Any]) -> Job:
    known = {name: value for name, value in row._mapping.items() if name in Job._fields}
    known["values"] = json.loads(known["values"])
    known["files"] = tuple(Spooled(*file) for file in json.loads(known["files"]))
    return Job(**known)
