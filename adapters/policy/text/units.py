"""The units that figures are printed in: currencies, multiples, rates, counters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

RATE = "%"

# By the unit of a figure: its code, then how else it is printed. `$`, `¥`, `kr` are of several.
MONEY = {
    "元": ("CNY", "圆 圓 人民币 人民幣 人民币元 RMB CNY CN¥ yuan renminbi"),
    "¥": ("CNY", ""),
    "美元": ("USD", "美金 US$ USD"),
    "$": ("USD", "dollars dollar"),
    "欧元": ("EUR", "歐元 € EUR euros euro 유로 ユーロ"),
    "港元": ("HKD", "港币 港幣 港圆 HK$ HKD"),
    "日元": ("JPY", "日圆 円 JP¥ JPY yen"),
    "韩元": ("KRW", "韩币 韩圆 원 ₩ KRW won"),
    "英镑": ("GBP", "£ GBP pounds pound"),
    "瑞士法郎": ("CHF", "瑞郎 CHF Franken"),
    "新台币": ("TWD", "新臺幣 台币 臺幣 NT$ TWD"),
    "澳门元": ("MOP", "澳门币 MOP$ MOP"),
    "新加坡元": ("SGD", "新加坡币 新元 S$ SGD"),
    "澳元": ("AUD", "澳币 A$ AU$ AUD"),
    "加元": ("CAD", "加币 C$ CA$ CAD"),
    "卢布": ("RUB", "₽ RUB"),
    "卢比": ("INR", "₹ INR"),
    "泰铢": ("THB", "฿ THB"),
    "越南盾": ("VND", "₫ VND"),
    "迪拉姆": ("AED", "AED"),
    "BRL": ("BRL", "R$"), "NZD": ("NZD", "NZ$"), "PLN": ("PLN", "zł"), "CZK": ("CZK", "Kč"),
    "kr": ("SEK", "kronor kroner"),
} | {code: (code, "") for code in ("DKK", "SEK", "NOK", "MYR", "IDR")}  # fmt: skip

MULTIPLES = {
    "hundred thousand": 100_000, "thousand": 1000, "Tausend": 1000, "Tsd.": 1000, "Tsd": 1000,
    "millions": 10**6, "million": 10**6, "Millionen": 10**6, "Million": 10**6, "Mio.": 10**6,
    "Mio": 10**6, "mn": 10**6, "billions": 10**9, "billion": 10**9, "bn": 10**9,
    "Milliarden": 10**9, "Milliarde": 10**9, "milliards": 10**9, "milliard": 10**9, "Mrd.": 10**9,
    "Mrd": 10**9, "lakh": 10**5, "crore": 10**7,
}  # fmt: skip
LETTERS = {"k": 1000, "K": 1000, "m": 10**6, "M": 10**6}  # only beside a currency
COMMA_AFTER = ("Mio", "Mrd", "Mill", "milliard", "Tsd", "Tausend")  # decimals behind a comma

RATES: dict[str, int | Fraction] = {
    "个百分点": 1, "百分点": 1, "个基点": Fraction(1, 100), "基点": Fraction(1, 100),
    "%": 1, "‰": Fraction(1, 10), "‱": Fraction(1, 100),
    "percentage points": 1, "percentage point": 1, "per cent": 1, "percent": 1, "pour cent": 1,
    "Prozentpunkten": 1, "Prozentpunkte": 1, "Prozentpunkt": 1, "Prozent": 1,
    "v. H.": 1, "v.H.": 1, "vH": 1, "퍼센트": 1, "パーセント": 1,
    "per mille": Fraction(1, 10), "Promille": Fraction(1, 10),
}  # fmt: skip

_COUNTERS = (
    "个标准展位 个线上展会 个展会 个工作日 个自然日 个日历日 个会计年度 个自然年度 个年度 个月 个 "
    "年度 年 家次 家 人次 人 次 届 名 项 件 工作日 天 日 月 周 户 套 台 辆 份 种 类 场 笔 轮 宗 座 "
    "间 栋 亩 公顷 吨 公斤 千克 克 升 千瓦时 千瓦 公里 千米 平方米 平方公里 立方米 米 小时 分钟 倍 "
    "平方メートル 立方メートル メートル 개월 か月 ヶ月 カ月 ヵ月 個月 년 "
    "番 岁 页 只 艘 架 柜 标箱 箱 条 款 档 位 所 篇 期 批 枚 块 例 株 头 分"
)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of the words; those of letters end where a word ends."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + _end(word) for word in longest_first)


def _end(word: str) -> str:
    return "(?![A-Za-zÀ-ɏ])" if word[-1].isascii() and word[-1].isalpha() else ""


_NAMED = {
    word.casefold(): unit for unit, (_, words) in MONEY.items() for word in (unit, *words.split())
}
OF_COINS = [word for word in _NAMED if word[-1] in "币幣"]  # what may stand before `5万元`
FIRST = "".join(sorted({word[0] for word in _NAMED}))  # what money in front may begin with
SIGNS = "$¥€£₩₽₹฿₫"  # of currencies, as they stand before a number
CURRENCY = f"(?i:{any_of(_NAMED)})"
BEFORE = f"(?i:{any_of(_NAMED.keys() - {'元', '圆', '圓', '円', '원'})})"
COUNTER = any_of(_COUNTERS.split())
PER_HUNDRED = f"(?i:{any_of(RATES)})"
MULTIPLE = any_of(MULTIPLES)
_RATES = {word.casefold(): Fraction(worth) for word, worth in RATES.items()}
_SPELLINGS = {
    "m2": "平方米",
    "平方メートル": "平方米",
    "立方メートル": "立方米",
    "メートル": "米",
} | {
    **dict.fromkeys(("개월", "か月", "ヶ月", "カ月", "ヵ月", "個月"), "个月"),
    "년": "年",
}


def measured(value: Fraction, unit: str) -> tuple[Fraction, str]:
    """Return a value in the one unit that stands for all its spellings."""
    folded = unit.casefold()
    if folded in _RATES:
        return value * _RATES[folded], RATE
    if unit in _SPELLINGS:
        return value, _SPELLINGS[unit]
    return value, _NAMED.get(folded, unit)
