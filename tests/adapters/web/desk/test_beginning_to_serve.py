"""What `serve` says as it begins, and what it refuses to begin with."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from adapters.stores.postgres.recorders import SERVER
from tests.adapters.web.served import served
from tests.support.command import ROOT, asked, subsidy
from tests.support.few_claims import few_claims
from tests.support.postgres_server import as_role, by_psql
from tests.support.stores import ON_POSTGRES, address, owners_address

SAYS = "Hands are not separated: who submits a claim may approve it as well."
REMEDY = "`subsidy store prepare --separate-hands`"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return few_claims(tmp_path)


@pytest.fixture
def socket(tmp_path: Path) -> Iterator[Path]:
    """A short name: that of a socket has about a hundred bytes at most."""
    with TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder, "socket")


def said(store: Path, socket: Path) -> str:
    """Serve a ledger until it says where; return what it said on standard error by then."""
    words = ["--store", address(store), "--lang", "en", "serve", "--socket", str(socket)]
    server = subprocess.Popen(
        [sys.executable, "-m", "scripts.subsidy", *words],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    lines = []
    for line in server.stderr:
        lines.append(line)
        if line.startswith("Served at"):
            break
    server.terminate()
    lines.append(server.stderr.read())
    server.wait(timeout=60)
    return "".join(lines)


def test_it_says_once_that_hands_are_not_separated_until_they_are(
    store: Path, socket: Path
) -> None:
    before = said(store, socket)
    asked(store, "store", "prepare", "--separate-hands")
    after = said(store, socket)

    assert (before.count(SAYS), before.count(REMEDY)) == (1, 1)
    assert "Served at" in after
    assert SAYS not in after


def test_an_administrator_reads_it_on_every_page_and_nobody_else(store: Path) -> None:
    with served(store, ("admin", "clerk")) as desk:
        pages = {by: desk.get("/password?lang=en", by).text for by in ("admin", "clerk", None)}
        asked(store, "store", "prepare", "--separate-hands")
        later = desk.get("/password?lang=en", "admin").text

    assert [by for by, page in pages.items() if SAYS in page] == ["admin"]
    assert SAYS not in later


@pytest.mark.skipif(not ON_POSTGRES, reason="a file has no roles")
def test_a_login_that_records_as_itself_alone_does_not_serve(store: Path) -> None:
    owned = owners_address(store)
    by_psql(owned, "DROP ROLE IF EXISTS plain_writer")
    by_psql(owned, "CREATE ROLE plain_writer LOGIN IN ROLE subsidy_writer")
    try:
        ran = subsidy("serve", "--store", as_role(owned, "plain_writer"), "--lang", "en")
    finally:
        by_psql(owned, "DROP ROLE plain_writer")

    assert (ran.code, ran.err.split(":")[0]) == (1, "login-may-not-serve")
    assert f"GRANT {SERVER} TO plain_writer" in ran.err
    assert "subsidy store prepare" in ran.err
