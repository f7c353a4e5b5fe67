"""What may be asked of the claims in the independent model of money."""

from __future__ import annotations

from fractions import Fraction

from tests.adapters.ledger.treasury.model.books import Books
from tests.adapters.ledger.treasury.model.records import Case, No


class Claims(Books):
    """Claims submitted, decided, ended, and amended by documents."""

    def submit(self, no: str, uscc: str, fen: int, *, rated: bool) -> None:
        self.cases[no] = Case(no, uscc, "T" if rated else "all", fen, rated)

    def approve(self, no: str) -> None:
        case = self.cases[no]
        case.pending, case.granted = False, self._worth(case)
        self.order.append(case)

    def succeed(self, old: str, new: str) -> None:
        if old == new:
            raise No("succession-of-itself")
        for lot in self.lots.values():
            for row in lot.rows:
                if row.case.uscc == old and row.ordered and row.allotted and row.state == "free":
                    raise No("transfer-ordered")
        self.debts.sort(key=lambda case: case.uscc == new)  # what was taken over comes first
        for case in self.cases.values():
            if case.uscc == old:
                case.uscc = new
        for hold in self.held:
            if hold.uscc == old:
                hold.uscc = new
        self.ended.add(old)

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
        if self._holder(case) or case.lapsing:
            raise No("claim-in-batch")
        if any(paid.case is case and paid.stands for paid in self.paid):
            raise No("claim-in-batch")
        case.withdrawn, case.pending, case.granted = True, False, 0

    def correct(self, no: str, fen: int) -> None:
        case = self._standing_case(no)
        case.asked = fen
        self._decide_again(case)

    def redecide(self, no: str, ceiling: int | None) -> None:
        case = self._standing_case(no)
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

    def _standing_case(self, no: str) -> Case:
        case = self.cases[no]
        if case.revoked or case.withdrawn:
            raise No("claim-ended")
        return case

    def _decide_again(self, case: Case) -> None:
        if not case.pending:
            case.granted = self._worth(case)
            self._lower()
