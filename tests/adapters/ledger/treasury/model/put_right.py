"""What the independent model of money makes of entries put right by a document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tests.adapters.ledger.treasury.model.oracle import Oracle
from tests.adapters.ledger.treasury.model.records import FAILED_ON, Back, Case, Move, No, Repaid


class PutRight(Oracle):
    """The books, in which an entry made wrongly is as if the right one had been made."""

    def correct_move(self, at: int, *, fen: int | None, line: str | None, void: bool) -> None:
        """Put a movement right; the other line of a transfer changes with its own."""
        was = self.entries[at]
        other = {"T": "all", "all": "T", "": ""}
        now = Move(was.year, was.kind, line or was.line, fen or was.fen, was.to)
        now.to = other[now.line] if was.to else ""
        if not void and now == was:
            return
        if was.year in self.closed:
            raise No("budget-closed")
        touched = {place for place in (was.line, was.to, now.line, now.to) if place}
        had = {place: self.money(was.year, place) for place in touched}
        with self._as_it_was():
            for moved in self._moved(was):
                self.moves.remove(moved)
            goes_out = was.kind in ("returned", "transferred")
            if not void and goes_out and now.fen > self.money(was.year, now.line):
                raise No("budget-short")
            if not void:
                self.moves += self._moved(now)
            for place, before in had.items():
                if self.money(was.year, place) < min(0, before):
                    raise No("money-spent-since")
        was.stands = False
        if not void:
            self.entries.append(now)

    def correct_payment(self, number: int, made: int, on: date) -> None:
        lot = self.lots[number]
        paid = [each for each in self.paid if (each.batch, each.made) == (number, made)]
        if all(each.on == on for each in paid):
            return
        if lot.ends is None or on <= lot.ends:
            raise No("notice-not-over")
        if any(not each.stands for each in paid) and on > FAILED_ON:
            raise No("failed-before-paid")
        for back in self.backs:
            if back.stands and back.through is None and back.paid in paid and back.on < on:
                raise No("repaid-before-paid")
            if back.stands and back.through is not None:
                came, went = (on if of in paid else of.on for of in (back.paid, back.through))
                if went < came and (back.paid in paid or back.through in paid):
                    raise No("repaid-before-paid")
        for each in paid:
            each.on = on

    def correct_repaid(
        self, at: int, *, fen: int | None, no: str | None, on: date | None, void: bool
    ) -> None:
        was = self.repaid[at]
        case = self.cases[no] if no else was.case
        now = Repaid(case, fen or was.fen, on or was.on, [])
        if not void and (now.case, now.fen, now.on) == (was.case, was.fen, was.on):
            return
        with self._as_it_was():
            for back in was.backs:
                back.stands = False
            if not void:
                now.backs = list(self._credited(was, now))
            self._lower()
            for place in dict.fromkeys((back.paid.year, back.paid.line) for back in was.backs):
                if not self._draw_back(*place):
                    raise No("money-spent-since")
        was.stands = False
        if not void:
            self.repaid.append(now)

    def _credited(self, was: Repaid, now: Repaid) -> Iterator[Back]:
        left, kept = now.fen, min(was.fen, now.fen) if now.case is was.case else 0
        copied = []
        for back in was.backs:
            part = min(kept, back.fen)
            if part and back.paid.on > now.on:
                raise No("repaid-before-paid")
            if part:
                copied.append(Back(back.paid, part, on=now.on))
            kept, left = kept - part, left - part
        self.backs += copied
        yield from copied
        if left:
            yield from self._more(now.case, left, now.on)

    def _more(self, case: Case, fen: int, on: date) -> list[Back]:
        owed = self.open_debt(case)
        if owed == 0:
            raise No("debt-ordered" if self.owed_back(case) else "nothing-owed-back")
        if fen > owed:
            raise No("more-than-owed-back")
        parts = self._parts(case, fen)
        if any(paid.on > on for paid, _ in parts):
            raise No("repaid-before-paid")
        backs = [Back(paid, part, on=on) for paid, part in parts]
        self.backs += backs
        return backs

    def reinstate(self, number: int, no: str) -> None:
        """A payment said to have failed had arrived."""
        lot, row = self.lots[number], self._row(number, no)
        (paid,) = (each for each in self.paid if (each.case.no, each.batch) == (no, number))
        undone = [back for back in self.backs if back.through is paid]
        for back in undone:
            of, fixed = back.paid, sum(fen for each, fen in self._fixed() if each is back.paid)
            gone = sum(each.fen for each in self.backs if each.stands and each.paid is of)
            if (of.fen if of.stands else 0) - gone - fixed < back.fen:
                raise No("debt-settled-since")
        if any(back.paid.on > paid.on for back in undone):
            raise No("repaid-before-paid")
        with self._as_it_was():
            paid.stands = True
            for back in undone:
                back.stands = True
            self._lower()
            if not self._draw_back(lot.year, lot.line):
                raise No("money-spent-since")
        row.set_off = sum(back.fen for back in undone)
        row.state, row.allotted, row.sent = "paid", paid.fen, paid.fen - row.set_off
        lot.failed.discard(no)

    @contextmanager
    def _as_it_was(self) -> Iterator[None]:
        """Have the books as they were where a rule says no."""
        moves, backs, debts = list(self.moves), list(self.backs), list(self.debts)
        paid = [(each, each.stands) for each in self.paid]
        back = [(each, each.stands) for each in self.backs]
        rows = [(row, row.allotted) for lot in self.lots.values() for row in lot.rows]
        lapsing = [(case, case.lapsing) for case in self.cases.values()]
        try:
            yield
        except No:
            self.moves, self.backs, self.debts = moves, backs, debts
            for one, stood in paid:
                one.stands = stood
            for part, stood in back:
                part.stands = stood
            for row, allotted in rows:
                row.allotted = allotted
            for case, held in lapsing:
                case.lapsing = held
            raise
