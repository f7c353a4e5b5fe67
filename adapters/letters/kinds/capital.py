"""Amounts in words, as receipts and notices write them: 人民币壹万贰仟元整."""

from __future__ import annotations

from domain.money import FEN_PER_YUAN

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_UNITS = (("亿", 10**8), ("万", 10**4))


def capital_words(fen: int) -> str:
    """Return an amount of renminbi in words.

    Nothing is written for noughts at the end; one 零 for those within. 整 closes what has no fen.
    """
    sign = "负" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    jiao, cents = divmod(rest, 10)
    said = _whole(yuan) + "元" if yuan or not rest else ""
    if jiao:
        said += f"{_DIGITS[jiao]}角"
    elif cents and yuan:
        said += "零"
    said += f"{_DIGITS[cents]}分" if cents else "整"
    return f"人民币{sign}{said}"


def _whole(number: int) -> str:
    for unit, worth in _UNITS:
        if number >= worth:
            high, low = divmod(number, worth)
            gap = "零" if 0 < low < worth // 10 else ""
            return f"{_whole(high)}{unit}{gap}{_whole(low) if low else ''}"
    return _group(number) or _DIGITS[0]


def _group(number: int) -> str:
    said, gap = "", False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return said
