"""Where a text starts an article, in the manner of several countries, and what it names there."""

from __future__ import annotations

import re
import unicodedata

from adapters.policy.text.numerals import DIGIT

_NUMERAL = f"[{DIGIT}十百]+"
_B = r"[^\S\n]*"
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LATIN = "Article|ARTICLE|Artikel|Section|SECTION|Clause|Rule|Paragraph|Abschnitt|Art\\.|Sec\\."
MARK = "\ue000"  # stands around a number that was printed in a circle
_CIRCLED = re.compile(r"^(\s*)([①-⑳])", re.MULTILINE)
_BEFORE_ONE = 0x245F  # the character before ①
START = re.compile(
    rf"^{_B}(?:"
    rf"(?P<chapter>第{_B}(?:{_NUMERAL}|\d+){_B}[章节编]|(?:Chapter|CHAPTER|Part|PART|Kapitel|Teil)"
    rf"{_B}(?:\d+|[IVX]+)(?![\w]))"
    rf"|(?P<annex>附{_B}件{_B}(?:\d{{1,2}}|{_NUMERAL})?(?={_B}[:\n])|(?:Annex|Anlage|Anhang){_B}\d*(?=\W))"
    rf"|(?P<article>[第제]{_B}(?P<number>{_NUMERAL}|\d+){_B}[条條조](?:[之の]{_B}(?:{_NUMERAL}|\d+))?"
    rf"|(?:§|{_LATIN}){_B}(?P<latin>\d+)[a-z]?(?!\w))"
    rf"(?P<parts>(?:\.\d{{1,2}}(?!\d))*(?:{_B}\((?:\d{{1,2}}|[a-z]|[ivx]+)\))?)(?!\.?\d)"
    rf"(?:{_B}(?:Abs\.|Absatz){_B}(?P<abs>\d+))?"
    rf"|(?P<clause>第{_B}{_NUMERAL}{_B}款)"
    rf"|(?P<heading>[一二三四五六七八九十]+){_B}、"
    rf"|\({_B}(?P<item>[一二三四五六七八九十]+){_B}\)"
    rf"|(?P<dotted>\d{{1,2}}(?:\.\d{{1,2}})+)\.?(?=\s)"
    rf"|(?P<point>\d{{1,2}}){_B}[.、](?!\d)"
    rf"|\({_B}(?P<bracket>\d{{1,2}}){_B}\)"
    rf"|(?:Abs\.|Absatz){_B}(?P<paragraph>\d{{1,2}})(?=\s+[^a-zß-ɏ\s])"
    rf"|제{_B}(?P<hang>\d{{1,2}}){_B}항(?=[\s(])"
    rf"|{MARK}(?P<circled>\d{{1,2}}){MARK}"
    rf"|(?P<half>\d{{1,2}})\)"
    rf"|\((?P<letter>[a-z]|[ivx]+)\)"
    rf"|(?P<half_letter>[a-z])\)"
    r")",
    re.MULTILINE | re.ASCII,
)
# What follows an article's number where the line only refers to it.
_REFERRING = re.compile(
    rf"[、,](?:[第제(各本])|[;。]|的|[规規]定|所[列称稱述指规規定]|各[款项項条]|及(?!时)|和(?![谐平])|与(?!会)|與|或"
    rf"|至|到(?!期)|以及|中[的所规規]|第(?:{_NUMERAL}|\d+)[款项項号號](?!\s)|제\d+항"
    rf"|(?:\({_NUMERAL}\))+[、,的及和与或至中所项項规規]"
    rf"|の(?!\d)|[にをはがで]|及び|又は|から|의|에|를|을|와|및|부터"
)
_REFERRING_LATIN = re.compile(
    r"[,;)]|[^\S\n]*(?:and|or|of|to|shall|is|are|applies|apply|above|below|hereof|und|oder|bis|des|der"
    r"|gilt|gelten|sowie|et|ou|du|de|à)(?![\w])"
)


def with_marks(text: str) -> str:
    """Return a text whose circled numbers at the starts of lines are marked numbers."""
    return _CIRCLED.sub(lambda at: f"{at[1]}{MARK}{_number_in(at[2])}{MARK}", text)


def without_marks(text: str) -> str:
    """Return a text without numbers that were marked."""
    return re.sub(f"{MARK}\\d+{MARK}", " ", text)


def circled(number: int) -> str:
    """Return a number up to twenty in a circle."""
    return chr(_BEFORE_ONE + number)


def folded(article: str) -> str:
    """Return what two spellings of an id have in common: `一（1）` and `一(1)`, ① and `제1항`."""
    article = re.sub("[①-⑳]", lambda at: f"({_number_in(at[0])})", article)
    article = re.sub(r"\s+", "", unicodedata.normalize("NFKC", article))
    return re.sub(r"제(\d+)항|Abs(?:\.|atz)(\d+)", r"(\1\2)", article).casefold()


def only_refers(start: re.Match[str]) -> bool:
    """Say whether a line that begins with an article's number only refers to the article."""
    referring = _REFERRING_LATIN if start["latin"] else _REFERRING
    return referring.match(start.string, start.end()) is not None


def parts_of(match: re.Match[str], article: str) -> list[tuple[str, int, str]]:
    """Return the style, number and id of each part that the heading of an article names.

    `Section 3.1.2` names two, `Article 2(b)` and `§ 2 Abs. 1` one.
    """
    named: list[tuple[str, int, str]] = []
    head = match["latin"] or ""
    for dotted in re.findall(r"\.(\d+)", match["parts"] or ""):
        article = f"{article}.{dotted}"
        named.append((f"dotted {head}", int(dotted), article))
        head = f"{head}.{dotted}"
    bracket = re.search(r"\((\w+)\)", match["parts"] or "")
    text = match["abs"] or (bracket[1] if bracket else "")
    if text.isdigit():
        is_paragraph = match["abs"] or "§" in article
        under = f"{article} Abs. {text}" if is_paragraph else f"{article}({text})"
        named.append(("bracket", int(text), under))
    elif text in ROMAN[1:]:
        named.append(("roman", ROMAN.index(text) + 1, f"{article}({text})"))
    elif text:
        named.append(("letter", ord(text[0]) - ord("a") + 1, f"{article}({text})"))
    return named


def _number_in(circle: str) -> int:
    return ord(circle) - _BEFORE_ONE
