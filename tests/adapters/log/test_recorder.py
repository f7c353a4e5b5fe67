"""What a recorder writes with events, and gives back: times, positions, streams, owners."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from eventsourcing.persistence import IntegrityError

from adapters.ledger.store import Store
from adapters.log.codec import CodecError, columns
from adapters.log.drafts import Append, ClaimNumber
from adapters.log.lengths import Length
from adapters.log.numbers import VARIABLES_MAX, alike
from adapters.log.recorder import OF_REGISTRATION, REGISTRATIONS, Log
from tests.domain.given import USCC, approval, submission, trademark, withdraw
from tests.support.by_hand import by_hand, insert
from tests.support.ledgers import OTHER_USCC, claimed, do, entered, opened, opened_empty, ticking

MANY = [f"N{number}" for number in range(2 * VARIABLES_MAX)]  # two statements' worth of names


def append_at(book_position: int, *numbers: ClaimNumber) -> Append:
    return Append(book_position=book_position, claim_numbers=numbers)


def seconds(store: Store) -> list[int]:
    return [entry.recorded_at.second for entry in store.handler.entries()]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Six events: the policy, two claims of one enterprise, one decided, one of another."""
    with opened(tmp_path / "ledger.db", ticking(1, 2, 3, 4, 5)) as made:
        do(made.handler, submission("C1", trademark("100")))
        do(made.handler, approval("C1"))
        do(made.handler, submission("D1", trademark("100")), uscc=OTHER_USCC)
        do(made.handler, submission("C2", trademark("100")), withdraw("C2"))
        yield made


@pytest.fixture
def log(store: Store) -> Log:
    return store.handler.recorder


def test_a_log_with_no_event_stands_at_nought_and_takes_the_first(tmp_path: Path) -> None:
    with opened_empty(tmp_path / "ledger.db") as store:
        log = store.handler.recorder
        assert (log.position(), log.streams(), log.lengths()) == (0, [], [])
        with pytest.raises(IntegrityError, match="the book of 1, now 0"):
            log.append([entered(USCC, 1)], append_at(1))

        assert list(log.append([entered(USCC, 1)], append_at(0))) == [1]
        assert log.position() == 1


@pytest.mark.parametrize("events", [1, 2])
def test_a_recorder_just_opened_keeps_to_the_time_of_the_last_event(
    events: int, tmp_path: Path
) -> None:
    with opened(tmp_path / "ledger.db", ticking(8, 9)) as one:
        if events == 2:
            one.handler.recorder.append([entered(USCC, 1)], append_at(1))
        with opened(tmp_path / "ledger.db", ticking(3)) as other:
            other.handler.recorder.append([entered(OTHER_USCC, 1)], append_at(1))

        assert seconds(one) == {1: [8, 8], 2: [8, 9, 9]}[events]


def undone(log: Log, version: int) -> None:
    """Append while the log is held, and fail."""
    with suppress(RuntimeError), log.holding_write_lock():
        log.append([entered(OTHER_USCC, version)], append_at(1))
        raise RuntimeError


