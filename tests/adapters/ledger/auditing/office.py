"""An office whose clock and logins a test sets: which no option of a command sets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from adapters.ledger.handling.units import Author, Request
from adapters.ledger.store import Store
from adapters.ledger.treasury.carrying_out import carry_out_money
from domain.commands import money
from domain.commands.enterprise import EnterpriseCommand, NameAccount, RevokeClaim
from domain.events.budget import BudgetAppropriated
from domain.events.streams import number_in
from tests.domain.facts import CaseByCase
from tests.domain.given import USCC, approval, submission
from tests.support.ledgers import opened

CLERK = Author(by="clerk", login="web:clerk")
OFFICER = Author(by="officer", login="web:officer")
EDITOR = Author(by="editor", login="web:editor")
REGISTRAR = Author(by="registrar", login="web:registrar")
CASHIER = Author(by="cashier", login="web:cashier")


@dataclass
class Office:
    """A ledger at work. Every method takes who does it; the clock stands at `today`."""

    store: Store
    today: datetime

    def on(self, day: str) -> None:
        """Set the clock to noon of a day, in Beijing 20:00."""
        self.today = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)

    def submit(self, claim_no: str, fen: int = 100_000, who: Author = CLERK) -> None:
        facts = CaseByCase(article="三（一）", decision_no=claim_no, amount_fen=fen)
        self._do(submission(claim_no, facts, "2022-03-07"), who)

    def approve(self, claim_no: str, who: Author = OFFICER) -> None:
        self._do(approval(claim_no, by=who.by), who)

    def name_account(self, who: Author) -> None:
        named = NameAccount(
            uscc=USCC, account_id="a", commitment="c", compared_with=None, document=None
        )
        self._do(named, who)

    def revoke(self, claim_no: str) -> None:
        self._do(RevokeClaim(claim_no=claim_no, words="a finding", document="F-1"), OFFICER)

    def money(self, fen: int = 100_000_000) -> None:
        given = BudgetAppropriated(line="all", amount_fen=fen, document="A-1", on=date(2022, 1, 10))
        self._money(money.MoveBudget(year=2022, movement=given), OFFICER)

    def compute(self) -> int:
        command = money.ComputeBatch(
            budget_year=2022, line="all", document=None, until=None, shortage="queue",
            round_down_to=None, at_least_fen=0, remainder="owed",
        )  # fmt: skip
        return number_in(self._money(command, OFFICER))

    def publish(self, batch: int, day: str, who: Author = EDITOR) -> None:
        """Begin the notice; an account of the enterprise is there by then."""
        on = self._when(day)
        if self.store.handler.enterprise(USCC).registration.account is None:
            self.name_account(REGISTRAR)
        self._money(
            money.PublishBatch(batch=batch, on=on, days=1, shortened=None, backdated="D"), who
        )

    def object_to(self, batch: int, claim_no: str) -> None:
        command = money.ObjectToLine(
            batch=batch,
            claim_no=claim_no,
            words="why?",
            on=None,
            person=None,
            document=None,
            number=None,
        )
        self._money(command, OFFICER)

    def dismiss(self, batch: int, claim_no: str) -> None:
        command = money.ResolveObjection(
            batch=batch, claim_no=claim_no, upheld=False, document="F-2", number=None
        )
        self._money(command, OFFICER)

    def pay(self, batch: int, day: str, who: Author = CASHIER) -> None:
        on = self._when(day)
        self._money(
            money.PayBatch(batch=batch, receipt=f"R-{batch}", on=on, only=None, backdated="D"), who
        )

    def _when(self, day: str) -> date:
        """Return a day, which has come: nothing is recorded before it."""
        self.today = max(self.today, datetime.fromisoformat(f"{day}T12:00Z"))
        return date.fromisoformat(day)

    def _money(self, command: money.MoneyCommand, who: Author) -> str:
        return carry_out_money(self.store, command, who).stream

    def _do(self, command: EnterpriseCommand, who: Author) -> None:
        self.store.handler.carry_out(Request(uscc=USCC, commands=(command,)), who)


@contextmanager
def working(path: Path) -> Iterator[Office]:
    """Open an office; its first day is 2022-10-01."""
    office: Office | None = None
    start = datetime(2022, 10, 1, 12, tzinfo=UTC)

    def clock() -> datetime:
        return start if office is None else office.today

    with opened(path, clock) as store:
        office = Office(store, start)
        yield office
