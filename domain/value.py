"""The shape of every fact and record: a value with keyword fields, never changed once made.

The one module of the domain that stands on a library. A `msgspec.Struct` is made, compared and kept
from change in C, for a third of what a dataclass costs that anyone may change.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

import msgspec

Shape = TypeVar("Shape")

_Meta: Any = type(msgspec.Struct)
_MADE_AGAIN = {"__dict__", "__weakref__", "__match_args__", "__slots__"}


class _AsDataclass:
    """Answers what asks a dataclass for its fields: `replace`, `fields`, `asdict`.

    stated: the fields that are more than a name and a type, or a default, as they were stated.
    """

    def __init__(self, stated: dict[str, Any]) -> None:
        self.stated = stated

    def __get__(self, one: object, shape: Any) -> dict[str, Any]:
        return _dataclass_fields(shape, self)


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(dataclasses.field,)
)
def value(shape: type[Shape]) -> type[Shape]:
    """Return the class as a value: equal by its fields, hashable, frozen.

    Fields are stated as those of a dataclass, and `dataclasses.replace`, `fields` and `asdict` take
    a value as one. A value made of another has the other's fields first.
    """
    bases = tuple(base for base in shape.__bases__ if base is not object)
    body = {name: part for name, part in vars(shape).items() if name not in _MADE_AGAIN}
    if isinstance(shape, _Meta):
        body = _without_what_struct_added(shape, body)
    else:
        bases = msgspec.Struct, *bases
    stated = _stated_by_others(shape)
    for name, part in list(body.items()):
        if isinstance(part, dataclasses.Field):
            stated[name], body[name] = part, _default(part)
            if body[name] is dataclasses.MISSING:
                del body[name]
    body["__dataclass_fields__"] = _AsDataclass(stated)
    # gc: what is made of what was there before, and never changed, is in no circle to be collected.
    made = _Meta(shape.__name__, bases, body, frozen=True, kw_only=True, gc=False)
    _compare_by(made, [name for name, part in stated.items() if not part.compare])
    _hide(made, [name for name, part in stated.items() if not part.repr])
    return cast("type[Shape]", made)


def fields_of(shape: type, made: object) -> dict[str, Any]:
    """Return the fields that a shape has, by name, of a value: what another value is made of.

    made: of that shape, or of one that has more, which are left out. What they hold is not taken
    apart, as `dataclasses.asdict` would.
    """
    names: tuple[str, ...] = shape.__struct_fields__  # type: ignore[attr-defined]
    return {name: getattr(made, name) for name in names}


class Recordable:
    """What is recorded, under the topic stated with the class: it never changes its meaning.

    A value made of another states its topic as TOPIC.
    """

    __slots__ = ()
    TOPIC: ClassVar[str]

    def __init_subclass__(cls, *, topic: str = "") -> None:
        if topic:  # the class is made a second time as a value, the topic already in it
            cls.TOPIC = topic


@cache
def _dataclass_fields(shape: Any, known: _AsDataclass) -> dict[str, Any]:
    parts = [(name, known.stated.get(name)) for name in shape.__struct_fields__]
    alike: Any = dataclasses.make_dataclass(
        shape.__name__,
        [
            (name, Any, dataclasses.field(compare=part is None or part.compare))
            for name, part in parts
        ],
    )
    return cast("dict[str, Any]", alike.__dataclass_fields__)


def _stated_by_others(shape: Any) -> dict[str, Any]:
    """Return the fields that the values it is made of stated."""
    known = (vars(base).get("__dataclass_fields__") for base in reversed(shape.__mro__[1:]))
    every = (each.stated for each in known if isinstance(each, _AsDataclass))
    return {name: part for stated in every for name, part in stated.items()}


def _without_what_struct_added(shape: Any, body: dict[str, Any]) -> dict[str, Any]:
    """Return a class that has been made a Struct already, being made of one, as it was stated."""
    own = {name: part for name, part in body.items() if not name.startswith("__struct_")}
    with_default = shape.__struct_fields__[
        len(shape.__struct_fields__) - len(shape.__struct_defaults__) :
    ]
    defaults = dict(zip(with_default, shape.__struct_defaults__, strict=True))
    for name in shape.__annotations__:
        own.pop(name, None)  # its slot
        default = defaults.get(name, msgspec.NODEFAULT)
        if hasattr(default, "factory"):
            own[name] = msgspec.field(default_factory=default.factory)
        elif default is not msgspec.NODEFAULT:
            own[name] = default
    return own


def _default(stated: Any) -> Any:
    if stated.default_factory is dataclasses.MISSING:
        return stated.default
    return msgspec.field(default_factory=stated.default_factory)


def _compare_by(made: Any, without: list[str]) -> None:
    """Let two values be equal whatever these fields of them are."""
    if not without:
        return
    names = [name for name in made.__struct_fields__ if name not in without]
    key = attrgetter(*names)

    def equal(one: Any, other: object) -> bool:
        return one.__class__ is other.__class__ and key(one) == key(other)

    made.__eq__ = equal
    made.__ne__ = lambda one, other: not equal(one, other)
    made.__hash__ = lambda one: hash(key(one))


def _hide(made: Any, hidden: list[str]) -> None:
    """Leave these fields of a value out where it is shown."""
    if not hidden:
        return
    names = [name for name in made.__struct_fields__ if name not in hidden]

    def shown(one: Any) -> str:
        parts = ", ".join(f"{name}={getattr(one, name)!r}" for name in names)
        return f"{one.__class__.__qualname__}({parts})"

    made.__repr__ = made.__rich_repr__ = shown
