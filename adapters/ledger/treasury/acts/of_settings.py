"""Commands about the ledger's own settings that money depends on."""

from __future__ import annotations

from dataclasses import fields

from adapters.ledger.handling.units import Outcome
from adapters.ledger.treasury.treasury import Treasury
from adapters.policy.amendment import one_policy
from domain.commands.money import SetOfficeRules
from domain.events.store import HandsSeparated, LoginsSeparated, OfficeRulesSet
from domain.events.streams import SETTINGS_STREAM
from domain.payments.happened import StreamEvent
from domain.policy.book import PolicyBook
from domain.policy.office.rules import OfficeRules


def separate_logins(treasury: Treasury) -> Outcome:
    return _said_once(LoginsSeparated(), treasury.separation().logins_at)


def separate_hands(treasury: Treasury) -> Outcome:
    return _said_once(HandsSeparated(), treasury.separation().hands_at)


def _said_once(event: LoginsSeparated | HandsSeparated, since: int | None) -> Outcome:
    """Return a setting recorded; nothing where it has held since a position."""
    events = (StreamEvent(SETTINGS_STREAM, event),) if since is None else ()
    return Outcome(stream=SETTINGS_STREAM, events=events)


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
