"""Several processes at one ledger: no cap is passed, no room is lost, nothing is said twice."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.handling.clock import now
from adapters.ledger.store import Store
from domain.commands.enterprise import EnterpriseCommand
from domain.events.claims import ClaimApproved
from domain.events.log import Event
from domain.events.store import PolicyPublished
from domain.policy.facts import Facts
from domain.refusals import Refusal
from tests.domain.given import (
    amended,
    approval,
    exports,
    fair,
    insurance,
    reject,
    submission,
    trademark,
    withdraw,
)
from tests.support.command import ended, process, subsidy, write_lines
from tests.support.ledgers import CLERK, do, opened
from tests.support.stores import place_at

PROCESSES = 4
CONTEXT = multiprocessing.get_context("spawn")

Crowd = list[tuple[str, Facts]]
CROWDS: dict[str, tuple[Crowd, int]] = {
    "places": ([(f"C{n}", fair("20000", name=f"Fair {n}")) for n in range(16)], 3 * 1_400_000),
    "fen": ([(f"C{n}", trademark("4999.99")) for n in range(16)], 3_000_000),
    "mixed": ([(f"C{n}", insurance("77777.77")) for n in range(16)], 50_000_000),
}


def at_once(path: Path, *works: Sequence[EnterpriseCommand]) -> None:
    """Carry out each list of commands, one by one, in a process of its own, all from one start."""
    barrier = CONTEXT.Barrier(len(works))
    running = [CONTEXT.Process(target=_work, args=(path, barrier, list(work))) for work in works]
    for worker in running:
        worker.start()
    for worker in running:
        worker.join(120)
    assert [worker.exitcode for worker in running] == [0] * len(works)


def _work(path: Path, barrier: Barrier, work: list[EnterpriseCommand]) -> None:
    store = Store(place_at(path), now)
    with store.handler:
        store.handler.book()
        barrier.wait(60)
        for command in work:
            try:
                do(store.handler, command)
            except Refusal as refusal:
                if refusal.code not in ("claim-not-pending", "request-conflicts"):
                    raise


def events(path: Path, wanted: Callable[[Event], bool]) -> list[Any]:
    with opened(path) as store:
        return [entry.event for entry in store.handler.entries() if wanted(entry.event)]


def granted(path: Path) -> list[int]:
    approvals = events(path, lambda event: isinstance(event, ClaimApproved))
    return [event.decision.outcome.granted_fen for event in approvals]


@pytest.mark.parametrize("crowd", CROWDS)
def test_the_last_places_are_filled_and_never_passed(crowd: str, tmp_path: Path) -> None:
    claims, limit = CROWDS[crowd]
    with opened(tmp_path / "ledger.db") as store:
        for claim_no, facts in claims:
            do(store.handler, submission(claim_no, facts))

    numbers = [claim_no for claim_no, _ in claims]
    works = [[approval(no) for no in numbers[at::PROCESSES]] for at in range(PROCESSES)]
    at_once(tmp_path / "ledger.db", *works)

    assert sum(granted(tmp_path / "ledger.db")) == limit
    with opened(tmp_path / "ledger.db") as store:
        versions = [entry.version for entry in store.handler.stream(_stream(store))]
        positions = [entry.position for entry in store.handler.entries()]
    assert versions == list(range(1, len(versions) + 1))
    assert positions == list(range(1, len(positions) + 1))


def test_the_same_requests_at_once_are_one_event_each(tmp_path: Path) -> None:
    claims = [submission(f"C{n}", trademark("100")) for n in range(5)]
    work = [
        *claims,
        *(approval(claim.claim_no) for claim in claims[:3]),
        exports(2022, "1", "2"),
        reject("C3"),
        withdraw("C0"),
    ]

    with opened(tmp_path / "ledger.db"):
        pass
    at_once(tmp_path / "ledger.db", *[work] * PROCESSES)

    topics = [event.TOPIC for event in events(tmp_path / "ledger.db", lambda _: True)]
    counted = {topic: topics.count(topic) for topic in topics}
    assert counted == {
        "policy-published.2": 1,
        "claim-submitted": 5,
        "claim-approved": 3,
        "amounts-recorded": 1,
        "claim-rejected-by-officer": 1,
        "claim-withdrawn": 1,
    }


def test_an_approval_and_a_rejection_at_once_leave_one_of_them(tmp_path: Path) -> None:
    numbers = [f"C{n}" for n in range(10)]
    with opened(tmp_path / "ledger.db") as store:
        for claim_no in numbers:
            do(store.handler, submission(claim_no, trademark("100")))

    approvals, rejections = [approval(no) for no in numbers], [reject(no) for no in numbers]
    at_once(tmp_path / "ledger.db", approvals, rejections[::-1])

    with opened(tmp_path / "ledger.db") as store:
        decided = [
            getattr(entry.event, "claim_no", None)
            for entry in store.handler.entries()
            if entry.event.TOPIC in ("claim-approved", "claim-rejected-by-officer")
        ]
    assert sorted(decided) == sorted(numbers)


def test_no_decision_follows_a_version_it_has_not_read(tmp_path: Path) -> None:
    path, numbers = tmp_path / "ledger.db", [f"C{n}" for n in range(40)]
    with opened(path) as store:
        for claim_no in numbers:
            do(store.handler, submission(claim_no, trademark("100")))
    barrier = CONTEXT.Barrier(2)
    work = [approval(claim_no) for claim_no in numbers]
    running = CONTEXT.Process(target=_work, args=(path, barrier, work))
    running.start()

    with opened(path) as store:
        barrier.wait(60)
        for percent in range(10, 40):
            settings = {"measures.overseas-trademark.rate": f"{percent}%"}
            store.handler.publish(amended(settings), CLERK)
        running.join(120)
        entries = list(store.handler.entries())

    read = 0
    for entry in entries:
        if isinstance(entry.event, PolicyPublished):
            read = entry.position
        elif isinstance(entry.event, ClaimApproved):
            assert entry.event.decision.book_position == read
    assert running.exitcode == 0
    assert len(granted(path)) == len(numbers)


def test_processes_that_all_find_no_ledger_make_one(tmp_path: Path) -> None:
    line = {
        "claim_no": "C1",
        "uscc": "91330382MA0000023T",
        "enterprise": "示例企业",
        "kind": "aeo",
        "occurred_on": "2023-05-01",
        "filed_on": "2023-06-01",
        "facts": {},
    }
    path = write_lines(tmp_path / "claims.jsonl", [line])
    words = ("backfill", path, "--approve", "--store", tmp_path / "ledger.db", "--json")

    ran = [ended(each) for each in [process(*words) for _ in range(PROCESSES)]]

    assert [command.code for command in ran] == [0] * PROCESSES, [command.err for command in ran]
    assert sum(command.json["accepted"] for command in ran) == 1
    assert sum(command.json["events_appended"] for command in ran) == 3
    listed = subsidy("policy", "list", "--store", tmp_path / "ledger.db", "--json")
    assert [version["version"] for version in listed.json] == [1]


def _stream(store: Store) -> str:
    return next(entry.stream for entry in store.handler.entries(after=1))
