"""The examples of docs/extending.md, carried out as they stand there on a copy of the program."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.architecture.test_architecture import LAYERS, ROOT
from tests.support.command import asked, subsidy
from tests.support.few_claims import ONE, SHIPPED, few_claims
from tests.support.money_desk import approved, case, computed, money
from tests.support.stores import address

PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(kind, dedent(block)) for kind, block in BLOCK.findall(PAGE)]


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with the page's Python in it."""
    folder = tmp_path_factory.mktemp("program")
    for layer in LAYERS:
        shutil.copytree(ROOT / layer, folder / layer, ignore=shutil.ignore_patterns("__pycache__"))
    for kind, block in BLOCKS:
        if kind == "python":
            name, _, code = block.partition("\n")
            with (folder / name.removeprefix("# ")).open("a", encoding="utf-8") as module:
                module.write("\n" + code)
    return folder


def printed(program: Path, store: Path, *words: str) -> str:
    """Run a command of the copy that must succeed, and return what it printed."""
    ran = subprocess.run(
        [sys.executable, "-m", "scripts.subsidy", *words, "--store", address(store)],
        cwd=program,
        env=os.environ | {"PYTHONPATH": str(program)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_cap_of_the_page_is_published_and_counts(tmp_path: Path) -> None:
    store, file = few_claims(tmp_path), tmp_path / "policy.toml"
    cap = next(block for kind, block in BLOCKS if kind == "toml")
    file.write_text(f"{SHIPPED.read_text(encoding='utf-8')}\n{cap}", encoding="utf-8")

    published = subsidy("policy", "publish", file, "--store", store, "--json")

    assert published.json["version"] == 2
    caps = {each["cap"]: each for each in asked(store, "remaining", ONE, "--year", "2022")["caps"]}
    assert caps["exhibitions-in-all"]["limit"] == 10
    assert caps["exhibitions-in-all"]["used"] == caps["key-exhibitions-per-year"]["used"] > 0


def test_the_question_of_the_page_is_answered(tmp_path: Path, extended: Path) -> None:
    store = few_claims(tmp_path)

    question = ("enterprise", "filings", ONE)
    filings = json.loads(printed(extended, store, *question, "--json"))
    report = printed(extended, store, *question, "--lang", "en")

    assert filings["claims"] == {"2022": 5, "2023": 1}
    assert "claims filed" in report
    assert re.search(r"2022\W+5\b", report)


def test_the_command_of_the_page_records(tmp_path: Path, extended: Path) -> None:
    store = tmp_path / "ledger.db"
    approved(store, case("C-1", "100"))
    money(store, "1000")
    computed(store)

    words = ("batch", "announce", "1", "--on", "2022-11-01", "--backdated", "D", "--json")
    batch = json.loads(printed(extended, store, *words))

    assert (batch["state"], batch["publicity_ends"]) == (
        "published",
        "2022-11-07",
    )  # five working days
