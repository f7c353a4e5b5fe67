"""The command line at a server: what it prints and how it ends is as beside the ledger."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from adapters.web.api.answers import NOTES, beside
from adapters.web.client import Client
from adapters.web.verbs import typed
from adapters.web.verbs.verb import Answered
from adapters.wording.reassessment.reperformance import ReperformanceDetails
from adapters.wording.table import Report
from projections.remaining_allowances import Remaining
from tests.adapters.web.deployment.running import free_port, program, serving
from tests.support.command import ROOT, Ran, subsidy, write_lines
from tests.support.few_claims import ONE, SHIPPED, few_claims, trademark

QUESTIONS = (
    "claims", "claims --year 2022 --status approved", "claims --uscc 123", "explain T-1",
    "explain NOBODY", "late February", "history T-1", f"history {ONE}", "totals",
    "totals --by year", "totals --position 5", "totals --position 99999", "totals --known-at never",
    f"remaining {ONE} --year 2022", f"enterprise show {ONE}", "enterprise show 123",
    f"statement {ONE}", "policy list", "policy show", "policy show 9", "policy words",
    "policy readings", "rehearse --set measures.overseas-trademark.rate=60%",
    "rehearse --set measures.nothing.rate=60%", "budget list", "budget show 2019", "batch list",
    "batch show 9", "audit duplicates", "audit separation", "store rules",
)  # fmt: skip


class Far:
    """A ledger, and a server of it that words are typed at, beside which the ledger is asked."""

    def __init__(self, store: Path, server: str, token: str = "") -> None:
        self.store, self.server, self.token = store, server, token

    def beside(self, *words: str | Path) -> Ran:
        return subsidy(*words, "--store", self.store)

    def far(self, *words: str | Path) -> Ran:
        return subsidy(*words, "--server", self.server)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    store = few_claims(tmp_path_factory.mktemp("far"))
    with serving(store) as running:
        yield Far(store, str(running.http.base_url), program(store, "auditor"))


@pytest.fixture
def far(served: Far, monkeypatch: pytest.MonkeyPatch) -> Far:
    """The server, asked by an auditor's program."""
    monkeypatch.setenv("SUBSIDY_TOKEN", served.token)
    return served


@pytest.mark.parametrize("typed", QUESTIONS)
def test_a_question_is_answered_as_beside_the_ledger(typed: str, far: Far) -> None:
    for options in (("--lang", "zh"), ("--lang", "en"), ("--json",)):
        words = (*typed.split(), *options)
        beside, asked = far.beside(*words), far.far(*words)

        assert (asked.code, asked.out) == (beside.code, beside.out), asked.err


def test_why_it_is_refused_is_said_as_beside_the_ledger(far: Far) -> None:
    beside, asked = far.beside("explain", "NOBODY"), far.far("explain", "NOBODY")

    assert (asked.code, asked.err) == (beside.code, beside.err)


def test_what_takes_long_is_waited_for(far: Far) -> None:
    words = ("reperform", "--json")

    assert far.far(*words).json == far.beside(*words).json


def test_a_file_is_written_where_it_is_asked_for(far: Far, tmp_path: Path) -> None:
    beside, asked = tmp_path / "beside.csv", tmp_path / "asked.csv"
    for run, file in ((far.beside, beside), (far.far, asked)):
        ran = run("paper", "statement", ONE, "--out", file)
        assert ran.code == 0, ran.err

    assert asked.read_bytes() == beside.read_bytes()
    asked.write_text("typed by hand", encoding="utf-8")
    again = far.far("paper", "statement", ONE, "--out", asked)
    assert again.code == 1
    assert asked.read_text(encoding="utf-8") == "typed by hand"


