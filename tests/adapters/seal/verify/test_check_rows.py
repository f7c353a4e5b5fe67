"""The rows of a log altered by hand: every fault, each with its position and what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.ledger.store import Store
from adapters.seal.verify.check_rows import Gap, check_rows, rows
from tests.adapters.seal.sealed import Reported, exports
from tests.domain.given import USCC, fair, submission
from tests.support.by_hand import Hand, by_hand, replace_bytes
from tests.support.ledgers import OTHER_USCC, do, opened

EVENTS = 9
DELETE = "DELETE FROM stored_events WHERE rowid"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A policy, two claims (2, 3), five amounts of exports (4 to 8), another's claim (9)."""
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, submission("YQ-1", fair("1.00")), submission("YQ-2", fair("2.00")))
        exports(store, 5)
        other = replace(submission("YQ-3", fair("3.00")), uscc=OTHER_USCC)
        do(store.handler, other, uscc=OTHER_USCC)
    return tmp_path / "ledger.db"


def reported(path: Path, head: int = EVENTS, *, indexed: bool = True) -> Reported:
    with opened(path) as store:
        actual = check_rows(store.handler.recorder, head, indexed=indexed)
    return [(fault.position, fault.what) for fault in actual]


def altered(path: Path, *statements: str) -> None:
    with by_hand(path, guarded=False) as hand:
        for statement in statements:
            hand(statement)


def states_of(store: Store, head: int) -> list[list[int | tuple[int, int, str]]]:
    """Return the pages of a log: positions, and gaps as they are."""
    pages = rows(store.handler.recorder, head)
    return [[tuple(row) if isinstance(row, Gap) else row.id for row in page] for page in pages]


def test_a_log_left_alone_has_no_fault_up_to_any_of_its_positions(path: Path) -> None:
    assert [reported(path, head) for head in range(EVENTS + 1)] == [[]] * (EVENTS + 1)
    with opened(path) as store:
        assert states_of(store, 0) == []
        assert states_of(store, 4) == [[1, 2, 3, 4]]


@pytest.mark.parametrize(
    ("statement", "head", "pages"),
    [
        (f"{DELETE} = 1", 9, [[(1, 2, ""), 2, 3, 4, 5, 6, 7, 8, 9]]),
        (f"{DELETE} IN (4, 5, 7)", 9, [[1, 2, 3, (4, 6, ""), 6, (7, 8, ""), 8, 9]]),
        (f"{DELETE} IN (4, 5, 7)", 4, [[1, 2, 3, (4, 5, "")]]),
        (f"{DELETE} IN (4, 5, 7)", 6, [[1, 2, 3, (4, 6, ""), 6]]),
        (f"{DELETE} >= 8", 9, [[1, 2, 3, 4, 5, 6, 7], [(8, 10, "")]]),
        (f"{DELETE} > 0", 9, [[(1, 10, "")]]),
    ],
)
def test_what_is_missing_from_a_log_is_a_gap_in_its_place(
    statement: str, head: int, pages: list[object], path: Path
) -> None:
    with opened(path) as store:
        altered(path, statement)

        assert states_of(store, head) == pages


@pytest.mark.sqlite
def test_a_row_that_cannot_be_read_is_a_gap_between_those_that_can(path: Path) -> None:
    with opened(path) as store:
        altered(path, "UPDATE stored_events SET topic = CAST(x'ff' AS TEXT) WHERE rowid IN (3, 5)")

        pages = states_of(store, EVENTS)

    flat = [entry for page in pages for entry in page]
    assert [entry if isinstance(entry, int) else entry[:2] for entry in flat] == [
        1, 2, (3, 4), 4, (5, 6), 6, 7, 8, 9,
    ]  # fmt: skip
    problems = [entry[2] for entry in flat if not isinstance(entry, int)]
    assert all(problem.startswith("unreadable: ") and len(problem) > 20 for problem in problems)


@pytest.mark.sqlite
def test_a_log_is_given_up_after_as_many_gaps_as_are_listed(path: Path) -> None:
    unreadable = "UPDATE stored_events SET topic = CAST(x'ff' AS TEXT) WHERE rowid % 3 = 1"
    with opened(path) as store:
        exports(store, 200)
        altered(path, f"{unreadable} AND rowid > 9", f"{DELETE} % 3 = 2 AND rowid > 9")

        pages = states_of(store, EVENTS + 200)

    flat = [entry if isinstance(entry, int) else entry[:2] for page in pages for entry in page]
    assert flat[:9] == list(range(1, 10))
    assert flat[9:] == [
        entry for at in range(10, 160, 3) for entry in ((at, at + 1), (at + 1, at + 2), at + 2)
    ]


