"""The shape of a policy file: which keys stand where, and what may be written beside each.

Nothing here is optional that an officer could forget without harm; unknown keys are refused. What
conditions and terms mean is checked where they are compiled.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from adapters.policy.file.lines import (
    Amount,
    Condition,
    Count,
    Country,
    Currency,
    Lines,
    MonthDay,
    Months,
    Name,
    Rate,
    Text,
    Word,
    Words,
    one_of,
)
from domain.policy.compiling.words import SETTINGS


class SettingsLines(Lines):
    """How every decision goes where no measure says otherwise."""

    rounding: Annotated[str, one_of("settings.rounding")] = SETTINGS["rounding"][0]
    other_support: Annotated[str, one_of("settings.other_support")] = SETTINGS["other_support"][0]
    order: Annotated[str, one_of("settings.order")] = SETTINGS["order"][0]
    new_version: Annotated[str, one_of("settings.new_version")] = SETTINGS["new_version"][0]


class FactLines(Lines):
    """One fact: `is` says of what type; `zh` and `en` name it for people."""

    type: Annotated[str, one_of("facts.is"), Field(alias="is")]
    zh: Text | None = None
    en: Text | None = None
    currency: Currency | None = None
    zero: bool | None = None
    words: dict[str, Text] | None = None
    split: Text | None = None
    most: Count | None = None
    suspect: bool | None = None
    number: bool | None = None
    has: bool | None = None
    identifies: Annotated[str, one_of("facts.identifies")] | None = None


class KindLines(Lines):
    """What a claim of a kind states; `day` is the column of the day it happened."""

    zh: Text
    en: Text
    sheet: Text | None = None
    category: Text | None = None
    day: Text
    item: Name | None = None
    item_name: Name | None = None
    cost: Name | Annotated[list[Name], Field(min_length=1)] | None = None
    shows: list[str] | None = None
    plausible: Amount | None = None
    facts: dict[Name, FactLines] = Field(default_factory=dict)


class FigureOfYearLines(Lines):
    """One figure of a record."""

    type: Annotated[str, one_of("figures-of-year.is")] = Field(alias="is")
    zh: Text | None = None
    en: Text | None = None
    currency: Currency | None = None
    zero: bool | None = None
    suspect: bool | None = None


class RecordLines(Lines):
    """Figures of an enterprise and a year; `year` is the column of the year."""

    zh: Text
    en: Text
    sheet: Text | None = None
    year: Text
    plausible: Amount | None = None
    facts: Annotated[dict[Name, FigureOfYearLines], Field(min_length=1)]


class LineLines(Lines):
    """The one line a measure is shown in."""

    code: Annotated[str, one_of("line.code")]
    shows: Words


class MeasureLines(Lines):
    """What is paid: for claims of the kind for which `when` holds, if all it `needs` is there."""

    article: Text
    title_zh: Text
    title_en: Text
    kind: Word
    when: list[Condition] | None = None
    needs: list[Condition] | None = None
    pays: Annotated[list[dict[str, Any]], Field(min_length=1)]
    by_item: bool | None = None
    ended: bool | None = None
    line: LineLines | None = None


class CapLines(Lines):
    """A ceiling over measures: of money, or of how often."""

    article: Text
    title_zh: Text
    title_en: Text
    limit: Amount | Count | dict[str, str]
    unit: Annotated[str, one_of("caps.unit")]
    period: Annotated[str, one_of("caps.period")]
    starts: MonthDay | None = None
    months: Months | None = None
    per: Annotated[str, one_of("caps.per")]
    measures: Words
    counts: Words | None = None


class ExclusionLines(Lines):
    """An item granted under one of `by` is not granted under `measure` in the same year."""

    article: Text
    measure: Word
    by: Words
    on: Annotated[str, one_of("exclusions.on")]
    way: Annotated[str, one_of("exclusions.way")]
    code: Word


class TogetherLines(Lines):
    """Measures that stand together: both are paid, or up to the highest."""

    article: Text
    measures: Words
    pays: Annotated[str, one_of("together.pays")]


class OtherPoliciesLines(Lines):
    """How what other policies of the ledger granted for the same matter counts."""

    article: Text
    policies: Annotated[list[Word], Field(min_length=1)] | None = None
    same: Annotated[str, one_of("other_policies.same")] = "invoice"
    rule: Annotated[str, one_of("other_policies.rule")]


class SourceLines(Lines):
    """A source of money (资金来源)."""

    zh: Text
    en: Text


class FundingLines(Lines):
    """What each source bears of measures; of all that no other entry names where none is said."""

    article: Text
    measures: Words | None = None
    shares: Annotated[dict[Word, Rate], Field(min_length=1)]


class ReadingLines(Lines):
    """One silence of the text: how it is read, what else it could mean, and why it is read."""

    article: Text
    default: Word
    chosen: Word | None = None
    bears_on: list[Word] | None = None
    note_zh: Text
    note_en: Text
    rivals: Annotated[dict[Word, dict[str, Any] | Literal["waits"]], Field(min_length=1)]


class ListLines(Lines):
    """Countries, or since when each is on the list."""

    zh: Text
    en: Text
    members: list[Country] | None = None
    since: dict[Country, date] | None = None
    at_once: bool | None = None


class WordsLines(Lines):
    """What an operand of the working is called; `{value}` stands for it. `no_`: where it is no."""

    zh: Text
    en: Text
    no_zh: Text | None = None
    no_en: Text | None = None


class CommitmentLines(Lines):
    """What an article promises beside money."""

    article: Text
    summary_zh: Text
    summary_en: Text


class FigureLines(Lines):
    """A figure as printed, the paths it sets, and a note (required when it sets none)."""

    printed: Text
    sets: list[str] | None = None
    note_zh: Text | None = None
    note_en: Text | None = None


class ArticleLines(Lines):
    """An article of the text with its printed figures in the order of the text."""

    id: Text
    figures: list[FigureLines]


class InferredLines(Lines):
    """What is read into the text: the paths, and why."""

    article: Text
    paths: Words
    note_zh: Text
    note_en: Text


class PolicyLines(Lines):
    """A whole policy file."""

    id: Word
    title_zh: Text
    title_en: Text
    document: Text
    announced_on: date
    first_day: date
    last_day: date
    currency: Currency
    home: Country = "CN"
    repealed: bool | None = None
    settings: SettingsLines = Field(default_factory=SettingsLines)
    kinds: Annotated[dict[Word, KindLines], Field(min_length=1)]
    records: dict[Name, RecordLines] = Field(default_factory=dict)
    lists: dict[Name, ListLines] = Field(default_factory=dict)
    measures: Annotated[dict[Word, MeasureLines], Field(min_length=1)]
    caps: dict[Word, CapLines] = Field(default_factory=dict)
    exclusions: list[ExclusionLines] = Field(default_factory=list)
    together: list[TogetherLines] = Field(default_factory=list)
    other_policies: list[OtherPoliciesLines] | None = None
    sources: Annotated[dict[Word, SourceLines], Field(min_length=1)] | None = None
    funding: Annotated[dict[Word, FundingLines], Field(min_length=1)] | None = None
    readings: dict[Name, ReadingLines] = Field(default_factory=dict)
    words: dict[str, WordsLines] = Field(default_factory=dict)
    commitment: list[CommitmentLines] = Field(default_factory=list)
    article: list[ArticleLines] = Field(default_factory=list)
    inferred: list[InferredLines] = Field(default_factory=list)

    def as_document(self) -> dict[str, Any]:
        """Return the policy's document: what is said, in the order of this vocabulary."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)
