"""Every reading of the policy where its text is silent, its rivals, and what each would cost."""

from __future__ import annotations

import argparse

from adapters.ledger.reassessing.costs import costs
from adapters.policy.file.files import shipped_policy_file
from adapters.stores.opening import location_of
from adapters.wording.policy.readings import readings, show_readings
from scripts.options import looking, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument(
        "--cost",
        action="store_true",
        help="每一种其他理解在本账本上会带来的变化 / what each rival would change on this ledger",
    )


def run(args: argparse.Namespace) -> int:
    file = shipped_policy_file()
    chosen = file.policy
    told = None
    asked = args.cost or (args.position, args.known_at) != (None, None)
    if asked or location_of(args.store).exists():
        with looking(args) as look:
            if look.book.versions:
                chosen = look.book.versions[-1].policy
            told = costs(look) if args.cost else None
    answer = readings(file.readings, chosen, told)
    if args.json:
        print_json(answer)
    else:
        show_readings(answer, args.lang)
    return 0
