"""Claims and exports as JSON Lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.intake import values
from adapters.intake.items import RejectedRow
from adapters.policy.former.document import kinds
from domain.commands.enterprise import RecordAmounts, SubmitClaim
from domain.money import parse_yuan
from tests.adapters.intake.files import (
    FACTS,
    USCC,
    claim,
    exports,
    fault,
    jsonl,
    line,
    notices,
    only,
    row_of,
    workbook,
)
from tests.domain.facts import OnlineExhibition

EXPORTS = {"record": "exports", "uscc": USCC, "year": 2022, "us_usd": "1.50", "rcep_usd": "0"}


def test_a_line_says_what_a_claim_needs(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", line(invoices=["7", " 8 ", "7"], other_support="12.5"))

    accepted = claim(path)

    assert accepted == SubmitClaim(
        claim_no="YQ-1",
        uscc=USCC,
        enterprise="乐清市长城电气有限公司",
        facts=OnlineExhibition(exhibition="线上展", organiser="other", fee_fen=800_000),
        occurred_on=date(2022, 3, 7),
        filed_on=date(2022, 10, 8),
        invoices=("7", "8"),
        other_support_fen=1_250,
    )
    assert hash(accepted.facts) == hash(
        OnlineExhibition(exhibition="线上展", organiser="other", fee_fen=800_000)
    )


@pytest.mark.parametrize("name", ["Canton\tFair", " Canton \r\n Fair\n", "Canton\u2028Fair"])
def test_a_break_in_a_text_is_a_blank(tmp_path: Path, name: str) -> None:
    accepted = claim(jsonl(tmp_path / "a.jsonl", line(facts={"exhibition": name}, enterprise=name)))

    assert accepted.enterprise == "Canton Fair"
    assert accepted.facts == OnlineExhibition(
        exhibition="Canton Fair", organiser="other", fee_fen=800_000
    )


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_is_read(tmp_path: Path, kind: str) -> None:
    accepted = claim(jsonl(tmp_path / "a.jsonl", line(kind)))

    assert kind == accepted.facts.kind
    assert kinds()[kind].fits(accepted.facts.stated)


def test_exports_are_recorded_in_cents_once_ever(tmp_path: Path) -> None:
    recorded = exports(jsonl(tmp_path / "a.jsonl", EXPORTS))

    assert recorded == RecordAmounts(
        uscc=USCC,
        record="yueqing-foreign-trade/exports",
        year=2022,
        amounts=(("us_usd", 150), ("rcep_usd", 0)),
        once_ever=True,
    )


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"claim_no": ...}, "claim_no", "missing-field"),
        ({"claim_no": "  "}, "claim_no", "missing-field"),
        ({"claim_no": 7}, "claim_no", "bad-value"),
        ({"claim_no": "x" * 501}, "claim_no", "bad-value"),
        ({"enterprise": "a\u0007b"}, "enterprise", "bad-character"),
        ({"uscc": None}, "uscc", "missing-field"),
        ({"uscc": "91330382MA0000023X"}, "uscc", "bad-uscc"),
        ({"uscc": 91330382}, "uscc", "bad-uscc"),
        ({"kind": None}, "kind", "missing-field"),
        ({"kind": "gift"}, "kind", "unknown-kind"),
        ({"kind": ["aeo"]}, "kind", "unknown-kind"),
        ({"occurred_on": "2022-02-30"}, "occurred_on", "bad-date"),
        ({"occurred_on": "20220307"}, "occurred_on", "bad-date"),
        ({"occurred_on": "2022-W10-1"}, "occurred_on", "bad-date"),
        ({"filed_on": 20221008}, "filed_on", "bad-date"),
        ({"facts": {"fee": ...}}, "facts.fee", "missing-field"),
        ({"facts": {"fee": None}}, "facts.fee", "missing-field"),
        ({"facts": {"fee": 8000}}, "facts.fee", "bad-amount"),
        ({"facts": {"fee": 8000.5}}, "facts.fee", "bad-amount"),
        ({"facts": {"fee": "0.00"}}, "facts.fee", "bad-amount"),
        ({"facts": {"fee": "-1"}}, "facts.fee", "bad-amount"),
        ({"facts": {"fee": "8,000"}}, "facts.fee", "bad-amount"),
        ({"facts": {"fee": "１２.34"}}, "facts.fee", "bad-amount"),
        ({"facts": {"fee": "1²3.45"}}, "facts.fee", "bad-amount"),
        ({"facts": {"fee": "8000.005"}}, "facts.fee", "bad-amount"),
        ({"facts": {"fee": "1" * 14}}, "facts.fee", "bad-amount"),
        ({"facts": {"organiser": "市政府"}}, "facts.organiser", "bad-value"),
        ({"facts": {"exhibition": "\ud800"}}, "facts.exhibition", "bad-character"),
        ({"facts": {"colour": "red"}}, "facts.colour", "unknown-key"),
        ({"invoices": "7"}, "invoices", "bad-value"),
        ({"invoices": ["7", ""]}, "invoices", "bad-value"),
        ({"invoices": ["7"] * 101}, "invoices", "bad-value"),
        ({"other_support": 0}, "other_support", "bad-amount"),
        ({"other_support": "-1.00"}, "other_support", "bad-amount"),
        ({"remark": "x"}, "remark", "unknown-key"),
    ],
)
def test_a_fault_is_named_by_key_path_and_code(
    tmp_path: Path, changes: dict[str, Any], column: str, code: str
) -> None:
    path = tmp_path / "a.jsonl"
    row = line(**changes)
    if changes.get("facts") == {"exhibition": "\ud800"}:
        text = r'{"claim_no":"Y","uscc":"%s","enterprise":"e","kind":"online-exhibition",'
        rest = r'"occurred_on":"2022-03-07","filed_on":"2022-03-08","facts":{"exhibition":"\ud800",'
        path = jsonl(path, (text % USCC + rest + '"organiser":"city","fee":"1.00"}}').encode())
    else:
        jsonl(path, row)

    assert fault(path) == (column, code)


@pytest.mark.parametrize(
    ("kind", "facts", "column", "code"),
    [
        ("exhibition", {"country": "XX"}, "facts.country", "unknown-country"),
        ("exhibition", {"country": "de"}, "facts.country", "unknown-country"),
        ("exhibition", {"key": "true"}, "facts.key", "bad-value"),
        ("exhibition", {"key": 1}, "facts.key", "bad-value"),
        ("exhibition", {"booth_fees": []}, "facts.booth_fees", "missing-field"),
        ("exhibition", {"booth_fees": ["1.00", 2]}, "facts.booth_fees", "bad-amount"),
        ("exhibition", {"booth_fees": ["1.00", "0"]}, "facts.booth_fees", "bad-amount"),
        ("exhibition", {"booth_fees": ["1.00"] * 201}, "facts.booth_fees", "bad-value"),
        ("outsourcing", {"executed_usd": 5}, "facts.executed_usd", "bad-amount"),
        ("fx-guarantee", {"guaranteed_amount": "0"}, "facts.guaranteed_amount", "bad-amount"),
        ("warning-point", {"grade": "gold"}, "facts.grade", "bad-value"),
    ],
)
def test_facts_of_other_kinds_are_checked_too(
    tmp_path: Path, kind: str, facts: dict[str, Any], column: str, code: str
) -> None:
    assert fault(jsonl(tmp_path / "a.jsonl", line(kind, facts=facts))) == (column, code)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"record": "imports"}, "record", "unknown-kind"),
        ({"year": "2022"}, "year", "bad-value"),
        ({"year": True}, "year", "bad-value"),
        ({"year": 1899}, "year", "bad-value"),
        ({"us_usd": 1.5}, "us_usd", "bad-amount"),
        ({"us_usd": None}, "us_usd", "missing-field"),
        ({"rcep_usd": "1.005"}, "rcep_usd", "bad-amount"),
        ({"claim_no": "YQ-1"}, "claim_no", "unknown-key"),
    ],
)
def test_exports_are_checked(
    tmp_path: Path, changes: dict[str, Any], column: str, code: str
) -> None:
    assert fault(jsonl(tmp_path / "a.jsonl", {**EXPORTS, **changes})) == (column, code)


def test_facts_may_not_be_left_out(tmp_path: Path) -> None:
    assert fault(jsonl(tmp_path / "a.jsonl", line(facts={}) | {"facts": None})) == (
        "facts",
        "missing-field",
    )
    assert fault(jsonl(tmp_path / "a.jsonl", line() | {"facts": []})) == ("facts", "bad-value")


def test_the_leftmost_fault_of_the_line_is_the_one_named(tmp_path: Path) -> None:
    row = line(facts={"fee": 5, "exhibition": ""}, filed_on="x", uscc="x", zzz=1)

    assert fault(jsonl(tmp_path / "a.jsonl", row)) == ("uscc", "bad-uscc")
    turned = dict(reversed(row.items()))
    assert fault(jsonl(tmp_path / "a.jsonl", turned)) == ("zzz", "unknown-key")
    del turned["zzz"]
    assert fault(jsonl(tmp_path / "a.jsonl", turned)) == ("facts.exhibition", "missing-field")
    turned["facts"] = dict(reversed(turned["facts"].items()))
    assert fault(jsonl(tmp_path / "a.jsonl", turned)) == ("facts.fee", "bad-amount")


def test_a_key_left_out_counts_where_it_belongs(tmp_path: Path) -> None:
    row = line(uscc=..., filed_on="x", facts={"organiser": ..., "fee": "x"})

    assert fault(jsonl(tmp_path / "a.jsonl", row)) == ("uscc", "missing-field")
    row["uscc"], row["filed_on"] = USCC, "2022-10-08"
    assert fault(jsonl(tmp_path / "a.jsonl", row)) == ("facts.organiser", "missing-field")


def test_a_matter_after_its_filing_is_a_warning(tmp_path: Path) -> None:
    shown = notices(jsonl(tmp_path / "a.jsonl", line(occurred_on="2022-10-09")))

    assert shown["filed-before"].facts["claim_no"] == "YQ-1"


def test_a_rejected_line_keeps_its_claim_number(tmp_path: Path) -> None:
    row = only(jsonl(tmp_path / "a.jsonl", line(uscc="x")))

    assert isinstance(row, RejectedRow)
    assert (row.claim_no, row.value) == ("YQ-1", "x")


@given(st.text(alphabet="0123456789.,-+ ٣", max_size=18))
def test_the_quick_way_to_read_an_amount_agrees_with_the_domain(text: str) -> None:
    try:
        expected: object = parse_yuan(text)
    except ValueError:
        expected = None

    amount = values.amount_or_zero(text)

    assert (None if isinstance(amount, values.Fault) else amount) == expected


def test_every_fact_of_every_kind_is_demanded(tmp_path: Path) -> None:
    for kind, facts in FACTS.items():
        for name in facts:
            refused = fault(jsonl(tmp_path / "a.jsonl", line(kind, facts={name: ...})))
            assert refused == (f"facts.{name}", "missing-field")


def test_an_article_that_leaves_no_sum_to_a_decision_is_not_allowed(tmp_path: Path) -> None:
    facts = {"article": "九", "decision_no": "1号", "amount": "100"}
    path = jsonl(tmp_path / "a.jsonl", line("case-by-case", facts=facts))

    assert fault(path) == ("facts.article", "bad-value")


@pytest.mark.parametrize("frame", ["'{}", "\u200b{}\ufeff", " {}\u00a0", "\u2060'{} "])
def test_what_is_not_seen_around_a_credit_code_is_left_out(tmp_path: Path, frame: str) -> None:
    stated = frame.format(USCC)

    assert claim(jsonl(tmp_path / "a.jsonl", line(uscc=stated))).uscc == USCC
    row = row_of("贸易救济", 统一社会信用代码=stated)
    assert claim(workbook(tmp_path / "a.xlsx", "贸易救济", row)).uscc == USCC


@pytest.mark.parametrize(
    ("character", "name"),
    [(" ", "U+0020 SPACE"), ("\u200b", "U+200B ZERO WIDTH SPACE"), ("'", "U+0027 APOSTROPHE")],
)
def test_what_is_not_seen_in_a_credit_code_is_named(
    tmp_path: Path, character: str, name: str
) -> None:
    stated = USCC[:6] + character + USCC[6:]
    row = row_of("贸易救济", 统一社会信用代码=stated)

    refused = only(jsonl(tmp_path / "a.jsonl", line(uscc=stated)))

    assert isinstance(refused, RejectedRow)
    assert refused.code == "bad-character"
    assert refused.value == f"{USCC[:6]}[{name}]{USCC[6:]}"
    sheet = workbook(tmp_path / "a.xlsx", "贸易救济", row)
    if character == "'":
        assert fault(sheet) == ("统一社会信用代码", "bad-character")
    else:  # a sheet's cells are typed by people: the last character checks the others
        assert claim(sheet).uscc == USCC
    assert fault(jsonl(tmp_path / "a.jsonl", line(uscc=stated[:-1]))) == ("uscc", "bad-uscc")
    assert fault(jsonl(tmp_path / "a.jsonl", line(uscc=" \u200b'"))) == ("uscc", "missing-field")
