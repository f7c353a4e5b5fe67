"""Random requests about money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from adapters.ledger.reassessing import reassess
from domain.commands import money
from domain.commands.enterprise import (
    CorrectClaim,
    EnterpriseCommand,
    RedecideClaim,
    ReopenClaim,
    RevokeClaim,
    SubmitClaim,
    WithdrawClaim,
)
from domain.money import FEN_PER_YUAN
from tests.adapters.ledger.treasury.model.both import CASHIER, YEARS, Both
from tests.domain.facts import CaseByCase
from tests.domain.given import amended, approval, trademark
from tests.support.ledgers import CLERK, do
from tests.support.money_desk import code

CODES = [code(serial) for serial in range(2)]
DAY = date(2022, 3, 7)


class Asking(Both):
    """Asks both for one random thing after another."""

    def step(self) -> None:
        """Ask both for one thing."""
        steps: list[tuple[int, Callable[[], None]]] = [
            (6, self._approve),
            (1, self._submit),
            (2, self._movement),
            (5, self._compute),
            (7, self._publish),
            (1, self._withdraw_notice),
            (1, self._cancel),
            (3, self._object),
            (4, self._resolve),
            (6, self._order),
            (8, self._pay),
            (4, self._fail),
            (4, self._revoke),
            (1, self._withdraw),
            (4, self._correct),
            (2, self._redecide),
            (4, self._reopen),
            (3, self._recover),
            (2, self._rerate),
            (1 if self.serial > 40 else 0, self._carry_over),
        ]
        wanted = steps if self.model.lots else steps[:4]  # without a batch nothing is asked of one
        self.random.choices([each for _, each in wanted], [weight for weight, _ in wanted])[0]()

    def _submit(self) -> None:
        self.serial += 1
        no, uscc = f"C{self.serial:03d}", self.random.choice(CODES)
        rated, fen = self.random.random() < 0.5, self.random.randint(1, 200) * FEN_PER_YUAN
        self.last = no
        facts = CaseByCase(article="三（一）", decision_no=no, amount_fen=fen)
        submitted = SubmitClaim(
            claim_no=no,
            uscc=uscc,
            enterprise="示例企业",
            facts=trademark(str(fen // FEN_PER_YUAN)) if rated else facts,
            occurred_on=DAY,
            filed_on=DAY,
            invoices=(),
            other_support_fen=0,
        )
        do(self.store.handler, submitted, uscc=uscc)
        self.model.submit(no, uscc, fen, rated=rated)

    def _approve(self) -> None:
        pending = [no for no, case in self.model.cases.items() if case.pending]
        if not pending or self.random.random() < 0.8:
            self._submit()
            pending = [self.last]
        no = self.random.choice(pending)
        do(self.store.handler, approval(no, by=CLERK.by), uscc=self.model.cases[no].uscc)
        self.model.approve(no)

    def _movement(self) -> None:
        kind = self.random.choice(["supplemented", "returned", "transferred"])
        line = self.random.choice(["T", "all"])
        self._move(self.random.choice(YEARS), kind, line, self.random.randint(1, 40_000))

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
        self.both(
            lambda: self.carry_out(money.PublishBatch(batch=number, on=on, days=7, backdated="D")),
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
        command = money.PayBatch(
            batch=number,
            receipt=f"R{self.serial}",
            on=on,
            only=tuple(only) if only else None,
            backdated="D",
        )
        self.both(lambda: self.carry_out(command), lambda: self.model.pay(number, on, only))

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
            batch=number, claim_no=no, words="x", on=date(2024, 1, 15), receipt=None, backdated="D"
        )
        self.both(lambda: self.carry_out(command), lambda: self.model.fail(number, no))

    def _revoke(self) -> None:
        paid = [claim.case.no for claim in self.model.paid if claim.stands]
        wanted = paid if paid and self.random.random() < 0.85 else list(self.model.cases)
        if not wanted:
            return
        no = self.random.choice(wanted)
        case = self.model.cases[no]
        if case.revoked:
            return
        self.serial += 1
        revoke = RevokeClaim(claim_no=no, words="x", document=f"F{self.serial}")
        self.both(lambda: self._carry_out(revoke, case.uscc), lambda: self.model.revoke(no))

    def _withdraw(self) -> None:
        if self.model.cases:
            no = self.random.choice(list(self.model.cases))
            withdraw = WithdrawClaim(claim_no=no, words="x")
            uscc = self.model.cases[no].uscc
            self.both(lambda: self._carry_out(withdraw, uscc), lambda: self.model.withdraw(no))

    def _correct(self) -> None:
        if self.model.cases:
            no, fen = self._any(), self.random.randint(1, 300) * FEN_PER_YUAN
            case = self.model.cases[no]
            fact = "fee_fen" if case.rated else "amount_fen"
            command = CorrectClaim(
                claim_no=no, by=CLERK.by, document=self._document(), words="x", facts=((fact, fen),)
            )
            self.both(
                lambda: self._carry_out(command, case.uscc), lambda: self.model.correct(no, fen)
            )

    def _redecide(self) -> None:
        if self.model.cases:
            no = self._any()
            ceiling = self.random.choice([None, self.random.randint(1, 20_000)])
            command = RedecideClaim(
                claim_no=no, reduced_to_fen=ceiling, document=self._document(), words="x"
            )
            uscc = self.model.cases[no].uscc
            self.both(
                lambda: self._carry_out(command, uscc), lambda: self.model.redecide(no, ceiling)
            )

    def _reopen(self) -> None:
        cases = self.model.cases.values()
        ended = [case.no for case in cases if case.revoked or case.withdrawn]
        if self.model.cases:
            often = ended and self.random.random() < 0.9
            no = self.random.choice(ended) if often else self._any()
            command = ReopenClaim(claim_no=no, kind="court", document=self._document(), words="x")
            uscc = self.model.cases[no].uscc
            self.both(lambda: self._carry_out(command, uscc), lambda: self.model.reopen(no))

    def _any(self) -> str:
        return self.random.choice(list(self.model.cases))

    def _document(self) -> str:
        self.serial += 1
        return f"A{self.serial}"

    def _carry_out(self, command: EnterpriseCommand, uscc: str) -> None:
        do(self.store.handler, command, uscc=uscc)

    def _recover(self) -> None:
        if not self.model.cases:
            return
        owing = [case.no for case in self.model.debts]
        no = self.random.choice(owing or list(self.model.cases))
        owed = self.model.open_debt(self.model.cases[no])
        fen = self.random.choice([max(1, owed), self.random.randint(1, owed + 2)])
        self.serial += 1
        receipt, on = f"B{self.serial}", self.random.choice([date(2022, 12, 1), date(2024, 2, 1)])
        command = money.RecordRecovery(
            claim_no=no, amount_fen=fen, receipt=receipt, on=on, backdated="D"
        )
        self.both(lambda: self.carry_out(command), lambda: self.model.recover(no, fen, on))

    def _rerate(self) -> None:
        percent = self.random.choice([10, 25, 50, 60, 75, 100])
        settings = {"measures.overseas-trademark.rate": f"{percent}%"}
        self.store.handler.publish(amended(settings), CASHIER)
        reassess(self.store.handler, CLERK)
        self.model.rerate(Fraction(percent, 100))

    def _carry_over(self) -> None:
        if self.random.random() < 0.7:
            year = self.random.choice((2022, 2022, 2023))
            command = money.CarryOver(year=year)
            self.both(lambda: self.carry_out(command), lambda: self.model.carry_over(year))

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
