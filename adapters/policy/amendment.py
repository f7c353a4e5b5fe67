"""A policy amended: the version to record, what it reverts, and books with a draft in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from difflib import get_close_matches

from adapters.policy.codec import digest
from adapters.policy.patch import DAYS, every_difference, with_values
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.compiling.paths import parameters_in
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from domain.policy.names import SEPARATOR, bare, prefix_of
from domain.refusals import Refusal
from domain.value import value

_DAY = timedelta(days=1)
_SLIP = 0.9  # how alike two names are of which one is a slip of the pen
_NUMBERS = re.compile(r"\d+")


@value
class Amendment:
    """What an officer asks for: values by path, the days they govern, the document behind it.

    policy: the id of the one amended; None where the ledger has one only. ended: measures that pay
    nothing from then on. repealed: nothing is paid in these days.
    """

    settings: Mapping[str, str]
    first_day: date
    last_day: date
    announced_on: date | None = None
    document: str | None = None
    policy: str | None = None
    ended: tuple[str, ...] = ()
    repealed: bool = False


Draft = Policy | Amendment | Mapping[str, str]


@value
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

    One that ends later than the policy does extends it. Raises Refusal `policy-not-named`,
    `policy-unknown`, `no-policy-on-day` when none governs the first day, and as `with_values` does.
    """
    own = one_policy(book, amendment.policy)
    first = amendment.first_day
    base = own.governing(first)
    if base is None:
        raise Refusal("no-policy-on-day", day=first.isoformat())
    return with_values(
        base.policy,
        amendment.settings,
        first_day=first,
        last_day=amendment.last_day,
        announced_on=amendment.announced_on,
        document=amendment.document,
        ended=amendment.ended,
        repealed=amendment.repealed,
    )


def one_policy(book: PolicyBook, policy: str | None) -> PolicyBook:
    """Return the versions of a policy by its id; of the ledger's only one where none is named.

    Raises Refusal `policy-not-named` where the ledger has several, or `policy-unknown`.
    """
    if policy is None and book.has_several:
        raise Refusal("policy-not-named", known=", ".join(book.policies))
    if policy is None:
        return book
    if policy not in book.policies:
        raise unknown_policy(policy, book.policies)
    return book.of_policy(policy)


def own_name(book: PolicyBook, name: str, policy: str) -> str:
    """Return how a name of a policy's file, or one with its id before it, is recorded.

    Raises Refusal `policy-unknown`, or `policy-conflicts` for a name of another policy.
    """
    prefix = one_policy(book, policy).versions[0].policy.prefix
    if bare(name) == name or prefix_of(name) in (prefix, policy + SEPARATOR):
        return prefix + bare(name)
    of = prefix_of(name).removesuffix(SEPARATOR)
    raise Refusal("policy-conflicts", verb="name", where=name, policy=of, other=policy)


def unknown_policy(policy: str, known: Iterable[str]) -> Refusal:
    """Return the refusal of a policy that a ledger does not have."""
    every = tuple(known)
    if not every:
        return Refusal("policy-unknown", verb="none", policy=policy)
    facts = {"policy": policy, "known": ", ".join(every)}
    nearest = get_close_matches(policy, every, n=1)
    if nearest:
        return Refusal("policy-unknown", verb="nearest", nearest=nearest[0], **facts)
    return Refusal("policy-unknown", **facts)


def of_the_book(book: PolicyBook, policy: Policy) -> Policy:
    """Return a policy as it enters the book: another policy than the first by qualified names.

    Raises Refusal `policy-id-differs` for what is another's text under an id of its own,
    `policy-currency-differs`, and `policy-value-invalid` when a cap counts otherwise than in an
    earlier version (all versions share what was used under it), or carries on what the ledger does
    not have.
    """
    earlier = book.of_policy(policy.id).versions
    if not earlier and book.versions:
        _check_another(book, policy)
    first = earlier[0].policy if earlier else None
    qualified = bool(first.prefix) if first is not None else bool(book.versions)
    if qualified and not policy.prefix:
        policy = compiled({**policy.source, "qualified": True})
    for version in earlier:
        _check_caps(version.policy, policy)
    _check_carried(book, policy)
    return policy


def reverted(book: PolicyBook, policy: Policy, settings: Mapping[str, str]) -> Iterator[Reverted]:
    """Yield every figure that the policy changes in its days without being asked to.

    An amendment starts from the version governing its first day. Where another version governs
    later days, that one's figures go back to the first one's.
    """
    for version, first_day, last_day in governed(book, policy):
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
    number = len(book.versions) + 1
    return book.followed_by(PolicyVersion(number=number, digest=digest(policy), policy=policy))


