"""Record that an enterprise bears another name from a day on."""

from __future__ import annotations

import argparse

from domain.commands import RenameEnterprise
from scripts.options import authored, day, must_be_code, text
from scripts.registering import carry_out


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("uscc", metavar="USCC")
    parser.add_argument(
        "--name", metavar="NAME", type=text, required=True, help="新名称 / new name"
    )
    parser.add_argument(
        "--on", metavar="DATE", type=day, required=True, help="自何日起 / the first day it holds"
    )
    parser.add_argument("--document", metavar="NO", type=text, help="文号 / by which document")


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    return carry_out(
        args,
        RenameEnterprise(uscc=args.uscc, name=args.name, on=args.on, document=args.document),
    )
