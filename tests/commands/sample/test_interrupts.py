"""Commands that are interrupted: by Ctrl-C, a system that stops, a terminal that closes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.sample.lines import lines as sample_lines
from tests.commands.test_command_line import line
from tests.support.command import (
    ROOT,
    asked,
    ended,
    heeds_interrupts,
    process,
    subsidy,
    write_lines,
)

SAID = "已中断"
# Programs that interrupt themselves at a moment, and what they are at then.
AS_A_CLASS_IS_MADE = """
class Interrupts:
    def __set_name__(self, owner, name):
        interrupt()

def at_import():
    class Made:
        interrupted = Interrupts()
"""
AS_AN_OBJECT_GOES = """
class Goes:
    def __del__(self):
        interrupt()

def at_import():
    Goes()
"""
AS_A_FILE_CLOSES = """
def at_import():
    try:
        interrupt()
    finally:
        os.close(99_999)
"""
TWICE = """
import builtins

printed = builtins.print

def again(*words, **how):
    printed(*words, **how)
    if how.get("file") is sys.stderr:
        interrupt()

def at_import():
    builtins.print = again
    interrupt()
"""
AS_PYTHON_FORKS = """
os.register_at_fork(after_in_parent=interrupt, after_in_child=interrupt)

def at_import():
    pass
"""
AS_PYTHON_ENDS = """
atexit.register(interrupt)

def at_import():
    pass
"""
PROGRAM = """
import atexit, os, signal, sys

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)

{moment}
from scripts.subsidy import start

class Finder:
    def find_spec(self, name, path, target=None):
        if name == "domain.policy.kinds":
            at_import()

sys.meta_path.insert(0, Finder())
start()
"""


def ran_until(moment: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a program that interrupts itself."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(moment=moment), *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=heeds_interrupts,
    )


@pytest.mark.parametrize("delay", [n / 100 for n in range(2, 42, 4)])
def test_an_interruption_is_never_a_traceback(delay: float, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "claims.jsonl", [line("YQ-1")])
    subsidy("backfill", path, "--store", tmp_path / "ledger.db")
    running = process("claims", "--store", tmp_path / "ledger.db")
    time.sleep(delay)
    running.send_signal(signal.SIGINT)

    ran = ended(running)

    # Before the command's first line the interpreter itself may be interrupted; nothing is then
    # of the command line yet.
    assert "Traceback" not in ran.err or f"scripts{os.sep}cli" not in ran.err


@pytest.mark.parametrize(
    "moment",
    [AS_A_CLASS_IS_MADE, AS_AN_OBJECT_GOES, AS_A_FILE_CLOSES, TWICE],
    ids=["class", "object", "file", "twice"],
)
def test_an_interruption_at_an_odd_moment_is_an_interruption(moment: str, tmp_path: Path) -> None:
    ran = ran_until(moment, "claims", "--store", tmp_path / "ledger.db")

    assert (ran.returncode, "Traceback" in ran.stderr) == (130, False), ran.stderr
    assert SAID in ran.stderr


@pytest.mark.skipif(not hasattr(os, "register_at_fork"), reason="nothing forks here")
def test_an_interruption_as_a_process_is_started_is_heard_and_said_once(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "claims.jsonl", [line(f"YQ-{n}") for n in range(1, 5)])

    ran = ran_until(AS_PYTHON_FORKS, "backfill", path, "--store", tmp_path / "ledger.db")

    assert (ran.returncode, "Traceback" in ran.stderr) == (130, False), ran.stderr
    assert ran.stderr.strip().endswith("。")
    assert ran.stderr.count(SAID) == 1


def test_nothing_interrupts_a_command_that_has_ended(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "claims.jsonl", [line("YQ-1")])
    subsidy("backfill", path, "--store", tmp_path / "ledger.db")

    ran = ran_until(AS_PYTHON_ENDS, "claims", "--store", tmp_path / "ledger.db")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "YQ-1" in ran.stdout


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interrupted_backfill_says_what_to_do_and_keeps_what_it_acknowledged(
    name: str, tmp_path: Path
) -> None:
    claims = sample_lines(3, 20_000, exports=False, dirt=False)
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(claim.text + "\n" for claim in claims), encoding="utf-8")
    running = process("backfill", path, "--approve", "--store", tmp_path / "ledger.db")
    assert running.stderr is not None
    acknowledged = running.stderr.readline()

    running.send_signal(getattr(signal, name))
    ran = ended(running)

    assert ran.code == 130
    assert "Traceback" not in ran.err
    assert SAID in ran.err
    assert len(asked(tmp_path / "ledger.db", "claims")) >= int(acknowledged.split()[1]) > 0
