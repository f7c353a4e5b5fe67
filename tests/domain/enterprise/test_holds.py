"""Holds on an enterprise's money: each by its document, and what they keep from being paid."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands.enterprise import HoldEnterprise, ReleaseEnterprise
from domain.decide import decide
from domain.enterprise.registered.holds import held_on
from domain.enterprise.state import Enterprise, evolve
from domain.events.registration import EnterpriseRegistered
from domain.refusals import Refusal
from tests.domain.given import BOOK, USCC
from tests.domain.payments.office import refused

FIRST, LAST = date(2022, 11, 10), date(2022, 11, 30)


def hold(document: str = "法〔2022〕1", **others: Any) -> HoldEnterprise:
    said = {"reason": "freeze", "first_day": FIRST, "last_day": None} | others
    return HoldEnterprise(uscc=USCC, document=document, **said)


def release(on: date, document: str = "法〔2022〕9", of: str | None = None) -> ReleaseEnterprise:
    return ReleaseEnterprise(uscc=USCC, document=document, on=on, of=of)


def registered() -> Enterprise:
    return evolve(Enterprise(), EnterpriseRegistered(name="示例企业"), "clerk")


def carried_out(enterprise: Enterprise, *commands: HoldEnterprise | ReleaseEnterprise) -> int:
    """Carry out commands; return how many events they led to."""
    count = 0
    for command in commands:
        for event in decide(command, enterprise, BOOK):
            evolve(enterprise, event, "officer")
            count += 1
    return count


def keeps(enterprise: Enterprise, on: date) -> list[str]:
    """Return the documents that keep money back on a day."""
    return [each.said.document for each in held_on(enterprise.registration.holds, on)]


def test_a_hold_said_again_records_nothing_whatever_the_spelling_of_its_document() -> None:
    enterprise = registered()

    assert carried_out(enterprise, hold(), hold(), hold("法〔２０２２〕 1")) == 1


def test_the_same_document_with_other_content_conflicts() -> None:
    enterprise = registered()
    carried_out(enterprise, hold())

    for other in (
        hold(reason="credit"),
        hold(first_day=LAST),
        hold(last_day=LAST),
        hold(of_list="名单"),
    ):
        code, facts = refused(lambda other=other: decide(other, enterprise, BOOK))
        assert (code, facts["verb"]) == ("request-conflicts", "hold")


def test_who_is_not_known_is_not_held_and_no_hold_ends_before_it_begins() -> None:
    early = FIRST - timedelta(days=1)

    assert refused(lambda: decide(hold(), Enterprise(), BOOK))[0] == "enterprise-unknown"
    assert refused(lambda: decide(hold(last_day=early), registered(), BOOK))[0] == "hold-ends-early"


def test_a_hold_keeps_money_back_on_its_days_and_ends_by_itself() -> None:
    enterprise = registered()
    carried_out(enterprise, hold("A", last_day=LAST))

    days = (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1))
    assert [keeps(enterprise, day) for day in days] == [[], ["A"], ["A"], []]


def test_a_release_ends_the_only_hold_of_its_day_from_that_day_on() -> None:
    enterprise = registered()
    carried_out(enterprise, hold("A", last_day=LAST), hold("B", first_day=LAST + timedelta(days=3)))

    assert carried_out(enterprise, release(LAST), release(LAST)) == 1
    assert keeps(enterprise, LAST - timedelta(days=1)) == ["A"]
    assert keeps(enterprise, LAST) == []
    assert keeps(enterprise, LAST + timedelta(days=3)) == ["B"]


def test_of_several_holds_a_release_names_which() -> None:
    enterprise = registered()
    carried_out(enterprise, hold("A"), hold("B", reason="credit"))

    code, facts = refused(lambda: decide(release(LAST), enterprise, BOOK))

    assert (code, facts["documents"]) == ("hold-not-named", "A, B")
    assert carried_out(enterprise, release(LAST, of="B"), release(LAST, of="B")) == 1
    assert keeps(enterprise, LAST) == ["A"]
    assert carried_out(enterprise, release(LAST, of="A")) == 1  # one document may end several


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (release(LAST, of="Z"), "hold-unknown"),
        (release(FIRST - timedelta(days=1), of="A"), "released-before-held"),
        (release(FIRST - timedelta(days=1)), "not-held"),
        (release(LAST + timedelta(days=1), of="A"), "not-held"),
        (release(LAST + timedelta(days=1)), "not-held"),
    ],
)
def test_a_release_of_nothing_is_refused(command: ReleaseEnterprise, code: str) -> None:
    enterprise = registered()
    carried_out(enterprise, hold("A", last_day=LAST))

    assert refused(lambda: decide(command, enterprise, BOOK))[0] == code


@pytest.mark.parametrize("of", ["A", None])
def test_a_release_said_otherwise_conflicts(of: str | None) -> None:
    enterprise = registered()
    carried_out(enterprise, hold("A"), release(LAST, "R"))

    other_day = release(LAST + timedelta(days=1), "R", of)
    assert refused(lambda: decide(other_day, enterprise, BOOK))[0] == "request-conflicts"
    by_another = release(LAST, "S", "A")
    assert refused(lambda: decide(by_another, enterprise, BOOK))[0] == "request-conflicts"


def test_a_hold_by_mistake_is_released_from_its_first_day_and_never_kept_anything() -> None:
    enterprise = registered()
    carried_out(enterprise, hold("A"), release(FIRST))

    assert keeps(enterprise, FIRST) == []


def test_an_entry_of_a_list_is_held_once_whichever_edition_says_it() -> None:
    enterprise = registered()
    first, second = (hold(no, reason="credit", of_list="名单") for no in ("一期", "二期"))

    assert carried_out(enterprise, first, second) == 1
    assert carried_out(enterprise, release(LAST), second) == 2  # listed again after its removal
    assert keeps(enterprise, LAST) == ["二期"]


DAYS = st.integers(0, 60).map(lambda days: FIRST + timedelta(days=days))


@given(st.lists(st.tuples(st.sampled_from("ABC"), DAYS, st.none() | DAYS), max_size=6), DAYS)
def test_whatever_is_asked_a_day_is_kept_by_holds_that_began_and_did_not_end(
    asked: list[tuple[str, date, date | None]], on: date
) -> None:
    enterprise, right = registered(), dict[str, tuple[date, date]]()
    for document, first, last in asked:
        try:
            held = carried_out(enterprise, hold(document, first_day=first, last_day=last))
        except Refusal:
            held = 0
            if document in right and right[document][0] <= first <= right[document][1]:
                try:
                    if carried_out(enterprise, release(first, f"R{document}", document)):
                        right[document] = right[document][0], first - timedelta(days=1)
                except Refusal:
                    pass
        if held:
            right[document] = first, last or date.max

    expected = {document for document, (first, last) in right.items() if first <= on <= last}
    assert set(keeps(enterprise, on)) == expected
