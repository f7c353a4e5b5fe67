"""Enterprises kept in memory between batches: bounded, the least recently used go first."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.ledger.handling.cache import EnterpriseCache
from domain.decide import decide
from domain.enterprise.state import Enterprise, evolve
from tests.domain.given import BOOK, USCC, reject, submission, trademark
from tests.support.ledgers import OTHER_USCC, do, opened


def enterprise(claims: int) -> Enterprise:
    state = Enterprise()
    for number in range(claims):
        for event in decide(submission(f"C{number}", trademark("100")), state, BOOK):
            evolve(state, event, "clerk")
    return state


def batch(memory: EnterpriseCache, **claims: int) -> None:
    """One batch for these enterprises, loaded where they are not in memory, then recorded."""
    loaded = {name: enterprise(number) for name, number in claims.items()}
    memory.take(set(claims), loaded)
    memory.trim()


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> EnterpriseCache:
    monkeypatch.setattr(EnterpriseCache, "kept_max", 10)
    return EnterpriseCache()


def test_the_least_recently_used_is_forgotten_first(memory: EnterpriseCache) -> None:
    batch(memory, a=3, b=3)
    batch(memory, a=3)

    batch(memory, c=3)
    batch(memory, d=0)

    assert list(memory.states) == ["a", "c", "d"]


def test_what_grew_since_it_was_taken_counts_as_it_is(memory: EnterpriseCache) -> None:
    batch(memory, a=1)
    state = memory.states["a"]
    for number in range(1, 9):
        for event in decide(submission(f"C{number}", trademark("100")), state, BOOK):
            evolve(state, event, "clerk")
    memory.trim()

    assert memory.weight == 10


def test_the_last_two_batches_stay_however_much_they_are(memory: EnterpriseCache) -> None:
    batch(memory, a=1)
    batch(memory, b=20)

    batch(memory, c=20)

    assert list(memory.states) == ["b", "c"]


def test_what_was_forgotten_counts_no_more(memory: EnterpriseCache) -> None:
    batch(memory, a=3, b=2)

    memory.drop(["a", "unknown"])

    assert (list(memory.states), memory.weight) == (["b"], 3)


def test_an_enterprise_that_another_writer_added_to_is_folded_again(tmp_path: Path) -> None:
    claims = {uscc: submission("C1", trademark("100")) for uscc in (USCC, OTHER_USCC)}
    with opened(tmp_path / "ledger.db") as one, opened(tmp_path / "ledger.db") as other:
        do(one.handler, claims[USCC])
        do(other.handler, submission("C2", trademark("100")))
        do(one.handler, submission("D1", trademark("100")), uscc=OTHER_USCC)

        do(one.handler, reject("C2"))

        assert one.handler.enterprise(USCC).length == 3