def test_what_is_recorded_is_the_tokens_and_answers_the_same(
    served: Far, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in served.store.parent.glob("ledger.db*"):
        if file.is_file():
            shutil.copy(file, tmp_path / file.name)
    beside = Far(tmp_path / "ledger.db", "")
    lines = write_lines(tmp_path / "more.jsonl", [trademark("T-9", "2022-05-02", "500")])

    monkeypatch.setenv("SUBSIDY_TOKEN", program(served.store, "clerk"))
    sent = served.far("backfill", lines, "--lang", "zh")
    kept = beside.beside("backfill", lines, "--by", "clerk", "--lang", "zh")
    monkeypatch.setenv("SUBSIDY_TOKEN", program(served.store, "approver"))
    decided = served.far("approve", "T-9", "--lang", "zh")
    local = beside.beside("approve", "T-9", "--by", "approver", "--lang", "zh")

    assert (sent.code, sent.out) == (kept.code, kept.out), sent.err
    assert (decided.code, decided.out) == (local.code, local.out), decided.err
    history = served.beside("history", "T-9", "--json").out
    assert '"login": "token:approver"' in history


def test_a_file_is_sent_to_be_checked(far: Far) -> None:
    words = ("policy", "try", SHIPPED)

    assert far.far(*words).out == far.beside(*words).out


def test_a_role_that_is_missing_is_refused(far: Far) -> None:
    ran = far.far("approve", "T-1")

    assert (ran.code, ran.err.partition(":")[0]) == (1, "role-missing")


@pytest.mark.parametrize(("token", "code"), [("sub_wrong", "not-logged-in"), ("", "token-missing")])
def test_without_a_good_token_nothing_is_asked(
    token: str, code: str, served: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUBSIDY_TOKEN", token)

    ran = served.far("totals")

    assert (ran.code, ran.err.partition(":")[0]) == (1, code)


def test_a_server_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUBSIDY_TOKEN", "sub_any")
    server = f"http://127.0.0.1:{free_port()}"

    ran = subsidy("totals", "--server", server)

    assert ran.code == 1
    assert ran.err.startswith("server-unreachable")
    assert server in ran.err


def test_a_program_has_each_answer_as_its_type(served: Far) -> None:
    with Client(served.server, served.token) as ledger:
        left = ledger.answer(typed.REMAINING, {"uscc": ONE, "year": 2022})
        claim = ledger.answer(typed.EXPLAIN, {"claim": "T-1"})
        earlier = ledger.answer(typed.TOTALS, position=5)
        worked = ledger.answer(typed.REPERFORM)

    assert isinstance(left, Remaining)
    assert [type(cap.used) for cap in left.caps] == [int] * len(left.caps)
    assert (claim.occurred_on, claim.granted_fen) == (date(2022, 5, 1), 1_000_000)
    assert earlier.position == 5
    assert isinstance(worked, ReperformanceDetails)


def test_a_program_has_every_row_of_a_list_whose_parts_it_asks_for(served: Far) -> None:
    with Client(served.server, served.token) as ledger:
        claims = [claim.claim_no for claim in ledger.each(typed.CLAIMS, {"year": 2022}, rows=2)]
        events = [*ledger.each(typed.HISTORY, {"subject": ONE}, rows=3)]
        none = [*ledger.each(typed.BATCH_LIST)]
        whole = ledger.answer(typed.CLAIMS, {"year": 2022})

        assert events == ledger.answer(typed.HISTORY, {"subject": ONE})
    assert claims == [claim.claim_no for claim in whole]
    assert len(claims) > 2
    assert none == []


@pytest.mark.parametrize("page", ["serving.md", "serving.zh.md"])
def test_the_program_on_the_page_is_one(
    page: str, far: Far, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (program,) = re.findall("^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    monkeypatch.setenv("SUBSIDY_SERVER", far.server)

    exec(program.replace("91330382MA0000023T", ONE).replace("YT2022-1", "T-1"))

    said = capsys.readouterr().out.splitlines()
    with Client(far.server, far.token) as ledger:
        left = ledger.answer(typed.REMAINING, {"uscc": ONE, "year": 2022})
        granted = sum(claim.granted_fen for claim in ledger.answer(typed.CLAIMS))
    assert said == [
        *(f"{cap.cap} {cap.remaining}" for cap in left.caps), f"{granted} fen", "claim-unknown",
    ]  # fmt: skip


class Elsewhere(BaseHTTPRequestHandler):
    """A page of another server, which answers everything with success."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>Log in to the network</html>")

    def log_message(self, *said: object) -> None:
        pass


def test_another_server_s_page_is_not_taken_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUBSIDY_TOKEN", "sub_x")
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as elsewhere:
        Thread(target=elsewhere.serve_forever, daemon=True).start()
        ran = subsidy("totals", "--server", f"http://127.0.0.1:{elsewhere.server_port}")
        elsewhere.shutdown()

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("server-unreachable")


def test_notes_that_do_not_fit_into_a_header_are_left_out_whole() -> None:
    long = tuple(f"{number}: {'税' * 100}" for number in range(50))

    headers = beside(Answered(answer=None, shown=lambda: Report(title="", parts=()), notes=long,
                              code=0))  # fmt: skip

    notes = json.loads(headers[NOTES])
    assert notes == list(long[: len(notes)])
    assert 0 < len(notes) < len(long)


def test_a_server_is_named_by_the_environment_too(
    far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = far.beside("totals", "--json").json
    monkeypatch.setenv("SUBSIDY_SERVER", far.server)

    assert subsidy("totals", "--json").json == beside
