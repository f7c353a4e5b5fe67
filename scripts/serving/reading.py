"""What a verb is handed in read as its command reads it: each value by the reader of its option."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from inspect import Parameter as Taken
from inspect import signature
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from cyclopts import Parameter as Option

from adapters.web.verbs.verb import Kind, Parameter
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from scripts.cli import values
from scripts.cli.many import Many
from scripts.cli.options import BY, CLOCK_IS_RIGHT, FORCE, Common
from scripts.papers.letters import Layout

# Options that say how a command line is answered; groups that are of a terminal's own machine.
_OF_TERMINAL = (BY, CLOCK_IS_RIGHT, FORCE)
_OF_MACHINE = (Many, Layout)
_PLACES = frozenset({"account_file"})  # names a file of the machine
# What else could be the path of a file on the server, by what stands for it: no path has the form.
_NAMES = {
    "FILE|VERSION": r"[0-9]{1,9}",
    "FILE|POLICY": r"[a-z0-9]+(-[a-z0-9]+)*",
    "NAME|FILE": r"[a-z0-9]+(-[a-z0-9]+)*",
    "KEY": r"[^/+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+",
}
_OUT = frozenset({"out", "rejects"})
_AMOUNTS = (values.amount, values.positive_amount)
_KINDS: dict[Callable[[str], Any], Kind] = {
    values.day: "day",
    values.year: "year",
    values.share: "share",
    values.dollars: "decimal",
}
_ABSENT = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter of a command: what it takes, where it goes, and how it is read.

    of: the parameter of the function that it is a field of, with that one's type; None where it is
    a parameter itself. keyword: what it is called there. alone: it goes by its place.
    """

    parameter: Parameter
    keyword: str
    of: tuple[str, type] | None
    alone: bool
    read: Callable[[str], Any] | None
    hint: Any


def fields_of(command: Callable[..., Any]) -> tuple[tuple[Field, ...], tuple[str, type[Common]]]:
    """Return what a command takes, and its parameter of shared options with that one's type."""
    hints = get_type_hints(command, include_extras=True)
    every, shared = list[Field](), None
    for name, taken in signature(command).parameters.items():
        hint = hints[name]
        if isinstance(hint, type) and issubclass(hint, Common):
            shared = name, hint
        elif is_dataclass(hint) and isinstance(hint, type):
            every += [] if issubclass(hint, _OF_MACHINE) else _inside(name, hint)
        elif name not in _PLACES and not any(
            option is each for option in getattr(hint, "__metadata__", ()) for each in _OF_TERMINAL
        ):
            every.append(_field(name, hint, taken.default, taken.kind))
    assert shared is not None, f"{command.__name__} takes no shared options"
    return tuple(every), shared


def names_its_author(command: Callable[..., Any]) -> bool:
    """Say whether a command takes who does it: that is recorded, though it only prints."""
    hints = get_type_hints(command, include_extras=True).values()
    return any(option is BY for hint in hints for option in getattr(hint, "__metadata__", ()))


def _inside(of: str, kind: type) -> list[Field]:
    """Return the fields of a group of options."""
    hints = get_type_hints(kind, include_extras=True)
    return [
        _field(each.name, hints[each.name], _default(each.default), Taken.KEYWORD_ONLY, (of, kind))
        for each in fields(kind)
    ]


def _default(default: Any) -> Any:
    return Taken.empty if default is MISSING else default


def _field(name: str, hint: Any, default: Any, kind: Any, of: Any = None) -> Field:
    options = [each for each in getattr(hint, "__metadata__", ()) if isinstance(each, Option)]
    bare = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    if get_origin(bare) is Annotated:
        options = [*bare.__metadata__, *options]
        bare = get_args(bare)[0]
    bare, optional = _without_none(bare)
    alone = kind is Taken.POSITIONAL_ONLY
    names = [name for option in options for name in option.name or ()]
    option = "" if alone else names[0] if names else f"--{name.replace('_', '-')}"
    converters = [each.converter for each in options if each.converter is not None]
    read = getattr(converters[-1], "read", None) if converters else None
    metavars = [each.metavar for each in options if each.metavar]
    helps = [each.help for each in options if each.help]
    called = option.removeprefix("--").replace("-", "_") or name
    many = get_origin(bare) is tuple
    of_kind = _kind(called, bare, read, metavars[-1] if metavars else "")
    parameter = Parameter(
        name=f"{called}_fen" if of_kind == "fen" else called,
        kind=of_kind,
        many=many,
        required=default is Taken.empty and not optional,
        choices=get_args(bare) if of_kind == "choice" else (),
        option=option,
        metavar=metavars[-1] if metavars else "",
        help=helps[-1] if helps else "",
        default=None if default is Taken.empty else default,
    )
    return Field(parameter=parameter, keyword=name, of=of, alone=alone, read=read, hint=bare)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, UnionType):
        (only,) = (each for each in get_args(hint) if each is not NoneType)
        return only, True
    return hint, False


def _kind(name: str, hint: Any, read: Any, metavar: str) -> Kind:
    inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
    if read in _AMOUNTS:
        return "fen"
    if read in _KINDS:
        return _KINDS[read]
    if inner is bool:
        return "flag"
    if get_origin(hint) is Literal:
        return "choice"
    if inner is int:
        return "whole"
    if getattr(read, "__name__", "") in ("setting", "name_and_figure"):
        return "setting"
    if inner is Path:
        if name in _OUT:
            return "out"
        return "place" if metavar in ("DIR", "FOLDER") or name == "key" else "file"
    return "text"


def read_value(field: Field, given: Any) -> Any:
    """Return a value as the command takes it. Raises ValueError with a sentence, and Refusal."""
    if field.parameter.many:
        if not isinstance(given, list | tuple):
            raise ValueError(_("must be a list"))
        return tuple(_read(field, each) for each in given)
    return _read(field, given)


def _read(field: Field, given: Any) -> Any:
    match field.parameter.kind:
        case "flag":
            if not isinstance(given, bool):
                raise ValueError(_("must be true or false"))
            return given
        case "choice":
            if given not in field.parameter.choices:
                known = _(" or ").join(field.parameter.choices)
                raise ValueError(_("{value} is not {choices}").format(value=given, choices=known))
            return given
        case "fen":
            return _fen(field, given)
        case "whole" | "year":
            if isinstance(given, bool) or not isinstance(given, int):
                raise ValueError(_("must be a whole number"))
        case "file" | "out" | "place":
            assert isinstance(given, Path), "files are handed in by the server"
            return given if field.hint is Path or field.parameter.many else str(given)
        case _:
            if not isinstance(given, str):
                raise ValueError(_("must be text"))
            named = _NAMES.get(field.parameter.metavar)
            if named is not None and re.fullmatch(named, given) is None:
                raise ValueError(
                    _("a name is expected here, and {given} is not one").format(given=given)
                )
    return field.read(str(given)) if field.read is not None else given


def _fen(field: Field, given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise ValueError(_("must be a whole number of hundredths, not negative"))
    assert field.read is not None, "amounts have a reader"
    try:
        return int(field.read(f"{given // 100}.{given % 100:02d}"))
    except Refusal as refusal:
        raise ValueError(refusal.code) from refusal
