"""Looks by stores that stay open: as a ledger's own, and nothing of the views is mended here."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.ledger import Ledger
from adapters.ledger.look import Look
from adapters.ledger.store import Store
from adapters.log.codec import CodecError
from adapters.stores import healing
from adapters.stores.sqlite.generations import SIDE_FILES
from adapters.views.problems import ViewsUnreadable
from adapters.web.desk.rooms import Rooms
from adapters.wording.as_json import as_json
from domain.refusals import Refusal
from scripts.sample.generate import main as generate
from tests.domain.given import USCC, approval, submission, trademark
from tests.support.command import asked
from tests.support.extent import tried
from tests.support.ledgers import OTHER_USCC, do, opened
from tests.support.spoilt_views import SPOILT
from tests.support.stores import address

MENDED_SECONDS = 120
# A new command meets each of SPOILT in tests/adapters/stores/test_views_healing.py.
SOME_SPOILT = (
    "deleted", "a folder", "garbage", "one byte short", "every page but the first garbage",
    "another ledger's", "a view missing", "names that are not text", "a position beyond",
)  # fmt: skip


@contextmanager
def begun(path: Path) -> Iterator[Store]:
    """Open a ledger with its views made, as the commands leave one."""
    with opened(path) as store:
        store.catch_up()
        yield store


@contextmanager
def rooms_of(path: Path, readers: int = 4) -> Iterator[Rooms]:
    rooms = Rooms(address(path), readers)
    try:
        yield rooms
    finally:
        rooms.close()


def mended(rooms: Rooms, ask: Callable[[Look], Any]) -> Any:
    """Ask until it is answered."""
    end = time.monotonic() + MENDED_SECONDS
    while True:
        try:
            with rooms.look() as look:
                return ask(look)
        except Refusal as refusal:
            if refusal.code != "views-emptied" or time.monotonic() > end:
                raise
            time.sleep(0.02)


def everything(look: Look) -> list[Any]:
    claims = look.claims()
    some = claims[:: max(1, len(claims) // 12)]
    answers = [
        look.position,
        claims,
        look.totals(None, "enterprise"),
        look.pending() if look.snapshot.at is None else (),
        *(look.remaining(claim.uscc, 2022) for claim in some),
        *(look.explanation(claim.claim_no) for claim in some),
        *(look.name(claim.uscc) for claim in some),
    ]
    return [as_json(answer) for answer in answers]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for seed, name in ((5, "ledger.db"), (6, "other.db")):
        wish = ["--seed", str(seed), "--claims", "600", "--exports"]
        assert generate([*wish, "--jsonl", str(folder / "claims.jsonl")]) == 0
        asked(folder / name, "backfill", folder / "claims.jsonl", "--approve", "--by", "clerk")
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    for name in ("ledger.db", "other.db"):
        for suffix in ("", ".views", ".private"):
            shutil.copy(made / f"{name}{suffix}", tmp_path)
    return tmp_path / "ledger.db"


@pytest.mark.sqlite
def test_every_answer_is_as_a_ledger_s_own_now_and_at_every_stretch_of_positions(
    store: Path,
) -> None:
    with rooms_of(store) as rooms, Ledger(str(store)) as ledger:
        for position in (None, 1, 2, 300, 700, rooms.head()):
            with rooms.look(position) as look, ledger.look(position) as own:
                assert everything(look) == everything(own)


@pytest.mark.sqlite
def test_a_look_at_a_time_or_beyond_the_log_is_as_a_ledger_s_own(store: Path) -> None:
    with rooms_of(store) as rooms, Ledger(str(store)) as ledger:
        with rooms.look(None, "2999-01-01") as look, ledger.look(None, "2999-01-01") as own:
            assert look.position == own.position == rooms.head()
        with pytest.raises(Refusal, match="position-unknown"), rooms.look(rooms.head() + 1):
            pass
        with pytest.raises(Refusal, match="bad-time"), rooms.look(None, "soon"):
            pass


def test_what_any_process_recorded_is_seen_by_the_next_look(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with begun(path) as store, rooms_of(path) as rooms:
        for number in range(4):
            do(store.handler, submission(f"C{number}", trademark("10")), approval(f"C{number}"))
            with rooms.look() as look:
                assert len(look.claims()) == number + 1
                assert look.position == rooms.head() == store.position()
                before = look.position
        with rooms.look(before - 2) as look:
            assert len(look.claims()) == 3


def test_a_policy_recorded_since_governs_later_positions_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with begun(path), rooms_of(path) as rooms:
        with rooms.look() as look:
            first, at = look.book, look.position
        asked(
            path, "policy", "amend", "--set", "measures.overseas-trademark.rate=40%",
            "--first-day", "2024-01-01", "--last-day", "2024-12-31",
            "--announced-on", "2024-01-01", "--document", "文", "--by", "li",
        )  # fmt: skip
        with rooms.look() as look, rooms.look(at) as earlier:
            assert len(look.book.versions) == len(first.versions) + 1
            assert earlier.book == first


def test_threads_look_while_others_write_and_each_look_is_of_one_position(tmp_path: Path) -> None:
    path, looks = tmp_path / "ledger.db", 40

    def look_often(rooms: Rooms) -> None:
        last = 0
        for _ in range(looks):
            with rooms.look() as look:
                counted = sum(1 for each in look.claims() if each.status == "approved")
                assert look.totals(None, "measure").claims == counted
                assert look.position >= last
                last = look.position

    with begun(path) as store, rooms_of(path) as rooms, ThreadPoolExecutor(8) as pool:
        running = [pool.submit(look_often, rooms) for _ in range(8)]
        for number in range(60):
            code = (USCC, OTHER_USCC)[number % 2]
            claim = submission(f"C{number}", trademark("10"), uscc=code)
            do(store.handler, claim, approval(f"C{number}"), uscc=code)
        for each in running:
            each.result(timeout=120)


def test_a_thread_that_looks_twice_waits_for_no_other(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    meet = threading.Barrier(2)

    def look_within(rooms: Rooms) -> int:
        with rooms.look() as outer:
            meet.wait(timeout=60)
            with rooms.look(outer.position) as inner:
                return inner.position

    with begun(path), rooms_of(path, readers=2) as rooms, ThreadPoolExecutor(2) as pool:
        every = [pool.submit(look_within, rooms) for _ in range(2)]
        assert len({each.result(timeout=60) for each in every}) == 1


def state_of(path: Path) -> list[tuple[str, int, bytes]]:
    views = sorted(path.parent.glob(f"{path.name}.views*"))
    kept = [each for each in views if not each.name.endswith(SIDE_FILES)]  # readers note in those
    return [(each.name, each.stat().st_ino, each.read_bytes()) for each in kept]


BUGS: dict[str, Callable[[Look], object]] = {
    "in the page": lambda look: [][look.position],
    "a wrong value": lambda look: int(look.claims()[0].uscc + "x"),
    "a statement": lambda look: look.snapshot.connection.rows("SELECT * FROM nosuch"),
    "a lookup": lambda look: {0: look}[1],
    "bytes that are not an event": lambda _: (_ for _ in ()).throw(CodecError("a page's own")),
}


@pytest.mark.sqlite
@pytest.mark.parametrize("bug", BUGS.values(), ids=BUGS.keys())
def test_a_bug_in_a_page_leaves_the_views_as_they_are_and_searches_nothing(
    bug: Callable[[Look], object], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[object] = []
    monkeypatch.setattr(healing, "is_sound", searched.append)
    with rooms_of(store) as rooms:
        with rooms.look() as look:
            expected = everything(look)
        before = state_of(store)

        for _ in range(6):
            with pytest.raises((Exception,)) as raised, rooms.look() as look:
                bug(look)
            assert not isinstance(raised.value, Refusal) or raised.value.code != "views-emptied"

        assert not rooms.mender.is_at_work
        assert rooms.health().state == "ok"
        with rooms.look() as look:
            assert everything(look) == expected
    assert state_of(store) == before
    assert searched == []


@pytest.mark.sqlite
def test_a_bug_in_a_look_leaves_another_s_look_as_it_is(store: Path) -> None:
    with rooms_of(store) as rooms, rooms.look() as mine:
        expected = everything(mine)
        with pytest.raises(ViewsUnreadable), rooms.look() as theirs:
            theirs.snapshot.connection.rows("SELECT * FROM nosuch")
        assert everything(mine) == expected


@pytest.mark.sqlite
@pytest.mark.parametrize("spoilt", tried(SOME_SPOILT, long=tuple(SPOILT)))
def test_views_spoilt_under_a_server_are_mended_by_a_process_of_its_own(
    spoilt: str, store: Path
) -> None:
    with rooms_of(store) as rooms:
        with rooms.look() as look:
            expected = everything(look)

        SPOILT[spoilt](Path(f"{store}.views"))
        with opened(store) as writer:
            do(writer.handler, submission("NEW", trademark("10")))

        claims = mended(rooms, lambda look: (look.claims(), everything(look)))[0]
        assert len(claims) == len(expected[1]) + 1
        assert rooms.health().state == "ok"
        with Ledger(str(store)) as ledger, ledger.look() as own:
            assert mended(rooms, everything) == everything(own)


@pytest.mark.sqlite
def test_a_rebuild_beside_the_server_is_gone_over_to(store: Path) -> None:
    with rooms_of(store) as rooms:
        with rooms.look() as look:
            expected = everything(look)
            asked(store, "rebuild")
            assert everything(look) == expected
        with rooms.look() as look:
            assert everything(look) == expected


def test_a_ledger_that_is_missing_is_refused(tmp_path: Path) -> None:
    with rooms_of(tmp_path / "none") as rooms:
        if not address(tmp_path / "none").startswith("postgresql"):
            with pytest.raises(Refusal, match="store-not-found"), rooms.look():
                pass


@pytest.mark.sqlite
def test_a_ledger_that_is_being_written_to_is_not_waited_for(store: Path) -> None:
    held = sqlite3.connect(store, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    try:
        with rooms_of(store) as rooms, rooms.look() as look:
            assert look.claims()
    finally:
        held.close()
