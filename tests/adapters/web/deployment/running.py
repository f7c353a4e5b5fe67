"""Servers in processes of their own: `subsidy serve`, and nginx with the shipped configuration."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server
from typing import IO

import httpx2
import pytest

from adapters.web.people.people import People
from adapters.web.state.database import WebDatabase
from adapters.web.who import COOKIE
from tests.adapters.web.served import by_link, entered
from tests.support.command import ROOT
from tests.support.few_claims import trademark
from tests.support.stores import address

SHIPPED = ROOT / "docs" / "deployment"
NAME = "butie.example.gov.cn"  # of the shipped configuration
PATIENCE_SECONDS = 90.0  # for a server to be there, on a machine that others use
SUBMITTED = 24  # claims that wait for their decision


@dataclass(slots=True, kw_only=True)
class Running:
    """A server in a process of its own. said, log: what it wrote to its output and its errors."""

    process: subprocess.Popen[bytes]
    http: httpx2.Client
    said: Path
    log: Path

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it by a signal; return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def serving(
    store: Path, *options: str | Path, port: int | None = None, socket: Path | None = None
) -> Iterator[Running]:
    """Serve a ledger by a process of its own, which is killed in the end."""
    folder = store.parent
    number = len([*folder.glob("said-*")])
    said, log = folder / f"said-{number}", folder / f"log-{number}"
    where = ("--socket", socket) if socket is not None else ("--port", port or free_port())
    words = ["serve", "--store", address(store), *where, *options]
    command = ["python", "-m", "scripts.subsidy", *map(str, words)]
    with said.open("wb") as out, log.open("wb") as err:
        process = started(command, out, err, folder)
        transport = None if socket is None else httpx2.HTTPTransport(uds=str(socket))
        base = f"http://{NAME}" if socket is not None else f"http://127.0.0.1:{where[1]}"
        http = httpx2.Client(base_url=base, transport=transport, timeout=PATIENCE_SECONDS)
        try:
            until(lambda: answers(http), process, log)
            yield Running(process=process, http=http, said=said, log=log)
        finally:
            http.close()
            process.kill()
            process.wait()


def started(
    command: list[str], out: IO[bytes], err: IO[bytes], folder: Path = ROOT
) -> subprocess.Popen[bytes]:
    """Start a program of this interpreter in a folder: papers of a database lie where it works."""
    import sys

    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *command[1:]], cwd=folder, env=environment, stdout=out, stderr=err
    )


@contextmanager
def proxied(
    folder: Path, socket: Path, *, prefix: str = "", body_seconds: int = 60
) -> Iterator[httpx2.Client]:
    """Run nginx before a socket as the page of deployment says, with TLS on a port of its own.

    body_seconds: how long it waits for more of a body.
    """
    port = free_port()
    _certificate(folder)
    text = (SHIPPED / "nginx.conf").read_text(encoding="utf-8")
    for shipped, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "unix:/run/subsidy/web.sock": f"unix:{socket}",
        "/etc/ssl/subsidy/fullchain.pem": str(folder / "tls.pem"),
        "/etc/ssl/subsidy/key.pem": str(folder / "tls.key"),
        "client_body_timeout 60s": f"client_body_timeout {body_seconds}s",
    }.items():
        assert text.count(shipped) == 1, f"{shipped} stands once in the shipped configuration"
        text = text.replace(shipped, here)
    if prefix:
        text = re.sub(r"location (= )?/", rf"location \g<1>{prefix}/", text)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    temporary = "\n".join(
        f"{each}_temp_path {folder}/{each};"
        for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "outer.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;\n"
        f"events {{}}\nhttp {{\n{temporary}\ninclude {folder}/site.conf;\n}}\n",
        encoding="utf-8",
    )
    command = [_nginx(), "-p", str(folder), "-c", str(folder / "outer.conf")]
    with (folder / "nginx.out").open("wb") as out:
        # An account without rights has no other user to give its workers to.
        user = ["-g", "user root;"] if os.geteuid() == 0 else []
        process = subprocess.Popen([*command, *user], stdout=out, stderr=out)
        http = httpx2.Client(
            base_url=f"https://127.0.0.1:{port}{prefix}",
            headers={"host": NAME},
            verify=False,
            timeout=PATIENCE_SECONDS,
        )
        try:
            until(lambda: answers(http), process, folder / "nginx.out")
            yield http
        finally:
            http.close()
            process.terminate()
            process.wait()


def _nginx() -> str:
    from shutil import which

    path = which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if path is None:
        lacking = "this machine lacks nginx: apt-get install nginx"
        if os.environ.get("SUBSIDY_TEST_NO_SKIP"):
            pytest.fail(lacking)
        pytest.skip(lacking)
    return path


def _certificate(folder: Path) -> None:
    """Write a key and a certificate that it signed itself."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "tls.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "tls.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def until(true: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until something is true; fail with what the process wrote where it ended before."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert process.poll() is None, log.read_text(errors="replace")[-2_000:]
        assert time.monotonic() < end, log.read_text(errors="replace")[-2_000:]
        time.sleep(0.1)


def answers(http: httpx2.Client) -> bool:
    try:
        return http.get("/healthz").status_code == 200
    except httpx2.TransportError:
        return False


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def officer(store: Path, role: str) -> dict[str, str]:
    """Return the headers of a browser in which an officer of this role is logged in."""
    people = People(WebDatabase(address(store)))
    try:
        return {"cookie": f"{COOKIE}={entered(people, role)}", "sec-fetch-site": "same-origin"}
    finally:
        people.database.close()


def with_password(store: Path, role: str) -> None:
    """Give the officer of this role the password PASSWORD."""
    officer(store, role)
    people = People(WebDatabase(address(store)))
    try:
        by_link(people, role)
    finally:
        people.database.close()


def program(store: Path, role: str) -> str:
    """Return a token of a program that has this role."""
    officer(store, role)
    people = People(WebDatabase(address(store)))
    try:
        return people.tokens.make(role, [role], 1, "tests")[0]
    finally:
        people.database.close()


def submitted(folder: Path) -> Path:
    """Return a ledger whose claims, W-0 and so on, wait for their decision."""
    from tests.support.command import subsidy, write_lines

    store = folder / "ledger.db"
    rows = [trademark(f"W-{each}", "2022-05-01", "100") for each in range(SUBMITTED)]
    ran = subsidy(
        "backfill", write_lines(folder / "claims.jsonl", rows), "--by", "lin", "--store", store
    )
    assert ran.code == 0, ran.err
    return store


def lines_of(log: Path) -> list[dict[str, object]]:
    """Return the lines of a log, each of which is JSON."""
    text = log.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]
