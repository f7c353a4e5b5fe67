"""The log read back: in pages of any size, by stream, by claim number, and never a damaged row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from adapters.ledger.store import Store
from adapters.log import reader, recorder
from adapters.log.codec import CodecError, columns, recorded_at
from adapters.log.drafts import Append
from adapters.log.entries import entries
from adapters.log.lengths import Length
from adapters.log.numbers import chunked
from adapters.log.upcasts import word
from domain.refusals import Refusal
from projections.views.entries import ClaimEvent
from tests.adapters.log.test_codec import SAMPLES, SUBMITTED
from tests.commands.test_command_line import line
from tests.domain.given import USCC, approval, submission, trademark, withdraw
from tests.support.by_hand import by_hand
from tests.support.command import asked, subsidy, write_lines
from tests.support.ledgers import OTHER_USCC, do, entered, opened, ticking

STREAM, VERSION, TOPIC = columns(SUBMITTED)
APPEND = Append(book_position=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Six events: the policy, two claims of one enterprise, one decided, one of another."""
    with opened(tmp_path / "ledger.db", ticking(1, 2, 3, 4, 5)) as made:
        do(made.handler, submission("C1", trademark("100")))
        do(made.handler, approval("C1"))
        do(made.handler, submission("D1", trademark("100")), uscc=OTHER_USCC)
        do(made.handler, submission("C2", trademark("100")), withdraw("C2"))
        yield made


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7])
def test_pages_of_any_size_hold_the_same_rows(
    size: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PAGE_SIZE", size)

    pages = [[row.id for row in page] for page in store.handler.pages()]

    assert [position for page in pages for position in page] == [1, 2, 3, 4, 5, 6]
    assert max(map(len, pages)) == min(size, 6)
    assert [entry.position for entry in store.handler.entries()] == [1, 2, 3, 4, 5, 6]
    assert [entry.position for entry in store.handler.entries(after=4)] == [5, 6]


def test_a_stream_is_read_up_to_a_position_that_counts(store: Store) -> None:
    positions = {
        until: [recorded.position for recorded in store.handler.stream(USCC, until)]
        for until in (None, 1, 2, 3)
    }

    assert positions == {None: [2, 3, 5, 6], 1: [], 2: [2], 3: [2, 3]}


def test_few_at_a_time_find_as_much(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "STREAMS_AT_ONCE", 1)
    log = store.handler.recorder
    both = [USCC, OTHER_USCC]

    assert [row.id for row in log.select_streams(both)] == [2, 3, 5, 6, 4]
    assert list(chunked("abcab", 2)) == [["a", "b"], ["c"]]
    assert log.owners(["C1", "D1", "C2", "none"]) == {"C1": USCC, "D1": OTHER_USCC, "C2": USCC}


def test_the_reader_returns_streams_lengths_and_times(store: Store) -> None:
    log = store.handler.recorder
    rows = log.select_rows(0, 10)

    assert log.streams_between(1, 5) == {USCC, OTHER_USCC}
    assert log.streams_between(4, 5) == set()
    assert Length(USCC, 4, 4) in log.lengths()
    assert log.claim_numbers_count() == 3
    assert [recorded_at(row.state).second for row in rows] == [1, 2, 3, 4, 5, 5]


def test_the_owner_of_a_claim_number_is_returned_or_refused(store: Store) -> None:
    assert store.handler.owner("D1") == OTHER_USCC
    with pytest.raises(Refusal, match="claim-unknown"):
        store.handler.owner("none")


def test_an_append_gives_the_positions_it_took(store: Store) -> None:
    log = store.handler.recorder
    drafts = [entered(OTHER_USCC, version) for version in (2, 3)]

    with log.holding_write_lock():
        held = log.append(drafts, APPEND)
    alone = log.append([entered(OTHER_USCC, 4)], APPEND)

    assert (list(held), list(alone), log.position()) == ([7, 8], [9], 9)


def test_what_an_error_ends_is_undone_and_the_log_goes_on(store: Store) -> None:
    log = store.handler.recorder
    draft = entered(OTHER_USCC, 2)

    def interrupted() -> None:
        with log.holding_write_lock():
            log.append([draft], APPEND)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()

    assert log.position() == 6
    assert list(log.append([draft], APPEND)) == [7]
    assert recorded_at(log.select_rows(6, 1)[0].state).second == 5


@pytest.mark.parametrize(
    "row",
    [
        (1, "x", VERSION, TOPIC, SUBMITTED),
        (1, STREAM, VERSION + 1, TOPIC, SUBMITTED),
        (1, STREAM, VERSION, "claim-withdrawn", SUBMITTED),
        (2, STREAM, VERSION, TOPIC, SUBMITTED),
        (1, STREAM, VERSION, TOPIC, b"{"),
    ],
)
def test_the_views_read_no_row_that_is_missing_or_says_two_things(
    row: tuple[int, str, int, str, bytes],
) -> None:
    assert len(list(entries([(1, STREAM, VERSION, TOPIC, SUBMITTED)], after=0))) == 1
    with pytest.raises(CodecError, match="position 1"):
        list(entries([row], after=0))


def test_the_views_read_of_every_sample_what_it_says() -> None:
    samples = [(at, *columns(sample), sample) for at, sample in enumerate(SAMPLES.values(), 1)]

    read = list(entries(samples, after=0))

    assert [(entry.position, entry.stream) for entry in read] == [row[:2] for row in samples]
    for entry, (_, _, _, topic, sample) in zip(read, samples, strict=True):
        document = json.loads(sample)["event"]
        assert (entry.event is not None) == (word(topic) in VIEWED), topic
        if entry.event is not None:
            assert said(entry.event) == {name: document.get(name) for name in said(entry.event)}


VIEWED = {
    "enterprise-registered",
    "enterprise-renamed",
    "enterprise-transferred-in",
    "claim-submitted",
    "claim-approved",
    "claim-rejected",
    "claim-reassessed",
    "claim-rejected-by-officer",
    "claim-withdrawn",
    "claim-revoked",
    "claim-corrected",
    "claim-reopened",
    "claim-taken-into-batch",
    "allotment-lowered",
    "lapse-announced",
    "claim-lapsed",
    "claim-released",
    "claim-paid",
    "payment-failed",
    "claim-recovered",
    "recovery-backdated",
    "set-off-ordered",
    "set-off-lifted",
    "debt-set-off",
    "set-off-reversed",
    "claim-payment-corrected",
    "payment-reinstated",
    "set-off-reinstated",
    "recovery-reversed",
    "succession-entered",
    "division-entered",
}


def said(event: ClaimEvent) -> dict[str, object]:
    """Return what the views read of an event, less its decision."""
    fields = json.loads(msgspec.json.encode(event))
    fields.pop("decision", None)
    return dict(fields)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "words", [("totals",), ("claims",), ("remaining", "91330382MA0000023T", "--year", "2023")]
)
def test_events_of_a_newer_program_are_refused_as_such_and_never_passed_over(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    store = tmp_path / "ledger.db"
    asked(store, "backfill", write_lines(tmp_path / "a.jsonl", [line("YQ-1")]), "--approve")
    with by_hand(store, guarded=False) as hand:
        (at,) = hand("SELECT MAX(rowid) + 1 FROM stored_events")[0]
        ((stream, version, state),) = hand(
            "SELECT originator_id, originator_version, state FROM stored_events"
            " WHERE topic = 'claim-approved'"
        )
        newer = json.loads(state) | {"topic": "claim-mended", "version": version + 1}
        text = json.dumps(newer, ensure_ascii=False, separators=(",", ":")).encode()
        values = (at, stream, version + 1, "claim-mended", text)
        hand(
            "INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state)"
            " VALUES (?, ?, ?, ?, ?)",
            values,
        )

    for asking in (words, ("history", "YQ-1"), ("reperform",)):
        ran = subsidy(*asking, "--store", store, "--lang", "en")
        assert (ran.code, ran.err.split(":")[0]) == (1, "store-newer"), ran.err
    assert subsidy("verify", "--store", store).code == 1
