"""An amount in words is the amount, and is written as receipts write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.papers.capitals import in_capitals
from domain.money import AMOUNT_MAX_FEN

DIGITS = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1_000}


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (105, "壹元零伍分"),
        (1_409_50, "壹仟肆佰零玖元伍角整"),
        (6_007_14, "陆仟零柒元壹角肆分"),
        (1_680_32, "壹仟陆佰捌拾元叁角贰分"),
        (107_000_53, "壹拾万柒仟元伍角叁分"),
        (100_500_00, "壹拾万零伍佰元整"),
        (10_000_001_00, "壹仟万零壹元整"),
        (100_000_000_00, "壹亿元整"),
    ],
)
def test_an_amount_is_written_as_the_rules_for_vouchers_write_it(fen: int, words: str) -> None:
    assert in_capitals(fen) == words


@given(st.integers(0, AMOUNT_MAX_FEN))
def test_the_words_read_back_are_the_amount(fen: int) -> None:
    words = in_capitals(fen).removesuffix("整")

    yuan, _yuan, rest = words.rpartition("元")
    jiao, cents = 0, 0
    for place, sign in enumerate(rest):
        jiao = DIGITS[rest[place - 1]] if sign == "角" else jiao
        cents = DIGITS[rest[place - 1]] if sign == "分" else cents
    assert read(yuan) * 100 + jiao * 10 + cents == fen


def read(words: str) -> int:
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        before, at, after = words.rpartition(unit)
        if at:
            return read(before) * worth + read(after)
    total, digit = 0, 0
    for sign in words:
        if sign in PLACES:
            total += digit * PLACES[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return total + digit
