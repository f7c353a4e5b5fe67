"""Budget years in the model: what moves on their lines, closed and opened again."""

from __future__ import annotations

from tests.adapters.ledger.treasury.model.kept_back.accounts import Accounts
from tests.adapters.ledger.treasury.model.records import (
    Move,
    No,
)


class Years(Accounts):
    """Budget years beside batches and accounts."""

    def move(self, year: int, kind: str, line: str, fen: int, to: str = "") -> None:
        if year in self.closed:
            raise No("budget-closed")
        if kind in ("returned", "transferred") and fen > self.money(year, line):
            raise No("budget-short")
        self.entries.append(Move(year, kind, line, fen, to))
        self.moves += self._moved(self.entries[-1])

    @staticmethod
    def _moved(entry: Move) -> list[tuple[int, str, str, int]]:
        if entry.kind != "transferred":
            return [(entry.year, entry.line, entry.kind, entry.fen)]
        return [
            (entry.year, entry.line, entry.kind, -entry.fen),
            (entry.year, entry.to, entry.kind, entry.fen),
        ]

    def carry_over(self, year: int) -> None:
        if any(self._open(lot) for lot in self.lots.values() if lot.year == year):
            raise No("batch-open")
        lefts = {line: self.money(year, line) for line in ("T", "all")}
        if year in self.closed and not any(lefts.values()):
            raise No("nothing-to-carry")
        self.closed.add(year)
        self.years.add(year + 1)
        for line, left in lefts.items():
            self.over.append((year, line, left))
            self.moves += [(year, line, "carried_in", -left), (year + 1, line, "carried_in", left)]

    def reopen_year(self, year: int) -> None:
        if year not in self.closed:
            raise No("budget-not-closed")
        if year + 1 in self.closed:
            raise No("budget-closed")
        went = {
            line: sum(fen for at, of, fen in self.over if (at, of) == (year, line))
            for line in ("T", "all")
        }
        if any(fen and fen > self.money(year + 1, line) for line, fen in went.items()):
            raise No("carried-money-spent")
        self.closed.remove(year)
        self.over = [each for each in self.over if each[0] != year]
        for line, fen in went.items():
            self.moves += [(year, line, "carried_in", fen), (year + 1, line, "carried_in", -fen)]
