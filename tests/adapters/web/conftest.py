"""What the tests of the web share: a county's ledger, served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.web.served import Served, served
from tests.support.command import DATA, subsidy


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county's ledger after its backfill, decided."""
    store = tmp_path_factory.mktemp("served") / "ledger.db"
    ran = subsidy(
        "backfill", DATA / "backfill-2022.xlsx", "--approve", "--by", "wang", "--store", store
    )
    assert ran.code in (0, 1), ran.err  # some rows are rejected on purpose
    return store


@pytest.fixture(scope="module")
def web(county: Path) -> Iterator[Served]:
    """That ledger, served to six officers."""
    with served(county) as web:
        yield web
