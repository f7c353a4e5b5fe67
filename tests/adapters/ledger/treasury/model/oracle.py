"""An independent model of budgets, batches and payments, written from the text alone.

It says no with the code of the rule.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date

from tests.adapters.ledger.treasury.model.books import LATER
from tests.adapters.ledger.treasury.model.notices import last_day
from tests.adapters.ledger.treasury.model.records import (
    FAILED_ON,
    Back,
    Lot,
    No,
    Order,
    Repaid,
    Row,
)
from tests.adapters.ledger.treasury.model.years import Years


class Oracle(Years):
    """What may be asked of the books."""

    def compute(
        self, year: int, line: str, *, pro_rata: bool, unit: int, least: int, lapse: bool
    ) -> int:
        if year in self.closed:
            raise No("budget-closed")
        wanting = [case for case in self.order if case.line == line and not self._holder(case)]
        wanting = [case for case in wanting if self.unpaid(case) and not case.lapsing]
        left_out = [case.no for case in wanting if self.is_held(case, LATER)]
        wanting = [case for case in wanting if case.no not in left_out]
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
        rows, number = [], len(self.lots) + 1
        for case, due, share in zip(wanting, owed, shares, strict=True):
            row = Row(case, due, share, "free" if share else "waiting", share)
            rows.append(row)
            if pro_rata and lapse and due > share:
                row.lapses, case.lapsing = due - share, (number, due - share)
                row.state = "free" if share else "failed"
        self.lots[number] = Lot(number, year, line, rows, left_out)
        return number

    def publish(self, number: int, on: date, days: int) -> None:
        lot, ends = self._standing_lot(number), last_day(on, days)
        if lot.begins not in (None, on):
            raise No("request-conflicts")
        if lot.ends is None and not self._open(lot):
            raise No("nothing-to-publish")
        if lot.ends is None:
            self.hour += 1
            lot.noticed_at, lot.begins = self.hour, on
        lot.ends, lot.noticed = ends, True

    def withdraw_notice(self, number: int) -> None:
        lot = self._standing_lot(number)
        if lot.ends is None:
            raise No("batch-not-published")
        if lot.paid:
            raise No("batch-partly-paid")
        lot.begins = lot.ends = None
        for row in lot.rows:
            row.ordered = None

    def cancel(self, number: int, *, document: bool) -> None:
        lot = self._lot(number)
        if lot.cancelled:
            raise No("request-conflicts")
        if lot.paid and not self._open(lot) and not any(row.ordered for row in lot.rows):
            raise No("nothing-to-cancel")
        if lot.noticed and not document:
            raise No("document-needed")
        lot.cancelled = True
        for row in lot.rows:
            row.ordered = None
            if row.state == "paid":
                continue
            if row.case.lapsing and row.case.lapsing[0] == number:
                row.case.lapsing = None
            if not row.was_paid:
                row.allotted = 0
            row.state = "failed"

    def object_to(self, number: int, no: str) -> None:
        row = self._row(number, no)
        self._standing_lot(number)
        if row.state not in ("free", "held") or not row.allotted:
            raise No("line-not-free")
        row.state, row.ordered = "held", None
        row.resolved.append(None)

    def resolve(self, number: int, no: str, which: int | None, *, upheld: bool) -> None:
        row = self._row(number, no)
        waiting = [at for at, resolved in enumerate(row.resolved) if resolved is None]
        if which is not None and not 1 <= which <= len(row.resolved):
            raise No("objection-unknown")
        if which is not None and row.resolved[which - 1] is not None:
            raise No("request-conflicts")
        if which is None and row.resolved and not waiting:
            raise No("request-conflicts")
        if row.state != "held" or not waiting:
            raise No("no-objection")
        if which is None and len(waiting) > 1:
            raise No("objection-not-named")
        if upheld:
            self.revoke(no)  # says no before anything is written down
        row.resolved[waiting[0] if which is None else which - 1] = upheld
        if upheld:
            row.state, row.allotted = "failed", 0
        elif None not in row.resolved:
            row.state = "free"

    def make_order(self, number: int, on: date, only: list[str] | None) -> None:
        chosen = self._chosen(number, on, only)
        if only is None:
            chosen = [row for row in chosen if not row.ordered or self._outdated(row)]
            if not any(row.allotted or row.ordered for row in chosen):
                raise No("already-ordered")
        again = [row for row in chosen if row.allotted or row.ordered]
        before = deepcopy(self.__dict__)
        for row in chosen:
            row.ordered = None
        for row in again:
            if row.allotted:
                row.ordered = Order(row.allotted, self._offs(row), on)
        if any(paid.on > on for row in again if row.ordered for paid, _ in row.ordered.offs):
            self.__dict__.update(before)
            raise No("repaid-before-paid")

    def pay(self, number: int, on: date, only: list[str] | None, *, accounts: bool = True) -> None:
        chosen = self._chosen(number, on, only, accounts=accounts)
        unordered = any(row.allotted and not row.ordered for row in chosen)
        if only is None and unordered and any(row.ordered for row in chosen):
            raise No("order-partial")
        for row in chosen:
            if row.ordered and self._outdated(row):
                raise No("order-outdated")
        before, lot = deepcopy(self.__dict__), self.lots[number]
        lot.payments += 1
        for row in chosen:
            row.state = "paid" if row.allotted else "failed"
            row.was_paid = True
            if row.allotted:
                self._pay(lot, row, on)
        offs = (back for back in self.backs if back.through and back.paid.on > on)
        if any((of.through.batch, of.through.made) == (number, lot.payments) for of in offs):
            self.__dict__.update(before)
            raise No("repaid-before-paid")
        self._note_debts()
        for row in lot.rows:
            lapsing = row.case.lapsing
            if lapsing and lapsing[0] == number and (row in chosen or not self._holder(row.case)):
                row.case.lapsing = None
                if fen := min(lapsing[1], self.unpaid(row.case)):
                    had = self.kept(row.case) + self._held(row.case)
                    row.case.lapses[number] = fen, had
                    row.case.lapsed_by[number] = lot.payments

    def _outdated(self, row: Row) -> bool:
        """Whether an order fixed what is no longer so."""
        assert row.ordered is not None
        return (
            row.ordered.fen != row.allotted
            or row.ordered.lifted
            or any(
                self.fixed(paid.case) > self.owed_back(paid.case) for paid, _ in row.ordered.offs
            )
        )

    def _chosen(
        self, number: int, on: date, only: list[str] | None, *, accounts: bool = True
    ) -> list[Row]:
        lot = self._standing_lot(number)
        if lot.ends is None:
            raise No("batch-not-published")
        if on <= lot.ends:
            raise No("notice-not-over")
        free = [row for row in lot.rows if row.state == "free"]
        for no in only or []:
            row = self._row(number, no)
            if row not in free or not row.allotted:
                raise No("line-not-payable")
        if only is not None:
            free = [row for row in free if row.case.no in only]

        whys = {row.case.no: self.why_barred(lot, row, on, accounts=accounts) for row in free}
        barred = [row for row in free if row.allotted and whys[row.case.no]]
        left = [row for row in free if row not in barred]
        if barred and (only is not None or not any(row.allotted for row in left)):
            raise No(whys[barred[0].case.no] or "")
        if not any(row.allotted for row in left):
            raise No("nothing-free")
        return left

    def _standing_lot(self, number: int) -> Lot:
        lot = self._lot(number)
        if lot.cancelled:
            raise No("batch-cancelled")
        return lot

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
        if paid.on > FAILED_ON:
            raise No("failed-before-paid")
        if any(back.stands for back in self.backs if back.paid is paid):
            raise No("payment-recovered")
        if any(of is paid for of, _ in self._fixed()):
            raise No("debt-ordered")
        undone = [back for back in self.backs if back.stands and back.through is paid]
        before = deepcopy(self.__dict__)
        paid.stands = False
        for back in undone:
            back.stands = False
        self._lower()
        for place in sorted({(back.paid.year, back.paid.line) for back in undone}):
            if not self._draw_back(*place):
                self.__dict__.update(before)
                raise No("money-spent-since")
        row.state, row.sent, row.set_off = "failed", 0, 0
        lot.failed.add(no)

    def settle(self, number: int, on: date, only: list[str], failed: list[str]) -> None:
        """What the bank answered, all of it or nothing."""
        before = deepcopy(self.__dict__)
        try:
            self.pay(number, on, only)
            for no in failed:
                self.fail(number, no)
        except No:
            self.__dict__.update(before)
            raise

    def recover_together(self, nos: list[str], fen: int, on: date) -> None:
        """One sum for several claims, each in turn what it owes."""
        if len({self.cases[no].uscc for no in nos}) > 1:
            raise No("claims-of-several")
        before = deepcopy(self.__dict__)
        try:
            for no in nos:
                owed = self.open_debt(self.cases[no])
                if owed and not fen:
                    raise No("recovery-too-small")
                part = fen if no == nos[-1] else min(fen, owed)
                self.recover(no, part, on)
                fen -= part
        except No:
            self.__dict__.update(before)
            raise

    def recover(self, no: str, fen: int, on: date) -> None:
        case = self.cases[no]
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
        self.repaid.append(Repaid(case, fen, on, backs))
        self._note_debts()
