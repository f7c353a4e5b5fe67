"""Random requests about claims."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from adapters.ledger.reassessing.reassessment import reassess
from adapters.ledger.treasury.succeeding import carry_out_succession
from domain.commands.enterprise import (
    CorrectClaim,
    EnterpriseCommand,
    RedecideClaim,
    ReopenClaim,
    RevokeClaim,
    SubmitClaim,
    WithdrawClaim,
)
from domain.commands.succession import Succeed
from domain.money import FEN_PER_YUAN
from tests.adapters.ledger.treasury.model.both import CASHIER, Both
from tests.domain.facts import CaseByCase
from tests.domain.given import amended, approval, trademark
from tests.support.ledgers import CLERK, do
from tests.support.money_desk import code

CODES = [code(serial) for serial in range(3)]
DAY = date(2022, 3, 7)


class AskingOfClaims(Both):
    """Asks for claims submitted, decided, ended, and amended by documents."""

    def _submit(self) -> None:
        self.serial += 1
        no, uscc = f"C{self.serial:03d}", self.random.choice(self._live())
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

    def _rerate(self) -> None:
        percent = self.random.choice([10, 25, 50, 60, 75, 100])
        settings = {"measures.overseas-trademark.rate": f"{percent}%"}
        self.store.handler.publish(amended(settings), CASHIER)
        reassess(self.store.handler, CLERK)
        self.model.rerate(Fraction(percent, 100))

    def _succeed(self) -> None:
        live = self._live()
        old, new = self.random.choice(live), self.random.choice(live)
        if len(live) > 1 and any(case.uscc == old for case in self.model.cases.values()):
            kind: Literal["merger", "rename-code"] = self.random.choice(("merger", "rename-code"))
            command = Succeed(predecessor=old, successor=new, kind=kind, on=DAY, document=old)
            self.both(
                lambda: carry_out_succession(self.store, command, CLERK),
                lambda: self.model.succeed(old, new),
            )

    def _live(self) -> list[str]:
        return [each for each in CODES if each not in self.model.ended]

    def _any(self) -> str:
        return self.random.choice(list(self.model.cases))

    def _document(self) -> str:
        self.serial += 1
        return f"A{self.serial}"

    def _carry_out(self, command: EnterpriseCommand, uscc: str) -> None:
        do(self.store.handler, command, uscc=uscc)
