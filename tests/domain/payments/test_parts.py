"""A long batch is recorded in parts, each as long as an event may be."""

from __future__ import annotations

from domain.events.batch import BatchLinesPaid
from domain.payments.batch import LineState
from domain.payments.happened import event_sized_parts
from domain.payments.until_paid.computing import Candidate
from tests.domain.given import USCC, approval, executed, submission
from tests.domain.payments.office import Office


def test_a_part_of_a_long_batch_is_as_long_as_an_event_may_be() -> None:
    numbers = [f"申{n:017d}" for n in range(501)]  # 20 bytes each, hence lines of 200: 250 a part
    lines = [Candidate(claim_no=number, uscc=USCC, owed_fen=1) for number in numbers]

    parts = list(event_sized_parts(lines))

    assert [len(part) for part in parts] == [250, 250, 1]
    assert [line for part in parts for line in part] == lines
    assert list(event_sized_parts([])) == []


def test_a_claim_number_longer_than_a_part_stands_in_a_part_of_its_own() -> None:
    lines = [Candidate(claim_no=no, uscc=USCC, owed_fen=1) for no in ("A" * 30_000, "B", "C")]

    assert [len(part) for part in event_sized_parts(lines)] == [1, 2]


def test_every_part_of_a_long_batch_is_recorded_when_it_is_computed_and_when_it_is_paid() -> None:
    office, claims = Office(0, 2_000), ["A" * 30_000, "B" * 30_000]
    for claim_no in claims:
        office.desk.carry_out(submission(claim_no, executed("500000")))
        office.desk.carry_out(approval(claim_no))

    batch = office.compute(*claims, owed=1_000)
    office.publish()
    paid = [each.event for each in office.pay() if isinstance(each.event, BatchLinesPaid)]

    assert list(batch.lines) == claims
    assert [[line.claim_no for line in event.lines] for event in paid] == [[no] for no in claims]
    assert [line.state for line in batch.lines.values()] == [LineState.PAID] * 2
