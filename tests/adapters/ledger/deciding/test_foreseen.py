"""What deciding would come to is what the commit then records, where nothing comes between.

In histories of any policies, with caps over all enterprises and with those that carry others on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.ledger.handling.units import Author
from adapters.ledger.ledger import Ledger
from domain.commands.enterprise import ApproveClaim, RejectClaim
from domain.commands.money import SeparateHands
from projections.claims.foreseen import Foresight, QueuedClaim, Sought
from projections.claims.register import ClaimAnswer
from tests.adapters.ledger.reassessing.any_history import FILES, History
from tests.domain.given import USCC, approval, reject, submission, trademark
from tests.support.command import asked, subsidy, write_lines
from tests.support.extent import tried
from tests.support.ledgers import CLERK, OTHER_USCC, do, opened
from tests.support.money_desk import case, submit
from tests.support.stores import address

CHIEF = Author(by="chief", login="web:chief")
NAMES = [field.name for field in fields(ClaimAnswer)]
Deciding = ApproveClaim | RejectClaim


@pytest.mark.sqlite
@pytest.mark.parametrize("name", FILES)
@given(seed=st.integers(0, 1 << 30))
@settings(max_examples=tried(3, long=40), deadline=None)
def test_what_is_foreseen_is_what_is_recorded(name: str, seed: int) -> None:
    with TemporaryDirectory() as folder:
        play(str(Path(folder) / "ledger.db"), name, seed, steps=6)


@pytest.mark.parametrize("name", ["trade", "pools"])
def test_what_is_foreseen_is_what_is_recorded_on_either_store(name: str, tmp_path: Path) -> None:
    assert play(address(tmp_path / "ledger.db"), name, 7, steps=10)


def play(at: str, name: str, seed: int, steps: int) -> int:
    """Foresee decisions at the end of a history and then carry them out; return how many grant."""
    random = Random(f"{name} {seed}")
    with Ledger(at) as ledger:
        history = History(ledger, name, random)
        history.happen(steps)
        if random.random() < 0.3:
            ledger.carry_out(SeparateHands(), CLERK)
        pending = waiting(ledger, history)
        commands = decisions(
            random,
            [*pending, *random.sample(history.claims, min(2, len(history.claims))), "NOBODY"],
        )
        author = random.choice([CHIEF, CLERK])
        with ledger.look() as look:
            position = look.position
            foresight = look.foreseen(commands, author)
            queue, before = look.queue(1_000), look.totals(None, "measure").granted_fen
        with ledger.look() as look:
            assert look.position == position

        outcomes = ledger.carry_out_all(commands, author)

        compared = [(each.events, _code(each.refusal)) for each in foresight.decisions]
        assert compared == [
            (tuple(happened.event for happened in each.events), _code(each.refusal))
            for each in outcomes
        ]
        with ledger.look() as look:
            stand = look.claims_in_order([claim.claim_no for claim in foresight.decided])
            assert look.totals(None, "measure").granted_fen - before == foresight.net_fen
        assert [as_registered(claim) for claim in foresight.decided] == stand
        assert [claim.claim_no for claim in queue.claims] == list(pending)
    return sum(claim.granted_fen > 0 for claim in foresight.decided)


def waiting(ledger: Ledger, history: History) -> tuple[str, ...]:
    """Have more claims submitted; return those that wait."""
    submits = [history._claim(f"P{serial}")[0] for serial in range(8)]
    ledger.carry_out_all(submits, CLERK)
    with ledger.look() as look:
        return look.pending()


def decisions(random: Random, numbers: list[str]) -> list[Deciding]:
    random.shuffle(numbers)
    some: list[Deciding] = []
    for number in numbers:
        to = random.choice((None, None, None, "500"))
        some.append(reject(number) if random.random() < 0.15 else approval(number, to))
    return some


def _code(refusal: Any) -> str | None:
    return None if refusal is None else refusal.code


def as_registered(claim: ClaimAnswer) -> ClaimAnswer:
    return ClaimAnswer(**{name: getattr(claim, name) for name in NAMES})


@pytest.mark.sqlite
@pytest.mark.parametrize("name", FILES)
@given(seed=st.integers(0, 1 << 30), limit=st.integers(1, 7))
@settings(max_examples=tried(3, long=40), deadline=None)
def test_each_claim_of_a_queue_is_foreseen_as_deciding_all_in_order_records_it(
    name: str, seed: int, limit: int
) -> None:
    with TemporaryDirectory() as folder, Ledger(str(Path(folder) / "ledger.db")) as ledger:
        history = History(ledger, name, Random(f"{name} {seed}"))
        history.happen(5)
        pending = waiting(ledger, history)
        with ledger.look() as look:
            pages = [look.queue(limit)]
            while pages[-1].next is not None:
                pages.append(look.queue(limit, pages[-1].next))
        foreseen = {
            claim.claim_no: (claim.foreseen.granted_fen, claim.foreseen.refused)
            for page in pages
            for claim in page.claims
        }
        assert list(foreseen) == list(pending)
        _is_picked_before_it_is_cut(ledger, [claim for page in pages for claim in page.claims])

        recorded = {}
        for number in pending:
            (outcome,) = ledger.carry_out_all([approval(number)], CHIEF)
            with ledger.look() as look:
                recorded[number] = (look.claim(number).granted_fen, _code(outcome.refusal))
        assert foreseen == recorded


def _is_picked_before_it_is_cut(ledger: Ledger, every: Sequence[QueuedClaim]) -> None:
    """Whatever is sought comes in the order of the queue, at its figures, and none is lost."""
    measures = {claim.foreseen.measure for claim in every} - {None}
    for sought in (
        Sought(full=True), Sought(doubtful=True), *(Sought(measure=each) for each in measures)
    ):  # fmt: skip
        picked: list[QueuedClaim] = []
        after: int | None = None
        with ledger.look() as look:
            while True:
                page = look.queue(1, after, sought=sought)
                picked += page.claims
                after = page.next
                if after is None:
                    break
        assert picked == [claim for claim in every if sought.takes(claim)]


def desk(path: Path, *fees: str) -> None:
    with opened(path) as store:
        for serial, fee in enumerate(fees, start=1):
            do(store.handler, submission(f"C{serial}", trademark(fee)))


def foreseen(path: Path, commands: Sequence[Deciding]) -> Foresight:
    with Ledger(address(path)) as ledger, ledger.look() as look:
        return look.foreseen(commands, CHIEF)


def test_those_before_leave_less_under_a_cap_and_the_cap_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    desk(path, "50000", "20000", "10000")

    first = foreseen(path, [approval("C1"), approval("C2"), approval("C3")])
    alone = foreseen(path, [approval("C2")])

    granted = [(claim.granted_fen, claim.caps_bound) for claim in first.decided]
    assert granted == [
        (2_500_000, ()),
        (500_000, ("trademarks-in-all",)),
        (0, ("trademarks-in-all",)),
    ]
    assert [(claim.granted_fen, claim.caps_bound) for claim in alone.decided] == [(1_000_000, ())]
    assert first.net_fen == 3_000_000


def test_a_look_of_before_foresees_what_was_so_then(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    desk(path, "60000", "20000")
    with opened(path) as store:
        before = store.position()
        do(store.handler, approval("C1"))

    with Ledger(address(path)) as ledger, ledger.look(before) as look:
        then = look.foreseen([approval("C2")], CHIEF)

    assert [claim.granted_fen for claim in then.decided] == [1_000_000]
    assert [claim.granted_fen for claim in foreseen(path, [approval("C2")]).decided] == [0]


def test_a_queue_is_of_a_kind_and_of_who_submitted_and_says_what_is_doubtful(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    desk(path, "2000", "2000")
    submit(path, [case("S1", "10", OTHER_USCC)])
    with opened(path) as store:
        do(store.handler, reject("C2"))
        do(store.handler, submission("C3", trademark("2000")))

    with Ledger(address(path)) as ledger, ledger.look() as look:
        every = look.queue(10)
        kind = look.queue(10, kind="case-by-case")
        nobody = look.queue(10, sought=Sought(officer="nobody"))
        clerk = look.queue(1, sought=Sought(officer=" CLERK"))

    assert [claim.claim_no for claim in every.claims] == ["C1", "S1", "C3"]
    assert [claim.claim_no for claim in kind.claims] == ["S1"]
    assert (nobody.claims, nobody.waiting) == ((), 3)
    assert ([claim.claim_no for claim in clerk.claims], clerk.next) == (
        ["C1"],
        every.claims[0].submitted_at,
    )
    said = [(doubt.code, doubt.column, doubt.other) for doubt in every.claims[2].doubts]
    assert said == [("likely-duplicate", "claim_no", "C1")]
    assert every.claims[0].uscc == USCC
    assert every.granted_fen == sum(claim.foreseen.granted_fen for claim in every.claims)


def test_the_command_line_says_what_would_be_granted_and_records_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    submit(path, [case("A", "10"), case("B", "20"), case("C", "30", OTHER_USCC)])
    length = len(asked(path, "claims"))

    dry = subsidy("approve", "A", "X", "--dry-run", "--by", "chief", "--store", path, "--json")
    pending = asked(path, "approve", "--pending", "--dry-run", "--by", "chief")
    people = subsidy("approve", "--pending", "--dry-run", "--store", path, "--lang", "en")
    queue = asked(path, "queue", "--limit", "2")

    assert (dry.code, dry.json["granted_fen"], dry.json["claims"]) == (1, 1_000, 1)
    assert [each["code"] for each in dry.json["refused"]] == ["claim-unknown"]
    assert (pending["granted_fen"], pending["net_fen"], len(pending["decided"])) == (6000, 6000, 3)
    assert "Nothing was recorded. 3 claims would be granted 60.00 yuan" in people.out
    assert (queue["waiting"], [claim["claim_no"] for claim in queue["claims"]]) == (3, ["A", "B"])
    assert {claim["status"] for claim in asked(path, "claims")} == {"submitted"}
    assert len(asked(path, "claims")) == length


def test_a_sheet_is_previewed_row_by_row(tmp_path: Path) -> None:
    path, file = tmp_path / "ledger.db", tmp_path / "sheet.csv"
    submit(path, [case("A", "10"), case("B", "20")])
    assert subsidy("claims", "--pending", "--out", file, "--store", path).code == 0
    rows = file.read_text("utf-8-sig").splitlines()
    file.write_text("\n".join(_decided(rows)), "utf-8-sig")

    dry = asked(path, "approve", "--from", file, "--dry-run", "--by", "chief")
    before = {claim["status"] for claim in asked(path, "claims")}
    done = asked(path, "approve", "--from", file, "--by", "chief")

    assert before == {"submitted"}
    assert dry == done
    assert [row["granted_fen"] for row in dry["rows"]] == [1_000, 2_000]


def _decided(rows: Sequence[str]) -> list[str]:
    """Fill in that each claim of a sheet is approved."""
    return [
        row[: row.rindex(",,,")] + ",核定,," if row.startswith(("A,", "B,")) else row
        for row in rows
    ]


def test_a_preview_takes_no_write_lock(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    desk(path, "2000")
    with opened(path) as store, store.handler.recorder.holding_write_lock():
        assert foreseen(path, [approval("C1")]).decided[0].granted_fen == 100_000


def test_nothing_waits(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    asked(path, "backfill", write_lines(tmp_path / "none.jsonl", [case("A", "1")]), "--approve")

    some = asked(path, "queue", "--full", "--measure", "overseas-trademark", "--limit", "1")
    assert some["claims"] == []
    assert "No claim is pending" in subsidy("queue", "--store", path, "--lang", "en").out
