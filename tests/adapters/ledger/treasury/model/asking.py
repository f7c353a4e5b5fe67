"""Random requests about money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from domain.commands import money
from tests.adapters.ledger.treasury.model.asks.accounts import AskingOfAccounts
from tests.adapters.ledger.treasury.model.asks.batches import AskingOfBatches
from tests.adapters.ledger.treasury.model.asks.corrections import AskingOfCorrections
from tests.adapters.ledger.treasury.model.asks.holds import AskingOfHolds
from tests.adapters.ledger.treasury.model.both import YEARS


class Asking(AskingOfHolds, AskingOfBatches, AskingOfAccounts, AskingOfCorrections):
    """Asks both for one random thing after another."""

    def step(self) -> None:
        """Ask both for one thing."""
        steps: list[tuple[float, Callable[[], None]]] = [
            (6, self._approve),
            (1, self._submit),
            (2, self._movement),
            (5, self._compute),
            (9, self._publish_with_accounts),
            (1, self._withdraw_notice),
            (1, self._cancel),
            (3, self._object),
            (4, self._resolve),
            (9, self._order),
            (12, self._pay),
            (8, self._settle),
            (4, self._fail),
            (4, self._revoke),
            (1, self._withdraw),
            (4, self._correct),
            (2, self._redecide),
            (4, self._reopen),
            (3, self._recover),
            (2, self._recover_together),
            (3, self._hold),
            (6, self._release),
            (2, self._correct_move),
            (2, self._correct_payment),
            (3, self._reinstate),
            (3, self._correct_repaid),
            (2, self._rerate),
            (1.5, self._name_account),
            (2, self._confirm_account),
            (0.2, self._erase_accounts),
            (1 if self.serial > 40 else 0, self._carry_over),
            (2, self._succeed),
            (2 if self.model.closed else 0, self._reopen_year),
        ]
        self._one_of(steps if self.model.lots else steps[:4])  # of a batch, once there is one

    def step_of_corrections(self) -> None:
        """Ask both for one thing that is paid, or put right after it was."""
        steps: list[tuple[int, Callable[[], None]]] = [
            (8, self._approve),
            (1, self._movement),
            (6, self._compute),
            (8, self._publish),
            (12, self._pay),
            (8, self._fail),
            (5, self._revoke),
            (3, self._reopen),
            (1, self._order),
            (8, self._recover),
            (3, self._correct_move),
            (4, self._correct_payment),
            (10, self._reinstate),
            (12, self._correct_repaid),
            (1 if self.serial > 60 else 0, self._carry_over),
        ]
        self._one_of(steps if self.model.lots else steps[:3])

    def _one_of(self, steps: list[tuple[int, Callable[[], None]]]) -> None:
        self.random.choices([each for _, each in steps], [weight for weight, _ in steps])[0]()

    def _publish_with_accounts(self) -> None:
        """Publish; most enterprises have an account by then."""
        for uscc in sorted({case.uscc for case in self.model.cases.values()}):
            if not self.model.has_account(uscc) and self.random.random() < 0.8:
                self._name_account_of(uscc)
        self._publish()

    def _movement(self) -> None:
        kind = self.random.choice(["supplemented", "returned", "transferred"])
        line = self.random.choice(["T", "all"])
        self._move(self.random.choice(YEARS), kind, line, self.random.randint(1, 40_000))

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
        if len(self.model.repaid) > len(self.receipts):
            self.receipts.append(receipt)

    def _recover_together(self) -> None:
        owing = [case.no for case in self.model.debts]
        if len(owing) < 2:
            return
        nos = self.random.sample(owing, 2)
        owed = sum(self.model.open_debt(self.model.cases[no]) for no in nos)
        fen = self.random.choice([max(1, owed), self.random.randint(1, owed + 2)])
        self.serial += 1
        command = money.RecordRecoveries(
            claims=tuple(nos), amount_fen=fen, receipt=f"B{self.serial}", on=date(2024, 2, 1),
            backdated="D",
        )  # fmt: skip
        self.both(
            lambda: self.carry_out(command),
            lambda: self.model.recover_together(nos, fen, date(2024, 2, 1)),
        )

    def _carry_over(self) -> None:
        if self.random.random() < 0.7:
            year = self.random.choice((2022, 2022, 2023))
            self.serial += 1
            command = money.CarryOver(
                year=year, document=f"C{self.serial}", on=date(2025, 1, 1), early=False
            )
            self.both(lambda: self.carry_out(command), lambda: self.model.carry_over(year))

    def _reopen_year(self) -> None:
        year = self.random.choice((2022, 2022, 2023))
        self.serial += 1
        command = money.ReopenBudget(
            year=year,
            document=f"Z{self.serial}",
            on=date(2025, 1, 1),
            words="x",
            backdated="D",
        )
        self.both(lambda: self.carry_out(command), lambda: self.model.reopen_year(year))
