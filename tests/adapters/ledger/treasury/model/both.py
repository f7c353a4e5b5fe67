"""Requests about money to the product and to the independent model, and what both answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

from adapters.ledger.enterprises import codes
from adapters.ledger.handling.units import Author
from adapters.ledger.look import Look
from adapters.ledger.reassessing.reperforming import reperform
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.store import Store
from adapters.ledger.treasury.carrying_out import carry_out_money
from adapters.views.backend import Reader
from adapters.wording.as_json import as_json
from domain.commands.money import MoneyCommand, MoveBudget, NameBudgetLine
from domain.events.budget import (
    BudgetAppropriated,
    BudgetReturned,
    BudgetSupplemented,
    BudgetTransferred,
)
from domain.refusals import Refusal
from projections.money.budgets import BudgetFigures
from tests.adapters.ledger.treasury.model.records import No
from tests.adapters.ledger.treasury.years.model_of_a_day import DAYS, Days

YEARS = (2022, 2023)
FAR = date(2200, 1, 1)
SEEN = 0.1  # how often answers are kept, to be asked for again at their position
CASHIER = Author(by="cashier", login="tests")
SUMS = {  # which entries of a statement add up to which of its sums
    "granted_fen": ("granted", "reassessed", "withdrawn", "revoked"),
    "paid_fen": ("paid", "payment-failed", "payment-reinstated"),
    "recovered_fen": (
        "recovered",
        "recovery-reversed",
        "set-off",
        "set-off-reversed",
        "set-off-reinstated",
    ),
}


class Both:
    """The same requests to the product and to the model, and what each makes of them."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.random = store, Random(seed)
        self.model = Days(YEARS)
        self.answered: dict[int, tuple[date, list[BudgetFigures]]] = {}  # by position
        self.moved_at: list[int] = []  # where each movement stands
        self.receipts: list[str] = []  # of what was repaid
        self.serial = 0
        self.seen: dict[int, Any] = {}  # what was answered, by position
        self.counts: Counter[str] = Counter()
        for year in YEARS:
            self.carry_out(NameBudgetLine(year=year, line="T", measures=("overseas-trademark",)))
            for line in ("T", "all"):
                self._move(year, "appropriated", line, self.random.randint(1, 150_000))

    def both(self, product: Callable[[], object], model: Callable[[], object]) -> None:
        """Have both do it, or both say no by the same rule."""
        with refusal_codes() as codes:
            product()
        with refusal_codes() as expected:
            model()
        assert codes == expected, f"the product says {codes}, the model {expected}"
        self.counts[codes[0] if codes else model.__qualname__] += 1

    def carry_out(self, command: MoneyCommand) -> None:
        carry_out_money(self.store, command, CASHIER)

    def agree(self) -> None:
        """Compare every figure of every budget, statement and batch; hold the laws."""
        self.store.catch_up()
        with self.store.views.reading() as connection:
            look = Look(Snapshot(self.store, connection, None))
            statements = [as_json(look.statement(uscc)) for uscc in self._known()]
            budgets = {year: as_json(look.budget(year))["lines"] for year in YEARS}
            batches = {number: as_json(look.batch(number)) for number in self.model.lots}
            self._agree_on_a_day(look)
        if self.random.random() < SEEN:
            self.seen[self.store.handler.position()] = statements, budgets, batches
        for answered_now in statements:
            expected = self.model.statement(answered_now["uscc"])
            assert {name: answered_now[name] for name in expected} == expected
            balance = expected["owed_to_enterprise_fen"] - expected["owed_back_fen"]
            assert sum(entry["amount_fen"] for entry in answered_now["entries"]) == balance
            for name, whats in SUMS.items():
                of = [
                    each["amount_fen"] for each in answered_now["entries"] if each["what"] in whats
                ]
                assert abs(sum(of)) == expected[name], name
        for year, lines in budgets.items():
            for line, actual in lines.items():
                expected = self.model.figures(year, line)
                assert {name: actual[name] for name in expected} == expected, (year, line)
                assert actual["paid_fen"] - actual["recovered_fen"] <= actual["budget_fen"]
        for kind in ("paid_fen", "recovered_fen"):
            by_year = sum(each[kind] for lines in budgets.values() for each in lines.values())
            assert by_year == sum(statement[kind] for statement in statements)
        for number, batch in batches.items():
            expected_lines = self.model.lot(number)
            names = expected_lines[0].keys()
            assert [each["claim_no"] for each in batch["left_out"]] == (
                self.model.lots[number].left_out
            )
            codes = [[why["code"] for why in line["barriers"]] for line in batch["lines"]]
            of_accounts = [[each for each in of if each != "enterprise-held"] for of in codes]
            assert of_accounts == self.model.without_accounts(number)
            assert [{name: line[name] for name in names} for line in batch["lines"]] == (
                expected_lines
            )

    def _agree_on_a_day(self, look: Look) -> None:
        """Compare what each line had on some day; keep the answers to be recalled."""
        day, now = self.random.choice(DAYS), [look.budget(year) for year in YEARS]
        then = [look.budget(year, day) for year in YEARS]
        assert [look.budget(year, FAR) for year in YEARS] == now
        for answer in then:
            for line, actual in as_json(answer)["lines"].items():
                expected = self.model.on_day(answer.year, line, day)
                assert {name: actual[name] for name in expected} == expected, (day, line)
        self.answered[look.position] = day, [*now, *then]

    def _recalled(self, connection: Reader) -> None:
        """Hold that every answer is given again of the position that it was given at."""
        for position, (day, answers) in self.answered.items():
            look = Look(Snapshot(self.store, connection, position))
            days = (None, day)
            assert [look.budget(year, on) for on in days for year in YEARS] == answers, position

    def audited(self) -> None:
        """Hold what is true of any ledger: decisions work out again, views are only folded."""
        self.store.catch_up()
        live = self.store.views.digest()
        head = self.store.handler.position()
        with self.store.views.reading() as connection:
            now, then = (
                Snapshot(self.store, connection, None),
                Snapshot(self.store, connection, head),
            )
            assert now.claims() == then.claims()
            assert reperform(now).agrees
            self._recalled(connection)
            for year in YEARS:
                assert Look(now).budget(year) == Look(then).budget(year)
            for position, (statements, budgets, batches) in self.seen.items():
                look = Look(Snapshot(self.store, connection, position))
                assert [as_json(look.statement(each["uscc"])) for each in statements] == statements
                assert {year: as_json(look.budget(year))["lines"] for year in budgets} == budgets
                assert {number: as_json(look.batch(number)) for number in batches} == batches
        self.store.rebuild()
        assert self.store.views.digest() == live

    def _known(self) -> list[str]:
        return codes(self.store.handler.recorder)

    def _move(self, year: int, kind: str, line: str, fen: int) -> None:
        self.serial += 1
        document, on = f"D{self.serial}", date(year, 6, 1)
        to = "all" if line == "T" else "T"
        event: Any
        if kind == "transferred":
            event = BudgetTransferred(
                from_line=line, to_line=to, amount_fen=fen, document=document, on=on
            )
        else:
            shapes = {
                "appropriated": BudgetAppropriated,
                "supplemented": BudgetSupplemented,
                "returned": BudgetReturned,
            }
            event = shapes[kind](line=line, amount_fen=fen, document=document, on=on)
        self.both(
            lambda: self.carry_out(MoveBudget(year=year, movement=event)),
            lambda: self.model.move(year, kind, line, fen, to if kind == "transferred" else ""),
        )
        if len(self.model.entries) > len(self.moved_at):
            self.moved_at.append(self.store.handler.position())


@contextmanager
def refusal_codes() -> Any:
    """Take the code of the rule that says no."""
    codes: list[str] = []
    try:
        yield codes
    except Refusal as refusal:
        codes.append(refusal.code)
    except No as no:
        codes.append(str(no))
