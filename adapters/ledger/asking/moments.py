"""The time that a question is asked of."""

from __future__ import annotations

from datetime import date, datetime

from domain.calendar import BEIJING, day_end
from domain.refusals import Refusal


def parse_moment(text: str) -> datetime:
    """Return the moment a person means: no offset is Beijing time, a bare date its end.

    Raises `bad-time`.
    """
    try:
        if "T" not in text and " " not in text:
            return day_end(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("bad-time", text=text) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=BEIJING)
