"""One run of the command: find it, read its words, carry it out, answer what goes wrong."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields

from cyclopts import App
from cyclopts.exceptions import CycloptsError

from adapters.accounts.key_file import use_key_file
from adapters.files.durable import problem_text
from adapters.wording.translation import gettext as _
from adapters.wording.translation import use_language
from domain.refusals import Refusal
from scripts.cli.doors import note, tell_refusal
from scripts.cli.interrupts import is_interrupt
from scripts.cli.misuse import CODE, Misuse, ahead, needs_a_value, no_command, sentence
from scripts.cli.nouns import subsidy
from scripts.cli.options import Common, Printing, Sealed, Writing, print_json
from scripts.cli.streams import OutputError, discard, outlive_readers

DONE, REFUSED, MISUSED = 0, 1, 2
# Options that commands share may stand before the words that name one; how many words each takes.
AHEAD = {
    f"--{option.name.replace('_', '-')}": 1 if option.default is False else 2
    for shared in (Printing, Writing, Sealed)
    for option in fields(shared)
}
HELP = ("-h", "--help")
AT_SERVER, SERVER = "--server", "SUBSIDY_SERVER"  # a served ledger that is asked instead


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or found wrong, 2 misused.

    With `--server URL`, or where the environment names a server, that is asked instead.
    """
    outlive_readers()
    words, server = _server_of(list(words))
    use_language(_language(words))
    as_json = "--json" in _options(words)
    try:
        code = _run(list(words), as_json, server)
        sys.stdout.flush()
    except OutputError as problem:
        facts = {"file": _("standard output"), "problem": problem_text(problem)}
        code = _refused(Refusal("output-unwritable", **facts), as_json=False)
        discard(sys.stdout)
    finally:
        use_key_file(None)
    return code


def _run(words: list[str], as_json: bool, server: str | None) -> int:
    app, verb, rest = _command_of(words)
    try:
        with _interruptible():
            if _printed(app, verb, rest):
                return DONE
            return _prepared(app, verb, rest, server)()
    except (Misuse, CycloptsError) as problem:
        message = str(problem)
        if isinstance(problem, CycloptsError):
            from scripts.cli.help import arguments

            message = sentence(problem, arguments(app), rest)
        return _misused(message, app, verb, as_json)
    except Refusal as refusal:
        return _refused(refusal, as_json)
    except OutputError:
        raise
    except OSError as problem:
        facts = {"file": str(problem.filename or _("a file")), "problem": problem_text(problem)}
        return _refused(Refusal("file-unreadable", **facts), as_json)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Raise what comes of an interrupt as the interrupt, whatever it was taken for on its way."""
    try:
        yield
    except Exception as problem:
        if is_interrupt(problem):
            raise KeyboardInterrupt from problem
        raise


def _command_of(words: list[str]) -> tuple[App, list[str], list[str]]:
    """Return the app of the command, the words that name it, and all others.

    Options may stand before, between and after the words that name it.
    """
    app, verb, moved = subsidy(), list[str](), list[str]()
    while words and list(app):
        word, *after = words
        name, equals, _value = word.partition("=")
        if name in AHEAD or name in HELP:
            size = 1 if equals else AHEAD.get(name, 1)
            moved, words = [*moved, *words[:size]], words[size:]
        elif word in app:
            app, words = app[word], after
            verb.append(word)
        else:
            break
    return app, verb, [*moved, *words] if "--" in words else [*words, *moved]


def _prepared(app: App, verb: list[str], rest: list[str], server: str | None) -> Callable[[], int]:
    """Return the command with its arguments read. Raises Misuse or CycloptsError."""
    if app.default_command is None:
        first = rest[0] if rest else None
        if first in AHEAD and AHEAD[first] > len(rest):
            raise Misuse(needs_a_value(first))
        if first is not None and first.startswith("-") and any(word in app for word in rest):
            raise Misuse(ahead(first, AHEAD))
        raise Misuse(no_command(None if first in AHEAD else first, app))
    if server is not None:
        from scripts.serving.asking import must_be_served

        must_be_served(server, verb, rest)
    command, bound, _ignored = subsidy().parse_args(
        [*verb, *rest], exit_on_error=False, print_error=False
    )
    shared = (each for each in bound.arguments.values() if isinstance(each, Common))
    use_key_file(next((options.accounts_key for options in shared), None))
    if server is not None:
        from scripts.serving.asking import ask

        return lambda: ask(server, verb, command, bound)
    return lambda: int(command(*bound.args, **bound.kwargs) or DONE)


def _server_of(words: list[str]) -> tuple[list[str], str | None]:
    """Return the words without `--server URL`, and the server; that of the environment else."""
    server = os.environ.get(SERVER) or None
    options = _options(words)
    for place, word in enumerate(options):
        if word.startswith(f"{AT_SERVER}="):
            return words[:place] + words[place + 1 :], word.partition("=")[2]
        if word == AT_SERVER and place + 1 < len(options):
            return words[:place] + words[place + 2 :], words[place + 1]
    return words, server


def _printed(app: App, verb: list[str], rest: list[str]) -> bool:
    """Print help, the version or a completion script where it is asked for; say whether it was."""
    options = _options(rest)
    if any(option in HELP for option in options):
        from scripts.cli.help import page

        print(page(app, verb))
    elif not verb and "--version" in options:
        from importlib.metadata import version

        print(version("subsidy-ledger"))
    elif not verb and "--completion" in options:
        print(_completion(rest))
    else:
        return False
    return True


def _completion(words: list[str]) -> str:
    """Return the script that makes a shell complete the words of a command."""
    shell = words[words.index("--completion") + 1 :][:1]
    match shell:
        case ["bash" | "zsh" | "fish" as known]:
            from scripts.cli.completion import completion

            return completion(known)
    raise Misuse(_("--completion needs a shell: bash, zsh or fish"))


def _misused(message: str, app: App, verb: list[str], as_json: bool) -> int:
    from scripts.cli.help import page, usage

    whole = app.default_command is None
    note(f"{CODE}: {message}\n{page(app, verb) if whole else usage(app, verb)}")
    if as_json:
        print_json({"code": CODE, "message": message})
    return MISUSED


def _refused(refusal: Refusal, as_json: bool) -> int:
    tell_refusal(refusal, as_json=as_json)
    return REFUSED


def _options(words: Sequence[str]) -> list[str]:
    """Return the words before `--`."""
    return list(words[: words.index("--")] if "--" in words else words)


def _language(words: Sequence[str]) -> str:
    """Return the language asked for, wherever among the words; Chinese without one."""
    asked: list[str] = re.findall(r"(?m)^--lang[=\n](zh|en)$", "\n".join(_options(words)))
    return asked[-1] if asked else "zh"
