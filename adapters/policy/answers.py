"""Answers about policy versions, worked out from the policies themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from itertools import groupby

from adapters.policy.amendment import governed, one_policy
from adapters.policy.codec import digest
from adapters.policy.notices import notices
from adapters.policy.patch import every_difference, parameters
from adapters.policy.readings import ReadingNote
from domain.calendar import clock_text
from domain.enterprise.proposals import Proposal
from domain.events.log import Recorded
from domain.events.store import PolicyPublished, VersionConfirmed, VersionDeclined
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.compiling.patching import chosen_of
from domain.policy.measures import Policy
from domain.refusals import Refusal
from projections.policy_versions import (
    ChangedDays,
    CostedRival,
    ParameterDifference,
    ParameterValue,
    PolicyDetails,
    PolicyDifference,
    Promise,
    ProposedChanges,
    ProposedVersion,
    ReadingChoice,
    ReadingCost,
    RecordedVersion,
    Rival,
)

Costs = Mapping[tuple[str, str], ReadingCost]


def recorded_versions(stream: Iterable[Recorded], book: PolicyBook) -> Iterator[RecordedVersion]:
    """Yield every version that the policy stream holds. book: as it stood then."""
    for recorded in stream:
        event = recorded.event
        if isinstance(event, PolicyPublished):
            yield RecordedVersion(
                version=event.number,
                policy=event.policy.id,
                title=event.policy.title_zh,
                digest=event.digest,
                document=event.policy.document,
                announced_on=event.policy.announced_on,
                first_day=event.policy.first_day,
                last_day=event.policy.last_day,
                recorded_at=clock_text(recorded.recorded_at),
                position=recorded.position,
                by=recorded.by,
                repealed=event.policy.repealed,
                ended=_ended(event.policy),
                not_in_ledger=tuple(
                    name
                    for notice in notices(event.policy, book)
                    if notice.code == "policies-not-in-ledger"
                    for name in notice.names
                ),
            )


def numbered(book: PolicyBook, number: int | None, policy: str | None = None) -> PolicyVersion:
    """Return a version by its number; where it is None the last of a policy, by its id.

    Raises Refusal `version-unknown`, `policy-unknown`, `policy-not-named` where the ledger has
    several, or `policy-conflicts` where the version is of another policy than the one named.
    """
    if policy is not None or (number is None and book.versions):
        own = one_policy(book, policy)
        if number is None:
            return own.versions[-1]
    last = len(book.versions)
    wanted = last if number is None else number
    if not 1 <= wanted <= last:
        raise Refusal("version-unknown", version=wanted, versions=last)
    version = book.versions[wanted - 1]
    of = version.policy.id
    if policy not in (None, of):
        raise Refusal("policy-conflicts", verb="version", version=wanted, policy=of, other=policy)
    return version


def policy_details(policy: Policy, number: int | None, book: PolicyBook | None) -> PolicyDetails:
    """Return a policy with every parameter; `number` and `book`: None for the shipped one."""
    return PolicyDetails(
        version=number,
        policy=policy.id,
        digest=digest(policy),
        title=policy.title_zh,
        document=policy.document,
        announced_on=policy.announced_on,
        first_day=policy.first_day,
        last_day=policy.last_day,
        repealed=policy.repealed,
        ended=_ended(policy),
        parameters=_parameters(policy),
        commitments=tuple(
            Promise(article=commitment.article, summary=commitment.summary_zh)
            for commitment in policy.commitments
        ),
        notices=notices(policy, book),
    )


def _parameters(policy: Policy) -> tuple[ParameterValue, ...]:
    return tuple(
        ParameterValue(path=path, value=value, article=article)
        for path, value, article in parameters(policy)
    )


def _ended(policy: Policy) -> tuple[str, ...]:
    return tuple(name for name, measure in policy.measures.items() if measure.ended)


def policy_difference(a: PolicyVersion, b: PolicyVersion) -> PolicyDifference:
    """Return what version `b` sets otherwise than `a`: days and document, then figures by path."""
    return PolicyDifference(
        a=a.number,
        b=b.number,
        policy_a=a.policy.id,
        policy_b=b.policy.id,
        differences=_differences(a.policy, b.policy),
    )


def _differences(a: Policy, b: Policy) -> tuple[ParameterDifference, ...]:
    return tuple(
        ParameterDifference(path=path, old=old, new=new, article=article)
        for path, old, new, article in every_difference(a, b)
    )


def proposed_version(proposal: Proposal, book: PolicyBook) -> ProposedVersion:
    """Return a version put forward as it stood with the book."""
    policy, ended = proposal.policy, proposal.ended
    by = proposal.ended_by
    return ProposedVersion(
        proposal=proposal.number,
        policy=policy.id,
        title=policy.title_zh,
        digest=proposal.digest,
        document=policy.document,
        announced_on=policy.announced_on,
        first_day=policy.first_day,
        last_day=policy.last_day,
        repealed=policy.repealed,
        ended=_ended(policy),
        base=proposal.base,
        by=str(proposal.by.by),
        login=str(proposal.by.login),
        position=proposal.position,
        recorded_at=clock_text(proposal.recorded_at),
        state=proposal.state(book),
        ended_by=None if by is None else by.by,
        ended_at=None if proposal.ended_at is None else clock_text(proposal.ended_at),
        version=ended.version if isinstance(ended, VersionConfirmed) else None,
        words=ended.words if isinstance(ended, VersionDeclined) else None,
    )


def proposed_changes(proposal: Proposal, book: PolicyBook) -> ProposedChanges:
    """Return the same with every figure that it would change, as of when it was put forward."""
    before = PolicyBook(book.versions[: proposal.base])
    said = proposed_version(proposal, book)
    return ProposedChanges(
        **{each.name: getattr(said, each.name) for each in fields(said)},
        parts=tuple(_changed_days(before, proposal.policy)),
        parameters=_parameters(proposal.policy),
    )


def _changed_days(book: PolicyBook, policy: Policy) -> Iterator[ChangedDays]:
    """Yield what a draft sets otherwise than each version that governs days of it, run by run."""
    runs = groupby(governed(book, policy), key=lambda each: each[0].number)
    for number, each in runs:
        (version, first_day, last_day), *rest = each
        yield ChangedDays(
            against=number,
            first_day=first_day,
            last_day=rest[-1][2] if rest else last_day,
            differences=_differences(version.policy, policy),
        )


def reading_choices(
    notes: Iterable[ReadingNote], policy: Policy, costs: Costs
) -> tuple[ReadingChoice, ...]:
    """Return every reading with its rivals; costs: of the rivals, as far as they are known."""
    readings = policy.source.get("readings", {})
    return tuple(
        ReadingChoice(
            reading=note.name,
            article=note.article,
            default=note.default,
            chosen=chosen_of(readings[note.name]) if note.name in readings else note.default,
            note=note.note_zh,
            note_en=note.note_en,
            rivals=tuple(
                _rival(note.name, rival, executable=executable, costs=costs)
                for rival, executable in note.rivals.items()
            ),
        )
        for note in notes
    )


def _rival(reading: str, value: str, *, executable: bool, costs: Costs) -> Rival:
    cost = costs.get((reading, value))
    if cost is None:
        return Rival(value=value, executable=executable)
    return CostedRival(value=value, executable=executable, **asdict(cost))
