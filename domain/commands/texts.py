"""What a request may not say: characters that nobody sees, or that are not the same everywhere."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from domain.commands.enterprise import SubmitClaim
from domain.commands.fit import must_be_fit
from domain.identity import unfit_at
from domain.policy.facts import Facts

_PLAIN = frozenset({int, bool, date, type(None)})  # have no text


def must_have_fit_texts(command: Any) -> None:
    """Raise Refusal `bad-character` where a text to be recorded has such a character.

    The number of a claim recorded before is let through: earlier versions took any.
    """
    names = _names(command.__class__)
    if not isinstance(command, SubmitClaim):
        names = names - {"claim_no"}
    every: list[str] = []
    for name in names:
        part = getattr(command, name)
        if part.__class__ not in _PLAIN:
            _gather(part, every)
    if unfit_at("".join(every)) is None:  # one look at all of them
        return
    for name in names:
        texts: list[str] = []
        _gather(getattr(command, name), texts)
        for text in texts:
            must_be_fit(text, name)


def _gather(part: Any, texts: list[str]) -> None:
    """Add the texts of a value, however deep, to others."""
    shape = part.__class__
    if shape is str or isinstance(part, str):
        texts.append(part)
    elif shape in _PLAIN:
        return
    elif isinstance(part, tuple):
        for each in part:
            _gather(each, texts)
    elif isinstance(part, Facts):
        texts += (part.kind, *(each for each in part.stated.values() if isinstance(each, str)))
    elif is_dataclass(part):
        for name in _names(shape):
            _gather(getattr(part, name), texts)


@cache
def _names(shape: Hashable) -> frozenset[str]:
    return frozenset(field.name for field in fields(cast(Any, shape)))
