"""A budget line renamed and regrouped: what it is called, what it pays for from then on."""

from __future__ import annotations

from datetime import date

import pytest

from domain.events.budget import BudgetAppropriated, BudgetEvent, BudgetPaid
from domain.events.streams import budget_stream
from domain.payments.budget import ALL, Budget, evolve
from domain.payments.years.carry_over import budgets_after
from domain.payments.years.lines import name_line, regroup_line, rename_line
from domain.refusals import Refusal
from tests.domain.payments.closing import carry_over

DAY = date(2022, 6, 1)


def year_of(*events: BudgetEvent, year: int = 2022) -> Budget:
    made = Budget(year)
    for event in events:
        evolve(made, event)
    return made


def with_fairs(year: int = 2022) -> Budget:
    return year_of(*name_line(Budget(year), "fairs", ("key", "other")), year=year)


def renamed(budget: Budget, line: str, title: str) -> Budget:
    for event in rename_line(budget, line, title, "D"):
        evolve(budget, event)
    return budget


def test_a_renamed_line_is_known_by_both_names_and_however_they_are_typed() -> None:
    budget = renamed(with_fairs(), "fairs", "国际展会")

    assert budget.title("fairs") == "国际展会"
    for called in ("fairs", "FAIRS", "国际展会", "国际 展会", "国际展会　"):
        assert budget.named(called) == "fairs"
    assert budget.named("展会") == "展会"
    assert rename_line(budget, "国际展会", "国际展会", "E") == ()
    assert name_line(budget, "国际展会", ("key", "other")) == ()


def test_two_lines_are_never_called_the_same() -> None:
    budget = with_fairs()
    for event in name_line(budget, "brands", ("brand",)):
        evolve(budget, event)

    for title in ("fairs", "Fairs", ALL):
        with pytest.raises(Refusal) as refused:
            rename_line(budget, "brands", title, "D")
        assert refused.value.code == "budget-line-taken"
    renamed(budget, "fairs", "shows")
    with pytest.raises(Refusal) as refused:
        name_line(budget, "Shows", ("a",))
    assert refused.value.code == "request-conflicts"


def test_a_line_pays_for_other_measures_from_now_on_and_keeps_what_it_paid() -> None:
    paid = BudgetPaid(batch=1, line="fairs", amount_fen=7, receipt="R", on=DAY)
    budget = with_fairs()
    evolve(budget, paid)
    for event in regroup_line(budget, "fairs", ("key", "brand"), "D"):
        evolve(budget, event)

    assert [budget.line_of(each) for each in ("key", "brand", "other")] == ["fairs", "fairs", ALL]
    assert budget.lines["fairs"].paid_fen == 7
    assert regroup_line(budget, "fairs", ("brand", "key"), "E") == ()


def test_a_measure_of_another_line_is_taken_off_that_one_first() -> None:
    budget = with_fairs()
    for event in name_line(budget, "brands", ("brand",)):
        evolve(budget, event)

    with pytest.raises(Refusal) as refused:
        regroup_line(budget, "brands", ("brand", "key"), "D")
    assert refused.value.code == "measure-taken"
    for event in regroup_line(budget, "fairs", ("other",), "D"):
        evolve(budget, event)
    (regrouped,) = regroup_line(budget, "brands", ("brand", "key"), "D")
    assert regrouped.measures == ("brand", "key")


def test_a_closed_year_is_renamed_but_not_regrouped() -> None:
    budget = with_fairs()
    budget.closed = True

    assert rename_line(budget, "fairs", "shows", "D")
    with pytest.raises(Refusal) as refused:
        regroup_line(budget, "fairs", ("key",), "D")
    assert refused.value.code == "budget-closed"


@pytest.mark.parametrize("following", ["none", "its first name", "its title"])
def test_what_is_carried_over_reaches_the_line_called_so(following: str) -> None:
    budget = renamed(with_fairs(), "fairs", "shows")
    money = BudgetAppropriated(line="fairs", amount_fen=50, document="D", on=DAY)
    evolve(budget, money)
    after = Budget(2023)
    if following != "none":
        name = "fairs" if following == "its first name" else "Shows"
        after = year_of(*name_line(after, name, ("key",)), year=2023)

    carried = carry_over(budget, after, [])
    years = budgets_after({2022: budget, 2023: after}, carried)

    line = years[2023].named("shows" if following != "its first name" else "fairs")
    assert years[2023].lines[line].carried_in_fen == 50
    assert years[2022].lines["fairs"].left_fen == 0
    assert sum(each.left_fen for each in years[2023].lines.values()) == 50
    if following == "none":
        assert years[2023].title("fairs") == "shows"
    assert {stream for stream, _ in carried} == {budget_stream(2022), budget_stream(2023)}
