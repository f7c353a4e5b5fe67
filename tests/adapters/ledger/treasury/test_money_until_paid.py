"""A batch until it is paid: given up, taken back, ordered, paid in parts."""

from __future__ import annotations

from pathlib import Path

from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    CASHIER,
    CLOSED,
    OTHER,
    USCC,
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

WHY = ("--reason", "a mistake")


def published(store: Path, number: int = 1) -> str:
    asked(store, "batch", "publish", str(number), *past("2022-11-01"))
    return str(number)


def owing(store: Path) -> str:
    """OLD was paid and revoked: 100 yuan are owed back. NEW, of 150, is in batch 2, published."""
    approved(store, case("OLD", "100"))
    money(store, "1000")
    paid(store, computed(store)["batch"], on="2022-11-12")
    asked(store, "revoke", "OLD", "--reason", "x", "--document", "F")
    approved(store, case("NEW", "150"), case("SIDE", "70", OTHER))
    return published(store, computed(store)["batch"])


def line(batch: dict[str, object], claim_no: str) -> dict[str, object]:
    lines = batch["lines"]
    assert isinstance(lines, list)
    (wanted,) = [each for each in lines if each["claim_no"] == claim_no]
    assert isinstance(wanted, dict)
    return wanted


def test_a_batch_shown_before_it_is_computed_records_nothing(store: Path) -> None:
    approved(store, case("D1", "10"), case("D2", "20", OTHER))
    money(store, "10")
    before = asked(store, "totals")["position"]

    shown = computed(store, "--document", "B", "--dry-run")

    assert asked(store, "totals")["position"] == before
    assert asked(store, "batch", "list") == []
    assert shown == computed(store, "--document", "B")
    assert states(shown) == {"D1": "free", "D2": "waiting"}


def test_a_batch_given_up_before_its_notice_leaves_nothing_behind(store: Path) -> None:
    approved(store, case("C1", "10"), case("C2", "20", OTHER))
    money(store, "15")
    terms = ("--document", "B", "--shortage", "pro-rata", "--remainder", "lapse")
    first = computed(store, *terms)["batch"]
    before = asked(store, "statement", USCC)

    cancelled = asked(store, "batch", "cancel", str(first), *WHY)
    again = asked(store, "batch", "cancel", str(first), *WHY)

    assert (cancelled["state"], cancelled["total_fen"]) == ("cancelled", 0)
    assert again == cancelled
    assert asked(store, "statement", USCC)["owed_to_enterprise_fen"] == 1_000
    assert before["owed_to_enterprise_fen"] == 1_000
    second = computed(store, *terms)["batch"]  # under the same document
    assert second == first + 1
    paid(store, second)
    assert figures(store)["paid_fen"] == 1_500
    assert asked(store, "statement", USCC)["owed_to_enterprise_fen"] == 0  # the rest has lapsed


def test_a_batch_cancelled_lets_claims_be_withdrawn_and_the_year_be_closed(store: Path) -> None:
    approved(store, case("A", "175"))
    money(store, "5000")
    number = published(store, computed(store)["batch"])

    needed = refused(store, "batch", "cancel", number, *WHY)
    asked(store, "batch", "cancel", number, *WHY, "--document", "M-1")

    assert needed.startswith("document-needed: ")
    assert asked(store, "withdraw", "A", "--reason", "x")["status"] == "withdrawn"
    asked(store, "budget", "carry-over", "2022", *CLOSED)
    assert refused(store, "batch", "pay", number, *past("2022-12-01"), "--receipt", "R").startswith(
        "batch-cancelled: "
    )


def test_a_lapse_takes_effect_with_the_payment_of_its_line(store: Path) -> None:
    approved(store, case("L1", "100"), case("L2", "100", OTHER), case("L3", "1", code(1)))
    money(store, "100.50")
    words = ("--shortage", "pro-rata", "--remainder", "lapse", "--at-least", "1")
    number = published(store, computed(store, *words)["batch"])

    def lapsed() -> list[int]:
        return [asked(store, "statement", uscc)["owed_to_enterprise_fen"] for uscc in codes]

    codes = (USCC, OTHER, code(1))
    before = lapsed()
    pay = ("batch", "pay", number, *past("2022-11-20"), *CASHIER)
    asked(store, *pay, "--receipt", "R-1", "--only", "L1")
    between = lapsed()
    asked(store, *pay, "--receipt", "R-2", "--only", "L2")

    assert before == [10_000, 10_000, 100]
    assert between == [0, 10_000, 0]  # L3, which gets nothing, lapses with the first payment
    assert lapsed() == [0, 0, 0]


