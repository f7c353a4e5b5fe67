"""A server of a ledger on PostgreSQL: connections ended under it, and a role that only reads."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
import pytest

from adapters.ledger.ledger import Ledger
from adapters.ledger.processes.docket import Docket
from adapters.stores.postgres.recorders import READER
from adapters.web.desk.rooms import Rooms
from domain.refusals import Refusal
from tests.adapters.web.desk.test_rooms import begun, everything, rooms_of
from tests.domain.given import approval, submission, trademark
from tests.support.ledgers import CLERK, do
from tests.support.stores import ON_POSTGRES, address, owners_address

pytestmark = pytest.mark.skipif(not ON_POSTGRES, reason="a server's connections and roles")

END = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


def ran(path: Path, *statements: str) -> None:
    with psycopg.connect(owners_address(path), autocommit=True) as owner:
        for statement in statements:
            owner.execute(statement.encode())


def test_connections_that_the_server_ended_are_made_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with begun(path):
        pass
    with rooms_of(path) as rooms, Docket(address(path)) as docket:
        for number in range(3):
            end = time.monotonic() + 60
            while True:
                try:
                    docket.hand_in(submission(f"C{number}", trademark("10")), CLERK).result(60)
                    with rooms.look() as look:
                        assert len(look.claims()) == number + 1
                    break
                except Refusal as refusal:
                    if refusal.code != "store-unavailable" or time.monotonic() > end:
                        raise
            ran(path, END)


def test_who_only_reads_looks_as_far_as_the_log_goes_no_matter_who_brings_the_views_on(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    with begun(path) as store:
        do(store.handler, submission("C0", trademark("10")), approval("C0"))
        store.catch_up()
        ran(path, f"CREATE ROLE auditor_{path.parent.stat().st_ino} LOGIN IN ROLE {READER}")
        login = f"auditor_{path.parent.stat().st_ino}"
        rooms = Rooms(address(path).replace("//tests@", f"//{login}@"))
        for number in range(1, 4):
            do(store.handler, submission(f"C{number}", trademark("10")), approval(f"C{number}"))
            with rooms.look() as look:
                assert look.position == store.position()
                assert len(look.claims()) == number + 1
                shown = everything(look)
            with Ledger(address(path)) as ledger, ledger.look() as own:
                assert shown == everything(own)
        rooms.close()
