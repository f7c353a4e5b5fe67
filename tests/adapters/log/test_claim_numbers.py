"""The index of claim numbers: written with the event, one enterprise a number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from eventsourcing.persistence import IntegrityError

from adapters.log.drafts import Append, ClaimNumber
from adapters.log.numbers import alike, chunked
from adapters.stores.sqlite.tables import SKELETONS
from domain.identity import LOOK_ALIKES
from domain.refusals import Refusal
from tests.domain.given import (
    USCC,
    submission,
    trademark,
)
from tests.support.by_hand import by_hand, claim_numbers, write_numbers_again
from tests.support.command import asked, subsidy
from tests.support.ledgers import OTHER_USCC, claimed, do, opened
from tests.support.stores import ON_POSTGRES

CLAIM = submission("C1", trademark("100"), invoices=("7",))


def test_a_claim_number_is_taken_with_its_event_or_not_at_all(tmp_path: Path) -> None:
    number = ClaimNumber(claim_no="C9", uscc=OTHER_USCC, digest="")
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM)
        taken = claimed("C9", USCC, 1)

        with pytest.raises(IntegrityError):
            store.handler.recorder.append([taken], replace(append_at(1), claim_numbers=[number]))

        assert store.handler.recorder.owners(["C1", "C9"]) == {"C1": USCC}


def test_a_claim_number_of_another_enterprise_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM)

        with pytest.raises(Refusal) as refused:
            do(store.handler, replace(CLAIM, uscc=OTHER_USCC), uscc=OTHER_USCC)

        assert refused.value.code == "claim-conflicts"
        assert store.handler.position() == 2


def test_a_claim_number_taken_meanwhile_fails_the_append(tmp_path: Path) -> None:
    number = ClaimNumber(claim_no="C1", uscc=OTHER_USCC, digest="")
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM)
        draft = claimed("C1", OTHER_USCC, 1)

        with pytest.raises(IntegrityError):
            store.handler.recorder.append([draft], replace(append_at(1), claim_numbers=[number]))

        assert store.handler.position() == 2


def test_claim_numbers_are_read_back_from_the_log(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM)
        index = claim_numbers(tmp_path / "ledger.db")
        with by_hand(tmp_path / "ledger.db") as hand:
            hand("DELETE FROM claim_numbers")

        if ON_POSTGRES:  # where the index is its owner's
            with pytest.raises(Refusal, match="claim-numbers-differ"):
                store.rebuild()
            write_numbers_again(tmp_path / "ledger.db")
        store.rebuild()

        assert claim_numbers(tmp_path / "ledger.db") == index != []


def test_a_number_is_known_by_every_letter_that_is_drawn_as_its_own(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        numbers = [f"YQ-{letter}-1" for letter in dict.fromkeys(LOOK_ALIKES.values())]
        do(store.handler, *(replace(CLAIM, claim_no=number, invoices=()) for number in numbers))
        spelled = {
            f"YQ-{each}-1": f"YQ-{letter}-1"
            for drawn, letter in LOOK_ALIKES.items()
            for each in {drawn, drawn.upper()}
        }

        for number, recorded in spelled.items():
            assert store.handler.recorder.owners_alike([number]) == {recorded: USCC}


@pytest.mark.sqlite
@pytest.mark.parametrize("done", ["DELETE FROM {}", "UPDATE {} SET skeleton = 'x'"])
def test_a_look_taken_out_of_the_index_is_a_fault_until_it_is_rebuilt(
    tmp_path: Path, done: str
) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as store:
        do(store.handler, CLAIM, replace(CLAIM, claim_no="C2", invoices=()))
    with by_hand(path) as hand:
        hand(f"{done.format(SKELETONS)} WHERE claim_no = 'C1'")

    assert asked_faults(path) == ["claim-number-index: C1"]
    asked(path, "rebuild")
    assert asked_faults(path) == []


@pytest.mark.sqlite
def test_a_ledger_of_an_earlier_version_has_no_looks_yet(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as store:
        do(store.handler, CLAIM)
    with by_hand(path) as hand:
        hand(f"DROP TABLE {SKELETONS}")

    assert asked_faults(path) == []


def asked_faults(path: Path) -> list[str]:
    return [fault["what"] for fault in subsidy("verify", "--json", "--store", path).json["faults"]]


def test_more_claim_numbers_than_a_statement_takes_are_all_looked_for(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, CLAIM)
        for claim_no in ("D1", "D2"):
            other = replace(CLAIM, invoices=(), claim_no=claim_no, uscc=OTHER_USCC)
            do(store.handler, other, uscc=OTHER_USCC)
        log = store.handler.recorder
        unknown = [f"none {number}" for number in range(900)]

        assert [number.claim_no for number in log.claim_numbers(["D2", *unknown, "C1"])] == [
            "D2",
            "C1",
        ]
        assert log.owners([*unknown, "C1", "d1"]) == {"C1": USCC}
        assert log.owners_alike([*unknown, "c1", "D1"]) == {"C1": USCC, "D1": OTHER_USCC}
        assert log.claim_numbers_count() == 3


def test_numbers_that_look_like_numbers_taken_meanwhile_fail_the_append(tmp_path: Path) -> None:
    free = [f"free {number}" for number in range(900)]
    numbers = [ClaimNumber(claim_no, OTHER_USCC, "") for claim_no in (*free, "c-1", "ｄ１")]
    with opened(tmp_path / "ledger.db") as store:
        for claim_no in ("C-1", "D1"):
            do(store.handler, replace(CLAIM, invoices=(), claim_no=claim_no))
        draft = claimed("free 0", OTHER_USCC, 1)

        with pytest.raises(IntegrityError, match=r"^claim numbers taken: \['C-1', 'D1'\]$"):
            store.handler.recorder.append([draft], replace(append_at(1), claim_numbers=numbers))

        append = replace(append_at(1), claim_numbers=numbers[:900])
        assert list(store.handler.recorder.append([draft], append)) == [4]


def test_names_are_taken_together_nine_hundred_at_a_time_each_once() -> None:
    names = [str(number) for number in range(1_801)]

    few = list(chunked([*names, *names]))

    assert [len(together) for together in few] == [900, 900, 1]
    assert [name for together in few for name in together] == names


def test_a_number_looks_like_another_whatever_its_case_and_width() -> None:
    rows = [("C2", "x"), ("c-1", "y"), ("Ｃ-１", "z")]

    assert alike(["C-1", "D"], rows) == {"c-1": "y", "Ｃ-１": "z"}


def append_at(book_position: int) -> Append:
    return Append(book_position=book_position)
