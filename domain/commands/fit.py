"""One text that a request states: refused where a character may not be stored."""

from __future__ import annotations

from domain.identity import character_name, unfit_at
from domain.refusals import Refusal


def must_be_fit(text: str, where: str) -> None:
    """Raise Refusal `bad-character` where a text has a character that may not be stored.

    where: what the text was given as. The refusal's `text`: a few characters either side, with the
    name of the first in its place.
    """
    at = unfit_at(text)
    if at is None:
        return
    name = character_name(text[at])
    before, after = text[:at][-20:], text[at + 1 :][:20]
    rest = "".join(each for each in after if unfit_at(each) is None)
    shown = f"{before}[{name}]{rest}"
    raise Refusal("bad-character", where=where, character=name, at=at + 1, text=shown)
