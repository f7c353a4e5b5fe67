"""Work every recorded decision out again where it stands, and list each that disagrees."""

from __future__ import annotations

import argparse

from adapters.ledger.reassessing.reperform import reperform
from adapters.wording.reassessment.reperformance import answer, show
from adapters.wording.tables import counting
from scripts.options import choose, enterprise, looking, must_be_code, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    enterprise(parser)


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    with looking(args) as look, counting(choose(args, "复算", "reperform")) as count:
        found = reperform(look, args.uscc, count)
        book = look.book
    if args.json:
        print_json(answer(found, book, args.lang))
    else:
        show(found, book, args.lang)
    return 1 if found.disagreements else 0
