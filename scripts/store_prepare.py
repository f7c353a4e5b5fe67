"""Prepare a store: whose hands are told apart, and who may do what with it."""

from __future__ import annotations

import argparse

from adapters.ledger import store
from adapters.ledger.treasury.desk import Payments
from adapters.ledger.treasury.treasury import Treasury
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
            Payments(opened, who).separate_logins()
        separated = Treasury(opened.handler).logins_separated()
        opened.catch_up()
    roles = opened.place.prepare_roles()
    if args.json:
        told = None if roles is None else roles._asdict()
        print_json({"separate_logins": separated, "roles": told})
        return 0
    print(choose(args, "账本已就绪", "The store is ready"))
    if separated:
        print(choose(args, "核定与拨付须由不同的登录账号办理", "Logins that approve may not pay"))
    if roles is not None:
        zh = f"角色 {roles.writer} 只可追加，{roles.reader} 只可读；请把各人的登录角色加入其一"
        en = f"Role {roles.writer} may append only, {roles.reader} may read only; make each login"
        print(choose(args, zh, f"{en} a member of one"))
    return 0
