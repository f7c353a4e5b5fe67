"""Messages stand in English in the code; `locale/` has them in Chinese.

    from adapters.wording.translation import gettext as _

`_("{claims} claims").format(claims=3)`: look up first, then fill in. The language belongs to the
context: two threads can speak two languages. What has a language of its own, as a paper has, is
made within `speaking("en")`. Messages name commands and options as they are typed; where people
read them elsewhere than at a terminal, a `Medium` says what stands for these there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from string import Formatter
from typing import Protocol

DOMAIN = "subsidy"
LOCALE = Path(__file__).with_name("locale")

_language: ContextVar[str] = ContextVar("language", default="zh")
TYPED = ("--", "subsidy ", "`")  # one of these is in every message that names what is typed


class Medium(Protocol):
    """Where people read, other than at a terminal."""

    def instead(self, message: str) -> str:
        """Return the message that is said here instead of one; itself for most."""

    def said(self, text: str) -> str:
        """Return a text, not filled in yet, with what is typed called as it is here."""


_medium: ContextVar[Medium | None] = ContextVar("medium", default=None)


def N_(message: str) -> str:  # noqa: N802 - the name that tools which extract messages know
    """Mark a message that is translated where it is shown."""
    return message


def gettext(message: str) -> str:
    """Return a message in the current language; in English where it has no translation."""
    return _said(message, _catalogue(_language.get()).gettext) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return a message about so many things in the current language."""
    medium, known = _medium.get(), _catalogue(_language.get())
    if medium is not None:
        singular, plural = medium.instead(singular), medium.instead(plural)
    return worded(known.ngettext(singular, plural, count))


def pgettext(context: str, message: str) -> str:
    """Return a message whose English has several meanings; the context says which."""
    return _catalogue(_language.get()).pgettext(context, message)


def _said(message: str, look_up: Callable[[str], str]) -> str:
    medium = _medium.get()
    return look_up(message) if medium is None else worded(look_up(medium.instead(message)))


def worded(text: str) -> str:
    """Return a text as the medium of this context says it."""
    medium = _medium.get()
    typed = medium is not None and any(each in text for each in TYPED)
    return medium.said(text) if medium is not None and typed else text


def use_medium(chosen: Medium | None) -> None:
    """Set the medium of this context; None is a terminal."""
    _medium.set(chosen)


@contextmanager
def at_a_terminal() -> Iterator[None]:
    """Say things as they are typed, for a while."""
    before = _medium.set(None)
    try:
        yield
    finally:
        _medium.reset(before)


def as_typed(word: str, message: str) -> str:
    """Return a word where people type it; a message about the same where they read it elsewhere."""
    return word if _medium.get() is None else gettext(message)


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


def in_brackets(said: str, more: str | None) -> str:
    """Return what is said with more in brackets after it, if there is more."""
    return gettext("{said} ({more})").format(said=said, more=more) if more else said


def headed(head: str, said: str) -> str:
    """Return what is said after what it is said of, if that has a name."""
    return gettext("{head}: {said}").format(head=head, said=said) if head else said


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
