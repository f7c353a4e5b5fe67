"""Holds, as the independent model of money keeps them: a list, asked again for every day."""

from __future__ import annotations

from datetime import date

from tests.adapters.ledger.treasury.model.books import LATER, Books
from tests.adapters.ledger.treasury.model.records import Held, No


class Holds(Books):
    """Who is held, and on which days."""

    def hold(self, uscc: str, document: str, first: date, last: date | None) -> None:
        if uscc in self.ended:
            raise No("enterprise-succeeded")
        if not any(case.uscc == uscc for case in self.cases.values()):
            raise No("enterprise-unknown")
        if last is not None and last < first:
            raise No("hold-ends-early")
        self.held.append(Held(uscc, document, first, last or date.max))
        for lot in self.lots.values():
            for row in lot.rows:
                order = row.ordered
                if row.case.uscc == uscc and order and order.offs and order.on <= (last or LATER):
                    order.offs, order.lifted = [], True

    def release(self, uscc: str, on: date, of: str | None) -> None:
        if uscc in self.ended:
            raise No("enterprise-succeeded")
        mine = [each for each in self.held if each.uscc == uscc]
        if of is None:
            meant = [each for each in mine if each.released is None and each.keeps(on)]
            if len(meant) != 1:
                raise No("hold-not-named" if meant else "not-held")
        else:
            meant = [each for each in mine if each.document == of]
            if not meant:
                raise No("hold-unknown")
        (hold,) = meant
        if hold.released is not None:
            raise No("request-conflicts")
        if on < hold.first:
            raise No("released-before-held")
        if on > hold.last:
            raise No("not-held")
        hold.released = on
