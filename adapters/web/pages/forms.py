"""A form from the parameters of a verb: fields, what was typed, errors, and a check of the answers.

    form = Form(frame=frame, action="/claims/1/rejection", parameters=verb.parameters,
                typed={"reason": ["late"]}, errors={"reason": "…"})

`render("form.html", frame, form=form)` asks; `render("check.html", frame, form=form)` shows the
answers again, hidden in a form with one button that sends them. A button named `step` says what is
to be done: `check`, `change`, `send`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from adapters.web.desk.spool import Held
from adapters.web.pages.frame import Frame
from adapters.web.pages.work.field import Field
from adapters.web.pages.work.stating import iso_day, whole_number
from adapters.web.verbs.handed_in import HELD
from adapters.web.verbs.verb import Unreadable
from adapters.wording.policy.titles import line_called, line_title
from adapters.wording.rendering.choices import IN_A_FORM, choice_names
from adapters.wording.translation import N_, gettext
from domain.money import parse_typed_yuan, yuan

LONG = frozenset({"reason", "words", "note"})  # parameters that people write sentences in
OF_LINES = ("line", "from", "to")  # texts that are a line of a budget
HINTS = {  # how a field is typed
    "fen": N_("In yuan, at most two decimals: 12,345.67"),
    "day": N_("Year-month-day: 2022-03-07"),
    "year": N_("Four digits: 2022"),
    "amounts": N_("In yuan, at most two decimals: 12,345.67"),
    "share": N_("A percentage or a fraction: 80% or 4/5"),
    "setting": N_("PATH=VALUE, a line each"),
}
MANY_HINTS = {
    "text": N_("Several: a line each"),
    "whole": N_("Several: a line each"),
    "file": N_("Several files can be chosen"),
}


class Asked(Protocol):
    """What a field shows of a verb's parameter.

    kind: text, fen, decimal, day, year, whole, share, flag, choice, setting, file; any other is
    asked as text. help: a phrase in English that is translated.
    """

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def many(self) -> bool: ...
    @property
    def required(self) -> bool: ...
    @property
    def choices(self) -> Sequence[str]: ...
    @property
    def help(self) -> str: ...
    @property
    def default(self) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that sends to `action`, a path without the prefix.

    labels, hints: by parameter, in the reader's language, instead of the parameter's help.
    choice_names: what a choice is called, by parameter and choice; as usual where left out. units:
    by parameter. groups: what fields that can be folded away are under, by parameter.
    purpose: what it is for, below the title. kept: what is sent along unseen. typed: the words of
    the last try, by parameter. errors: a sentence by parameter; the sentence under "" is about none
    of them. warning: what cannot be undone, above the button that sends.
    """

    frame: Frame
    action: str
    title: str
    parameters: Sequence[Asked]
    purpose: str = ""
    send: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    choice_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    opened: Collection[str] = ()  # the names of fields whose group is not folded
    kept: Sequence[tuple[str, str]] = ()
    typed: Mapping[str, Sequence[str]] | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    warning: str = ""
    checked: bool = True  # the answers are shown once more before they are sent
    held: Mapping[str, Sequence[Held]] = field(default_factory=dict)  # files, by parameter

    @property
    def fields(self) -> list[Field]:
        return [self._field(parameter) for parameter in self.parameters]

    @property
    def parts(self) -> list[tuple[str, bool, list[Field]]]:
        """The fields under what they are under, empty for none; whether it is not folded."""
        parts = []
        for group, some in groupby(self.fields, key=lambda each: self.groups.get(each.name, "")):
            fields = list(some)
            is_open = any(each.error or each.name in self.opened for each in fields)
            parts.append((group, is_open, fields))
        return parts

    @property
    def takes_files(self) -> bool:
        return any(parameter.kind == "file" for parameter in self.parameters)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The errors in the order of the fields, each with the id of its field, empty for none."""
        fields = [(each.id, _named(each.label, each.error)) for each in self.fields if each.error]
        named = {parameter.name for parameter in self.parameters}
        others = [("", text) for name, text in self.errors.items() if name not in named]
        return others + fields

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Every value as the form sends it, for the page that shows the answers again."""
        values = [(each.name, text) for each in self.fields for text in each.values]
        files = [(f"{HELD}{each.name}", word) for each in self.fields for word, _ in each.kept]
        return [*self.kept, *values, *files]

    def _field(self, parameter: Asked) -> Field:
        name = parameter.name
        phrase = gettext(IN_A_FORM.get(parameter.help, parameter.help))
        label = self.labels.get(name) or _opened(phrase) or name
        ways = [HINTS.get(parameter.kind, ""), MANY_HINTS.get(parameter.kind, "")]
        way = gettext(ways[1] if parameter.many and ways[1] else ways[0])
        said = self.hints.get(name, phrase if name in self.labels else "")
        names = self.choice_names.get(name) or choice_names(name)
        return Field(
            name=name,
            kind="long-text" if name in LONG and parameter.kind == "text" else parameter.kind,
            label=label,
            hint=" ".join(part for part in (said, way) if part and part != label),
            many=parameter.many,
            required=parameter.required and parameter.kind != "flag",
            choices=[(choice, names.get(choice, choice)) for choice in parameter.choices],
            values=self._values(parameter),
            error=self.errors.get(name, ""),
            kept=[(each.word, _file_text(each)) for each in self.held.get(name, ())],
            unit=self.units.get(name, ""),
        )

    def _values(self, parameter: Asked) -> Sequence[str]:
        if self.typed is not None:
            return [value for value in self.typed.get(parameter.name, ()) if value != ""]
        return _default(parameter)


