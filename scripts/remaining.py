"""What an enterprise may still be granted, cap by cap, in a year and over the whole policy."""

from __future__ import annotations

import argparse
import sys

from adapters.parties.names import name_of
from adapters.presentation.answers import show_remaining
from scripts.options import choose, looking, must_be_code, print_json, recalled, year


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("uscc", metavar="USCC")
    parser.add_argument("--year", metavar="Y", type=year, required=True)


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    with looking(args) as look:
        book, answer = look.book, look.remaining(args.uscc, args.year)
        name = name_of(look, args.uscc)
    if not book.versions:
        zh, en = "账本在那时还没有任何记录", "The ledger had recorded nothing by then"
        print(choose(args, zh, en), file=sys.stderr)
    elif book.governing_year(args.year) is None:
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
