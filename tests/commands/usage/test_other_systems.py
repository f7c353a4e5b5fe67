"""The product where Unix's own modules are missing and no process can be forked, as on Windows.

Threads run in every process, so that none is forked for want of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import DATA, ROOT, Ran, asked, subsidy
from tests.support.stores import address

KEY = json.loads((DATA / "backfill-2022.key.json").read_text(encoding="utf-8"))
MISSING = ("fcntl", "grp", "pwd", "resource", "termios")
SOFT = "only soft file lock is available"  # on Windows there is another, which is not
# Python runs this file when it starts, in processes that the product starts as well.
SITECUSTOMIZE = f"""
import os, sys, threading, time

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in {MISSING!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

for name in {MISSING!r}:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Missing())
del os.fork
threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
"""
# As an installer writes it for a console script.
COMMAND = """
import sys
from scripts.subsidy import main
if __name__ == "__main__":
    sys.exit(main())
"""
REBUILD = """
import sys
from adapters.stores.opening import location_of
from adapters.ledger.store import Store
if __name__ == "__main__":
    store = Store(location_of(sys.argv[1]), beside_from=int(sys.argv[2]))
    print(store.rebuild(), store.views.digest())
    store.close()
"""
IMPORT_ALL = """
import importlib, pkgutil, sys
for layer in ("domain", "projections", "adapters", "scripts"):
    for module in pkgutil.walk_packages([layer], f"{layer}."):
        importlib.import_module(module.name)
"""


class System:
    """A system of that kind, with a folder for what is run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "sitecustomize.py").write_text(SITECUSTOMIZE, encoding="utf-8")
        self.store = folder / "ledger.db"

    def subsidy(self, *words: str | Path) -> Ran:
        return self.run(COMMAND, *words, "--store", address(self.store), "--by", "clerk")

    def run(self, program: str, *words: str | Path) -> Ran:
        script = self.folder / "program"
        script.write_text(program, encoding="utf-8")
        path = os.pathsep.join((str(self.folder), str(ROOT)))
        done = subprocess.run(
            [sys.executable, script, *words],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": path, "PYTHONWARNINGS": f"ignore:{SOFT}"},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> System:
    return System(tmp_path_factory.mktemp("system"))


@pytest.fixture(scope="module")
def backfilled(system: System) -> Ran:
    rejects = system.folder / "rejects.xlsx"
    workbook = DATA / "backfill-2022.xlsx"
    return system.subsidy("backfill", workbook, "--approve", "--rejects", rejects, "--json")


def test_no_fork_and_none_of_these_modules_can_be_had_there(system: System) -> None:
    for name in MISSING:
        assert f"No module named '{name}'" in system.run(f"import {name}").err
    assert "has no attribute 'fork'" in system.run("import os; os.fork()").err


def test_every_module_can_be_imported(system: System) -> None:
    ran = system.run(IMPORT_ALL)

    assert (ran.code, ran.err) == (0, "")


def test_a_workbook_is_recorded_and_decided_as_in_its_key(backfilled: Ran, system: System) -> None:
    assert backfilled.code == 1, backfilled.err  # some rows are rejected
    assert backfilled.json["accepted"] == KEY["accepted"]
    assert backfilled.json["granted_fen"] == KEY["granted_total_fen"]
    claims = asked(system.store, "claims")
    assert {claim["claim_no"]: claim["granted_fen"] for claim in claims} == KEY["granted_fen"]


def test_a_claim_is_explained_with_the_same_words(backfilled: Ran, system: System) -> None:
    claim_no = next(iter(KEY["reasons"]))

    ran = system.run(COMMAND, "explain", claim_no, "--store", address(system.store))

    assert ran == subsidy("explain", claim_no, "--store", system.store)
    assert ran.code == 0


def test_the_views_are_made_again_in_their_place_or_beside_it(
    backfilled: Ran, system: System
) -> None:
    store = address(system.store)

    beside, in_place = (system.run(REBUILD, store, much) for much in ("1", "1000000"))

    assert (beside.code, beside.err) == (0, "")
    assert beside.out == in_place.out != ""


def test_what_is_sealed_is_verified(backfilled: Ran, system: System) -> None:
    key, seal = system.folder / "key", system.folder / "seal"

    made = system.subsidy("key", "new", "--key", key, "--name", "example.org/ledger")
    sealed = system.subsidy("seal", seal, "--key", key)
    again = system.subsidy("seal", seal, "--key", key)
    verified = system.run(COMMAND, "verify", seal, "--store", address(system.store), "--json")

    assert [ran.code for ran in (made, sealed, again, verified)] == [0, 0, 0, 0], verified.err
    assert verified.json["unsealed"] == 0


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_a_paper_is_printed_and_is_identical(backfilled: Ran, system: System, format_: str) -> None:
    paper = system.folder / f"statement.{format_}"
    uscc = asked(system.store, "claims")[0]["uscc"]
    store = ("--store", address(system.store))

    printed = system.run(COMMAND, "paper", "statement", uscc, "--out", paper, *store)
    checked = system.run(COMMAND, "paper", "check", paper, *store)

    assert (printed.code, checked.code) == (0, 0), printed.err + checked.err
