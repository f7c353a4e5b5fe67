"""Two roles of one claim in one hand are found, by the name given and by the login."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.handling.units import Author, Request
from domain.commands.enterprise import Reassess
from domain.events.log import Recorded
from domain.policy.book import PolicyBook
from projections.audit.separation import handled_claims
from tests.adapters.ledger.auditing.office import CASHIER, CLERK, EDITOR, OFFICER, Office, working
from tests.domain.given import (
    POLICY,
    USCC,
    Desk,
    amended,
    approval,
    book_of,
    submission,
    trademark,
)
from tests.support.command import subsidy


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def handled(
    office: Office,
    *,
    clerk: Author = CLERK,
    officer: Author = OFFICER,
    editor: Author = EDITOR,
    cashier: Author = CASHIER,
) -> None:
    """Have one claim go all the way."""
    office.submit("A", who=clerk)
    office.approve("A", who=officer)
    office.money()
    batch = office.compute()
    office.publish(batch, "2022-10-01", who=editor)
    office.pay(batch, "2022-10-09", who=cashier)


def audited(store: Path, *words: str) -> Any:
    ran = subsidy("audit", "separation", *words, "--json", "--store", store)
    return ran.code, ran.json


def together(claim: Any) -> list[tuple[list[str], str]]:
    return [(pair["roles"], pair["same"]) for pair in claim["together"]]


def test_four_people_are_listed_without_a_finding(store: Path) -> None:
    with working(store) as office:
        handled(office)

    code, answer = audited(store)

    (claim,) = answer["claims"]
    assert (code, answer["wrong"], claim["together"]) == (0, 0, [])
    assert [
        (claim[role][0]["by"], claim[role][0]["login"])
        for role in ("submitted", "approved", "published", "paid")
    ] == [
        ("clerk", "web:clerk"),
        ("officer", "web:officer"),
        ("editor", "web:editor"),
        ("cashier", "web:cashier"),
    ]


@pytest.mark.parametrize(
    ("who", "roles", "same"),
    [
        ({"officer": Author(by="CLERK ", login="web:x")}, ["submitted", "approved"], "name"),
        ({"cashier": Author(by="clerk", login="web:x")}, ["submitted", "paid"], "name"),
        ({"cashier": Author(by="x", login="web:officer")}, ["approved", "paid"], "login"),
        ({"cashier": Author(by="x", login="web:editor")}, ["published", "paid"], "login"),
        ({"editor": OFFICER}, ["approved", "published"], "both"),
        ({"editor": CLERK}, ["submitted", "published"], "both"),
    ],
)
def test_two_roles_of_the_same_person_are_a_finding(
    who: dict[str, Author], roles: list[str], same: str, store: Path
) -> None:
    with working(store) as office:
        handled(office, **who)

    code, answer = audited(store)

    assert (code, answer["wrong"]) == (1, 1)
    assert together(answer["claims"][0]) == [(roles, same)]


@pytest.mark.parametrize(
    ("namer", "actual"),
    [
        (Author(by="x", login="web:cashier"), [(["account", "paid"], "login")]),
        (CLERK, []),
        (OFFICER, []),
    ],
)
def test_who_named_an_account_and_paid_to_it_is_found(
    namer: Author, actual: list[tuple[list[str], str]], store: Path
) -> None:
    with working(store) as office:
        office.submit("A")
        office.name_account(namer)
        office.approve("A")
        office.money()
        batch = office.compute()
        office.publish(batch, "2022-10-01")
        office.pay(batch, "2022-10-09")

    code, reported = audited(store)

    assert reported["claims"][0]["account"][0]["by"] == namer.by
    assert (code, together(reported["claims"][0])) == (int(bool(actual)), actual)


def test_of_several_hands_that_are_shared_the_closest_is_shown() -> None:
    desk = Desk()
    desk.grant(trademark("1000"))
    desk.book = book_of(POLICY, amended({"measures.overseas-trademark.rate": "80%"}))
    desk.carry_out(Reassess(uscc=USCC))
    authors = (("clerk", "web:clerk"), ("clerk", "elsewhere"), ("clerk", "web:clerk"))
    history = [
        Recorded(
            position=number,
            stream=USCC,
            version=number,
            recorded_at=datetime(2023, 1, 1, tzinfo=UTC),
            by=by,
            login=login,
            event=event,
        )
        for number, ((by, login), event) in enumerate(zip(authors, desk.events, strict=True), 1)
    ]

    (claim,) = handled_claims(history, {}, PolicyBook())

    (shared,) = claim.together
    assert shared.same == "both"
    assert [hand.position for hand in shared.hands] == [1, 3]


def test_raising_a_grant_by_reassessing_counts_as_approving_it(store: Path) -> None:
    with working(store) as office:
        for command, who in (
            (submission("A", trademark("1000")), CLERK),
            (approval("A"), OFFICER),
        ):
            office.store.handler.carry_out(Request(uscc=USCC, commands=(command,)), who)
        raised = amended({"measures.overseas-trademark.rate": "80%"})
        office.store.handler.publish(raised, OFFICER)
        reassess = Request(uscc=USCC, commands=(Reassess(uscc=USCC),))
        office.store.handler.carry_out(reassess, CLERK)

    _, answer = audited(store)

    assert [hand["by"] for hand in answer["claims"][0]["approved"]] == ["officer", "clerk"]
    assert together(answer["claims"][0]) == [(["submitted", "approved"], "both")]


def test_the_answer_is_of_the_ledger_as_it_stood(store: Path) -> None:
    with working(store) as office:
        office.submit("A")
        before = office.store.handler.position()
        office.approve("A", who=CLERK)

    assert audited(store, "--position", str(before))[0] == 0
    assert audited(store)[0] == 1