def test_a_notice_taken_back_is_published_again_on_other_days(store: Path) -> None:
    approved(store, case("N1", "10"))
    money(store, "10")
    number = published(store, computed(store)["batch"])

    taken = asked(store, "batch", "withdraw-notice", number, *WHY, "--document", "W")
    asked(store, "batch", "publish", number, *past("2022-11-10"), "--days", "5")

    assert (taken["state"], taken["publicity_ends"]) == ("computed", None)
    again = refused(store, "batch", "withdraw-notice", number, *WHY, "--document", "W")
    assert again.startswith("request-conflicts: ")
    assert "a document of its own" in again
    assert refused(store, "batch", "pay", number, *past("2022-11-16"), "--receipt", "R").startswith(
        "notice-not-over: "
    )
    paid_batch = asked(
        store, "batch", "pay", number, *past("2022-11-17"), "--receipt", "R", *CASHIER
    )
    assert paid_batch["state"] == "paid"
    assert refused(store, "batch", "withdraw-notice", number, *WHY, "--document", "W-2").startswith(
        "batch-partly-paid: "
    )


def test_an_order_fixes_set_off_and_net_and_the_receipt_confirms_them(store: Path) -> None:
    number = owing(store)

    ordered = asked(store, "batch", "order", number, "--document", "N-1", *past("2022-11-12"))
    repaid = (
        "recovery",
        "record",
        "OLD",
        "--amount",
        "100",
        *past("2022-11-13"),
        "--receipt",
        "T",
    )
    early = refused(store, *repaid)
    done = asked(store, "batch", "pay", number, *past("2022-11-15"), "--receipt", "R", *CASHIER)

    new = line(ordered, "NEW")
    assert (new["set_off_fen"], new["net_fen"], new["transferred_fen"]) == (10_000, 5_000, 0)
    assert ordered["orders"][0]["net_fen"] == 12_000
    assert early.startswith("debt-ordered: ")
    assert done["payments"][0]["transferred_fen"] == 12_000
    assert line(done, "NEW")["set_off_fen"] == 10_000
    assert done["orders"] == []
    assert figures(store)["recovered_fen"] == 10_000
    assert refused(store, *repaid).startswith("nothing-owed-back: ")


def test_what_is_ordered_is_not_paid_once_less_is_owed(store: Path) -> None:
    number = owing(store)
    asked(store, "batch", "order", number, "--document", "N-1", *past("2022-11-12"))
    asked(store, "revoke", "SIDE", "--reason", "x", "--document", "G")
    pay = ("batch", "pay", number, *past("2022-11-15"), "--receipt", "R", *CASHIER)

    outdated = refused(store, *pay)
    asked(store, "batch", "order", number, "--document", "N-2", *past("2022-11-13"))
    done = asked(store, *pay)

    assert outdated.startswith("order-outdated: ")
    assert "SIDE" in outdated
    assert states(done) == {"NEW": "paid", "SIDE": "failed"}
    assert done["payments"][0]["transferred_fen"] == 5_000


def test_an_objection_and_a_withdrawn_notice_lift_the_order(store: Path) -> None:
    number = owing(store)
    order = ("batch", "order", number, *past("2022-11-12"))
    asked(store, *order, "--document", "N-1")

    asked(store, "batch", "object", number, "NEW", "--reason", "why?")
    objected = asked(store, "batch", "show", number)
    repaid = ("recovery", "record", "OLD", *past("2022-11-25"))
    asked(store, *repaid, "--amount", "40", "--receipt", "T-1")
    asked(store, "batch", "resolve", number, "NEW", "--dismiss", "--document", "M")
    again = asked(store, *order, "--document", "N-2")
    taken = asked(store, "batch", "withdraw-notice", number, *WHY, "--document", "W")

    assert [each["document"] for each in objected["orders"]] == ["N-1"]
    assert (objected["orders"][0]["lines"], line(objected, "NEW")["net_fen"]) == (1, None)
    assert (line(again, "NEW")["set_off_fen"], line(again, "NEW")["net_fen"]) == (6_000, 9_000)
    assert taken["orders"] == []
    asked(store, *repaid, "--amount", "60", "--receipt", "T-2")


