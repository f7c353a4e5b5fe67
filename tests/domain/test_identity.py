"""The unified social credit code and its check character; whose hands are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity import ALPHABET, Actor, check_character, in_common, is_uscc

BODIES = st.text(ALPHABET, min_size=17, max_size=17)
NAMES = st.text("abkwxyz0189-王张丽", min_size=1, max_size=8)
UNSEEN = " \u3000\u00a0\t\u200b\u200d\u2060\ufeff\u00ad\u034f\ufe0f\u3164\uffa0\u2800"
PUBLISHED = ("91350100M000100Y43", "91330382MA0000023T", "91330382MA0001018G", "51330382MA00020103")


@pytest.mark.parametrize("code", PUBLISHED)
def test_a_code_that_checks_is_one(code: str) -> None:
    assert is_uscc(code)


@pytest.mark.parametrize(
    "text",
    [
        *("", "91350100M000100Y4", "91350100M000100Y433", "91350100m000100y43"),
        *("9135O100M000100Y43", "91350100M000100Y44", "９1350100M000100Y43"),
        *("91350100M000100Y4 ", "000000000000000000\n"),
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_uscc(text)


@given(BODIES)
def test_every_body_has_one_check_character_whatever_its_prefix(body: str) -> None:
    assert [sign for sign in ALPHABET if is_uscc(body + sign)] == [check_character(body)]


@given(BODIES, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_character_mistyped_is_noticed(body: str, at: int, typed: str) -> None:
    code = body + check_character(body)

    mistyped = code[:at] + typed + code[at + 1 :]

    assert is_uscc(mistyped) == (mistyped == code)


@given(BODIES, st.integers(0, 15))
def test_two_neighbours_swapped_are_noticed(body: str, at: int) -> None:
    code = body + check_character(body)

    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]

    assert is_uscc(swapped) == (swapped == code)


def wide(name: str) -> str:
    """Return a name as an input method types it in full width."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in name)


@given(NAMES, st.data())
def test_a_hand_is_the_same_in_any_case_and_width_and_with_any_spaces(
    name: str, drawn: st.DataObject
) -> None:
    shapes = (str, str.upper, wide, lambda sign: wide(sign.upper()))
    between = st.text(UNSEEN, max_size=2)
    typed = "".join(
        drawn.draw(between) + drawn.draw(st.sampled_from(shapes))(sign) for sign in name
    )

    shared = in_common(Actor(name, "a"), Actor(typed + drawn.draw(between), "b"))

    assert shared == "name"


@given(NAMES, NAMES)
def test_other_letters_are_another_hand_unless_the_login_is_the_same(one: str, other: str) -> None:
    same_name = one == other

    assert in_common(Actor(one, "a"), Actor(other, "b")) == ("name" if same_name else None)
    assert in_common(Actor(one, "a"), Actor(other, "a")) == ("both" if same_name else "login")
    assert in_common(Actor(one, None), Actor(other, None)) == ("name" if same_name else None)
