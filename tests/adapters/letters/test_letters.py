"""Letters say what the ledger answers, in both formats, and are known again."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.money import yuan
from tests.adapters.letters.given import BUREAU, FORMATS, HOSTILE, KINDS, checked, printed, words_of
from tests.support.command import asked, subsidy
from tests.support.few_claims import ONE, OTHER


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_genuine_and_the_same_bytes_when_printed_again(
    store: Path, tmp_path: Path, kind: str, suffix: str
) -> None:
    first, again = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"

    answer = printed(store, kind, first)
    printed(store, kind, again)

    assert first.read_bytes() == again.read_bytes()
    assert answer["paper"] == kind
    assert checked(store, first).json["genuine"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_decision_says_every_grant_of_the_batch_and_how_it_came(
    store: Path, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"d{suffix}"

    printed(store, "decision", out)

    said = words_of(out)
    for claim in asked(store, "claims"):
        if claim["status"] == "approved":
            assert claim["claim_no"] in said
            assert yuan(claim["granted_fen"]) in said
    for line in asked(store, "explain", "September")["working"]:
        assert "".join(line["text"].split()) in said
    assert "为：April（April，2022年4月10日，核定" in said
    assert "申请行政复议" in said


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_refusal_says_why_and_in_whose_words(store: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"r{suffix}"

    answer = printed(store, "refusal", out)

    said = words_of(out)
    refused = [claim for claim in asked(store, "claims") if claim["status"] == "rejected"]
    assert answer["letters"] == len({claim["uscc"] for claim in refused})
    assert "审核意见：逾期补正" in said
    assert "“AEO高级认证只奖一次”最高1个；本笔之前已使用1个，为：A-1（" in said
    assert "A-1" not in [claim["claim_no"] for claim in refused if claim["reason"] != "revoked"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_recovery_says_what_is_owed_why_by_which_document_and_whereto(
    store: Path, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"r{suffix}"

    printed(store, "recovery", out)

    said, statement = words_of(out), asked(store, "statement", ONE)
    assert yuan(statement["owed_back_fen"]) in said
    for words in ("乐商务〔2023〕8号", "证书失效", "R-2022-1", "某某县财政局（样例）", "30日内"):
        assert words in said


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_notice_says_every_line_with_subtotals_and_no_account_or_line_of_the_budget(
    store: Path, tmp_path: Path, suffix: str
) -> None:
    out, batch = tmp_path / f"n{suffix}", asked(store, "batch", "show", "1")

    printed(store, "publicity", out)

    said = words_of(out)
    by_measure: dict[str, int] = {}
    measures = {claim["claim_no"]: claim["measure"] for claim in asked(store, "claims")}
    for line in batch["lines"]:
        assert line["claim_no"] in said
        assert yuan(line["allotted_fen"]) in said
        measure = measures[line["claim_no"]]
        by_measure[measure] = by_measure.get(measure, 0) + line["allotted_fen"]
    for subtotal in by_measure.values():
        assert yuan(subtotal) in said
    assert yuan(batch["total_fen"]) in said
    assert f"公示期：2022-11-01至{batch['publicity_ends']}" in said
    assert "乐商务〔2022〕5号" in said
    assert "0123" not in said
    assert "all" not in said


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_statement_says_each_entry_with_its_batch_and_receipt(
    store: Path, tmp_path: Path, suffix: str
) -> None:
    out, statement = tmp_path / f"s{suffix}", asked(store, "statement", ONE)

    printed(store, "account-statement", out)

    said = words_of(out)
    for entry in statement["entries"]:
        receipt = "1R-2022-1" if entry["what"] == "paid" else ""
        amounts = yuan(entry["amount_fen"]) + yuan(entry["balance_fen"])
        assert f"{entry['claim_no']}{receipt}{amounts}" in said
    for key in ("granted_fen", "paid_fen", "owed_back_fen"):
        assert yuan(statement[key]) in said


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_budget_says_every_figure_of_the_year(store: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"b{suffix}"

    printed(store, "budget-execution", out)

    said = words_of(out)
    (line,) = asked(store, "budget", "show", "2022")["lines"].values()
    for key, figure in line.items():
        if key.endswith("_fen"):
            assert yuan(figure) in said, key
    assert line["execution_rate"] in said


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_hostile_name_is_only_a_name(store: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"n{suffix}"
    words = ("--enterprise", OTHER, "--out", out, *BUREAU)

    asked(store, "paper", "decision", *words)

    assert "".join(HOSTILE.split()) in words_of(out)


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_old_letter_stays_genuine_whatever_happens_after(tmp_path: Path, suffix: str) -> None:
    from tests.adapters.letters.given import made

    store, out = tmp_path / "ledger.db", {kind: tmp_path / f"{kind}{suffix}" for kind in KINDS}
    made(store)
    for kind, path in out.items():
        printed(store, kind, path)

    asked(store, "enterprise", "rename", ONE, "--name", "乙公司", "--on", "2022-06-01")
    asked(store, "revoke", "April", "--reason", "x", "--document", "F")
    asked(store, "enterprise", "erase", ONE)

    for kind, path in out.items():
        assert checked(store, path).json["genuine"], kind


def test_what_the_ledger_has_nothing_about_is_refused(store: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "x.docx", *BUREAU, "--store", store)

    ran = [
        subsidy("paper", "recovery", OTHER, *out),
        subsidy("paper", "refusal", "--claim", "April", *out),
        subsidy("paper", "decision", "--year", "1999", *out),
        subsidy("paper", "summary", "2022-13", *out),
    ]

    assert [each.code for each in ran] == [1] * 4
    assert all(each.err.startswith("paper-without-source") for each in ran)
