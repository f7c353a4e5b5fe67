"""The figures of a policy that can be tried out, as fields: what each is, and how far it slides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from adapters.web.pages.work.stating import iso_day
from adapters.wording.policy.page.settable import settable_term, settable_title, settable_unit
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language
from domain.policy.compiling.paths import Parameter, every_parameter

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook, PolicyVersion
    from domain.policy.measures import Policy

PREFIX = "v:"  # of the names of fields, before the path
SHOWN = "shown"  # the field that has the number of the version whose figures a form shows
_FIGURE = re.compile(r"(\d{1,15})(?:\.(\d{1,6}))?(%?)")
_STEPS_MIN = 20  # a slider has at least so many steps up to the present value, where it can


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """How far a figure slides, as the numbers of a field are written."""

    most: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a policy. text: as the policy has it now. shown: as its field has it now.

    after: what is written behind the number, `%` or nothing. slider: None for what is not a plain
    number. choices: of a reading.
    """

    path: str
    article: str
    title: str
    term: str
    unit: str
    text: str
    shown: str
    after: str
    slider: Slider | None
    choices: Sequence[str]

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.path}"

    @property
    def id(self) -> str:
        return "figure-" + re.sub(r"[^a-z0-9-]", "-", self.path)

    @property
    def label(self) -> str:
        return " · ".join(part for part in (self.title, self.term) if part)

    @property
    def now(self) -> str:
        """The number or word that the policy has now, as the field has it."""
        return self.text.removesuffix(self.after) if self.after else self.text


def begins_with(own: PolicyBook, first_day: str) -> PolicyVersion | None:
    """Return the version that a change from a day on is made to: the one that governs that day.

    The last one where no day is typed, or none governs it; None where there is none. own: the
    versions of one policy.
    """
    try:
        governing = own.governing(date.fromisoformat(iso_day(first_day)))
    except ValueError:
        governing = None
    return governing or next(iter(own.versions[-1:]), None)


def shown_by(own: PolicyBook, number: str) -> PolicyVersion | None:
    """Return the version whose figures a form showed, by what the form sends of it."""
    return next((each for each in own.versions if str(each.number) == number), None)


def figures_of(policy: Policy, settings: Mapping[str, str]) -> list[Figure]:
    """Return every figure of a policy. settings: what is typed of them, by path."""
    return [_figure(each, policy, settings) for each in every_parameter(policy.source)]


def set_figures(
    figures: Sequence[Figure], settings: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Return what each setting is called, or its path; what that is now, if known; and its text."""
    known = {figure.path: figure for figure in figures}
    return [
        (known[path].label, known[path].text, text) if path in known else (path, "", text)
        for path, text in settings.items()
    ]


def settings_of(figures: Sequence[Figure], typed: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what a form sets otherwise than the policy does, by path."""
    settings: dict[str, str] = {}
    for figure in figures:
        word = typed[figure.name][-1].strip() if typed.get(figure.name) else ""
        if word and word != figure.now:
            plain = figure.after and not word.endswith(figure.after) and "/" not in word
            settings[figure.path] = f"{word}{figure.after}" if plain else word
    return settings


def _figure(parameter: Parameter, policy: Policy, settings: Mapping[str, str]) -> Figure:
    path, text = parameter.path, parameter.text
    fits = _FIGURE.fullmatch(text) if parameter.kind != "reading" else None
    after = fits.group(3) if fits else ""
    choices: tuple[str, ...] = ()
    if parameter.kind == "reading":
        choices = (parameter.holder["default"], *parameter.holder["rivals"])
    shown = settings.get(path, text)
    title, term = settable_title(path, policy), settable_term(path, policy)
    if choices:  # a reading is called by its sentence
        said = parameter.holder["note_en" if language() == "en" else "note_zh"]
        title, term = _("reading"), said.rstrip(".。")
    return Figure(
        path=path,
        article=parameter.article,
        title=title,
        term=term,
        unit=after or settable_unit(parameter),
        text=text,
        shown=shown.removesuffix(after) if after else shown,
        after=after,
        slider=None if fits is None else _slider(fits),
        choices=choices,
    )


def _slider(fits: re.Match[str]) -> Slider:
    """Return a slider from 0 to twice a figure; of a percentage, to 100 at least."""
    whole, decimals, percent = int(fits.group(1)), fits.group(2) or "", fits.group(3)
    if decimals:
        most = 100 if percent and whole < 50 else 2 * whole + 2
        return Slider(most=str(most), step="0." + "0" * (len(decimals) - 1) + "1")
    if percent:
        return Slider(most=str(max(100, 2 * whole)), step="1")
    step = 1
    while whole and whole % (step * 10) == 0 and whole // (step * 10) >= _STEPS_MIN:
        step *= 10
    return Slider(most=str(max(10, 2 * whole)), step=str(step))
