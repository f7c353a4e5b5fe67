"""Work decided claims out again by what is recorded by now, and record the differences."""

from __future__ import annotations

import argparse

from adapters.ledger import store
from adapters.ledger.reassessing.changes import answer, reassess
from adapters.wording.reassessment.changes import show_changes
from adapters.wording.tables import counting
from scripts.options import author, authored, choose, enterprise, must_be_code, print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    enterprise(parser)


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    who = author(args)
    with (
        store.writing(args.store, who) as opened,
        counting(choose(args, "重新核定", "reassess")) as count,
    ):
        changes = reassess(opened.handler, who, count, args.uscc)
        book = opened.handler.book()
    if args.json:
        print_json(answer(changes))
    else:
        show_changes(changes, book, args.lang)
    return 0
