"""An independent model of budgets, batches and payments, written from the text alone.

It keeps lists of what happened and adds them up again for every question: no code of the product,
no state that could be carried wrongly. Amounts are fen. It says no with the code of the rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any


class No(Exception):  # noqa: N818 - an answer
    """What the rules forbid; nothing happened."""


@dataclass
class Case:
    no: str
    uscc: str
    line: str
    asked: int
    rated: bool
    granted: int = 0
    pending: bool = True
    revoked: bool = False
    withdrawn: bool = False
    lapsed: int = 0


@dataclass
class Paid:
    case: Case
    batch: int
    year: int
    line: str
    fen: int
    on: date
    stands: bool = True


@dataclass
class Back:
    """Money back from one payment; through: the payment it was set off against."""

    paid: Paid
    fen: int
    through: Paid | None = None
    stands: bool = True


@dataclass
class Row:
    case: Case
    owed: int
    allotted: int
    state: str
    set_off: int = 0
    sent: int = 0


@dataclass
class Lot:
    number: int
    year: int
    line: str
    rows: list[Row]
    ends: date | None = None
    objected: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)


class Oracle:
    """Two lines (`T` for what is rated, `all` for the rest), as many years as are opened."""

    def __init__(self, years: tuple[int, ...]) -> None:
        self.rate = Fraction(1, 2)
        self.cases: dict[str, Case] = {}
        self.order: list[Case] = []  # as decided
        self.moves: list[tuple[int, str, str, int]] = []  # year, line, kind, fen
        self.closed: set[int] = set()
        self.years = set(years)
        self.paid: list[Paid] = []
        self.backs: list[Back] = []
        self.lots: dict[int, Lot] = {}
        self.debts: list[Case] = []  # oldest first

    # What is asked of it

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
            one for one in self.paid if one.stands and (one.case.no, one.batch) == (no, number)
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

    # What it answers

    def figures(self, year: int, line: str) -> dict[str, int]:
        told = {
            f"{kind}_fen": sum(
                fen for y, at, what, fen in self.moves if (y, at, what) == (year, line, kind)
            )
            for kind in ("appropriated", "supplemented", "transferred", "carried_in", "returned")
        }
        mine = (year, line)
        told["budget_fen"] = sum(told.values()) - 2 * told["returned_fen"]
        told["paid_fen"] = sum(
            one.fen for one in self.paid if one.stands and (one.year, one.line) == mine
        )
        told["recovered_fen"] = sum(
            back.fen
            for back in self.backs
            if back.stands and (back.paid.year, back.paid.line) == mine
        )
        told["in_publicity_fen"] = sum(
            row.allotted for lot in self.lots.values() if (lot.year, lot.line) == mine
            for row in lot.rows if row.state in ("free", "held")
        )  # fmt: skip
        latest = max(self.years - self.closed, default=None) == year
        here = [case for case in self.cases.values() if case.line == line] if latest else []
        told["approved_unpaid_fen"] = sum(self.unpaid(case) for case in here)
        told["under_review_fen"] = sum(self._worth(case) for case in here if case.pending)
        told["committed_fen"] = (
            told["paid_fen"] - told["recovered_fen"]
            + told["approved_unpaid_fen"] + told["in_publicity_fen"]
        )  # fmt: skip
        told["available_fen"] = told["budget_fen"] - told["committed_fen"]
        told["available_after_review_fen"] = told["available_fen"] - told["under_review_fen"]
        return told

    def money(self, year: int, line: str) -> int:
        told = self.figures(year, line)
        left = told["budget_fen"] - told["paid_fen"] + told["recovered_fen"]
        return left - told["in_publicity_fen"]

    def statement(self, uscc: str) -> dict[str, int]:
        mine = [case for case in self.cases.values() if case.uscc == uscc]
        return {
            "granted_fen": sum(case.granted for case in mine),
            "paid_fen": sum(one.fen for one in self.paid if one.stands and one.case in mine),
            "recovered_fen": sum(
                back.fen for back in self.backs if back.stands and back.paid.case in mine
            ),
            "owed_to_enterprise_fen": sum(self.unpaid(case) + self._held(case) for case in mine),
            "owed_back_fen": sum(self.owed_back(case) for case in mine),
        }

    def lot(self, number: int) -> list[dict[str, Any]]:
        return [
            {
                "claim_no": row.case.no,
                "owed_fen": row.owed,
                "allotted_fen": row.allotted,
                "set_off_fen": row.set_off,
                "transferred_fen": row.sent,
                "state": row.state if row.allotted or row.state == "waiting" else "failed",
            }
            for row in self.lots[number].rows
        ]

    def kept(self, case: Case) -> int:
        came = sum(one.fen for one in self.paid if one.stands and one.case is case)
        return came - sum(back.fen for back in self.backs if back.stands and back.paid.case is case)

    def unpaid(self, case: Case) -> int:
        return max(0, case.granted - self.kept(case) - self._held(case) - case.lapsed)

    def owed_back(self, case: Case) -> int:
        return max(0, self.kept(case) - case.granted)

    # How it comes to that

    def _worth(self, case: Case) -> int:
        return int(case.asked * self.rate) if case.rated else case.asked

    def _lot(self, number: int) -> Lot:
        if number not in self.lots:
            raise No("batch-unknown")
        return self.lots[number]

    def _row(self, number: int, no: str) -> Row:
        for row in self._lot(number).rows:
            if row.case.no == no:
                return row
        raise No("claim-not-in-batch")

    def _open(self, lot: Lot) -> bool:
        return any(row.allotted for row in lot.rows if row.state in ("free", "held"))

    def _holder(self, case: Case) -> Row | None:
        for lot in self.lots.values():
            for row in lot.rows:
                if row.case is case and row.state in ("free", "held") and row.allotted:
                    return row
        return None

    def _held(self, case: Case) -> int:
        holder = self._holder(case)
        return holder.allotted if holder is not None else 0

    def _lower(self) -> None:
        """A line never holds more than is owed; what it has lost it does not get back."""
        for case in self.order:
            holder = self._holder(case)
            if holder is not None:
                holder.allotted = min(holder.allotted, max(0, case.granted - self.kept(case)))
        self._note_debts()

    def _note_debts(self) -> None:
        still = [case for case in self.debts if self.owed_back(case)]
        self.debts = still + [c for c in self.order if self.owed_back(c) and c not in still]

    def _pay(self, lot: Lot, row: Row, on: date) -> None:
        paid = Paid(row.case, lot.number, lot.year, lot.line, row.allotted, on)
        self.paid.append(paid)
        left = row.allotted
        for debtor in self.debts:
            if debtor.uscc == row.case.uscc:
                part = min(left, self.owed_back(debtor))
                self._take_back(debtor, part, paid)
                left -= part
        row.sent, row.set_off = left, row.allotted - left

    def _take_back(self, case: Case, fen: int, through: Paid | None) -> None:
        for one in reversed([paid for paid in self.paid if paid.stands and paid.case is case]):
            back = sum(back.fen for back in self.backs if back.stands and back.paid is one)
            part = min(fen, one.fen - back)
            if part:
                self.backs.append(Back(one, part, through))
                fen -= part

    def _draw_back(self, year: int, line: str) -> bool:
        short = -self.money(year, line)
        if short <= 0:
            return True
        if year not in self.closed:
            return False
        self.moves += [(year, line, "carried_in", short), (year + 1, line, "carried_in", -short)]
        return self._draw_back(year + 1, line)

    @staticmethod
    def _pro_rata(
        cases: list[Case], owed: list[int], money: int, unit: int, least: int
    ) -> list[int]:
        exact = [Fraction(fen * money, sum(owed)) for fen in owed]
        if unit > 1:
            shares = [int(one / unit) * unit for one in exact]
        else:
            shares = [int(one) for one in exact]
            ranks = sorted(
                range(len(cases)), key=lambda at: (int(exact[at]) - exact[at], cases[at].no)
            )
            for at in ranks[: money - sum(shares)]:
                shares[at] += 1
        return [share if share >= least else 0 for share in shares]
