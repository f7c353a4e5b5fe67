"""Streams folded whole: an enterprise, the policy book."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from domain.enterprise import Enterprise, evolve
from domain.events import EnterpriseEvent, PolicyPublished, Recorded
from domain.policy import PolicyBook, PolicyVersion


def folded(stream: Iterable[Recorded]) -> Enterprise:
    """Return an enterprise as its stream tells it; a new one for an empty stream."""
    state = Enterprise()
    for recorded in stream:
        evolve(state, cast(EnterpriseEvent, recorded.event), recorded.by, recorded.login)
    return state


def book_of(stream: Iterable[Recorded]) -> PolicyBook:
    """Return the policy book as its stream tells it."""
    versions, position = [], 0
    for recorded in stream:
        event = recorded.event
        assert isinstance(event, PolicyPublished), f"in the policy book: {event!r}"
        versions.append(
            PolicyVersion(
                number=event.number,
                digest=event.digest,
                policy=event.policy,
                position=recorded.position,
            )
        )
        position = recorded.position
    return PolicyBook(tuple(versions), position)
