"""A command tried: decided as it would be carried out, by a store that appends nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

from adapters.accounts.private_table import PrivateTable
from adapters.ledger.enterprises import Progress
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.naming import Naming
from adapters.ledger.handling.units import Author, Decided, Outcome, Owners
from adapters.ledger.processes.runs import Command, carry_out_run
from adapters.ledger.store import Store
from adapters.ledger.treasury.accounts import try_account
from domain.commands.enterprise import AccountCommand
from domain.policy.book import PolicyBook
from domain.refusals import Refusal

Of = TypeVar("Of")


class Tried(Exception):  # noqa: N818 - not an error
    """Nothing says no: what is asked would be recorded now. It is raised in place of recording."""


class TryingHandler(CommandHandler):
    """Decides as another handler of the same log, and raises Tried where that would append.

    It takes no lock, keeps no name and makes no key.
    """

    def __init__(self, handler: CommandHandler, private: PrivateTable) -> None:
        super().__init__(handler.recorder, Naming(private))
        self.decode = handler.decode
        self._rehearsed = Owners()

    def _append_decided(
        self,
        decide: Callable[[PolicyBook], Decided[Of]],
        is_alone: Callable[[PolicyBook], bool],
    ) -> Of:
        book, _ = self.book(), self.separation()
        decided = decide(book)
        if decided.drafts:
            raise Tried
        return decided.outcome


class TryingStore(Store):
    """A store that another one lends, with its views as they are, to try commands on."""

    def __init__(self, store: Store) -> None:
        self.place, self.views = store.place, store.views
        self.handler = TryingHandler(store.handler, store.private)

    def catch_up(self, on_progress: Progress | None = None) -> int:
        return self.position()

    def mend(self, problem: Exception) -> NoReturn:
        raise problem


def tried(store: TryingStore, command: Command, author: Author) -> Outcome | None:
    """Return what a command comes to that records nothing; None for one that would be recorded."""
    try:
        if isinstance(command, AccountCommand):
            try_account(store, command, author)
            return Outcome(stream=command.uscc)
        (outcome,) = carry_out_run(store, [command], [author])
    except Tried:
        return None
    except Refusal as refusal:
        return Outcome(stream="", refusal=refusal.with_traceback(None))
    return outcome
