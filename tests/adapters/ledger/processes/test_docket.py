"""Commands of many callers in one commit: answered as one by one, each once it is durable."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.ledger.handling.units import Author, Outcome
from adapters.ledger.ledger import Ledger
from adapters.ledger.processes.docket import Docket
from adapters.ledger.processes.runs import Command
from domain.commands.enterprise import HoldEnterprise, Reassess
from domain.commands.money import NameBudgetLine
from domain.refusals import Refusal
from tests.domain.given import USCC, approval, exports, reject, submission, trademark, withdraw
from tests.support.extent import tried
from tests.support.ledgers import CLERK, OTHER_USCC, do, opened
from tests.support.stores import address

Signed = tuple[Command, Author]
Answer = tuple[str, Any]


def officer(name: str) -> Author:
    return Author(by=name, login=CLERK.login)


def make(path: Path) -> None:
    with opened(path):
        pass


def answers(path: Path, signed: Sequence[Signed]) -> list[Answer]:
    """Hand everything in before any of it is begun; return what each was answered."""
    docket = Docket(address(path))
    waiting = [docket.hand_in(command, author) for command, author in signed]
    with docket:
        return [answer_of(answer) for answer in waiting]


def answer_of(answer: Future[Outcome]) -> Answer:
    try:
        return "done", answer.result(timeout=120)
    except Refusal as refusal:
        return refusal.code, refusal.facts


def one_by_one(path: Path, signed: Sequence[Signed]) -> list[Answer]:
    every: list[Answer] = []
    with Ledger(address(path)) as ledger:
        for command, author in signed:
            try:
                every.append(("done", ledger.carry_out(command, author)))
            except Refusal as refusal:
                every.append((refusal.code, refusal.facts))
    return every


def recorded(path: Path) -> list[tuple[object, ...]]:
    """What the log says, but for when."""
    with opened(path) as store:
        return [
            (each.position, each.stream, each.version, each.by, each.login, each.event)
            for each in store.handler.entries()
        ]


NUMBERS = st.sampled_from(["C1", "C2", "C 2", "C3"])
CODES = st.sampled_from([USCC, OTHER_USCC])
COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        lambda number, code, fee: submission(number, trademark(fee), uscc=code),
        NUMBERS, CODES, st.sampled_from(["1000", "150000"]),
    ),
    st.builds(approval, NUMBERS),
    st.builds(reject, NUMBERS),
    st.builds(lambda number, words: withdraw(number, words), NUMBERS,
        st.sampled_from(["mistaken", "bell\x07"])),
    st.builds(Reassess, uscc=CODES),
    st.builds(
        lambda code, first: HoldEnterprise(
            uscc=code, document="文", reason="freeze", first_day=first, last_day=None
        ),
        CODES, st.sampled_from([date(2024, 1, 1), date(2999, 1, 1)]),
    ),
    st.just(exports(2023, "5", "1")),
    st.builds(
        lambda line: NameBudgetLine(year=2023, line=line, measures=("trademarks",)),
        st.sampled_from(["a", "b"]),
    ),
)  # fmt: skip
SIGNED = st.tuples(COMMANDS, st.sampled_from(list(map(officer, ("li", "wang", "zhao")))))


LI, WANG = officer("li"), officer("wang")


# Whose a claim is that was submitted just before, to one of two, or in another spelling.
@example(
    signed=[
        (submission("C1", trademark("1000"), uscc=USCC), LI),
        (submission("C1", trademark("1000"), uscc=OTHER_USCC), WANG),
        (approval("C1"), LI),
        (withdraw("C 1"), WANG),
    ]
)
@settings(max_examples=tried(15, long=300), deadline=None)
@given(signed=st.lists(SIGNED, min_size=2, max_size=24))
def test_what_is_handed_in_together_is_answered_and_recorded_as_one_by_one(
    signed: list[Signed],
) -> None:
    with TemporaryDirectory() as folder:
        together, apart = Path(folder) / "together.db", Path(folder) / "apart.db"
        for path in (together, apart):
            make(path)

        answered = answers(together, signed)

        assert answered == one_by_one(apart, signed)
        assert recorded(together) == recorded(apart)


def test_what_several_officers_hand_in_is_one_commit_and_each_signs_their_own(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    make(path)
    officers = [officer(name) for name in ("li", "wang", "zhao")]

    answers(path, [(submission(f"C{n}", trademark("10")), who) for n, who in enumerate(officers)])

    with opened(path) as store:
        _, *events = store.handler.entries()
        assert [(each.by, each.login) for each in events] == [
            (who.by, who.login) for who in officers
        ]
        assert len({each.recorded_at for each in events}) == 1


def test_who_filed_a_claim_is_known_to_who_decides_it_in_the_same_breath(tmp_path: Path) -> None:
    """Separation of duty is of each claim, also within one commit."""
    path = tmp_path / "ledger.db"
    make(path)
    answers(
        path,
        [
            (submission("C1", trademark("10")), LI),
            (submission("C2", trademark("10")), WANG),
            (approval("C1", by="li"), LI),
            (approval("C2", by="li"), LI),
        ],
    )

    with opened(path) as store:
        claims = store.handler.enterprise(USCC).claims
        assert {no: claim.submitted_by for no, claim in claims.items()} == {
            "C1": "li",
            "C2": "wang",
        }


def test_a_bug_in_one_command_is_answered_to_that_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    make(path)
    nothing: Any = None
    broken = submission("C2", nothing)  # no door lets this in
    docket = Docket(address(path))
    commands = [submission("C1", trademark("10")), broken, submission("C3", trademark("10"))]
    first, second, third = [docket.hand_in(command, CLERK) for command in commands]

    with docket:
        assert first.result(timeout=60).events
        assert third.result(timeout=60).events
        with pytest.raises((AttributeError, TypeError)):
            second.result(timeout=60)


def test_a_full_docket_takes_nothing_more_and_carries_out_what_it_took(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    make(path)
    docket = Docket(address(path), waiting_max=2)
    taken = [docket.hand_in(submission(f"C{n}", trademark("10")), CLERK) for n in range(2)]

    with pytest.raises(Refusal, match="docket-full"):
        docket.hand_in(submission("C2", trademark("10")), CLERK)

    with docket:
        assert all(answer.result(timeout=60).events for answer in taken)


def test_closing_answers_what_waits_and_takes_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    make(path)
    docket = Docket(address(path))
    waiting = [docket.hand_in(submission(f"C{n}", trademark("10")), CLERK) for n in range(100)]

    with docket:
        pass

    assert all(answer.done() and answer.result().events for answer in waiting)
    with pytest.raises(Refusal, match="docket-closed"):
        docket.hand_in(submission("D", trademark("10")), CLERK)


def test_a_cancelled_answer_that_has_not_begun_is_not_carried_out(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    make(path)
    docket = Docket(address(path))
    unwanted = docket.hand_in(submission("C1", trademark("10")), CLERK)
    wanted = docket.hand_in(submission("C2", trademark("10")), CLERK)
    assert unwanted.cancel()

    with docket:
        assert wanted.result(timeout=60).events

    with opened(path) as store:
        assert list(store.handler.enterprise(USCC).claims) == ["C2"]


def test_a_ledger_that_is_not_there_is_answered_to_each_and_may_come_later(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Docket(str(path)) as docket, pytest.raises(Refusal, match="store-not-found"):
        docket.hand_in(submission("C1", trademark("10")), CLERK).result(timeout=60)


def test_many_callers_and_other_writers_all_get_their_own_answers(tmp_path: Path) -> None:
    """Eight callers, each awaiting its answer, while another ledger object writes."""
    path, callers, each = tmp_path / "ledger.db", 8, 6
    make(path)

    def call(docket: Docket, caller: int) -> list[str]:
        codes = []
        for number in range(each):
            claim = f"C{number}" if caller % 2 else f"C{caller}-{number}"
            code = USCC if caller % 4 < 2 else OTHER_USCC
            command = submission(claim, trademark("10"), uscc=code)
            codes.append(answer_of(docket.hand_in(command, officer(f"o{caller}")))[0])
        return codes

    def write_beside() -> None:
        with opened(path) as other:
            for number in range(each):
                do(other.handler, exports(2020 + number, f"{number}", "1"))

    with Docket(address(path)) as docket, ThreadPoolExecutor(callers + 1) as pool:
        beside = pool.submit(write_beside)
        codes = [*pool.map(lambda caller: call(docket, caller), range(callers))]
        beside.result(timeout=120)

    odd = [code for caller, said in enumerate(codes) if caller % 2 for code in said]
    assert all(code == "done" for said in codes[::2] for code in said)
    assert odd.count("done") >= each
    assert set(odd) <= {"done", "claim-conflicts"}
    with opened(path) as store:
        claims = [
            claim for code in (USCC, OTHER_USCC) for claim in store.handler.enterprise(code).claims
        ]
        assert len(claims) == len(set(claims)) == each * callers // 2 + each


@pytest.mark.sqlite
@pytest.mark.skipif(sys.platform == "win32", reason="a process has no such limit there")
def test_where_the_disk_is_full_all_of_a_commit_are_answered_so_and_nothing_is_recorded(
    tmp_path: Path,
) -> None:
    import resource

    path = tmp_path / "ledger.db"
    make(path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Docket(address(path)) as docket:
        docket.hand_in(submission("C0", trademark("10")), CLERK).result(timeout=60)
        written = Path(f"{path}-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (written + 4_096, limits[1]))
        try:
            waiting = [
                docket.hand_in(submission(f"C{n}", trademark("10")), CLERK) for n in range(1, 40)
            ]
            said = [answer_of(answer)[0] for answer in waiting]
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        again = docket.hand_in(submission("C99", trademark("10")), CLERK).result(timeout=60)

    with opened(path) as store:
        claims = list(store.handler.enterprise(USCC).claims)
    assert again.events
    assert "store-full" in said
    done = [f"C{n}" for n, code in enumerate(said, start=1) if code == "done"]
    assert claims == ["C0", *done, "C99"]
