"""Answers that cost much: worked out once, kept by position, few at a time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from typing import Any
from weakref import ref

import pytest

from adapters.ledger.ledger import Ledger
from adapters.ledger.look import Look
from adapters.web.desk.keeping import WAITING_MAX, OfNow, Places
from adapters.web.desk.rooms import COSTLY_MAX, Rooms
from adapters.wording.as_json import as_json
from domain.commands.enterprise import EraseAccounts, PayInto, RegisterEnterprise
from domain.refusals import Refusal
from tests.adapters.web.desk.test_rooms import begun, rooms_of
from tests.domain.given import USCC, approval, submission, trademark
from tests.support.ledgers import CLERK, do
from tests.support.stores import address

YEAR = 2023  # of the claims


def test_an_answer_is_worked_out_once_however_many_ask_and_a_bug_is_not_kept(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    made: list[int] = []
    let = threading.Event()

    def make() -> int:
        made.append(1)
        assert let.wait(timeout=60)
        return 7

    def fail() -> int:
        raise ZeroDivisionError

    with begun(path), rooms_of(path) as rooms, ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(rooms.kept, "queue", 1, make) for _ in range(8)]
        let.set()
        assert [each.result(timeout=60) for each in asking] == [7] * 8
        assert len(made) == 1
        assert rooms.kept("queue", 2, lambda: 8) == 8
        with pytest.raises(ZeroDivisionError):
            rooms.kept("other", 1, fail)
        assert rooms.kept("other", 1, lambda: 9) == 9
        for number in range(1_000):
            rooms.kept(number, 1, lambda: 0)
        assert rooms.kept("queue", 1, lambda: 10) == 10  # long since dropped for others


def test_what_is_kept_is_forgotten_once_an_account_was_erased(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with begun(path), rooms_of(path) as rooms, Ledger(address(path)) as ledger:
        ledger.carry_out(RegisterEnterprise(uscc=USCC, name="甲公司"), CLERK)
        ledger.carry_out(PayInto(uscc=USCC, number="6222021234567894", bank="b"), CLERK)
        assert rooms.kept("account", 1, lambda: "6222021234567894") == "6222021234567894"
        ledger.carry_out(EraseAccounts(uscc=USCC), CLERK)
        assert rooms.kept("account", 1, lambda: "erased") == "erased"


class Paid:
    """An answer as long as all that was ever paid."""


@pytest.mark.sqlite
def test_of_the_answers_of_now_those_of_the_last_position_alone_are_held(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    asked: list[ref[Paid]] = []
    with begun(path) as store, rooms_of(path) as rooms:
        for number in range(6):
            do(store.handler, submission(f"C{number}", trademark("9000")))
            with rooms.look() as look:
                asked.append(ref(look.kept("batches", Paid)))
                assert look.kept("batches", Paid) is asked[-1]()
                position = look.position
        assert [each() is not None for each in asked] == [False] * 5 + [True]
        with rooms.look(position - 1) as then, rooms.look() as now:
            assert then.kept("batches", lambda: 7) == 7
            assert now.kept("batches", lambda: 8) is asked[-1]()
            assert then.kept("batches", lambda: 9) == 7


def test_a_look_that_something_was_recorded_after_works_out_its_own_answer() -> None:
    of_now = OfNow()
    assert of_now.kept(5, "batches", lambda: 5) == 5
    assert of_now.kept(4, "batches", lambda: 4) == 4
    assert of_now.kept(5, "batches", lambda: 6) == 5


def test_few_questions_fold_every_enterprise_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with begun(path), rooms_of(path) as rooms:
        both = threading.Barrier(COSTLY_MAX + 1, timeout=30)

        def fold() -> None:
            with rooms.look(0) as look:
                look.totals(None, "year")
                look.totals(None, "measure")  # the same look needs no other place
                both.wait()
                both.wait()

        others = [threading.Thread(target=fold) for _ in range(COSTLY_MAX)]
        for each in others:
            each.start()
        both.wait()
        with rooms.look(0) as look:
            with pytest.raises(Refusal, match="too-busy"):
                look.totals(None, "year")
            with pytest.raises(Refusal, match="too-busy"):
                look.claims()
        with rooms.look() as look:
            assert look.claims() == []  # by the views
        both.wait()
        for each in others:
            each.join()
        with rooms.look(0) as look:
            assert look.totals(None, "year").claims == 0


@pytest.mark.sqlite
def test_answers_of_now_are_those_of_a_ledger_of_one_s_own_after_every_record(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    claims = [f"C{number}" for number in range(6)]
    commands: list[Any] = [submission(each, trademark("9000")) for each in claims]
    commands += [approval(each) for each in claims[:4]]
    with begun(path) as store, rooms_of(path) as rooms, Ledger(str(path)) as own:
        for command in commands:
            do(store.handler, command)
            asked = []
            for ledger in (rooms, rooms, own):
                with ledger.look() as look:
                    asked.append(as_json(many_claims(look)))
            assert asked[0] == asked[1] == asked[2]


def many_claims(look: Look) -> list[object]:
    return [
        look.overview(YEAR),
        look.fullness(YEAR),
        look.claims_page(),
        look.queue(3),
        look.queue(3, kind="overseas-trademark"),
        *(look.totals(None, by) for by in ("measure", "enterprise", "year")),
    ]


@pytest.mark.sqlite
def test_an_overview_is_worked_out_once_for_all_who_ask_after_a_record_and_not_of_earlier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.db"
    worked_out: list[int] = []
    real = Look.overview

    def counted(look: Look, *asked: Any) -> Any:
        worked_out.append(look.position)
        return real(look, *asked)

    monkeypatch.setattr(Look, "overview", counted)

    def ask(rooms: Rooms) -> int:
        with rooms.look() as look:
            return look.overview(YEAR).claims

    with begun(path) as store, rooms_of(path) as rooms, ThreadPoolExecutor(8) as pool:
        for number in range(2):
            do(store.handler, submission(f"C{number}", trademark("9000")), approval(f"C{number}"))
            assert list(pool.map(ask, [rooms] * 16)) == [number + 1] * 16
            assert worked_out == sorted(set(worked_out))
        assert len(worked_out) == 2
        with rooms.look(worked_out[0]) as look:
            assert look.overview(YEAR).claims == 1
        assert len(worked_out) == 3


def held(places: Places, count: int, let: threading.Event) -> list[threading.Thread]:
    """Have threads that keep a place each until they are let go."""
    all_have = threading.Barrier(count + 1, timeout=30)

    def hold() -> None:
        with places.place():
            all_have.wait()
            assert let.wait(timeout=60)

    threads = [threading.Thread(target=hold) for _ in range(count)]
    for each in threads:
        each.start()
    all_have.wait()
    return threads


def test_a_question_that_finds_no_place_waits_for_one_and_asks_again() -> None:
    places, let, tries = Places(2), threading.Event(), list[int]()

    def ask() -> str:
        tries.append(1)
        let.set()  # those before end once this has come
        with places.place():
            return "answered"

    for each in (held_by := held(places, 2, let)):
        assert each.is_alive()
    assert places.in_turn(ask) == "answered"

    assert len(tries) == 2
    for each in held_by:
        each.join()


def test_a_question_that_found_no_store_takes_no_place_of_those_that_read_much() -> None:
    places, tries = Places(1), list[int]()

    def ask() -> None:
        tries.append(1)
        raise Refusal("too-busy")  # as when no store is free

    with pytest.raises(Refusal, match="too-busy"):
        places.in_turn(ask)

    assert len(tries) == 1


def test_a_question_does_not_wait_for_a_place_for_ever_nor_behind_too_many() -> None:
    let = threading.Event()
    at_once, long = Places(1, seconds=0.01), Places(1, seconds=60)

    def ask(places: Places) -> None:
        with places.place():
            pass

    threads = [*held(at_once, 1, let), *held(long, 1, let)]
    with pytest.raises(Refusal, match="too-busy"):
        at_once.in_turn(partial(ask, at_once))
    with ThreadPoolExecutor(WAITING_MAX + 1) as pool:
        waiting = [pool.submit(long.in_turn, partial(ask, long)) for _ in range(WAITING_MAX + 1)]
        refused = next(as_completed(waiting, timeout=60))
        assert isinstance(refused.exception(), Refusal)
        let.set()
        assert sum(each.exception() is None for each in waiting) == WAITING_MAX
    for each in threads:
        each.join()
