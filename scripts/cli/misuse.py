"""What is wrong with a command line, said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import chain
from typing import Literal, get_args, get_origin

from cyclopts import exceptions

from adapters.wording.translation import gettext as _

CODE = "misused"


class Misuse(Exception):  # noqa: N818 - like a refusal
    """A command line that cannot be carried out. The message is for people."""


def no_command(word: str | None, verbs: Iterable[str]) -> str:
    """Return that a word names no command, and which of `verbs` is the nearest."""
    if word is None:
        return _("a command is missing")
    if word.startswith("-"):
        return _("unknown option: {option}").format(option=word)
    return _("unknown command: {word}").format(word=word) + _nearest(word, verbs)


def sentence(error: exceptions.CycloptsError) -> str:
    """Return what is wrong with the arguments of a command."""
    match error:
        case exceptions.UnknownOptionError():
            option = error.token.keyword or error.token.value
            options = chain.from_iterable(known.names for known in error.argument_collection)
            return _("unknown option: {option}").format(option=option) + _nearest(option, options)
        case exceptions.UnusedCliTokensError(unused_tokens=[word, *_rest]):
            return _("one argument too many: {word}").format(word=word)
        case exceptions.RepeatArgumentError():
            return _("{option} is given twice").format(option=error.token.keyword)
        case exceptions.ConsumeMultipleError() | exceptions.MissingArgumentError(keyword=str()):
            assert error.argument is not None
            return _("{option} needs a value").format(option=error.keyword or error.argument.name)
        case exceptions.MissingArgumentError():
            assert error.argument is not None
            return _("{option} is missing").format(option=label(error.argument.name))
        case exceptions.CoercionError():
            return _not_read(error)
    return str(error)


def _nearest(word: str, words: Iterable[str]) -> str:
    """Return the question whether the nearest of `words` was meant; nothing where none is near."""
    for near in get_close_matches(word, [known for known in words if known != "*"], n=1):
        return _("; did you mean {near}?").format(near=near)
    return ""


def label(name: str) -> str:
    """Return the name of a parameter as help prints it."""
    return name if name.startswith("-") else name.upper().replace("-", "_")


def _not_read(error: exceptions.CoercionError) -> str:
    """Return why a value cannot be read, with the parameter it was given for."""
    of = error.token.keyword if error.token is not None else None
    name = of or label(error.argument.name if error.argument is not None else "")
    if error.msg is not None:
        return f"{name}: {error.msg}"
    value = error.token.value if error.token is not None else ""
    hint = error.target_type
    if get_origin(hint) is Literal:
        choices = _(" or ").join(map(str, get_args(hint)))
        return f"{name}: " + _("{value} is not {choices}").format(value=value, choices=choices)
    return f"{name}: " + _("{value} cannot be read").format(value=value)
