"""A county in the middle of its work: claims that wait, a batch in its notice, a paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.files.attached import made
from tests.adapters.web.served import Served, served
from tests.support.command import DATA, asked, subsidy


@pytest.fixture(scope="package")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    store = folder / "ledger.db"
    subsidy("backfill", DATA / "backfill-2022.xlsx", "--by", "clerk", "--store", store)
    pending = [each["claim_no"] for each in asked(store, "claims", "--pending")]
    subsidy("approve", *pending[:40], "--by", "wang", "--store", store)
    money = ("--document", "财预1", "--on", "2023-02-10", "--by", "zhao")
    asked(store, "budget", "appropriate", "2023", "--amount", "300万", *money)
    asked(store, "batch", "compute", "--budget-year", "2023", "--by", "zhao")
    subsidy("paper", "template", "bureau", "--out", folder / "papers.toml")
    (folder / "a.pdf").write_bytes(made.pdf())
    subsidy("attach", pending[0], folder / "a.pdf", "--kind", "contract", "--store", store)
    return store


@pytest.fixture(scope="module")
def office(at_work: Path) -> Iterator[Served]:
    with served(at_work) as web:
        yield web
