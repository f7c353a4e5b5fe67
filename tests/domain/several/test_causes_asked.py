"""A claim moved by what its measure asks about: a record, or how many grants came before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.commands.enterprise import (
    ApproveClaim,
    Reassess,
    RecordAmounts,
    SubmitClaim,
    WithdrawClaim,
)
from domain.enterprise.state import Enterprise
from domain.events.claims import ClaimReassessed
from domain.policy.book import PolicyBook
from domain.policy.compiling.policy import compiled
from domain.policy.facts import Facts
from tests.domain.policy.small import STATED, document
from tests.domain.several.beside import USCC, book_of, run

RECORD = "trade.total"


def book(pays: list[Any], **sections: Any) -> PolicyBook:
    return book_of(compiled(document(pays, **sections)))


def grant(number: str, enterprise: Enterprise, at: PolicyBook, **stated: Any) -> None:
    submit = SubmitClaim(
        claim_no=number,
        uscc=USCC,
        enterprise="E",
        facts=Facts("work", STATED | stated),
        occurred_on=date(2023, 5, 1),
        filed_on=date(2023, 6, 1),
        invoices=(),
        other_support_fen=0,
    )
    run(submit, enterprise, at)
    run(ApproveClaim(claim_no=number, by="li", if_pending=False), enterprise, at)


def record(enterprise: Enterprise, at: PolicyBook, year: int, total: int) -> None:
    amounts = (("total", total), ("us_usd", 0))
    run(
        RecordAmounts(uscc=USCC, record="trade", year=year, amounts=amounts, once_ever=False),
        enterprise,
        at,
    )


def moved(enterprise: Enterprise, at: PolicyBook) -> list[tuple[str, str, str, str | None]]:
    events = run(Reassess(uscc=USCC), enterprise, at)
    changes = [event for event in events if isinstance(event, ClaimReassessed)]
    return [(each.claim_no, each.cause, each.because_of, each.through) for each in changes]


SECOND = {"granted": ["first", "rest"], "at_least": 1}
OF_FIRST = SECOND | {"granted": ["first"]}
FROM_150 = {"record": "trade", "field": "total", "at_least": "150"}
BY_GRANTS: list[tuple[list[Any], dict[str, Any]]] = [
    ([{"award": "20"}], {"when": [SECOND]}),
    ([{"award": "20"}], {"needs": [{"granted": ["first"], "below": 2, "code": "thrice"}]}),
    ([{"of": "fee"}, {"rate": "50%", "plus": [{"rate": "5%", "when": [OF_FIRST]}]}], {}),
    ([{"award": "20"}, {"plus": "5", "when": [OF_FIRST]}], {}),
    ([{"award": "20"}], {"when": [{"any": ["new", SECOND]}]}),
]  # fmt: skip


@pytest.mark.parametrize(("pays", "sections"), BY_GRANTS)
def test_a_claim_that_counts_those_before_it_is_moved_by_the_one_that_went(
    pays: list[Any], sections: dict[str, Any]
) -> None:
    at, enterprise = book(pays, **sections), Enterprise()
    for number in ("C1", "C2", "C3"):
        grant(number, enterprise, at, new=False, name=number)

    run(WithdrawClaim(claim_no="C1", words="gone"), enterprise, at)

    assert {(cause, because) for _, cause, because, _ in moved(enterprise, at)} == {("room", "C1")}


BY_RECORD: list[tuple[list[Any], dict[str, Any]]] = [
    ([{"of": RECORD}, {"rate": "1%"}], {}),
    ([{"of": "fee"}, {"at_most": {"rate": "1%", "of": RECORD}}], {}),
    ([{"of": "fee"}, {"rate": {"by": RECORD, "bands": [["0", "10%"], ["150", "20%"]]}}], {}),
    (
        [{"award": "20"}],
        {
            "needs": [
                {"record": "trade", "field": "total", "growth_at_least": "10%", "code": "growth"}
            ]
        },
    ),
    ([{"award": "20"}], {"when": [FROM_150]}),
    ([{"award": "20"}, {"plus": "5", "when": [FROM_150]}], {}),
]  # fmt: skip


@pytest.mark.parametrize(("pays", "sections"), BY_RECORD)
def test_a_claim_whose_amount_rests_on_a_record_is_moved_by_that_record(
    pays: list[Any], sections: dict[str, Any]
) -> None:
    at, enterprise = book(pays, **sections), Enterprise()
    record(enterprise, at, 2022, 10_000)
    record(enterprise, at, 2023, 10_000)
    grant("C1", enterprise, at)

    record(enterprise, at, 2023, 20_000)

    years = "2022, 2023" if "needs" in sections else "2023"
    assert moved(enterprise, at) == [("C1", "trade", years, None)]


def test_the_year_named_is_that_of_the_record_asked_about() -> None:
    at, enterprise = book([{"of": f"{RECORD}:1"}, {"rate": "1%"}]), Enterprise()
    record(enterprise, at, 2022, 10_000)
    grant("C1", enterprise, at)

    record(enterprise, at, 2022, 20_000)

    assert moved(enterprise, at) == [("C1", "trade", "2022", None)]
