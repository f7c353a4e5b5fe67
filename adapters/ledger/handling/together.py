"""Commands for enterprises recorded together, each whole or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from typing import cast

from adapters.ledger.enterprises import folded, histories_of, linked_enterprises
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.units import Author, Outcome, Request, drafts_of
from adapters.log.drafts import Draft
from adapters.log.numbers import claim_unknown
from adapters.log.recorder import Log
from domain.assessment.linked import DecidedTogether, Together, is_linked
from domain.calendar import day_of
from domain.commands.enterprise import (
    AgainCommand,
    ApproveClaim,
    EnterpriseCommand,
    HoldCommand,
    HoldEnterprise,
    Reassess,
    RegistrationCommand,
    SubmitClaim,
)
from domain.commands.transfer import TransferIn, TransferOut
from domain.decide import decide, decide_together
from domain.enterprise.hands import SeparatedHands
from domain.enterprise.state import Enterprise, evolve
from domain.events.log import EnterpriseEvent
from domain.payments.days import must_have_come
from domain.payments.happened import StreamEvent
from domain.policy.book import PolicyBook
from domain.refusals import Refusal


def carry_out_together(
    handler: CommandHandler, commands: Sequence[EnterpriseCommand], authors: Sequence[Author]
) -> list[Outcome]:
    """Carry out commands in order, in one transaction; return what each led to.

    authors: whose each is. A command that names a claim is its enterprise's; `claim-unknown` where
    no enterprise has it. Where caps are over all enterprises, what decides claims again is a
    transaction of its own.
    """
    if not handler.book().has_pools:
        with suppress(DecidedTogether):  # by a policy recorded since the book was read
            return _carry_out(handler, commands, authors)
    outcomes = []
    signed = zip(commands, authors, strict=True)
    for again, run in groupby(signed, key=lambda each: isinstance(each[0], AgainCommand)):
        some, theirs = zip(*run, strict=True)
        if again:
            outcomes += _carry_out_again(handler, cast(Sequence[AgainCommand], some), theirs)
        else:
            outcomes += _carry_out(handler, some, theirs)
    return outcomes


def _carry_out_again(
    handler: CommandHandler, commands: Sequence[AgainCommand], authors: Sequence[Author]
) -> list[Outcome]:
    """Decide enterprises' claims again, and those of all that caps over all link them with.

    All in one transaction that holds the write lock, so that nobody's decision comes between. What
    follows for other enterprises comes after the enterprise's own events.
    """
    outcomes: list[Outcome] = []
    codes = _codes(handler, commands)

    def drafts(book: PolicyBook) -> list[Draft]:
        nonlocal outcomes
        outcomes, together = [], _Together(handler.recorder, codes, book, handler.separation())
        for code, command, author in zip(codes, commands, authors, strict=True):
            try:
                if not code:
                    raise claim_unknown(handler.recorder, getattr(command, "claim_no", ""))
                events = together.decide(command, code, author)
                outcomes.append(Outcome(stream=code, events=events))
            except Refusal as refusal:
                outcomes.append(Outcome(stream=code, refusal=refusal.with_traceback(None)))
        return together.drafts

    handler.append_across(drafts, alone=True)
    return outcomes


class _Together:
    """The enterprises that commands are about, and those linked with them; drafts: what follows.

    Those linked are read when something of theirs is decided again first.
    """

    def __init__(
        self, recorder: Log, codes: Sequence[str], book: PolicyBook, separation: SeparatedHands
    ) -> None:
        self._recorder, self._book, self._separation = recorder, book, separation
        self._states = {code: Enterprise() for code in codes if code}
        every = histories_of(recorder, list(self._states), None, whole=True)
        self._states |= {uscc: folded(history, uscc) for uscc, history in every}
        self._linked: dict[str, Enterprise] | None = None
        self._reassessed = False  # the linked, by the commands so far
        self.drafts: list[Draft] = []

    def decide(self, command: AgainCommand, uscc: str, author: Author) -> tuple[StreamEvent, ...]:
        """Return what follows from an enterprise's command, having taken it in. Raises Refusal."""
        hand = self._separation.hand(author.by, author.login)
        try:
            together: Together = {uscc: decide(command, self._states[uscc], self._book, hand)}
        except DecidedTogether:
            if self._reassessed and isinstance(command, Reassess):
                return ()
            together = decide_together(command, self._all_linked(), self._book, hand)
            self._reassessed = True
        ordered = sorted(together.items(), key=lambda each: (each[0] != uscc, each[0]))
        happened = [StreamEvent(code, event) for code, events in ordered for event in events]
        for code, event in happened:
            decided = cast(EnterpriseEvent, event)
            state = evolve(self._states[code], decided, author.by, author.login)
            self.drafts += drafts_of(code, state, [decided], author)
        return tuple(happened)

    def _all_linked(self) -> dict[str, Enterprise]:
        if self._linked is None:  # of the commands' own, what they led to is not recorded yet
            self._states = linked_enterprises(self._recorder, self._book) | self._states
            self._linked = {
                uscc: state for uscc, state in self._states.items() if is_linked(state, self._book)
            }
        return self._linked


