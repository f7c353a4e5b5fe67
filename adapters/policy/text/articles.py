"""The articles of an official text, by the ids it prints: 第五条, 一（二）, § 5 Abs. 2.

An id is the heading as printed and what is numbered below it: `一（二）1(3)` is 一、 then （二）,
1. and (3). Chinese numerals stand in （）, digits and letters in (); 1. below a digit is `.1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.policy.text.figures import figures_in, plain
from adapters.policy.text.headings import (
    ROMAN,
    START,
    circled,
    only_refers,
    parts_of,
    with_marks,
    without_marks,
)
from adapters.policy.text.numerals import chinese
from domain.value import value

PREAMBLE = "序"  # what stands before the first heading

_RANKS = {"annex": 0, "article": 1, "heading": 2, "clause": 3, "item": 4}
_BELOW = 5  # the rest, by the order in which they first stand below one another
_GAP_MAX = 5  # articles that may be missing between two headings; a wrapped reference is further


@dataclass(slots=True, kw_only=True)
class Article:
    """An article's own words, without those of the articles below it.

    above: the id it stands below, empty where it stands below none. is_detail: whether it is
    numbered in digits or letters below another article.
    """

    id: str
    above: str
    is_detail: bool
    words: str


@value
class _Level:
    rank: int
    style: str
    id: str


def articles_in(text: str) -> dict[str, Article]:
    """Return the articles by id, in the order of the text.

    A heading is an article of its own where no item follows it at once: `七`, or `五` when words
    with a figure stand before its first item. An article printed twice is read as a single article.
    """
    text = plain(with_marks(text))
    reader = _Reader()
    articles: dict[str, Article] = {}
    article, at = Article(id=PREAMBLE, above="", is_detail=False, words=""), 0
    for start, following in reader.starts(text):
        articles.setdefault(article.id, article).words += text[at : start.start()] + "\n"
        article, at = following, start.end()
    articles.setdefault(article.id, article).words += text[at:]
    for each in articles.values():
        each.words = without_marks(each.words)
    return articles


class _Reader:
    """Where the reading of a text stands: the open articles, and each style's last number."""

    def __init__(self) -> None:
        self._open: list[_Level] = []
        self._last: dict[str, int] = {}

    def starts(self, text: str) -> Iterator[tuple[re.Match[str], Article]]:
        for match in START.finditer(text):
            if match["chapter"]:
                self._open = [level for level in self._open if level.style == "annex"]
                title = _closed(match["chapter"])
                yield match, Article(id=title, above=PREAMBLE, is_detail=False, words="")
            elif self._follows(match, text):
                yield match, self._article(match)

    def _article(self, match: re.Match[str]) -> Article:
        style, number = self._style_of(match)
        rank = self._rank(style)
        self._open = [level for level in self._open if level.rank < rank]
        if style == "annex":
            self._last = {}
        above = self._open[-1].id if self._open else ""
        article = Article(
            id=self._id(match, style, above),
            above=above,
            is_detail=bool(above) and rank >= _BELOW,
            words="",
        )
        self._last[style] = number
        self._open.append(_Level(rank=rank, style=style, id=article.id))
        for part, last, under in parts_of(match, article.id):
            self._last[part] = last
            self._open.append(_Level(rank=self._rank(part), style=part, id=under))
            article = Article(id=under, above=article.id, is_detail=True, words="")
        return article

    def _rank(self, style: str) -> int:
        if style in _RANKS:
            return _RANKS[style]
        for level in self._open:
            if level.style == style:
                return level.rank
        return max((_BELOW, *(level.rank + 1 for level in self._open)))

    def _style_of(self, match: re.Match[str]) -> tuple[str, int]:
        """Return how a start is numbered, and its number within that style."""
        style = next(
            name
            for name in ("annex", "article", "clause", "heading", "item", *_DETAILS)
            if match[name]
        )
        text = match[style]
        if style == "article":
            text = match["number"] or match["latin"]
            number = int(text) if text.isdigit() else int(chinese(text))
            return style, number
        if style == "paragraph":
            return "bracket", int(text)
        if style in ("letter", "half_letter"):
            is_next = self._last.get(style) == ord(text[0]) - ord("a")
            if style == "letter" and text in ROMAN and not (len(text) == 1 and is_next):
                return "roman", ROMAN.index(text) + 1
            return style, ord(text[0]) - ord("a") + 1
        if style == "dotted":
            return f"dotted {text.rpartition('.')[0]}", int(text.rpartition(".")[2])
        return style, int(text) if text.isdigit() else 0

    def _follows(self, match: re.Match[str], text: str) -> bool:
        """Say whether a number goes on from the last, so that it numbers and does not count."""
        style, number = self._style_of(match)
        if style in ("annex", "heading", "item", "clause"):
            return True
        last = self._last.get(style)
        if style == "article":
            if only_refers(match):
                return False
            parts = parts_of(match, "")
            last_part, last_number, _ = parts[-1] if parts else ("", 1, "")
            before = self._last.get(last_part, 0)
            goes_on = last_number == 1 or before < last_number <= before + _GAP_MAX
            if not goes_on and not match["abs"]:
                return False
            spaced = text[match.end() : match.end() + 1] in ("", " ", "\t", "\n", ":", "\u3000")
            inserted = (
                last == number and re.search(r"\d[a-z]$|[之の]", match["article"]) is not None
            )
            further = last is None or (spaced and last < number <= last + _GAP_MAX)
            again = last == number and bool(parts)
            restarts = number == 1 and spaced
            return restarts or further or number == (last or 0) + 1 or inserted or again
        if match["paragraph"] and not any("§" in level.id for level in self._open):
            return False
        line = text[match.start() :].partition("\n")[0]
        first = next(iter(figures_in(line)), None)
        digits = re.sub(r"[^\w.]", "", match.group())
        if (
            first
            and line.strip().startswith(first.printed[:2])
            and len(first.printed) > len(digits) + 1
        ):
            return False
        return number == 1 or number == (last or 0) + 1 or (last is None and style == "point")

    def _id(self, match: re.Match[str], style: str, above: str) -> str:
        german = "§" in above
        match style:
            case "annex" | "article":
                return above + _closed(match[style], keep=not match["number"])
            case "clause" | "heading":
                return above + _closed(match[style])
            case "item":
                return f"{above}（{match['item']}）"
            case "point":
                joint = "." if above[-1:].isascii() and above[-1:].isalnum() else ""
                return (
                    f"{above} Nr. {match['point']}" if german else f"{above}{joint}{match['point']}"
                )
            case "bracket" if german and "Abs." not in above:
                return f"{above} Abs. {match['bracket'] or match['paragraph']}"
            case "hang":
                return f"{above}제{match['hang']}항"
            case "circled":
                return above + circled(int(match["circled"]))
            case "bracket" | "half":
                return f"{above}({match[style]})"
            case "letter" | "roman":
                return f"{above}({match['letter']})"
            case "half_letter":
                return f"{above}({match['half_letter']})"
            case _:
                return self._dotted(match["dotted"], above)

    def _dotted(self, number: str, above: str) -> str:
        """Return `3.1` below `3`, and `Section 3.1` below `Section 3`."""
        head = re.search(r"[\d.]+$", above)
        if head is not None and number.startswith(f"{head.group()}."):
            return above[: head.start()] + number
        return number if above[:1].isdigit() else f"{above} {number}".strip()


_DETAILS = (
    "dotted", "point", "bracket", "paragraph", "hang", "circled", "half", "letter", "half_letter",
)  # fmt: skip


def _closed(printed: str, *, keep: bool = False) -> str:
    return re.sub(r"\s+", " " if keep else "", printed.strip())
