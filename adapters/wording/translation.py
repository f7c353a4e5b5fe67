"""Messages stand in English in the code; a catalogue has them in Chinese."""

from __future__ import annotations

import json
from contextvars import ContextVar
from functools import cache
from pathlib import Path

_language: ContextVar[str] = ContextVar("language", default="zh")
_CATALOGUES = {"zh": Path(__file__).parents[2] / "scripts" / "cli" / "messages.zh.json"}


def N_(message: str) -> str:  # noqa: N802 - the name that tools which extract messages know
    """Mark a message that is translated where it is shown."""
    return message


def gettext(message: str) -> str:
    """Return a message in the current language; in English where it has no translation."""
    return _catalogue(_language.get()).get(message, message)


def use_language(language: str) -> None:
    """Set the language of this context: `zh` or `en`."""
    _language.set(language)


@cache
def _catalogue(language: str) -> dict[str, str]:
    path = _CATALOGUES.get(language)
    if path is None:
        return {}
    messages: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return messages
