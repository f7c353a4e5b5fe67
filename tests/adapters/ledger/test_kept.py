"""Enterprises kept in memory between batches: bounded, the least recently used go first."""

from __future__ import annotations

import pytest

from adapters.ledger.handling import cache as kept
from adapters.ledger.handling.cache import EnterpriseCache
from domain.decide import decide
from domain.enterprise.state import Enterprise, evolve
from tests.domain.given import BOOK, submission, trademark


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
    monkeypatch.setattr(kept, "KEPT_MAX", 10)
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