def with_settings(
    book: PolicyBook, settings: Mapping[str, str], policy: str | None = None
) -> PolicyBook:
    """Return the book as if these values were set on a policy's every day, all else as it is.

    policy: its id; None where the ledger has one only. A version without a path, such as one before
    a cap was added, is left without it; a path that no version has is refused.
    """
    own = one_policy(book, policy).versions
    known = [parameters_in(version.policy.source).keys() for version in own]
    nowhere = settings.keys() - frozenset().union(*known)
    for version, paths in zip(own, known, strict=True):
        here = {path: text for path, text in settings.items() if path in paths | nowhere}
        book = with_draft(book, with_values(version.policy, here))
    return book


def book_with(book: PolicyBook, draft: Draft, policy: str | None = None) -> PolicyBook:
    """Return the book as if a draft were recorded last; values alone are set on every governed day.

    policy: the id of the policy that values alone are of; None where the ledger has one only.
    Raises Refusal as `of_the_book` and `amended` do, and as the values set are refused.
    """
    match draft:
        case Policy():
            return with_draft(book, of_the_book(book, draft))
        case Amendment():
            return with_draft(book, amended(book, draft))
    return with_settings(book, draft, policy) if draft else book


def _check_another(book: PolicyBook, policy: Policy) -> None:
    """Raise Refusal where a policy may not stand beside those of the book."""
    for id_, versions in book.policies.items():
        known = versions.versions[-1].policy
        same_text = (known.title_zh, known.document) == (policy.title_zh, policy.document)
        if same_text:
            raise Refusal("policy-id-differs", found=policy.id, expected=id_)
        if _currency(known) != _currency(policy):
            raise Refusal(
                "policy-currency-differs",
                policy=policy.id,
                currency=_currency(policy),
                expected=_currency(known),
            )


def _currency(policy: Policy) -> str:
    return str(policy.source.get("currency", "CNY"))


def _check_carried(book: PolicyBook, policy: Policy) -> None:
    for other in (id_ for rule in policy.others for id_ in sorted(rule.policies)):
        if other not in book.policies and _is_slip(other, book.policies):
            raise unknown_policy(other, book.policies)
    for cap in policy.caps.values():
        for id_, measure in cap.carries_on:
            versions = book.of_policy(id_).versions
            if not any(v.policy.prefix + measure in v.policy.measures for v in versions):
                raise Refusal(
                    "policy-value-invalid",
                    path=f"caps.{bare(cap.id)}.counts",
                    value=f"{id_}/{measure}",
                    problem="unknown-measure",
                    known=", ".join(book.policies),
                )


def _is_slip(named: str, known: Iterable[str]) -> bool:
    """Say whether a name is one of these misspelt, and not another that comes later.

    `fairs-2025` beside `fairs-2024` is the next of a series.
    """
    near = get_close_matches(named, known, n=5, cutoff=_SLIP)
    return any(_NUMBERS.findall(each) == _NUMBERS.findall(named) for each in near)


def _check_caps(earlier: Policy, policy: Policy) -> None:
    before, now = earlier.source.get("caps", {}), policy.source.get("caps", {})
    for name in before.keys() & now.keys():
        for key in ("unit", "per"):
            kept, value = (caps[name][key] for caps in (before, now))
            if value != kept:
                raise _not_allowed(f"caps.{name}.{key}", value, kept)
        days = [(caps[name]["period"], caps[name].get("starts")) for caps in (before, now)]
        if days[0] != days[1] and {"fiscal", "rolling"} & {period for period, _ in days}:
            raise _not_allowed(f"caps.{name}.period", days[1][0], days[0][0])


def _not_allowed(path: str, value: str, kept: str) -> Refusal:
    facts = {"path": path, "value": value, "problem": "not-allowed", "allowed": kept}
    return Refusal("policy-value-invalid", **facts)


def governed(book: PolicyBook, policy: Policy) -> Iterator[tuple[PolicyVersion, date, date]]:
    """Yield which version of a policy governs which of the days that a draft of it is to govern."""
    book, first_day, last_day = book.of_policy(policy.id), policy.first_day, policy.last_day
    starts = {first_day}
    for version in book.versions:
        starts |= {version.policy.first_day, version.policy.last_day + _DAY}
    days: Sequence[date] = sorted(day for day in starts if first_day <= day <= last_day)
    for start, following in zip(days, [*days[1:], last_day + _DAY], strict=True):
        version_then = book.governing(start)
        if version_then is not None:
            yield version_then, start, following - _DAY
