"""Batches computed, published and paid, by the commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    CASHIER,
    OFFICER,
    OTHER,
    approved,
    case,
    code,
    computed,
    figures,
    money,
    paid,
    past,
    refused,
    states,
)


def test_pro_rata_is_exact_to_the_fen(store: Path) -> None:
    claims = [case("A", "78400", code(1)), case("B", "500000", code(2))]
    claims += [case(f"A{n}", "5503600", code(2 + n)) for n in range(1, 7)]
    approved(store, *claims)
    money(store, "30000000")

    batch = computed(store, "--shortage", "pro-rata")

    allotted = {line["claim_no"]: line["allotted_fen"] for line in batch["lines"]}
    assert sum(line["owed_fen"] for line in batch["lines"]) == 3_360_000_000
    assert (allotted["A"], allotted["B"]) == (7_000_000, 44_642_857)
    assert batch["total_fen"] == sum(allotted.values()) == 3_000_000_000
    assert figures(store)["approved_unpaid_fen"] == 360_000_000


def test_equal_shares_break_their_tie_by_claim_number(store: Path) -> None:
    approved(store, *(case(name, "100", code(n)) for n, name in enumerate(("T3", "T1", "T2"))))
    money(store, "100")

    batch = computed(store, "--shortage", "pro-rata")

    assert [(line["claim_no"], line["allotted_fen"]) for line in batch["lines"]] == [
        ("T3", 3333),
        ("T1", 3334),
        ("T2", 3333),
    ]


def test_the_queue_waits_behind_the_first_that_does_not_fit(store: Path) -> None:
    approved(store, *(case(n, a, code(i)) for i, (n, a) in enumerate(
        [("Q1", "60"), ("Q2", "50"), ("Q3", "10")])))  # fmt: skip
    money(store, "100")

    batch = computed(store)

    assert states(batch) == {"Q1": "free", "Q2": "waiting", "Q3": "waiting"}
    assert batch["total_fen"] == 6_000
    assert figures(store)["approved_unpaid_fen"] == 6_000


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.01", ()),
        ("9999", ("--shortage", "pro-rata", "--round-down-to", "wan", "--remainder", "lapse")),
        ("9999", ("--shortage", "pro-rata", "--at-least", "10000", "--remainder", "lapse")),
    ],
)
def test_no_batch_is_computed_of_which_no_claim_would_get_anything(
    amount: str, words: tuple[str, ...], store: Path
) -> None:
    approved(store, case("N1", "20000"))
    money(store, amount)

    said = refused(store, "batch", "compute", "--budget-year", "2022", *words)

    assert said.startswith("no-money: ")
    assert "20,000.00" in said
    assert asked(store, "batch", "list") == []
    assert figures(store)["approved_unpaid_fen"] == 2_000_000


def test_a_batch_without_an_open_line_is_not_published(store: Path) -> None:
    approved(store, case("N1", "10"), case("N2", "20", OTHER))
    money(store, "100")
    number = str(computed(store)["batch"])
    asked(store, "revoke", "N1", "--reason", "x", "--document", "F")
    asked(store, "batch", "object", number, "N2", "--reason", "y")
    asked(store, "batch", "resolve", number, "N2", "--uphold", "--document", "O")

    said = refused(store, "batch", "publish", number, *past("2022-11-01"))

    assert said.startswith("nothing-to-publish: ")


def test_shares_rounded_down_leave_the_rest_with_the_money(store: Path) -> None:
    approved(store, *(case(f"R{n}", a, code(n)) for n, a in enumerate(("100", "200", "3"))))
    money(store, "100")

    batch = computed(
        store, "--shortage", "pro-rata", "--round-down-to", "yuan", "--at-least", "5",
        "--remainder", "lapse", "--document", "B-1",
    )  # fmt: skip

    assert [line["allotted_fen"] for line in batch["lines"]] == [3_300, 6_600, 0]
    assert states(batch)["R2"] == "failed"  # it waits for nothing: all of it is to lapse
    answer = figures(store)
    assert (answer["in_publicity_fen"], answer["approved_unpaid_fen"]) == (9_900, 20_400)
    assert refused(store, "batch", "compute", "--budget-year", "2022").startswith("nothing-unpaid")


@pytest.mark.parametrize("remainder", ["owed", "lapse"])
def test_what_rounding_leaves_and_what_became_of_the_unpaid_is_printed(
    remainder: str, store: Path
) -> None:
    approved(store, *(case(f"R{n}", a, code(n)) for n, a in enumerate(("100", "200", "3"))))
    money(store, "100")

    words = ("--shortage", "pro-rata", "--round-down-to", "yuan", "--at-least", "5")
    ran = subsidy("batch", "compute", "--budget-year", "2022", *words, "--remainder", remainder,
                   "--store", store, "--lang", "en")  # fmt: skip
    shown = subsidy("batch", "show", "1", "--store", store, "--lang", "en", "--json")
    history = subsidy("history", "batch:1", "--store", store, "--lang", "en")

    left = "204.00 of the claims " + ("lapsed" if remainder == "lapse" else "stays owed")
    said = f"money of the line 100.00, allotted 99.00, still available 1.00; {left}"
    assert said in ran.out
    assert said in shown.err
    assert set(shown.json) == {
        "batch", "budget_year", "line", "state", "publicity_ends", "total_fen", "lines",
        "document", "published_on", "lapsed_fen", "orders", "payments", "withdrawn", "cancelled",
        "left_out",
        "line_title",
        "corrections",
    }  # fmt: skip
    assert ("remainder lapses" if remainder == "lapse" else "remainder stays owed") in history.out
    assert ("204.00 lapsed" if remainder == "lapse" else "204.00 stays owed") in history.out


def test_one_line_is_held_while_the_others_are_paid(store: Path) -> None:
    approved(store, case("H1", "10"), case("H2", "20", OTHER), case("H3", "30", code(1)))
    money(store, "100")
    number = str(computed(store)["batch"])
    asked(store, "batch", "publish", number, *past("2022-11-01"), "--days", "7")
    asked(store, "batch", "object", number, "H1", "--reason", "double")
    asked(store, "batch", "object", number, "H2", "--reason", "wrong size")

    first = paid(store, int(number), "R-1")
    asked(store, "batch", "resolve", number, "H1", "--uphold", "--document", "O-1")
    asked(store, "batch", "resolve", number, "H2", "--dismiss", "--document", "O-2")
    second = paid(store, int(number), "R-2")

    assert (states(first), first["state"]) == (
        {"H1": "held", "H2": "held", "H3": "paid"},
        "published",
    )
    assert (states(second), second["state"]) == (
        {"H1": "failed", "H2": "paid", "H3": "paid"},
        "paid",
    )
    (revoked,) = (claim for claim in asked(store, "claims") if claim["claim_no"] == "H1")
    assert (revoked["status"], revoked["reason"], revoked["granted_fen"]) == (
        "rejected",
        "revoked",
        0,
    )
    assert figures(store)["paid_fen"] == 5_000


def test_a_notice_must_be_over_and_another_must_pay(store: Path) -> None:
    approved(store, case("S1", "10"))
    money(store, "100")
    number = str(computed(store)["batch"])
    assert "batch-not-published" in refused(
        store, "batch", "pay", number, *past("2022-11-20"), "--receipt", "R"
    )
    answer = asked(store, "batch", "publish", number, *past("2022-11-01"), "--days", "7")

    early = refused(store, "batch", "pay", number, *past("2022-11-09"), "--receipt", "R", *CASHIER)
    same = refused(store, "batch", "pay", number, *past("2022-11-10"), "--receipt", "R", *OFFICER)
    asked(store, "store", "prepare", "--separate-logins")
    login = refused(store, "batch", "pay", number, *past("2022-11-10"), "--receipt", "R", *CASHIER)

    assert answer["publicity_ends"] == "2022-11-09"
    assert early.startswith("notice-not-over: ")
    assert "2022-11-09" in early
    assert same.startswith("approver-cannot-pay: ")
    assert login.startswith("approver-cannot-pay: ")
    assert "officer" in login
    assert "cashier" in login


@pytest.mark.parametrize("typed", ["Officer", "ＯＦＦＩＣＥＲ", "off icer", "officer\ufe0f"])
def test_an_officer_who_types_their_name_otherwise_may_still_not_pay(
    typed: str, store: Path
) -> None:
    approved(store, case("S1", "10"))
    money(store, "100")
    number = str(computed(store)["batch"])
    asked(store, "batch", "publish", number, *past("2022-11-01"))

    reported = refused(
        store,
        "batch",
        "pay",
        number,
        *past("2022-11-20"),
        "--receipt",
        "R",
        "--by",
        typed,
    )

    assert reported.startswith("approver-cannot-pay: ")
    assert figures(store)["paid_fen"] == 0


def test_who_named_the_account_last_may_not_pay_to_it(store: Path) -> None:
    approved(store, case("S1", "10", code(1)))
    money(store, "100")
    for number, by in (("6222020000000001", "chen"), ("6222020000000002", "Wang")):
        account = ("--account", number, "--bank", "工商银行", "--document", "D")
        asked(store, "enterprise", "account", code(1), *account, "--by", by)
    number = str(computed(store)["batch"])
    asked(store, "batch", "publish", number, *past("2022-11-01"))
    pay = ("batch", "pay", number, *past("2022-11-20"), "--receipt", "R", "--by")

    reported = refused(store, *pay, "wang")
    done = asked(store, *pay, "chen")

    assert reported.startswith("account-namer-cannot-pay: ")
    assert "Wang" in reported
    assert "S1" in reported
    assert states(done) == {"S1": "paid"}


def test_who_raised_a_grant_by_a_reassessment_does_not_pay_it(store: Path) -> None:
    trademark = {"registration_no": "T", "country": "US", "fee": "20000", "self_export": True}
    approved(store, case("T1", "0") | {"kind": "trademark", "facts": trademark})
    money(store, "100000")
    for percent, by in (("40%", "lowering"), ("60%", "raising")):
        asked(store, "policy", "amend", "--set", f"measures.overseas-trademark.rate={percent}",
              "--first-day", "2022-01-01", "--last-day", "2024-12-31", "--announced-on",
              "2022-09-01", "--document", f"V-{percent}")  # fmt: skip
        asked(store, "reassess", "--by", by)
    number = str(computed(store)["batch"])
    asked(store, "batch", "publish", number, *past("2022-11-01"))
    pay = ("batch", "pay", number, *past("2022-11-20"), "--receipt", "R", "--by")

    raised, approver = refused(store, *pay, "raising"), refused(store, *pay, OFFICER[1])
    done = asked(store, *pay, "lowering")

    assert raised.startswith("approver-cannot-pay: ")
    assert "raising" in raised
    assert approver.startswith("approver-cannot-pay: ")
    assert states(done) == {"T1": "paid"}


def test_what_a_reassessment_lowers_is_paid_lower_and_what_it_raises_waits(store: Path) -> None:
    trademark = {"registration_no": "T", "country": "US", "fee": "20000", "self_export": True}
    claim = case("T1", "0") | {"kind": "trademark", "facts": trademark}
    approved(store, claim)
    money(store, "100000")
    number = computed(store)["batch"]
    days = ("--first-day", "2022-01-01", "--last-day", "2024-12-31")
    rate = "measures.overseas-trademark.rate"
    for percent, document in (("40%", "V-2"), ("60%", "V-3")):
        asked(store, "policy", "amend", "--set", f"{rate}={percent}", *days,
              "--announced-on", "2022-09-01", "--document", document)  # fmt: skip
        asked(store, "reassess")

    before, answer = asked(store, "batch", "show", str(number)), figures(store)
    after = paid(store, number)

    assert (before["total_fen"], answer["in_publicity_fen"]) == (800_000, 800_000)
    assert answer["approved_unpaid_fen"] == 400_000
    assert [line["transferred_fen"] for line in after["lines"]] == [800_000]
    (waiting,) = computed(store)["lines"]
    assert waiting["owed_fen"] == 400_000
