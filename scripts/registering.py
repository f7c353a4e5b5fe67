"""What `enterprise register`, `rename` and `account` share: one enterprise, as it stands then."""

from __future__ import annotations

import argparse

from adapters import store
from adapters.parties.describing import answer
from adapters.presentation.parties import show_enterprise
from adapters.recall import looking
from adapters.units import Unit
from domain.commands import RegistrationCommand
from domain.events import EnterpriseEvent
from scripts.options import author, choose, print_json


def carry_out(args: argparse.Namespace, command: RegistrationCommand) -> int:
    """Carry out one command and print the enterprise."""
    who = author(args)
    with store.writing(args.store, who) as opened:
        events = opened.ledger.carry_out(Unit(uscc=args.uscc, commands=(command,)), who)
    return told(args, events)


def told(args: argparse.Namespace, events: tuple[EnterpriseEvent, ...]) -> int:
    """Print the enterprise as it stands now, and whether anything was recorded."""
    with looking(args.store, None, None) as look:
        found = answer(look, args.uscc)
    if args.json:
        print_json(found | {"events_appended": len(events)})
        return 0
    if not events:
        print(choose(args, "与已登记的相同，未作记录", "Recorded before; nothing recorded now"))
    show_enterprise(found, args.lang)
    return 0
