"""The readings of a policy where its text is silent, with what each rival would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from adapters.wording.policy.currency import currency
from adapters.wording.policy.sentences import SENTENCES
from adapters.wording.table import Cell, Column, Report, Table
from adapters.wording.translation import as_typed, language, listed, pgettext
from adapters.wording.translation import gettext as _
from domain.money import signed_yuan
from projections.policy_versions import CostedRival, ReadingChoice, Rival

if TYPE_CHECKING:
    from adapters.policy.text.check import Entry
    from domain.policy.measures import Policy


def readings_report(answer: Sequence[ReadingChoice], policy: Policy) -> Report:
    """Return a row a rival, under the reading it is a rival of, and a note a reading."""
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "reading")),
        Column(pgettext("column", "default")),
        Column(pgettext("column", "rivals")),
        Column(pgettext("readings", "claims"), "figure"),
        Column(pgettext("column", "difference, {currency}").format(currency=currency()), "figure"),
    )
    rows = [_row(choice, rival, policy) for choice in answer for rival in choice.rivals]
    typed = (choice for choice in answer if _called(choice) == choice.reading)
    notes = [f"{choice.article} {choice.reading}: {note_of(choice)}" for choice in typed]
    title = _("Readings of the policy")
    return Report(title=title, parts=(Table(title="", columns=columns, rows=rows), *notes))


def note_of(said: ReadingChoice | Entry) -> str:
    return said.note_en if language() == "en" else said.note


def _called(choice: ReadingChoice) -> str:
    return as_typed(choice.reading, note_of(choice))


def _row(choice: ReadingChoice, rival: Rival, policy: Policy) -> tuple[Cell, ...]:
    chosen = "" if choice.chosen == choice.default else f" → {choice.chosen}"
    claims, cost = "" if rival.executable else _("waits for its list"), ""
    if isinstance(rival, CostedRival):
        claims, cost = f"{rival.claims_changed:,}", signed_yuan(rival.cost_fen)
    rivals = policy.source["readings"][choice.reading]["rivals"]
    patches = {name: each if isinstance(each, Mapping) else {} for name, each in rivals.items()}
    as_default = [dict.fromkeys(each, choice.default) for each in patches.values()]
    default = _said(choice.default, as_default)
    said = _said(rival.value, [patches[rival.value]])
    return (choice.article, _called(choice), default + chosen, said, claims, cost)


def _said(word: str, patches: Iterable[Mapping[str, object]]) -> str:
    """Return a word of a reading; on a page what it says, where there are words for that.

    patches: by path, what the word sets in the file.
    """
    for patch in patches:
        said = [_setting(path, value) for path, value in patch.items()]
        if said and all(said):
            return as_typed(word, listed(said))
    return word


def _setting(path: str, value: object) -> str:
    """Return what a place of the file and a word of it say; empty where there are no words."""
    place = f"{path.partition('.')[0]}.{path.rpartition('.')[2]}"
    text = SENTENCES.get(f"{place}.{value}")
    if text is None:
        return ""
    return _("{what}: {word}").format(what=_(SENTENCES[place]), word=_(text))
