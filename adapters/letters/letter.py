"""A letter before it is laid out: to whom, about what, and what of the ledger it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote, unquote

from adapters.letters.facts import OFFICIAL, Facts, digest_of
from adapters.papers.paper import SUBJECT
from adapters.wording.translation import language

TITLES = {
    "decision": "核定通知书",
    "refusal": "不予核定告知书",
    "recovery": "追回通知书",
    "publicity": "公示",
    "account-statement": "对账单",
    "budget-execution": "预算执行表",
    "monthly-summary": "汇总月报",
}
ENGLISH = {
    "decision": "Notice of approval",
    "refusal": "Notice of rejection",
    "recovery": "Notice of recovery",
    "publicity": "Public notice",
    "account-statement": "Statement",
    "budget-execution": "Budget report",
    "monthly-summary": "Monthly summary",
}
CONTENT, LAYOUT = "内容摘要（SHA-256）", "版式"
CODE = "subsidy-paper"  # how the text of a QR code begins
SUBJECT_MAX = 2_000  # characters of a subject as it is printed
_LOST = re.compile(r"[\s%]")
_KINDS = "|".join(TITLES)
_CODE = re.compile(rf"{CODE}:({_KINDS})/(.{{1,{SUBJECT_MAX}}}?)/(\d{{1,15}}):([0-9a-f]{{64}})")
# As printed, and as read from a page, where white space and line ends say nothing.
_PRINTED = re.compile(
    rf"{SUBJECT}：({_KINDS})/(.{{1,{SUBJECT_MAX}}}?)/(\d{{1,15}})"
    rf"{CONTENT}：([0-9a-f]{{64}}){LAYOUT}：([0-9a-f]{{16}})"
)
_SUBJECT, _CONTENT, _LAYOUT = "Letter", "Digest of the values (SHA-256)", "Layout"
_PRINTED_ENGLISH = re.compile(
    rf"{_SUBJECT}:({_KINDS})/(.{{1,{SUBJECT_MAX}}}?)/(\d{{1,15}})"
    rf"{re.escape(_CONTENT.replace(' ', ''))}:([0-9a-f]{{64}}){_LAYOUT}:([0-9a-f]{{16}})"
)


class Named(NamedTuple):
    """A letter as a file or a code names it. layout: None of a code, which has no language."""

    kind: str
    subject: str
    position: int
    digest: str
    layout: str | None
    language: str = OFFICIAL


@dataclass(frozen=True)
class Letter:
    """One letter. gist: what a person compares with the paper in hand, line by line.

    language: in which its names and sentences are shown; its digest is the same in all.
    """

    kind: str
    subject: str
    position: int
    facts: Facts
    gist: tuple[str, ...]
    language: str = field(default_factory=language)

    @property
    def title(self) -> str:
        """What its kind is called."""
        return TITLES[self.kind] if self.language == OFFICIAL else ENGLISH[self.kind]

    @cached_property
    def digest(self) -> str:
        return digest_of(self.kind, self.subject, self.position, self.facts)

    @property
    def number(self) -> str:
        """Its number; white space, which is lost on a page, is spelled."""
        subject = _LOST.sub(lambda sign: quote(sign[0]), self.subject)
        return f"{self.kind}/{subject}/{self.position}"

    @property
    def code(self) -> str:
        """The text of its QR code."""
        return f"{CODE}:{self.number}:{self.digest}"

    def provenance(self, layout: str) -> list[str]:
        """Return the lines that a letter ends with. layout: the digest of template and bureau."""
        if self.language != OFFICIAL:
            return [
                f"{_SUBJECT}: {self.number}",
                f"{_CONTENT}: {self.digest}",
                f"{_LAYOUT}: {layout}",
            ]
        return [
            f"{SUBJECT}：{self.number}",
            f"{CONTENT}：{self.digest}",
            f"{LAYOUT}：{layout}",
        ]


def named_by_code(text: str) -> Named | None:
    """Return the letter that the text of a QR code names; None where it is not such a text."""
    match = _CODE.fullmatch(text.strip())
    return None if match is None else _named(match, None)


def named_in(text: str) -> list[Named]:
    """Return the letters that a file names, by its text without white space."""
    chinese = (_named(match, match[5]) for match in _PRINTED.finditer(text))
    english = (_named(match, match[5], "en") for match in _PRINTED_ENGLISH.finditer(text))
    return [*chinese, *english]


def _named(match: re.Match[str], layout: str | None, language: str = OFFICIAL) -> Named:
    return Named(match[1], unquote(match[2]), int(match[3]), match[4], layout, language)
