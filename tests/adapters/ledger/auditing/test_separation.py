"""Two roles of one claim in one hand are found, by the name given and by the login."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.handling.units import Author
from tests.adapters.ledger.auditing.office import CASHIER, CLERK, EDITOR, OFFICER, Office, working
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
    return [(one["roles"], one["same"]) for one in claim["together"]]


def test_four_hands_are_told_and_nothing_is_found(store: Path) -> None:
    with working(store) as office:
        handled(office)

    code, told = audited(store)

    (claim,) = told["claims"]
    assert (code, told["wrong"], claim["together"]) == (0, 0, [])
    assert [
        (claim[role][0]["by"], claim[role][0]["login"])
        for role in ("submitted", "approved", "published", "paid")
    ] == [
        ("clerk", "pc-clerk"),
        ("officer", "pc-officer"),
        ("editor", "pc-editor"),
        ("cashier", "pc-cashier"),
    ]


@pytest.mark.parametrize(
    ("who", "roles", "same"),
    [
        ({"officer": Author(by="CLERK ", login="x")}, ["submitted", "approved"], "name"),
        ({"cashier": Author(by="clerk", login="x")}, ["submitted", "paid"], "name"),
        ({"cashier": Author(by="x", login="pc-officer")}, ["approved", "paid"], "login"),
        ({"cashier": Author(by="x", login="pc-editor")}, ["published", "paid"], "login"),
        ({"editor": OFFICER}, ["approved", "published"], "both"),
        ({"editor": CLERK}, ["submitted", "published"], "both"),
    ],
)
def test_two_roles_in_one_hand_are_found(
    who: dict[str, Author], roles: list[str], same: str, store: Path
) -> None:
    with working(store) as office:
        handled(office, **who)

    code, told = audited(store)

    assert (code, told["wrong"]) == (1, 1)
    assert together(told["claims"][0]) == [(roles, same)]


def test_whoever_raises_a_grant_by_reassessing_it_has_approved_it(store: Path) -> None:
    from adapters.ledger.handling.units import Request
    from domain.commands.enterprise import Reassess
    from tests.domain.given import USCC, amended, approval, submission, trademark

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

    _, told = audited(store)

    assert [hand["by"] for hand in told["claims"][0]["approved"]] == ["officer", "clerk"]
    assert together(told["claims"][0]) == [(["submitted", "approved"], "both")]


def test_the_answer_is_of_the_ledger_as_it_stood(store: Path) -> None:
    with working(store) as office:
        office.submit("A")
        before = office.store.handler.position()
        office.approve("A", who=CLERK)

    assert audited(store, "--position", str(before))[0] == 0
    assert audited(store)[0] == 1
