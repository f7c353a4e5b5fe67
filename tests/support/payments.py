"""The old names of money commands, for callers that do not yet write through the ledger's door."""

from __future__ import annotations

from datetime import date

from adapters.ledger.handling.units import Author, Outcome
from adapters.ledger.store import Store
from adapters.ledger.treasury.carrying_out import carry_out_money
from domain.commands import money
from domain.commands.money import MoneyCommand
from domain.events.budget import Movement
from domain.payments.computing import BatchTerms


class Payments:
    """Carries out money commands. Every method raises Refusal as the rules say."""

    def __init__(self, store: Store, author: Author) -> None:
        self.store = store
        self.author = author

    def name_line(self, year: int, line: str, measures: tuple[str, ...]) -> None:
        self._do(money.NameBudgetLine(year=year, line=line, measures=measures))

    def move(self, year: int, movement: Movement) -> None:
        self._do(money.MoveBudget(year=year, movement=movement))

    def carry_over(self, year: int) -> None:
        self._do(money.CarryOver(year=year))

    def compute(self, year: int, command: BatchTerms) -> int:
        """Compute a batch and return its number; that of the same request before, if any."""
        outcome = self._do(
            money.ComputeBatch(
                year=year,
                line=command.line,
                document=command.document,
                until=command.until,
                shortage=command.shortage,
                round_down_to=command.round_down_to,
                at_least_fen=command.at_least_fen,
                remainder=command.remainder,
            )
        )
        return int(outcome.stream.rpartition(":")[2])

    def publish(self, number: int, on: date, days: int) -> None:
        self._do(money.PublishBatch(batch=number, on=on, days=days))

    def object_to(self, number: int, claim_no: str, words: str) -> None:
        self._do(money.ObjectToLine(batch=number, claim_no=claim_no, words=words))

    def resolve(self, number: int, claim_no: str, *, upheld: bool, document: str) -> None:
        self._do(
            money.ResolveObjection(
                batch=number, claim_no=claim_no, upheld=upheld, document=document
            )
        )

    def pay(self, number: int, receipt: str, on: date) -> None:
        self._do(money.PayBatch(batch=number, receipt=receipt, on=on))

    def fail(self, number: int, claim_no: str, words: str) -> None:
        self._do(money.FailPayment(batch=number, claim_no=claim_no, words=words))

    def recover(self, claim_no: str, amount_fen: int, receipt: str, on: date) -> str:
        """Record money repaid for a claim; return whose claim it is."""
        return self._do(
            money.RecordRecovery(claim_no=claim_no, amount_fen=amount_fen, receipt=receipt, on=on)
        ).stream

    def separate_logins(self) -> None:
        self._do(money.SeparateLogins())

    def _do(self, command: MoneyCommand) -> Outcome:
        return carry_out_money(self.store, command, self.author)
