"""An independent model of budgets, batches and payments, written from the text alone.

It says no with the code of the rule.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from tests.adapters.ledger.treasury.books import Books
from tests.adapters.ledger.treasury.records import Case, Lot, No, Row


class Oracle(Books):
    """What may be asked of the books."""

    def submit(self, no: str, uscc: str, fen: int, *, rated: bool) -> None:
        self.cases[no] = Case(no, uscc, "T" if rated else "all", fen, rated)

    def approve(self, no: str) -> None:
        case = self.cases[no]
        case.pending, case.granted = False, self._worth(case)
        self.order.append(case)

    def rerate(self, rate: Fraction) -> None:
        self.rate = rate
        for case in self.order:
            if case.rated and not case.revoked and not case.withdrawn:
                case.granted = self._worth(case)
        self._lower()

    def revoke(self, no: str) -> None:
        case = self.cases[no]
        if case.revoked:
            return
        if case.pending or case.withdrawn:
            raise No("claim-not-decided")
        case.revoked, case.granted = True, 0
        self._lower()

    def withdraw(self, no: str) -> None:
        case = self.cases[no]
        if case.revoked:
            raise No("claim-revoked")
        if any(row.case is case for lot in self.lots.values() for row in lot.rows):
            raise No("claim-in-batch")
        case.withdrawn, case.pending, case.granted = True, False, 0

    def correct(self, no: str, fen: int) -> None:
        case = self._standing(no)
        case.asked = fen
        self._decide_again(case)

    def redecide(self, no: str, ceiling: int | None) -> None:
        case = self._standing(no)
        if case.pending:
            raise No("claim-not-decided")
        case.ceiling = ceiling
        self._decide_again(case)

    def reopen(self, no: str) -> None:
        case = self.cases[no]
        if not (case.revoked or case.withdrawn):
            raise No("claim-stands")
        case.revoked = case.withdrawn = False
        case.pending = case not in self.order
        self._decide_again(case)

    def _standing(self, no: str) -> Case:
        case = self.cases[no]
        if case.revoked or case.withdrawn:
            raise No("claim-ended")
        return case

    def _decide_again(self, case: Case) -> None:
        if not case.pending:
            case.granted = self._worth(case)
            self._lower()

    def move(self, year: int, kind: str, line: str, fen: int, to: str = "") -> None:
        if year in self.closed:
            raise No("budget-closed")
        if kind in ("returned", "transferred") and fen > self.money(year, line):
            raise No("budget-short")
        out = -1 if kind == "transferred" else 1
        self.moves.append((year, line, kind, out * fen))
        if kind == "transferred":
            self.moves.append((year, to, kind, fen))

    def carry_over(self, year: int) -> None:
        if any(self._open(lot) for lot in self.lots.values() if lot.year == year):
            raise No("batch-open")
        self.closed.add(year)
        self.years.add(year + 1)
        for line in ("T", "all"):
            left = self.money(year, line)
            self.moves += [(year, line, "carried_in", -left), (year + 1, line, "carried_in", left)]

    def compute(
        self, year: int, line: str, *, pro_rata: bool, unit: int, least: int, lapse: bool
    ) -> int:
        if year in self.closed:
            raise No("budget-closed")
        wanting = [case for case in self.order if case.line == line and not self._holder(case)]
        wanting = [case for case in wanting if self.unpaid(case)]
        if not wanting:
            raise No("nothing-unpaid")
        owed, money = [self.unpaid(case) for case in wanting], self.money(year, line)
        if sum(owed) <= money:
            shares = owed
        elif pro_rata:
            shares = self._pro_rata(wanting, owed, money, unit, least)
        else:
            fits = [sum(owed[: at + 1]) <= money for at in range(len(owed))]
            shares = [fen if fit else 0 for fen, fit in zip(owed, fits, strict=True)]
        if not any(shares):
            raise No("no-money")
        rows = []
        for case, due, share in zip(wanting, owed, shares, strict=True):
            rows.append(Row(case, due, share, "free" if share else "waiting"))
            if pro_rata and lapse:
                case.lapsed += due - share
        number = len(self.lots) + 1
        self.lots[number] = Lot(number, year, line, rows)
        return number

    def publish(self, number: int, on: date, days: int) -> None:
        lot, ends = self._lot(number), on + timedelta(days=days - 1)
        if lot.ends not in (None, ends):
            raise No("request-conflicts")
        if lot.ends is None and not self._open(lot):
            raise No("nothing-to-publish")
        lot.ends = ends

    def object_to(self, number: int, no: str) -> None:
        row = self._row(number, no)
        if no in self.lots[number].objected:
            return
        if row.state != "free":
            raise No("line-not-free")
        row.state = "held"
        self.lots[number].objected.add(no)

    def resolve(self, number: int, no: str, *, upheld: bool) -> None:
        row = self._row(number, no)
        if row.state != "held":
            raise No("no-objection")
        row.state = "free"
        if upheld:
            row.state, row.allotted = "failed", 0
            self.revoke(no)

    def pay(self, number: int, on: date) -> None:
        lot = self._lot(number)
        if lot.ends is None:
            raise No("batch-not-published")
        if on <= lot.ends:
            raise No("notice-not-over")
        free = [row for row in lot.rows if row.state == "free"]
        if not any(row.allotted for row in free):
            raise No("nothing-free")
        for row in free:
            row.state = "paid" if row.allotted else "failed"
            if row.allotted:
                self._pay(lot, row, on)
        self._note_debts()

    def fail(self, number: int, no: str) -> None:
        row = self._row(number, no)
        lot = self.lots[number]
        if no in lot.failed:
            return
        if row.state != "paid":
            raise No("line-not-paid")
        (paid,) = (
            claim
            for claim in self.paid
            if claim.stands and (claim.case.no, claim.batch) == (no, number)
        )
        if any(back.stands for back in self.backs if back.paid is paid):
            raise No("payment-recovered")
        undone = [back for back in self.backs if back.stands and back.through is paid]
        paid.stands = False
        for back in undone:
            back.stands = False
        moves = len(self.moves)
        allotted = [(row, row.allotted) for lot in self.lots.values() for row in lot.rows]
        for place in sorted({(back.paid.year, back.paid.line) for back in undone}):
            if not self._draw_back(*place):
                del self.moves[moves:]
                paid.stands = True
                for back in undone:
                    back.stands = True
                for held, fen in allotted:
                    held.allotted = fen
                raise No("money-spent-since")
        row.state, row.sent, row.set_off = "failed", 0, 0
        lot.failed.add(no)
        self._lower()

    def recover(self, no: str, fen: int, on: date) -> None:
        case = self.cases[no]
        owed = self.owed_back(case)
        if owed == 0:
            raise No("nothing-owed-back")
        if fen > owed:
            raise No("more-than-owed-back")
        backs = len(self.backs)
        self._take_back(case, fen, None)
        if any(back.paid.on > on for back in self.backs[backs:]):
            del self.backs[backs:]
            raise No("repaid-before-paid")
        self._note_debts()
