"""The rows of a sheet that are not claims: totals of the rows above, and notes beneath them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import floor
from typing import NamedTuple

from adapters.intake.amounts import Means, shown
from adapters.intake.items import Item, Notice, SheetTotal
from adapters.intake.workbook.cells import decimal, plain

_LABEL = re.compile(
    r"(?P<of>.{0,20}?)(?:合计数?|总计|小计|共计|累计|总[额数]|(?:人民币|金额)(?=\(?大写))"
    r"(?:金额|人民币)*(?:/?(?:sub)?total)?"
    r"(?:(?P<words>\(.{1,9}\)|大写).{0,40}|(?P<said>[:\d¥].{0,40}))?|(?:(?:grand|sub)?-?total|sum|[∑Σ计]):?",
    re.IGNORECASE,
)
_DIGITS = {
    each: at
    for digits in ("零壹贰叁肆伍陆柒捌玖", "〇一二三四五六七八九")
    for at, each in enumerate(digits)
}
_POWERS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1_000, "千": 1_000}
_POWERS |= {"万": 10_000, "亿": 100_000_000}
_NUMERALS, _DIGIT = "".join([*_DIGITS, *_POWERS]), f"[{''.join(_DIGITS)}]"
_AMOUNT_RUN = re.compile(f"[{_NUMERALS}][{_NUMERALS}元圆角分整正]+")
_AMOUNT_IN_WORDS = re.compile(
    f"(?:(?P<yuan>[{_NUMERALS}]+)[元圆])?零?(?:(?P<jiao>{_DIGIT})角)?零?(?:(?P<fen>{_DIGIT})分)?[整正]?"
)
_WORDED = re.compile(r"[\u4e00-\u9fff]")
_NUMBERED = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、.:]|\(\d+\)|第.{1,3}部分")
_PAGES, _YEARS, _TELEPHONES = 100, range(1990, 2101), 10**10
_LABELS_MAX = 3  # texts of a row that may be its label: 柳市镇 | 小计
_COUNT = re.compile(r"\d[笔户家件个份项]")
_PART = re.compile(r"小计")
_NOTE = re.compile(
    r"(?:填表|填报|制表|审核|复核|经办|负责|联系|法定代表|单位负责)人?(?:员|单位|日期|时间|电话)?(?:签字|签名|签章)?"
    r"(?:\(.{1,9}\))?:.*|.{0,4}单位\(?(?:盖章|公章)\)?:?.*|\(?(?:盖章|公章)\)?|(?:注|说明|备注|填表说明)\d*[:.].*"
    r"|.{0,9}日期:.*|联系电话:?.*|第\d+页.*"
)


def heading_of(cells: Mapping[int, object], leftmost: int) -> str | None:
    """Return the single text of a row where it is a heading: at the left, or numbered 一、."""
    if len(cells) != 1:
        return None
    ((place, cell),) = cells.items()
    if not isinstance(cell, str) or not _WORDED.search(cell):
        return None
    return cell if place <= leftmost or _NUMBERED.match(plain(cell[:99])) else None


def is_note(texts: Sequence[str]) -> bool:
    """Say whether a row is one of the notes that stand beneath a table."""
    return bool(texts) and _NOTE.fullmatch(plain(texts[0][:99])) is not None


def may_be_paid(cell: object) -> bool:
    """Say whether a cell is a number that could be an amount, not a page, a year or a telephone."""
    number = shown(cell)
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return _PAGES < abs(number) < _TELEPHONES and number not in _YEARS


class Totals:
    """Adds up one sheet's column of fees as it is printed, bad rows included.

    A total is of all rows since the table began, or since any total before it; one above the first
    row is of all that follow. What the sheet declares is what its totals cover together.
    """

    def __init__(self, file: str, sheet: str | None, place: int | None, means: Means) -> None:
        self._file, self._sheet = file, sheet
        self._facts = {"file": file, "sheet": sheet}
        self._means = means
        self._place = place
        self._now = _Mark(Decimal(0), Decimal(0), 0)
        self._marks = [self._now]  # where the table began, and each of its totals
        self._firsts: list[int] = []  # the first row after each of them
        self._last = 0  # row so far
        self._unreadable = 0
        self._ahead: tuple[Decimal, int] | None = None  # a total above its rows, and its row

    def takes(
        self, texts: Sequence[str], cells: Sequence[object], number: int
    ) -> Iterator[Notice] | None:
        """Take a row that is a total; None for any other row. Yields what is wrong with it."""
        labels = (_LABEL.fullmatch(plain(text[:99])) for text in texts[:_LABELS_MAX])
        match = next(filter(None, labels), None)
        if match is None:
            return None
        if self._place is None:
            return iter(())
        declared = decimal(cells[self._place], self._means)
        if declared is None and match["said"]:  # beside its label: 合计：30000元, 共计2笔
            if _COUNT.search(match["said"]):
                return iter(())
            declared = decimal(match["said"].lstrip(":"), self._means)
        if "大写" in match[0]:
            return self._in_words(texts, declared, number)
        if declared is None:
            of_part = match["of"] or _PART.search(match[0])
            return iter(() if of_part else (self._unreadable_at(number),))
        return self._checked(declared, number)

    def _in_words(
        self, texts: Sequence[str], declared: Decimal | None, number: int
    ) -> Iterator[Notice]:
        """Check a total written in words, and in figures beside them."""
        if declared is not None:
            yield from self._checked(declared, number)
        runs = [run for text in texts for run in _AMOUNT_RUN.findall(plain(text[:99]))]
        said = [fen for run in runs if (fen := _fen_in_words(run)) is not None]
        if said:
            yield from self._checked(Decimal(said[0]), number)
        elif declared is None and runs:
            yield self._unreadable_at(number)

    def _unreadable_at(self, number: int) -> Notice:
        return Notice(code="total-unreadable", facts={**self._facts, "row": number})

    def add(self, cells: Sequence[object], number: int) -> None:
        """Count a row's fee, if it can be read at all."""
        rows, declared, lines = self._now
        self._firsts += [number] * (len(self._marks) - len(self._firsts))
        self._last = number
        if self._place is not None:
            fen = decimal(cells[self._place], self._means)
            if fen is None:
                self._unreadable += 1
            else:
                rows += fen
        self._now = _Mark(rows, declared, lines + 1)

    def _checked(self, declared: Decimal, number: int) -> Iterator[Notice]:
        rows, _, lines = self._now
        if not lines:
            self._ahead = declared, number
            return
        since = next((mark for mark in self._marks if _same(rows - mark.rows, declared)), None)
        if since is None:
            since = next(
                (mark for mark in reversed(self._marks) if mark.lines < lines), self._marks[0]
            )
            first = self._firsts[self._marks.index(since)]
            yield self._mismatch(declared, rows - since.rows, number, first)
        self._now = _Mark(rows, since.declared + declared, lines)
        self._marks.append(self._now)

    def items(self) -> Iterator[Item]:
        """Yield what the sheet declares, and a warning where its first row's total is another."""
        declared = self._now.declared if len(self._marks) > 1 else None
        if self._ahead is not None:
            declared, number = self._ahead
            if not _same(self._now.rows, declared):
                first = self._firsts[0] if self._firsts else number
                yield self._mismatch(declared, self._now.rows, number, first)
        if declared is not None:
            yield SheetTotal(file=self._file, sheet=self._sheet, declared_fen=floor(declared))

    def _mismatch(self, declared: Decimal, rows: Decimal, number: int, first: int) -> Notice:
        """Return that a total, in a row of this number, is not what its rows come to."""
        sums = {"declared_fen": floor(declared), "rows_fen": floor(rows)}
        block = {"row": number, "first": first, "last": self._last or first}
        facts = {**self._facts, **sums, **block, "unreadable": self._unreadable}
        return Notice(code="total-mismatch", facts=facts)


def _fen_in_words(text: str) -> int | None:
    """Return the fen of an amount in words: 叁万伍仟元整; None where it is none."""
    match = _AMOUNT_IN_WORDS.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    whole = section = digit = 0
    for each in match["yuan"] or "":
        if each in _DIGITS:
            digit = _DIGITS[each]
        elif (power := _POWERS[each]) < 10_000:
            section += (digit or 1) * power
            digit = 0
        else:
            whole = (
                (whole + section + digit) * power
                if power > 10_000
                else (whole + (section + digit) * power)
            )
            section = digit = 0
    jiao, fen = (_DIGITS[match[name]] if match[name] else 0 for name in ("jiao", "fen"))
    return (whole + section + digit) * 100 + jiao * 10 + fen


class _Mark(NamedTuple):
    """The rows' sum in fen, what totals declared of them, and how many there are, so far."""

    rows: Decimal
    declared: Decimal
    lines: int


def _same(rows: Decimal, declared: Decimal) -> bool:
    return abs(rows - declared) < 1
