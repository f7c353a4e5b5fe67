"""What an enterprise may still be granted, cap by cap, in a year and over the whole policy."""

from __future__ import annotations

import argparse
import sys

from adapters import queries, store
from adapters.presentation.answers import show_remaining
from domain.identity import is_uscc
from domain.refusals import Refusal
from scripts.options import choose, print_json, year


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("uscc", metavar="USCC")
    parser.add_argument("--year", metavar="Y", type=year, required=True)


def run(args: argparse.Namespace) -> int:
    if not is_uscc(args.uscc):
        raise Refusal("bad-uscc", uscc=args.uscc)
    with store.reading(args.store) as opened, opened.views.reading() as connection:
        book, position = opened.ledger.book(), opened.views.position()
        answer = queries.remaining(connection, book, position, args.uscc, args.year)
        name = queries.enterprise_name(connection, args.uscc)
    if book.governing_year(args.year) is None:
        zh, en = "年没有一天在政策有效期内，无年度额度", "has no governed day: no yearly allowances"
        print(f"{args.year} {choose(args, zh, en)}", file=sys.stderr)
    if name is None:
        zh, en = "账本中没有这家企业的申报", "No claim of this enterprise is recorded"
        print(f"{args.uscc}: {choose(args, zh, en)}", file=sys.stderr)
    if args.json:
        print_json(answer)
    else:
        show_remaining(answer, name, book, args.lang)
    return 0
