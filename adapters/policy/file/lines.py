"""The types that keys of a policy file take, and what every table of it has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from adapters.policy.values import COUNT_MAX, parse_text
from domain.policy.compiling.words import WORDS
from domain.policy.figures import parse_amount, parse_rate


def written_as(parse: Callable[[str], Any]) -> BeforeValidator:
    """Return a validator that `parse` reads the text, and keeps its word for what is wrong."""

    def read(text: Any) -> str:
        if not isinstance(text, str):
            raise PydanticCustomError("wrong-type", "a text is expected")
        try:
            parse(text)
        except ValueError as problem:
            raise PydanticCustomError("not-a-value", "{word}", {"word": str(problem)}) from problem
        return text

    return BeforeValidator(read)


def one_of(place: str) -> BeforeValidator:
    """Return a validator that a text is one of the words that may stand there."""

    def read(text: Any) -> Any:
        if text not in WORDS[place]:
            words = {"words": ", ".join(WORDS[place])}
            raise PydanticCustomError("not-allowed", "it is one of: {words}", words)
        return text

    return BeforeValidator(read)


Amount = Annotated[str, written_as(parse_amount)]
Rate = Annotated[str, written_as(parse_rate)]
Text = Annotated[str, written_as(parse_text)]
Word = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Count = Annotated[int, Field(ge=1, le=COUNT_MAX)]
Words = Annotated[list[str], Field(min_length=1)]
MonthDay = Annotated[str, Field(pattern=r"^\d\d-\d\d$")]
Months = Annotated[int, Field(ge=1, le=600)]
Condition = str | dict[str, Any]


class Lines(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
