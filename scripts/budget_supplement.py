"""Record money added to a line during the year."""

from __future__ import annotations

import argparse

from domain.budget_events import BudgetSupplemented
from scripts.budgeting import move_line, movement

arguments = movement


def run(args: argparse.Namespace) -> int:
    return move_line(args, BudgetSupplemented)
