"""Record a policy version from a file; nothing when it is the last one recorded already."""

from __future__ import annotations

import argparse
from pathlib import Path

from adapters import store
from adapters.policy.files import read_policy_file
from scripts.options import author, authored, choose, print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("file", metavar="FILE", type=Path)


def run(args: argparse.Namespace) -> int:
    policy, who = read_policy_file(args.file).policy, author(args)
    with store.writing(args.store, who) as opened:
        published = opened.ledger.publish(policy, who)
        number = len(opened.ledger.book().versions)
    if args.json:
        print_json({"version": number})
    elif published is None:
        print(
            choose(
                args,
                f"与第 {number} 版相同，未作记录",
                f"Same as version {number}; nothing recorded",
            )
        )
    else:
        print(choose(args, f"已登记为第 {number} 版", f"Recorded as version {number}"))
    return 0
