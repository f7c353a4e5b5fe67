"""The contention's short form: a few rounds, few processes, every law of the long form."""

from __future__ import annotations

import pytest

from tests.faults.contention.own_sum import Account, LogEvent
from tests.faults.contention.run import Result, contend
from tests.support.stores import address

ROUNDS = 5
PROCESSES = 4


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("contention")
    return contend(
        address(folder / "ledger.db"),
        folder,
        processes=PROCESSES,
        rounds=ROUNDS,
        seed=5,
        progress=lambda *_: None,
    )


def test_no_law_is_broken_where_many_ask_at_once(result: Result) -> None:
    assert result.faults == []


def test_every_kind_of_round_was_played(result: Result) -> None:
    kinds = ("rounds of places", "rounds of yuan", "rounds of money", "killed at rest")

    assert all(result.figures[kind] for kind in kinds)


def test_the_sum_by_hand_sees_a_cap_passed() -> None:
    events = [
        event
        for at, claim_no in enumerate("AB")
        for event in (
            LogEvent(at, "", "claim-submitted", {"claim_no": claim_no, "facts": {"no": claim_no}}),
            LogEvent(at, "", "claim-approved", _granted(claim_no, 700)),
        )
    ]

    assert Account(events, "no").highest == 2
    assert Account(events, None).highest == 1_400


def _granted(claim_no: str, fen: int) -> dict[str, object]:
    return {"claim_no": claim_no, "decision": {"outcome": {"granted_fen": fen}}}
