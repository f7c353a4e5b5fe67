"""The upkeep of a ledger: made ready for those who use it, and its views made again."""

from __future__ import annotations

import time
from collections.abc import Callable

from adapters.ledger import store as stores
from adapters.ledger.handling.units import Author
from adapters.ledger.treasury.carrying_out import carry_out_money
from adapters.ledger.treasury.treasury import Treasury
from domain.commands.money import SeparateLogins
from projections.upkeep import Rebuilt, StorePrepared, StoreRoles


def prepare(address: str, author: Author, *, separate_logins: bool) -> StorePrepared:
    """Make what is missing of a ledger, and the roles of those who use it."""
    with stores.writing(address, author) as store:
        if separate_logins:
            carry_out_money(store, SeparateLogins(), author)
        separated = Treasury(store.handler).logins_separated()
        store.catch_up()
    roles = store.place.prepare_roles()
    return StorePrepared(
        separate_logins=separated,
        roles=None if roles is None else StoreRoles(writer=roles.writer, reader=roles.reader),
    )


def rebuild(address: str, on_progress: Callable[[int], None]) -> Rebuilt:
    """Drop the views and fold the log again."""
    started = time.perf_counter()
    with stores.existing(address) as store:
        events = store.rebuild(on_progress)
    return Rebuilt(events=events, seconds=round(time.perf_counter() - started, 3))
