"""A process that answers many callers is killed in the middle of its commits."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from domain.events.claims import ClaimApproved, ClaimSubmitted
from tests.support.command import ROOT, asked
from tests.support.extent import tried
from tests.support.ledgers import opened
from tests.support.stores import address

KILLS = tried(2, long=12)


def test_what_was_answered_stands_and_the_rest_is_whole_or_absent(tmp_path: Path) -> None:
    path, random, answered = tmp_path / "ledger.db", Random(7), set[tuple[str, str]]()
    with opened(path):
        pass

    for kill in range(KILLS):
        answered |= _killed(path, f"K{kill}", random.uniform(0.05, 0.6))

    with opened(path) as store:
        entries = list(store.handler.entries())
    assert [each.position for each in entries] == list(range(1, len(entries) + 1))
    submitted = [e.event.claim_no for e in entries if isinstance(e.event, ClaimSubmitted)]
    approved = [e.event.claim_no for e in entries if isinstance(e.event, ClaimApproved)]
    assert len(submitted) == len(set(submitted))
    assert len(approved) == len(set(approved))
    assert {claim_no for said, claim_no in answered if said == "submitted"} <= set(submitted)
    assert {claim_no for said, claim_no in answered if said == "approved"} <= set(approved)
    assert set(approved) <= set(submitted)
    verified = asked(path, "verify")
    assert not verified["faults"]


def _killed(path: Path, begin: str, seconds: float) -> set[tuple[str, str]]:
    """Let a process answer for some seconds after its first answer; return what it answered."""
    command = [sys.executable, "-m", "tests.faults.kills.answering", address(path), begin]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    first = running.stdout.readline()
    if not first:
        pytest.fail("it answered nothing")
    time.sleep(seconds)
    running.kill()
    rest, _ = running.communicate()
    lines = (first + rest).split("\n")[:-1]  # what was printed whole
    said = [line.split() for line in lines]
    return {(word, claim_no) for word, claim_no, _ in said}