def test_two_banks_pay_one_batch_and_one_receipt_two_batches(store: Path) -> None:
    approved(store, case("P1", "10"), case("P2", "20", OTHER), case("P3", "30", code(1)))
    money(store, "60")
    number = published(store, computed(store)["batch"])
    pay = ("batch", "pay", number, *past("2022-11-20"), *CASHIER)

    asked(store, *pay, "--receipt", "R-1", "--only", "P1", "P3")
    conflict = refused(store, *pay, "--receipt", "R-1")
    unknown = refused(store, *pay, "--receipt", "R-2", "--only", "P1")
    rest = asked(store, *pay, "--receipt", "R-2")
    again = asked(store, *pay, "--receipt", "R-1", "--only", "P3", "P1")

    assert conflict.startswith("request-conflicts: ")
    assert unknown.startswith("line-not-payable: ")
    assert again == rest
    assert [(each["receipt"], each["amount_fen"]) for each in rest["payments"]] == [
        ("R-1", 4_000),
        ("R-2", 2_000),
    ]


def test_an_order_for_some_lines_is_paid_by_name(store: Path) -> None:
    approved(store, case("O1", "10"), case("O2", "20", OTHER))
    money(store, "30")
    number = published(store, computed(store)["batch"])
    asked(
        store,
        "batch",
        "order",
        number,
        "--document",
        "N",
        *past("2022-11-12"),
        "--only",
        "O1",
    )
    pay = ("batch", "pay", number, *past("2022-11-20"), *CASHIER)

    assert refused(store, *pay, "--receipt", "R").startswith("order-partial: ")
    asked(store, *pay, "--receipt", "R", "--only", "O1")
    assert states(asked(store, *pay, "--receipt", "R-2"))["O2"] == "paid"


def test_the_line_of_a_claim_revoked_meanwhile_takes_no_objection(store: Path) -> None:
    approved(store, case("V1", "10"), case("V2", "20", OTHER))
    money(store, "30")
    number = published(store, computed(store)["batch"])
    asked(store, "revoke", "V1", "--reason", "x", "--document", "F")

    said = refused(store, "batch", "object", number, "V1", "--reason", "late")

    assert said.startswith("line-not-free: ")


def test_a_batch_and_the_list_of_batches_say_receipts_and_days(store: Path) -> None:
    approved(store, case("S1", "10"), case("S2", "20", OTHER))
    money(store, "30")
    number = str(computed(store)["batch"])
    paid(store, int(number), "R-7")
    asked(store, "batch", "fail", number, "S2", "--reason", "closed", *past("2022-11-25"),
          "--receipt", "B-7")  # fmt: skip

    shown = subsidy("batch", "show", number, "--store", store, "--lang", "en").out
    listed = subsidy("batch", "list", "--store", store, "--lang", "en").out
    failed = line(asked(store, "batch", "show", number), "S2")

    assert "R-7      2022-11-20" in shown
    assert "R-7 2022-11-20" in listed
    assert (failed["failed_on"], failed["failure"]) == ("2022-11-25", "closed")
    assert (failed["receipt"], failed["paid_on"]) == ("R-7", "2022-11-20")


def test_an_act_of_the_past_takes_a_document_and_is_listed(store: Path) -> None:
    approved(store, case("E1", "10"))
    money(store, "10")
    number = str(computed(store)["batch"])
    publish = ("batch", "publish", number, "--on", "2020-01-01")

    early = refused(store, *publish)
    future = refused(store, "batch", "publish", number, *past("2998-01-01"))
    none = subsidy("audit", "exceptions", "--store", store, "--json")
    asked(store, *publish, "--backdated", "note 1", "--by", "editor")
    some = subsidy("audit", "exceptions", "--store", store, "--json")

    assert early.startswith("day-before-ground: ")
    assert future.startswith("day-to-come: ")
    assert (none.code, none.json["acts"]) == (0, [])
    (act,) = some.json["acts"]
    assert (some.code, act["by"], act["of"], act["document"]) == (1, "editor", "batch:1", "note 1")
    assert (act["act"], act["on"]) == ("publish", "2020-01-01")
