"""Close a budget year: what its lines have left goes to the next."""

from __future__ import annotations

import argparse

from scripts.budgeting import at_desk, of_year

arguments = of_year


def run(args: argparse.Namespace) -> int:
    return at_desk(args, lambda desk: desk.carry_over(args.year))
