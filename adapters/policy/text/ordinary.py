"""Words with numerals in them: those that are not figures, and those that are rates."""

from __future__ import annotations

import re

from adapters.policy.text.numerals import DIGIT, NUMERAL, TEN

_WORDS = (
    "一年一度|一带一路|一元化|一元复始|二元结构|二元经济|二次(?:创业|开发|利用|供水|加工)|三次产业"
    "|三个代表|两个维护|两个确立|两个毫不动摇|四个意识|四个自信|四个全面|三位一体|五位一体|两位数"
    "|四项基本原则|八项规定|三年行动|九年义务教育|九年一贯|三家村|五家渠|三轮车|千家万户|百年老店"
    "|千年大计|一日游"
)

# Document numbers, references to articles, marks of a list within a line, and fixed words.
PATTERN = "|".join(
    (
        r"[〔\[【(](?:19|20)\d\d[〕\]】)](?:第?\d{1,9}号)?",
        r"\((?:EU|EG|EC|EWG)\) ?(?:Nr\. ?|No\.? ?)?\d{1,9}/\d{1,9}",
        rf"第(?:\d{{1,9}}|{NUMERAL})(?:条|款|项|章|节|编|号|批)(?:之[{DIGIT}十])?",
        r"제\d{1,9}(?:조|항|호|목)(?:의\d{1,9})?",
        r"附[件表录]\d+",
        r"§{1,2} ?\d{1,9}[a-z]?",
        r"(?<![A-Za-z])(?:Articles?|Sections?|Clauses?|[Pp]aragraphs?|Annex|Schedule|Chapter|Artikel"
        r"|Abschnitt|Kapitel|Absatz|Abs\.|Satz|Nummer|Nr\.|Ziffer|Anlage|Anhang) "
        r"?\d{1,9}(?:\.\d{1,9}){0,4}(?:[a-z](?![A-Za-z]))?",
        r"(?:(?<=[:;。])|(?<=[:;。] ))(?:\(\d{1,2}\)|\d{1,2}(?:[.、)])(?!\d))",
        rf"{NUMERAL}届[{DIGIT}]中全会",
        rf"第?十[{DIGIT}](?:个五年|五(?![{DIGIT}{TEN}万亿折家个名年次]))",
        "[五三]年(?:规划|计划)",
        _WORDS,
        "十分(?!之)",
    )
)

HALF = (
    r"减半|折半|半价|[对一]半|半数"
    r"|(?<![A-Za-z])(?:(?:one|a) )?half(?= (?:of|the)(?![A-Za-z]))|one half|(?:die |zur )Hälfte"
    r"|la moitié"
)
COUNTED = {
    "one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "nine": 9,
    "ein": 1, "eine": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "neun": 9,
    "un": 1, "deux": 2, "trois": 3, "quatre": 4,
}  # fmt: skip
_PARTS = {
    "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10, "half": 2,
    "drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "zehntel": 10,
    "tiers": 3, "quart": 4, "cinquième": 5, "dixième": 10,
}  # fmt: skip
_BY_LANGUAGE = (
    ("one|a|two|three|four|nine", "third|quarter|fifth|sixth|tenth|half"),
    ("eine|einem|ein|zwei|drei|vier|neun", "drittel|viertel|fünftel|sechstel|zehntel"),
    ("un|deux|trois|quatre", "tiers|quart|cinquième|dixième"),
)
_NAMED = "|".join(rf"(?:{of})[ -](?:{part})s?n?" for of, part in _BY_LANGUAGE)
NAMED_FRACTION = rf"(?<![A-Za-z])(?!a (?!\S+ of ))(?P<named>(?i:{_NAMED}))(?![A-Za-z])"

_LOOSELY_ONE = re.compile("年|年度|次|届|个月|个工作日|个年度|天|日|周|小时|倍|番|个百分点|%|.*元")
_NOT_ONE = tuple("同统唯单任某之每另新上下这那该逐本当再又")
_LIMITING = re.compile("最多|至多|仅|只|限|不超|不多|至少|不少|不低|不高|满|共|前")
_BOUNDED = re.compile("以[上下内]|及以[上下]|为限|[,.;:。、)]|$")
_VAGUE = re.compile("[百千]年|十?分|一点|[百千]分")


def part_of(word: str) -> int:
    """Return what a whole is divided by: 3 for `thirds` and `Drittel`."""
    return next(parts for name, parts in _PARTS.items() if word.startswith(name))


def is_ordinary(before: str, numeral: str, unit: str, after: str) -> bool:
    """Say whether a numeral and its counter are an ordinary word: 一家企业, 同一年, 百年."""
    if _VAGUE.fullmatch(numeral + unit) or (unit == "期" and after[:1] in "间限望货末初"):
        return bool(after) or unit != "期"  # `三期` at the end is a count
    if unit == "元" and after[:1] in ("化", "论", "素"):
        return True
    if not unit and numeral[0] in "百千":
        return True  # 千万
    if numeral not in ("一", *TEN):
        return False
    if before.endswith(_NOT_ONE):
        return True
    if _LOOSELY_ONE.fullmatch(unit) or numeral in ("十", "拾"):
        return False
    clause = re.split("[,.;:。]", before)[-1][-8:]
    return not _LIMITING.search(clause) and not _BOUNDED.match(after)
