"""Where a server listens: an address and a port, or a Unix socket that only its group may ask."""

from __future__ import annotations

import errno
import os
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from adapters.files.durable import problem_text
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from scripts.cli.values import text, value, whole

MODE = 0o660  # who may connect to the socket may say who they are, where a proxy is believed
WAITING = 2048  # connections that are not yet taken
PATIENCE_SECONDS = 1.0  # for who may listen there already
HOST, PORT = "127.0.0.1", 8400
PORT_MAX = 65_535
PROCESSES_MAX = 64


def _port(given: str) -> int:
    return _within(given, PORT_MAX)


def _processes(given: str) -> int:
    return _within(given, PROCESSES_MAX)


def _within(given: str, most: int) -> int:
    number = whole(given)
    if not 1 <= number <= most:
        raise ValueError(_("from 1 to {most}").format(most=f"{most:,}"))
    return number


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class AtDoor:
    """Where a server listens, and how many processes answer there."""

    host: Annotated[str, value(text, "ADDRESS", N_("the address to listen at"))] = HOST
    port: Annotated[int, value(_port, "N", N_("the port to listen at"))] = PORT
    socket: Annotated[
        Path | None, value(Path, "FILE", N_("a Unix socket to listen at instead"))
    ] = None
    processes: Annotated[
        int, value(_processes, "N", N_("how many processes answer: more than one on PostgreSQL"))
    ] = 1

    @property
    def where(self) -> str:
        """What is printed of it."""
        return f"unix:{self.socket}" if self.socket else f"http://{self.host}:{self.port}"

    @property
    def is_near(self) -> bool:
        """Whether nobody outside this machine can ask."""
        return self.socket is None and self.host in ("127.0.0.1", "localhost")


USUAL = AtDoor()


@contextmanager
def listening(host: str, port: int, path: Path | None) -> Iterator[socket.socket]:
    """Listen while the block runs; a socket's file goes with it.

    Raises Refusal `address-taken`, `address-unusable`.
    """
    if path is None:
        opened = _listen(f"{host}:{port}", lambda: _at_port(host, port))
    else:
        opened = _listen(str(path), lambda: _at_path(path))
    with opened:
        try:
            yield opened
        finally:
            if path is not None:
                with suppress(OSError):
                    path.unlink()


def _listen(where: str, make: Callable[[], socket.socket]) -> socket.socket:
    try:
        return make()
    except OSError as problem:
        if problem.errno in (errno.EADDRINUSE, errno.EEXIST):
            raise Refusal("address-taken", where=where) from problem
        facts = {"where": where, "problem": problem_text(problem)}
        raise Refusal("address-unusable", **facts) from problem


def _at_port(host: str, port: int) -> socket.socket:
    family, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.create_server(address[:2], family=family, backlog=WAITING)
    # Connections take this from it: an answer of two packets does not wait for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _at_path(path: Path) -> socket.socket:
    """Listen at a path; what a killed server left there is removed. Raises FileExistsError."""
    if path.exists() or path.is_symlink():
        if not stat.S_ISSOCK(path.lstat().st_mode) or _answers(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        path.unlink()
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o777 & ~MODE)
    try:
        opened.bind(str(path))
    except OSError:
        opened.close()
        raise
    finally:
        os.umask(before)
    opened.listen(WAITING)
    return opened


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(PATIENCE_SECONDS)
        try:
            asking.connect(str(path))
        except OSError:
            return False
    return True
