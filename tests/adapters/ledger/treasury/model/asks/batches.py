"""Random requests about batches."""

from __future__ import annotations

from datetime import date, timedelta

from domain.commands import money
from tests.adapters.ledger.treasury.model.both import YEARS, Both
from tests.adapters.ledger.treasury.model.records import FAILED_ON

DAY = date(2022, 3, 7)


class AskingOfBatches(Both):
    """Asks for batches computed, published, objected to, ordered, paid, given up."""

    def _compute(self) -> None:
        year, line = self.random.choice(YEARS), self.random.choice(["T", "all"])
        pro_rata, lapse = self.random.random() < 0.7, self.random.random() < 0.5
        unit = self.random.choice([None, None, "yuan"]) if pro_rata else None
        least = self.random.choice([0, 0, 1_000]) if pro_rata else 0
        command = money.ComputeBatch(
            budget_year=year,
            line=line,
            document=None,
            until=None,
            shortage="pro-rata" if pro_rata else "queue",
            round_down_to=unit,
            at_least_fen=least,
            remainder="lapse" if lapse else "owed",
        )
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.compute(
                year, line, pro_rata=pro_rata, unit=100 if unit else 1, least=least, lapse=lapse
            ),
        )

    def _publish(self) -> None:
        lots = [
            lot.number
            for lot in self.model.lots.values()
            if lot.ends is None and not lot.cancelled and not lot.over()
        ]
        number = self.random.choice(lots or [self._number()])
        on = date(2022, 11, 1) + timedelta(days=self.serial)
        command = money.PublishBatch(batch=number, on=on, days=7, shortened=None, backdated="D")
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.publish(number, on, 7),
        )

    def _withdraw_notice(self) -> None:
        number = self._number()
        self.serial += 1
        command = money.WithdrawNotice(batch=number, words="x", document=f"W{self.serial}")
        self.both(lambda: self.carry_out(command), lambda: self.model.withdraw_notice(number))

    def _cancel(self) -> None:
        number, document = self._number(), self.random.random() < 0.6
        self.serial += 1
        named = f"X{self.serial}" if document else None
        command = money.CancelBatch(batch=number, words=f"x{self.serial}", document=named)
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.cancel(number, document=document),
        )

    def _object(self) -> None:
        number, no = self._line(self.random.choice(["free", "free", "held"]))
        self.serial += 1
        command = money.ObjectToLine(
            batch=number,
            claim_no=no,
            words=f"x{self.serial}",
            on=DAY,
            person=None,
            document=None,
            number=None,
        )
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.object_to(number, no),
        )

    def _resolve(self) -> None:
        number, no = self._line("held")
        self.serial += 1
        upheld, document = self.random.random() < 0.4, f"O{self.serial}"
        which = self.random.choice([None, None, 1, 2])
        command = money.ResolveObjection(
            batch=number, claim_no=no, upheld=upheld, document=document, number=which
        )
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.resolve(number, no, which, upheld=upheld),
        )

    def _order(self) -> None:
        number, only, on = self._chosen()
        self.serial += 1
        command = money.OrderBatch(
            batch=number,
            document=f"N{self.serial}",
            on=on,
            only=tuple(only) if only else None,
            backdated="D",
        )
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.make_order(number, on, only),
        )

    def _pay(self) -> None:
        number, only, on = self._chosen()
        self.serial += 1
        without = only is not None and self.random.random() < 0.3
        command = money.PayBatch(
            batch=number,
            receipt=f"R{self.serial}",
            on=on,
            only=tuple(only) if only else None,
            backdated="D",
            without_account=f"K{self.serial}" if without else None,
        )
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.pay(number, on, only, accounts=not without),
        )

    def _settle(self) -> None:
        number, only, on = self._chosen()
        if only is None:
            return
        self.serial += 1
        failed = [no for no in only if self.random.random() < 0.4]
        command = money.SettleBatch(
            batch=number,
            receipt=f"R{self.serial}",
            on=on,
            claims=tuple(only),
            failed=tuple(money.FailedTransfer(claim_no=no, words="x") for no in failed),
            backdated="D",
        )
        self.both(
            lambda: self.carry_out(command), lambda: self.model.settle(number, on, only, failed)
        )

    def _chosen(self) -> tuple[int, list[str] | None, date]:
        """A batch, some of its lines or None for all, and a day, mostly after its notice."""
        lots = [lot for lot in self.model.lots.values() if lot.ends is not None]
        free = [
            lot.number
            for lot in lots
            if not lot.cancelled and any(row.state == "free" and row.allotted for row in lot.rows)
        ]
        often = free and self.random.random() < 0.9
        number = self.random.choice(free) if often else self._number()
        on = date(2022, 11, self.random.choice([3, 30]))
        on = on if self.random.random() < 0.2 else date(2024, 1, 1)
        rows = self.model.lots[number].rows if number in self.model.lots else []
        some = [row.case.no for row in rows if row.state == "free" and self.random.random() < 0.5]
        only = some if some and self.random.random() < 0.4 else None
        return number, only, on

    def _fail(self) -> None:
        number, no = self._line("paid")
        command = money.FailPayment(
            batch=number, claim_no=no, words="x", on=FAILED_ON, receipt=None, backdated="D"
        )
        self.both(lambda: self.carry_out(command), lambda: self.model.fail(number, no))

    def _number(self) -> int:
        lots = self.model.lots.values()
        standing = [lot.number for lot in lots if not lot.cancelled and not lot.over()]
        if standing and self.random.random() < 0.9:
            return self.random.choice(standing)
        return self.random.randint(1, max(1, len(lots)))

    def _line(self, state: str) -> tuple[int, str]:
        """A line in this state, most of the time."""
        lines = [(lot.number, row) for lot in self.model.lots.values() for row in lot.rows]
        wanted = [(number, row.case.no) for number, row in lines if row.state == state]
        if not wanted or self.random.random() < 0.1:
            wanted = [(number, row.case.no) for number, row in lines] or [(1, "C000")]
        return self.random.choice(wanted)
