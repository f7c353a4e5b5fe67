"""The product and the independent implementation agree to the fen on random claims.

SUBSIDY_TEST_SEEDS: how many random books; each has 200 lines.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.ledger import store
from adapters.ledger.backfill import BackfillResult, backfill
from adapters.ledger.handling.crosschecks import Crosschecks
from adapters.ledger.handling.units import Author, Request
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.store import Store
from adapters.policy.file.files import shipped_policy
from adapters.policy.patch import with_values
from adapters.views import queries
from adapters.wording.as_json import as_json
from domain.commands.enterprise import ApproveClaim, EnterpriseCommand, RejectClaim, WithdrawClaim
from domain.money import parse_yuan
from tests.domain.policies import with_caps
from tests.oracle.inputs.random_claims import lines, more_caps, reductions
from tests.oracle.model.oracle import READINGS, Line, Oracle
from tests.support.command import write_lines
from tests.support.extent import tried
from tests.support.stores import address

SEEDS = int(os.environ.get("SUBSIDY_TEST_SEEDS", tried("4", long="20")))
LINES = 200
CLERK = Author(by="clerk", login="tests")
YEARS = (2022, 2023, 2024)
SCOPES = ("warehouse", "case")


@contextmanager
def opened(tmp_path: Path, readings: dict[str, str] | None = None) -> Iterator[Store]:
    """Open a new store, read as given."""
    with store.making(address(tmp_path / "ledger.db"), CLERK) as made:
        if readings:
            settings = {f"readings.{name}": chosen for name, chosen in readings.items()}
            made.handler.publish(with_values(shipped_policy(), settings), CLERK)
        yield made


def fed(path: Path, at: Store, *, approve: bool) -> BackfillResult:
    return backfill(
        [path],
        at.handler,
        CLERK,
        approve=approve,
        dry_run=False,
        accept_large=False,
        crosschecks=Crosschecks(at, strict=False),
        keep=at.private.keep,
        on_progress=lambda _: None,
    )


def rejects(report: BackfillResult, first_row: int = 1) -> list[tuple[int, str]]:
    return [(reject.row.at.row - first_row, reject.row.code) for reject in report.rejects]


def assert_the_same(at: Store, oracle: Oracle, version: int = 1) -> None:
    """Compare every claim, every allowance and every total."""
    at.catch_up()
    expected = oracle.claims()
    for row in expected:
        row["policy_version"] = row["policy_version"] and version
    with at.views.reading() as connection:
        book = at.handler.book()
        assert as_json(Snapshot(at, connection, None).claims()) == expected
        for uscc in {row["uscc"] for row in expected}:
            for year in YEARS:
                answer = as_json(queries.remaining(connection, book, 0, uscc, year))
                assert _caps(answer) == oracle.remaining(uscc, year), (uscc, year)
        for by in queries.TOTALS_BY:
            for wanted in (None, *YEARS):
                totals = as_json(queries.totals_by(connection, 0, wanted, by))
                del totals["position"]
                assert totals == oracle.totals(wanted, by), (by, wanted)


def _caps(answer: dict[str, Any]) -> dict[tuple[str, str | None], dict[str, Any]]:
    caps = {}
    for row in answer["caps"]:
        place = next((row[scope] for scope in SCOPES if scope in row), None)
        figures = ("limit", "used", "remaining", "reached", "unit")
        caps[row["cap"], place] = {name: row[name] for name in figures}
    return caps


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_book_of_lines_decided_in_order_comes_out_the_same(seed: int, tmp_path: Path) -> None:
    made = lines(seed, LINES)
    path = write_lines(tmp_path / "claims.jsonl", made)
    oracle = Oracle()
    expected = oracle.backfill(made)

    with opened(tmp_path) as at:
        report = fed(path, at, approve=True)

        assert rejects(report) == expected
        assert report.granted_fen == oracle.totals()["granted_fen"]
        assert_the_same(at, oracle)


@pytest.mark.parametrize("seed", range(1000, 1000 + max(1, SEEDS // 2)))
def test_people_between_the_lines_change_both_alike(seed: int, tmp_path: Path) -> None:
    random, made = Random(seed), lines(seed, LINES)
    ceilings = reductions(seed, made)
    oracle = Oracle()

    with opened(tmp_path) as at:
        for start in range(0, LINES, 20):
            part = made[start : start + 20]
            report = fed(write_lines(tmp_path / "part.jsonl", part), at, approve=False)
            assert rejects(report) == oracle.backfill(part, approve=False)
            _people(random, at, oracle, ceilings)

        assert_the_same(at, oracle)


@pytest.mark.parametrize("seed", range(2000, 2000 + max(1, SEEDS // 4)))
def test_rival_readings_decide_both_alike(seed: int, tmp_path: Path) -> None:
    random, made = Random(seed), lines(seed, LINES)
    readings = {name: random.choice(rivals) for name, rivals in READINGS.items()}
    path = write_lines(tmp_path / "claims.jsonl", made)
    oracle = Oracle(readings)
    oracle.backfill(made)

    with opened(tmp_path, readings) as at:
        fed(path, at, approve=True)

        assert_the_same(at, oracle, version=len(at.handler.book().versions))


@pytest.mark.parametrize("seed", range(4000, 4000 + max(1, SEEDS // 4)))
def test_measures_under_several_caps_come_out_the_same(seed: int, tmp_path: Path) -> None:
    random, made = Random(seed), lines(seed, LINES)
    more = more_caps(random)
    oracle = Oracle(more=more)
    ceilings = reductions(seed, made)

    with opened(tmp_path) as at:
        policy = shipped_policy()
        caps = {
            name: _with_measures(name, cap, more) for name, cap in policy.source["caps"].items()
        }
        at.handler.publish(with_caps(policy, caps), CLERK)
        for start in range(0, LINES, 40):
            part = made[start : start + 40]
            fed(write_lines(tmp_path / "part.jsonl", part), at, approve=start % 80 == 0)
            oracle.backfill(part, approve=start % 80 == 0)
            _people(random, at, oracle, ceilings)

        assert_the_same(at, oracle, version=len(at.handler.book().versions))


def _with_measures(
    name: str, cap: dict[str, Any], more: dict[str, tuple[str, ...]]
) -> dict[str, Any]:
    others = (measure for measure, caps in more.items() if name in caps)
    return cap | {"measures": list(dict.fromkeys((*cap["measures"], *others)))}


@pytest.mark.parametrize(
    ("seed", "encoding", "yes", "no"),
    [
        (3000, "utf-8", "true", "false"),
        (3001, "gb18030", "是", "否"),
        (3002, "utf-8-sig", "是", "否"),
    ],
)
def test_the_same_lines_as_csv_come_out_the_same(
    seed: int, encoding: str, yes: str, no: str, tmp_path: Path
) -> None:
    made = lines(seed, LINES)
    path = _write_csv(tmp_path / "claims.csv", made, encoding, {True: yes, False: no})
    oracle = Oracle()
    expected = oracle.backfill(made)

    with opened(tmp_path) as at:
        report = fed(path, at, approve=True)

        assert rejects(report, first_row=2) == expected
        assert_the_same(at, oracle)


def _people(random: Random, at: Store, oracle: Oracle, ceilings: dict[str, str]) -> None:
    """Decide, reject and withdraw at random; leave some claims pending."""
    for row in random.sample(oracle.claims(), len(oracle.claims())):
        claim_no, uscc, chance = row["claim_no"], row["uscc"], random.random()
        if row["status"] == "submitted" and chance < 0.75:
            ceiling = ceilings.get(claim_no)
            oracle.decide(claim_no, ceiling)
            _do(at, uscc, _approval(claim_no, ceiling))
        elif row["status"] == "submitted" and chance < 0.82:
            oracle.reject(claim_no)
            _do(at, uscc, RejectClaim(claim_no=claim_no, words="no"))
        elif row["status"] != "withdrawn" and chance < 0.86:
            oracle.withdraw(claim_no)
            _do(at, uscc, WithdrawClaim(claim_no=claim_no, words="a mistake"))


def _do(at: Store, uscc: str, command: EnterpriseCommand) -> None:
    assert at.handler.carry_out(Request(uscc=uscc, commands=(command,)), CLERK)


def _approval(claim_no: str, ceiling: str | None) -> ApproveClaim:
    return ApproveClaim(
        claim_no=claim_no,
        by="officer",
        if_pending=False,
        reduced_to_fen=None if ceiling is None else parse_yuan(ceiling),
        words=None if ceiling is None else "too much",
    )


def _write_csv(path: Path, made: list[Line], encoding: str, said: dict[bool, str]) -> Path:
    """Write lines under one header: facts beside the rest, lists joined by `;`."""
    rows = [line | line.get("facts", {}) for line in made]
    for row in rows:
        row.pop("facts", None)
    headers = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, headers)
        writer.writeheader()
        for row in rows:
            writer.writerow({key: _cell(value, said) for key, value in row.items()})
    return path


def _cell(value: Any, said: dict[bool, str]) -> Any:
    if isinstance(value, bool):
        return said[value]
    return ";".join(value) if isinstance(value, list) else value
