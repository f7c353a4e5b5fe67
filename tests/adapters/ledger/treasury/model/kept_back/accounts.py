"""What the independent model may be asked of accounts."""

from __future__ import annotations

from datetime import date

from tests.adapters.ledger.treasury.model.claims import Claims
from tests.adapters.ledger.treasury.model.kept_back.holds import Holds
from tests.adapters.ledger.treasury.model.records import Lot, Named, No, Row


class Accounts(Claims, Holds):
    """Accounts of enterprises: named, confirmed, erased."""

    def name_account(self, uscc: str, *, document: bool) -> None:
        named = self.accounts.setdefault(uscc, [])
        if named and not named[-1].erased and not document:
            raise No("account-document-needed")
        self.hour += 1
        named.append(Named(self.hour))

    def has_account(self, uscc: str) -> bool:
        named = self.accounts.get(uscc, [])
        return bool(named) and not named[-1].erased

    def confirm_account(self, uscc: str, *, same_person: bool) -> None:
        named = self.accounts.get(uscc, [])
        if not named or named[-1].erased:
            raise No("no-account-to-confirm")
        if same_person:
            raise No("account-namer-cannot-confirm")
        named[-1].confirmed = True

    def erase_accounts(self, uscc: str) -> None:
        if not self.accounts.get(uscc):
            raise No("no-account")
        for named in self.accounts[uscc]:
            named.erased = True

    def why_barred(self, lot: Lot, row: Row, on: date, *, accounts: bool) -> str | None:
        """Why a row is not paid on a day: a hold, or its account where it is paid to one."""
        if self.is_held(row.case, on):
            return "enterprise-held"
        return self._barrier(lot, row) if accounts else None
