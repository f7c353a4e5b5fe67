"""Months and years that a cap counts over, and the day its year starts, as texts print them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adapters.policy.file.files import read_policy_file
from adapters.policy.text.check import check
from adapters.policy.text.figures import figures_in, read_figure
from domain.refusals import Refusal
from tests.commands.policy.county import TOWN

STARTS = {
    "4月1日": 401, "四月一日": 401, "4 月 1 日": 401, "6 April": 406, "April 6": 406,
    "1. April": 401, "1st of April": 401, "6 avril": 406, "6 mai": 506, "4月1日前": 401,
    "4월 1일": 401,
}  # fmt: skip
PERIODS = {
    "three years": (3, "年"), "3 years": (3, "年"), "three tax years": (3, "年"),
    "three consecutive fiscal years": (3, "年"), "36 months": (36, "个月"), "1 year": (1, "年"),
    "thirty-six months": (36, "个月"), "drei Jahre": (3, "年"), "drei Steuerjahren": (3, "年"),
    "36 Monate": (36, "个月"), "trois ans": (3, "年"), "36 mois": (36, "个月"),
    "3-year": (3, "年"), "5年": (5, "年"),
}  # fmt: skip
WORDS = ("per year", "a year", "the first 10 may apply", "one year", "next year", "months later")


@pytest.mark.parametrize(("printed", "value"), STARTS.items())
def test_a_day_of_every_year_is_one_figure(printed: str, value: int) -> None:
    (figure,) = figures_in(f"每年自{printed}起")

    assert figure.key == (value, "月日")


@pytest.mark.parametrize(("printed", "worth"), PERIODS.items())
def test_a_period_is_in_years_or_months(printed: str, worth: tuple[int, str]) -> None:
    assert read_figure(printed).key == worth
    assert [figure.key for figure in figures_in(f"within any {printed}, at most")] == [worth]


@pytest.mark.parametrize("word", WORDS)
def test_a_year_without_a_number_is_not_a_period(word: str) -> None:
    assert [f.unit for f in figures_in(f"up to {word}.") if f.unit in ("年", "个月", "月日")] == []


def a_cap(tmp_path: Path, cap: str, figure: str, more: str = "") -> Path:
    """Return a policy whose cap counts over a period, and whose text prints this of it."""
    text = TOWN.read_text(encoding="utf-8")
    for old, new in (
        ('period = "year"\n', f"{cap}\n"),
        ("figures = [\n", f"figures = [\n{figure},\n" if figure else "figures = [\n"),
        ("[[article]]", f"{more}\n[[article]]"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "cap.toml"
    file.write_text(text, encoding="utf-8")
    return file


def printing(printed: str, sets: str) -> str:
    return f'{{ printed = "{printed}", sets = ["caps.fairs.{sets}"] }}'


@pytest.mark.parametrize("printed", ["4月1日", "1 April", "April 1"])
def test_the_start_of_a_fiscal_year_pairs_with_the_day_printed(
    tmp_path: Path, printed: str
) -> None:
    cap = 'period = "fiscal"\nstarts = "04-01"'
    policy = read_policy_file(a_cap(tmp_path, cap, printing(printed, "starts")))

    answer = check(policy, "第一条 每年4月1日起，补助40%，最高5万元。")

    assert answer.clean
    assert answer.matched[0].paths == ("caps.fairs.starts",)


@pytest.mark.parametrize("printed", ["三年", "36个月", "three years", "3 years", "36 months", "36"])
def test_a_period_in_years_is_twelve_times_its_months(tmp_path: Path, printed: str) -> None:
    cap = 'period = "rolling"\nmonths = 36'

    assert read_policy_file(a_cap(tmp_path, cap, printing(printed, "months")))


REFUSED: list[tuple[str, str, str, str, dict[str, Any]]] = [
    ("fiscal", 'starts = "04-01"', "4月6日", "starts", {"problem": "figure-differs"}),
    ("fiscal", 'starts = "04-01"', "4月", "starts", {"problem": "figure-differs"}),
    ("rolling", "months = 36", "36年", "months", {"problem": "figure-differs"}),
    ("rolling", "months = 36", "三个月", "months", {"problem": "figure-differs"}),
    ("rolling", "months = 3", "三年", "months", {"problem": "figure-differs"}),
]


@pytest.mark.parametrize(("period", "key", "printed", "sets", "facts"), REFUSED)
def test_another_period_than_is_printed_is_refused(
    tmp_path: Path, period: str, key: str, printed: str, sets: str, facts: dict[str, Any]
) -> None:
    file = a_cap(tmp_path, f'period = "{period}"\n{key}', printing(printed, sets))

    with pytest.raises(Refusal) as refused:
        read_policy_file(file)

    assert facts.items() <= refused.value.facts.items()


def test_a_start_may_be_read_into_the_text_and_not_be_printed_too(tmp_path: Path) -> None:
    cap, note = 'period = "fiscal"\nstarts = "04-01"', 'note_zh = "财年"\nnote_en = "fiscal"\n'
    read_in = f'[[inferred]]\narticle = "第一条"\npaths = ["caps.fairs.starts"]\n{note}'

    assert read_policy_file(a_cap(tmp_path, cap, "", read_in))
    with pytest.raises(Refusal) as refused:
        read_policy_file(a_cap(tmp_path, cap, printing("4月1日", "starts"), read_in))
    assert refused.value.facts["problem"] == "both-printed-and-inferred"


def test_a_file_that_lists_the_number_of_a_period_alone_still_pairs_with_it(
    tmp_path: Path,
) -> None:
    policy = read_policy_file(
        a_cap(tmp_path, 'period = "rolling"\nmonths = 36', printing("36", "months"))
    )

    answer = check(policy, "第一条 In any 36 months 40%, at most 5万元.")

    assert answer.clean
