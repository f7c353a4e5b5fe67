"""A seal that goes on until it is stopped, and how far a seal is behind, wherever it is asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from adapters.ledger.ledger import Ledger
from adapters.seal.folder import SealFolder
from adapters.seal.sealer import watching
from adapters.seal.sealer.watching import seal_on
from domain.refusals import Refusal
from tests.adapters.seal.sealed import exports, key_in
from tests.support.command import asked, ended, process, subsidy
from tests.support.ledgers import opened
from tests.support.stores import address

SECONDS_MAX = 300


@pytest.fixture
def place(tmp_path: Path) -> Path:
    key_in(tmp_path)
    more(tmp_path, 20)
    return tmp_path


def more(place: Path, events: int) -> None:
    with opened(place / "ledger.db") as store:
        exports(store, events)


def sealed(place: Path) -> int:
    last = SealFolder(place / "seal").checkpoint()
    return 0 if last is None else last[0].size


def reaches(place: Path, size: int, running: subprocess.Popen[str]) -> None:
    wait(lambda: sealed(place) >= size, running)
    assert sealed(place) == size


def wait(done: Callable[[], bool], running: subprocess.Popen[str]) -> None:
    end = time.monotonic() + SECONDS_MAX
    while not done() and time.monotonic() < end and running.poll() is None:
        time.sleep(0.05)
    assert done(), running.communicate(timeout=1) if running.poll() is not None else "too slow"


@pytest.mark.parametrize(
    ("words", "sign"),
    [(["--after-each"], signal.SIGTERM), (["--every", "1"], signal.SIGINT)],
)
def test_what_is_recorded_is_sealed_until_the_sealer_is_stopped(
    words: list[str], sign: signal.Signals, place: Path
) -> None:
    running = process("seal", place / "seal", "--key", place / "key", "--store",
                      place / "ledger.db", *words, "--json")  # fmt: skip
    try:
        reaches(place, 21, running)
        for size in (24, 26):
            more(place, size - sealed(place))
            reaches(place, size, running)
        running.send_signal(sign)
        ran = ended(running)
    finally:
        running.kill()

    assert (ran.code, ran.err) == (0, "")
    answers = json.loads("[" + ran.out.replace("}\n{", "},{") + "]")
    assert sum(answer["added"] for answer in answers) == 26
    assert all(answer["added"] for answer in answers)
    assert asked(place / "ledger.db", "verify", place / "seal")["faults"] == []


def test_a_sealer_that_goes_on_ends_where_the_log_is_not_what_it_signed(place: Path) -> None:
    asked(place / "ledger.db", "seal", place / "seal", "--key", place / "key")
    (place / "other").mkdir()
    key = (place / "key").read_bytes()
    (place / "other" / "key").write_bytes(key)
    (place / "other" / "key").chmod(0o600)
    (place / "other" / "key.signed").write_bytes((place / "key.signed").read_bytes())
    more(place / "other", 100)

    ran = ended(process("seal", place / "other" / "seal", "--key", place / "other" / "key",
                        "--store", place / "other" / "ledger.db", "--after-each"))  # fmt: skip

    assert (ran.code, ran.err.split(":")[0]) == (1, "seal-fork")


def test_a_sealer_stopped_before_it_begins_seals_nothing_and_nothing_is_refused(
    place: Path,
) -> None:
    stop, said = Event(), list[object]()
    stop.set()

    with Ledger(address(place / "ledger.db")) as ledger:
        ended_well = seal_on(ledger, list, 0.01, stop, lambda *refused: said.append(refused))

    assert (ended_well, said) == (True, [((), None)])
    assert not (place / "seal").exists()


def test_a_ledger_of_a_single_event_is_sealed_at_once(tmp_path: Path) -> None:
    stop, sealed = Event(), list[int]()
    with opened(tmp_path / "ledger.db") as store:
        assert store.position() == 1

    def seal() -> list[Refusal]:
        sealed.append(1)
        stop.set()
        return []

    with Ledger(address(tmp_path / "ledger.db")) as ledger:
        assert seal_on(ledger, seal, 0.01, stop, lambda *_: None)

    assert sealed == [1]


def test_what_may_pass_is_tried_again_and_what_cannot_ends_the_sealing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAUSE_SECONDS", 0.01)
    stop, paused, seals = (
        Event(),
        list[str](),
        iter(
            [
                ["witness-unreachable", "timestamp-refused"],
                [],
                "store-busy",
                "seal-unwritable",
                [],
                ["witness-ahead"],
            ]
        ),
    )

    def seal() -> list[Refusal]:
        answer = next(seals)
        if isinstance(answer, str):
            raise Refusal(answer)
        if not answer:  # so that there is more to seal
            more(place, 2)
        return [Refusal(code) for code in answer]

    def on_refused(refused: Sequence[Refusal], _seconds: float | None) -> None:
        paused.extend(refusal.code for refusal in refused)

    with Ledger(address(place / "ledger.db")) as ledger, pytest.raises(Refusal, match="witness-ah"):
        seal_on(ledger, seal, 0.01, stop, on_refused)

    assert paused == ["witness-unreachable", "timestamp-refused", "store-busy", "seal-unwritable"]
    assert list(seals) == []


@pytest.mark.parametrize("stopped_by", ["pause", "seal"])
def test_a_sealer_stopped_while_something_is_refused_says_so(place: Path, stopped_by: str) -> None:
    stop = Event()

    def seal() -> list[Refusal]:
        if stopped_by == "seal":
            stop.set()
        return [Refusal("witness-unreachable")]

    with Ledger(address(place / "ledger.db")) as ledger:
        reported = list[Sequence[Refusal]]()

        def on_refused(refused: Sequence[Refusal], _seconds: float | None) -> None:
            reported.append(refused)
            stop.set()

        assert not seal_on(ledger, seal, 0.01, stop, on_refused)
    assert [refusal.code for refusal in reported[0]] == ["witness-unreachable"]


class Failing(BaseHTTPRequestHandler):
    """A witness that fails three times, and has the sealer stopped as it fails the third time."""

    asked = 0

    def do_POST(self) -> None:
        Failing.asked += 1
        if Failing.asked == 3:
            os.kill(os.getpid(), signal.SIGINT)
        self.send_error(503)

    def log_message(self, *_: object) -> None: ...


def test_a_witness_that_fails_is_asked_again_and_named_each_time(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words and for programs; the seals stand."""
    monkeypatch.setattr(watching, "PAUSE_SECONDS", 0.1)
    server = HTTPServer(("127.0.0.1", 0), Failing)
    Thread(target=server.serve_forever, daemon=True).start()

    ran = subsidy("seal", place / "seal", "--key", place / "key", "--store", place / "ledger.db",
                  "--witness", f"http://127.0.0.1:{server.server_port}", "--after-each", "--json",
                  "--lang", "en")  # fmt: skip

    server.shutdown()
    server.server_close()
    answers = json.loads("[" + ran.out.replace("}\n{", "},{") + "]")
    again = [answer for answer in answers if "again_in_seconds" in answer]
    assert (ran.code, sealed(place), Failing.asked) == (1, 21, 3)
    assert [(each["code"], each["again_in_seconds"]) for each in again] == [
        ("witness-refused", 0.1),
        ("witness-refused", 0.2),
    ]
    assert ran.err.count("witness-refused: ") == 3
    assert ran.err.count("Tried again in 0.2 s.") == 1


