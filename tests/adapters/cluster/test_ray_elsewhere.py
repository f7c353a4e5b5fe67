"""The same answers by a cluster that runs elsewhere, `ray://`, also where a worker is killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from adapters.cluster.engines import Engine
from adapters.cluster.run import run
from adapters.cluster.sources import source_of_folder
from adapters.cluster.works.totals import TotalsOf
from tests.adapters.cluster.made import exported, random_ledger
from tests.adapters.cluster.test_ray import RATE
from tests.adapters.web.deployment.running import PATIENCE_SECONDS, free_port
from tests.support.command import ROOT, Ran, ended, subsidy

pytestmark = pytest.mark.skipif(
    find_spec("ray") is None, reason="takes Ray: pip install 'subsidy-ledger[cluster]'"
)
SECRET = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "5" * 64}
QUIET = {"RAY_USAGE_STATS_ENABLED": "0"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of one machine that shares the program alone with this process."""
    client = free_port()
    with tempfile.TemporaryDirectory(prefix="ray-") as folder:  # a socket's path has to be short
        command = [
            str(Path(sys.executable).with_name("ray")), "start", "--head", "--block",
            "--num-cpus=2", "--node-ip-address=127.0.0.1", f"--port={free_port()}",
            f"--ray-client-server-port={client}", "--include-dashboard=false",
            f"--object-store-memory={128 * 2**20}", f"--temp-dir={folder}",
        ]  # fmt: skip
        env = os.environ | SECRET | QUIET | {"PYTHONPATH": str(ROOT)}
        with (Path(folder) / "said").open("wb") as said:
            head = subprocess.Popen(command, env=env, stdout=said, stderr=said)
        try:
            _until_open(client, head)
            yield f"ray://127.0.0.1:{client}"
        finally:
            head.terminate()
            head.wait()


def _until_open(port: int, head: subprocess.Popen[bytes]) -> None:
    """Wait until the cluster lets programs in."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not _is_open(port):
        assert head.poll() is None, "the cluster ended"
        assert time.monotonic() < ends, "the cluster does not begin"
        time.sleep(0.1)


def _is_open(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def segments(tmp_path: Path) -> Path:
    exported(random_ledger(tmp_path / "ledger.db", 5, 60), tmp_path / "s", parts=5)
    return tmp_path / "s"


def elsewhere(*command: str | Path) -> Ran:
    """Run a program that knows the cluster's secret."""
    env = os.environ | SECRET | QUIET | {"PYTHONPATH": str(ROOT)}
    return ended(
        subprocess.Popen(
            [sys.executable, *map(str, command)],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    )


@pytest.mark.parametrize(
    "question",
    [
        ("totals", "--by", "measure"),
        ("rehearse", "--set", "=".join(*RATE.items())),
        ("reperform",),
    ],
)
def test_a_cluster_elsewhere_answers_as_processes_do(
    cluster: str, segments: Path, question: tuple[str, ...]
) -> None:
    words: tuple[str | Path, ...] = (*question, "--ledgers", segments, "--json")

    ran = elsewhere("-m", "scripts.subsidy", *words, "--on", cluster)

    assert ran.code == 0, ran.err
    assert ran.json["digest"] == subsidy(*words).json["digest"]


KILLED = """
import sys
from pathlib import Path

from adapters.cluster.engines import engine_of
from adapters.cluster.run import run
from adapters.cluster.sources import source_of_folder
from tests.adapters.cluster.test_ray import Killing

_, cluster, segments, killed, times = sys.argv
source = source_of_folder(Path(segments), name="a")
print(run(Killing(Path(killed), int(times)), [source], engine_of(cluster))["a"])
"""


def test_a_killed_worker_elsewhere_changes_nothing(
    cluster: str, segments: Path, tmp_path: Path
) -> None:
    (tmp_path / "killed").mkdir()

    ran = elsewhere("-c", KILLED, cluster, segments, tmp_path / "killed", "2")

    source = source_of_folder(segments, name="a")
    assert len(list((tmp_path / "killed").iterdir())) == 2
    assert ran.out.strip() == str(run(TotalsOf(by="enterprise"), [source], Engine(workers=1))["a"])


def test_a_part_that_kills_each_worker_elsewhere_is_refused(
    cluster: str, segments: Path, tmp_path: Path
) -> None:
    (tmp_path / "killed").mkdir()

    ran = elsewhere("-c", KILLED, cluster, segments, tmp_path / "killed", "9")

    assert "worker-lost" in ran.err
