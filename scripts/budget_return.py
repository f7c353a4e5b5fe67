"""Record money of a line that goes back to the treasury."""

from __future__ import annotations

import argparse

from domain.budget_events import BudgetReturned
from scripts.budgeting import move_line, movement

arguments = movement


def run(args: argparse.Namespace) -> int:
    return move_line(args, BudgetReturned)
