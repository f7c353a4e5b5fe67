"""Record a version: the one governing the first day, with values set anew, for the days given."""

from __future__ import annotations

import argparse

from adapters.ledger import store
from adapters.policy.amendment import Amendment, amended
from adapters.wording.reassessment.changes import show_changes
from domain.policy.book import PolicyBook
from domain.policy.measures import Policy
from scripts.amending import set_once, settings, warn_of_reach, warn_of_reverted
from scripts.options import author, authored, day, print_json, text
from scripts.publishing import reopened, told


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    settings(parser, required=True)
    parser.add_argument(
        "--announced-on", metavar="D", type=day, required=True, help="发布日 / announced on"
    )
    parser.add_argument("--document", metavar="TEXT", type=text, required=True, help="文件 / which")


def run(args: argparse.Namespace) -> int:
    given, who = set_once(args), author(args)
    amendment = Amendment(
        settings=given,
        first_day=args.first_day,
        last_day=args.last_day,
        announced_on=args.announced_on,
        document=args.document,
    )

    def written(book: PolicyBook) -> Policy:
        return amended(book, amendment)

    with store.writing(args.store, who) as opened:
        before = opened.handler.book()
        published = opened.handler.publish(written, who)
        book = opened.handler.book()
        if published is not None:
            warn_of_reverted(args, before, published.policy, given)
            warn_of_reach(args, before, published.policy)
        changes = reopened(opened.handler, published, who)
    if args.json:
        print_json({"version": len(book.versions)})
    else:
        told(args, published, book)
        if changes is not None:
            show_changes(changes, book, args.lang)
    return 0
