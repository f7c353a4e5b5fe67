"""Amounts of a year that a policy asks about: said again, said otherwise, and said wrongly."""

from __future__ import annotations

from typing import Any

import pytest

from domain.commands.enterprise import RecordAmounts
from domain.events.claims import AmountsRecorded
from domain.policy.compiling.policy import compiled
from domain.refusals import Refusal
from tests.domain.given import USCC, Desk, book_of
from tests.domain.policy.small import document

TRADE = {"facts": {"us_usd": {"is": "amount", "currency": "USD"}, "total": {"is": "amount"}}}
TAX = {"facts": {"paid": {"is": "amount"}}}
AWARD = [{"award": "1"}]


def desk(*records: dict[str, Any]) -> Desk:
    """A desk by versions of a policy that ask about these records, one version each."""
    return Desk(book_of(*(compiled(document(AWARD, records=each)) for each in records)))


def amounts(record: str, *, once_ever: bool = False, **said: int) -> RecordAmounts:
    return RecordAmounts(
        uscc=USCC, record=record, year=2023, amounts=tuple(said.items()), once_ever=once_ever
    )


def test_amounts_are_recorded_by_the_units_of_the_policy_whatever_their_order() -> None:
    office = desk({"trade": TRADE, "tax": TAX})

    events = office.carry_out(amounts("trade", us_usd=2, total=1))

    said = {"total_fen": 1, "us_usd_cents": 2}
    assert events == (AmountsRecorded(record="trade", year=2023, amounts=said),)
    assert office.carry_out(amounts("trade", total=1, us_usd=2)) == ()


def test_amounts_are_compared_with_the_years_latest_and_those_of_a_file_with_all_ever() -> None:
    office = desk({"tax": TAX})
    office.carry_out(amounts("tax", paid=1))
    office.carry_out(amounts("tax", paid=2))

    assert office.carry_out(amounts("tax", paid=2)) == ()
    assert office.carry_out(amounts("tax", once_ever=True, paid=1)) == ()
    assert office.carry_out(amounts("tax", once_ever=True, paid=3)) != ()
    assert office.carry_out(amounts("tax", paid=1)) != ()


def test_a_record_that_any_version_asks_about_is_taken() -> None:
    office = desk({"tax": TAX, "trade": TRADE}, {"tax": TAX})

    assert office.carry_out(amounts("trade", total=1, us_usd=2)) != ()


@pytest.mark.parametrize("said", [{"total": 1}, {"total": 1, "us_usd": 2, "eu": 3}, {"us": 1}])
def test_a_record_of_other_amounts_is_refused_with_those_wanted(said: dict[str, int]) -> None:
    with pytest.raises(Refusal) as refused:
        desk({"tax": TAX, "trade": TRADE}).carry_out(amounts("trade", **said))

    assert refused.value.code == "record-differs"
    assert refused.value.facts["wanted"] == "us_usd, total"
    assert refused.value.facts["given"] == ", ".join(said)


def test_a_record_that_no_version_asks_about_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal) as refused:
        desk({"tax": TAX}, {"trade": TRADE}).carry_out(amounts("exports", total=1))

    assert str(refused.value) == "record-unknown (record=exports, known=tax, trade)"
