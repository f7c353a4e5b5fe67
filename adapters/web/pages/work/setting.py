"""What an act sets, as fields of its form: each by its title, with what stands in it.

Only what is changed is set, as where it is typed: PATH=VALUE, a line each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.web.pages.work.stating import Given, iso_day, whole_number
from adapters.web.verbs.verb import Parameter
from adapters.wording.policy.titles import line_called
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.money import parse_typed_yuan, yuan
from domain.refusals import Refusal

SET = "set"  # the parameter of what is set by path
PREFIX = "v:"  # begins the name of a field of a setting
_SEVERAL = ";"  # between the values of one path
Words = Mapping[str, Sequence[str]]  # what is typed, by field


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value that an act may set. given: its field.

    now: what stands, as it is typed after PATH=; empty where that is not known. after: what a field
    leaves off the end of a value, and shows beside it. is_kept: an emptied field leaves it as it
    stands.
    """

    path: str
    given: Given
    label: str
    now: str
    hint: str = ""
    unit: str = ""
    after: str = ""
    group: str = ""
    is_kept: bool = False
    is_line: bool = False  # of a budget, which goes by its title
    choice_names: Mapping[str, str] = field(default_factory=dict)

    def words(self, text: str) -> list[str]:
        """Return what the field has of a value."""
        match self.given.kind:
            case "fen" | "amounts":
                return [_amount(each) for each in text.split(_SEVERAL) if each]
            case "text" if self.given.many:
                return [each for each in text.split(_SEVERAL) if each]
        text = text.removesuffix(self.after) if self.after else text
        return [text] if text else []

    def text(self, words: Sequence[str]) -> str:
        """Return the value that is typed in the field; as it is typed where it cannot be read."""
        lines = [line.strip() for word in words for line in word.splitlines() if line.strip()]
        match self.given.kind:
            case "fen" | "amounts":
                return _SEVERAL.join(map(_plain, lines))
            case "day":
                return "".join(map(iso_day, lines[-1:]))
            case "whole":
                return "".join(str(whole_number(line)) for line in lines[-1:])
        if self.given.many:
            return _SEVERAL.join(lines)
        word = lines[-1] if lines else ""
        if self.is_line and word:
            return line_called(word)
        plain = self.after and word and not word.endswith(self.after) and "/" not in word
        return f"{word}{self.after}" if plain else word

    def shown(self, text: str) -> str:
        """Return a value as people read it."""
        words = [self.choice_names.get(word, word) for word in self.words(text)]
        unit = f" {self.unit}" if self.unit and self.unit != self.after else ""
        return "; ".join(words) + self.after + unit if words else pgettext("value", "nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The settings of one subject, such as a claim.

    subject: the parameter and the word that name it, where it was asked for first; called: what it
    is called. left_out: a parameter that says nothing here. is_typed_too: whether others can be
    typed by their path. choices: of other parameters, each with what it is called. kept: is sent
    along unseen. moved: what is said, by field, where a form showed other values than these: those
    of `was`.
    """

    settings: Sequence[Setting]
    subject: tuple[str, str] | None = None
    called: str = ""
    left_out: str = ""
    is_typed_too: bool = False
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kept: Sequence[tuple[str, str]] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    was: Sheet | None = None

    @property
    def fields(self) -> list[Given]:
        return [each.given for each in self.settings]

    def asked(self, asked: Sequence[Parameter], lines: Sequence[str]) -> list[Parameter]:
        """Return what an act takes as its answers are shown once more: each line is a choice."""
        choices = {SET: tuple(lines), **{name: tuple(of) for name, of in self.choices.items()}}
        return [
            replace(each, choices=choices[each.name]) if each.name in choices else each
            for each in asked
        ]

    def form(self, asked: Sequence[Parameter], typed: Words) -> dict[str, Any]:
        """Return what a form has of an act: fields in the place of paths. typed: by parameter."""
        words = self.words(self.lines(typed))
        gone = {self.left_out, self.subject[0] if self.subject else ""}
        parameters = list[Parameter | Given]()
        for each in asked:
            if each.name == SET:
                parameters += self.fields
                if self.is_typed_too or words[SET]:
                    parameters.append(replace(each, required=False))
            elif each.name in self.choices:
                of = tuple(self.choices[each.name])
                parameters.append(replace(each, kind="choice", choices=of))
            elif each.name not in gone:
                parameters.append(each)
        named = {each.given.name: each for each in self.settings}
        others = {SET: _("Other settings, by path")} if self.settings else {}
        return {
            "parameters": parameters,
            "typed": {**typed, **words},
            "labels": {name: each.label for name, each in named.items()} | others,
            "hints": {name: each.hint for name, each in named.items()},
            "choice_names": {name: each.choice_names for name, each in named.items()}
            | dict(self.choices),
            "units": {name: each.unit for name, each in named.items()},
            "groups": {name: each.group for name, each in named.items()} | others,
            "opened": [name for name, each in named.items() if words[name] != each.words(each.now)]
            + ([SET] if words[SET] else []),
        }

    def was_shown(self, sent: Words) -> bool:
        """Say whether a form had these fields, or paths were typed."""
        return has_fields(sent) or any(sent.get(SET, ()))

    def lines(self, sent: Words) -> list[str]:
        """Return what a form sets, PATH=VALUE: what is changed in fields, and what is typed."""
        if self.was is not None:
            return self.was.lines(sent)
        known = {each.path for each in self.settings}
        typed = [line.strip() for word in sent.get(SET, ()) for line in word.splitlines()]
        shown = has_fields(sent)
        kept = [line for line in typed if line and not (shown and _path(line) in known)]
        changed = []
        for each in self.settings if shown else ():
            text = each.text(sent.get(each.given.name, ()))
            if text != each.text(each.words(each.now)) and not (each.is_kept and not text):
                changed.append(f"{each.path}={text}")
        return [*changed, *kept]

    def words(self, lines: Sequence[str]) -> dict[str, list[str]]:
        """Return what the fields have, by name, where so much is set; under SET what has none."""
        texts = {_path(line): line.partition("=")[2] for line in lines}
        known = {each.path for each in self.settings}
        words = {
            each.given.name: each.words(texts.get(each.path, each.now)) for each in self.settings
        }
        return words | {SET: [line for line in lines if _path(line) not in known]}

    def place_of(self, refusal: Refusal) -> str:
        """Return the name of the field that a refusal is about; empty for none of them."""
        about = {str(refusal.facts.get(name)) for name in ("column", "path", "key")}
        return next((each.given.name for each in self.settings if each.path in about), "")

    def said(self, lines: Sequence[str]) -> dict[str, str]:
        """Return each line in words: what is set, what stands, and what it is set to."""
        known = {each.path: each for each in self.settings}
        said = {}
        for line in lines:
            setting, text = known.get(_path(line)), line.partition("=")[2]
            if setting is not None:
                change = f"{setting.shown(setting.now)} → {setting.shown(text)}"
                if setting.is_kept and not setting.now:  # what stands is not known here
                    change = setting.shown(text)
                said[line] = _("{field}: {problem}").format(field=setting.label, problem=change)
        return said


def has_fields(sent: Words) -> bool:
    """Say whether what is sent has fields of settings."""
    return any(name.startswith(PREFIX) for name in sent)


def _path(line: str) -> str:
    return line.partition("=")[0].strip()


def _amount(text: str) -> str:
    """Return an amount as a field has it; as it is typed where it is not one."""
    try:
        return yuan(parse_typed_yuan(text))
    except ValueError:
        return text


def _plain(word: str) -> str:
    """Return an amount as it is typed after PATH=; as it is typed where it is not one."""
    try:
        return yuan(parse_typed_yuan(word)).replace(",", "")
    except ValueError:
        return word
