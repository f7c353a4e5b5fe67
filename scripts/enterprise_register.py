"""Register an enterprise under its name; the code is the key."""

from __future__ import annotations

import argparse

from domain.commands import RegisterEnterprise
from scripts.options import authored, must_be_code, text
from scripts.registering import carry_out


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("uscc", metavar="USCC")
    parser.add_argument("--name", metavar="NAME", type=text, required=True, help="名称 / name")


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    return carry_out(args, RegisterEnterprise(uscc=args.uscc, name=args.name))
