"""What an enterprise was granted, paid and asked back, with the balance after each entry."""

from __future__ import annotations

import argparse

from scripts.options import looking, must_be_code, recalled
from scripts.stating import tell


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("uscc", metavar="USCC")


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    with looking(args) as look:
        return tell(args, args.uscc, look)
