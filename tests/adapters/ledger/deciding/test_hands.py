"""Hands separated by an event: whatever door a claim is decided through."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger import store as stores
from adapters.ledger.handling.units import Author, Request
from adapters.ledger.ledger import Ledger
from adapters.ledger.processes.docket import Docket
from adapters.ledger.treasury.carrying_out import carry_out_money
from domain.commands.money import SeparateHands
from domain.enterprise.state import Claim
from domain.refusals import Refusal
from tests.domain.given import USCC, approval, submission, trademark
from tests.support.command import asked, subsidy, write_lines
from tests.support.ledgers import opened
from tests.support.money_desk import (
    CLERK,
    OFFICER,
    OTHER,
    case,
    computed,
    money,
    past,
    submit,
    with_accounts,
)
from tests.support.stores import address

CHEN, WANG = Author(by="chen", login="web:chen"), Author(by="wang", login="web:wang")
WEB = [Author(by=f"o{serial}", login=f"web:{serial}") for serial in range(4)]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def separated(store: Path) -> None:
    answer = asked(store, "store", "prepare", "--separate-hands", "--by", "chief")
    assert (answer["separate_hands"], answer["separate_logins"]) == (True, True)


def submitted(path: Path, *numbers: str, by: Author = CHEN) -> None:
    with opened(path) as opened_store:
        for number in numbers:
            unit = Request(USCC, (submission(number, trademark("2000")),))
            opened_store.handler.carry_out(unit, by)


def decided(path: Path, signed: Sequence[tuple[str, Author]]) -> list[str]:
    """Approve claims through a docket, all handed in before it begins; return what came of each."""
    docket = Docket(address(path))
    answers = [docket.hand_in(approval(no, by=who.by), who) for no, who in signed]
    with docket:
        said = [answer.exception(timeout=120) for answer in answers]
    return [problem.code if isinstance(problem, Refusal) else "done" for problem in said]


def kept(path: Path, number: str) -> tuple[str | None, ...]:
    with Ledger(address(path)) as ledger, ledger.look() as look:
        claim: Claim = look.snapshot.enterprise(USCC).claims[number]
    return claim.submitted_by, claim.submitted_login, claim.approved_by, claim.approved_login


def test_an_approval_by_the_submitter_is_refused_in_a_docket_beside_others(store: Path) -> None:
    submitted(store, "A", "B", "C")
    separated(store)

    named = Author(by="ＣＨＥＮ ", login="web:x")
    shared = Author(by="li", login=CHEN.login)

    assert decided(store, [("A", CHEN), ("A", named), ("B", shared), ("B", WANG), ("C", WANG)]) == [
        *["submitter-cannot-approve"] * 3,
        "done",
        "done",
    ]
    assert kept(store, "B") == ("chen", "web:chen", "wang", "web:wang")
    assert kept(store, "A")[2:] == (None, None)


def test_what_a_writer_keeps_of_claims_knows_the_logins_that_it_recorded_itself(
    store: Path,
) -> None:
    submitted(store, "A")
    with opened(store) as writer:
        writer.handler.carry_out(Request(USCC, (submission("B", trademark("10")),)), CHEN)
        writer.handler.carry_out(Request(USCC, (approval("B", by="wang"),)), WANG)
        (state,) = writer.handler._memory.load({USCC}).values()

        claims = state.claims.values()
        assert [claim.submitted_login for claim in claims] == [CHEN.login] * 2
        assert [claim.approved_login for claim in claims] == [None, WANG.login]


def test_a_writer_that_read_the_settings_before_decides_by_them_as_they_are_recorded(
    store: Path,
) -> None:
    submitted(store, "A", "B")
    with opened(store) as writer, opened(store) as other:
        writer.handler.carry_out(Request(USCC, (approval("B", by="chen"),)), CHEN)
        carry_out_money(other, SeparateHands(), WANG)

        with pytest.raises(Refusal) as refusal:
            writer.handler.carry_out(Request(USCC, (approval("A", by="chen"),)), CHEN)

    assert refusal.value.code == "submitter-cannot-approve"


def test_separated_once_they_stay_so_and_it_is_recorded_once(store: Path) -> None:
    submitted(store, "A")
    separated(store)
    separated(store)

    types = [event["type"] for event in asked(store, "history", "settings")]
    assert types == ["hands-separated"]


def test_a_backfill_that_would_submit_and_approve_records_nothing(store: Path) -> None:
    submit(store, [case("A", "10")])
    separated(store)
    file = write_lines(store.parent / "more.jsonl", [case("B", "10"), case("C", "10")])

    for dry in ((), ("--dry-run",)):
        ran = subsidy("backfill", file, "--approve", *dry, *CLERK, "--store", store, "--json")
        assert (ran.code, ran.json["code"]) == (1, "submitter-cannot-approve")
    assert [claim["claim_no"] for claim in asked(store, "claims")] == ["A"]
    assert asked(store, "backfill", file, *CLERK)["accepted"] == 2


def test_a_unit_that_submits_and_approves_is_refused_whole(store: Path) -> None:
    submitted(store, "A")
    separated(store)
    unit = Request(USCC, (submission("B", trademark("10")), approval("B", by="chen")))
    with stores.existing(address(store)) as writer, pytest.raises(Refusal) as refusal:
        writer.handler.carry_out(unit, CHEN)

    assert refusal.value.code == "submitter-cannot-approve"
    assert [claim["claim_no"] for claim in asked(store, "claims")] == ["A"]


def test_pending_claims_are_decided_but_those_of_ones_own(store: Path) -> None:
    submitted(store, "A", by=CHEN)
    submitted(store, "B", by=WANG)
    separated(store)

    ran = subsidy("approve", "--pending", "--by", "wang", "--store", store, "--json")

    refused = [(each["claim_no"], each["code"]) for each in ran.json["refused"]]
    assert refused == [("B", "submitter-cannot-approve")]
    assert [claim["claim_no"] for claim in ran.json["decided"]] == ["A"]


def test_who_approved_or_named_the_account_does_not_pay_by_one_login(store: Path) -> None:
    submit(store, [case("S1", "10")])
    with_accounts(store, case("S1", "10")["uscc"])
    asked(store, "approve", "S1", *OFFICER)
    money(store, "100")
    number = str(computed(store)["batch"])
    asked(store, "batch", "publish", number, *past("2022-11-01"))
    pay = ("batch", "pay", number, *past("2022-11-20"), "--receipt", "R", "--store", store)
    separated(store)

    ran = subsidy(*pay, "--by", "cashier", "--json")  # the login that approved, by another name

    assert ran.json["code"] == "approver-cannot-pay"


def test_an_approval_recorded_by_another_program_is_worked_out_as_refused(store: Path) -> None:
    submitted(store, "A", "B")
    with opened(store) as writer:
        writer.handler.carry_out(Request(USCC, (approval("A", by="chen"),)), CHEN)
        carry_out_money(writer, SeparateHands(), WANG)
        assert asked(store, "reperform")["disagreements"] == []
    with opened(store) as writer:
        memory: Any = writer.handler._memory
        memory._separation = memory.separation._replace(hands_at=None)
        writer.handler.carry_out(Request(USCC, (approval("B", by="chen"),)), CHEN)

    named = subsidy("reperform", "--store", store, "--json").json["disagreements"]
    assert [each["claim_no"] for each in named] == ["B"]


def test_an_approval_at_the_grant_seen_is_checked_at_its_turn(store: Path) -> None:
    with opened(store) as writer:
        for number in ("A", "B", "C"):
            unit = Request(USCC, (submission(number, trademark("40000")),))
            writer.handler.carry_out(unit, CHEN)
    docket = Docket(address(store))
    seen = [approval(no, by="w", expected_fen=2_000_000) for no in ("A", "B", "A")]
    seen.append(approval("B", by="w", expected_fen=1_000_000))
    answers = [docket.hand_in(command, who) for command, who in zip(seen, WEB, strict=True)]
    with docket:
        said = [answer.exception(timeout=120) for answer in answers]

    codes = [problem.code if isinstance(problem, Refusal) else None for problem in said]
    assert codes == [None, "grant-differs", None, None]
    assert answers[2].result().events == ()
    assert isinstance(said[1], Refusal)
    assert said[1].facts == {
        "claim_no": "B",
        "expected_fen": 2_000_000,
        "granted_fen": 1_000_000,
    }


def test_the_command_line_takes_the_grants_that_were_seen(store: Path) -> None:
    submit(store, [case("A", "10"), case("B", "20", OTHER), case("C", "30")])

    words = ("approve", "A", "B", "--expected", "A=10", "B=19.99", *OFFICER, "--store", store)
    ran = subsidy(*words, "--json")
    wrong = subsidy("approve", "C", "--expected", "A=10", "--store", store)

    assert [claim["claim_no"] for claim in ran.json["decided"]] == ["A"]
    assert [each["code"] for each in ran.json["refused"]] == ["grant-differs"]
    assert (ran.code, wrong.code) == (1, 2)
    assert [each["status"] for each in asked(store, "claims")] == [
        "approved",
        "submitted",
        "submitted",
    ]
