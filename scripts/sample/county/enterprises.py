"""Fictional enterprises with unified social credit codes (统一社会信用代码) that check."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from domain.identity import ALPHABET, check_character

COUNTY = "云汀县"
TRADES = ("电气", "电器", "机械", "仪表", "阀门", "鞋业", "电子", "汽配", "灯饰", "五金")

_TOWNS = ("石桥湾", "柳渡", "南岙", "白塔洲", "清渚", "虹屿", "芦汀", "翁溪")
_WORDS = ("恒沣", "瑞澜", "德衡", "万垣", "正沅", "博澍", "金溯", "天蘅", "新汀", "长淳", "东岑")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SERIAL_DIGITS = 6
_SERIALS = 31**_SERIAL_DIGITS
_SERIAL_STEP = 123_456_791  # no multiple of 31: every index has a serial of its own
_SEED_STEP = 61_803_399
_ROUND = 20  # of twenty enterprises, sixteen are companies


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One applicant; `index` is its place in the county, from 0."""

    index: int
    name: str
    uscc: str


@lru_cache(maxsize=16_384)
def enterprise(seed: int, index: int) -> Enterprise:
    """Return the county's enterprise at `index`: the same for the same seed."""
    town = _TOWNS[index * 5 % len(_TOWNS)]
    word = _WORDS[index * 7 % len(_WORDS)]
    trade = TRADES[index * 3 % len(TRADES)]
    match index % _ROUND:
        case 3 | 15:
            prefix, name = "92330382MA", f"{COUNTY}{town}{word}{index:03d}{trade}经营部"
        case 7:
            prefix, name = "51330382MJ", f"{COUNTY}{town}{trade}行业第{index:03d}协会"
        case 11:
            prefix, name = "12330382MB", f"{COUNTY}{town}外贸服务第{index:03d}中心"
        case _:
            prefix, name = "91330382MA", f"{COUNTY}{town}{word}{index:03d}{trade}有限公司"
    serial = (index * _SERIAL_STEP + seed * _SEED_STEP) % _SERIALS
    return Enterprise(index, name, _uscc(prefix, serial))


def with_wrong_check(uscc: str) -> str:
    """Return the code with another last character: it no longer checks."""
    return uscc[:-1] + ALPHABET[(ALPHABET.index(uscc[-1]) + 1) % 31]


def _uscc(prefix: str, serial: int) -> str:
    digits = ""
    for _ in range(_SERIAL_DIGITS):
        serial, place = divmod(serial, 31)
        digits = ALPHABET[place] + digits
    first_sixteen = prefix + digits
    first_seventeen = first_sixteen + _organisation_check(first_sixteen[8:])
    return first_seventeen + check_character(first_seventeen)


def _organisation_check(body: str) -> str:
    """Return the check character of the nine-character organisation code, GB 11714-1997."""
    values = (int(character, 36) for character in body)
    total = sum(map(int.__mul__, values, _ORGANISATION_WEIGHTS))
    return "0123456789X"[-total % 11]
