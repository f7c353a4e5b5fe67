"""Whether each figure of a policy file stands in its article of the official text, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from adapters.files.durable import read_regular
from adapters.policy.file.files import PolicyFile, ReadingNote
from adapters.policy.text.agreement import Inferred, PrintedFigure
from adapters.policy.text.figures import Figure, figures_in, plain
from adapters.wording.translation import N_
from domain.refusals import Refusal

Item = TypeVar("Item")

ENCODINGS = ("utf-8-sig", "gb18030")
TEXT_BYTES_MAX = 10_000_000

PREAMBLE = "序"  # what stands before the first heading

_NUMERAL = "[一二三四五六七八九十]+"
_BLANK = r"[^\S\n]*"
_START = re.compile(
    rf"^{_BLANK}(?:(?P<heading>{_NUMERAL}){_BLANK}、|\({_BLANK}(?P<item>{_NUMERAL}){_BLANK}\))",
    re.MULTILINE,
)

_NOT_IN_TEXT = ("文稿中没有这一条", "the text has no such article")
_NOT_IN_FILE = ("政策文件没有列出这一条", "the file does not list this article")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A figure as printed (empty where an article is missing as a whole) and the paths it sets."""

    article: str
    printed: str
    paths: tuple[str, ...]
    note: str
    note_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCheck:
    """Figures that agree, those only one side has, and what the file reads into the text."""

    matched: list[Entry]
    text_only: list[Entry]
    file_only: list[Entry]
    inferred: list[Entry]

    @property
    def clean(self) -> bool:
        """Whether nothing is left over on either side."""
        return not self.text_only and not self.file_only


def read_text(path: Path) -> str:
    """Return an official text. Raises Refusal `text-unreadable`."""
    try:
        if path.stat().st_size > TEXT_BYTES_MAX:
            raise Refusal("text-unreadable", file=str(path), problem=N_("too large"))
        content = read_regular(path)
    except OSError as problem:
        raise Refusal("text-unreadable", file=str(path), problem=problem.strerror) from None
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("text-unreadable", file=str(path), problem=N_("neither UTF-8 nor GB18030"))


def check(file: PolicyFile, text: str) -> PolicyCheck:
    """Return how the file's figures and those of the text pair off, article by article."""
    result = PolicyCheck(matched=[], text_only=[], file_only=[], inferred=_inferred(file))
    in_text = {article: figures_in(words) for article, words in articles_in(text).items()}
    listed = {article.id: article.figures for article in file.articles}
    for article, figures in listed.items():
        if article not in in_text:
            result.file_only.append(_entry(article, "", [], *_NOT_IN_TEXT))
        _pair_off(result, article, figures, in_text.get(article, []))
    for article, in_article in in_text.items():
        if article in listed:
            continue
        if not in_article and _says_something(article, in_text):
            result.text_only.append(_entry(article, "", [], *_NOT_IN_FILE))
        result.text_only.extend(
            _entry(article, figure.printed, [], "", "") for figure in in_article
        )
    return result


def articles_in(text: str) -> dict[str, str]:
    """Return each article's own words by its id, in the order of the text.

    A heading is an article of its own where no item follows it at once: `七`, or `五` when words
    with a figure stand before its first item. An article printed twice is read as a single article.
    """
    text = plain(text)
    texts: dict[str, str] = {}
    heading, at, article = "", 0, PREAMBLE
    for start in _START.finditer(text):
        texts[article] = texts.get(article, "") + text[at : start.start()] + "\n"
        if start["heading"]:
            heading = article = start["heading"]
        else:
            article = f"{heading}（{start['item']}）"
        at = start.end()
    texts[article] = texts.get(article, "") + text[at:]
    return texts


def _says_something(article: str, in_text: Iterable[str]) -> bool:
    """Say whether it is more than the preamble or a heading over items."""
    is_heading = any(other.startswith(f"{article}（") for other in in_text)
    return article != PREAMBLE and not is_heading


def _pair_off(
    result: PolicyCheck, article: str, figures: Sequence[PrintedFigure], in_text: Sequence[Figure]
) -> None:
    pairs = _aligned([figure.figure.key for figure in figures], [figure.key for figure in in_text])
    matched = {mine for mine, _ in pairs}
    for number, figure in enumerate(figures):
        side = result.matched if number in matched else result.file_only
        printed, sets = figure.figure.printed, figure.sets
        side.append(_entry(article, printed, sets, figure.note_zh, figure.note_en))
    theirs = {number for _, number in pairs}
    result.text_only.extend(
        _entry(article, figure.printed, [], "", "")
        for number, figure in enumerate(in_text)
        if number not in theirs
    )


def _aligned(a: Sequence[Item], b: Sequence[Item]) -> list[tuple[int, int]]:
    """Return the positions of a longest common subsequence: as many pairs as can stand in order."""
    longest = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            skipping = max(longest[i + 1][j], longest[i][j + 1])
            longest[i][j] = longest[i + 1][j + 1] + 1 if a[i] == b[j] else skipping
    pairs = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _inferred(file: PolicyFile) -> list[Entry]:
    """Return what is read into the text: the file's own list, then the readings."""
    entries: list[tuple[Inferred | ReadingNote, Sequence[str]]] = [
        *((entry, entry.paths) for entry in file.inferred),
        *((reading, [f"readings.{reading.name}"]) for reading in file.readings),
    ]
    return [_entry(each.article, "", paths, each.note_zh, each.note_en) for each, paths in entries]


def _entry(article: str, printed: str, paths: Sequence[str], note_zh: str, note_en: str) -> Entry:
    return Entry(
        article=article, printed=printed, paths=tuple(paths), note=note_zh, note_en=note_en
    )
