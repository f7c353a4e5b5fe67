"""Remove the values and salts of an enterprise's accounts for good; their commitments stay."""

from __future__ import annotations

import argparse

from adapters import store
from adapters.parties.keeping import erase_accounts
from scripts.options import author, authored, choose, must_be_code, print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("uscc", metavar="USCC")


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    who = author(args)
    with store.existing(args.store) as opened:
        erased = erase_accounts(opened, args.uscc, who)
        opened.catch_up()
    if args.json:
        told = {"uscc": args.uscc, "values_removed": erased.values}
        print_json(told | {"events_appended": len(erased.events)})
    elif erased.values or erased.events:
        print(choose(args, f"已删除 {erased.values} 个账户的账号、开户行和盐值，承诺值仍在账本中",
                     f"Removed value and salt of {erased.values} accounts; the log keeps "
                     "their commitments"))  # fmt: skip
    else:
        print(choose(args, "此前已删除，未作记录", "Removed before; nothing recorded"))
    return 0
