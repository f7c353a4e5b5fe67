"""Commands about the ledger's own settings that money depends on."""

from __future__ import annotations

from dataclasses import fields

from adapters.ledger.handling.units import Outcome
from adapters.ledger.treasury.treasury import Treasury
from adapters.policy.amendment import one_policy
from domain.commands.money import SetOfficeRules
from domain.events.store import LoginsSeparated, OfficeRulesSet
from domain.events.streams import SETTINGS_STREAM
from domain.payments.happened import StreamEvent
from domain.policy.book import PolicyBook
from domain.policy.office.rules import OfficeRules


def separate_logins(treasury: Treasury) -> Outcome:
    separated = treasury.logins_separated()
    event = StreamEvent(SETTINGS_STREAM, LoginsSeparated())
    return Outcome(stream=SETTINGS_STREAM, events=() if separated else (event,))


def set_office_rules(treasury: Treasury, book: PolicyBook, command: SetOfficeRules) -> Outcome:
    """Return the rules set; nothing where they hold already. Raises Refusal `policy-unknown`."""
    for limit in command.rules.limits or ():
        if limit.policy is not None:
            one_policy(book, limit.policy)
    held = treasury.office_rules()
    if held.after(command.rules) == held:
        return Outcome(stream=SETTINGS_STREAM)
    said = {each.name: getattr(command.rules, each.name) for each in fields(OfficeRules)}
    return Outcome(
        stream=SETTINGS_STREAM, events=(StreamEvent(SETTINGS_STREAM, OfficeRulesSet(**said)),)
    )
