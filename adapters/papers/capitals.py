"""An amount in the capital numerals of Chinese papers (大写), which no stroke can change."""

from __future__ import annotations

from domain.money import FEN_PER_YUAN

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_TENS = ("", "拾", "佰", "仟")


def in_capitals(fen: int, unit: str = "元") -> str:
    """Return a sum, not negative, in words: 壹佰零叁万元零伍分; whole jiao and yuan end in 整.

    unit: what the currency is called.
    """
    assert fen >= 0, f"below nothing: {fen}"
    yuan, cents = divmod(fen, FEN_PER_YUAN)
    jiao, rest = divmod(cents, 10)
    words = _whole(yuan) + unit if yuan or not cents else ""
    if not cents:
        return words + "整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    return words + (f"{_DIGITS[rest]}分" if rest else "整")


def _whole(number: int) -> str:
    """Return a whole number; 零 stands for a gap before what follows 亿 or 万."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = _DIGITS[0] if 0 < low < size // 10 else ""
            return _whole(high) + name + gap + (_whole(low) if low else "")
    return _group(number) if number else _DIGITS[0]


def _group(group: int) -> str:
    """Return four digits at most: 壹仟零伍拾."""
    words, gap = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _TENS[place]
        gap = False
    return words