def _carry_out(
    handler: CommandHandler, commands: Sequence[EnterpriseCommand], authors: Sequence[Author]
) -> list[Outcome]:
    codes = _codes(handler, commands)
    refused = [
        _not_for_an_enterprise(handler, code, command)
        for code, command in zip(codes, commands, strict=True)
    ]
    asked = zip(codes, commands, authors, refused, strict=True)
    signed = [(Request(code, (command,)), whose) for code, command, whose, no in asked if not no]
    requests, theirs = [request for request, _ in signed], [whose for _, whose in signed]
    results = iter(handler.carry_out_signed(requests, theirs))
    outcomes = []
    for code, refusal in zip(codes, refused, strict=True):
        if refusal is not None:
            outcomes.append(Outcome(stream=code, refusal=refusal))
            continue
        result = next(results)
        events = tuple(StreamEvent(code, event) for event in result.events)
        outcomes.append(Outcome(stream=code, events=events, refusal=result.refusal))
    return outcomes


def _not_for_an_enterprise(
    handler: CommandHandler, code: str, command: EnterpriseCommand
) -> Refusal | None:
    """Return why an enterprise is not asked at all: it is nobody's claim, or a day to come."""
    if not code:
        return claim_unknown(handler.recorder, getattr(command, "claim_no", ""))
    if isinstance(command, HoldCommand | TransferOut | TransferIn):
        begins = command.first_day if isinstance(command, HoldEnterprise) else command.on
        try:
            must_have_come(begins, day_of(handler.recorder.clock()))
        except Refusal as to_come:
            return to_come.with_traceback(None)
    return None


def approvals(
    claim_nos: Iterable[str],
    author: Author,
    reduced_to_fen: int | None,
    words: str | None,
    *,
    if_pending: bool,
    expected: Mapping[str, int],
) -> list[ApproveClaim]:
    """Return the commands that decide these claims, in their order.

    expected: what the officer saw that claims would be granted, by number, in fen.
    """
    return [
        ApproveClaim(
            claim_no=number,
            by=author.by,
            if_pending=if_pending,
            reduced_to_fen=reduced_to_fen,
            words=words,
            expected_fen=expected.get(number),
        )
        for number in claim_nos
    ]


def _codes(handler: CommandHandler, commands: Sequence[EnterpriseCommand]) -> list[str]:
    """Return whose command each is; empty for a claim that nobody has."""
    owners = {claim.claim_no: claim.uscc for claim in commands if isinstance(claim, SubmitClaim)}
    owners |= handler.recorder.owners(of.claim_no for of in commands if not hasattr(of, "uscc"))
    known = handler.successions()
    said = (
        command.uscc if hasattr(command, "uscc") else owners.get(command.claim_no, "")
        for command in commands
    )
    return [
        code if isinstance(command, RegistrationCommand) else known.heir(code)
        for command, code in zip(commands, said, strict=True)
    ]
