"""Every command of the ledger as a verb: called with values, answered with values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NoReturn

from cyclopts import App

from adapters.accounts.key_file import use_key_file
from adapters.ledger.ledger import Ledger
from adapters.web.verbs.verb import Answered, Call, Part, Unreadable, Verb
from adapters.wording.table import Report
from adapters.wording.translation import gettext as _
from adapters.wording.translation import speaking
from domain.refusals import Refusal
from scripts.cli.doors import entered_by
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import subsidy, verbs
from scripts.cli.options import Common, Printing, Reading, Sealed, Writing
from scripts.serving.reading import Field, fields_of, names_its_author, read_value

if TYPE_CHECKING:
    from scripts.cli.doors import Shown


@cache
def every_verb() -> dict[str, Verb]:
    """Return every command of the ledger as a verb, by its name."""
    return {name: _verb(name) for name in verbs()}


def _verb(name: str) -> Verb:
    app: App = subsidy()
    for word in name.split(" "):
        app = app[word]
    command = app.default_command
    assert command is not None, f"{name} is not a command"
    taken, shared = fields_of(command)
    return Verb(
        name=name,
        purpose=app.help or "",
        parameters=tuple(each.parameter for each in taken),
        looks=issubclass(shared[1], Reading),
        records=issubclass(shared[1], Writing) or names_its_author(command),
        check=partial(_check, taken),
        call=partial(_call, command, taken, shared),
    )


@dataclass(slots=True)
class _Asked:
    """The door of one call: keeps what a command answers."""

    call: Call
    answer: Any = None
    shown: Callable[[], Shown] | None = None
    notes: list[str] = field(default_factory=list)
    of: Part | None = None

    def ledger(self, store: str) -> AbstractContextManager[Ledger]:
        return self.call.ledger()

    def tell(self, answer: object, shown: Callable[[], Shown], *, as_json: bool) -> None:
        # A sentence may be of what holds only while the command runs, as forms and currencies do.
        self.answer, self.shown = answer, partial(copy_context().run, shown)

    def refuse(self, refusal: Refusal, *, as_json: bool) -> NoReturn:
        raise refusal

    def note(self, message: str) -> None:
        self.notes.append(message)

    def part(self, total: int, after: str | None) -> None:
        self.of = Part(total, after)
        if after is not None:
            self.note(_("There are more: --after {next}").format(next=after))

    @contextmanager
    def counting(self, title: str) -> Iterator[Callable[[int], None]]:
        yield self.call.on_progress

    def answered(self, code: int) -> Answered:
        """Return the answer and keep it no longer: the context that shows it has this door."""
        answer, shown, self.answer, self.shown = self.answer, self.shown, None, None
        return Answered(
            answer=answer,
            shown=partial(_report, shown),
            notes=tuple(self.notes),
            code=code,
            part=self.of,
        )


def _check(taken: tuple[Field, ...], call: Call) -> None:
    with speaking(call.language):
        _arguments(taken, call)


def _call(
    command: Callable[..., Any],
    taken: tuple[Field, ...],
    shared: tuple[str, type[Common]],
    call: Call,
) -> Answered:
    """Call a command as its verb is called."""
    asked = _Asked(call)
    with speaking(call.language), entered_by(asked):
        use_key_file(call.key)
        try:
            places, keywords = _arguments(taken, call)
            keywords[shared[0]] = _shared(shared[1], call)
            code = int(command(*places, **keywords) or 0)
        except Misuse as problem:
            raise Unreadable((("", str(problem)),)) from problem
        finally:
            use_key_file(None)
    return asked.answered(code)


def _report(shown: Callable[[], Shown] | None) -> Report:
    said = None if shown is None else shown()
    if isinstance(said, Report):
        return said
    return Report(title="", parts=tuple(said.split("\n")) if said else ())


def _shared(kind: type[Common], call: Call) -> Common:
    """Return the options that commands share, as this call has them."""
    said: dict[str, Any] = {"json": True, "lang": call.language}
    if issubclass(kind, Reading):
        said |= {"position": call.position, "known_at": call.known_at}
    if issubclass(kind, Printing):
        said["force"] = True  # what it writes is a file that was made for it
    if issubclass(kind, Sealed):
        said |= {"force": True, "position": call.position, **call.places}
    return kind(**said)


def _arguments(taken: tuple[Field, ...], call: Call) -> tuple[list[Any], dict[str, Any]]:
    """Return what a command is called with. Raises Unreadable, which names every problem."""
    problems: list[tuple[str, str]] = []
    places, keywords = list[Any](), dict[str, Any]()
    groups: dict[tuple[str, type], dict[str, Any]] = {}
    known = {each.parameter.name for each in taken}
    problems += [(name, _("not known")) for name in call.values if name not in known]
    for each in taken:
        parameter, given = each.parameter, call.values.get(each.parameter.name)
        if given is None or given == "":
            if parameter.required and not (parameter.many and each.alone):
                problems.append((parameter.name, _("is missing")))
            read = parameter.default
        else:
            try:
                read = read_value(each, given)
            except ValueError as problem:
                problems.append((parameter.name, str(problem)))
                continue
            except Refusal as refusal:
                problems.append((parameter.name, _sentence(refusal)))
                continue
        if each.alone:
            places.append(() if parameter.many and read is None else read)
        elif each.of is None:
            keywords[each.keyword] = read
        else:
            groups.setdefault(each.of, {})[each.keyword] = read
    if problems:
        raise Unreadable(tuple(problems))
    for (name, kind), said in groups.items():
        keywords[name] = kind(**said)
    return places, keywords


def _sentence(refusal: Refusal) -> str:
    from adapters.wording.catalogue.refusals import sentence

    return sentence(refusal)
