"""A file of a list has all of it, whatever a page or an answer shows at a time."""

from __future__ import annotations

import csv
import gc
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from projections.claims.listing import ListedClaim
from scripts.sample.generate import main as generate
from tests.adapters.web.served import Served, served
from tests.support.command import asked

CLAIMS = 700
SHOWN = 50


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A ledger of more enterprises and claims that wait than are shown, served."""
    folder = tmp_path_factory.mktemp("many")
    rows, store = folder / "many.jsonl", folder / "ledger.db"
    generate(["--seed", "7", "--claims", str(CLAIMS), "--jsonl", str(rows), "--clean"])
    asked(store, "backfill", rows, "--by", "clerk")
    with served(store) as web:
        yield web


def rows_of(web: Served, path: str, by: str = "approver") -> list[list[str]]:
    answer = web.get(path, by)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))[1:]


def test_a_file_of_enterprises_has_all_of_them(many: Served) -> None:
    total = many.get("/api/v1/enterprises").json()["total"]
    rows = rows_of(many, "/api/v1/enterprises.csv")

    assert total > SHOWN
    assert len({row[0] for row in rows}) == len(rows) == total
    assert len(rows_of(many, "/enterprises?export=csv")) == total
    assert len(rows_of(many, "/api/v1/enterprises.csv?limit=7")) == 7
    assert len(many.get("/api/v1/enterprises?limit=0").json()["enterprises"]) == total
    kept = many.get("/api/v1/enterprises.xlsx").headers["content-disposition"]
    assert f"-{total}-rows.xlsx" in kept


def test_a_file_of_the_queue_has_all_that_waits(many: Served) -> None:
    waiting = many.get("/api/v1/queue", "approver").json()
    rows = rows_of(many, "/api/v1/queue.csv")

    assert waiting["waiting"] > 2 * SHOWN
    assert len(waiting["claims"]) == SHOWN
    assert len({row[0] for row in rows}) == len(rows) == waiting["waiting"]
    assert len(rows_of(many, "/approve?export=csv")) == waiting["waiting"]
    assert len(rows_of(many, "/api/v1/queue.csv?limit=3")) == 3


def test_all_are_answered_at_a_terminal_too(many: Served) -> None:
    store = Path(many.server.settings.address)
    total = many.get("/api/v1/enterprises").json()["total"]

    assert len(asked(store, "enterprise", "list", "--limit", "0")["enterprises"]) == total
    assert asked(store, "queue", "--limit", "0")["next"] is None


@pytest.mark.parametrize("path", ["/api/v1/claims", "/api/v1/claims.csv"])
def test_an_answer_is_let_go_once_it_was_given(many: Served, path: str) -> None:
    """Not when cycles are next collected: each would be as long as all claims until then."""
    many.get(path)
    gc.collect()
    gc.disable()
    before = _listed()
    try:
        assert many.get(path).status_code == 200
        assert _listed() == before
    finally:
        gc.enable()


def _listed() -> int:
    return sum(isinstance(each, ListedClaim) for each in gc.get_objects())
