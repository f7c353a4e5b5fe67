"""Policy versions, and which of them governs a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.policy.facts import Facts
from domain.policy.kinds import Kind
from domain.policy.measures import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """Every version recorded so far, in the order it was recorded, up to a log position."""

    versions: tuple[PolicyVersion, ...] = ()
    position: int = 0

    def until(self, position: int) -> PolicyBook:
        """Return the book as it stood at a log position."""
        known = tuple(
            version
            for version in self.versions
            if version.position is not None and version.position <= position
        )
        return PolicyBook(known, max((version.position or 0 for version in known), default=0))

    def numbered(self, number: int | None) -> PolicyVersion | None:
        """Return a version by its number; None where no such version is recorded."""
        if number is None or not 1 <= number <= len(self.versions):
            return None
        return self.versions[number - 1]

    def kind(self, name: str) -> Kind | None:
        """Return a kind of claims as the last version that has it says; None where none has."""
        kinds = (version.policy.kinds.get(name) for version in reversed(self.versions))
        return next(filter(None, kinds), None)

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
        """Say whether `day` is before the policy's first announcement (追溯适用)."""
        return bool(self.versions) and day < self.versions[0].policy.announced_on
