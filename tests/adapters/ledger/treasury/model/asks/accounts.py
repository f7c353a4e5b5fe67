"""Random requests about the accounts that enterprises are paid on."""

from __future__ import annotations

from adapters.ledger.treasury.accounts import carry_out_account
from domain.commands.enterprise import ConfirmAccount, EraseAccounts, PayInto
from tests.adapters.ledger.treasury.model.asks.claims import CODES
from tests.adapters.ledger.treasury.model.both import CASHIER, Both
from tests.support.ledgers import CLERK


class AskingOfAccounts(Both):
    """Asks for accounts named, changed, confirmed, erased."""

    def _name_account(self) -> None:
        uscc = self._enterprise()
        self._name_account_of(uscc)
        if self.random.random() < 0.5:
            self._confirm_account_of(uscc)

    def _name_account_of(self, uscc: str) -> None:
        self.serial += 1
        document = f"A{self.serial}" if self.random.random() < 0.8 else None
        command = PayInto(uscc=uscc, number=f"{self.serial:012d}", bank="b", document=document)
        self.both(
            lambda: carry_out_account(self.store, command, CLERK),
            lambda: self.model.name_account(uscc, document=document is not None),
        )

    def _confirm_account(self) -> None:
        self._confirm_account_of(self._enterprise())

    def _confirm_account_of(self, uscc: str) -> None:
        same = self.random.random() < 0.2
        self.serial += 1
        command = ConfirmAccount(uscc=uscc, document=f"K{self.serial}")
        self.both(
            lambda: carry_out_account(self.store, command, CLERK if same else CASHIER),
            lambda: self.model.confirm_account(uscc, same_person=same),
        )

    def _erase_accounts(self) -> None:
        uscc = self._enterprise()
        self.both(
            lambda: carry_out_account(self.store, EraseAccounts(uscc=uscc), CLERK),
            lambda: self.model.erase_accounts(uscc),
        )

    def _enterprise(self) -> str:
        """An enterprise that has claims."""
        known = {case.uscc for case in self.model.cases.values()}
        return self.random.choice([code for code in CODES if code in known])
