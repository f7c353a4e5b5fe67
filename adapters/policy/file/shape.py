"""The shape of a policy file: which keys stand where, and what may be written beside each.

Nothing here is optional that an officer could forget without harm; unknown keys are refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from adapters.policy.values import COUNT_MAX, parse_amount, parse_rate, parse_text
from domain.refusals import Fact

FOUND_MAX = 80  # characters of a wrong value that a refusal repeats


class PolicyFileError(Exception):
    """A key of a policy file does not hold. `problem` is one stable word."""

    def __init__(self, where: str, problem: str, found: object, **more: Fact) -> None:
        super().__init__(where, problem, found)
        self.where = where
        self.problem = problem
        self.found = str(found)[:FOUND_MAX]
        self.more = more


def _written_as(parse: Callable[[str], int | str]) -> BeforeValidator:
    """Return a validator that reads text with `parse` and keeps its word for what is wrong."""

    def read(text: Any) -> int | str:
        if not isinstance(text, str):
            raise PydanticCustomError("wrong-type", "a text is expected")
        try:
            return parse(text)
        except ValueError as problem:
            raise PydanticCustomError("not-a-value", "{word}", {"word": str(problem)}) from problem

    return BeforeValidator(read)


Rate = Annotated[int, _written_as(parse_rate)]
Amount = Annotated[int, _written_as(parse_amount)]
Count = Annotated[int, Field(ge=1, le=COUNT_MAX)]
Text = Annotated[str, _written_as(parse_text)]
Word = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class _Lines(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _MeasureLines(_Lines):
    article: Text
    title_zh: Text
    title_en: Text
    needs_self_export: bool = False


class BoothShareLines(_MeasureLines):
    """`per_booth` in yuan."""

    formula: Literal["booth-share"]
    rate: Rate
    per_booth: Amount
    booths_per_exhibition: Count


class ShareOfFeeLines(_MeasureLines):
    """`at_most` in yuan, where there is a ceiling."""

    formula: Literal["share-of-fee"]
    rate: Rate
    at_most: Amount | None = None


class ShareOfFeeForExportersLines(_MeasureLines):
    """`from_usd` in US dollars."""

    formula: Literal["share-of-fee-for-exporters"]
    rate: Rate
    from_usd: Amount


class AwardLines(_MeasureLines):
    """`award` in yuan."""

    formula: Literal["award"]
    award: Amount


class AwardByGradeLines(_MeasureLines):
    """`awards` in yuan, one for each grade."""

    formula: Literal["award-by-grade"]
    awards: dict[str, Amount]


class AwardPerBlockLines(_MeasureLines):
    """`award` in yuan for every `per_usd` US dollars."""

    formula: Literal["award-per-block"]
    award: Amount
    per_usd: Amount


class FeeWithinShareOfGuaranteedLines(_MeasureLines):
    """`share_of_guaranteed` as a rate."""

    formula: Literal["fee-within-share-of-guaranteed"]
    share_of_guaranteed: Rate


class LinesOfNoParameter(_MeasureLines):
    """The fee itself, or the sum that a decision document names."""

    formula: Literal["whole-fee", "amount-decided"]


MeasureLines = Annotated[
    BoothShareLines
    | ShareOfFeeLines
    | ShareOfFeeForExportersLines
    | AwardLines
    | AwardByGradeLines
    | AwardPerBlockLines
    | FeeWithinShareOfGuaranteedLines
    | LinesOfNoParameter,
    Field(discriminator="formula"),
]


class _CapLines(_Lines):
    article: Text
    title_zh: Text
    title_en: Text
    period: Literal["year", "policy"]
    per: Literal["enterprise", "warehouse"]
    measures: Annotated[list[str], Field(min_length=1)]


class AmountCapLines(_CapLines):
    """`limit` in yuan."""

    unit: Literal["yuan"]
    limit: Amount


class CountCapLines(_CapLines):
    """`limit` in places."""

    unit: Literal["count"]
    limit: Count


CapLines = Annotated[AmountCapLines | CountCapLines, Field(discriminator="unit")]


class ReadingLines(_Lines):
    """One reading: what is chosen, what else could be, and why it has to be read at all."""

    article: Text
    chosen: str
    rivals: list[str]
    note_zh: Text
    note_en: Text


class CountriesLines(_Lines):
    """ISO 3166-1 alpha-2 codes; `rcep_in_force` with the day from which."""

    belt_and_road: Annotated[list[Country], Field(min_length=1)]
    rcep_in_force: dict[Country, date]


class CommitmentLines(_Lines):
    """What an article promises beside money."""

    article: Text
    summary_zh: Text
    summary_en: Text


class FigureLines(_Lines):
    """A figure as printed, the paths it sets, and a note (required when it sets none)."""

    printed: Text
    sets: list[str] = Field(default_factory=list)
    note_zh: Text | None = None
    note_en: Text | None = None


class ArticleLines(_Lines):
    """An article of the text with its printed figures in the order of the text."""

    id: Text
    figures: list[FigureLines]


class InferredLines(_Lines):
    """What is read into the text: the paths, and why."""

    article: Text
    paths: Annotated[list[str], Field(min_length=1)]
    note_zh: Text
    note_en: Text


class PolicyLines(_Lines):
    """A whole policy file."""

    id: Word
    title_zh: Text
    title_en: Text
    document: Text
    announced_on: date
    first_day: date
    last_day: date
    measures: dict[str, MeasureLines]
    caps: dict[Word, CapLines]
    readings: dict[str, ReadingLines]
    countries: CountriesLines
    plausible: dict[Word, Amount] = {}
    commitment: list[CommitmentLines]
    article: list[ArticleLines]
    inferred: list[InferredLines]