def default_words(asked: Sequence[Asked]) -> dict[str, Sequence[str]]:
    """Return what a form shows before anything is typed, by parameter."""
    return {each.name: _default(each) for each in asked}


def _default(parameter: Asked) -> Sequence[str]:
    default = parameter.default
    if default is None or default is False or default == ():
        return []
    if default is True:
        return ["true"]
    every = default if isinstance(default, (tuple, list)) else (default,)
    return [
        yuan(value)
        if parameter.kind == "fen" and isinstance(value, int)
        else line_title(str(value))
        for value in every
    ]


def typed_values(
    asked: Sequence[Asked],
    sent: Mapping[str, Sequence[str]],
    files: Mapping[str, Sequence[Path]],
) -> dict[str, Any]:
    """Return what was typed into a form as values of a verb. Raises Unreadable."""
    values: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for each in asked:
        if each.kind == "file":
            kept = list(files.get(each.name, ()))
            if kept:
                values[each.name] = kept if each.many else kept[-1]
            continue
        lines = [line.strip() for words in sent.get(each.name, ()) for line in _lines(each, words)]
        words = [line for line in lines if line]
        try:
            read = [_typed(each, word) for word in words]
        except ValueError as problem:
            problems.append((each.name, str(problem)))
            continue
        if each.kind == "flag":
            values[each.name] = bool(read)
        elif read:
            values[each.name] = read if each.many else read[-1]
    if problems:
        raise Unreadable(tuple(problems))
    return values


def _lines(parameter: Asked, words: str) -> list[str]:
    return words.splitlines() if parameter.many else [words]


def _typed(parameter: Asked, word: str) -> Any:
    """Return a word as JSON would have it. Raises ValueError with a sentence."""
    match parameter.kind:
        case "fen":
            try:
                return parse_typed_yuan(word)
            except ValueError:
                message = gettext("not an amount with at most two decimals: {given}")
                raise ValueError(message.format(given=word)) from None
        case "whole" | "year":
            number = whole_number(word)
            if isinstance(number, str):
                raise ValueError(gettext("must be a whole number"))
            return number
        case "flag":
            return True
        case "day":
            return iso_day(word)
        case "text" if parameter.name in OF_LINES:
            return line_called(word)
    return word


def _named(label: str, error: str) -> str:
    """Return what is wrong with the name of its field, which a summary stands apart from."""
    return (
        error
        if label in error
        else gettext("{field}: {problem}").format(field=label, problem=error)
    )


def _file_text(held: Held) -> str:
    return f"{held.shown} ({-(-held.size // 1024):,} KB)"


def _opened(phrase: str) -> str:
    """Return a phrase with its first letter as a label begins."""
    return phrase[:1].upper() + phrase[1:]
