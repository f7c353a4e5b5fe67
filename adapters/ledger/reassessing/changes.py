"""What a reassessment changes: rehearsed under any book, or recorded; as figures for a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import GROUP, codes
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.units import Author, Request
from domain.commands.enterprise import ChooseOrder, Reassess
from domain.decide import decide
from domain.enterprise.state import Enterprise
from domain.events.claims import ClaimReassessed
from domain.events.log import EnterpriseEvent
from domain.policy.book import PolicyBook

Answer = dict[str, Any]
Told = Callable[[int], None]  # enterprises gone through so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One claim's difference. `year`: of the matter. Amounts in fen."""

    uscc: str
    year: int
    event: ClaimReassessed

    @property
    def before_fen(self) -> int:
        return self.event.previous_fen

    @property
    def after_fen(self) -> int:
        return self.event.decision.outcome.granted_fen


@dataclass(slots=True)
class Sums:
    """Claims changed and their amounts before and after, in fen."""

    claims: int = 0
    before_fen: int = 0
    after_fen: int = 0

    def add(self, claims: int, before_fen: int, after_fen: int) -> None:
        self.claims += claims
        self.before_fen += before_fen
        self.after_fen += after_fen

    @property
    def delta_fen(self) -> int:
        return self.after_fen - self.before_fen


@dataclass(slots=True)
class Changes:
    """Every difference, and the sums of them in all and by measure, year and enterprise."""

    changes: list[Change] = field(default_factory=list)
    all: Sums = field(default_factory=Sums)
    by_measure: dict[str, Sums] = field(default_factory=dict)
    by_year: dict[str, Sums] = field(default_factory=dict)
    by_enterprise: dict[str, Sums] = field(default_factory=dict)

    def take(self, uscc: str, enterprise: Enterprise, events: Iterable[EnterpriseEvent]) -> None:
        """Add what happened, or would happen, to one enterprise."""
        for event in events:
            if isinstance(event, ClaimReassessed):
                year = enterprise.claims[event.claim_no].submitted.occurred_on.year
                self._add(Change(uscc=uscc, year=year, event=event))

    def _add(self, change: Change) -> None:
        self.changes.append(change)
        before, after = change.before_fen, change.after_fen
        for sums in (
            self.all,
            self.by_year.setdefault(str(change.year), Sums()),
            self.by_enterprise.setdefault(change.uscc, Sums()),
        ):
            sums.add(1, before, after)
        was, now = change.event.previous_measure, change.event.decision.outcome.measure
        if was == now:
            self._measured(now).add(1, before, after)
        else:
            self._measured(was).add(0, before, 0)
            self._measured(now).add(1, 0, after)

    def _measured(self, measure: str | None) -> Sums:
        return self.by_measure.setdefault(measure or "", Sums())


def rehearse(
    enterprises: Iterable[tuple[str, Enterprise]], book: PolicyBook, told: Told
) -> Changes:
    """Return what a reassessment by this book would change. Records nothing."""
    changes = Changes()
    with gc_paused():
        for number, (uscc, enterprise) in enumerate(enterprises, start=1):
            changes.take(uscc, enterprise, decide(Reassess(uscc=uscc), enterprise, book))
            if number % GROUP == 0:
                collect_young()
                told(number)
    return changes


def reassess(
    ledger: CommandHandler, author: Author, told: Told, uscc: str | None = None
) -> Changes:
    """Record every difference, an enterprise at a time whole, and return them."""
    every = codes(ledger.recorder) if uscc is None else [uscc]
    changes, gone = Changes(), 0
    with gc_paused():
        for start in range(0, len(every), GROUP):
            few = every[start : start + GROUP]
            record(ledger, author, [Reassess(uscc=one) for one in few], changes)
            gone += len(few)
            collect_young()
            told(gone)
    return changes


def record(
    ledger: CommandHandler,
    author: Author,
    commands: Sequence[Reassess | ChooseOrder],
    changes: Changes,
) -> None:
    """Carry out commands and take what they change. Raises the first Refusal of any."""
    units = [Request(uscc=command.uscc, commands=(command,)) for command in commands]
    for unit, done in zip(units, ledger.carry_out_all(units, author), strict=True):
        if done.refusal is not None:
            raise done.refusal
        if any(isinstance(event, ClaimReassessed) for event in done.events):
            changes.take(unit.uscc, ledger.enterprise(unit.uscc), done.events)


def answer(changes: Changes) -> Answer:
    """Return the changes as other programs rely on them; amounts in fen."""
    found = sorted(changes.changes, key=lambda change: change.event.claim_no)
    return {
        "claims_changed": changes.all.claims,
        "before_fen": changes.all.before_fen,
        "after_fen": changes.all.after_fen,
        "delta_fen": changes.all.delta_fen,
        "by_measure": _sums(changes.by_measure),
        "by_year": _sums(changes.by_year),
        "by_enterprise": _sums(changes.by_enterprise),
        "changes": [
            {
                "claim_no": change.event.claim_no,
                "before_fen": change.before_fen,
                "after_fen": change.after_fen,
            }
            for change in found
        ],
        "causes": {change.event.claim_no: _cause(change) for change in found},
    }


def _sums(groups: Mapping[str, Sums]) -> Answer:
    return {
        key: {
            "claims": sums.claims,
            "before_fen": sums.before_fen,
            "after_fen": sums.after_fen,
            "delta_fen": sums.delta_fen,
        }
        for key, sums in sorted(groups.items())
    }


def _cause(change: Change) -> Answer:
    event = change.event
    return {"cause": event.cause, "because_of": event.because_of, "through": event.through}
