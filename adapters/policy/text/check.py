"""Whether each figure of a policy file stands in its article of the official text, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from adapters.files.durable import read_regular
from adapters.policy.readings import reading_notes
from adapters.policy.text.agreement import PrintedFigure, printed_figures
from adapters.policy.text.articles import PREAMBLE, articles_in
from adapters.policy.text.figures import Figure, figures_in
from adapters.policy.text.headings import folded
from adapters.wording.translation import N_
from domain.policy.measures import Policy
from domain.refusals import Refusal
from domain.value import value

ENCODINGS = ("utf-8-sig", "gb18030")
TEXT_BYTES_MAX = 1_000_000  # the longest there is has a tenth of it
LINE_MAX = 50_000  # characters; a figure is looked for in all of its line

_NOT_IN_TEXT = ("文稿中没有这一条", "the text has no such article")
_NOT_IN_FILE = ("政策文件没有列出这一条", "the file does not list this article")


@value
class Entry:
    """A figure as printed (empty where an article is missing as a whole) and the paths it sets."""

    article: str
    printed: str
    paths: tuple[str, ...]
    note: str
    note_en: str


@value
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
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if max(map(len, text.splitlines()), default=0) > LINE_MAX:
            raise Refusal("text-unreadable", file=str(path), problem=N_("too large"))
        return text
    raise Refusal("text-unreadable", file=str(path), problem=N_("neither UTF-8 nor GB18030"))


def check(policy: Policy, text: str) -> PolicyCheck:
    """Return how the policy's figures and those of the text pair off, article by article."""
    result = PolicyCheck(matched=[], text_only=[], file_only=[], inferred=_inferred(policy))
    listed = printed_figures(policy.source)
    in_text = {article: figures_in(words) for article, words in _words_of(text, listed).items()}
    for article, figures in listed.items():
        if article not in in_text:
            result.file_only.append(_entry(article, "", [], *_NOT_IN_TEXT))
        _pair_off(result, article, figures, in_text.get(article, []))
    for article, in_article in in_text.items():
        if article in listed:
            continue
        if not in_article:
            result.text_only.append(_entry(article, "", [], *_NOT_IN_FILE))
        result.text_only.extend(
            _entry(article, figure.printed, [], "", "") for figure in in_article
        )
    return result


def _words_of(text: str, listed: Iterable[str]) -> dict[str, str]:
    """Return the words of each article, by its id as the file spells it.

    Details that the file does not list are read with the nearest article above that it does.
    """
    names = {folded(article): article for article in listed}
    articles = articles_in(text)
    headings = {article.above for article in articles.values()}
    words: dict[str, str] = {}
    for each in articles.values():
        name, at = names.get(folded(each.id)), each
        while name is None and at.is_detail:
            at = articles.get(at.above) or replace(at, id=at.above, is_detail=False)
            name = names.get(folded(at.id))
        name = name or each.id
        is_silent = each.id in headings or each.id == PREAMBLE or each.above == PREAMBLE
        if name in names.values() or not is_silent or figures_in(each.words):
            words[name] = words.get(name, "") + each.words + "\n"
    return words


def _pair_off(
    result: PolicyCheck, article: str, figures: Sequence[PrintedFigure], in_text: Sequence[Figure]
) -> None:
    pairs = _aligned([figure.figure for figure in figures], in_text)
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


def _aligned(a: Sequence[Figure], b: Sequence[Figure]) -> list[tuple[int, int]]:
    """Return the positions of a longest common subsequence: as many pairs as can stand in order."""
    longest = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            skipping = max(longest[i + 1][j], longest[i][j + 1])
            longest[i][j] = longest[i + 1][j + 1] + 1 if a[i].is_printed_as(b[j]) else skipping
    pairs = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i].is_printed_as(b[j]):
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _inferred(policy: Policy) -> list[Entry]:
    """Return what is read into the text: the policy's own list, then the readings."""
    return [
        *(
            _entry(each["article"], "", each["paths"], each["note_zh"], each["note_en"])
            for each in policy.source.get("inferred", ())
        ),
        *(
            _entry(each.article, "", [f"readings.{each.name}"], each.note_zh, each.note_en)
            for each in reading_notes(policy)
        ),
    ]


def _entry(article: str, printed: str, paths: Sequence[str], note_zh: str, note_en: str) -> Entry:
    return Entry(
        article=article, printed=printed, paths=tuple(paths), note=note_zh, note_en=note_en
    )
