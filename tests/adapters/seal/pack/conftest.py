"""A ledger that is sealed and packed."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.adapters.seal.pack.packing import packed
from tests.adapters.seal.sealed import key_in
from tests.support.command import DATA, asked, subsidy


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample's ledger, decided, sealed and packed."""
    folder = tmp_path_factory.mktemp("pack")
    store = folder / "ledger.db"
    subsidy("backfill", DATA / "backfill-2022.xlsx", "--approve", "--by", "clerk", "--store", store)
    key_in(folder)
    asked(store, "seal", folder / "seal", "--key", folder / "key")
    packed(folder, folder / "pack.zip")
    with ZipFile(folder / "pack.zip") as pack:
        pack.extractall(folder / "unpacked")
    return folder
