"""Help and usage, in the reader's language, as plain text that fits the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from textwrap import wrap

from cyclopts import App, Argument

from adapters.wording.translation import gettext as _
from scripts.cli.misuse import spelled
from scripts.cli.nouns import GROUPS

WIDTH_LEAST, WIDTH_MOST = 40, 110
UNBROKEN = "\N{NO-BREAK SPACE}"
Row = tuple[str, str]


def page(app: App, words: Sequence[str]) -> str:
    """Return the help of a command, of a noun, or of all; `words`: what was typed to get there."""
    sections = [usage(app, words)]
    if not words:
        sections += [
            _section(_(group), [(name, _(purpose)) for name, (_m, purpose) in nouns.items()])
            for group, nouns in GROUPS.items()
        ]
        sections.append(_("subsidy COMMAND --help: more; --version; --completion bash|zsh|fish"))
        return "\n\n".join(sections)
    sections += [_(app.help)] if app.help else []
    shown = arguments(app)
    sections += [
        _section(_("Arguments"), [_row(each) for each in shown if _stands_alone(each)]),
        _section(_("Options"), [_row(each) for each in shown if not _stands_alone(each)]),
        _section(_("Commands"), [(name, _(app[name].help)) for name in app]),
    ]
    return "\n\n".join(section for section in sections if section)


def usage(app: App, words: Sequence[str]) -> str:
    """Return how a command is written, in lines that fit the terminal."""
    parts = [" ".join(("subsidy", *words))]
    for argument in sorted(arguments(app), key=_stands_alone, reverse=True):
        part = spelled(argument)
        parts.append(part if argument.required else f"[{part}]")
    if list(app):
        verb = _("COMMAND …")
        parts.append(verb if app.default_command is None else f"| {verb}")
    line = " ".join(part.replace(" ", UNBROKEN) for part in parts)
    lines = wrap(line, _width() - len("usage: "), break_long_words=False, break_on_hyphens=False)
    return _("usage: {line}").format(line="\n    ".join(lines).replace(UNBROKEN, " "))


def arguments(app: App) -> list[Argument]:
    """Return what a command takes, in the order written."""
    if app.default_command is None:
        return []
    return [each for each in app.assemble_argument_collection() if each.name != "*"]


def _stands_alone(argument: Argument) -> bool:
    return not argument.name.startswith("-")


def _row(argument: Argument) -> Row:
    """Return a parameter and what it means, with its default and its place in the environment."""
    said = argument.parameter.help
    meaning = [_(said)] if said else []
    default = argument.field_info.default
    if isinstance(default, str) and default:
        meaning.append(_("(default {default})").format(default=default))
    meaning += [f"({name})" for name in argument.parameter.env_var or ()]
    return spelled(argument), " ".join(part for part in meaning if part)


def _width() -> int:
    return min(max(shutil.get_terminal_size().columns, WIDTH_LEAST), WIDTH_MOST)


def _section(title: str, rows: Sequence[Row]) -> str:
    """Return rows under a title, what they mean in a column of its own."""
    if not rows:
        return ""
    from rich.cells import cell_len  # only help needs it
    from rich.console import Console
    from rich.text import Text

    width = _width()
    column = min(max(cell_len(name) for name, _meaning in rows) + 2, 34)
    lines = [title]
    for name, meaning in rows:
        first = f"  {name}"
        if cell_len(name) + 2 > column:
            lines.append(first)
            first = ""
        room = width - column - 2
        for text in Text(meaning).wrap(Console(), room) or [Text()]:
            lines.append((first + " " * (column + 2 - cell_len(first)) + text.plain).rstrip())
            first = ""
    return "\n".join(lines)
