"""Commands cut into what one transaction records, and carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import cast

from adapters.ledger.enterprises import Progress
from adapters.ledger.handling.together import carry_out_together
from adapters.ledger.handling.units import Author, Outcome
from adapters.ledger.store import Store
from adapters.stores.opening import BROKEN, refusal_of
from domain.commands.enterprise import AccountCommand, EnterpriseCommand
from domain.commands.money import MoneyCommand
from domain.commands.policy import NameKey, PolicyCommand
from domain.commands.succession import Divide, Succeed
from domain.refusals import Refusal

TOGETHER_MAX = 1_000  # commands carried out in one transaction

Command = (
    EnterpriseCommand | AccountCommand | MoneyCommand | PolicyCommand | NameKey | Succeed | Divide
)


def runs(commands: Sequence[Command]) -> Iterator[list[Command]]:
    """Yield what one transaction records: commands for enterprises together, any other alone."""
    for together, run in groupby(commands, key=goes_together):
        while some := list(islice(run, TOGETHER_MAX if together else 1)):
            yield some


def carry_out_runs(
    store: Store, commands: Sequence[Command], author: Author, on_progress: Progress | None
) -> list[Outcome]:
    """Carry out commands run by run; return what each led to.

    on_progress: called after each run. Raises as `carry_out_run` does where nothing was recorded.
    Where something was, what comes after it is answered with why it was not.
    """
    outcomes: list[Outcome] = []
    failed: Refusal | None = None
    for run in runs(commands):
        try:
            if failed is None:
                outcomes += carry_out_run(store, run, [author] * len(run))
        except (Refusal, *BROKEN) as problem:
            if not any(outcome.events for outcome in outcomes):
                raise
            failed = problem if isinstance(problem, Refusal) else refusal_of(store.place, problem)
        if failed is not None:
            outcomes += unrecorded(run, failed)
        if on_progress is not None:
            on_progress(len(outcomes))
    return outcomes


def unrecorded(commands: Iterable[object], refusal: Refusal) -> list[Outcome]:
    """Return the outcomes of commands that were not carried out for want of the machine."""
    return [Outcome(stream="", refusal=refusal) for _each in commands]


def goes_together(command: Command) -> bool:
    """Say whether a command can be recorded with others of its kind: it touches the log alone."""
    return isinstance(command, EnterpriseCommand) and not isinstance(command, AccountCommand)


def carry_out_run(store: Store, run: Sequence[Command], authors: Sequence[Author]) -> list[Outcome]:
    """Carry out commands that one transaction records; return what each led to.

    authors: whose each is. Raises Refusal `store-busy`, and for a store that cannot be written.
    """
    if goes_together(run[0]):
        return carry_out_together(store.handler, cast(Sequence[EnterpriseCommand], run), authors)
    (command,), (author,) = run, authors
    try:
        return [carry_out_across(store, command, author)]
    except Refusal as refusal:
        return [Outcome(stream="", refusal=refusal.with_traceback(None))]


def carry_out_across(store: Store, command: Command, author: Author) -> Outcome:
    """Carry out a command that is not for one enterprise alone. Raises Refusal."""
    if isinstance(command, MoneyCommand):
        from adapters.ledger.treasury.carrying_out import carry_out_money

        return carry_out_money(store, command, author)
    if isinstance(command, PolicyCommand):
        from adapters.ledger.handling.publishing import carry_out_policy

        return carry_out_policy(store, command, author)
    if isinstance(command, AccountCommand):
        from adapters.ledger.treasury.accounts import carry_out_account

        return carry_out_account(store, command, author)
    if isinstance(command, Succeed | Divide):
        from adapters.ledger.treasury.succeeding import carry_out_succession

        return carry_out_succession(store, command, author)
    assert isinstance(command, NameKey), f"not a command over streams: {command!r}"
    from adapters.ledger.handling.publishing import name_key

    return name_key(store, command, author)
