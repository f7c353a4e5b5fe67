"""What the independent model says of a day: a list of what happened, each with its day.

All that names no day of its own was recorded today, after any day asked for. So a batch holds by
then what it was computed with, from its notice on, until it pays.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from tests.adapters.ledger.treasury.model.put_right import PutRight
from tests.adapters.ledger.treasury.model.records import FAILED_ON, Back, Case, Lot, Row

DAYS = (
    date(2022, 10, 31),
    date(2022, 11, 12),
    date(2022, 11, 30),
    date(2022, 12, 31),
    date(2023, 6, 1),
    date(2024, 1, 1),
    date(2024, 1, 14),
    date(2024, 1, 15),
    date(2024, 2, 1),
)


class Days(PutRight):
    """The model asked of days."""

    def on_day(self, year: int, line: str, day: date) -> dict[str, int]:
        """Return the figures of a line as they stood on a day."""
        sums: Counter[str] = Counter(
            dict.fromkeys(
                (
                    "paid_fen",
                    "recovered_fen",
                    "in_publicity_fen",
                    "held_fen",
                    "lapsed_fen",
                    "approved_unpaid_fen",
                ),
                0,
            )
        )
        for paid in self.paid:
            if (paid.year, paid.line) == (year, line) and self._had(paid.on, paid.stands, day):
                sums["paid_fen"] += paid.fen
        for back in self.backs:
            if (back.paid.year, back.paid.line) == (year, line) and (self._was_back(back, day)):
                sums["recovered_fen"] += back.fen
        mine = {lot.number for lot in self.lots.values() if (lot.year, lot.line) == (year, line)}
        for case in self.order:
            unpaid, allotted, lapsed = self._parts_on(case, day)
            if allotted and allotted[0].number in mine:
                sums["in_publicity_fen"] += allotted[2]
                sums["held_fen"] += allotted[2] if allotted[1].resolved else 0
            sums["lapsed_fen"] += sum(fen for number, fen in lapsed.items() if number in mine)
            if case.line == line and self._is_latest(year, day):
                sums["approved_unpaid_fen"] += unpaid
        if any(kind == "carried_in" for _, _, kind, _ in self.moves):
            del sums["approved_unpaid_fen"]  # what was carried has a day that follows from others
        else:
            begun = day >= date(year, 6, 1)
            sums["budget_fen"] = self.figures(year, line)["budget_fen"] * begun
        return dict(sums)

    def _parts_on(
        self, case: Case, day: date
    ) -> tuple[int, tuple[Lot, Row, int] | None, dict[int, int]]:
        """Return what of a grant is unpaid, in publicity and lapsed on a day."""
        kept = sum(
            paid.fen
            for paid in self.paid
            if paid.case is case and self._had(paid.on, paid.stands, day)
        ) - sum(
            back.fen for back in self.backs if back.paid.case is case and self._was_back(back, day)
        )
        due, lapsed = case.granted, {}
        for number, (fen, above) in case.lapses.items():
            if self._made_on(number, case.lapsed_by[number]) <= day:
                lapsed[number] = due - min(due, max(above, due - fen))
                due -= lapsed[number]
        left = due - min(due, max(0, kept))
        held, of = 0, None
        for lot in self.lots.values():
            for row in lot.rows:
                if row.case is case and row.computed and self._noticed(lot, row, day):
                    held, of = row.computed, (lot, row)
        allotted = min(held, left)
        left -= allotted
        return left, (*of, allotted) if of else None, lapsed

    def _noticed(self, lot: Lot, row: Row, day: date) -> bool:
        """Say whether a line was in publicity on a day: after that began, before it was paid."""
        if lot.begins is None or lot.begins > day:
            return False
        return not any(
            paid.case is row.case and paid.batch == lot.number and paid.on <= day
            for paid in self.paid
        )

    def _is_latest(self, year: int, day: date) -> bool:
        begun = [
            each
            for each in self.years
            if day >= date(each, 6, 1)
            or any(paid.year == each and paid.on <= day for paid in self.paid)
            or any(back.paid.year == each and self._was_back(back, day) for back in self.backs)
        ]
        return not any(each > year for each in begun)

    def _made_on(self, number: int, made: int) -> date:
        return next(paid.on for paid in self.paid if (paid.batch, paid.made) == (number, made))

    def _was_back(self, back: Back, day: date) -> bool:
        """Say whether money was back: what was repaid and reversed never was."""
        if back.through is None:
            return back.stands and back.on <= day
        return self._had(back.through.on, back.stands, day)

    @staticmethod
    def _had(on: date, stands: bool, day: date) -> bool:
        return on <= day and (stands or day < FAILED_ON)
