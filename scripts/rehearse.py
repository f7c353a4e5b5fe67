"""What a reassessment would change, under the book as it is or as it would be; records nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from adapters.ledger.reassessing.changes import answer, rehearse
from adapters.ledger.snapshot import Snapshot
from adapters.policy.amendment import Amendment, amended, of_the_book, with_draft, with_settings
from adapters.policy.file.files import read_policy_file
from adapters.wording.reassessment.changes import show_changes
from adapters.wording.tables import counting
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from scripts.amending import set_once, settings, warn_of_reverted
from scripts.options import choose, enterprise, looking, must_be_code, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    enterprise(parser)
    settings(parser, required=False)
    parser.add_argument(
        "--policy", metavar="FILE", type=Path, help="政策文件草案 / a draft policy file"
    )


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    given = set_once(args)
    if (args.first_day is None) != (args.last_day is None):
        args.misused("--first-day 与 --last-day 须同时给出 / both days, or neither")
    if args.policy is not None and (given or args.first_day):
        args.misused("--policy 与 --set 二者取一 / a draft file, or values set, not both")
    with looking(args) as look, counting(choose(args, "试算", "rehearse")) as count:
        book = _book(args, look, given)
        changes = rehearse(look.enterprises(args.uscc), book, count)
    if args.json:
        print_json(answer(changes))
    else:
        show_changes(changes, book, args.lang, rehearsed=True)
    return 0


def _book(args: argparse.Namespace, look: Snapshot, given: dict[str, str]) -> PolicyBook:
    """Return the book to rehearse by. Without days, values are set on every governed day."""
    if args.policy is not None:
        if not args.policy.is_file():
            raise Refusal("file-not-found", file=str(args.policy))
        return with_draft(look.book, of_the_book(look.book, read_policy_file(args.policy).policy))
    if args.first_day is None:
        return with_settings(look.book, given) if given else look.book
    draft = amended(
        look.book,
        Amendment(settings=given, first_day=args.first_day, last_day=args.last_day),
    )
    warn_of_reverted(args, look.book, draft, given)
    return with_draft(look.book, draft)
