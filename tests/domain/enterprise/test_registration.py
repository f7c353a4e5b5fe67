"""An enterprise's names over time, and which commands say nothing new."""

from __future__ import annotations

from datetime import date

import pytest

from domain.commands.enterprise import (
    ConfirmNamedAccount,
    EraseAccounts,
    NameAccount,
    RegisterEnterprise,
    RenameEnterprise,
)
from domain.decide import decide
from domain.enterprise.registered.registration import Registration
from domain.enterprise.state import Enterprise, evolve
from domain.events.log import EnterpriseEvent
from domain.events.registration import (
    AccountConfirmed,
    AccountErased,
    AccountNamed,
    AccountNamedByDocument,
    EnterpriseRegistered,
    EnterpriseRenamed,
)
from domain.identity import Actor
from domain.refusals import Refusal
from tests.domain.given import BOOK, USCC

FIRST = EnterpriseRegistered(name="甲")
DAY = date(2022, 10, 1)


def renamed(previous: str, name: str, on: date = DAY) -> EnterpriseRenamed:
    return EnterpriseRenamed(previous=previous, name=name, on=on, document=None)


def after(*events: EnterpriseEvent) -> Enterprise:
    state = Enterprise()
    for event in events:
        evolve(state, event, "clerk", "pc")
    return state


def names(*events: EnterpriseEvent) -> Registration:
    return after(*events).registration


def register(name: str) -> RegisterEnterprise:
    return RegisterEnterprise(uscc=USCC, name=name)


def rename(name: str, on: date = DAY, document: str | None = None) -> RenameEnterprise:
    return RenameEnterprise(uscc=USCC, name=name, on=on, document=document)


def account(
    which: str, compared_with: str | None = None, document: str | None = None
) -> NameAccount:
    return NameAccount(
        uscc=USCC,
        account_id=which,
        commitment=f"of {which}",
        compared_with=compared_with,
        document=document,
    )


def confirm(document: str, by: str, login: str = "x", **others: bool) -> ConfirmNamedAccount:
    separate = {"separate_logins": False} | others
    return ConfirmNamedAccount(
        uscc=USCC, account_id="a", document=document, by=Actor(by, login), **separate
    )


def test_registering_records_the_name_once() -> None:
    assert decide(register("甲"), after(), BOOK) == (FIRST,)
    assert decide(register("甲"), after(FIRST), BOOK) == ()
    assert decide(register("甲"), after(FIRST, renamed("甲", "乙")), BOOK) == ()


def test_registering_under_another_name_conflicts() -> None:
    with pytest.raises(Refusal, match="request-conflicts"):
        decide(register("乙"), after(FIRST), BOOK)


def test_a_rename_tells_the_name_before_it() -> None:
    events = decide(rename("乙"), after(FIRST), BOOK)

    assert events == (renamed("甲", "乙"),)


def test_the_latest_rename_said_again_records_nothing_and_an_earlier_one_does() -> None:
    state = after(FIRST, renamed("甲", "乙"), renamed("乙", "丙", date(2023, 1, 1)))

    assert decide(rename("丙", date(2023, 1, 1)), state, BOOK) == ()
    assert len(decide(rename("乙"), state, BOOK)) == 1


@pytest.mark.parametrize("again", [rename("乙", date(2022, 11, 1)), rename("乙", document="7")])
def test_the_latest_name_with_another_day_or_document_conflicts(again: RenameEnterprise) -> None:
    with pytest.raises(Refusal, match="request-conflicts"):
        decide(again, after(FIRST, renamed("甲", "乙")), BOOK)


def test_a_rename_of_who_nothing_is_known_is_refused() -> None:
    with pytest.raises(Refusal, match="enterprise-unknown"):
        decide(rename("乙"), after(), BOOK)


def test_names_stand_by_their_days_however_they_were_recorded() -> None:
    late = names(FIRST, renamed("甲", "丙", date(2023, 1, 1)), renamed("丙", "乙"))

    assert [name.name for name in late.names] == ["甲", "乙", "丙"]
    assert late.name == "丙"
    assert late.name_on(date(2022, 9, 30)) == "甲"
    assert late.name_on(DAY) == late.name_on(date(2022, 12, 31)) == "乙"
    assert late.name_on(date(2023, 1, 1)) == "丙"


def test_of_two_names_on_one_day_the_last_recorded_holds() -> None:
    corrected = names(FIRST, renamed("甲", "乙"), renamed("乙", "丙"))

    assert [name.name for name in corrected.names] == ["甲", "丙"]


def test_the_name_before_the_first_rename_of_one_never_registered_is_that_on_its_claims() -> None:
    assert [name.name for name in names(renamed("申报名", "乙")).names] == ["申报名", "乙"]


def test_the_account_named_last_said_again_records_nothing() -> None:
    named = AccountNamed(account_id="a", commitment="of a")

    assert decide(account("a"), after(FIRST), BOOK) == (named,)
    assert decide(account("a"), after(FIRST, named), BOOK) == ()
    (changed,) = decide(account("b", "a", "D"), after(FIRST, named), BOOK)
    assert changed == AccountNamedByDocument(account_id="b", commitment="of b", document="D")


def test_an_account_is_changed_by_a_document_unless_it_was_erased() -> None:
    named = AccountNamed(account_id="a", commitment="of a")

    with pytest.raises(Refusal, match="account-document-needed"):
        decide(account("b", "a"), after(FIRST, named), BOOK)
    erased = after(FIRST, named, AccountErased(account_id="a"))
    assert len(decide(account("b", "a"), erased, BOOK)) == 1


def test_another_person_than_who_named_an_account_confirms_it_once_by_a_document() -> None:
    named = AccountNamed(account_id="a", commitment="of a")
    state = after(FIRST, named)

    (confirmed,) = decide(confirm("K 1", "officer"), state, BOOK)

    assert confirmed == AccountConfirmed(account_id="a", document="K 1")
    assert decide(confirm("K1", "officer"), after(FIRST, named, confirmed), BOOK) == ()
    for same in (confirm("K", "CLERK"), confirm("K", "o", "pc", separate_logins=True)):
        with pytest.raises(Refusal, match="account-namer-cannot-confirm"):
            decide(same, state, BOOK)


def test_what_is_no_account_or_no_longer_the_latest_is_not_confirmed() -> None:
    named = [AccountNamed(account_id=each, commitment=each) for each in "ab"]

    with pytest.raises(Refusal, match="no-account-to-confirm"):
        decide(confirm("K", "officer"), after(FIRST), BOOK)
    with pytest.raises(Refusal, match="account-changed"):
        decide(confirm("K", "officer"), after(FIRST, *named), BOOK)
    erased = after(FIRST, named[0], AccountErased(account_id="a"))
    with pytest.raises(Refusal, match="no-account-to-confirm"):
        decide(confirm("K", "officer"), erased, BOOK)


def test_an_account_compared_with_one_no_longer_the_latest_is_refused() -> None:
    state = after(FIRST, AccountNamed(account_id="a", commitment="of a"))

    with pytest.raises(Refusal, match="account-changed"):
        decide(account("b", compared_with=None), state, BOOK)


def test_erasing_records_each_account_once() -> None:
    erase = EraseAccounts(uscc=USCC)
    named = [AccountNamed(account_id=each, commitment=each) for each in "ab"]

    events = decide(erase, after(FIRST, *named), BOOK)

    assert events == (AccountErased(account_id="a"), AccountErased(account_id="b"))
    assert decide(erase, after(FIRST, *named, *events), BOOK) == ()
    with pytest.raises(Refusal, match="no-account"):
        decide(erase, after(FIRST), BOOK)
