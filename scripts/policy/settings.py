"""Values that an officer sets by path, and what to watch for in a version that sets them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from cyclopts import Parameter

from adapters.policy.amendment import reverted
from adapters.wording.policy.notices import notice_sentences, reverted_sentence
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.policy.book import PolicyBook
from domain.policy.measures import Policy
from projections.policy_versions import PolicyNotice
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.values import MANY, value


def setting(given: str) -> str:
    """Read `path=value`; it stays as typed."""
    path, _equals, new = given.partition("=")
    if not (path and new):
        raise ValueError(_("write PATH=VALUE: {given}").format(given=given))
    return given


Settings = Annotated[
    tuple[str, ...],
    value(setting, "PATH=VALUE", N_("values to set, such as measures.overseas-trademark.rate=60%")),
    Parameter(name="--set"),
    MANY,
]


def by_path(settings: tuple[str, ...]) -> dict[str, str]:
    """Return the values by path; a path that is set twice is a misuse."""
    values = {path: new for path, _equals, new in (setting.partition("=") for setting in settings)}
    if len(values) != len(settings):
        raise Misuse(_("each path is set once"))
    return values


def note_reverted(book: PolicyBook, policy: Policy, settings: dict[str, str]) -> None:
    """Say which figures of other versions the policy takes back."""
    for figure in reverted(book, policy, settings):
        note(reverted_sentence(figure, policy))


def note_without_effect(said: Iterable[PolicyNotice], policy: Policy) -> None:
    """Say what a policy says that has no effect in its ledger."""
    for sentence in notice_sentences(said, policy):
        note(sentence)


def note_extended(book: PolicyBook, policy: Policy) -> None:
    """Say when a version governs days that no version governed before."""
    last = max(version.policy.last_day for version in book.versions)
    if policy.last_day > last:
        message = _("warning: this version extends the policy from {last} to {day}: check it.")
        note(message.format(last=last, day=policy.last_day))
