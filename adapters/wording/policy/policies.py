"""Policy versions for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from adapters.policy.amendment import Reverted
from adapters.policy.text.check import Entry, PolicyCheck
from adapters.wording.policy.titles import title_of
from adapters.wording.table import Column, Report, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, pgettext
from domain.calendar import clock
from domain.policy.measures import Policy
from projections.policy_versions import PolicyDetails, PolicyDifference, RecordedVersion


def versions_report(answer: Sequence[RecordedVersion]) -> Report:
    """Return versions, a row each."""
    columns = (
        Column(pgettext("column", "version"), "count"),
        Column(pgettext("column", "first day")),
        Column(pgettext("column", "last day")),
        Column(pgettext("column", "announced")),
        Column(pgettext("column", "recorded")),
        Column(pgettext("column", "by")),
        Column(pgettext("column", "document")),
    )
    rows = [
        (
            version.version,
            version.first_day.isoformat(),
            version.last_day.isoformat(),
            version.announced_on.isoformat(),
            clock(datetime.fromisoformat(version.recorded_at)),
            version.by,
            version.document,
        )
        for version in answer
    ]
    title = _("Policy versions")
    return Report(title=title, parts=(Table(title="", columns=columns, rows=rows),))


def policy_report(answer: PolicyDetails, policy: Policy) -> Report:
    """Return a policy: every parameter under its measure or cap, then the commitments."""
    days = f"{policy.first_day} … {policy.last_day}"
    if answer.version is None:
        sentence = _("shipped; governs {days}; announced {announced}")
    else:
        sentence = _("version {number}; governs {days}; announced {announced}")
    titles = {f"measures.{key}": title_of(measure) for key, measure in policy.measures.items()}
    titles |= {f"caps.{key}": title_of(cap) for key, cap in policy.caps.items()}
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


def difference_report(answer: PolicyDifference) -> Report:
    """Return the differences of two versions, a row each."""
    title = _("Versions {a} and {b} compared").format(a=answer.a, b=answer.b)
    if not answer.differences:
        return Report(title=title, parts=(_("The versions set the same"),))
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "path")),
        Column(_("version {number}").format(number=answer.a)),
        Column(_("version {number}").format(number=answer.b)),
    )
    rows = [(row.article, row.path, row.old, row.new) for row in answer.differences]
    return Report(title=title, parts=(Table(title="", columns=columns, rows=rows),))


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


def _entries(entries: Sequence[Entry]) -> Table:
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "printed")),
        Column(pgettext("column", "sets")),
        Column(pgettext("column", "note")),
    )
    rows = [
        (
            entry.article,
            entry.printed,
            " ".join(entry.paths),
            entry.note_en if language() == "en" else entry.note,
        )
        for entry in entries
    ]
    return Table(title="", columns=columns, rows=rows)
