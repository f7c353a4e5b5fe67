"""Holds on an enterprise's money: left out of batches, kept back from payment, and listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    CASHIER,
    OFFICER,
    OTHER,
    USCC,
    approved,
    case,
    computed,
    figures,
    money,
    paid,
    past,
    refused,
    states,
    submit,
)

FREEZE = ("--document", "法1", "--reason", "freeze", *OFFICER)


def hold(store: Path, uscc: str = USCC, *words: str, first: str = "2022-01-01") -> Any:
    return asked(store, "hold", uscc, "--from", first, *(words or FREEZE))


def release(store: Path, on: str, uscc: str = USCC, *words: str) -> Any:
    return asked(store, "release", uscc, "--on", on, "--document", "法9", *words, *OFFICER)


def pay(store: Path, number: int, receipt: str, on: str, *words: str) -> Any:
    of = ("batch", "pay", str(number), "--receipt", receipt, *past(on))
    return asked(store, *of, *words, *CASHIER)


def order(store: Path, number: int, document: str, on: str) -> Any:
    return asked(store, "batch", "order", str(number), "--document", document, *past(on))


def publish(store: Path, number: int = 1) -> None:
    asked(store, "batch", "publish", str(number), "--days", "7", *past("2022-11-01"))


def batch(store: Path, number: int = 1, *words: str) -> Any:
    return asked(store, "batch", "show", str(number), *words)


def test_a_batch_leaves_out_who_is_held_today_and_says_why_for_ever(store: Path) -> None:
    approved(store, case("H1", "10"), case("F1", "20", OTHER))
    money(store, "100")
    hold(store)

    shown = computed(store, "--document", "B", "--dry-run")
    made = computed(store, "--document", "B")
    release(store, "2022-02-01")

    assert shown == made == computed(store, "--document", "B")
    assert states(made) == {"F1": "free"}
    left_out = {"claim_no": "H1", "uscc": USCC, "owed_fen": 1_000, "why": "enterprise-held"}
    assert batch(store)["left_out"] == [left_out | {"document": "法1"}]
    assert states(computed(store)) == {"H1": "free"}
    text = subsidy("batch", "show", "1", "--store", store, "--lang", "en").out
    assert "H1" in text
    assert "the enterprise is held by 法1" in text


def test_a_hold_that_is_over_or_was_released_leaves_nobody_out(store: Path) -> None:
    approved(store, case("H1", "10"), case("F1", "20", OTHER))
    money(store, "100")
    hold(store, USCC, "--to", "2022-12-31", *FREEZE)
    hold(store, OTHER)
    release(store, "2022-02-01", OTHER)

    assert states(computed(store)) == {"H1": "free", "F1": "free"}


def test_nothing_but_held_claims_is_no_batch_and_the_refusal_says_so(store: Path) -> None:
    approved(store, case("H1", "10"))
    money(store, "100")
    hold(store)

    assert "(1) are of enterprises that are held" in refused(
        store, "batch", "compute", "--budget-year", "2022"
    )


def test_a_held_line_stands_while_the_others_are_paid_and_is_paid_after_its_release(
    store: Path,
) -> None:
    approved(store, case("H1", "10"), case("F1", "20", OTHER))
    money(store, "100")
    computed(store)
    publish(store)
    hold(store)

    held = batch(store)
    assert states(held) == {"H1": "held", "F1": "free"}
    (barrier,) = held["lines"][0]["barriers"]
    assert barrier["code"] == "enterprise-held"
    assert barrier["facts"]["document"] == "法1"
    shown = ("batch", "show", "1", "--store", store)
    assert "kept back" in subsidy(*shown, "--lang", "en").out
    assert "异议中" not in subsidy(*shown).out
    assert (
        "enterprise-held"
        in subsidy(
            *("batch", "pay", "1", "--receipt", "R", "--only", "H1", *past("2022-11-20")),
            *("--store", store, "--json"),
        ).out
    )
    part = pay(store, 1, "R1", "2022-11-20")
    assert states(part) == {"H1": "held", "F1": "paid"}
    assert (part["state"], figures(store)["in_publicity_fen"]) == ("published", 1_000)

    release(store, "2022-12-01")
    assert states(pay(store, 1, "R2", "2022-12-02")) == {"H1": "paid", "F1": "paid"}
    assert pay(store, 1, "R1", "2022-11-20")["state"] == "paid"  # said again


def test_a_held_line_is_given_up_with_its_batch(store: Path) -> None:
    approved(store, case("H1", "10"))
    money(store, "100")
    computed(store)
    publish(store)
    hold(store)

    asked(store, "batch", "cancel", "1", "--reason", "x", "--document", "X")

    assert figures(store)["in_publicity_fen"] == 0
    release(store, "2022-12-01")
    assert states(computed(store)) == {"H1": "free"}


def test_what_counts_is_the_day_of_the_payment_not_the_day_it_is_recorded(store: Path) -> None:
    approved(store, case("H1", "10"))
    money(store, "100")
    computed(store)
    publish(store)
    hold(store, USCC, "--to", "2022-11-30", *FREEZE, first="2022-11-15")

    words = ("batch", "pay", "1", "--receipt", "R", *CASHIER)
    assert "held by 法1" in refused(store, *words, *past("2022-11-15"))
    assert "held by 法1" in refused(store, *words, *past("2022-11-30"))
    assert states(pay(store, 1, "R", "2022-11-14")) == {"H1": "paid"}


def owing(store: Path) -> None:
    """OLD was paid and is owed back; NEW, in batch 2, is ordered with that set off."""
    approved(store, case("OLD", "100"))
    money(store, "1000")
    paid(store, computed(store)["batch"], on="2022-11-10")
    asked(store, "revoke", "OLD", "--reason", "x", "--document", "F")
    approved(store, case("NEW", "150"))
    computed(store)
    publish(store, 2)
    order(store, 2, "N1", "2022-11-10")


def test_a_hold_takes_a_line_out_of_its_order_and_the_debt_may_be_repaid(store: Path) -> None:
    owing(store)
    assert batch(store, 2)["orders"][0]["set_off_fen"] == 10_000
    repay = ("recovery", "record", "OLD", "--amount", "40", "--receipt", "B1")
    assert "debt-ordered" in subsidy(*repay, *past("2022-11-21"), "--store", store, "--json").out

    hold(store)

    held = batch(store, 2)
    assert (held["orders"], held["lines"][0]["net_fen"]) == ([], None)
    asked(store, *repay, *past("2022-11-21"))
    release(store, "2022-12-01")
    words = ("batch", "pay", "2", "--receipt", "R2", *CASHIER, *past("2022-12-02"))
    assert "made these debts open again" in refused(store, *words)
    assert order(store, 2, "N2", "2022-12-01")["lines"][0]["net_fen"] == 15_000 - 6_000
    assert pay(store, 2, "R2", "2022-12-02")["lines"][0]["set_off_fen"] == 6_000


def test_an_order_without_set_off_stands_again_after_the_release(store: Path) -> None:
    approved(store, case("H1", "10"), case("F1", "20", OTHER))
    money(store, "100")
    computed(store)
    publish(store)
    order(store, 1, "N1", "2022-11-10")
    hold(store)

    assert order(store, 1, "N1", "2022-11-10")["orders"][0]["lines"] == 1  # said again
    assert states(pay(store, 1, "R1", "2022-11-20")) == {"H1": "held", "F1": "paid"}
    release(store, "2022-12-01")
    assert states(pay(store, 1, "R2", "2022-12-02")) == {"H1": "paid", "F1": "paid"}


def test_a_hold_of_the_past_lists_what_was_paid_within_it_and_undoes_nothing(store: Path) -> None:
    approved(store, case("H1", "10"))
    money(store, "100")
    paid(store, computed(store)["batch"])

    answer = hold(store, first="2022-11-20")

    within = {"claim_no": "H1", "batch": 1, "receipt": "R-1", "on": "2022-11-20"}
    assert answer["holds"][0]["paid_within"] == [within | {"amount_fen": 1_000}]
    assert states(batch(store)) == {"H1": "paid"}
    statement = asked(store, "statement", USCC)
    assert (statement["paid_fen"], len(statement["holds"])) == (1_000, 1)
    text = subsidy("enterprise", "show", USCC, "--store", store, "--lang", "en").out
    assert "Paid within the hold by 法1: claim H1, batch 1, receipt R-1" in text
    asked(store, "batch", "fail", "1", "H1", "--reason", "x", *past("2022-11-25"))
    assert asked(store, "enterprise", "show", USCC)["holds"][0]["paid_within"] == []


def test_a_held_enterprise_files_and_is_decided_and_its_explanation_tells(store: Path) -> None:
    approved(store, case("H1", "10"))
    hold(store)
    approved(store, case("H2", "20"))

    claim = asked(store, "explain", "H2")
    assert claim["granted_fen"] == 2_000
    assert claim["holds"][0]["document"] == "法1"
    assert "held by 法1" in subsidy("explain", "H2", "--store", store, "--lang", "en").out
    assert asked(store, "totals")["granted_fen"] == 3_000


def test_a_look_at_the_past_tells_the_hold_as_known_then(store: Path) -> None:
    approved(store, case("H1", "10"))
    money(store, "100")
    computed(store)
    before = asked(store, "totals")["position"]
    hold(store)
    held = asked(store, "totals")["position"]
    release(store, "2022-02-01")

    known = [states(batch(store, 1, "--position", str(at)))["H1"] for at in (before, held)]
    assert known == ["free", "held"]
    assert states(batch(store)) == {"H1": "free"}
    ends = [
        asked(store, "statement", USCC, "--position", str(at))["holds"] for at in (before, held)
    ]
    assert [len(each) for each in ends] == [0, 1]
    assert ends[1][0]["last_day"] is None


def test_holds_are_refused_of_days_to_come_and_of_who_is_unknown(store: Path) -> None:
    submit(store, [case("H1", "10")])

    ahead = subsidy("hold", USCC, "--from", "2990-01-01", *FREEZE, "--store", store, "--json")
    assert ahead.json["code"] == "day-to-come"
    unknown = subsidy("hold", OTHER, "--from", "2022-01-01", *FREEZE, "--store", store, "--json")
    assert unknown.json["code"] == "enterprise-unknown"
    hold(store)
    words = ("release", USCC, "--on", "2990-01-01", "--document", "D")
    assert subsidy(*words, "--store", store, "--json").json["code"] == "day-to-come"
    assert hold(store)["events_appended"] == 0
    assert asked(store, "enterprise", "show", USCC)["holds"][0]["last_day"] is None


def test_the_statement_on_paper_tells_of_holds_and_checks(store: Path, tmp_path: Path) -> None:
    approved(store, case("H1", "10"), case("F1", "20", OTHER))
    money(store, "100")
    computed(store)
    publish(store)
    hold(store)
    for words in (("statement", USCC), ("notice", "1"), ("payments", "1")):
        out = tmp_path / f"{words[0]}.xlsx"
        asked(store, "paper", *words, "--out", str(out))
        asked(store, "paper", "check", str(out))
    csv = tmp_path / "statement.csv"
    asked(store, "paper", "statement", USCC, "--out", str(csv))
    assert "暂停拨付：法院冻结，2022-01-01 起至解除为止（法1）" in csv.read_text("utf-8-sig")
    release(store, "2022-02-01")
    assert asked(store, "paper", "check", str(csv))["genuine"]


def test_an_auditor_finds_nothing_wrong_with_holds(store: Path) -> None:
    owing(store)
    hold(store)
    release(store, "2022-12-01")
    order(store, 2, "N2", "2022-12-01")
    pay(store, 2, "R2", "2022-12-02")

    asked(store, "verify")
    asked(store, "reperform")
    asked(store, "rebuild")
    for subject in (USCC, "batch:2"):
        for language in ("zh", "en"):
            words = ("history", subject, "--store", store, "--lang", language)
            assert subsidy(*words).code == 0
