"""What is wrong with a command line, said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Literal, get_args, get_origin

from cyclopts import Argument, exceptions

from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed

CODE = "misused"
PERHAPS, SURELY = 0.6, 0.82  # how like a word is to what may have been meant, from 0 to 1


class Misuse(Exception):  # noqa: N818 - like a refusal
    """A command line that cannot be carried out. The message is for people."""


def no_command(word: str | None, verbs: Iterable[str]) -> str:
    """Return that a word names no command, and which of `verbs` is the nearest."""
    if word is None:
        return _("a command is missing")
    if word.startswith("-"):
        return _("unknown option: {option}").format(option=word)
    return _("unknown command: {word}").format(word=word) + _nearest(word, verbs)


def ahead(option: str, shared: Iterable[str]) -> str:
    """Return that an option stands before the command it is for, or is none of those shared."""
    message = _("{option} is not an option of every command: write it after the command")
    return message.format(option=option) + _nearest(option, shared, SURELY)


def sentence(
    error: exceptions.CycloptsError, arguments: Sequence[Argument], words: Sequence[str]
) -> str:
    """Return what is wrong with the words given as arguments of a command."""
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
            return needs_a_value(error.keyword or error.argument.name)
        case exceptions.MissingArgumentError():
            return _missing(error, arguments, words)
        case exceptions.CoercionError():
            return _not_read(error)
    return str(error)


def _missing(
    error: exceptions.MissingArgumentError, arguments: Sequence[Argument], words: Sequence[str]
) -> str:
    """Return every argument that is missing: the first the error names, others may follow it."""
    assert error.argument is not None
    names, given = [each.name for each in arguments], {word.partition("=")[0] for word in words}
    first, *others = arguments[names.index(error.argument.name) :]
    missing = [first] + [
        each
        for each in others
        if each.required and (given.isdisjoint(each.names) or not each.name.startswith("-"))
    ]
    return _("missing: {arguments}").format(arguments=listed(map(spelled, missing)))


def needs_a_value(option: str) -> str:
    """Return that nothing stands after an option that takes a value."""
    return _("{option} needs a value").format(option=option)


def spelled(argument: Argument) -> str:
    """Return a parameter as it is typed: its option, and what stands for its value."""
    many = "…" if get_origin(argument.hint) is tuple else ""
    metavar = argument.parameter.metavar
    if not argument.name.startswith("-"):
        return (metavar or label(argument.name)) + many
    if argument.hint is bool:
        return argument.name
    meant = metavar or "|".join(_choices(argument.hint)) or label(argument.name)
    return f"{argument.name} {meant}{many}"


def _choices(hint: Any) -> Iterable[str]:
    """Return the words that a parameter allows; nothing where it allows any."""
    if get_origin(hint) is Literal:
        return map(str, get_args(hint))
    return (choice for part in get_args(hint) for choice in _choices(part))


def _nearest(word: str, words: Iterable[str], alike: float = PERHAPS) -> str:
    """Return the question whether the nearest of `words` was meant; nothing where none is near."""
    from difflib import get_close_matches  # for what is seldom said

    known = {name.lstrip("-"): name for name in words if name != "*"}
    for near in get_close_matches(word.lstrip("-"), known, 1, alike):
        return _("; did you mean {near}?").format(near=known[near])
    return ""


def label(name: str) -> str:
    """Return the name of a parameter as help prints it."""
    return name if name.startswith("-") else name.upper().replace("-", "_")


def _with_word(choice: str, word: str | None) -> str:
    """Return a choice with what tables call it, where that is another word."""
    return (
        choice
        if word in (None, choice)
        else _("{choice} ({word})").format(choice=choice, word=word)
    )


def _not_read(error: exceptions.CoercionError) -> str:
    """Return why a value cannot be read, with the parameter it was given for."""
    of = error.token.keyword if error.token is not None else None
    name = of or label(error.argument.name if error.argument is not None else "")
    if error.msg is not None:
        return f"{name}: {error.msg}"
    value = error.token.value if error.token is not None else ""
    hint = error.target_type
    if get_origin(hint) is Literal:
        from adapters.wording.claims.words import statuses  # for what is seldom said

        known = statuses()
        choices = _(" or ").join(_with_word(each, known.get(each)) for each in get_args(hint))
        return f"{name}: " + _("{value} is not {choices}").format(value=value, choices=choices)
    return f"{name}: " + _("{value} cannot be read").format(value=value)
