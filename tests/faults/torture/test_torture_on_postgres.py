"""The short form of `make torture` on PostgreSQL: the server is killed beneath a command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faults.torture.__main__ import named
from tests.faults.torture.kinds import Postgres
from tests.faults.torture.ways.killing import killed
from tests.faults.torture.works import TINY, Work, works
from tests.support.extent import tried

SEED = 20_221_008


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Work]]:
    kind = Postgres()
    yield works(kind, TINY, tmp_path_factory.mktemp("torture"))
    kind.close()


@pytest.mark.parametrize("name", tried(["backfill"], long=["backfill", "catch up"]))
def test_a_server_killed_beneath_a_command_loses_nothing(
    name: str, every: list[Work], tmp_path: Path
) -> None:
    outcome = killed(named(every, name), "server", 1, Random(SEED), tmp_path)

    assert outcome.broken == []
    assert outcome.faults == 1
