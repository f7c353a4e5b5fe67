"""What a reassessment changes: every claim's difference, and the sums of them.

An answer is worked out from the events that a reassessment led to, or would lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from domain.events.claims import ClaimReassessed
from domain.policy.names import is_of
from domain.value import value
from projections.parties import Kin

if TYPE_CHECKING:
    from domain.enterprise.state import Enterprise
    from domain.events.log import EnterpriseEvent
    from domain.policy.book import PolicyBook


class Change(NamedTuple):
    """A claim's difference, in fen. `year`: of the matter. `kind`: of the claim."""

    uscc: str
    year: int
    kind: str
    claim_no: str
    measure_before: str
    measure: str
    before_fen: int
    after_fen: int
    cause: str
    because_of: str
    through: str | None


@value
class Sums:
    """Claims changed and their amounts before and after, in fen."""

    claims: int
    before_fen: int
    after_fen: int
    delta_fen: int


@value
class ClaimChange:
    """What a claim has before and after, in fen. policy: see `ClaimAnswer`."""

    claim_no: str
    policy: str | None
    before_fen: int
    after_fen: int


@value
class DifferenceCause:
    """Why a claim changed: the cause, the claim or document behind it, the claim between."""

    cause: str
    because_of: str
    through: str | None


@value
class Differences:
    """Every difference by claim number, in fen; sums by policy, measure, year and enterprise.

    by_policy: None, and not in JSON, where the ledger has one policy.
    A claim that goes to another measure counts where it is now; its amounts before stand where it
    was.
    """

    claims_changed: int
    before_fen: int
    after_fen: int
    delta_fen: int
    by_policy: Mapping[str, Sums] | None
    by_measure: Mapping[str, Sums]
    by_year: Mapping[str, Sums]
    by_enterprise: Mapping[str, Sums]
    changes: tuple[ClaimChange, ...]
    causes: Mapping[str, DifferenceCause]


@value
class Reassessment(Differences):
    """Differences that are recorded."""


@value
class Rehearsal(Differences):
    """Differences that a reassessment would record."""


@value
class KindredRehearsal(Rehearsal):
    """A rehearsal of a code that another carries on, which has its claims now."""

    succeeds: tuple[Kin, ...]
    succeeded_by: tuple[Kin, ...]


Kind = TypeVar("Kind", bound=Differences)
Share = tuple[int, int, int]  # claims, fen before, fen after


def changes_of(
    uscc: str, enterprise: Enterprise, events: Iterable[EnterpriseEvent]
) -> Iterator[Change]:
    """Yield what events change, or would change, for an enterprise."""
    for event in events:
        if isinstance(event, ClaimReassessed):
            submitted = enterprise.claims[event.claim_no].submitted
            now = event.decision.outcome
            yield Change(
                uscc=uscc,
                year=submitted.occurred_on.year,
                kind=submitted.facts.kind,
                claim_no=event.claim_no,
                measure_before=event.previous_measure or "",
                measure=now.measure or "",
                before_fen=event.previous_fen,
                after_fen=now.granted_fen,
                cause=event.cause,
                because_of=event.because_of,
                through=event.through,
            )


def differences(
    changes: Iterable[Change],
    book: PolicyBook,
    kind: Callable[..., Kind],
    prefix: str | None = None,
) -> Kind:
    """Return changes by claim number, with their sums; `kind`: the answer to make of them.

    prefix: of the policy whose claims alone are asked for, see domain/policy/names.py.
    """
    wanted = (change for change in changes if is_of(change.kind, prefix))
    ordered = sorted(wanted, key=attrgetter("claim_no"))
    policies = [book.named_policy(change.kind) for change in ordered]
    shares = [(1, change.before_fen, change.after_fen) for change in ordered]
    whole = _sums(shares)
    by_year = zip((str(change.year) for change in ordered), shares, strict=True)
    by_policy = _grouped(zip((policy or "" for policy in policies), shares, strict=True))
    by_enterprise = zip((change.uscc for change in ordered), shares, strict=True)
    return kind(
        claims_changed=whole.claims,
        before_fen=whole.before_fen,
        after_fen=whole.after_fen,
        delta_fen=whole.delta_fen,
        by_policy=by_policy if book.has_several else None,
        by_measure=_grouped(share for change in ordered for share in _by_measure(change)),
        by_year=_grouped(by_year),
        by_enterprise=_grouped(by_enterprise),
        changes=tuple(
            ClaimChange(
                claim_no=change.claim_no,
                policy=policy,
                before_fen=change.before_fen,
                after_fen=change.after_fen,
            )
            for change, policy in zip(ordered, policies, strict=True)
        ),
        causes={change.claim_no: _cause(change) for change in ordered},
    )


def _by_measure(change: Change) -> Iterator[tuple[str, Share]]:
    was, now = change.measure_before, change.measure
    if was == now:
        yield now, (1, change.before_fen, change.after_fen)
    else:
        yield was, (0, change.before_fen, 0)
        yield now, (1, 0, change.after_fen)


def _grouped(shares: Iterable[tuple[str, Share]]) -> dict[str, Sums]:
    groups: dict[str, list[Share]] = {}
    for key, share in shares:
        groups.setdefault(key, []).append(share)
    return {key: _sums(group) for key, group in sorted(groups.items())}


def _sums(shares: Iterable[Share]) -> Sums:
    claims = before = after = 0
    for share in shares:
        claims, before, after = claims + share[0], before + share[1], after + share[2]
    return Sums(claims=claims, before_fen=before, after_fen=after, delta_fen=after - before)


def _cause(change: Change) -> DifferenceCause:
    return DifferenceCause(cause=change.cause, because_of=change.because_of, through=change.through)
