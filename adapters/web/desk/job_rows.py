"""The rows of jobs: what was asked, how far it is, what came of it, and who works on it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from adapters.web.people.account import ACCOUNTS
from adapters.web.people.roles import read
from adapters.web.state.columns import Bytewise, Moment
from adapters.web.state.database import metadata
from domain.refusals import Refusal

WAITING, RUNNING = "waiting", "running"
DONE, REFUSED, FAILED = "done", "refused", "failed"
CANCELLED, BROKEN_OFF = "cancelled", "broken-off"
OPEN = (WAITING, RUNNING)

JOBS = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", Bytewise, primary_key=True),
    sa.Column("owner", Bytewise, nullable=False),
    sa.Column("verb", sa.Text, nullable=False),
    sa.Column("values", sa.Text, nullable=False),
    sa.Column("files", sa.Text, nullable=False),
    sa.Column("key", Bytewise, nullable=True, index=True),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("ended_at", Moment, nullable=True),
    sa.Column("beat_at", Moment, nullable=True),
    sa.Column("host", sa.Text, nullable=True),
    sa.Column("pid", sa.BigInteger, nullable=True),
    sa.Column("pid_started", sa.Text, nullable=True),
    sa.Column("to_cancel", sa.Boolean, nullable=False, default=False),
    sa.Column("done", sa.BigInteger, nullable=False, default=0),
    sa.Column("total", sa.BigInteger, nullable=True),
    sa.Column("words", sa.Text, nullable=False, default=""),
    sa.Column("answer", sa.Text, nullable=True),
    sa.Column("report", sa.Text, nullable=True),
    sa.Column("code", sa.Integer, nullable=True),
)
ASKED = sa.Table(
    "job_askers",
    metadata,
    sa.Column("job", Bytewise, sa.ForeignKey("jobs.id"), primary_key=True),
    sa.Column("account", Bytewise, primary_key=True),
)

WITHOUT_ANSWERS = [
    sa.case((JOBS.c.state == REFUSED, JOBS.c.answer)).label("answer")
    if column is JOBS.c.answer
    else column
    for column in JOBS.c
]


class Spooled(NamedTuple):
    """A file handed in. name: in the spool; shown: as who handed it in calls it."""

    name: str
    shown: str


class Job(NamedTuple):
    """A row. values: what the verb is asked, as JSON. answer, report, code: what came of it.

    owner: who asked first, and signs. total: None where it is not known. A refusal is an answer
    of its code and facts.
    """

    id: str
    owner: str
    verb: str
    values: dict[str, Any]
    files: tuple[Spooled, ...]
    state: str
    asked_at: datetime
    ended_at: datetime | None
    beat_at: datetime | None
    host: str | None
    pid: int | None
    pid_started: str | None
    to_cancel: bool
    done: int
    total: int | None
    words: str
    answer: str | None
    report: str | None
    code: int | None

    @property
    def is_open(self) -> bool:
        """Say whether it waits or is worked on."""
        return self.state in OPEN

    @property
    def is_here(self) -> bool:
        """Say whether its process, if there is one, is of this machine."""
        return self.host in (None, HOST)

    @property
    def is_worked_on(self) -> bool:
        """Say whether its process is there, as far as can be seen from this machine."""
        return self.host == HOST and self.pid is not None and started(self.pid) == self.pid_started


class Progress(NamedTuple):
    """How far a job is. total: None where it is not known; words: what is done now."""

    state: str
    done: int
    total: int | None
    words: str


def refusal_text(refusal: Refusal) -> str:
    """Return a refusal as the row of its job keeps it, with those of other sheets and lines."""
    every = [{"code": each.code, "facts": each.facts} for each in (refusal, *refusal.others)]
    first, *others = every
    return json.dumps({**first, "others": others}, default=str)


def refusal_in(text: str) -> Refusal:
    """Return the refusal that a row keeps."""
    said = json.loads(text)
    refusal = Refusal(said["code"], **said["facts"])
    refusal.others = tuple(
        Refusal(each["code"], **each["facts"]) for each in said.get("others", ())
    )
    return refusal


HOST = socket.gethostname()
WAITING_MAX, OWN_MAX = 200, 20  # jobs that wait, of all who asked and of one

_ASKERS = (
    sa.select(
        JOBS.c.id, JOBS.c.owner, JOBS.c.verb, ACCOUNTS.c.name, ACCOUNTS.c.disabled, ACCOUNTS.c.roles
    )
    .join(ASKED, ASKED.c.job == JOBS.c.id)
    .join(ACCOUNTS, ACCOUNTS.c.name == ASKED.c.account)
    .where(JOBS.c.state.in_(OPEN), JOBS.c.to_cancel.is_(False))
    .order_by(JOBS.c.id, ACCOUNTS.c.name)
)
RolesOf = Callable[[str], frozenset[str]]


def _askers(connection: sa.Connection, roles_of: RolesOf) -> Iterator[tuple[str, str, str, bool]]:
    """Yield of each job that is not ended or to end its owner, who asked, and whether they may."""
    for job, owner, verb, account, disabled, roles in connection.execute(_ASKERS):
        yield job, owner, account, not disabled and bool(read(roles) & roles_of(verb))


def handed_on(connection: sa.Connection, roles_of: RolesOf) -> set[str]:
    """Hand on jobs, not ended yet, whose owner may not ask for them any more to another who asked.

    Return those for which nobody who asked may ask any more. roles_of: one of them is needed to ask
    for a verb. An account that is disabled may ask for none.
    """
    owners, left = dict[str, str](), dict[str, list[str]]()
    for job, owner, account, may in _askers(connection, roles_of):
        owners[job] = owner
        left.setdefault(job, []).extend([account] if may else [])
    for job, names in left.items():
        if names and owners[job] not in names:
            of_it = sa.update(JOBS).where(JOBS.c.id == job)
            connection.execute(of_it.values(owner=names[0]))
    return {job for job, names in left.items() if not names}


def taken_back(connection: sa.Connection, job_id: str, account: str, roles_of: RolesOf) -> bool:
    """Take a job from an account, where others asked for it too who still may; say whether.

    One that the account owns is handed on to one of them then.
    """
    askers = _askers(connection, roles_of)
    if not any(may and job == job_id and who != account for job, _owner, who, may in askers):
        return False
    own = ASKED.c.job == job_id, ASKED.c.account == account
    connection.execute(sa.delete(ASKED).where(*own))
    handed_on(connection, roles_of)
    return True


def started(pid: int) -> str | None:
    """Return when a process was started, as its system says; None for one that is not there.

    Numbers of processes are given again. Where the system does not say when, it is empty.
    """
    with suppress(OSError):
        said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return None if said[0] == "Z" else said[19]
    if Path("/proc/self/stat").exists():
        return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    return ""


def worker_of(pid: int) -> dict[str, str | int | None]:
    """Return the columns that name a process of this machine as the one that works on a job."""
    return {"host": HOST, "pid": pid, "pid_started": started(pid)}


def must_have_room(connection: sa.Connection, owner: str) -> None:
    """Raise Refusal `own-jobs-full`, `jobs-full` where as many wait as may."""
    waiting = sa.select(sa.func.count()).select_from(JOBS).where(JOBS.c.state == WAITING)
    own = connection.execute(waiting.where(JOBS.c.owner == owner)).scalar_one()
    if own >= OWN_MAX:
        raise Refusal("own-jobs-full", count=own)
    if (count := connection.execute(waiting).scalar_one()) >= WAITING_MAX:
        raise Refusal("jobs-full", count=count)


def answering(key: str) -> sa.Select[Any]:
    """Return the query for a job that answers the same, and did not end without an answer."""
    bad = (CANCELLED, BROKEN_OFF, FAILED)
    return sa.select(JOBS.c.id).where(
        JOBS.c.key == key, JOBS.c.state.not_in(bad), JOBS.c.to_cancel.is_(False)
    )


def to_say_gone(job_id: str, at: datetime) -> sa.Update:
    """Return the statement that says of a job that its process ended without a word."""
    state = sa.case((JOBS.c.to_cancel, CANCELLED), else_=BROKEN_OFF)
    return sa.update(JOBS).where(JOBS.c.id == job_id).values(state=state, ended_at=at)