def test_the_time_of_what_was_undone_does_not_count(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db", ticking(1, 9, 4)) as one:
        undone(one.handler.recorder, 1)
        with opened(tmp_path / "ledger.db", ticking(3)) as other:
            other.handler.recorder.append([entered(OTHER_USCC, 1)], append_at(1))
        one.handler.recorder.append([entered(OTHER_USCC, 2)], append_at(1))

        assert seconds(one) == [1, 3, 4]


def test_the_time_of_what_stands_counts_after_something_was_undone(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db", ticking(5, 9, 4)) as store:
        undone(store.handler.recorder, 1)
        store.handler.recorder.append([entered(OTHER_USCC, 1)], append_at(1))

        assert seconds(store) == [5, 5]


@pytest.mark.sqlite
def test_an_append_follows_a_row_that_no_ledger_wrote(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db", ticking(5)) as store:
        insert(tmp_path / "ledger.db", [(2, "x", 1, "claim-lost", b"\x00")])

        assert list(store.handler.recorder.append([entered(USCC, 1)], append_at(1))) == [3]


@pytest.mark.sqlite
def test_events_whole_already_are_appended_as_they_are(log: Log) -> None:
    given = log.select_rows(1, 2)
    moved = [row._replace(originator_id="x", originator_version=row.id) for row in given]

    assert list(log.insert_events(moved) or ()) == [7, 8]
    assert log.select_rows(6, 10) == [
        row._replace(id=position) for position, row in enumerate(moved, 7)
    ]
    assert list(log.insert_events([]) or ()) == []


@pytest.mark.sqlite
def test_rows_are_put_back_with_their_claim_numbers_just_where_the_log_ends(
    log: Log, tmp_path: Path
) -> None:
    rows, number = log.select_rows(0, 6), ClaimNumber("C1", USCC, "")
    with opened_empty(tmp_path / "again.db") as again:
        recorder = again.handler.recorder
        recorder.put_back(rows[:4], [number])

        assert recorder.select_rows(0, 10) == rows[:4]
        assert recorder.owners_alike(["C1"]) == {"C1": USCC}
        for wrong in (rows[3:], rows[5:]):
            with pytest.raises(IntegrityError, match="grown"):
                recorder.put_back(wrong, [])
        recorder.put_back(rows[4:], [])
        assert recorder.select_rows(0, 10) == rows


def test_streams_are_given_by_prefix_once_each_in_order(log: Log) -> None:
    policies = columns(log.select_rows(0, 1)[0].state)[0]

    assert log.streams() == sorted([policies, USCC, OTHER_USCC])
    assert log.streams(USCC[:-3]) == [USCC]
    assert log.streams("913303") == sorted([USCC, OTHER_USCC])
    assert sorted(log.lengths()) == sorted(
        [Length(policies, 1, 1), Length(USCC, 4, 4), Length(OTHER_USCC, 1, 1)]
    )


def test_each_position_has_the_time_of_its_event(log: Log) -> None:
    assert [log.time_of(position).second for position in range(1, 7)] == [1, 2, 3, 4, 5, 5]


def test_what_is_recorded_of_enterprises_themselves_is_read_alone(log: Log) -> None:
    log.append([entered(OTHER_USCC, 2), entered(USCC, 5), entered(OTHER_USCC, 3)], append_at(1))

    def positions(*streams: str) -> list[int]:
        return [row.id for row in log.registrations(streams)]

    assert [row.id for row in log.registrations()] == [8, 7, 9]
    assert (positions(USCC), positions(OTHER_USCC), positions()) == ([8], [7, 9], [])
    assert positions(*MANY, USCC) == [8]


def test_claim_numbers_are_looked_up_however_many_are_asked_for(log: Log) -> None:
    owners = {"C1": USCC, "D1": OTHER_USCC}

    assert log.owners([*MANY, *owners]) == log.owners(owners) == owners
    assert log.owners_alike(["c1", *MANY, "D1"]) == owners
    assert [number.claim_no for number in log.claim_numbers(["C2"])] == ["C2"]


def test_of_rows_only_those_that_look_like_a_claim_number_count() -> None:
    rows = [("D1", "b"), ("C1", "a"), ("c1", "c")]

    assert alike(["C1"], rows) == {"C1": "a", "c1": "c"}


def test_numbers_that_look_like_those_taken_fail_the_append_however_many_there_are(
    log: Log,
) -> None:
    names = [*MANY, "c1", "d1"]
    numbers = [ClaimNumber(name, OTHER_USCC, "") for name in names]

    with pytest.raises(IntegrityError, match=r"claim numbers taken: \['C1', 'D1'\]"):
        log.append([claimed("c1", OTHER_USCC, 2)], append_at(1, *numbers))

    assert (log.position(), log.claim_numbers_count()) == (6, 3)


@pytest.mark.sqlite
def test_the_index_of_claim_numbers_is_written_again_whole_or_not_at_all(log: Log) -> None:
    before = list(log.claim_numbers(["C1", "C2", "D1"]))
    with suppress(RuntimeError), log.rewriting_claim_numbers() as add:
        add(before[:1])
        raise RuntimeError
    assert log.claim_numbers_count() == 3

    with log.rewriting_claim_numbers() as add:
        add(before[:1])
        add([ClaimNumber("E1", USCC, "digest")])

    assert list(log.claim_numbers(["C1", "C2", "E1"])) == [
        before[0],
        ClaimNumber("E1", USCC, "digest"),
    ]
    assert log.claim_numbers_count() == 2


@pytest.mark.parametrize("missing", [1, 3, 5])
def test_a_log_with_a_row_missing_is_not_read_past_it(
    missing: int, store: Store, tmp_path: Path
) -> None:
    with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
        hand("DELETE FROM stored_events WHERE rowid = ?", (missing,))

    with pytest.raises(CodecError, match=f"position {missing}: missing"):
        list(store.handler.entries())


@pytest.mark.sqlite
def test_an_earlier_index_of_registrations_serves_until_the_next_write(tmp_path: Path) -> None:
    path, earlier = tmp_path / "ledger.db", "stored_events_of_enterprises"
    with opened(path):
        todays = index_used(path)
    with by_hand(path) as hand:
        hand(f"DROP INDEX {todays}")
        on = "stored_events (originator_id, originator_version)"
        hand(f"CREATE INDEX {earlier} ON {on} WHERE {OF_REGISTRATION}")

    assert index_used(path) == earlier
    with opened(path):
        assert index_used(path) == todays != earlier
    with by_hand(path) as hand:
        assert hand("SELECT 1 FROM sqlite_schema WHERE name = ?", (earlier,)) == []


def index_used(path: Path) -> str:
    """Return by which index what was recorded of enterprises themselves is read."""
    with by_hand(path) as hand:
        query = f"SELECT state FROM stored_events WHERE {REGISTRATIONS} ORDER BY originator_id"
        ((*_, step),) = hand(f"EXPLAIN QUERY PLAN {query}")
    return str(step).rpartition(" ")[2]
