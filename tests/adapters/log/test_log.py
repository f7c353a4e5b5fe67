"""The log: append-only, gapless, whole, in order of time, and read after what it decided by."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from eventsourcing.persistence import IntegrityError

from adapters.ledger.handling.units import Request, draft_of
from adapters.log.codec import STATE_MAX_BYTES, CodecError, Stamp, envelope
from adapters.log.drafts import Append, Draft
from adapters.policy.file.files import shipped_policy
from domain.events.claims import ClaimApproved, ClaimSubmitted
from domain.refusals import Refusal
from tests.domain.given import (
    USCC,
    amended,
    approval,
    fair,
    reject,
    submission,
    trademark,
    warehouse,
    withdraw,
)
from tests.support.by_hand import rows
from tests.support.ledgers import CLERK, OTHER_USCC, do, entered, opened, ticking

CLAIM = submission("C1", trademark("100"), invoices=("7",))
COLUMNS = "(rowid, originator_id, originator_version, topic, state)"


REWRITES = [
    "UPDATE stored_events SET state = x'00' WHERE rowid = 2",
    "UPDATE OR REPLACE stored_events SET rowid = 1 WHERE rowid = 2",
    "UPDATE stored_events SET rowid = 99 WHERE rowid = 3",
    "DELETE FROM stored_events WHERE rowid = 3",
    "DELETE FROM stored_events",
    f"INSERT OR REPLACE INTO stored_events {COLUMNS} VALUES (2, 'x', 1, 't', x'00')",
    f"REPLACE INTO stored_events {COLUMNS} VALUES (2, 'x', 1, 't', x'00')",
    "INSERT OR REPLACE INTO stored_events (originator_id, originator_version, topic, state) "
    f"VALUES ('{USCC}', 1, 't', x'00')",
    f"INSERT OR IGNORE INTO stored_events {COLUMNS} VALUES (2, 'x', 1, 't', x'00')",
    f"INSERT INTO stored_events {COLUMNS} VALUES (2, 'x', 1, 't', x'00') "
    "ON CONFLICT (rowid) DO UPDATE SET state = x'00'",
]


@pytest.mark.sqlite
@pytest.mark.parametrize("rewrite", REWRITES)
def test_nothing_recorded_is_rewritten_even_by_hand(rewrite: str, tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM, approval("C1"))
    before = rows(tmp_path / "ledger.db")

    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(rewrite)
        connection.commit()

    assert rows(tmp_path / "ledger.db") == before


def test_positions_are_gapless_also_after_a_conflict(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM)
        draft = entered(USCC, 1)
        with pytest.raises(IntegrityError):
            store.handler.recorder.append([draft], append_at(1))
        do(store.handler, approval("C1"))

        positions = [entry.position for entry in store.handler.entries()]

    assert positions == [1, 2, 3]


@pytest.mark.sqlite
def test_positions_survive_a_vacuum(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM, approval("C1"))
    before = rows(tmp_path / "ledger.db")

    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        connection.execute("VACUUM")

    assert rows(tmp_path / "ledger.db") == before


@pytest.mark.sqlite
def test_the_disk_is_waited_for(tmp_path: Path) -> None:
    with (
        opened(tmp_path / "ledger.db") as store,
        store.handler.recorder._writing() as cursor,
    ):
        (synchronous,) = cursor.execute("PRAGMA synchronous").fetchone()
        (journal,) = cursor.execute("PRAGMA journal_mode").fetchone()

    assert (synchronous, journal) == (2, "wal")


def test_nothing_is_refused_for_what_others_have_undone(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as one, opened(tmp_path / "ledger.db") as other:
        do(one.handler, CLAIM, approval("C1"))
        do(other.handler, withdraw("C1"))

        events = do(one.handler, replace(CLAIM, claim_no="C2"))

    assert [event.TOPIC for event in events] == ["claim-submitted"]


def test_nothing_is_recorded_twice_because_another_was_first(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as one, opened(tmp_path / "ledger.db") as other:
        do(one.handler, CLAIM)
        do(other.handler, reject("C1"))

        with pytest.raises(Refusal, match="claim-not-pending"):
            do(one.handler, approval("C1"))

        assert do(one.handler, reject("C1")) == ()
        assert one.handler.position() == 3


def test_recorded_at_never_decreases_when_the_clock_steps_back(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db", ticking(50, 90, 20, 91)) as store:
        do(store.handler, CLAIM)
        do(store.handler, approval("C1"))
        do(store.handler, withdraw("C1"))

        seconds = [entry.recorded_at.timestamp() % 3600 for entry in store.handler.entries()]

    assert seconds == [50, 90, 90, 91]


def test_the_events_of_one_transaction_share_their_time_and_author(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, submission("C1", trademark("60000")), approval("C1"))

        _, *claim = store.handler.entries()

    assert [entry.version for entry in claim] == [1, 2, 3]
    assert len({(entry.recorded_at, entry.by, entry.login) for entry in claim}) == 1


def test_an_append_is_whole_or_not_at_all(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM)
        before = rows(tmp_path / "ledger.db")
        good = entered(OTHER_USCC, 1)
        taken = entered(USCC, 1)

        with pytest.raises(IntegrityError):
            store.handler.recorder.append([good, taken], append_at(1))

        assert rows(tmp_path / "ledger.db") == before


def test_no_decision_lands_after_a_version_it_has_not_read(tmp_path: Path) -> None:
    half = amended({"measures.overseas-trademark.rate": "25%"})
    with opened(tmp_path / "ledger.db") as one, opened(tmp_path / "ledger.db") as other:
        do(one.handler, CLAIM)
        assert len(one.handler.book().versions) == 1  # read, and kept
        other.handler.publish(half, CLERK)

        (approved,) = do(one.handler, approval("C1"))

    assert isinstance(approved, ClaimApproved)
    assert approved.decision.outcome.version == 2
    assert (approved.decision.outcome.granted_fen, approved.decision.book_position) == (2_500, 3)


def test_a_second_writer_reloads_and_decides_again(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as one, opened(tmp_path / "ledger.db") as other:
        do(one.handler, submission("C1", trademark("60000")))
        do(one.handler, submission("C2", trademark("100")))
        do(other.handler, approval("C1"))

        (decided,) = do(one.handler, approval("C2"))

    assert decided.TOPIC == "claim-rejected"


def test_nobody_is_refused_by_what_another_writer_has_undone(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as one, opened(tmp_path / "ledger.db") as other:
        do(one.handler, CLAIM)
        do(other.handler, withdraw("C1"))

        events = do(one.handler, submission("C2", trademark("100"), invoices=("7",)))

    assert len(events) == 1


def test_a_refused_unit_records_nothing_and_stops_no_other(tmp_path: Path) -> None:
    bad = Request(uscc=USCC, commands=(submission("C2", trademark("1"), invoices=("7",)),))
    good = Request(uscc=USCC, commands=(submission("C3", trademark("1")), approval("C3")))
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM)

        refused, done = store.handler.carry_out_all([bad, good], CLERK)

        assert refused.refusal is not None
        assert [event.TOPIC for event in done.events] == ["claim-submitted", "claim-approved"]
        assert store.handler.position() == 4


def test_the_same_policy_again_is_not_published(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        assert store.handler.publish(shipped_policy(), CLERK) is None
        assert store.handler.position() == 1


def test_the_longest_claim_that_can_be_filed_still_fits(tmp_path: Path) -> None:
    widest = "ﷺ" * 500  # one sign that compares as eighteen
    invoices = tuple(f"{number:03d}" + "𠮷" * 97 for number in range(100))
    facts = (fair(*["9999999999999.99"] * 200, name=widest), warehouse(widest, "AE"))
    with opened(tmp_path / "ledger.db") as store:
        for number, each in enumerate(facts):
            mine = invoices if number == 0 else ()
            do(store.handler, submission(f"C{number}", each, invoices=mine), approval(f"C{number}"))
        do(store.handler, withdraw("C1", "𠮷" * 500))
        do(store.handler, submission("C3", trademark("1")), reject("C3", "𠮷" * 500))

        assert max(len(state) for *_, state in rows(tmp_path / "ledger.db")) <= STATE_MAX_BYTES


def test_a_longer_entry_is_refused_whatever_it_says() -> None:
    submitted = ClaimSubmitted(
        claim_no="C1" + "x" * STATE_MAX_BYTES,
        enterprise="",
        facts=CLAIM.facts,
        occurred_on=CLAIM.occurred_on,
        filed_on=CLAIM.filed_on,
        invoices=(),
        other_support_fen=0,
    )
    draft = draft_of(USCC, 1, submitted, CLERK)

    with pytest.raises(CodecError, match="exceeds"):
        envelope(draft, Stamp(recorded_at="", by="", login=""))


def test_an_entry_of_exactly_the_most_bytes_is_stored() -> None:
    stamp = Stamp(recorded_at="", by="", login="")
    empty = len(envelope(Draft(USCC, 1, "t", b'""', "", ""), stamp))

    filled = b'"' + b"x" * (STATE_MAX_BYTES - empty) + b'"'
    full = envelope(Draft(USCC, 1, "t", filled, "", ""), stamp)

    assert len(full) == STATE_MAX_BYTES == 65_535


def test_what_fails_while_the_log_is_held_undoes_what_was_appended_before_it(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM)
        before = rows(tmp_path / "ledger.db")
        good = entered(OTHER_USCC, 1)

        with store.handler.recorder.holding_write_lock():
            store.handler.recorder.append([good], append_at(1))
            with suppress(IntegrityError):
                store.handler.recorder.append([good._replace(originator_version=2)], append_at(0))

        assert rows(tmp_path / "ledger.db") == before


def test_what_is_appended_while_the_log_is_held_is_recorded_as_it_ends(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        with store.handler.recorder.holding_write_lock():
            draft = entered(OTHER_USCC, 1)
            store.handler.recorder.append([draft], append_at(1))

        assert store.handler.position() == 2


def append_at(book_position: int) -> Append:
    return Append(book_position=book_position)
