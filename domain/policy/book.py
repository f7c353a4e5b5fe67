"""The policies of a ledger and their versions, and which of them governs a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from domain.policy.facts import Facts
from domain.policy.kinds import Kind, RecordType
from domain.policy.measures import Cap, Policy
from domain.policy.names import prefix_of
from domain.value import value


@value
class PolicyVersion:
    """A policy as recorded: its number in the book, the SHA-256 of its canonical form, and where
    in the log it stands (None for a draft).
    """

    number: int
    digest: str
    policy: Policy
    position: int | None = None

    def governs(self, day: date) -> bool:
        return self.policy.first_day <= day <= self.policy.last_day


@dataclass(frozen=True)
class PolicyBook:
    """Every version recorded so far, in the order it was recorded, up to a log position.

    Versions of all policies are numbered together. The days that versions govern, and what is
    retroactive, are asked of the versions of one policy: `of`, `of_policy`.
    """

    versions: tuple[PolicyVersion, ...] = ()
    position: int = 0

    def followed_by(self, version: PolicyVersion) -> PolicyBook:
        """Return the book with one more version, its caps filled by the measures they carry on."""
        caps = {
            name: replace(cap, **self._carried(cap)) if cap.carries_on else cap
            for name, cap in version.policy.caps.items()
        }
        if caps != version.policy.caps:
            version = replace(version, policy=replace(version.policy, caps=caps))
        position = self.position if version.position is None else version.position
        return PolicyBook((*self.versions, version), position)

    def until(self, position: int) -> PolicyBook:
        """Return the book as it stood at a log position."""
        known = sum(
            version.position is not None and version.position <= position
            for version in self.versions
        )
        return self._earlier[known]

    @cached_property
    def _earlier(self) -> tuple[PolicyBook, ...]:
        """The book after each of its versions: what is worked out of one is worked out once."""
        recorded = [version for version in self.versions if version.position is not None]
        return tuple(
            PolicyBook(
                tuple(recorded[:known]),
                max((version.position or 0 for version in recorded[:known]), default=0),
            )
            for known in range(len(recorded) + 1)
        )

    @cached_property
    def policies(self) -> dict[str, PolicyBook]:
        """The versions of each policy by its id, in the order the policies were first recorded."""
        ids = dict.fromkeys(version.policy.id for version in self.versions)
        return {id_: self._those(id_) for id_ in ids} if len(ids) > 1 else dict.fromkeys(ids, self)

    @cached_property
    def _by_prefix(self) -> dict[str, PolicyBook]:
        return {part.versions[0].policy.prefix: part for part in self.policies.values()}

    def of(self, name: str) -> PolicyBook:
        """Return the versions of the policy that a kind, a record, a measure or a cap is of."""
        return self._by_prefix.get(prefix_of(name), _EMPTY)

    def of_policy(self, policy: str) -> PolicyBook:
        """Return the versions of a policy by its id; none where the ledger does not have it."""
        return self.policies.get(policy, _EMPTY)

    def policy_of(self, name: str) -> str | None:
        """Return the id of the policy that a kind, a record, a measure or a cap is of."""
        versions = self.of(name).versions
        return versions[0].policy.id if versions else None

    def named_policy(self, name: str) -> str | None:
        """Return the id of the policy that a name is of, as answers say it; None where that goes
        without saying: the ledger has one policy.
        """
        return self.policy_of(name) if self.has_several else None

    @property
    def has_several(self) -> bool:
        """Say whether the ledger has more than one policy."""
        return len(self.policies) > 1

    @cached_property
    def records(self) -> dict[str, RecordType]:
        """Every record by its id, as the last version that has it says."""
        return {name: each for v in self.versions for name, each in v.policy.records.items()}

    @cached_property
    def caps(self) -> dict[str, Cap]:
        """Every cap by its id, as the last version that has it says."""
        return {cap.id: cap for version in self.versions for cap in version.policy.caps.values()}

    @cached_property
    def pooled(self) -> frozenset[str]:
        """The measures whose grants fill a cap over all enterprises, as any version says."""
        every = (cap for version in self.versions for cap in version.policy.caps.values())
        return frozenset(measure for cap in every if cap.pooled for measure in cap.counted)

    @cached_property
    def pooled_kinds(self) -> frozenset[str]:
        """The kinds of claims that may come under these measures."""
        measures = (each for v in self.versions for each in v.policy.measures.values())
        return frozenset(each.kind for each in measures if each.id in self.pooled)

    @cached_property
    def has_pools(self) -> bool:
        """Say whether any cap is over all enterprises."""
        return bool(self.pooled)

    def caps_carrying(self, measure: str) -> Iterator[Cap]:
        """Yield the caps of other policies that a measure's grants fill."""
        yield from (cap for cap in self.caps.values() if measure in cap.carried)

    def numbered(self, number: int | None) -> PolicyVersion | None:
        """Return a version by its number; None where no such version is recorded."""
        if number is None:
            return None
        if 1 <= number <= len(self.versions) and self.versions[number - 1].number == number:
            return self.versions[number - 1]
        return next((known for known in self.versions if known.number == number), None)

    def kind(self, name: str) -> Kind | None:
        """Return a kind of claims as the last version that has it says; None where none has."""
        return self._kinds.get(name)

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        return {name: kind for each in self.versions for name, kind in each.policy.kinds.items()}

    def cost_fen(self, facts: Facts) -> int | None:
        """Return all fees a claim states; None where its kind has no cost."""
        kind = self.kind(facts.kind)
        return None if kind is None else kind.cost_fen(facts)

    def governing(self, day: date) -> PolicyVersion | None:
        """Return the last-recorded version whose days contain `day`; None when none does."""
        return next((known for known in reversed(self.versions) if known.governs(day)), None)

    def governing_year(self, year: int) -> PolicyVersion | None:
        """Return the version governing 31 December, else the year's last governed day."""
        ends = {version.policy.last_day for version in self.versions}
        days = {date(year, 12, 31)} | {day for day in ends if day.year == year}
        latest_first = sorted(days, reverse=True)  # the last governed day ends some version
        return next(filter(None, map(self.governing, latest_first)), None)

    def governing_last_day(self) -> PolicyVersion | None:
        """Return the version governing the last day any version governs."""
        last = max((version.policy.last_day for version in self.versions), default=None)
        return None if last is None else self.governing(last)

    def is_retroactive(self, day: date) -> bool:
        """Say whether `day` is before the first announcement of these versions (追溯适用)."""
        return bool(self.versions) and day < self.versions[0].policy.announced_on

    def _those(self, policy: str) -> PolicyBook:
        known = tuple(version for version in self.versions if version.policy.id == policy)
        return PolicyBook(known, self.position)

    def _carried(self, cap: Cap) -> dict[str, Any]:
        """Return the measures of other policies that fill a cap, and which of them by item."""
        carried, by_item = [], set(cap.by_item)
        for policy, name in cap.carries_on:
            for version in reversed(self.of_policy(policy).versions):
                measure = version.policy.measures.get(version.policy.prefix + name)
                if measure is not None:
                    carried.append(measure.id)
                    by_item |= {measure.id} if measure.by_item else set()
                    break
        return {"carried": tuple(carried), "by_item": frozenset(by_item)}


_EMPTY = PolicyBook()
