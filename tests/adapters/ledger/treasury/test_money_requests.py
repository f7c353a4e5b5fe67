"""Requests about money said again, with other content, refused or misused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    CASHIER,
    MOVE,
    OTHER,
    approved,
    case,
    code,
    computed,
    money,
    paid,
    past,
    refused,
    submit,
)


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
        ("batch", "publish", "1", *past("2022-11-01")),
        ("batch", "object", "1", "I1", "--reason", "x"),
        ("batch", "resolve", "1", "I1", "--dismiss", "--document", "D"),
        ("batch", "pay", "1", *past("2022-11-20"), "--receipt", "R"),
        ("batch", "fail", "1", "I2", "--reason", "x"),
        ("revoke", "I3", "--reason", "x", "--document", "D"),
        ("recovery", "record", "I3", "--amount", "30", *past("2022-12-01"), "--receipt", "R"),
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
            ("batch", "publish", "1", *past("2022-11-01")),
            ("batch", "publish", "1", *past("2022-11-02")),
        ),
        (
            ("batch", "object", "1", "I1", "--reason", "x"),
            ("batch", "object", "1", "I1", "--reason", "y", "--objection", "1"),
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

    words = ("--reason", "others", "--objection", "1")
    objected = refused(store, "batch", "object", number, "I1", *words)
    resolved = refused(store, "batch", "resolve", number, "I1", "--uphold", "--document", "O-8")
    failed = refused(store, "batch", "fail", number, "I2", "--reason", "others")

    for said, quoted, remedy in (
        (objected, "“the first words”", "Leave the number out"),
        (resolved, "dismissed by O-7", "`subsidy revoke`"),
        (failed, "“no such account”", "`subsidy batch compute`"),
    ):
        assert said.startswith("request-conflicts: ")
        assert quoted in said
        assert remedy in said


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
        ("budget carry-over 2030 --document D --on 2026-01-01", "budget-unknown"),
        ("budget carry-over 2999 --document D --on 2026-01-01", "no-next-year"),
        ("batch publish 1 --on 2999-12-31 --days 7", "day-to-come"),
        ("batch publish 1 --on 2020-01-01 --days 1", "day-before-ground"),
        ("budget supplement 2022 --amount 1 --document D --on 2020-12-31", "day-outside-year"),
        ("budget line 2022 all --measures aeo-advanced", "budget-line-all"),
        ("budget line 2022 L --measures nonsense", "measure-unknown"),
        ("budget rename 2022 L M --document D", "budget-line-unknown"),
        ("budget regroup 2022 all --measures aeo-advanced --document D", "budget-line-all"),
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
        "budget carry-over 3000 --document D --on 2026-01-01",
    ],
)
def test_misuse_about_money_is_refused_with_its_reason(words: str, store: Path) -> None:
    assert subsidy(*words.split(), "--store", store).code == 2


def test_what_was_withdrawn_is_not_revoked_and_the_way_out_is_said(store: Path) -> None:
    approved(store, case("E1", "10"))
    assert subsidy("withdraw", "E1", "--reason", "x", "--store", store).code == 0
    words = ("revoke", "E1", "--reason", "x", "--document", "D", "--store", store)

    ran = subsidy(*words, "--lang", "en")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("claim-not-decided: Claim E1 was withdrawn")
    assert "--dismiss" in ran.err
