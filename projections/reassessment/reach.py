"""Which claims a book may decide otherwise than another: what a rehearsal need not walk.

Worked out from the policies alone. Claims of kinds that share no cap, item, exclusion or condition
cannot touch each other, so only those that a difference can reach are decided again. Where that
cannot be said for sure, every claim is reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from domain.policy.book import PolicyBook
from domain.policy.conditions import AnyOf, Condition, GrantedBefore, OnList, asked
from domain.policy.measures import Cap, Measure, Policy
from domain.policy.terms import Plus, Rate

_DAY = timedelta(days=1)
# Of a measure, what says how much it pays, not which claims fall under it.
_AMOUNTS: dict[str, Any] = {
    "needs": (), "terms": (), "line": None, "worked_from": (), "ended": False,
    "article": "", "title_zh": "", "title_en": "",
}  # fmt: skip


@dataclass(slots=True)
class Reach:
    """What differs between two books, and the kinds of claims that it may touch.

    everything: it may be anything; the rest says nothing then. kinds: of which claims are decided
    together with those that differ. An enterprise is reached where it has decided claims of one of
    `begins`, under one of these measures, or that came above so much under one of these caps.
    supported: or that state other support.
    """

    everything: bool = False
    kinds: frozenset[str] = frozenset()
    begins: set[str] = field(default_factory=set)
    measures: set[str] = field(default_factory=set)
    caps: dict[str, int] = field(default_factory=dict)
    supported: bool = False


EVERYTHING = Reach(everything=True)


def what_changes(old: PolicyBook, new: PolicyBook) -> Reach:
    """Return what a book may decide otherwise than another for the claims of one ledger."""
    if old.versions == new.versions:
        return Reach()
    if old.policies.keys() != new.policies.keys():
        return EVERYTHING
    reach, groups = Reach(), Groups((old, new))
    for policy in old.policies:
        for before, now in _governing(old.of_policy(policy), new.of_policy(policy)):
            if not _compare(before, now, reach):
                return EVERYTHING
    _decide_order(old, new, reach, groups)
    if reach.supported:
        if old.has_several:  # what other policies granted counts as it does
            return EVERYTHING
        reach.kinds = frozenset(groups.kinds.values())
        return reach
    named = [groups.kinds[measure] for measure in reach.measures]
    capped = [kind for cap in reach.caps for kind in groups.of_cap(cap)]
    reach.kinds = groups.joined_with([*reach.begins, *named, *capped])
    return reach


class Groups:
    """The kinds of claims that may touch each other by what any version of some books says.

    kinds: of every measure.
    """

    def __init__(self, books: Iterable[PolicyBook]) -> None:
        self._policies = [version.policy for book in books for version in book.versions]
        every = [each for policy in self._policies for each in policy.measures.values()]
        self.kinds = {each.id: each.kind for each in every}
        self._first: dict[str, str] = {}
        for policy in self._policies:
            for named in _named_together(policy):
                self._join([self.kinds[each] for each in named if each in self.kinds])

    def joined_with(self, kinds: Iterable[str]) -> frozenset[str]:
        """Return these kinds and all that may touch them."""
        firsts = {self.first(kind) for kind in kinds}
        every = {*self.kinds.values(), *firsts}
        return frozenset(kind for kind in every if self.first(kind) in firsts)

    def of_cap(self, cap: str) -> set[str]:
        """Return the kinds whose grants may fill a cap."""
        caps = (policy.caps[cap] for policy in self._policies if cap in policy.caps)
        return {self.kinds[each] for known in caps for each in known.counted if each in self.kinds}

    def first(self, kind: str) -> str:
        """Return the kind that stands for all that this one may touch."""
        while kind in self._first:
            kind = self._first[kind]
        return kind

    def _join(self, kinds: Iterable[str]) -> None:
        first, *others = sorted({self.first(kind) for kind in kinds}) or [""]
        for other in others:
            self._first[other] = first


def _named_together(policy: Policy) -> Iterator[tuple[str, ...]]:
    """Yield the measures that meet: under a cap, an exclusion, as one, or where one asks others."""
    for cap in policy.caps.values():
        yield cap.counted
    for exclusion in policy.exclusions:
        yield exclusion.measure, *exclusion.by
    for together in policy.together:
        yield together.measures
    for measure in policy.measures.values():
        yield measure.id, *measure.shares_item
        for each in (*measure.asks, *(each for when in measure.when for each in asked(when))):
            if isinstance(each, GrantedBefore):
                yield measure.id, *each.measures


def _governing(old: PolicyBook, new: PolicyBook) -> Iterator[tuple[Policy | None, Policy | None]]:
    """Yield each two policies that govern a day by one book and by the other, once."""
    policies = [version.policy for book in (old, new) for version in book.versions]
    starts: set[date] = set()
    for policy in policies:
        starts.add(policy.first_day)
        if policy.last_day < date.max:
            starts.add(policy.last_day + _DAY)
    seen = set()
    for day in sorted(starts):
        before, now = old.governing(day), new.governing(day)
        if before is not now and (id(before), id(now)) not in seen:
            seen.add((id(before), id(now)))
            yield (
                None if before is None else before.policy,
                None if now is None else now.policy,
            )


def _compare(before: Policy | None, now: Policy | None, reach: Reach) -> bool:
    """Note what differs between the policies of one day; say False where it may be anything."""
    if before is None or now is None:
        known = before or now
        reach.begins |= set() if known is None else known.kinds.keys()
        return True
    if before.others != now.others or before.records != now.records:
        return False
    for name in before.kinds.keys() | now.kinds.keys():
        one, other = before.kinds.get(name), now.kinds.get(name)
        if one is not None and other is not None and one.item != other.item:
            return False  # which claims are of one item is known by the items of before
        if one != other:
            reach.begins.add(name)
    dated = any(each.at_once for policy in (before, now) for each in policy.lists.values())
    if _rules(before) != _rules(now) or (dated and before.first_day != now.first_day):
        reach.begins |= before.kinds.keys() | now.kinds.keys()
    reach.supported |= before.settings.other_support != now.settings.other_support
    _compare_measures(before, now, reach)
    _compare_caps(before, now, reach)
    return True


def _rules(policy: Policy) -> tuple[object, ...]:
    """Return what all claims of a policy are decided by."""
    settings = replace(policy.settings, new_version="", other_support="")
    return settings, policy.repealed  # no claim is decided by what becomes of a new version


def _compare_measures(before: Policy, now: Policy, reach: Reach) -> None:
    """Note the measures that differ; kinds whose claims may come under other measures as well."""
    lists = {
        name
        for name in before.lists.keys() | now.lists.keys()
        if before.lists.get(name) != now.lists.get(name)
    }
    for policy, other in ((before, now), (now, before)):
        for kind, measures in policy.measures_of.items():
            if [each.id for each in measures] != [
                each.id for each in other.measures_of.get(kind, ())
            ]:
                reach.begins.add(kind)
        for id_, measure in policy.measures.items():
            theirs = other.measures.get(id_)
            if theirs is None or _chosen_by(measure) != _chosen_by(theirs):
                reach.begins.add(measure.kind)
            elif measure != theirs:
                reach.measures.add(id_)
            if lists and not lists.isdisjoint(_lists_asked(measure)):
                reach.begins.add(measure.kind)
        for rules, theirs_too in (
            (policy.exclusions, other.exclusions),
            (policy.together, other.together),
        ):
            if rules != theirs_too:
                _begin(reach, policy, rules)


def _begin(reach: Reach, policy: Policy, rules: Iterable[Any]) -> None:
    """Note every measure of exclusions, or of what stands together."""
    for rule in rules:
        named = rule.measures if hasattr(rule, "measures") else (rule.measure, *rule.by)
        reach.begins |= {policy.measures[each].kind for each in named if each in policy.measures}


def _chosen_by(measure: Measure) -> Measure:
    """Return a measure without what says how much it pays."""
    return replace(measure, **_AMOUNTS)


def _lists_asked(measure: Measure) -> Iterator[str]:
    """Yield the lists of countries that a measure asks about."""
    conditions = [*measure.when, *(need.condition for need in measure.needs)]
    for term in measure.terms:
        bonuses = (
            term.bonuses
            if isinstance(term, Rate)
            else [term.bonus]
            if isinstance(term, Plus)
            else ()
        )
        conditions += [when for bonus in bonuses for when in bonus.when]
    yield from _lists(conditions)


def _lists(conditions: Iterable[Condition]) -> Iterator[str]:
    for condition in conditions:
        if isinstance(condition, OnList):
            yield condition.list
        elif isinstance(condition, AnyOf):
            yield from _lists(condition.conditions)


def _compare_caps(before: Policy, now: Policy, reach: Reach) -> None:
    """Note the caps that differ: by how much may be granted, or altogether."""
    for policy, other in ((before, now), (now, before)):
        for measure, caps in policy.caps_of.items():
            if [cap.id for cap in caps] != [cap.id for cap in other.caps_of.get(measure, ())]:
                reach.begins.add(policy.measures[measure].kind)
        for id_, cap in policy.caps.items():
            theirs = other.caps.get(id_)
            if cap == theirs:
                continue
            if theirs is not None and _only_limit(cap, theirs):
                least = min(cap.limit, theirs.limit)
                reach.caps[id_] = min(least, reach.caps.get(id_, least))
            else:
                kinds = (policy.measures[each].kind for each in cap.measures)
                reach.begins |= set(kinds)


def _only_limit(cap: Cap, other: Cap) -> bool:
    """Say whether caps of one enterprise differ in their limit alone, which no record says."""
    plain = cap.limit_of is None and not cap.pooled
    return plain and replace(cap, limit=0, article="", title_zh="", title_en="") == replace(
        other, limit=0, article="", title_zh="", title_en=""
    )


def _decide_order(old: PolicyBook, new: PolicyBook, reach: Reach, groups: Groups) -> None:
    """Take a cap's limit for a difference of all its claims where their order may rest on it."""
    every = {version.policy.settings.order for book in (old, new) for version in book.versions}
    if every - {"decided"}:
        for cap in reach.caps:
            reach.begins |= groups.of_cap(cap)
        reach.caps.clear()
