"""The ledger as it stood: at every position, every answer is what was answered then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.oracle.inputs.random_claims import lines
from tests.support.by_hand import claim_numbers, insert, rows
from tests.support.command import asked, subsidy, write_lines
from tests.support.extent import tried
from tests.support.ledgers import opened_empty

FIRST, LAST = "2022-01-01", "2024-12-31"


def amend(store: Path, *settings: str, document: str, first: str = FIRST, last: str = LAST) -> None:
    days = ("--first-day", first, "--last-day", last, "--announced-on", "2023-03-01")
    asked(store, "policy", "amend", "--set", *settings, *days, "--document", document)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which everything happened: claims, versions, exports, orders, endings."""
    folder = tmp_path_factory.mktemp("recall")
    path, drawn = folder / "ledger.db", lines(7, 34)
    subsidy("backfill", write_lines(folder / "a.jsonl", drawn[:22]), "--approve", "--store", path)
    amend(path, "measures.overseas-trademark.rate=60%", document="No. 1")
    asked(path, "reassess", "--by", "officer")
    subsidy("backfill", write_lines(folder / "b.jsonl", drawn[22:]), "--store", path)
    amend(path, "readings.exhibition_counter=one", document="No. 2", first="2023-01-01")
    asked(path, "approve", "--pending", "--by", "officer")
    claims = asked(path, "claims", "--status", "approved")
    asked(path, "withdraw", claims[0]["claim_no"], "--reason", "改变主意")
    uscc = claims[-1]["uscc"]
    asked(path, "exports", uscc, "2023", "--us-usd", "10000000", "--rcep-usd", "0")
    order = ("--cap", "trademarks-in-all", "--order", "best", "--document", "No. 3")
    asked(path, "reorder", uscc, *order)
    asked(path, "reassess")
    return path


def cut(store: Path, position: int, path: Path) -> Path:
    """Make a ledger whose log ends at a position of another's."""
    with opened_empty(path):
        pass
    until = rows(store)[:position]
    submitted = {
        json.loads(state)["event"]["claim_no"]
        for *_, topic, state in until
        if topic == "claim-submitted"
    }
    insert(path, until, [number for number in claim_numbers(store) if number[0] in submitted])
    return path


def questions(store: Path) -> Iterator[tuple[str, ...]]:
    claims = asked(store, "claims")
    numbers = [claim["claim_no"] for claim in claims[::5]]
    codes = sorted({claim["uscc"] for claim in claims})
    yield ("claims",)
    yield ("claims", "--year", "2023", "--status", "approved")
    yield from (("claims", "--uscc", code) for code in codes[:2])
    yield from (("totals", "--by", by) for by in ("measure", "year", "enterprise"))
    yield ("totals", "--year", "2022", "--retroactive")
    yield from (("remaining", code, "--year", year) for code in codes for year in ("2022", "2023"))
    yield from ((verb, no) for verb in ("explain", "history", "late") for no in numbers)
    yield from (("history", code) for code in codes[:2])
    yield from (("policy", verb) for verb in ("list", "show", "readings"))
    yield ("policy", "diff", "1", "2")
    yield ("rehearse",)
    yield ("rehearse", "--set", "measures.key-exhibition.rate=60%")
    yield ("reperform",)


def test_at_every_position_the_answer_is_that_of_a_log_ending_there(
    store: Path, tmp_path: Path
) -> None:
    last = asked(store, "totals")["position"]
    asking, share = list(questions(store)), tried(3, long=1)
    for position in (1, 2, 3, *range(5, last, tried(29, long=13)), last):
        then = cut(store, position, tmp_path / f"{position}.db")
        for words in asking[position % share :: share]:  # every question at some position
            live = subsidy(*words, "--store", then, "--json")
            recalled = subsidy(*words, "--store", store, "--json", "--position", str(position))
            assert (recalled.code, recalled.json) == (live.code, live.json), (position, words)
    assert last > 60


def test_nothing_a_reading_command_does_is_recorded(store: Path) -> None:
    before = rows(store)
    for words in questions(store):
        subsidy(*words, "--store", store, "--json")

    assert rows(store) == before


def test_known_at_a_time_is_the_last_position_recorded_by_then(store: Path) -> None:
    events = asked(store, "history", asked(store, "claims")[0]["uscc"])
    for event in events[::3]:
        answer = asked(store, "totals", "--known-at", event["recorded_at"])
        assert answer["position"] >= event["position"]
        assert answer == asked(store, "totals", "--position", str(answer["position"]))
    assert asked(store, "totals", "--known-at", "2022-01-01")["position"] == 0
    assert asked(store, "totals", "--known-at", "2999-01-01") == asked(store, "totals")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--position", "99999"), 1, "position-unknown"),
        (("--known-at", "yesterday"), 1, "bad-time"),
        (("--known-at", "2022-02-30"), 1, "bad-time"),
        (("--position", "-1"), 2, ""),
        (("--position", "1", "--known-at", "2022-01-01"), 2, ""),
    ],
)
def test_a_position_or_time_that_is_none_is_refused(
    store: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = subsidy("totals", *words, "--store", store)

    assert (ran.code, ran.err.startswith(said)) == (code, True)
