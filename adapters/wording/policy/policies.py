"""Policy versions for people, and the readings with what each rival would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.wording.policy.currency import currency
from adapters.wording.policy.notices import notice_sentences
from adapters.wording.policy.titles import cap_title, own_title, policy_title, title_of
from adapters.wording.table import Cell, Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, listed, pgettext
from domain.calendar import clock
from domain.money import signed_yuan
from domain.policy.names import bare
from projections.policy_versions import (
    CostedRival,
    PolicyDetails,
    PolicyDifference,
    ReadingChoice,
    RecordedVersion,
    Rival,
)

if TYPE_CHECKING:  # the finder of figures costs more than any other report
    from adapters.policy.amendment import Reverted
    from adapters.policy.text.check import Entry, PolicyCheck
    from domain.policy.book import PolicyBook
    from domain.policy.measures import Policy


def versions_report(answer: Sequence[RecordedVersion], book: PolicyBook) -> Report:
    """Return versions, a row each; with the policy each is of where there are several."""
    several, stopped = book.has_several, any(each.repealed or each.ended for each in answer)
    of: Columns[RecordedVersion] = (
        (Column(pgettext("column", "policy")), lambda version: version.policy),
        (Column(pgettext("column", "title")), lambda version: policy_title(version.policy, book)),
    )
    not_paid: Columns[RecordedVersion] = (
        (Column(pgettext("column", "not paid")), lambda version: _not_paid(version, book)),
    )
    columns: Columns[RecordedVersion] = (
        (Column(pgettext("column", "version"), "count"), lambda version: version.version),
        *(of if several else ()),
        (Column(pgettext("column", "first day")), lambda version: str(version.first_day)),
        (Column(pgettext("column", "last day")), lambda version: str(version.last_day)),
        (Column(pgettext("column", "announced")), lambda version: str(version.announced_on)),
        *(not_paid if stopped else ()),
        (
            Column(pgettext("column", "recorded")),
            lambda version: clock(datetime.fromisoformat(version.recorded_at)),
        ),
        (Column(pgettext("column", "by")), lambda version: version.by),
        (Column(pgettext("column", "document")), lambda version: version.document),
    )
    absent = (
        _("Version {version} names policies that this ledger does not have: {names}").format(
            version=version.version, names=listed(version.not_in_ledger)
        )
        for version in answer
        if version.not_in_ledger
    )
    return Report(title=_("Policy versions"), parts=(table_of(answer, columns), *absent))


def _not_paid(version: RecordedVersion, book: PolicyBook) -> str:
    """Return what is not paid in the days of a version: all of it, or measures that have ended."""
    if version.repealed:
        return _("all: repealed")
    return listed(own_title(measure, book) for measure in version.ended)


def _ended(policy: Policy) -> Iterator[str]:
    """Yield what is not paid in the days of a version."""
    if policy.repealed:
        yield _("Repealed: nothing is paid for matters of these days")
    ended = [title_of(measure) for measure in policy.measures.values() if measure.ended]
    if ended:
        yield _("Ended, paid no more: {measures}").format(measures=listed(ended))


def policy_report(answer: PolicyDetails, policy: Policy) -> Report:
    """Return a policy: every parameter under its measure or cap, then the commitments."""
    days = f"{policy.first_day} … {policy.last_day}"
    if answer.version is None:
        sentence = _("shipped; governs {days}; announced {announced}")
    else:
        sentence = _("version {number}; governs {days}; announced {announced}")
    titles = {
        f"measures.{bare(key)}": title_of(measure) for key, measure in policy.measures.items()
    }
    titles |= {f"caps.{bare(key)}": cap_title(cap) for key, cap in policy.caps.items()}
    rows = [
        (row.article, titles.get(".".join(row.path.split(".")[:2]), ""), row.path, row.value)
        for row in answer.parameters
    ]
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "title")),
        Column(pgettext("column", "path")),
        Column(pgettext("column", "value"), "figure"),
    )
    promises = (Column(pgettext("column", "article")), Column(pgettext("column", "summary")))
    commitments = [
        (commitment.article, commitment.summary_en if language() == "en" else commitment.summary_zh)
        for commitment in policy.commitments
    ]
    return Report(
        title=title_of(policy),
        parts=(
            title_of(policy),
            policy.document,
            sentence.format(number=answer.version, days=days, announced=policy.announced_on),
            *_ended(policy),
            *notice_sentences(answer.notices, policy),
            "",
            Table(title="", columns=columns, rows=rows),
            "",
            _("Commitments without a sum"),
            Table(title="", columns=promises, rows=commitments),
        ),
    )


def check_report(answer: PolicyCheck) -> Report:
    """Return what agrees, what is left over on either side, and what is read into the text."""
    parts: list[str | Table] = []
    for title, entries in (
        (_("matched"), answer.matched),
        (_("only in the text"), answer.text_only),
        (_("only in the policy file"), answer.file_only),
        (_("inferred (read into the text)"), answer.inferred),
    ):
        parts += [f"{title}: {len(entries)}", _entries(entries), ""]
    return Report(title=_("The policy file against the official text"), parts=tuple(parts))


def difference_report(answer: PolicyDifference, book: PolicyBook) -> Report:
    """Return the differences of two versions, a row each, and that they are of two policies."""
    title = _("Versions {a} and {b} compared").format(a=answer.a, b=answer.b)
    parts: list[str | Table] = []
    if answer.policy_a != answer.policy_b:
        of_two = _("Version {a} is of the policy “{policy_a}”, version {b} of “{policy_b}”")
        titles = (policy_title(policy, book) for policy in (answer.policy_a, answer.policy_b))
        policy_a, policy_b = titles
        parts = [of_two.format(a=answer.a, b=answer.b, policy_a=policy_a, policy_b=policy_b)]
    if not answer.differences:
        return Report(title=title, parts=(*parts, _("The versions set the same")))
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "path")),
        Column(_("version {number}").format(number=answer.a)),
        Column(_("version {number}").format(number=answer.b)),
    )
    rows = [(row.article, row.path, row.old, row.new) for row in answer.differences]
    return Report(title=title, parts=(*parts, Table(title="", columns=columns, rows=rows)))


def reverted_sentence(figure: Reverted) -> str:
    """Say which figure of another version an amendment takes back, and on which days."""
    return _(
        "warning: on {first_day} … {last_day} version {version} sets {path} to {old}; this version "
        "takes it back to {new}. Set it too, or end earlier."
    ).format(
        first_day=figure.first_day,
        last_day=figure.last_day,
        version=figure.version,
        path=figure.path,
        old=figure.old,
        new=figure.new,
    )


def readings_report(answer: Sequence[ReadingChoice]) -> Report:
    """Return a row a rival, under the reading it is a rival of, and a note a reading."""
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "reading")),
        Column(pgettext("column", "default")),
        Column(pgettext("column", "rivals")),
        Column(pgettext("readings", "claims"), "figure"),
        Column(pgettext("column", "difference, {currency}").format(currency=currency()), "figure"),
    )
    rows = [_row(choice, rival) for choice in answer for rival in choice.rivals]
    notes = [
        f"{choice.article} {choice.reading}: "
        + (choice.note_en if language() == "en" else choice.note)
        for choice in answer
    ]
    title = _("Readings of the policy")
    return Report(title=title, parts=(Table(title="", columns=columns, rows=rows), *notes))


def _row(choice: ReadingChoice, rival: Rival) -> tuple[Cell, ...]:
    chosen = "" if choice.chosen == choice.default else f" → {choice.chosen}"
    claims, cost = "" if rival.executable else _("waits for its list"), ""
    if isinstance(rival, CostedRival):
        claims, cost = f"{rival.claims_changed:,}", signed_yuan(rival.cost_fen)
    return (choice.article, choice.reading, choice.default + chosen, rival.value, claims, cost)


def _entries(entries: Sequence[Entry]) -> Table:
    in_english = language() == "en"
    columns: Columns[Entry] = (
        (Column(pgettext("column", "article")), lambda entry: entry.article),
        (Column(pgettext("column", "printed")), lambda entry: entry.printed),
        (Column(pgettext("column", "sets")), lambda entry: " ".join(entry.paths)),
        (
            Column(pgettext("column", "note")),
            lambda entry: entry.note_en if in_english else entry.note,
        ),
    )
    return table_of(entries, columns)
