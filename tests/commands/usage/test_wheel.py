"""The wheel carries what the program reads, and what its messages refer to."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from zipfile import ZipFile

import pytest

from tests.support.command import ROOT

PACKAGES = ("domain", "projections", "adapters", "scripts")
PAGES = "share/doc/subsidy-ledger/"
BUILD = "import setuptools.build_meta as build, sys; print(build.build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of a wheel built from a copy of the tree."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    for folder in (*PACKAGES, "docs"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (*ROOT.glob("*.md"), ROOT / "pyproject.toml"):
        shutil.copy(path, tree)
    ran = subprocess.run([sys.executable, "-c", BUILD, str(out)], cwd=tree, capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()
    (built,) = out.glob("*.whl")
    with ZipFile(built) as wheel:
        return set(wheel.namelist())


def test_every_file_of_the_packages_is_in_the_wheel(names: set[str]) -> None:
    kept = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert kept - names == set()


def test_every_page_that_a_message_names_is_in_the_wheel(names: set[str]) -> None:
    named = {
        page
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for page in re.findall(r"docs/[\w/-]+\.md", path.read_text(encoding="utf-8"))
    }
    carried = {name.partition(PAGES)[2] for name in names if PAGES in name}

    assert named
    assert named - carried == set()
