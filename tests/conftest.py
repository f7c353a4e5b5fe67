"""What every test may count on: a store to put ledgers in."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from adapters.accounts.key_file import VARIABLE
from adapters.attached.shelf import VARIABLE as PAPERS
from tests.support.extent import tried
from tests.support.memory import keep_files_in_memory
from tests.support.postgres_server import PostgresServer
from tests.support.stores import ON_POSTGRES, dropped_databases, made_in, serving

# How long an example takes is the machine's affair, which others may be using.
settings.register_profile("tests", deadline=None, max_examples=tried(50, long=200))
settings.load_profile("tests")

keep_files_in_memory()

# A shell has what it runs in the background ignore an interrupt, nohup a closed terminal: so would
# servers and jobs.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# Run once, on SQLite's turn: they put nothing in a store, or always use both.
STORELESS = (
    "domain",
    "adapters/policy",
    "fuzz/test_fuzz_codec.py",
    "fuzz/test_fuzz_lines.py",
    "fuzz/test_fuzz_policy.py",
    "fuzz/test_fuzz_seal.py",
    "fuzz/test_fuzz_workbooks.py",
    "oracle/peers",
    "mutation",
    "faults/torture",
    "architecture",
    "adapters/files",
    "adapters/log/test_codec.py",
    "adapters/wording",
    "adapters/web/charts",
    "commands/usage/test_wheel.py",
    "adapters/stores/attacks",
    "adapters/stores/test_postgres_recovery.py",
    "adapters/stores/test_postgres_server.py",
    "adapters/stores/test_postgres_settings.py",
    "adapters/stores/test_postgres_store.py",
    "adapters/stores/test_postgres_trouble.py",
)

# What takes long begins first: no worker is left alone with it at the end.
FIRST = (
    "faults",
    "oracle",
    "commands/usage/test_other_systems.py",
    "adapters/stores",
    "adapters/ledger",
    "adapters/seal",
    "fuzz",
    "commands",
    "domain/assessment",
)


@pytest.fixture(scope="session", autouse=True)
def server() -> Iterator[PostgresServer | None]:
    """The PostgreSQL server that ledgers lie on; None where they are SQLite files."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def _settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the user's own settings, the key of accounts among them, out of the tests."""
    os.environ.pop(VARIABLE, None)
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("settings"))
    made_in.append(tmp_path_factory.mktemp("made"))
    if ON_POSTGRES:  # a database says nothing of where papers lie
        os.environ[PAPERS] = str(tmp_path_factory.mktemp("papers"))


@pytest.fixture(autouse=True)
def _dropped(server: PostgresServer | None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Drop the databases of a test with its folder: each takes some megabytes."""
    wanted = server is not None and "tmp_path" in request.fixturenames
    folder = request.getfixturevalue("tmp_path") if wanted else None
    yield
    if folder is not None:
        dropped_databases(folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order the tests; on PostgreSQL without those of SQLite's files, and those of no store."""
    here = Path(__file__).parent
    places = [here / part for part in FIRST]
    items.sort(
        key=lambda item: next(
            (at for at, place in enumerate(places) if item.path.is_relative_to(place)), len(places)
        )
    )
    if not ON_POSTGRES:
        return
    left = [
        item
        for item in items
        if item.get_closest_marker("sqlite")
        or any(item.path.is_relative_to(here / part) for part in STORELESS)
    ]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
