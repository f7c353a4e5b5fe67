"""Record by which rule an enterprise's claims under a cap go, and reassess it so."""

from __future__ import annotations

import argparse
import sys

from adapters.ledger import store
from adapters.ledger.reassessing.changes import Changes, answer, record
from adapters.wording.reassessment.changes import show_changes
from domain.assessment.ordering import RULES
from domain.commands.enterprise import ChooseOrder
from scripts.options import author, authored, choose, must_be_code, print_json, text, year


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("uscc", metavar="USCC")
    parser.add_argument("--cap", metavar="CAP", type=text, required=True, help="封顶项目 / cap")
    parser.add_argument(
        "--year", metavar="Y", type=year, help="年度（按年计的封顶） / of the matter"
    )
    parser.add_argument("--order", choices=RULES, required=True, help="次序规则 / the rule")
    parser.add_argument(
        "--document", metavar="NO", type=text, required=True, help="文号 / by which"
    )


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    who, changes = author(args), Changes()
    command = ChooseOrder(
        uscc=args.uscc, cap=args.cap, year=args.year, order=args.order, document=args.document
    )
    with store.writing(args.store, who) as opened:
        record(opened.handler, who, [command], changes)
        book = opened.handler.book()
    if args.year is not None and book.governing_year(args.year) is None:
        zh, en = "年不在政策有效期内，请核对年份", "is no year of the policy: check it"
        print(f"{args.year} {choose(args, zh, en)}", file=sys.stderr)
    if args.json:
        print_json(answer(changes))
    else:
        zh, en = (
            f"次序已按文件 {args.document} 登记",
            f"Order recorded, by document {args.document}",
        )
        print(choose(args, zh, en))
        show_changes(changes, book, args.lang)
    return 0
