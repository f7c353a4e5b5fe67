"""How pages call what is typed at a terminal: a command by its form, an option by its field.

Messages stand once, for every medium. Those whose way out is another on a page stand in `ON_PAGES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import takewhile

from adapters.web.api.table import EVERY, NOT_SERVED
from adapters.web.pages.acts import title_of
from adapters.web.verbs.verb import Verb
from adapters.wording.catalogue.beyond.serving import SERVING
from adapters.wording.catalogue.papers import PAPER_REFUSALS
from adapters.wording.catalogue.refusals import REFUSALS
from adapters.wording.rendering.choices import IN_A_FORM, choice_names
from adapters.wording.translation import N_, at_a_terminal, language
from adapters.wording.translation import gettext as _

_MORE = "\u2026 and {count} more (--json: all)"
ON_PAGES = {
    PAPER_REFUSALS["bureau-details-missing"]: N_(
        "Letters print the bureau's name, telephone and address, and this server has none of them. "
        "Ask its administrator to put them into papers.toml beside the ledger."
    ),
    _MORE: N_("\u2026 and {count} more"),
    "There are more: --after {next}": N_("There are more, after {next}."),
    "The next ones: --after {position}": N_("There are more, after log position {position}."),
    "Rows are decided from the top down: subsidy approve --from FILE --by NAME": N_(
        "Rows are decided from the top down, once the sheet is filled in and handed in."
    ),
    "without an account: --without-account --document NO --only CLAIM_NO": N_(
        "Without an account, all three are said: that it is in cash or offset, the number of the "
        "document, and the claims."
    ),
    REFUSALS["nothing-ordered/replaced"]: N_(
        "Order {order} of batch {batch} has no transfer left: {by} took its place. Write the file "
        "of the new order; the bank must not pay by a file of {order}."
    ),
    "{wrong} wrong; {usual} usual (several firms at the same event, its editions, policies "
    "within the cost; with --json, --out)": N_(
        "{wrong} wrong; {usual} usual, not listed here (several firms at the same event, its "
        "editions, policies within the cost)"
    ),
    SERVING["server-read-only"]: N_(
        "This server is for reading alone: nothing is recorded here. Use the server of the bureau."
    ),
    REFUSALS["request-conflicts"]: N_(
        "Claim {claim_no} was already handled so with other content; nothing was recorded. What is "
        "recorded is not rewritten: its history shows it."
    ),
}
_COMMAND = re.compile(
    r"`subsidy ([^`]+)`"
    r"|(?<![\w/])subsidy ([a-z][a-z-]*(?: [a-z][a-z-]*)*)"
    r"(?: (?:\{\w+\}|--[a-z][a-z-]*|[A-Z][A-Z_:|.]+))*"
)
_BARE = re.compile(r"`([a-z][a-z-]*(?: [a-z][a-z-]*)*)((?: --[a-z][a-z-]*)*)`")
_WORD = re.compile(r"[a-z][a-z-]*")
_QUOTED = re.compile(r"`([^`]*--[^`]*)`")
_OPTION = re.compile(
    r"(?<![\w-])--([a-z][a-z-]*)(?:[ =](?:[A-Z][A-Z_:|.]+\b|\{\w+\})|[ =]([a-z][a-z-]*))?"
)
_CLAUSE = re.compile(r"[,;(，；（]")  # ends what a field is called; what follows says more of it
_CHOICE_CLAUSE = re.compile(r"[,;:(，；：（]")
_WIDE = "[\u3000-\u9fff\uff00-\uffef]"  # Chinese has no space beside a quotation
_GAP = re.compile(f"(?<={_WIDE}) +(?=\u201c)|(?<=[\u201d\uff09]) +(?={_WIDE})")
_OF_SETTING = "--{setting}"


class OnPages:
    """The medium of pages. For any number of threads."""

    def __init__(self, verbs: Mapping[str, Verb]) -> None:
        self._verbs = verbs
        self._firsts = {name.split()[0] for name in [*verbs, *NOT_SERVED]}
        self._spoken = cache(self._say)

    def instead(self, message: str) -> str:
        return ON_PAGES.get(message, message)

    def said(self, text: str) -> str:
        return self._spoken(text, language())

    def _say(self, text: str, _language: str) -> str:
        with at_a_terminal():  # the names of forms and fields are as they are
            named: list[str] = []

            def command(match: re.Match[str]) -> str:
                typed = match[1] or match[2]
                name = self._verb_of(typed.split())
                if name is None and not match[1] and typed.split()[0] not in self._firsts:
                    return match[0]  # a word, not a command
                return called(name, " ".join(takewhile(_WORD.fullmatch, typed.split())))

            def bare(match: re.Match[str]) -> str:
                noun = named[-1].split()[0] if named else ""
                for typed in (match[1], f"{noun} {match[1]}"):  # as `accounts` of an enterprise
                    if typed in self._verbs or typed in NOT_SERVED:
                        return called(self._verb_of(typed.split()), typed) + match[2]
                return match[0]

            def called(name: str | None, typed: str) -> str:
                if name is None:
                    said = _("\u201c{name}\u201d (by the administrator of the server)")
                    return said.format(name=typed)
                named.append(name)
                return f"\u201c{title_of(self._verbs[name])}\u201d"

            def option(match: re.Match[str]) -> str:
                return self._option(match[1], match[2] or "", named)

            plain = _BARE.sub(bare, _COMMAND.sub(command, text)).replace(_OF_SETTING, "{setting}")
            return _GAP.sub("", _OPTION.sub(option, _QUOTED.sub(r"\1", plain)))

    def _verb_of(self, words: list[str]) -> str | None:
        """Return the verb that typed words begin with, where it is one that is served."""
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length])
            if name in self._verbs:
                return name if _is_served(name) else None
        return None

    def _option(self, option: str, word: str, named: list[str]) -> str:
        """Return what forms call an option: that of the command named before, else of any.

        word: what follows it, which may be one of its choices.
        """
        after = f" {word}" if word else ""
        for verb in self._having(named):
            for parameter in verb.parameters:
                if parameter.option != f"--{option}":
                    continue
                phrase = _(IN_A_FORM.get(parameter.help, parameter.help))
                if word not in parameter.choices:
                    return f"\u201c{_CLAUSE.split(phrase)[0].strip()}\u201d{after}"
                said = _("\u201c{choice}\u201d (\u201c{field}\u201d)")
                choice = choice_names(parameter.name).get(word, word)
                return said.format(choice=choice, field=_CHOICE_CLAUSE.split(phrase)[0].strip())
        return f"\u201c{option}\u201d{after}"

    def _having(self, named: list[str]) -> Iterator[Verb]:
        yield from (self._verbs[name] for name in reversed(named))
        nouns = {name.split()[0] for name in named}
        yield from sorted(self._verbs.values(), key=lambda verb: verb.name.split()[0] not in nouns)


@cache
def _is_served(name: str) -> bool:
    return any(each.verb == name for each in EVERY)
