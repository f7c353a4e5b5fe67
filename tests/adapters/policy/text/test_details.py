"""A text numbered more finely than the policy file, and figures in signs of several currencies."""

from __future__ import annotations

import pytest

from adapters.policy.file.files import shipped_policy
from adapters.policy.text.agreement import _agrees, _Setting, check_agreement, printed_figures
from adapters.policy.text.check import check
from adapters.policy.text.figures import read_figure

FILE = shipped_policy()


def numbered_finely(extra: str = "") -> str:
    """Return a text that prints the policy's figures, each a numbered line of its article."""
    lines, heading = [], ""
    for article, figures in printed_figures(FILE.source).items():
        if article[0] != heading:
            heading = article[0]
            lines.append(f"{heading}、本节")
        lines.append(f"{article[1:]}如下：")
        lines += [f"{n}.按{each.figure.printed}执行；" for n, each in enumerate(figures, start=1)]
        lines.append(extra)
    return "\n".join(lines)


def test_details_the_file_does_not_list_are_read_with_the_article_above() -> None:
    assert check(FILE, numbered_finely()).clean


def test_a_figure_in_such_a_detail_is_left_over_all_the_same() -> None:
    result = check(FILE, numbered_finely("（1）另加万分之二；"))

    assert {entry.printed for entry in result.text_only} == {"万分之二"}
    assert {entry.article for entry in result.text_only} == set(printed_figures(FILE.source))


@pytest.mark.parametrize(
    ("printed", "kind", "text", "currency"),
    [
        ("三分之二", "rate", "2/3", ""),
        ("万分之二", "rate", "0.02%", ""),
        ("1:1配套", "rate", "100%", ""),
        ("两倍", "rate", "200%", ""),
        ("7.500 Euro", "amount", "7500", "EUR"),
        ("HK$100,000", "amount", "100000", "HKD"),
        ("$100,000", "amount", "100000", "HKD"),
        ("3万", "amount", "30000", "CNY"),
        ("三个展会", "count", "3", ""),
        ("2024年", "day", "2024-12-31", ""),
        ("2026年2月", "day", "2026-02-28", ""),
        ("31.12.2026", "day", "2026-12-31", ""),
        ("0.05元", "price", "0.05", "CNY"),
        ("0.15元", "price", "1500/10000", ""),
        ("21 days", "days", "21", ""),
        ("三周", "days", "21", ""),
        ("60", "days", "60", ""),
        ("36", "months", "36", ""),
        ("500 employees", "number", "500", ""),
        ("zwei Studien", "count", "2", ""),
        ("¥20,000", "amount", "20000", "JPY"),
        ("$20,000", "amount", "20000", "AUD"),
        ("kr 500", "amount", "500", "NOK"),
    ],
)
def test_a_printed_figure_agrees_with_what_it_sets(
    printed: str, kind: str, text: str, currency: str
) -> None:
    setting = _Setting(kind=kind, text=text, currency=currency, articles=())

    assert _agrees(read_figure(printed), setting)


@pytest.mark.parametrize(
    ("printed", "kind", "text", "currency"),
    [
        ("US$50,000", "amount", "50000", "HKD"),
        ("7.500 Euro", "amount", "7.5", "EUR"),
        ("3个", "amount", "3", "CNY"),
        ("3%", "count", "3", ""),
        ("3万元", "count", "30000", ""),
        ("全额", "count", "1", ""),
        ("2024年", "day", "2024-06-30", ""),
        ("50%", "rate", "5%", ""),
        ("0.5元", "price", "0.05", "CNY"),
        ("0.05%", "price", "0.05", ""),
        ("21个月", "days", "21", ""),
        ("21 hours", "days", "21", ""),
        ("21%", "days", "21", ""),
        ("36 employees", "months", "36", ""),
        ("36 days", "months", "36", ""),
        ("$20,000", "amount", "20000", "EUR"),
        ("¥20,000", "amount", "20000", "USD"),
    ],
)
def test_a_figure_of_another_size_or_unit_does_not(
    printed: str, kind: str, text: str, currency: str
) -> None:
    setting = _Setting(kind=kind, text=text, currency=currency, articles=())

    assert not _agrees(read_figure(printed), setting)


def test_a_reader_may_have_read_anything_into_a_text_that_no_figure_sets() -> None:
    said = FILE.source
    sections = ("kinds", "records", "lists", "measures", "settings")
    paths = [f"{section}.{name}" for section in sections for name in said[section]]
    about = ("period", "per", "measures", "counts")
    paths += [f"caps.{cap}.{key}" for cap in said["caps"] for key in about]
    read = {"article": "一", "paths": paths, "note_zh": "读", "note_en": "read"}

    assert len(said["settings"]) > 1
    check_agreement({**said, "inferred": [*said["inferred"], read]})
