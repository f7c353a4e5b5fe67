"""A long batch is recorded in parts, each as long as an event may be."""

from __future__ import annotations

from domain.payments.computing import Candidate
from domain.payments.happened import LINE_BYTES, PART_MAX_BYTES, event_sized_parts
from tests.domain.given import USCC


def test_a_part_of_a_long_batch_is_as_long_as_an_event_may_be() -> None:
    each = LINE_BYTES + 2 * 4
    fits = PART_MAX_BYTES // each
    lines = [Candidate(claim_no=f"{n:04d}", uscc=USCC, owed_fen=1) for n in range(2 * fits + 1)]

    assert [len(part) for part in event_sized_parts(lines)] == [fits, fits, 1]
    assert list(event_sized_parts([])) == []
