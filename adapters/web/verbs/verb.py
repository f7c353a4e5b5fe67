"""A verb: one command of the ledger, what it takes and what it answers, without a terminal.

Verbs are handed in by the program that starts the server, so that this room knows no command line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from adapters.ledger.ledger import Ledger
    from adapters.wording.table import Report

Kind = Literal[
    "text", "fen", "decimal", "day", "year", "whole", "share", "flag", "choice", "setting",
    "file", "out", "place",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a verb takes.

    name: in JSON and in forms; an amount's ends in `_fen`. kind: fen is a whole number of
    hundredths, a decimal is text, a file is the path of what was uploaded, out is where the verb
    writes a file, a place is a path of the server. choices: each with its name for people. option:
    as it is typed. help: in English, to be translated where it is shown.
    """

    name: str
    kind: Kind
    many: bool
    required: bool
    choices: tuple[str, ...]
    option: str
    metavar: str
    help: str
    default: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How a verb is called: with what, on which ledger, in which language.

    values: by the names of its parameters; what is left out has its default. ledger: opens the
    ledger for this call; its author is who asks. position, known_at: as of when; for verbs that
    look. on_progress: called with how many are done, of long work. key: the file of the accounts'
    key; None for the user's own.
    """

    values: Mapping[str, Any]
    ledger: Callable[[], AbstractContextManager[Ledger]]
    language: str = "zh"
    position: int | None = None
    known_at: str | None = None
    key: Path | None = None
    places: Mapping[str, Path] = field(default_factory=dict)
    on_progress: Callable[[int], None] = field(default=lambda _done: None)


class Part(NamedTuple):
    """Of which list an answer is a part: of how many in all, and after which one it goes on."""

    total: int
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a verb answered.

    answer: as `adapters.wording.as_json` spells it. shown: what people read, worked out when it is
    asked for, in the language of the context. notes: said beside it. code: 0, or 1 where something
    was refused or is wrong. part: of which list the answer is a part; None where it is whole.
    """

    answer: Any
    shown: Callable[[], Report]
    notes: tuple[str, ...]
    code: int
    part: Part | None = None


class Unreadable(Exception):  # noqa: N818 - like a refusal
    """Values that a verb cannot be called with.

    problems: each the name of a parameter, or nothing where it is about several, and a sentence.
    """

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{name}: {said}" if name else said for name, said in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A command of the ledger.

    name: as it is typed, `batch pay`. purpose: in English, to be translated where it is shown.
    looks: it can be asked of an earlier position. records: it may append to the log. check: raises
    Unreadable for values that it cannot be called with. call: raises Unreadable, and Refusal.
    """

    name: str
    purpose: str
    parameters: tuple[Parameter, ...]
    looks: bool
    records: bool
    check: Callable[[Call], None]
    call: Callable[[Call], Answered]

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its name. Raises KeyError."""
        for each in self.parameters:
            if each.name == name:
                return each
        raise KeyError(name)
