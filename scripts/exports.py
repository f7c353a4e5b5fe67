"""Record a year's exports of an enterprise; replaces the year's earlier record from now on."""

from __future__ import annotations

import argparse
import sys

from adapters.ledger import store
from adapters.ledger.handling.units import Request
from domain.commands.enterprise import RecordExports
from domain.money import yuan
from scripts.options import amount, author, authored, choose, must_be_code, print_json, year


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("uscc", metavar="USCC")
    parser.add_argument("year", metavar="YEAR", type=year)
    parser.add_argument(
        "--us-usd", metavar="N", type=amount, required=True, help="对美 / to the US, USD"
    )
    parser.add_argument(
        "--rcep-usd", metavar="N", type=amount, required=True, help="对 RCEP / to RCEP, USD"
    )


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    command = RecordExports(
        uscc=args.uscc,
        year=args.year,
        us_usd_cents=args.us_usd,
        rcep_usd_cents=args.rcep_usd,
        once_ever=False,
    )
    who = author(args)
    with store.writing(args.store, who) as opened:
        events = opened.handler.carry_out(Request(uscc=args.uscc, commands=(command,)), who)
        governed = opened.handler.book().governing_year(args.year)
    if governed is None:
        zh, en = "年不在政策有效期内，请核对年份", "is no year of the policy: check it"
        print(f"{args.year} {choose(args, zh, en)}", file=sys.stderr)
    us, rcep = (yuan(cents).replace(",", "") for cents in (args.us_usd, args.rcep_usd))
    if args.json:
        told = {"uscc": args.uscc, "year": args.year, "us_usd": us, "rcep_usd": rcep}
        print_json(told | {"events_appended": len(events)})
    elif events:
        print(choose(args, f"已登记 {args.year} 年出口额：对美 {us}，对 RCEP {rcep} 美元",
                     f"Recorded exports of {args.year}: US {us}, RCEP {rcep} USD"))  # fmt: skip
    else:
        print(
            choose(
                args, "与最近一次登记相同，未作记录", "Same as the latest record; nothing recorded"
            )
        )
    return 0
