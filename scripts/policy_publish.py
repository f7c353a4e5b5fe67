"""Record a policy version from a file; nothing when it is the last one recorded already."""

from __future__ import annotations

import argparse
from pathlib import Path

from adapters.ledger import store
from adapters.policy.amendment import of_the_book
from adapters.policy.file.files import read_policy_file
from adapters.wording.reassessment.changes import show_changes
from domain.refusals import Refusal
from scripts.options import author, authored, print_json
from scripts.publishing import reopened, told


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("file", metavar="FILE", type=Path)


def run(args: argparse.Namespace) -> int:
    if not args.file.is_file():
        raise Refusal("file-not-found", file=str(args.file))
    policy, who = read_policy_file(args.file).policy, author(args)
    with store.writing(args.store, who) as opened:
        published = opened.handler.publish(lambda book: of_the_book(book, policy), who)
        book = opened.handler.book()
        changes = reopened(opened.handler, published, who)
    if args.json:
        print_json({"version": len(book.versions)})
    else:
        told(args, published, book)
        if changes is not None:
            show_changes(changes, book, args.lang)
    return 0
