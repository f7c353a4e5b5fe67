"""The script by which a shell completes commands, what they are for in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from cyclopts import App

from adapters.wording.translation import gettext as _
from scripts.cli.help import arguments
from scripts.cli.nouns import subsidy

LENGTH_MAX = 79  # of a description, as the library cuts it
# What a shell would read inside a description, and what is printed in its place.
_PLAIN = str.maketrans("'\":[]$`\\", "’”：［］＄’＼")


def completion(shell: Literal["bash", "zsh", "fish"]) -> str:
    """Return the script for a shell. The library writes it in the language of the code."""
    script = subsidy().generate_completion(shell=shell)
    texts = {_as_written(text): _(text).translate(_PLAIN) for text in _descriptions(subsidy())}
    longest_first = "|".join(sorted(texts, key=len, reverse=True))
    described = re.compile(rf"(?<=[':\[\"])(?:{longest_first})(?=[':\]\"])")
    by_letters = {_letters(pattern): text for pattern, text in texts.items()}
    return described.sub(lambda match: by_letters[_letters(match[0])], script)


def _descriptions(app: App) -> Iterator[str]:
    """Yield the English of what every command and parameter below an app is for."""
    yield from (each.parameter.help for each in arguments(app) if each.parameter.help)
    for name in app:
        yield app[name].help
        yield from _descriptions(app[name])


def _as_written(text: str) -> str:
    """Return a pattern of a description, each sign with whatever a shell needs before it."""
    cut = text if len(text) <= LENGTH_MAX + 1 else f"{text[:LENGTH_MAX]}…"
    return r"\\*".join(r"'(?:\\'')?" if sign == "'" else re.escape(sign) for sign in cut)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
