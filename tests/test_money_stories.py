"""Budgets, batches, payment and recovery as the bureau and finance meet them, by the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.command import asked, subsidy
from tests.money_desk import (
    CASHIER,
    OFFICER,
    OTHER,
    USCC,
    approved,
    case,
    code,
    computed,
    money,
    paid,
    refused,
    states,
    submit,
)

MOVE = ("budget", "appropriate", "2022", "--document", "D", "--on", "2022-01-01")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def figures(store: Path, *words: str, year: int = 2022, line: str = "all") -> dict[str, Any]:
    told = asked(store, "budget", "show", str(year), *words)["lines"][line]
    assert isinstance(told, dict)
    return told


def test_the_budget_of_a_year_as_finance_sees_it(store: Path) -> None:
    approved(
        store,
        case("P1", "18050000", code(1)),
        case("P2", "200000", code(2)),
    )
    money(store, "30000000")
    asked(store, "budget", "supplement", "2022", "--line", "all", "--amount", "2000000",
          "--document", "S-1", "--on", "2022-10-15")  # fmt: skip
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "P2", "--reason", "a finding", "--document", "F-1")
    asked(store, "recovery", "record", "P2", "--amount", "120000", "--on", "2022-12-01",
          "--receipt", "B-1")  # fmt: skip
    approved(store, case("N1", "1960000", code(3)))
    computed(store)
    approved(store, case("U1", "4130000", code(4)))
    submit(store, [case("R1", "6900000", code(5))])

    told = figures(store)
    earlier = figures(store, "--as-of", "2022-09-30")

    assert told == {
        "appropriated_fen": 3_000_000_000,
        "supplemented_fen": 200_000_000,
        "transferred_fen": 0,
        "carried_in_fen": 0,
        "returned_fen": 0,
        "budget_fen": 3_200_000_000,
        "paid_fen": 1_825_000_000,
        "recovered_fen": 12_000_000,
        "approved_unpaid_fen": 413_000_000,
        "in_publicity_fen": 196_000_000,
        "under_review_fen": 690_000_000,
        "committed_fen": 2_422_000_000,
        "available_fen": 778_000_000,
        "available_after_review_fen": 88_000_000,
        "execution_rate": "56.66",
    }
    assert earlier["budget_fen"] == 3_000_000_000
    assert figures(store, "--position", "8")["paid_fen"] == 0


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


def test_what_was_paid_and_revoked_is_repaid_and_set_off(store: Path) -> None:
    approved(store, case("OLD", "200000"))
    money(store, "1000000")
    paid(store, computed(store)["batch"])
    owing = asked(store, "revoke", "OLD", "--reason", "a finding", "--document", "F-1")
    asked(store, "recovery", "record", "OLD", "--amount", "120000", "--on", "2022-12-01",
          "--receipt", "B-1")  # fmt: skip
    approved(store, case("NEW", "146000"))

    batch = paid(store, computed(store)["batch"])

    told = asked(store, "statement", USCC)
    assert owing["owed_back_fen"] == 20_000_000
    (line,) = batch["lines"]
    assert (line["allotted_fen"], line["set_off_fen"], line["transferred_fen"]) == (
        14_600_000,
        8_000_000,
        6_600_000,
    )
    assert [(one["what"], one["claim_no"], one["amount_fen"]) for one in told["entries"]] == [
        ("granted", "OLD", 20_000_000),
        ("paid", "OLD", -20_000_000),
        ("revoked", "OLD", -20_000_000),
        ("recovered", "OLD", 12_000_000),
        ("granted", "NEW", 14_600_000),
        ("paid", "NEW", -14_600_000),
        ("set-off", "OLD", 8_000_000),
    ]
    assert told["entries"][-1]["balance_fen"] == 0
    assert {name: told[name] for name in told if name.endswith("_fen")} == {
        "granted_fen": 14_600_000,
        "paid_fen": 34_600_000,
        "recovered_fen": 20_000_000,
        "owed_to_enterprise_fen": 0,
        "owed_back_fen": 0,
    }
    spent = figures(store)
    assert (spent["paid_fen"], spent["recovered_fen"]) == (34_600_000, 20_000_000)


def test_nothing_is_repaid_before_it_was_paid(store: Path) -> None:
    approved(store, case("OLD", "200"))
    money(store, "1000")
    paid(store, computed(store)["batch"], on="2022-11-20")
    asked(store, "revoke", "OLD", "--reason", "a finding", "--document", "F-1")
    repaid = ("recovery", "record", "OLD", "--amount", "120", "--receipt", "B-1", "--on")

    said = refused(store, *repaid, "2022-11-19")
    same_day = asked(store, *repaid, "2022-11-20")

    assert said.startswith("repaid-before-paid: ")
    assert "2022-11-20" in said
    assert same_day["recovered_fen"] == 12_000


def test_a_grant_lowered_within_what_lapsed_shows_both_in_the_statement(store: Path) -> None:
    trademark = {"registration_no": "T", "country": "US", "fee": "20000", "self_export": True}
    approved(store, case("T1", "0") | {"kind": "trademark", "facts": trademark})
    money(store, "4000")
    paid(store, computed(store, "--shortage", "pro-rata", "--remainder", "lapse")["batch"])
    asked(store, "policy", "amend", "--set", "measures.overseas-trademark.rate=40%",
          "--first-day", "2022-01-01", "--last-day", "2024-12-31", "--announced-on",
          "2022-09-01", "--document", "V-2")  # fmt: skip
    asked(store, "reassess")

    told = asked(store, "statement", USCC)

    assert [(one["what"], one["amount_fen"], one["balance_fen"]) for one in told["entries"]] == [
        ("granted", 1_000_000, 1_000_000),
        ("lapsed", -600_000, 400_000),
        ("paid", -400_000, 0),
        ("reassessed", -200_000, -200_000),
        ("lapsed", 200_000, 0),
    ]
    assert (told["granted_fen"], told["paid_fen"]) == (800_000, 400_000)


def test_a_payment_that_failed_is_undone_whole_and_touches_no_cap(store: Path) -> None:
    approved(store, case("OLD", "200000"))
    money(store, "1000000")
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "OLD", "--reason", "a finding", "--document", "F-1")
    approved(store, case("NEW", "146000"))
    batch = paid(store, computed(store)["batch"])
    caps = asked(store, "remaining", USCC, "--year", "2022")["caps"]

    failed = asked(store, "batch", "fail", str(batch["batch"]), "NEW", "--reason", "no account")
    again = asked(store, "batch", "fail", str(batch["batch"]), "NEW", "--reason", "no account")

    told, spent = asked(store, "statement", USCC), figures(store)
    assert states(failed) == {"NEW": "failed"}
    assert failed == again
    assert (told["owed_to_enterprise_fen"], told["owed_back_fen"]) == (14_600_000, 20_000_000)
    assert (spent["paid_fen"], spent["recovered_fen"]) == (20_000_000, 0)
    assert spent["approved_unpaid_fen"] == 14_600_000
    assert asked(store, "remaining", USCC, "--year", "2022")["caps"] == caps
    assert states(computed(store)) == {"NEW": "free"}


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

    said = refused(store, "batch", "publish", number, "--on", "2022-11-01")

    assert said.startswith("nothing-to-publish: ")


def test_shares_rounded_down_leave_the_rest_with_the_money(store: Path) -> None:
    approved(store, *(case(f"R{n}", a, code(n)) for n, a in enumerate(("100", "200", "3"))))
    money(store, "100")

    batch = computed(
        store, "--shortage", "pro-rata", "--round-down-to", "yuan", "--at-least", "5",
        "--remainder", "lapse", "--document", "B-1",
    )  # fmt: skip

    assert [line["allotted_fen"] for line in batch["lines"]] == [3_300, 6_600, 0]
    assert states(batch)["R2"] == "waiting"
    told = figures(store)
    assert (told["in_publicity_fen"], told["approved_unpaid_fen"]) == (9_900, 0)
    assert refused(store, "batch", "compute", "--budget-year", "2022").startswith("nothing-unpaid")


@pytest.mark.parametrize("remainder", ["owed", "lapse"])
def test_what_rounding_leaves_and_what_became_of_the_unpaid_is_printed(
    remainder: str, store: Path
) -> None:
    approved(store, *(case(f"R{n}", a, code(n)) for n, a in enumerate(("100", "200", "3"))))
    money(store, "100")

    words = ("--shortage", "pro-rata", "--round-down-to", "yuan", "--at-least", "5")
    told = subsidy("batch", "compute", "--budget-year", "2022", *words, "--remainder", remainder,
                   "--store", store, "--lang", "en")  # fmt: skip
    shown = subsidy("batch", "show", "1", "--store", store, "--lang", "en", "--json")
    history = subsidy("history", "batch:1", "--store", store, "--lang", "en")

    left = "204.00 of the claims " + ("lapsed" if remainder == "lapse" else "stays owed")
    said = f"money of the line 100.00, allotted 99.00, still available 1.00; {left}"
    assert said in told.out
    assert said in shown.err
    assert set(shown.json) == {
        "batch", "budget_year", "line", "state", "publicity_ends", "total_fen", "lines",
    }  # fmt: skip
    assert ("remainder lapses" if remainder == "lapse" else "remainder stays owed") in history.out
    assert ("204.00 lapsed" if remainder == "lapse" else "204.00 stays owed") in history.out


def test_one_line_is_held_while_the_others_are_paid(store: Path) -> None:
    approved(store, case("H1", "10"), case("H2", "20", OTHER), case("H3", "30", code(1)))
    money(store, "100")
    number = str(computed(store)["batch"])
    asked(store, "batch", "publish", number, "--on", "2022-11-01", "--days", "7")
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
    (revoked,) = (one for one in asked(store, "claims") if one["claim_no"] == "H1")
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
        store, "batch", "pay", number, "--on", "2022-11-20", "--receipt", "R"
    )
    told = asked(store, "batch", "publish", number, "--on", "2022-11-01", "--days", "7")

    early = refused(store, "batch", "pay", number, "--on", "2022-11-07", "--receipt", "R", *CASHIER)
    same = refused(store, "batch", "pay", number, "--on", "2022-11-08", "--receipt", "R", *OFFICER)
    asked(store, "store", "prepare", "--separate-logins")
    login = refused(store, "batch", "pay", number, "--on", "2022-11-08", "--receipt", "R", *CASHIER)

    assert told["publicity_ends"] == "2022-11-07"
    assert early.startswith("notice-not-over: ")
    assert "2022-11-07" in early
    assert same.startswith("approver-cannot-pay: ")
    assert login.startswith("approver-cannot-pay: ")
    assert "officer" in login
    assert "cashier" in login


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
    asked(store, "batch", "publish", number, "--on", "2022-11-01")
    pay = ("batch", "pay", number, "--on", "2022-11-20", "--receipt", "R", "--by")

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

    before, told = asked(store, "batch", "show", str(number)), figures(store)
    after = paid(store, number)

    assert (before["total_fen"], told["in_publicity_fen"]) == (800_000, 800_000)
    assert told["approved_unpaid_fen"] == 400_000
    assert [line["transferred_fen"] for line in after["lines"]] == [800_000]
    (waiting,) = computed(store)["lines"]
    assert waiting["owed_fen"] == 400_000


def test_a_year_is_closed_and_what_is_left_goes_on(store: Path) -> None:
    approved(store, case("K1", "10"), case("K2", "20", OTHER))
    money(store, "100")
    money(store, "0.01", 2023)
    number = str(computed(store)["batch"])
    assert "batch-open" in refused(store, "budget", "carry-over", "2022")
    paid(store, int(number))
    asked(store, "revoke", "K1", "--reason", "x", "--document", "F")

    asked(store, "budget", "carry-over", "2022")
    asked(store, "recovery", "record", "K1", "--amount", "4", "--on", "2023-03-01",
          "--receipt", "B")  # fmt: skip
    asked(store, "budget", "carry-over", "2022")
    asked(store, "budget", "carry-over", "2022")

    old, new = figures(store), figures(store, year=2023)
    assert (old["carried_in_fen"], old["available_fen"]) == (-7_400, 0)
    assert new["budget_fen"] == 7_401
    assert figures(store, "--as-of", "2023-02-01", year=2023)["budget_fen"] == 7_001
    assert "budget-closed" in refused(store, "batch", "compute", "--budget-year", "2022")
    failed = asked(store, "batch", "fail", number, "K2", "--reason", "account")
    assert states(failed)["K2"] == "failed"
    assert figures(store, year=2023)["approved_unpaid_fen"] == 2_000


def test_lines_hold_measures_and_all_holds_the_rest(store: Path) -> None:
    approved(store, case("L1", "10"), case("L2", "20", OTHER, kind="aeo", facts={}))
    asked(store, "budget", "line", "2022", "aeo", "--measures", "aeo-advanced")
    money(store, "300000", line="aeo", document="A")
    money(store, "50")

    batch = computed(store, "--line", "aeo")
    asked(store, "budget", "transfer", "2022", "--from", "aeo", "--to", "all", "--amount", "1000",
          "--document", "T", "--on", "2022-11-01")  # fmt: skip
    short = refused(store, "budget", "return", "2022", "--line", "aeo", "--amount", "99000.01",
                    "--document", "X", "--on", "2022-11-01")  # fmt: skip

    assert states(batch) == {"L2": "free"}
    assert figures(store)["transferred_fen"] == 100_000
    assert figures(store, line="aeo")["transferred_fen"] == -100_000
    assert figures(store)["approved_unpaid_fen"] == 1_000
    assert short.startswith("budget-short: ")
    assert "99,000.00" in short
    assert states(computed(store)) == {"L1": "free"}


def test_a_claim_ever_in_a_batch_is_not_withdrawn(store: Path) -> None:
    approved(
        store, *(case(f"W{n}", a, code(n)) for n, a in enumerate(("10", "20", "10", "90", "5")))
    )
    money(store, "100")
    number = str(computed(store)["batch"])
    asked(store, "revoke", "W2", "--reason", "x", "--document", "F")
    paid(store, int(number))
    asked(store, "batch", "fail", number, "W1", "--reason", "account")
    approved(store, case("W5", "7", code(5)))

    said = {f"W{n}": refused(store, "withdraw", f"W{n}", "--reason", "x") for n in range(5)}
    outside = asked(store, "withdraw", "W5", "--reason", "x")

    assert {no: told.split(":")[0] for no, told in said.items()} == {
        "W0": "claim-in-batch",  # paid
        "W1": "claim-in-batch",  # failed
        "W2": "claim-revoked",
        "W3": "claim-in-batch",  # waiting
        "W4": "claim-in-batch",
    }
    assert outside["status"] == "withdrawn"


def test_a_claim_whose_grant_lapsed_whole_is_not_withdrawn(store: Path) -> None:
    approved(store, case("Z1", "100"), case("Z2", "1", OTHER))
    money(store, "50")
    computed(store, "--shortage", "pro-rata", "--at-least", "10", "--remainder", "lapse")

    assert refused(store, "withdraw", "Z2", "--reason", "x").startswith("claim-in-batch: ")


def test_a_claim_of_one_year_is_paid_from_the_money_of_the_next(store: Path) -> None:
    approved(store, case("Y1", "10"))
    before = asked(store, "remaining", USCC, "--year", "2022")["caps"]
    money(store, "100", 2023)

    paid(store, computed(store, year=2023)["batch"])

    assert figures(store, year=2023)["paid_fen"] == 1_000
    assert asked(store, "remaining", USCC, "--year", "2022")["caps"] == before


def test_every_request_about_money_said_again_records_nothing(store: Path) -> None:
    approved(store, case("I1", "10"), case("I2", "20", OTHER), case("I3", "30", code(1)))
    line = ("--line", "all", "--document", "D", "--on", "2022-01-01")
    requests: list[tuple[str, ...]] = [
        ("budget", "line", "2022", "L", "--measures", "aeo-advanced"),
        ("budget", "appropriate", "2022", "--amount", "100", *line),
        ("budget", "supplement", "2022", "--amount", "9", *line[:3], "D-2", *line[4:]),
        ("budget", "return", "2022", "--amount", "9", *line[:3], "D-3", *line[4:]),
        ("budget", "transfer", "2022", "--from", "all", "--to", "L", "--amount", "1",
         "--document", "D", "--on", "2022-01-01"),
        ("batch", "compute", "--budget-year", "2022", "--document", "D"),
        ("batch", "publish", "1", "--on", "2022-11-01"),
        ("batch", "object", "1", "I1", "--reason", "x"),
        ("batch", "resolve", "1", "I1", "--dismiss", "--document", "D"),
        ("batch", "pay", "1", "--on", "2022-11-20", "--receipt", "R"),
        ("batch", "fail", "1", "I2", "--reason", "x"),
        ("revoke", "I3", "--reason", "x", "--document", "D"),
        ("recovery", "record", "I3", "--amount", "30", "--on", "2022-12-01", "--receipt", "R"),
        ("store", "prepare", "--separate-logins"),
    ]  # fmt: skip
    first = [asked(store, *request, *CASHIER) for request in requests]
    end = asked(store, "totals")["position"]

    again = [asked(store, *request, "--by", "other") for request in requests]

    assert asked(store, "totals")["position"] == end
    assert again[-1] == first[-1]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (
            (*MOVE, "--amount", "9"),
            (*MOVE, "--amount", "8"),
        ),
        (
            (*MOVE, "--amount", "9"),
            ("budget", "supplement", *MOVE[2:], "--amount", "9"),
        ),
        (
            ("budget", "line", "2022", "L", "--measures", "aeo-advanced"),
            ("budget", "line", "2022", "L", "--measures", "case-by-case"),
        ),
        (
            ("batch", "compute", "--budget-year", "2022", "--document", "D"),
            ("batch", "compute", "--budget-year", "2023", "--document", "D"),
        ),
        (
            ("batch", "publish", "1", "--on", "2022-11-01"),
            ("batch", "publish", "1", "--on", "2022-11-02"),
        ),
        (
            ("batch", "object", "1", "I1", "--reason", "x"),
            ("batch", "object", "1", "I1", "--reason", "y"),
        ),
        (
            ("revoke", "I1", "--reason", "x", "--document", "D"),
            ("revoke", "I1", "--reason", "x", "--document", "E"),
        ),
    ],
)  # fmt: skip
def test_a_request_about_money_with_other_content_conflicts(
    first: tuple[str, ...], then: tuple[str, ...], store: Path
) -> None:
    approved(store, case("I1", "10"))
    money(store, "100")
    computed(store)
    if first[1] == "compute":
        approved(store, case("I2", "10"))
    asked(store, *first)

    assert refused(store, *then).startswith("request-conflicts: ")


def test_a_conflict_about_a_line_quotes_what_was_recorded(store: Path) -> None:
    approved(store, case("I1", "10"), case("I2", "20", OTHER))
    money(store, "100")
    number = str(computed(store)["batch"])
    asked(store, "batch", "object", number, "I1", "--reason", "the first words")
    asked(store, "batch", "resolve", number, "I1", "--dismiss", "--document", "O-7")
    paid(store, int(number))
    asked(store, "batch", "fail", number, "I2", "--reason", "no such account")

    objected = refused(store, "batch", "object", number, "I1", "--reason", "others")
    resolved = refused(store, "batch", "resolve", number, "I1", "--uphold", "--document", "O-8")
    failed = refused(store, "batch", "fail", number, "I2", "--reason", "others")

    for said, quoted, remedy in (
        (objected, "“the first words”", "`subsidy batch resolve`"),
        (resolved, "dismissed by O-7", "`subsidy revoke`"),
        (failed, "“no such account”", "`subsidy batch compute`"),
    ):
        assert said.startswith("request-conflicts: ")
        assert quoted in said
        assert remedy in said


def test_tables_come_in_both_languages(store: Path) -> None:
    approved(store, case("V1", "10"))
    money(store, "100")
    paid(store, computed(store)["batch"])

    for words in (("budget", "show", "2022"), ("batch", "show", "1"), ("batch", "list"),
                  ("statement", USCC), ("history", "V1"), ("history", "budget:2022"),
                  ("history", "batch:1")):  # fmt: skip
        zh, en = (
            subsidy(*words, "--store", store),
            subsidy(*words, "--store", store, "--lang", "en"),
        )
        assert (zh.code, en.code) == (0, 0), zh.err + en.err
        assert "10.00" in zh.out
        assert zh.out != en.out


def test_people_see_enterprises_by_name_beside_their_codes(store: Path) -> None:
    approved(store, case("V1", "10"), case("V2", "20", OTHER))
    money(store, "100")
    asked(store, "enterprise", "register", OTHER, "--name", "乙公司")

    told = [
        subsidy(*words, "--store", store)
        for words in (
            ("batch", "compute", "--budget-year", "2022"),
            ("batch", "show", "1"),
            ("statement", USCC),
            ("statement", OTHER),
            ("revoke", "V2", "--reason", "x", "--document", "F"),
        )
    ]

    assert [ran.code for ran in told] == [0] * 5
    for ran in told[:2]:
        assert f"{USCC}  示例企业" in ran.out
        assert f"{OTHER}  乙公司" in ran.out
    assert told[2].out.startswith(f"示例企业 {USCC} ")
    assert told[3].out.startswith(f"乙公司 {OTHER} ")
    assert told[4].out.startswith(f"乙公司 {OTHER} ")


def test_money_is_told_as_it_stood(store: Path) -> None:
    approved(store, case("M1", "10"))
    money(store, "100")
    computed(store)
    end = str(asked(store, "totals")["position"])
    before = [
        asked(store, *words)
        for words in (("budget", "show", "2022"), ("batch", "show", "1"), ("statement", USCC))
    ]
    paid(store, 1)
    asked(store, "revoke", "M1", "--reason", "x", "--document", "F")

    then = [
        asked(store, *words, "--position", end)
        for words in (("budget", "show", "2022"), ("batch", "show", "1"), ("statement", USCC))
    ]

    assert then == before
    assert asked(store, "batch", "list", "--known-at", "2000-01-01") == []
    assert asked(store, "reperform")["disagreements"] == []
    earlier = subsidy("budget", "show", "2022", "--known-at", "2000-01-01", "--store", store)
    assert (earlier.code, earlier.err.split(":")[0]) == (1, "budget-unknown")


def test_a_claim_revoked_frees_its_caps_and_stays_out_of_every_reassessment(store: Path) -> None:
    facts = {"registration_no": "T", "country": "US", "fee": "60000", "self_export": True}
    trademarks = [case(no, "0", kind="trademark", facts=facts) for no in ("X1", "X2")]
    approved(store, *trademarks)

    asked(store, "revoke", "X1", "--reason", "forged", "--document", "F")
    changes = asked(store, "reassess")["changes"]

    assert changes == [{"claim_no": "X2", "before_fen": 0, "after_fen": 3_000_000}]
    types = [event["type"] for event in asked(store, "history", "X1")]
    assert types[-2:] == ["claim-revoked", "cap-lifted"]
    assert asked(store, "explain", "X1")["granted_fen"] == 0
    assert [one["claim_no"] for one in asked(store, "claims", "--status", "rejected")] == ["X1"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("batch show 9", "batch-unknown"),
        ("batch pay 9 --on 2022-01-01 --receipt R", "batch-unknown"),
        ("batch object 1 E9 --reason x", "claim-not-in-batch"),
        ("batch resolve 1 E1 --dismiss --document D", "no-objection"),
        ("batch fail 1 E1 --reason x", "line-not-paid"),
        ("batch compute --budget-year 2022 --line L", "budget-line-unknown"),
        ("batch compute --budget-year 2030", "budget-unknown"),
        ("budget show 2030", "budget-unknown"),
        ("history batch:99", "batch-unknown"),
        ("history budget:2021", "budget-unknown"),
        ("history batch:1 --known-at 2000-01-01", "batch-unknown"),
        ("budget carry-over 2030", "budget-unknown"),
        ("budget carry-over 2999", "no-next-year"),
        ("batch publish 1 --on 2999-12-31 --days 7", "notice-too-late"),
        ("batch publish 1 --on 2999-12-31 --days 1", "notice-too-late"),
        ("budget line 2022 all --measures aeo-advanced", "budget-line-all"),
        ("budget line 2022 L --measures nonsense", "measure-unknown"),
        ("revoke E2 --reason x --document D", "claim-not-decided"),
        ("recovery record E1 --amount 1 --on 2022-01-01 --receipt R", "nothing-owed-back"),
        ("recovery record E9 --amount 1 --on 2022-01-01 --receipt R", "claim-unknown"),
        ("statement 91330382MA0001018G", "enterprise-unknown"),
        ("statement 913", "bad-uscc"),
    ],
)
def test_money_says_no_in_both_languages(words: str, code: str, store: Path) -> None:
    approved(store, case("E1", "10"))
    submit(store, [case("E2", "10")])
    money(store, "100")
    money(store, "100", 2999)
    computed(store)
    before = asked(store, "totals")["position"]

    zh, en = (subsidy(*words.split(), "--store", store, "--lang", lang) for lang in ("zh", "en"))

    for ran in (zh, en):
        assert ran.code == 1
        assert ran.err.startswith(f"{code}: ")
        assert "{" not in ran.err
    assert zh.err != en.err
    assert asked(store, "totals")["position"] == before


@pytest.mark.parametrize(
    "words",
    [
        "budget appropriate 2022 --amount 0 --document D --on 2022-01-01",
        "batch compute --budget-year 2022 --remainder lapse",
        "batch publish 1 --on 2022-01-01 --days 0",
        "batch resolve 1 C --document D",
        "batch publish 1 --on 9999-12-31",
        "batch publish 1 --on 1899-12-31",
        "budget carry-over 3000",
    ],
)
def test_misuse_about_money_is_told(words: str, store: Path) -> None:
    assert subsidy(*words.split(), "--store", store).code == 2


def test_a_set_off_undone_is_drawn_back_from_the_year_it_was_carried_to(store: Path) -> None:
    approved(store, case("D1", "10"))
    money(store, "10")
    money(store, "50", 2023)
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "D1", "--reason", "x", "--document", "F")
    approved(store, case("D2", "15"))
    number = computed(store, year=2023)["batch"]
    paid(store, number)
    asked(store, "budget", "carry-over", "2022")
    carried = figures(store, year=2023)

    asked(store, "batch", "fail", str(number), "D2", "--reason", "account")

    old, new = figures(store), figures(store, year=2023)
    assert (carried["carried_in_fen"], carried["available_fen"]) == (1_000, 4_500)
    assert (old["recovered_fen"], old["carried_in_fen"], old["available_fen"]) == (0, 0, 0)
    assert (new["carried_in_fen"], new["paid_fen"], new["approved_unpaid_fen"]) == (0, 0, 1_500)


def test_a_set_off_whose_money_has_gone_elsewhere_is_not_undone(store: Path) -> None:
    approved(store, case("G1", "10"))
    money(store, "10")
    asked(store, "budget", "line", "2022", "aeo", "--measures", "aeo-advanced")
    money(store, "300000", line="aeo", document="B")
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "G1", "--reason", "x", "--document", "F")
    approved(store, case("G2", "0", kind="aeo", facts={}))
    number = str(computed(store, "--line", "aeo")["batch"])
    paid(store, int(number))
    asked(store, "budget", "return", "2022", "--amount", "10", "--document", "T",
          "--on", "2022-12-01")  # fmt: skip

    said = refused(store, "batch", "fail", number, "G2", "--reason", "account")
    asked(store, "budget", "supplement", "2022", "--amount", "10", "--document", "U",
          "--on", "2022-12-02")  # fmt: skip
    failed = asked(store, "batch", "fail", number, "G2", "--reason", "account")

    assert said.startswith("money-spent-since: ")
    assert states(failed) == {"G2": "failed"}
    assert figures(store)["available_fen"] == 0
