"""What `policy publish` and `policy amend` share: what to say, and claims reopened at once."""

from __future__ import annotations

import argparse

from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.units import Author
from adapters.ledger.reassessing.changes import Changes, reassess
from domain.policy.book import PolicyBook, PolicyVersion
from scripts.options import choose


def reopened(
    ledger: CommandHandler, published: PolicyVersion | None, who: Author
) -> Changes | None:
    """Reassess every enterprise where the version just recorded says so (`new_version=reopen`).

    Should the program end in between, `subsidy reassess` does the rest.
    """
    if published is None or published.policy.readings.new_version != "reopen":
        return None
    return reassess(ledger, who, lambda _: None)


def told(args: argparse.Namespace, published: PolicyVersion | None, book: PolicyBook) -> None:
    """Print which version was recorded, or that nothing was."""
    number = len(book.versions)
    if published is None:
        zh, en = f"与第 {number} 版相同，未作记录", f"Same as version {number}; nothing recorded"
    else:
        zh, en = f"已登记为第 {number} 版", f"Recorded as version {number}"
    print(choose(args, zh, en))
