"""A refusal about a budget names the facts it was decided by, each of them exactly."""

from __future__ import annotations

from datetime import date

from domain.events.budget import (
    BudgetAppropriated,
    BudgetLineNamed,
    BudgetReturned,
    BudgetTransferred,
)
from domain.payments.budget import ALL, Budget, evolve, move
from domain.payments.years.carry_over import drawn_back
from domain.payments.years.lines import name_line
from tests.domain.payments.closing import carried_over, carry_over
from tests.domain.payments.office import refused

DAY = date(2022, 6, 1)


def budget(year: int = 2022, *, closed: bool = False) -> Budget:
    """A year with 100 fen on its line `all`, and a line `aeo` without any."""
    made = Budget(year)
    evolve(made, BudgetLineNamed(line="aeo", measures=("aeo-advanced",)))
    evolve(made, BudgetAppropriated(line=ALL, amount_fen=100, document="D", on=DAY))
    if closed:
        evolve(made, carried_over(to_year=year + 1, amounts=(), on=DAY))
    return made


def movement(fen: int, document: str, line: str = ALL) -> BudgetReturned:
    return BudgetReturned(line=line, amount_fen=fen, document=document, on=DAY)


def transfer(fen: int, from_line: str, to_line: str) -> BudgetTransferred:
    return BudgetTransferred(
        from_line=from_line, to_line=to_line, amount_fen=fen, document="T", on=DAY
    )


def test_a_refused_movement_says_which_line_of_which_year_and_how_much_it_has() -> None:
    closed = {"year": 2022, "next_year": 2023}
    conflict = {
        "verb": "budget",
        "year": 2022,
        "document": "Ｄ",
        "kind": "appropriated",
        "amount_fen": 100,
        "on": "2022-06-01",
    }

    assert [
        refused(lambda: move(budget(), movement(100, "Ｄ"), {})),
        refused(lambda: move(budget(closed=True), movement(1, "E"), {})),
        refused(lambda: move(budget(), transfer(1, ALL, "none"), {})),
        refused(lambda: move(budget(), transfer(1, "aeo", "aeo"), {})),
        refused(lambda: move(budget(), transfer(1, "none", "aeo"), {})),
        refused(lambda: move(budget(), movement(1, "E", "none"), {})),
        refused(lambda: move(budget(), movement(61, "E"), {ALL: 40})),
        refused(lambda: move(budget(), transfer(62, ALL, "aeo"), {ALL: 40})),
    ] == [
        ("request-conflicts", conflict),
        ("budget-closed", closed),
        ("budget-line-unknown", {"year": 2022, "line": "none"}),
        ("budget-same-line", {"line": "aeo"}),
        ("budget-line-unknown", {"year": 2022, "line": "none"}),
        ("budget-line-unknown", {"year": 2022, "line": "none"}),
        ("budget-short", {"year": 2022, "line": ALL, "amount_fen": 61, "money_fen": 60}),
        ("budget-short", {"year": 2022, "line": ALL, "amount_fen": 62, "money_fen": 60}),
    ]


def test_a_line_that_is_not_named_says_which_line_stands_in_its_way() -> None:
    taken = {"year": 2022, "measure": "aeo-advanced", "line": "aeo"}
    conflict = {"verb": "budget line", "year": 2022, "line": "aeo"}

    assert [
        refused(lambda: name_line(budget(), ALL, ("a",))),
        refused(lambda: name_line(budget(), "aeo", ("a",))),
        refused(lambda: name_line(budget(closed=True), "new", ("a",))),
        refused(lambda: name_line(budget(), "new", ("a", "aeo-advanced"))),
    ] == [
        ("budget-line-all", {"year": 2022}),
        ("request-conflicts", conflict),
        ("budget-closed", {"year": 2022, "next_year": 2023}),
        ("measure-taken", taken),
    ]


def test_a_year_that_is_not_carried_over_says_why_and_what_is_open_or_short() -> None:
    short = budget(closed=True)
    short.lines[ALL].paid_fen = 130
    without_the_line = {2022: short, 2023: Budget(2023)}
    del without_the_line[2023].lines[ALL]
    spent = {"year": 2022, "line": ALL, "short_fen": 37}

    assert [
        refused(lambda: carry_over(Budget(2022), Budget(2023), [])),
        refused(lambda: carry_over(budget(2999), Budget(3000), [])),
        refused(lambda: carry_over(budget(), Budget(2023), [5, 4, 6])),
        refused(lambda: drawn_back({2022: short}, 2022, ALL, {2022: {ALL: 7}})),
        refused(lambda: drawn_back(without_the_line, 2022, ALL, {2022: {ALL: 7}})),
    ] == [
        ("budget-unknown", {"year": 2022}),
        ("no-next-year", {"year": 2999}),
        ("batch-open", {"year": 2022, "batch": 4}),
        ("money-spent-since", spent),
        ("money-spent-since", spent),
    ]
    assert carry_over(budget(2998), Budget(2999), [])
