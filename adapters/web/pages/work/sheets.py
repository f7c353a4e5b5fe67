"""Which settings an act has: those of a claim's kind, of a policy, of an entry of money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.policy.amendment import one_policy
from adapters.web.pages.asking.settable import SHOWN, Figure, begins_with, figures_of, shown_by
from adapters.web.pages.forms import OF_LINES
from adapters.web.pages.work.setting import PREFIX, Setting, Sheet, Words, has_fields
from adapters.web.pages.work.stating import Given, Stating
from adapters.web.verbs.verb import Parameter
from adapters.wording.policy.titles import policy_title, title_of
from adapters.wording.translation import gettext as _
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.names import bare
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.pages.entry import Visit

SUBJECTS = {"correct": "claim", "policy amend": "policy"}  # what is asked for first
_OF_CLAIM = frozenset({"claim_no", "uscc", "enterprise"})  # say which claim it is
_OF_POLICIES = frozenset({"policy amend", "rehearse"})
_OF_ENTRIES = frozenset({"budget correct", "batch correct", "recovery correct"})


def sheet_of(verb: str, visit: Visit, words: Words) -> Sheet | None:
    """Return the settings of what an act is about; None where it has none, or that is not known."""
    if verb in _OF_ENTRIES:
        return Sheet(settings=_of_entry(verb))
    if verb == "correct":
        claim = _word(words, "claim")
        return _of_claim(visit, claim) if claim else None
    if verb in _OF_POLICIES:
        with visit.look() as look:
            book = look.book
        return _of_policies(book, words)
    return None


def asked_first(
    verb: str, visit: Visit, asked: Sequence[Parameter]
) -> tuple[list[Parameter], dict[str, str]]:
    """Return the parameter that says what an act is about, with what its choices are called."""
    subject = next(each for each in asked if each.name == SUBJECTS[verb])
    names = dict[str, str]()
    if subject.name == "policy":
        with visit.look() as look:
            names = {each: policy_title(each, look.book) for each in look.book.policies}
        subject = replace(subject, kind="choice", choices=tuple(names))
    return [replace(subject, required=True)], names


def _word(words: Words, name: str) -> str:
    return next((word.strip() for word in reversed(words.get(name, ())) if word.strip()), "")


def _of_claim(visit: Visit, claim: str) -> Sheet | None:
    """Return what a claim states; None for a claim that nobody has: the act says so."""
    with visit.look() as look:
        try:
            kind, texts = look.stated(claim)
        except Refusal:
            return None
        forms = look.forms()
    if kind not in forms.kinds:
        return None
    stating = Stating(kind, forms)
    labels, hints, names = stating.labels, stating.hints, stating.choice_names
    settings = [
        Setting(
            path=each.name,
            given=replace(each, name=PREFIX + each.name),
            label=labels[each.name],
            hint=hints.get(each.name, ""),
            now=_now(each.name, texts),
            choice_names=names.get(each.name, {}),
        )
        for each in stating.fields
        if each.name not in _OF_CLAIM
    ]
    return Sheet(settings=settings, subject=("claim", claim), called=claim)


def _now(path: str, texts: Mapping[str, str]) -> str:
    text = texts.get(path, "")
    return "" if path == "other_support" and text == "0.00" else text  # no support is left empty


def _of_policies(book: PolicyBook, words: Words) -> Sheet | None:
    """Return the figures of a policy, as the version that is changed has them.

    None where no policy is named. What a form showed of another version is not what is changed.
    """
    policy = _word(words, "policy")
    if not policy and book.has_several:
        return None
    try:
        own = one_policy(book, policy or None)
    except Refusal:
        return None
    version = begins_with(own, _word(words, "first_day"))
    if version is None:
        return None
    sheet, shown = _of_version(book, version), shown_by(own, _word(words, SHOWN)) or version
    if shown is version or not has_fields(words):
        return sheet
    said = _("Version {number} governs that day: its figures stand here now, with your changes.")
    moved = {"first_day": said.format(number=version.number)}
    return replace(sheet, moved=moved, was=_of_version(book, shown))


def _of_version(book: PolicyBook, version: PolicyVersion) -> Sheet:
    policy = version.policy
    figures = [each for each in figures_of(policy, {}) if not each.choices]  # readings are codes
    groups = _groups(figures)
    several = book.has_several
    return Sheet(
        settings=[_of_figure(each, groups) for each in figures],
        subject=("policy", policy.id) if several else None,
        left_out="policy",
        choices={"end": {bare(key): title_of(each) for key, each in policy.measures.items()}},
        called=policy_title(policy.id, book) if several else "",
        is_typed_too=True,
        kept=((SHOWN, str(version.number)),),
    )


def _groups(figures: Sequence[Figure]) -> dict[str, str]:
    """Return what figures of an article are under: the article, and what pays by it."""
    titles: dict[str, dict[str, None]] = {}
    for figure in figures:
        if figure.title:
            titles.setdefault(figure.article, {})[figure.title] = None
    return {article: " · ".join((article, *of)) for article, of in titles.items()}


def _of_figure(figure: Figure, groups: Mapping[str, str]) -> Setting:
    now = _("now {value}").format(value=figure.text)
    return Setting(
        path=figure.path,
        given=Given(name=figure.name, kind="text"),
        label=figure.label,
        hint=" · ".join(part for part in (figure.article, now) if part),
        now=figure.text,
        unit=figure.unit,
        after=figure.after,
        group=groups.get(figure.article, figure.article),
        is_kept=True,
    )


def _of_entry(verb: str) -> list[Setting]:
    """Return what an entry may say. What is left empty stays as it is recorded."""
    titles = {
        "amount": (_("Amount"), "fen"),
        "on": (_("Day"), "day"),
        "document": (_("Number of the document"), "text"),
        "receipt": (_("Number of the receipt"), "text"),
        "line": (_("Budget line"), "text"),
        "from": (_("Budget line it leaves"), "text"),
        "to": (_("Budget line it reaches"), "text"),
        "claim": (_("Number of the claim"), "text"),
    }
    return [
        Setting(
            path=key,
            given=Given(name=PREFIX + key, kind=kind, required=False),
            label=_("Right: {what}").format(what=title),
            now="",
            is_kept=True,
            is_line=key in OF_LINES,
        )
        for key, (title, kind) in titles.items()
        if key in _KEYS[verb]
    ]


_KEYS = {  # what the entries of each may say
    "budget correct": ("amount", "on", "document", "line", "from", "to"),
    "batch correct": ("on", "document", "receipt"),
    "recovery correct": ("amount", "on", "receipt", "claim"),
}
