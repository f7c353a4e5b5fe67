"""What a request may not say: characters that nobody sees, or that are not the same everywhere."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, cast

from domain.commands.enterprise import SubmitClaim
from domain.identity import character_name, unfit_at
from domain.refusals import Refusal


def must_have_fit_texts(command: Any) -> None:
    """Raise Refusal `bad-character` where a text to be recorded has such a character.

    The number of a claim recorded before is let through: earlier versions took any.
    """
    names = _names(command.__class__)
    for name in names if isinstance(command, SubmitClaim) else names - {"claim_no"}:
        for text in _texts(getattr(command, name)):
            must_be_fit(text, name)


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


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _texts(each)
    elif is_dataclass(part):
        for name in _names(part.__class__):
            yield from _texts(getattr(part, name))


@cache
def _names(shape: Hashable) -> frozenset[str]:
    return frozenset(field.name for field in fields(cast(Any, shape)))
