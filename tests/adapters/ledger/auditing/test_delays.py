"""How long claims and batch lines wait, for whom, counted by what is recorded alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.calendar import months_between
from tests.adapters.ledger.auditing.office import working
from tests.support.command import asked


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def states(delay: Any) -> list[tuple[str, int]]:
    return [(state["state"], state["days"]) for state in delay["states"]]


def by_number(delays: Any) -> dict[str, Any]:
    return {delay["claim_no"]: delay for delay in delays}


def test_a_claim_and_its_line_state_by_state(store: Path) -> None:
    with working(store) as office:
        office.submit("A")
        office.on("2022-10-11")
        office.approve("A")
        office.money()
        office.on("2022-10-14")
        batch = office.compute()
        office.on("2022-10-20")
        office.publish(batch, "2022-10-20")
        office.on("2022-12-25")
        office.pay(batch, "2022-12-25")
        office.on("2022-12-31")
        office.submit("B")

    answer = asked(store, "audit", "delays")

    claim, line = by_number(answer["claims"])["A"], answer["lines"][0]
    assert states(claim) == [("submitted", 10), ("approved", 3), ("in-batch", 72), ("paid", 6)]
    assert states(line) == [("computed", 6), ("published", 66), ("paid", 6)]
    assert (claim["waits_for"], line["waits_for"]) == (None, None)
    assert answer["counted_to"] == "2022-12-31T12:00:00.000000Z"
    assert answer["notice_to_payment"] == [
        {
            "batch": 1,
            "published_on": "2022-10-20",
            "paid_on": "2022-12-25",
            "counted_to": "2022-12-25",
            "receipt": "R-1",
            "months": 2,
            "days": 5,
        }
    ]


def test_what_waits_comes_first_the_longest_wait_before_all(store: Path) -> None:
    with working(store) as office:
        office.submit("Z")
        office.on("2022-10-05")
        office.submit("PAID")
        office.approve("PAID")
        office.on("2022-10-09")
        office.submit("A")

    answer = asked(store, "audit", "delays")

    rows = [(claim["claim_no"], claim["waits_for"], claim["days"]) for claim in answer["claims"]]
    assert rows == [("Z", "approver", 8), ("PAID", "batch", 4), ("A", "approver", 0)]
    assert answer["waiting"] == {
        "approver": {"claims": 2, "lines": 0, "longest_days": 8},
        "batch": {"claims": 1, "lines": 0, "longest_days": 4},
    }


def test_each_stage_waits_for_somebody_else(store: Path) -> None:
    waits: list[tuple[str | None, str | None]] = []

    def look(position: int) -> None:
        answer = asked(store, "audit", "delays", "--position", str(position))
        waits.append((answer["claims"][0]["waits_for"], answer["lines"][0]["waits_for"]))

    with working(store) as office:
        office.submit("A")
        office.approve("A")
        office.money()
        batch = office.compute()
        seen = [office.store.handler.position()]
        office.publish(batch, "2022-10-01")
        seen.append(office.store.handler.position())
        office.object_to(batch, "A")
        seen.append(office.store.handler.position())
        office.on("2022-10-09")
        office.dismiss(batch, "A")
        seen.append(office.store.handler.position())
        office.pay(batch, "2022-10-09")
        seen.append(office.store.handler.position())
        office.revoke("A")
        seen.append(office.store.handler.position())

    for position in seen:
        look(position)

    assert waits == [
        ("publisher", "publisher"),
        ("notice", "notice"),
        ("resolver", "resolver"),
        ("payer", "payer"),
        (None, None),
        ("enterprise", None),
    ]


def test_a_notice_is_waited_for_until_its_last_day_is_over(store: Path) -> None:
    with working(store) as office:
        office.submit("A")
        office.approve("A")
        office.money()
        office.publish(office.compute(), "2022-10-01")
        for claim_no, day in (("B", "2022-10-08"), ("C", "2022-10-09")):
            office.on(day)
            office.submit(claim_no)

    last_day = asked(store, "audit", "delays", "--known-at", "2022-10-08")
    after = asked(store, "audit", "delays")

    assert last_day["lines"][0]["waits_for"] == "notice"
    assert after["lines"][0]["waits_for"] == "payer"


def test_a_line_whose_claim_left_the_batch_waits_for_nobody(store: Path) -> None:
    with working(store) as office:
        office.submit("A")
        office.approve("A")
        office.money()
        batch = office.compute()
        office.publish(batch, "2022-10-01")
        office.on("2022-10-04")
        office.revoke("A")
        office.on("2022-10-10")
        office.submit("B")

    answer = asked(store, "audit", "delays")

    assert states(answer["lines"][0]) == [("computed", 0), ("published", 3), ("dropped", 6)]
    assert answer["lines"][0]["waits_for"] is None
    assert by_number(answer["claims"])["A"]["state"] == "revoked"


def test_a_claim_without_money_waits_for_the_next_batch(store: Path) -> None:
    with working(store) as office:
        office.submit("A")
        office.submit("B")
        office.approve("A")
        office.approve("B")
        office.money(100_000)
        office.compute()

    answer = asked(store, "audit", "delays")

    assert by_number(answer["claims"])["B"]["waits_for"] == "batch"
    line = by_number(answer["lines"])["B"]
    assert (line["state"], line["waits_for"]) == ("waiting", None)


def test_a_notice_not_paid_yet_is_counted_to_the_last_event(store: Path) -> None:
    with working(store) as office:
        office.submit("A")
        office.approve("A")
        office.money()
        office.publish(office.compute(), "2022-10-01")
        office.on("2023-01-03")
        office.submit("B")

    (notice,) = asked(store, "audit", "delays")["notice_to_payment"]

    assert (notice["paid_on"], notice["counted_to"]) == (None, "2023-01-03")
    assert (notice["months"], notice["days"]) == (3, 2)


def test_a_position_before_everything_tells_nothing(store: Path) -> None:
    with working(store) as office:
        office.submit("A")

    answer = asked(store, "audit", "delays", "--position", "0")

    assert (answer["counted_to"], answer["claims"], answer["lines"]) == (None, [], [])


@pytest.mark.parametrize(
    ("first", "last", "months_and_days"),
    [
        ("2022-01-31", "2022-02-28", (1, 0)),
        ("2022-01-31", "2022-02-27", (0, 27)),
        ("2022-11-15", "2023-02-14", (2, 30)),
        ("2022-11-15", "2022-11-15", (0, 0)),
        ("2024-02-29", "2025-03-01", (12, 1)),
    ],
)
def test_a_month_is_over_on_the_same_day_of_the_next(
    first: str, last: str, months_and_days: tuple[int, int]
) -> None:
    assert months_between(date.fromisoformat(first), date.fromisoformat(last)) == months_and_days
