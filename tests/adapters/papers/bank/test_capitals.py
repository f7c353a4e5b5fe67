"""A sum in capital numerals: as offices write it, and as the reader of such words reads it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.papers.capitals import in_capitals
from adapters.policy.text.numerals import chinese
from domain.money import AMOUNT_MAX_FEN, FEN_PER_YUAN

WORDS = re.compile(r"(?:(?P<yuan>.+)元)?零?(?:(?P<jiao>.)角)?零?(?:(?P<fen>.)分)?整?")


def read(words: str) -> int:
    """Return what the words come to in fen, each numeral by the policy texts' reader."""
    said = WORDS.fullmatch(words)
    assert said is not None, words
    yuan, jiao, fen = (int(chinese(part)) if part else 0 for part in said.groups())
    return yuan * FEN_PER_YUAN + jiao * 10 + fen


@given(st.integers(0, AMOUNT_MAX_FEN))
def test_every_sum_reads_back_as_itself(fen: int) -> None:
    assert read(in_capitals(fen)) == fen


@given(st.integers(1, 9), st.integers(0, 15), st.integers(0, 9), st.integers(0, 15))
def test_sums_of_few_digits_and_many_gaps_read_back_too(
    first: int, power: int, other: int, place: int
) -> None:
    fen = min(first * 10**power + other * 10**place, AMOUNT_MAX_FEN)

    assert read(in_capitals(fen)) == fen
    assert "零零" not in in_capitals(fen)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (105, "壹元零伍分"),
        (3_005_030, "叁万零伍拾元叁角整"),
        (103_000_005, "壹佰零叁万元零伍分"),
        (1_000_000, "壹万元整"),
        (12_000_000_000, "壹亿贰仟万元整"),
        (10_000_050_000, "壹亿零伍佰元整"),
        (1_000_500_000_000, "壹佰亿零伍佰万元整"),
        (100_000_500_000_000, "壹万亿零伍佰万元整"),
        (AMOUNT_MAX_FEN, "壹拾万亿元整"),
    ],
)
def test_sums_are_written_as_offices_write_them(fen: int, words: str) -> None:
    assert in_capitals(fen) == words
