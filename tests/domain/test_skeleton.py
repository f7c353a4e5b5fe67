"""Names and numbers that look the same are the same; what nobody sees is not recorded."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands.fit import must_be_fit
from domain.decide import decide
from domain.enterprise.state import Enterprise
from domain.identity import skeleton
from domain.refusals import Refusal
from tests.domain.given import BOOK, fair, submission

HIDDEN = "\u00ad\u034f\u061c\u180b\u180e\u200b\u200d\u200e\u202e\u2060\u3164\ufe0f\ufeff\U000e0101"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe58\ufe63\uff0d"
NUMBERS = st.text("0123456789abcXYZ-乐商号", min_size=1, max_size=12)
DRAWN_OTHERWISE = {"৪": "8", "৭": "9", "੧": "9", "੪": "8", "୨": "9", "൭": "9"}
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(st.text(st.characters(codec=None)))
def test_a_skeleton_is_its_own_skeleton(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


@given(NUMBERS, st.lists(st.tuples(st.integers(0, 12), st.sampled_from(HIDDEN + " \u3000\u00a0"))))
def test_what_nobody_sees_leaves_the_skeleton(number: str, put: list[tuple[int, str]]) -> None:
    spelled = number
    for at, character in put:
        spelled = spelled[:at] + character + spelled[at:]

    assert skeleton(spelled) == skeleton(number)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_plain_text_has_the_skeleton_that_it_has_beside_what_nobody_sees(text: str) -> None:
    assert skeleton(text) == skeleton(text + "\u200b")


@given(NUMBERS, st.sampled_from(DASHES))
def test_width_case_and_the_kind_of_dash_leave_the_skeleton(number: str, dash: str) -> None:
    same = skeleton(number)

    assert skeleton(number.translate(WIDE)) == same
    assert skeleton(number.swapcase()) == same
    assert skeleton(number.replace("-", dash)) == same


@given(NUMBERS, st.integers(0, 11), st.sampled_from("0123456789abcxyz乐商号"))
def test_another_letter_or_digit_is_another_number(number: str, at: int, other: str) -> None:
    at %= len(number)
    if number[at].lower() == other or number[at] == "-":
        return

    assert skeleton(number[:at] + other + number[at + 1 :]) != skeleton(number)


@pytest.mark.parametrize(
    ("spelled", "plain"),
    [("①②", "12"), ("x²", "X2"), ("ﬁ", "fi"), ("㈱", "(株)"), ("Ⅳ", "iv"), ("A——1", "a-1")],
)
def test_compatible_forms_are_the_plain_ones(spelled: str, plain: str) -> None:
    assert skeleton(spelled) == skeleton(plain)


@pytest.mark.parametrize(
    ("spelled", "plain"),
    [
        ("АВС-1", "abc-1"),  # Cyrillic
        ("ΥΤ2022", "YT2022"),  # Greek
        ("ɡʀᴀɴᴛ", "grant"),
        ("进ロ展", "进口展"),  # Katakana
        ("二○二二", "二〇二二"),
        ("乐财〔2022〕1号", "乐财(2022)1号"),
        ("乐财【２０２２】1号", "乐财[2022]1号"),
        ("ᎪᏴᏟ-1", "abc-1"),  # Cherokee
        ("ꓲꓠꓦ-1", "INV-1"),  # Lisu
        ("𐊠𐊡𐊢-1", "abc-1"),  # Carian
        ("⻓城⻋展", "长城车展"),  # radicals, as a PDF has them
    ],
)
def test_letters_drawn_as_others_are_those(spelled: str, plain: str) -> None:
    assert spelled != plain
    assert skeleton(spelled) == skeleton(plain)


def test_a_digit_of_any_script_is_a_digit() -> None:
    digits = [each for each in map(chr, range(0x20000)) if unicodedata.category(each) == "Nd"]

    assert len(digits) > 600
    for digit in digits:
        drawn = {str(unicodedata.decimal(digit)), *DRAWN_OTHERWISE.get(digit, "")}
        assert skeleton(digit) in drawn


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\u3164", "U+3164 HANGUL FILLER"),
        ("\ue000", "U+E000 private-use"),
        ("\u0378", "U+0378 unassigned"),
        ("\ud800", "U+D800 surrogate"),
        ("\u0007", "U+0007 control"),
    ],
)
def test_what_nobody_sees_is_refused_by_its_name_and_place(character: str, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        must_be_fit(f"发票{character}12", "invoices")

    assert refused.value.code == "bad-character"
    assert refused.value.facts == {
        "where": "invoices",
        "character": name,
        "at": 3,
        "text": f"发票[{name}]12",
    }


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], max_codepoint=0x10F)))
def test_what_is_seen_is_let_through(text: str) -> None:
    must_be_fit(unicodedata.normalize("NFC", text), "name")


@pytest.mark.parametrize(
    ("where", "changes"),
    [
        ("facts", {"facts": fair("100", name="展\u200b会")}),
        ("invoices", {"invoices": ("A\u200b1",)}),
        ("claim_no", {"claim_no": "A\u200b1"}),
    ],
)
def test_a_request_with_such_a_character_anywhere_is_refused(
    where: str, changes: dict[str, Any]
) -> None:
    request = replace(submission("A-1", fair("100")), **changes)

    with pytest.raises(Refusal) as refused:
        decide(request, Enterprise(), BOOK)

    assert (refused.value.code, refused.value.facts["where"]) == ("bad-character", where)