def test_missing_rows_are_faults_and_so_is_the_stream_that_lacks_them(path: Path) -> None:
    altered(path, f"{DELETE} IN (3, 6)")

    assert reported(path) == [
        (3, "row-missing"),
        (4, f"stream-not-gapless: {USCC} 3, not 2"),
        (6, "row-missing"),
        (7, f"stream-not-gapless: {USCC} 6, not 5"),
    ]


def test_a_row_that_is_not_canonical_keeps_its_place_in_its_stream(path: Path) -> None:
    with by_hand(path, guarded=False) as hand:
        replace_bytes(hand, 5, b'"by":"clerk"', b'"by": "clerk"')
        hand("UPDATE stored_events SET state = x'00' WHERE rowid = 9")

    first, second = reported(path)[:2]

    assert (first[0], first[1].partition(": ")[0]) == (5, "row-not-canonical")
    assert (second[0], second[1].partition(": ")[0]) == (9, "row-not-canonical")
    assert "position" not in first[1]
    assert len(reported(path)) == 2


def test_time_that_goes_back_and_a_policy_of_another_digest_are_reported(path: Path) -> None:
    with by_hand(path, guarded=False) as hand:
        replace_bytes(hand, 1, b'"limit":3', b'"limit":4')
        replace_bytes(hand, 6, b'"recorded_at":"2', b'"recorded_at":"1')

    policy, back = reported(path)

    assert policy == (1, "policy-digest: 1")
    assert (back[0], back[1][:21]) == (6, "time-goes-back: 1026-"[:21])


def test_a_policy_in_another_stream_or_of_another_number_is_reported(path: Path) -> None:
    with by_hand(path, guarded=False) as hand:
        copied_policy(hand, 10, b"x", 1, 2)
        copied_policy(hand, 11, b"policy-book", 2, 2)

    assert [each for each in reported(path, 11) if "policy" in each[1]] == [
        (10, "policy-digest: 2"),
        (11, "policy-digest: 2"),
    ]


def copied_policy(hand: Hand, at: int, stream: bytes, version: int, number: int) -> None:
    """Put the policy once more into a log, as the last row, under another number."""
    ((state,),) = hand("SELECT state FROM stored_events WHERE rowid = 1")
    ((last,),) = hand("SELECT state FROM stored_events WHERE rowid = 9")
    begin = last.index(b'"recorded_at":"')
    time = last[begin : begin + 44].partition(b'",')[0] + b'"'
    old = state[state.index(b'"recorded_at":"') :].partition(b'",')[0] + b'"'
    state = state.replace(old, time).replace(b'"number":1', b'"number":%d' % number)
    state = state.replace(b'"stream":"policy-book"', b'"stream":"%s"' % stream)
    state = state.replace(b'"version":1,', b'"version":%d,' % version, 1)
    values = (at, stream.decode(), version, "policy-published.2", state)
    hand("INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)", values)


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        ("DELETE FROM claim_numbers WHERE claim_no = 'YQ-2'", [(3, "claim-number-index: YQ-2")]),
        (
            "UPDATE claim_numbers SET digest = 'x' WHERE claim_no = 'YQ-3'",
            [(9, "claim-number-index: YQ-3")],
        ),
        (
            "UPDATE claim_numbers SET uscc = 'x' WHERE claim_no = 'YQ-1'",
            [(2, "claim-number-index: YQ-1")],
        ),
        (
            "INSERT INTO claim_numbers VALUES ('YQ-99', 'x', 'y')",
            [(None, "claim-number-index: 4, not 3")],
        ),
    ],
)
def test_an_index_of_claim_numbers_that_says_otherwise_is_reported(
    statement: str, faults: Reported, path: Path
) -> None:
    altered(path, statement)

    assert reported(path) == faults
    assert reported(path, indexed=False) == []


def test_claims_recorded_since_are_neither_missing_nor_too_many_in_the_index(path: Path) -> None:
    assert reported(path, 2) == []
    altered(path, "INSERT INTO claim_numbers VALUES ('YQ-99', 'x', 'y')")
    assert reported(path, 2) == [(None, "claim-number-index: 4, not 3")]
    altered(path, "DELETE FROM claim_numbers WHERE claim_no IN ('YQ-99', 'YQ-3')")
    assert reported(path, 2) == [(None, "claim-number-index: 2, not 3")]
    assert reported(path) == [(9, "claim-number-index: YQ-3")]


@pytest.mark.sqlite
def test_an_index_of_streams_that_says_otherwise_is_reported(path: Path) -> None:
    altered(path, f"{DELETE} = 9", "DELETE FROM claim_numbers WHERE claim_no = 'YQ-3'")

    assert reported(path, 8) == []
    assert reported(path, 9) == [(9, "row-missing")]
