"""What is answered about the policy: its versions, a version, two compared, and its readings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.value import value

if TYPE_CHECKING:
    from domain.enterprise.proposals import ProposalState


@value
class PolicyNotice:
    """What a policy says at a path that has no effect, or not for all it is about.

    code: `policies-not-in-ledger` (names: their ids), `kinds-without-cost`, `kinds-without-item`
    (names: the kinds, as the file writes them).
    """

    code: str
    where: str
    names: tuple[str, ...]


@value
class RecordedVersion:
    """A policy version with both its dates: the days it governs, and when it was recorded.

    policy: the id of the one that it is of. repealed: nothing is paid for matters of its days.
    ended: the measures that pay nothing in them.
    not_in_ledger: the policies it names for their support that the ledger does not have.
    """

    version: int
    policy: str
    title: str
    digest: str
    document: str
    announced_on: date
    first_day: date
    last_day: date
    recorded_at: str
    position: int
    by: str
    repealed: bool
    ended: tuple[str, ...]
    not_in_ledger: tuple[str, ...]


@value
class ParameterValue:
    """A parameter of a policy as an officer writes it."""

    path: str
    value: str
    article: str


@value
class Promise:
    """A commitment of the policy without a sum."""

    article: str
    summary: str


@value
class PolicyDetails:
    """A policy: its dates, every parameter, its commitments, and what in it has no effect.

    version: None for the shipped one.
    """

    version: int | None
    policy: str
    digest: str
    title: str
    document: str
    announced_on: date
    first_day: date
    last_day: date
    repealed: bool
    ended: tuple[str, ...]
    parameters: tuple[ParameterValue, ...]
    commitments: tuple[Promise, ...]
    notices: tuple[PolicyNotice, ...]


@value
class ParameterDifference:
    """What one version sets and another sets otherwise."""

    path: str
    old: str
    new: str
    article: str


@value
class PolicyDifference:
    """What version `b` sets otherwise than version `a`, and the policy that each is of, by id."""

    a: int
    b: int
    policy_a: str
    policy_b: str
    differences: tuple[ParameterDifference, ...]


@value
class ProposedVersion:
    """A version put forward, and what has become of it by then.

    base: the last version of the book as it was put forward. state: see
    `domain/enterprise/proposals.py`. ended_by, ended_at: of who confirmed or declined it. version:
    the number it was recorded under. words: why it was declined. Each null until then.
    """

    proposal: int
    policy: str
    title: str
    digest: str
    document: str
    announced_on: date
    first_day: date
    last_day: date
    repealed: bool
    ended: tuple[str, ...]
    base: int
    by: str
    login: str
    position: int
    recorded_at: str
    state: ProposalState
    ended_by: str | None
    ended_at: str | None
    version: int | None
    words: str | None


@value
class ProposedChanges(ProposedVersion):
    """A version put forward with what it sets otherwise than the versions that govern its days.

    parts: one for each of them, in the order of the days; none where no version of the policy
    governs any. parameters: every one of the version.
    """

    parts: tuple[ChangedDays, ...]
    parameters: tuple[ParameterValue, ...]


@value
class ChangedDays:
    """What a draft sets otherwise than the version that governs some days. against: its number."""

    against: int
    first_day: date
    last_day: date
    differences: tuple[ParameterDifference, ...]


@value
class ReadingCost:
    """What a reading would change on a ledger; the cost is beyond what a reassessment changes."""

    claims_changed: int
    delta_fen: int
    cost_fen: int


@value
class Rival:
    """Another choice of a reading. executable: the program has all that it needs."""

    value: str
    executable: bool


@value
class CostedRival(Rival):
    """A rival with what it would change on a ledger."""

    claims_changed: int
    delta_fen: int
    cost_fen: int


@value
class ReadingChoice:
    """How the policy is read where its text is silent: by default, as chosen, and otherwise."""

    reading: str
    article: str
    default: str
    chosen: str
    note: str
    note_en: str
    rivals: tuple[Rival, ...]
