"""One request's ledger: it signs as its session, writes with all others, sees what it wrote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.handling.units import Author
from adapters.ledger.ledger import Ledger
from adapters.ledger.processes.docket import Docket
from adapters.web.desk.rooms import Rooms
from adapters.web.desk.shared import TOGETHER_MAX, SharedLedger
from domain.commands.enterprise import NameAccount, PayInto, RegisterEnterprise
from domain.refusals import Refusal
from scripts.sample.generate import main as generate
from tests.domain.given import USCC, approval, submission, trademark
from tests.support.command import ROOT, asked
from tests.support.ledgers import CLERK, opened
from tests.support.stores import address

SOMEBODY = Author(by="somebody else", login="root", clock_is_right=True)


class Desk:
    """A server's one ledger, and a request of an account's session."""

    def __init__(self, path: Path, docket: Docket, rooms: Rooms) -> None:
        self.path, self.docket, self.rooms = path, docket, rooms

    def of(self, account: str) -> SharedLedger:
        return SharedLedger(self.rooms, self.docket, by=account, login=f"web:{account}")


@contextmanager
def serving(path: Path) -> Iterator[Desk]:
    rooms = Rooms(address(path))
    try:
        with Docket(address(path)) as docket:
            yield Desk(path, docket, rooms)
    finally:
        rooms.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path / "ledger.db") as store:
        store.catch_up()
    with serving(tmp_path / "ledger.db") as desk:
        yield desk


def test_whatever_is_said_of_the_author_the_session_signs(desk: Desk) -> None:
    ledger = desk.of("li")

    author = ledger.author("somebody else", clock_is_right=True)
    ledger.carry_out(submission("C1", trademark("10")), SOMEBODY)

    assert author == Author(by="li", login="web:li")
    with ledger.look() as look:
        (event,) = look.history("C1")
        assert (event.by, event.login) == ("li", "web:li")


def test_officers_of_one_server_are_several_hands_once_hands_are_separated(desk: Desk) -> None:
    desk.of("li").carry_out(submission("C1", trademark("10")), CLERK)
    asked(desk.path, "store", "prepare", "--separate-hands")

    with pytest.raises(Refusal, match="submitter-cannot-approve"):
        desk.of("li").carry_out(approval("C1", by="li"), CLERK)
    desk.of("wang").carry_out(approval("C1", by="wang"), CLERK)

    with desk.of("li").look() as look:
        assert [event.login for event in look.history("C1")] == ["web:li", "web:wang"]


def test_what_was_recorded_is_seen_by_the_next_look_of_any_request(desk: Desk) -> None:
    for number in range(5):
        outcome = desk.of("li").carry_out(submission(f"C{number}", trademark("10")), CLERK)
        assert outcome.events
        with desk.of("wang").look() as look:
            assert look.claim(f"C{number}").status == "submitted"


def test_a_refused_command_of_many_is_answered_with_its_refusal_and_alone_raised(
    desk: Desk,
) -> None:
    ledger = desk.of("li")
    every = [
        submission("C1", trademark("10")),
        approval("C9", by="li"),
        submission("C2", trademark("10")),
    ]

    outcomes = ledger.carry_out_all(every, CLERK)

    assert [bool(outcome.events) for outcome in outcomes] == [True, False, True]
    assert outcomes[1].refusal is not None
    assert outcomes[1].refusal.code == "claim-unknown"
    with pytest.raises(Refusal, match="claim-unknown"):
        ledger.carry_out(approval("C9", by="li"), CLERK)


def test_every_pending_claim_is_decided_however_many_more_than_are_taken_at_once(
    desk: Desk,
) -> None:
    many = [submission(f"C{number:03}", trademark("10")) for number in range(300)]
    desk.of("li").carry_out_all(many, CLERK)

    ledger = desk.of("wang")
    author = ledger.author(None, clock_is_right=False)
    decided = ledger.approve(None, author, reduced_to_fen=None, words=None)

    assert len(decided.decided) == 300
    assert decided.refused == {}
    with desk.of("wang").look() as look:
        assert look.pending() == ()
        assert {event.by for event in look.history("C007")[1:]} == {"wang"}


def test_what_is_recorded_before_the_docket_takes_no_more_is_answered_as_recorded(
    desk: Desk,
) -> None:
    """Of many, a second lot is handed in after the first was recorded: a server may end between."""
    many = [submission(f"C{number:03}", trademark("10")) for number in range(600)]

    def ends(done: int) -> None:
        if done == TOGETHER_MAX:
            desk.docket.close()

    outcomes = desk.of("li").carry_out_all(many, CLERK, ends)

    said = [
        (bool(outcome.events), outcome.refusal and outcome.refusal.code) for outcome in outcomes
    ]
    assert said == [(True, None)] * TOGETHER_MAX + [(False, "docket-closed")] * 344
    with desk.of("wang").look() as look:
        assert len(look.pending()) == TOGETHER_MAX
    with pytest.raises(Refusal, match="docket-closed"):  # nothing of these is recorded
        desk.of("li").carry_out_all(many[TOGETHER_MAX:], CLERK)


@pytest.mark.sqlite
@pytest.mark.skipif(sys.platform == "win32", reason="a process has no such limit there")
def test_where_the_disk_is_full_in_the_midst_of_many_each_is_answered_as_it_is_recorded(
    desk: Desk,
) -> None:
    import resource

    def some(first: int, count: int = 64) -> list[Any]:
        numbers = range(first, first + count)
        return [submission(f"C{number:03}", trademark("10")) for number in numbers]

    def written() -> int:
        return Path(f"{desk.path}-wal").stat().st_size

    desk.of("li").carry_out_all(some(0), CLERK)
    before = written()
    desk.of("li").carry_out_all(some(64), CLERK)
    a_commit = written() - before
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (written() + a_commit * 3 // 2, limits[1]))
    try:
        outcomes = desk.of("li").carry_out_all(some(128, 192), CLERK)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    recorded = [
        each.claim_no for each, of_it in zip(some(128, 192), outcomes, strict=True) if of_it.events
    ]
    refused = {outcome.refusal.code for outcome in outcomes if outcome.refusal is not None}
    assert refused == {"store-full"}
    assert 0 < len(recorded) < 192
    with opened(desk.path) as store:
        assert list(store.handler.enterprise(USCC).claims)[128:] == recorded


def test_an_account_is_named_and_its_value_kept(desk: Desk) -> None:
    ledger = desk.of("li")
    ledger.carry_out(RegisterEnterprise(uscc=USCC, name="甲公司"), CLERK)

    ledger.carry_out(PayInto(uscc=USCC, number="6222021234567894", bank="b"), CLERK)

    with ledger.look() as look:
        account = look.enterprise(USCC).account
        assert account is not None
        assert (account.state, account.masked[-4:] if account.masked else "") == ("matches", "7894")


def test_what_is_not_for_a_request_is_a_bug_to_ask(desk: Desk) -> None:
    ledger: Any = desk.of("li")
    named = NameAccount(
        uscc=USCC, account_id="a", commitment="c", compared_with=None, document=None
    )
    asking = (
        lambda: ledger.backfill([], CLERK),
        lambda: ledger.reassess(CLERK),
        lambda: ledger.prepare(CLERK),
        lambda: ledger.rebuild(print),
        lambda: ledger.carry_out(named, CLERK),
    )
    asking += (lambda: ledger.carry_out(approval("C1", by="somebody else"), CLERK),)
    for ask in asking:
        with pytest.raises(AssertionError):
            ask()


def test_officers_approve_while_the_command_line_fills_the_same_ledger(tmp_path: Path) -> None:
    """Eight threads and another process: whatever was answered stands, and each figure is right."""
    path, files = tmp_path / "ledger.db", (tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    for seed, file in enumerate(files, start=31):
        wish = ["--seed", str(seed), "--claims", "240", "--exports", "--clean"]
        assert generate([*wish, "--jsonl", str(file)]) == 0
    asked(path, "backfill", files[0], "--by", "clerk")
    filling = [
        sys.executable, "-m", "scripts.subsidy", "--store", address(path), "backfill",
        str(files[1]), "--approve", "--by", "li",
    ]  # fmt: skip

    with serving(path) as desk, ThreadPoolExecutor(8) as pool:
        with desk.of("wang").look() as look:
            pending = look.pending()
        process = subprocess.Popen(
            filling, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

        def approve(number: int) -> set[str]:
            ledger, decided = desk.of(f"officer {number}"), set()
            for claim in pending[number::8]:
                one = ledger.approve(
                    [claim],
                    ledger.author(None, clock_is_right=False),
                    reduced_to_fen=None,
                    words=None,
                )
                assert one.refused == {}
                decided |= {claim.claim_no for claim in one.decided if claim.status != "submitted"}
            return decided

        answered = set().union(*pool.map(approve, range(8)))
        assert process.wait(timeout=300) in (0, 1)  # 1: a claim of both files, sent back

    assert answered == set(pending)
    with Ledger(address(path)) as ledger, ledger.look() as look:
        assert look.pending() == ()
        assert look.reperform().agrees
    assert asked(path, "verify")["faults"] == []


def test_two_servers_of_one_ledger_answer_their_own_officers(tmp_path: Path) -> None:
    path, each = tmp_path / "ledger.db", 30
    with opened(path) as store:
        store.catch_up()

    def work(desk: Desk, name: str) -> None:
        ledger = desk.of(name)
        for number in range(each):
            claim_no = f"{name}-{number}"
            ledger.carry_out(submission(claim_no, trademark("10")), CLERK)
            with ledger.look() as look:
                assert look.claim(claim_no).status == "submitted"
            ledger.approve(
                [claim_no],
                ledger.author(None, clock_is_right=False),
                reduced_to_fen=None,
                words=None,
            )

    with serving(path) as one, serving(path) as other, ThreadPoolExecutor(8) as pool:
        running = [
            pool.submit(work, desk, f"{number}-{at}")
            for at, desk in enumerate((one, other))
            for number in range(4)
        ]
        for done in running:
            done.result(timeout=300)

    with Ledger(address(path)) as ledger, ledger.look() as look:
        assert len(look.claims()) == 8 * each
        assert look.pending() == ()
        assert look.reperform().agrees
