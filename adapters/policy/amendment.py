"""A policy amended: the version to record, what it reverts, and books with a draft in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from adapters.policy.codec import digest
from adapters.policy.patch import DAYS, every_difference, with_values
from adapters.policy.paths import parameters_in
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.measures import Policy
from domain.refusals import Refusal

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What an officer asks for: values by path, the days they govern, the document behind it."""

    settings: Mapping[str, str]
    first_day: date
    last_day: date
    announced_on: date | None = None
    document: str | None = None


Draft = Policy | Amendment | Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverted:
    """A figure that an amendment takes back in part of its days, though it was not asked for."""

    version: int
    first_day: date
    last_day: date
    path: str
    old: str
    new: str


def amended(book: PolicyBook, amendment: Amendment) -> Policy:
    """Return the version governing the first day, patched. It governs the amendment's days.

    Raises Refusal `no-policy-on-day` when none governs the first day, and as `with_values` does.
    """
    base = book.governing(amendment.first_day)
    if base is None:
        raise Refusal("no-policy-on-day", day=amendment.first_day.isoformat())
    return with_values(
        base.policy,
        amendment.settings,
        first_day=amendment.first_day,
        last_day=amendment.last_day,
        announced_on=amendment.announced_on,
        document=amendment.document,
    )


def of_the_book(book: PolicyBook, policy: Policy) -> Policy:
    """Return a policy that may enter the book.

    Raises Refusal `policy-id-differs` for another policy's, and `policy-value-invalid` when a cap
    counts otherwise than in an earlier version: all versions share what was used under it.
    """
    if book.versions and book.versions[0].policy.id != policy.id:
        raise Refusal("policy-id-differs", found=policy.id, expected=book.versions[0].policy.id)
    for version in book.versions:
        _check_caps(version.policy, policy)
    return policy


def reverted(book: PolicyBook, policy: Policy, settings: Mapping[str, str]) -> Iterator[Reverted]:
    """Yield every figure that the policy changes in its days without being asked to.

    An amendment starts from the version governing its first day. Where another version governs
    later days, that one's figures go back to the first one's.
    """
    for version, first_day, last_day in _governed(book, policy.first_day, policy.last_day):
        for path, old, new, _ in every_difference(version.policy, policy):
            if path not in settings and path not in DAYS:
                yield Reverted(
                    version=version.number,
                    first_day=first_day,
                    last_day=last_day,
                    path=path,
                    old=old,
                    new=new,
                )


def with_draft(book: PolicyBook, policy: Policy) -> PolicyBook:
    """Return the book as if this policy were recorded last."""
    draft = PolicyVersion(number=len(book.versions) + 1, digest=digest(policy), policy=policy)
    return PolicyBook((*book.versions, draft), book.position)


def with_settings(book: PolicyBook, settings: Mapping[str, str]) -> PolicyBook:
    """Return the book as if these values were set on every governed day, all else as it is.

    A version without a path, such as one before a cap was added, is left without it; a path that no
    version has is refused.
    """
    known = [parameters_in(version.policy.source).keys() for version in book.versions]
    nowhere = settings.keys() - frozenset().union(*known)
    for version, paths in zip(book.versions, known, strict=True):
        own = {path: text for path, text in settings.items() if path in paths | nowhere}
        book = with_draft(book, with_values(version.policy, own))
    return book


def book_with(book: PolicyBook, draft: Draft) -> PolicyBook:
    """Return the book as if a draft were recorded last; values alone are set on every governed day.

    Raises Refusal `policy-id-differs`, `no-policy-on-day`, and as the values set are refused.
    """
    match draft:
        case Policy():
            return with_draft(book, of_the_book(book, draft))
        case Amendment():
            return with_draft(book, amended(book, draft))
    return with_settings(book, draft) if draft else book


def _check_caps(earlier: Policy, policy: Policy) -> None:
    before, now = earlier.source.get("caps", {}), policy.source.get("caps", {})
    for name in before.keys() & now.keys():
        for key in ("unit", "per"):
            kept, value = (caps[name][key] for caps in (before, now))
            if value != kept:
                path, problem = f"caps.{name}.{key}", "not-allowed"
                facts = {"path": path, "value": value, "problem": problem, "allowed": kept}
                raise Refusal("policy-value-invalid", **facts)


def _governed(
    book: PolicyBook, first_day: date, last_day: date
) -> Iterator[tuple[PolicyVersion, date, date]]:
    """Yield which version governs which days of a range."""
    starts = {first_day}
    for version in book.versions:
        starts |= {version.policy.first_day, version.policy.last_day + _DAY}
    days: Sequence[date] = sorted(day for day in starts if first_day <= day <= last_day)
    for start, following in zip(days, [*days[1:], last_day + _DAY], strict=True):
        version_then = book.governing(start)
        if version_then is not None:
            yield version_then, start, following - _DAY
