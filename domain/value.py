"""The shape of every fact and record: a slotted dataclass with keyword fields, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeVar, dataclass_transform

Shape = TypeVar("Shape")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def value(shape: type[Shape]) -> type[Shape]:
    """Return the class as a value: equal by its fields, hashable, frozen to the type checker.

    The checker runs on every commit. The same guard at run time would triple the cost of making
    an object, and a backfill makes a dozen a claim.
    """
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(shape)


class Recordable:
    """What is recorded, under the topic stated with the class: it never changes its meaning."""

    __slots__ = ()
    TOPIC: ClassVar[str]

    def __init_subclass__(cls, *, topic: str = "") -> None:
        if topic:  # a slotted dataclass makes its class a second time, the topic already in it
            cls.TOPIC = topic
