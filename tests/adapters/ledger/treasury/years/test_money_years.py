"""A budget over its years, as the bureau and finance see it, by the commands."""

from __future__ import annotations

from pathlib import Path

from tests.support.command import asked, subsidy
from tests.support.money_desk import (
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
    submit,
)


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
    asked(store, "recovery", "record", "P2", "--amount", "120000", *past("2022-12-01"),
          "--receipt", "B-1")  # fmt: skip
    approved(store, case("N1", "1960000", code(3)))
    computed(store)
    approved(store, case("U1", "4130000", code(4)))
    submit(store, [case("R1", "6900000", code(5))])

    line = figures(store)
    earlier = figures(store, "--as-of", "2022-09-30")

    assert line == {
        "title": "all",
        "measures": [],
        "appropriated_fen": 3_000_000_000,
        "supplemented_fen": 200_000_000,
        "transferred_fen": 0,
        "carried_in_fen": 0,
        "carried_out_fen": 0,
        "returned_fen": 0,
        "budget_fen": 3_200_000_000,
        "paid_fen": 1_825_000_000,
        "recovered_fen": 12_000_000,
        "approved_unpaid_fen": 413_000_000,
        "in_publicity_fen": 196_000_000,
        "held_fen": 0,
        "lapsed_fen": 0,
        "under_review_fen": 690_000_000,
        "committed_fen": 2_422_000_000,
        "available_fen": 778_000_000,
        "available_after_review_fen": 88_000_000,
        "execution_rate": "56.65",
    }
    assert earlier["budget_fen"] == 3_000_000_000
    assert figures(store, "--position", "8")["paid_fen"] == 0


def test_a_year_is_closed_and_what_is_left_goes_on(store: Path) -> None:
    approved(store, case("K1", "10"), case("K2", "20", OTHER))
    money(store, "100")
    money(store, "0.01", 2023)
    number = str(computed(store)["batch"])
    assert "batch-open" in refused(store, "budget", "carry-over", "2022", *CLOSED)
    paid(store, int(number))
    asked(store, "revoke", "K1", "--reason", "x", "--document", "F")

    asked(store, "budget", "carry-over", "2022", *CLOSED)
    asked(store, "recovery", "record", "K1", "--amount", "4", *past("2023-03-01"),
          "--receipt", "B")  # fmt: skip
    early = refused(store, "budget", "carry-over", "2022", *CLOSED)
    assert early.startswith("carry-over-before-movement: ")
    again = ("budget", "carry-over", "2022", "--document", "结转2号", "--on", "2023-03-01")
    asked(store, *again)
    asked(store, *again)

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


def test_a_claim_of_one_year_is_paid_from_the_money_of_the_next(store: Path) -> None:
    approved(store, case("Y1", "10"))
    before = asked(store, "remaining", USCC, "--year", "2022")["caps"]
    money(store, "100", 2023)

    paid(store, computed(store, year=2023)["batch"])

    assert figures(store, year=2023)["paid_fen"] == 1_000
    assert asked(store, "remaining", USCC, "--year", "2022")["caps"] == before


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

    answer = [
        subsidy(*words, "--store", store)
        for words in (
            ("batch", "compute", "--budget-year", "2022"),
            ("batch", "show", "1"),
            ("statement", USCC),
            ("statement", OTHER),
            ("revoke", "V2", "--reason", "x", "--document", "F"),
        )
    ]

    assert [ran.code for ran in answer] == [0] * 5
    for ran in answer[:2]:
        assert f"{USCC}  示例企业" in ran.out
        assert f"{OTHER}  乙公司" in ran.out
    assert answer[2].out.startswith(f"示例企业 {USCC} ")
    assert answer[3].out.startswith(f"乙公司 {OTHER} ")
    assert answer[4].out.startswith(f"乙公司 {OTHER} ")


def test_money_is_shown_as_it_stood(store: Path) -> None:
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


def test_a_batch_shows_its_line_as_it_is_called_by_now(store: Path) -> None:
    approved(store, case("N1", "10"))
    asked(store, "budget", "line", "2022", "cases", "--measures", "case-by-case")
    money(store, "50", line="cases")
    computed(store, "--line", "cases")
    before = asked(store, "totals")["position"]
    asked(store, "budget", "rename", "2022", "cases", "一事一议", "--document", "D")

    batch = asked(store, "batch", "show", "1")
    assert (batch["line"], batch["line_title"]) == ("cases", "一事一议")
    assert "一事一议" in subsidy("batch", "list", "--store", store).out
    then = asked(store, "batch", "show", "1", "--position", str(before))
    assert then["line_title"] == "cases"
