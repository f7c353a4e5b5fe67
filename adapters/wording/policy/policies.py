"""Policy versions for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.wording.policy.notices import notice_sentences
from adapters.wording.policy.page.readings import note_of
from adapters.wording.policy.page.settable import setting_called
from adapters.wording.policy.titles import cap_title, own_title, policy_title, title_of
from adapters.wording.table import Cell, Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import headed, language, listed, pgettext
from domain.calendar import clock
from domain.policy.names import bare
from projections.policy_versions import (
    ParameterDifference,
    PolicyDetails,
    PolicyDifference,
    ProposedChanges,
    ProposedVersion,
    RecordedVersion,
)

if TYPE_CHECKING:  # the finder of figures costs more than any other report
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
        parts += [headed(title, f"{len(entries)}"), _entries(entries), ""]
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
    rows = _rows(answer.differences, book.versions[answer.b - 1].policy)
    return Report(title=title, parts=(*parts, Table(title="", columns=columns, rows=rows)))


def proposals_report(answer: Sequence[ProposedVersion], book: PolicyBook) -> Report:
    """Return versions that were put forward, a row each, with what became of it."""
    states = proposal_states()
    of: Columns[ProposedVersion] = (
        (Column(pgettext("column", "policy")), lambda each: policy_title(each.policy, book)),
    )
    columns: Columns[ProposedVersion] = (
        (Column(pgettext("column", "proposal"), "count"), lambda each: each.proposal),
        *(of if book.has_several else ()),
        (Column(pgettext("column", "first day")), lambda each: str(each.first_day)),
        (Column(pgettext("column", "last day")), lambda each: str(each.last_day)),
        (Column(pgettext("column", "document")), lambda each: each.document),
        (Column(pgettext("column", "proposed by")), lambda each: each.by),
        (Column(pgettext("column", "proposed")), lambda each: _moment(each.recorded_at)),
        (Column(pgettext("column", "state")), lambda each: states[each.state]),
        (Column(pgettext("column", "version")), lambda each: str(each.version or "")),
        (Column(pgettext("column", "by")), lambda each: each.ended_by or ""),
        (Column(pgettext("column", "reason")), lambda each: each.words or ""),
    )
    shown = table_of(answer, columns) if answer else _("No version was proposed")
    return Report(title=_("Proposed versions"), parts=(shown,))


def proposal_report(
    answer: ProposedChanges, book: PolicyBook, *, is_new: bool | None = None
) -> Report:
    """Return a version put forward: who, what it would change, and what has become of it.

    is_new: it was put forward just now, or was waiting already; None where neither is asked.
    """
    sentence = _("Proposal {proposal} by {by}, {moment}: {state}")
    if is_new is not None:
        sentence = _("Put forward as proposal {proposal}; another officer confirms it")
        if not is_new:
            sentence = _("Same as proposal {proposal} by {by}, which waits; nothing recorded")
    moment = _moment(answer.recorded_at)
    state = proposal_states()[answer.state]
    about = sentence.format(proposal=answer.proposal, by=answer.by, moment=moment, state=state)
    days = f"{answer.first_day} … {answer.last_day}"
    governs = _("governs {days}; announced {announced}; document {document}").format(
        days=days, announced=answer.announced_on, document=answer.document
    )
    parts: list[str | Table] = [about, governs, _("Digest {digest}").format(digest=answer.digest)]
    if answer.version is not None:
        parts.append(
            _("Recorded as version {version} by {by}").format(
                version=answer.version, by=answer.ended_by
            )
        )
    if answer.words is not None:
        parts.append(_("By {by}: {reason}").format(by=answer.ended_by, reason=answer.words))
    for each in answer.parts:
        title = _("Otherwise than version {version}, on {first_day} … {last_day}")
        said = title.format(version=each.against, first_day=each.first_day, last_day=each.last_day)
        rows = _rows(each.differences, book.versions[each.against - 1].policy)
        parts.append(Table(title=said, columns=_change_columns(each.against), rows=rows))
    if not answer.parts:
        new = [(row.article, row.path, "", row.value) for row in answer.parameters]
        parts.append(_("No version governs these days: all of it is new"))
        parts.append(Table(title="", columns=_change_columns(None), rows=new))
    return Report(
        title=_("Proposed version {proposal}").format(proposal=answer.proposal), parts=tuple(parts)
    )


def proposal_states() -> dict[str, str]:
    """Return what each state of a proposal is called."""
    return {
        "waiting": pgettext("proposal", "waits to be confirmed"),
        "stale": pgettext("proposal", "overtaken by another version"),
        "confirmed": pgettext("proposal", "recorded"),
        "declined": pgettext("proposal", "declined"),
        "withdrawn": pgettext("proposal", "withdrawn"),
    }


def _rows(rows: Sequence[ParameterDifference], policy: Policy) -> list[tuple[Cell, ...]]:
    """Return a row a difference. policy: that has what they are of."""
    return [(row.article, setting_called(row.path, policy), row.old, row.new) for row in rows]


def _change_columns(against: int | None) -> tuple[Column, ...]:
    before = "" if against is None else _("version {number}").format(number=against)
    return (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "path")),
        Column(before or pgettext("column", "before")),
        Column(pgettext("column", "proposed")),
    )


def _moment(recorded_at: str) -> str:
    return clock(datetime.fromisoformat(recorded_at))


def _entries(entries: Sequence[Entry]) -> Table:
    columns: Columns[Entry] = (
        (Column(pgettext("column", "article")), lambda entry: entry.article),
        (Column(pgettext("column", "printed")), lambda entry: entry.printed),
        (Column(pgettext("column", "sets")), lambda entry: " ".join(entry.paths)),
        (Column(pgettext("column", "note")), note_of),
    )
    return table_of(entries, columns)
