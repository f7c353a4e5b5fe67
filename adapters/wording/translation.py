"""Messages stand in English in the code; `locale/` has them in Chinese.

    from adapters.wording.translation import gettext as _

`_("{claims} claims").format(claims=3)`: look up first, then fill in. The language belongs to the
context: two threads can speak two languages. What has a language of its own, as a paper has, is
made within `speaking("en")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from string import Formatter

DOMAIN = "subsidy"
LOCALE = Path(__file__).with_name("locale")

_language: ContextVar[str] = ContextVar("language", default="zh")


def N_(message: str) -> str:  # noqa: N802 - the name that tools which extract messages know
    """Mark a message that is translated where it is shown."""
    return message


def gettext(message: str) -> str:
    """Return a message in the current language; in English where it has no translation."""
    return _catalogue(_language.get()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return a message about so many things in the current language."""
    return _catalogue(_language.get()).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return a message whose English has several meanings; the context says which."""
    return _catalogue(_language.get()).pgettext(context, message)


def filled(message: str, facts: Mapping[str, object]) -> str:
    """Return a message in the current language with its facts; a dash for what is missing."""
    text = gettext(message)
    names = [name for _text, name, _spec, _conversion in Formatter().parse(text) if name]
    return text.format(
        **{name: "-" if facts.get(name) in (None, "") else facts[name] for name in names}
    )


def listed(names: Iterable[str]) -> str:
    """Return names beside each other, as the current language separates them."""
    return pgettext("between names", ", ").join(names)


def language() -> str:
    """Return the current language: `zh` or `en`."""
    return _language.get()


def use_language(chosen: str) -> None:
    """Set the language of this context: `zh` or `en`."""
    _language.set(chosen)


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Use a language for a while."""
    before = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(before)


@cache
def _catalogue(chosen: str) -> NullTranslations:
    compiled = LOCALE / chosen / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if chosen == "en":
        return NullTranslations()  # the messages themselves
    with compiled.open("rb") as file:
        return GNUTranslations(file)
