"""Record the initial appropriation of a line."""

from __future__ import annotations

import argparse

from domain.budget_events import BudgetAppropriated
from scripts.budgeting import move_line, movement

arguments = movement


def run(args: argparse.Namespace) -> int:
    return move_line(args, BudgetAppropriated)
