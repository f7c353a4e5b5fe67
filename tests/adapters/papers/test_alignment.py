"""Rows of a file found again among those printed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from adapters.papers.check.alignment import aligned

KEYS = st.lists(st.sampled_from("abcdef"), max_size=12)


def paired(printed: str, in_file: str) -> list[tuple[str | None, str | None]]:
    return [
        (
            None if pair.printed is None else printed[pair.printed],
            None if pair.in_file is None else in_file[pair.in_file],
        )
        for pair in aligned(printed, in_file)
    ]


def test_what_was_taken_out_or_put_in_is_alone() -> None:
    assert paired("abcd", "abd") == [("a", "a"), ("b", "b"), ("c", None), ("d", "d")]
    assert paired("abd", "abcd") == [("a", "a"), ("b", "b"), (None, "c"), ("d", "d")]


def test_a_row_altered_in_what_identifies_it_is_paired_where_it_stands() -> None:
    assert paired("abcd", "aXcd") == [("a", "a"), ("b", "X"), ("c", "c"), ("d", "d")]


def test_a_row_that_moved_is_taken_out_and_put_in() -> None:
    assert paired("abcd", "bcda") == [
        ("a", None),
        ("b", "b"),
        ("c", "c"),
        ("d", "d"),
        (None, "a"),
    ]


@given(KEYS, KEYS)
def test_every_row_of_both_is_there_once(printed: list[str], in_file: list[str]) -> None:
    pairs = aligned(printed, in_file)

    assert sorted(pair.printed for pair in pairs if pair.printed is not None) == list(
        range(len(printed))
    )
    assert [pair.in_file for pair in pairs if pair.in_file is not None] == list(range(len(in_file)))


@given(KEYS)
def test_the_same_rows_are_paired_with_themselves(rows: list[str]) -> None:
    assert aligned(rows, rows) == [(at, at) for at in range(len(rows))]
