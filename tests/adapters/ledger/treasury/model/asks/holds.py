"""Random requests to hold enterprises and to release them."""

from __future__ import annotations

from datetime import date

from domain.commands.enterprise import HoldEnterprise, ReleaseEnterprise
from tests.adapters.ledger.treasury.model.asks.claims import CODES, AskingOfClaims
from tests.adapters.ledger.treasury.model.records import Held

FIRST = (date(2022, 6, 1), date(2022, 11, 20), date(2023, 12, 1))
LAST = (None, None, None, date(2022, 12, 15), date(2024, 1, 1), date(2024, 6, 1))
RELEASED = (date(2022, 11, 25), date(2023, 12, 20), date(2024, 1, 1))


class AskingOfHolds(AskingOfClaims):
    """Asks for holds on days before and after the days of orders and payments."""

    def _hold(self) -> None:
        rows = [row for lot in self.model.lots.values() for row in lot.rows if row.allotted]
        ordered = [row for row in rows if row.ordered and row.ordered.offs]
        open_rows = [row for row in rows if row.state == "free"]
        wanted = [row.case.uscc for row in ordered or open_rows]
        if self._held() and self.random.random() < 0.8:
            return
        uscc, document = self.random.choice(wanted or CODES), self._document()
        first, last = self.random.choice(FIRST), self.random.choice(LAST)
        command = HoldEnterprise(
            uscc=uscc, document=document, reason="freeze", first_day=first, last_day=last
        )
        self.both(
            lambda: self._carry_out(command, uscc),
            lambda: self.model.hold(uscc, document, first, last),
        )

    def _release(self) -> None:
        held = self._held()
        if not held and self.random.random() < 0.9:
            return
        uscc = held[0].uscc if held else self.random.choice(CODES)
        of = self.random.choice([None, held[0].document if held else "none"])
        on = self.random.choice(RELEASED)
        command = ReleaseEnterprise(uscc=uscc, document=self._document(), on=on, of=of)
        self.both(lambda: self._carry_out(command, uscc), lambda: self.model.release(uscc, on, of))

    def _held(self) -> list[Held]:
        return [each for each in self.model.held if each.released is None]
