"""Names of natural persons: a commitment goes into the log, and the name comes back in answers.

See decision 47. Everything else that is recorded or answered knows commitments only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from adapters.accounts.accounts import NAME, StoredAccount, name_by_key
from adapters.accounts.private_table import PrivateTable
from adapters.accounts.sealing import new_data_key
from adapters.ledger.handling.units import Request, Result
from domain.commands.enterprise import (
    EnterpriseCommand,
    RegisterEnterprise,
    RenameEnterprise,
    SubmitClaim,
)
from domain.enterprise.registered.names import committed, is_natural, masked, name_id, names_in
from domain.enterprise.state import Enterprise
from domain.identity import unfit_at
from domain.refusals import Fact, Refusal

Named = SubmitClaim | RegisterEnterprise | RenameEnterprise


def shown_names(
    private: PrivateTable, names: Iterable[tuple[str, str]], heir: Callable[[str], str]
) -> dict[str, str]:
    """Return what is shown for those of these names, each after its code, that are committed to.

    The name, where what is kept is for us to read, and can be; else stars and the end of the code.
    heir: who carries on a code, whose claims bear its names.
    """
    asked = {name: uscc for uscc, name in names if name_id(name) is not None}
    held: dict[str, StoredAccount] = {}
    try:
        held = private.held(f"{NAME}{name_id(name)}" for name in asked) if asked else {}
    except Refusal as refusal:
        if refusal.code != "private-unreadable":  # what is damaged stops no question
            raise
    known = {text_of(kept): kept for kept in held.values()}
    return {
        name: known[name].value.number
        if name in known and heir(known[name].uscc) == heir(uscc)
        else masked(uscc)
        for name, uscc in asked.items()
    }


def text_of(kept: StoredAccount) -> str:
    """Return what stands in the log for a name that is kept."""
    return committed(kept.account_id.removeprefix(NAME), kept.commitment)


class Naming:
    """Puts commitments in place of names in what one handler is asked to record.

    Keys of enterprises stay in memory, so that they are read once.
    """

    def __init__(self, private: PrivateTable) -> None:
        self._private = private
        self._keys: dict[str, bytes] = {}
        self._names: dict[str, StoredAccount] = {}  # by what stands in the log for them
        self._kept: set[str] = set()

    def committed(
        self, units: Sequence[Request], states: Mapping[str, Enterprise], *, rehearsed: bool
    ) -> Sequence[Request]:
        """Return units with commitments in place of the names of natural persons.

        rehearsed: no key is kept. Raises Refusal as the private table does.
        """
        named = {unit.uscc for unit in units if is_natural(unit.uscc) and _given_names(unit)}
        if not named:
            return units
        for uscc in named:
            if any(states[uscc].registration.erased.values()):
                self._keys.pop(uscc, None)  # it may be another since
        missing = sorted(named - self._keys.keys())
        if rehearsed and missing:
            made = {uscc: new_data_key() for uscc in missing}
            self._keys |= made | self._private.data_keys(missing)
        elif missing:
            self._keys |= self._private.make_data_keys(missing)
        return [self._unit(unit) if unit.uscc in named else unit for unit in units]

    def names(self, unit: Request) -> Iterator[StoredAccount]:
        """Yield the names that a unit commits to."""
        if is_natural(unit.uscc):
            yield from (self._names[name] for name in _given_names(unit))

    def keep(self, names: Iterable[StoredAccount]) -> bool:
        """Keep names whose events are about to be recorded, as `PrivateTable.keep_names` does."""
        new = {name for name in names if name.account_id not in self._kept}
        if new and not self._private.keep_names(sorted(new), self._keys):
            return False
        self._kept |= {name.account_id for name in new}
        return True

    def forget_keys(self) -> None:
        """Forget the keys of enterprises: others may have erased them."""
        self._keys.clear()

    def shown(self, uscc: str, done: Result, heir: Callable[[str], str]) -> Result:
        """Return a result whose refusal and doubts show names in place of commitments."""
        every = [dict(doubt.facts) for doubt in done.doubts]
        every += [] if done.refusal is None else [done.refusal.facts]
        texts = [fact for facts in every for fact in facts.values() if isinstance(fact, str)]
        there = {name for text in texts for name in names_in(text)}
        if not there:
            return done
        others = ((uscc, name) for name in there - self._names.keys())
        shown = shown_names(self._private, others, heir)
        shown |= {name: self._names[name].value.number for name in there & self._names.keys()}
        for facts in every:
            facts.update({key: _with_names(fact, shown) for key, fact in facts.items()})
        doubts = zip(done.doubts, every, strict=False)
        return done._replace(doubts=tuple(doubt._replace(facts=facts) for doubt, facts in doubts))

    def _unit(self, unit: Request) -> Request:
        return unit._replace(commands=tuple(self._command(unit.uscc, c) for c in unit.commands))

    def _command(self, uscc: str, command: EnterpriseCommand) -> EnterpriseCommand:
        if not isinstance(command, Named):
            return command
        name = command.enterprise if isinstance(command, SubmitClaim) else command.name
        if unfit_at(name) is not None:
            return command  # refused when it is decided
        stored = name_by_key(uscc, name, self._keys[uscc])
        text = text_of(stored)
        self._names[text] = stored
        if isinstance(command, SubmitClaim):
            return replace(command, enterprise=text)
        return replace(command, name=text)


def _given_names(unit: Request) -> list[str]:
    """Return the names that a unit states."""
    return [
        command.enterprise if isinstance(command, SubmitClaim) else command.name
        for command in unit.commands
        if isinstance(command, Named)
    ]


def _with_names(fact: Fact, shown: Mapping[str, str]) -> Fact:
    for name in names_in(fact) if isinstance(fact, str) else ():
        fact = str(fact).replace(name, shown[name])
    return fact
