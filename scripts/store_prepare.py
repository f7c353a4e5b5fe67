"""Prepare a store: whose hands are told apart."""

from __future__ import annotations

import argparse

from adapters import store
from adapters.money.desk import Desk
from adapters.money.treasury import Treasury
from scripts.options import author, authored, choose, print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument(
        "--separate-logins",
        action="store_true",
        help="核定与拨付的登录账号也须不同 / logins that approve may not pay",
    )


def run(args: argparse.Namespace) -> int:
    who = author(args)
    with store.writing(args.store, who) as opened:
        if args.separate_logins:
            Desk(opened, who).separate_logins()
        separated = Treasury(opened.ledger).logins_separated()
    if args.json:
        print_json({"separate_logins": separated})
    elif separated:
        print(choose(args, "核定与拨付须由不同的登录账号办理", "Logins that approve may not pay"))
    else:
        print(choose(args, "账本已就绪", "The store is ready"))
    return 0
