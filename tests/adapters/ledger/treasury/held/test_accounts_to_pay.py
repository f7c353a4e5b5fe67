"""What account a line is paid to: named, fixed with the notice, confirmed after a change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    CASHIER,
    OFFICER,
    OTHER,
    USCC,
    approved,
    case,
    computed,
    money,
    past,
    refused,
    states,
    submit,
    with_accounts,
)
from tests.support.stores import made_once

PAY = ("batch", "pay", "1", *past("2022-11-20"), "--receipt", "R-1", *CASHIER)
ORDER = ("batch", "order", "1", *past("2022-11-19"), "--document", "N-1")
CASH = ("--without-account", "--document", "现金1号")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    """A batch in publicity: of one enterprise with an account, and one without."""
    made = folder / "ledger.db"
    approved(made, case("A", "100"))
    submit(made, [case("B", "70", OTHER), case("C", "30", OTHER)])
    asked(made, "approve", "--pending", *OFFICER)
    money(made, "200")
    computed(made)
    asked(made, "batch", "publish", "1", *past("2022-11-01"))
    return made


def changed(store: Path, uscc: str = USCC, by: str = "clerk") -> Any:
    account = ("--account", "9" * 12, "--bank", "新银行", "--document", "变更1号")
    return asked(store, "enterprise", "account", uscc, *account, "--by", by)


def confirmed(store: Path, uscc: str = USCC, by: str = OFFICER[1]) -> Any:
    confirm = ("enterprise", "confirm-account", uscc, "--document", "复核1号")
    return asked(store, *confirm, "--by", by)


def barriers(answer: Any) -> dict[str, str | None]:
    return {
        line["claim_no"]: next((why["code"] for why in line["barriers"]), None)
        for line in answer["lines"]
    }


def test_a_line_without_an_account_is_left_in_the_batch_and_said(store: Path) -> None:
    ordered = asked(store, *ORDER)
    ran = subsidy(*PAY, "--store", store, "--lang", "en")
    shown = asked(store, "batch", "show", "1")

    assert ordered["orders"][0]["lines"] == 1
    assert ran.code == 0
    assert f"Left in the batch, without an account: {OTHER}." in ran.err
    assert states(shown) == {"A": "paid", "B": "free", "C": "free"}
    assert barriers(shown) == {"A": None, "B": "no-account-to-pay", "C": "no-account-to-pay"}
    assert refused(store, *PAY[:-3], "R-2", *CASHIER).startswith("no-account-to-pay: Claim B")
    assert refused(store, *PAY[:-3], "R-2", "--only", "C").startswith("no-account-to-pay: Claim C")


def test_what_is_paid_in_cash_or_offset_names_its_claims_and_its_document(store: Path) -> None:
    by_cash = (*PAY, "--only", "B", *CASH)

    paid, again = asked(store, *by_cash), asked(store, *by_cash)
    exceptions = subsidy("audit", "exceptions", "--store", store, "--json").json

    assert states(paid) == {"A": "free", "B": "paid", "C": "free"}
    assert paid == again
    assert [each["without_account"] for each in paid["payments"]] == ["现金1号"]
    assert paid["without_account"] == [OTHER]
    (act,) = [act for act in exceptions["acts"] if act["kind"] == "paid-without-account"]
    assert (act["of"], act["document"], act["ground_on"]) == ("batch:1", "现金1号", None)
    assert refused(store, *PAY, "--only", "B").startswith("request-conflicts: ")
    assert asked(store, "reperform")["false_payments"] == []
    for misused in ((*PAY, *CASH), (*PAY, "--only", "B", "--without-account"),
                    (*PAY, "--only", "B", "--document", "现金1号")):  # fmt: skip
        assert subsidy(*misused, "--store", store).code == 2


def test_an_account_changed_after_the_notice_holds_the_line_until_another_confirms(
    store: Path,
) -> None:
    asked(store, *ORDER)
    changed(store)

    held = refused(store, *PAY)
    namer = refused(
        store, "enterprise", "confirm-account", USCC, "--document", "K", "--by", "clerk"
    )
    confirmed(store)
    again = confirmed(store)
    by_namer = refused(store, *PAY[:-1], "clerk")
    paid = asked(store, *PAY)

    assert held.startswith("account-unconfirmed: Claim A in batch 1 is held")
    assert namer.startswith("account-namer-cannot-confirm: ")
    assert again["events_appended"] == 0
    assert by_namer.startswith("account-namer-cannot-pay: ")
    assert states(paid)["A"] == "paid"
    assert asked(store, "reperform")["false_payments"] == []


def test_the_first_account_named_after_the_notice_is_confirmed_too(store: Path) -> None:
    with_accounts(store, OTHER)

    assert barriers(asked(store, "batch", "show", "1"))["B"] == "account-unconfirmed"
    confirmed(store, OTHER)
    assert set(barriers(asked(store, "batch", "show", "1")).values()) == {None}
    assert states(asked(store, *PAY)) == {"A": "paid", "B": "paid", "C": "paid"}


def test_a_notice_begun_again_fixes_the_accounts_as_they_are_then(store: Path) -> None:
    changed(store)
    asked(store, "batch", "withdraw-notice", "1", "--reason", "x", "--document", "W")
    asked(store, "batch", "publish", "1", *past("2022-11-01"))

    assert barriers(asked(store, "batch", "show", "1"))["A"] is None


def test_another_change_after_a_confirmation_is_confirmed_again(store: Path) -> None:
    changed(store)
    confirmed(store)
    account = ("--account", "8" * 12, "--bank", "b", "--document", "变更2号")
    asked(store, "enterprise", "account", USCC, *account)

    assert barriers(asked(store, "batch", "show", "1"))["A"] == "account-unconfirmed"


def test_an_account_erased_is_none_to_pay_to(store: Path) -> None:
    asked(store, "enterprise", "erase", USCC)

    assert refused(store, *PAY, "--only", "A").startswith("no-account-to-pay: ")


def test_a_batch_is_shown_as_it_stood_before_its_account_changed(store: Path) -> None:
    position = asked(store, "enterprise", "show", USCC)["position"]
    changed(store)

    then = asked(store, "batch", "show", "1", "--position", str(position))
    assert barriers(then)["A"] is None
    assert barriers(asked(store, "batch", "show", "1"))["A"] == "account-unconfirmed"


def test_who_named_and_who_confirmed_the_account_are_roles_of_their_own(store: Path) -> None:
    changed(store)
    confirmed(store, by="controller")
    asked(store, *PAY)

    answer = subsidy("audit", "separation", "--store", store, "--json").json

    (claim,) = [claim for claim in answer["claims"] if claim["claim_no"] == "A"]
    hands = {role: [hand["by"] for hand in claim[role]] for role in ("account", "confirmed")}
    assert hands == {"account": ["clerk"], "confirmed": ["controller"]}