def test_one_way_of_going_on_is_given(place: Path) -> None:
    words = ["seal", place / "seal", "--key", place / "key", "--store", place / "ledger.db"]

    assert subsidy(*words, "--every", "5", "--after-each").code == 2
    assert subsidy(*words, "--every", "0").code == 2
    assert not (place / "seal").exists()


def test_how_far_the_seal_is_behind_stands_in_every_answer(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, seal = place / "ledger.db", place / "seal"
    asked(store, "seal", seal, "--key", place / "key")
    more(place, 7)
    with opened(store) as made:
        first = made.handler.recorder.time_of(22)

    verified = asked(store, "verify", seal)
    totals = asked(store, "totals", "--seal", seal)
    pack = asked(store, "audit-pack", place / "p.zip", "--seal", seal, "--key", place / "key")

    for answer in (verified, totals, pack):
        assert answer["unsealed"] == 7
        assert answer["unsealed_since"] == verified["unsealed_since"]
        assert answer["unsealed_since"].startswith(first.strftime("%Y-%m-%dT%H:%M:%S"))
    assert "unsealed" not in asked(store, "totals")
    at_20 = asked(store, "totals", "--seal", seal, "--position", "20")
    assert (at_20["unsealed"], at_20["unsealed_since"]) == (0, None)
    monkeypatch.setenv("SUBSIDY_SEAL", str(seal))
    assert asked(store, "totals") == totals
    for command in (["totals"], ["verify", seal]):
        ran = subsidy(*command, "--store", store, "--lang", "en")
        assert "Not sealed yet: 7 events, the first recorded 20" in ran.out
    asked(store, "seal", seal, "--key", place / "key")
    assert "Everything is sealed" in subsidy("totals", "--store", store, "--lang", "en").out


def test_totals_are_shown_where_the_seal_is_missing(place: Path) -> None:
    ran = subsidy("totals", "--seal", place / "none", "--store", place / "ledger.db", "--json")

    assert (ran.code, ran.json["unsealed"], ran.err.split(":")[0]) == (0, None, "seal-not-found")
