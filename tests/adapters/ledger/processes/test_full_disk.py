"""A disk that is full in the midst of many commands: each is answered as it is recorded."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.ledger import Ledger
from adapters.ledger.processes.runs import TOGETHER_MAX
from domain.refusals import Refusal
from tests.domain.given import submission, trademark
from tests.support.ledgers import CLERK, opened
from tests.support.stores import address

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(sys.platform == "win32", reason="a process has no such limit there"),
]
MANY = TOGETHER_MAX + 50
NUMBERS = [f"C{number:04}" for number in range(MANY)]
SUBMITTED: list[Any] = [submission(number, trademark("10")) for number in NUMBERS]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with opened(tmp_path / "ledger.db") as store:
        store.catch_up()
    return tmp_path / "ledger.db"


@contextmanager
def room() -> Iterator[Any]:
    """Give what fills the disk; leaving makes room again."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield lambda _done=0: resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, limits[1]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_what_was_recorded_before_is_answered_so_and_the_others_with_why_they_were_not(
    path: Path,
) -> None:
    with room() as fill, Ledger(address(path)) as ledger:
        outcomes = ledger.carry_out_all(SUBMITTED, CLERK, fill)

    said = [(bool(each.events), each.refusal and each.refusal.code) for each in outcomes]
    assert said == [(True, None)] * TOGETHER_MAX + [(False, "store-full")] * 50
    with Ledger(address(path)) as ledger, ledger.look() as look:
        assert list(look.pending()) == NUMBERS[:TOGETHER_MAX]


def test_where_nothing_was_recorded_it_is_refused(path: Path) -> None:
    def record() -> None:
        with room() as fill, Ledger(address(path)) as ledger:
            with ledger.look():
                fill()
            ledger.carry_out_all(SUBMITTED[:3], CLERK)

    with pytest.raises(Refusal, match="store-full"):
        record()

    with Ledger(address(path)) as ledger, ledger.look() as look:
        assert list(look.pending()) == []


def test_a_decision_that_cannot_be_shown_is_said_to_be_recorded_and_why_it_is_not_shown(
    path: Path,
) -> None:
    def record() -> None:
        with room() as fill, Ledger(address(path)) as ledger:
            ledger.carry_out(SUBMITTED[0], CLERK)
            fill()
            with ledger.look():
                pass

    with pytest.raises(Refusal) as refused:
        record()

    assert refused.value.code == "recorded-unseen"
    assert [other.code for other in refused.value.others] == ["store-full"]
    with Ledger(address(path)) as ledger, ledger.look() as look:
        assert look.claim(NUMBERS[0]).status == "submitted"
