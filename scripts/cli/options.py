"""Options that commands share: `Common`, `Reading`, `Printing`, `Writing` or `Sealed`, one each.

Each is one parameter of a command, with a default that is none of the user's words:

    def show(*, at: Reading = READING) -> None: ...
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from scripts.cli.doors import document, door, note
from scripts.cli.misuse import Misuse
from scripts.cli.values import flag, text, value, whole

if TYPE_CHECKING:
    from adapters.ledger.handling.units import Author, Outcome
    from adapters.ledger.ledger import Ledger
    from adapters.ledger.look import Look
    from adapters.ledger.processes.runs import Command
    from projections.parties import Kin
    from scripts.cli.doors import Shown

STORE_DEFAULT = "ledger.db"
BY = value(text, "NAME", N_("the officer's account; the login where left out"))
CLOCK_IS_RIGHT = flag(N_("record although this computer's clock is far from the last event's time"))
FORCE = flag(N_("let the file written replace a file of another kind"))


def _store(given: str) -> str:
    return given or STORE_DEFAULT


def _file(given: str) -> Path | None:
    return Path(given) if given else None


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every command takes."""

    store: Annotated[
        str,
        value(_store, "URL", N_("the ledger: a SQLite file, or postgresql://…")),
        Parameter(env_var="SUBSIDY_STORE"),
    ] = STORE_DEFAULT
    accounts_key: Annotated[
        Path | None,
        value(_file, "FILE", N_("the key that accounts are sealed by; the user's own if left out")),
        Parameter(env_var="SUBSIDY_ACCOUNTS_KEY"),
    ] = None
    json: Annotated[bool, flag(N_("print one JSON document"))] = False
    lang: Annotated[Literal["zh", "en"], Parameter(help=N_("language of messages and tables"))] = (
        "zh"
    )

    def opened(self) -> AbstractContextManager[Ledger]:
        """Open the ledger that the command is about."""
        return door().ledger(self.store)

    def tell(self, answer: Any, shown: Callable[[], Shown]) -> None:
        """Give an answer: as one JSON document where that is asked for, else as it is shown."""
        door().tell(answer, shown, as_json=self.json)

    def tell_refused(self, refused: Sequence[Refusal], seconds: float | None) -> None:
        """Print what was refused, and after how many seconds it is tried again, if it is."""
        from adapters.wording.catalogue.refusals import coded

        for refusal in refused:
            if seconds is None:
                note(coded(refusal))
                continue
            again = _("Tried again in {seconds} s.").format(seconds=f"{seconds:g}")
            note(f"{coded(refusal)} {again}")
            if self.json:
                print_json(document(refusal) | {"again_in_seconds": seconds})
                sys.stdout.flush()


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Common):
    """What commands take that ask the ledger: as it stands, or as it stood."""

    position: Annotated[int | None, value(whole, "N", N_("as the log stood at position N"))] = None
    known_at: Annotated[
        str | None,
        Parameter(
            metavar="TIME",
            help=N_("as known at a time: Beijing's without an offset, a bare day its end"),
        ),
    ] = None

    def __post_init__(self) -> None:
        if self.position is not None and self.known_at is not None:
            raise Misuse(_("--position and --known-at exclude each other"))

    @contextmanager
    def look(self) -> Iterator[Look]:
        """Open one look at the ledger as these options say."""
        with self.opened() as ledger, ledger.look(self.position, self.known_at) as look:
            _speak_of(look)
            yield look


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Printing(Reading):
    """What commands take that may write what they read to a file."""

    force: Annotated[bool, FORCE] = False


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Writing(Common):
    """What commands take that record."""

    by: Annotated[str | None, BY] = None
    clock_is_right: Annotated[bool, CLOCK_IS_RIGHT] = False

    @contextmanager
    def ledger(self) -> Iterator[tuple[Ledger, Author]]:
        """Open the ledger to write, with its author: the name given, and who is logged in."""
        from adapters.accounts.key_file import key_file  # not needed to print help

        was_there = (key := key_file()).exists()
        with self.opened() as ledger:
            try:
                yield ledger, ledger.author(self.by, clock_is_right=self.clock_is_right)
            except Refusal:  # is said in the ledger's currency
                with suppress(Refusal), ledger.look() as look:
                    _speak_of(look)
                raise
        if not was_there and key.exists():
            made = _("Accounts and names are sealed by a new key, {file}: keep a copy of it")
            note(made.format(file=key))

    def own_name(self, name: str, policy: str | None) -> str:
        """Return how a name of a policy is recorded: as it is given, where none is named.

        Raises Refusal `policy-unknown`, `policy-conflicts`.
        """
        if policy is None:
            return name
        with self.opened() as ledger, ledger.look() as look:
            return look.own_name(name, policy)

    @contextmanager
    def carry_out(self, command: Command) -> Iterator[tuple[Outcome, Look]]:
        """Carry out a command; give what it led to, and a look at the ledger after it."""
        with self.ledger() as (ledger, author):
            outcome = ledger.carry_out(command, author)
            with ledger.look() as look:
                _speak_of(look)
                yield outcome, look

    @contextmanager
    def carry_out_long(self, command: Command) -> Iterator[tuple[str, Look]]:
        """Carry out a command that may have an event a line of a batch; as `carry_out`.

        Give the stream that it is about: while the answer is made, its events are let go.
        """
        with self.ledger() as (ledger, author):
            stream = ledger.carry_out(command, author).stream
            with ledger.look() as look:
                _speak_of(look)
                yield stream, look


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(Common):
    """What commands take that answer from a folder of seals; no default: it has to be named."""

    seal: Annotated[Path, value(Path, "DIR", N_("the folder of the seal"))]
    key: Annotated[Path, value(Path, "FILE", N_("the file of the private key"))]
    position: Annotated[int | None, value(whole, "N", N_("as sealed at size N"))] = None
    force: Annotated[bool, FORCE] = False


def _speak_of(look: Look) -> None:
    """Have sentences say the currency of the ledger that is looked at."""
    from adapters.wording.policy.currency import use_currency_of

    use_currency_of(look.book)


COMMON, READING, PRINTING, WRITING = Common(), Reading(), Printing(), Writing()


def print_json(answer: object) -> None:
    """Print one JSON document on standard output."""
    from adapters.wording.as_json import print_json as printed

    printed(answer, sys.stdout)


def note_carried_on(uscc: str | None, successors: Sequence[Kin]) -> None:
    """Say who carries on the code that was asked about, where others do."""
    if successors:
        from adapters.wording.enterprises.transfers import kin_lines

        note("\n".join(f"{uscc}: {line}" for line in kin_lines((), successors)))
