"""The books of the independent model of money, and what they come to.

It keeps lists of what happened and adds them up again for every question: no code of the product,
no state that could be carried wrongly. Amounts are fen.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from tests.adapters.ledger.treasury.model.records import (
    Back,
    Case,
    Held,
    Lot,
    Move,
    Named,
    No,
    Paid,
    Repaid,
    Row,
)

LATER = date(2026, 1, 1)  # than every day that is asked about


class Books:
    """Two lines (`T` for what is rated, `all` for the rest), as many years as are opened."""

    def __init__(self, years: tuple[int, ...]) -> None:
        self.rate = Fraction(1, 2)
        self.hour = 0  # of what happened, in order
        self.accounts: dict[str, list[Named]] = {}  # by enterprise, the latest last
        self.cases: dict[str, Case] = {}
        self.order: list[Case] = []  # as decided
        self.moves: list[tuple[int, str, str, int]] = []  # year, line, kind, fen
        self.closed: set[int] = set()
        self.over: list[tuple[int, str, int]] = []  # year, line, fen carried over since it closed
        self.years = set(years)
        self.paid: list[Paid] = []
        self.backs: list[Back] = []
        self.lots: dict[int, Lot] = {}
        self.entries: list[Move] = []  # as asked for
        self.repaid: list[Repaid] = []
        self.debts: list[Case] = []  # oldest first
        self.ended: set[str] = set()  # codes that another carries on
        self.held: list[Held] = []

    def figures(self, year: int, line: str) -> dict[str, int]:
        line_figures = {
            f"{kind}_fen": sum(
                fen for y, at, what, fen in self.moves if (y, at, what) == (year, line, kind)
            )
            for kind in ("appropriated", "supplemented", "transferred", "carried_in", "returned")
        }
        mine = (year, line)
        line_figures["budget_fen"] = sum(line_figures.values()) - 2 * line_figures["returned_fen"]
        line_figures["paid_fen"] = sum(
            claim.fen for claim in self.paid if claim.stands and (claim.year, claim.line) == mine
        )
        line_figures["recovered_fen"] = sum(
            back.fen
            for back in self.backs
            if back.stands and (back.paid.year, back.paid.line) == mine
        )
        line_figures["in_publicity_fen"] = sum(
            row.allotted for lot in self.lots.values() if (lot.year, lot.line) == mine
            for row in lot.rows if row.state in ("free", "held")
        )  # fmt: skip
        line_figures["held_fen"] = sum(
            row.allotted for lot in self.lots.values() if (lot.year, lot.line) == mine
            for row in lot.rows if row.state == "held"
        )  # fmt: skip
        latest = max(self.years - self.closed, default=None) == year
        here = [case for case in self.cases.values() if case.line == line] if latest else []
        line_figures["approved_unpaid_fen"] = sum(self.unpaid(case) for case in here)
        line_figures["under_review_fen"] = sum(self._worth(case) for case in here if case.pending)
        line_figures["committed_fen"] = (
            line_figures["paid_fen"] - line_figures["recovered_fen"]
            + line_figures["approved_unpaid_fen"] + line_figures["in_publicity_fen"]
        )  # fmt: skip
        line_figures["available_fen"] = line_figures["budget_fen"] - line_figures["committed_fen"]
        line_figures["available_after_review_fen"] = (
            line_figures["available_fen"] - line_figures["under_review_fen"]
        )
        return line_figures

    def money(self, year: int, line: str) -> int:
        line_figures = self.figures(year, line)
        left = line_figures["budget_fen"] - line_figures["paid_fen"] + line_figures["recovered_fen"]
        return left - line_figures["in_publicity_fen"]

    def statement(self, uscc: str) -> dict[str, int]:
        mine = [case for case in self.cases.values() if case.uscc == uscc]
        return {
            "granted_fen": sum(case.granted for case in mine),
            "paid_fen": sum(
                claim.fen for claim in self.paid if claim.stands and claim.case in mine
            ),
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
                "set_off_fen": row.allotted - (self._net(row) or 0)
                if row.state == "free" and self._net(row) is not None
                else row.set_off,
                "transferred_fen": row.sent,
                "state": self._state(number, row),
                "net_fen": self._net(row),
            }
            for row in self.lots[number].rows
        ]

    def _state(self, number: int, row: Row) -> str:
        if row.state == "waiting":
            later = any(row.case is other.case for lot in self.lots.values() if lot.number > number
                        for other in lot.rows)  # fmt: skip
            if later or row.case.lapsing or not self.unpaid(row.case):
                return "failed"
            return "waiting"
        if row.state in ("free", "held") and row.allotted and self.is_held(row.case, LATER):
            return "held"
        return row.state if row.allotted else "failed"

    def _net(self, row: Row) -> int | None:
        if row.state == "paid":
            return row.sent
        if self.is_held(row.case, LATER) or (row.ordered and row.ordered.lifted):
            return None
        if row.state == "free" and row.ordered and row.ordered.fen == row.allotted:
            return row.allotted - sum(fen for _, fen in row.ordered.offs)
        return None

    def is_held(self, case: Case, on: date) -> bool:
        return any(each.uscc == case.uscc and each.keeps(on) for each in self.held)

    def kept(self, case: Case) -> int:
        came = sum(claim.fen for claim in self.paid if claim.stands and claim.case is case)
        return came - sum(back.fen for back in self.backs if back.stands and back.paid.case is case)

    def unpaid(self, case: Case) -> int:
        return max(0, case.due - self.kept(case) - self._held(case))

    def owed_back(self, case: Case) -> int:
        return max(0, self.kept(case) - case.due)

    def fixed(self, case: Case) -> int:
        """What standing orders settle of a case's debt."""
        return sum(fen for paid, fen in self._fixed() if paid.case is case)

    def open_debt(self, case: Case) -> int:
        return max(0, self.owed_back(case) - self.fixed(case))

    def _fixed(self) -> list[tuple[Paid, int]]:
        every = [row.ordered for lot in self.lots.values() for row in lot.rows if row.ordered]
        return [off for order in every for off in order.offs]

    # How it comes to that

    def _worth(self, case: Case) -> int:
        worth = int(case.asked * self.rate) if case.rated else case.asked
        return worth if case.ceiling is None else min(worth, case.ceiling)

    def _lot(self, number: int) -> Lot:
        if number not in self.lots:
            raise No("batch-unknown")
        return self.lots[number]

    def _row(self, number: int, no: str) -> Row:
        for row in self._lot(number).rows:
            if row.case.no == no:
                return row
        raise No("claim-not-in-batch")

    def without_accounts(self, number: int) -> list[list[str]]:
        """What of accounts keeps each row of a batch back."""
        lot = self.lots[number]
        asked = [row.state == "free" and row.allotted for row in lot.rows]
        whys = [self._barrier(lot, row) if each else None
                for row, each in zip(lot.rows, asked, strict=True)]  # fmt: skip
        return [[] if why is None else [why] for why in whys]

    def _barrier(self, lot: Lot, row: Row) -> str | None:
        """Why a row that is free is not paid: no account, or another since the notice."""
        named = self.accounts.get(row.case.uscc, [])
        if not named or named[-1].erased:
            return "no-account-to-pay"
        noticed = lot.ends is not None  # before that no account is named too late
        if noticed and named[-1].hour > lot.noticed_at and not named[-1].confirmed:
            return "account-unconfirmed"
        return None

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
                holder.allotted = min(holder.allotted, max(0, case.due - self.kept(case)))
                if not holder.allotted:
                    case.lapsing = None
        self._note_debts()

    def _note_debts(self) -> None:
        still = [case for case in self.debts if self.owed_back(case)]
        self.debts = still + [c for c in self.order if self.owed_back(c) and c not in still]

    def _pay(self, lot: Lot, row: Row, on: date) -> None:
        offs = row.ordered.offs if row.ordered else self._offs(row)
        row.ordered = None
        paid = Paid(row.case, lot.number, lot.year, lot.line, row.allotted, on, lot.payments)
        self.paid.append(paid)
        self.backs += [Back(of, fen, paid) for of, fen in offs]
        row.set_off = sum(fen for _, fen in offs)
        row.sent = row.allotted - row.set_off

    def _offs(self, row: Row) -> list[tuple[Paid, int]]:
        """The debts that a row's payment settles now, the oldest first."""
        offs: list[tuple[Paid, int]] = []
        left = row.allotted
        for debtor in self.debts:
            if debtor.uscc == row.case.uscc:
                part = min(left, self.open_debt(debtor))
                offs += self._parts(debtor, part)
                left -= part
        return offs

    def _parts(self, case: Case, fen: int) -> list[tuple[Paid, int]]:
        """Which payments of a case an amount comes back from: the latest first."""
        parts = []
        for claim in reversed([paid for paid in self.paid if paid.stands and paid.case is case]):
            back = sum(back.fen for back in self.backs if back.stands and back.paid is claim)
            back += sum(off for paid, off in self._fixed() if paid is claim)
            part = min(fen, claim.fen - back)
            if part:
                parts.append((claim, part))
                fen -= part
        return parts

    def _draw_back(self, year: int, line: str) -> bool:
        short = -self.money(year, line)
        if short <= 0:
            return True
        if year not in self.closed:
            return False
        self.over.append((year, line, -short))
        self.moves += [(year, line, "carried_in", short), (year + 1, line, "carried_in", -short)]
        return self._draw_back(year + 1, line)

    @staticmethod
    def _pro_rata(
        cases: list[Case], owed: list[int], money: int, unit: int, least: int
    ) -> list[int]:
        exact = [Fraction(fen * money, sum(owed)) for fen in owed]
        if unit > 1:
            shares = [int(each / unit) * unit for each in exact]
        else:
            shares = [int(each) for each in exact]
            ranks = sorted(
                range(len(cases)), key=lambda at: (int(exact[at]) - exact[at], cases[at].no)
            )
            for at in ranks[: money - sum(shares)]:
                shares[at] += 1
        return [share if share >= least else 0 for share in shares]
