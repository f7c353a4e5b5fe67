"""A ledger's web with nobody in it, and a clock that a test sets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.web.people.people import People
from adapters.web.people.proving.passwords import Passwords
from adapters.web.state.database import WebDatabase
from tests.support.stores import address

NOON = datetime(2026, 11, 29, 4, tzinfo=UTC)


class SetClock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def after(self, **time: float) -> None:
        self.now += timedelta(**time)


class CountingPasswords(Passwords):
    """Real hashes, and how often one was worked out to check a password."""

    def __init__(self) -> None:
        super().__init__()
        self.checks = 0

    def fits(self, password: str, kept: str | None) -> bool:
        self.checks += 1
        return super().fits(password, kept)


@pytest.fixture(scope="session")
def passwords() -> CountingPasswords:
    return CountingPasswords()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[WebDatabase]:
    made = WebDatabase(address(tmp_path / "ledger.db"))
    yield made
    made.close()


@pytest.fixture
def people(database: WebDatabase, clock: SetClock, passwords: CountingPasswords) -> People:
    return People(database, clock, passwords)
