"""Money repaid, set off, failed or lapsed, by the commands."""

from __future__ import annotations

from pathlib import Path

from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    CLOSED,
    OTHER,
    PAST,
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


def test_what_was_paid_and_revoked_is_repaid_and_set_off(store: Path) -> None:
    approved(store, case("OLD", "200000"))
    money(store, "1000000")
    paid(store, computed(store)["batch"])
    owing = asked(store, "revoke", "OLD", "--reason", "a finding", "--document", "F-1")
    asked(store, "recovery", "record", "OLD", "--amount", "120000", *past("2022-12-01"),
          "--receipt", "B-1")  # fmt: skip
    approved(store, case("NEW", "146000"))

    batch = paid(store, computed(store)["batch"])

    answer = asked(store, "statement", USCC)
    assert owing["owed_back_fen"] == 20_000_000
    (line,) = batch["lines"]
    assert (line["allotted_fen"], line["set_off_fen"], line["transferred_fen"]) == (
        14_600_000,
        8_000_000,
        6_600_000,
    )
    assert [
        (entry["what"], entry["claim_no"], entry["amount_fen"]) for entry in answer["entries"]
    ] == [
        ("granted", "OLD", 20_000_000),
        ("paid", "OLD", -20_000_000),
        ("revoked", "OLD", -20_000_000),
        ("recovered", "OLD", 12_000_000),
        ("granted", "NEW", 14_600_000),
        ("paid", "NEW", -14_600_000),
        ("set-off", "OLD", 8_000_000),
    ]
    assert answer["entries"][-1]["balance_fen"] == 0
    assert {name: answer[name] for name in answer if name.endswith("_fen")} == {
        "granted_fen": 14_600_000,
        "paid_fen": 34_600_000,
        "recovered_fen": 20_000_000,
        "lapsed_fen": 0,
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
    repaid = ("recovery", "record", "OLD", "--amount", "120", "--receipt", "B-1", *PAST, "--on")

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

    answer = asked(store, "statement", USCC)

    assert [
        (entry["what"], entry["amount_fen"], entry["balance_fen"]) for entry in answer["entries"]
    ] == [
        ("granted", 1_000_000, 1_000_000),
        ("paid", -400_000, 600_000),
        ("lapsed", -600_000, 0),
        ("reassessed", -200_000, -200_000),
        ("lapsed", 200_000, 0),
    ]
    assert (answer["granted_fen"], answer["paid_fen"]) == (800_000, 400_000)


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

    answer, spent = asked(store, "statement", USCC), figures(store)
    assert states(failed) == {"NEW": "failed"}
    assert failed == again
    assert (answer["owed_to_enterprise_fen"], answer["owed_back_fen"]) == (14_600_000, 20_000_000)
    assert (spent["paid_fen"], spent["recovered_fen"]) == (20_000_000, 0)
    assert spent["approved_unpaid_fen"] == 14_600_000
    assert asked(store, "remaining", USCC, "--year", "2022")["caps"] == caps
    assert states(computed(store)) == {"NEW": "free"}


def test_a_claim_is_withdrawn_unless_a_batch_holds_it_or_paid_it(store: Path) -> None:
    approved(
        store, *(case(f"W{n}", a, code(n)) for n, a in enumerate(("10", "20", "10", "90", "5")))
    )
    money(store, "100")
    number = str(computed(store)["batch"])
    asked(store, "revoke", "W2", "--reason", "x", "--document", "F")
    paid(store, int(number))
    asked(store, "batch", "fail", number, "W1", "--reason", "account")
    approved(store, case("W5", "7", code(5)))

    money(store, "95", 2023)
    second = str(computed(store, "--until", "2999-12-31", year=2023)["batch"])
    asked(store, "batch", "cancel", second, "--reason", "wrong year")
    money(store, "20", 2024)
    computed(store, year=2024)

    said = {n: refused(store, "withdraw", f"W{n}", "--reason", "x") for n in (0, 1, 2)}
    outside = [asked(store, "withdraw", f"W{n}", "--reason", "x") for n in (3, 4, 5)]

    assert {no: message.split(":")[0] for no, message in said.items()} == {
        0: "claim-in-batch",  # paid
        1: "claim-in-batch",  # failed, and in a batch again
        2: "claim-revoked",
    }
    assert {claim["status"] for claim in outside} == {"withdrawn"}  # waiting; in no batch
    assert states(asked(store, "batch", "show", number))["W3"] == "failed"


def test_a_claim_whose_grant_lapsed_whole_is_not_withdrawn(store: Path) -> None:
    approved(store, case("Z1", "100"), case("Z2", "1", OTHER))
    money(store, "50")
    computed(store, "--shortage", "pro-rata", "--at-least", "10", "--remainder", "lapse")

    assert refused(store, "withdraw", "Z2", "--reason", "x").startswith("claim-in-batch: ")


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
    assert [claim["claim_no"] for claim in asked(store, "claims", "--status", "rejected")] == ["X1"]


def test_a_set_off_undone_is_drawn_back_from_the_year_it_was_carried_to(store: Path) -> None:
    approved(store, case("D1", "10"))
    money(store, "10")
    money(store, "50", 2023)
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "D1", "--reason", "x", "--document", "F")
    approved(store, case("D2", "15"))
    number = computed(store, year=2023)["batch"]
    paid(store, number)
    asked(store, "budget", "carry-over", "2022", *CLOSED)
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


def test_a_payment_fails_though_the_debt_that_it_settled_is_owed_again_in_another_batch(
    store: Path,
) -> None:
    approved(store, case("OLD", "10"))
    money(store, "10")
    money(store, "15", 2023)
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "OLD", "--reason", "x", "--document", "F")
    approved(store, case("NEW", "15"))
    number = computed(store, year=2023)["batch"]
    paid(store, number)  # 5 are sent, 10 repay OLD
    asked(store, "reopen", "OLD", "--document", "G", "--kind", "court", "--reason", "y")
    again = computed(store)["batch"]  # of what NEW repaid

    asked(store, "batch", "fail", str(number), "NEW", "--reason", "account")

    (line,) = asked(store, "batch", "show", str(again))["lines"]
    old, new = figures(store), figures(store, year=2023)
    assert (line["state"], line["allotted_fen"]) == ("failed", 0)  # OLD has its 10 from before
    assert (old["paid_fen"], old["recovered_fen"], old["available_fen"]) == (1_000, 0, 0)
    assert (new["paid_fen"], new["approved_unpaid_fen"], new["available_fen"]) == (0, 1_500, 0)
    statement = asked(store, "statement", USCC)
    assert (statement["owed_to_enterprise_fen"], statement["owed_back_fen"]) == (1_500, 0)


def test_a_line_shown_after_an_objection_is_that_of_its_claim(store: Path) -> None:
    approved(store, case("A", "100"), case("B", "100", OTHER), case("C", "100", OTHER))
    money(store, "300")
    computed(store)
    asked(store, "batch", "publish", "1", *past("2022-11-01"))

    held = subsidy("batch", "object", "1", "C", "--reason", "x", "--store", store)

    lines = [line.split()[0] for line in held.out.splitlines() if "示例企业" in line]
    assert lines == ["C"]  # of all: how many are in which state
    assert "全批共 3 笔：可拨付 2、异议中 1" in held.out
