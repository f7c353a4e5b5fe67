"""A file of a list has all of it, whatever a page or an answer shows at a time."""

from __future__ import annotations

import csv
import gc
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from io import StringIO
from pathlib import Path

import pytest

from adapters.web.desk.keeping import Places
from adapters.web.desk.rooms import COSTLY_MAX
from projections.claims.listing import ListedClaim
from scripts.sample.generate import main as generate
from tests.adapters.web.desk.test_keeping import held
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


@pytest.mark.parametrize(
    "path",
    [  # of earlier positions, which no view has
        "/api/v1/claims.csv?position=20",
        "/api/v1/claims?position=21",
        "/claims?position=22",
    ],
)
def test_a_long_list_waits_for_those_that_are_being_read(path: str, many: Served) -> None:
    let = threading.Event()
    threads = held(many.server.rooms.costly, COSTLY_MAX, let)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(many.get, path)
        early = wait([asking], timeout=1).done
        let.set()
        answer = asking.result(timeout=60)
    for each in threads:
        each.join()

    assert not early
    assert answer.status_code == 200, answer.text


def test_a_long_list_that_waits_in_vain_says_when_to_ask_again(many: Served) -> None:
    rooms, let = many.server.rooms, threading.Event()
    before, rooms.costly = rooms.costly, Places(COSTLY_MAX, seconds=0.01)
    threads = held(rooms.costly, COSTLY_MAX, let)
    try:
        answer = many.get("/api/v1/claims.csv?position=24")
    finally:
        let.set()
        rooms.costly = before
    for each in threads:
        each.join()

    assert (answer.status_code, answer.json()["code"]) == (503, "too-busy")
    assert int(answer.headers["retry-after"]) > 0
