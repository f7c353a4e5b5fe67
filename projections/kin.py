"""Whom an enterprise succeeds and who succeeds it, as answers say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar, cast

from domain.enterprise.kin.kinship import Kinship

Of = TypeVar("Of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Another code that an enterprise carries on, or that carries it on. kind: see `Succeed`."""

    uscc: str
    kind: str
    on: date
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSuccession:
    """A succession as it was recorded, by how many events; none where it was recorded before."""

    predecessor: str
    successor: str
    kind: str
    on: date
    document: str
    events_appended: int


def answered_with(answer: object, kindred: Callable[..., Of], kin: Kinship) -> Of:
    """Return an answer with whom its enterprise carries on, and who carries it on."""
    stated = {each.name: getattr(answer, each.name) for each in fields(cast(Any, answer))}
    return kindred(**stated, succeeds=succeeded(kin), succeeded_by=succeeding(kin))


def succeeded(kin: Kinship) -> tuple[Kin, ...]:
    """Return the codes that an enterprise carries on, those of a predecessor before it."""
    return tuple(
        Kin(uscc=code, kind=each.kind, on=each.on, document=each.document)
        for code, each in kin.predecessors.items()
    )


def succeeding(kin: Kinship) -> tuple[Kin, ...]:
    """Return who carries a code on: nobody, or one."""
    by = kin.successor
    if by is None:
        return ()
    return (Kin(uscc=by.successor, kind=by.kind, on=by.on, document=by.document),)
