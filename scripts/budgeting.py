"""What the `budget` commands share: a movement's options, and the year's budget as the answer."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from adapters import store
from adapters.money.desk import Desk
from adapters.money.figures import budget_answer
from adapters.presentation.money import show_budget
from adapters.recall import Look
from domain.budget import ALL, Movement
from domain.budget_events import BudgetAppropriated, BudgetReturned, BudgetSupplemented
from scripts.options import author, authored, day, positive_amount, print_json, text, year

Simple = type[BudgetAppropriated] | type[BudgetSupplemented] | type[BudgetReturned]


def of_year(parser: argparse.ArgumentParser) -> None:
    """Add what every writing `budget` command takes."""
    authored(parser)
    parser.add_argument("year", metavar="YEAR", type=year)


def documented(parser: argparse.ArgumentParser) -> None:
    """Add the amount, document and day of a movement."""
    parser.add_argument(
        "--amount",
        metavar="YUAN",
        type=positive_amount,
        required=True,
        help="金额（元） / how much",
    )
    parser.add_argument(
        "--document", metavar="NO", type=text, required=True, help="文号 / by which document"
    )
    parser.add_argument("--on", metavar="DATE", type=day, required=True, help="日期 / its day")


def movement(parser: argparse.ArgumentParser) -> None:
    """Add the options of a movement in or out of one line."""
    of_year(parser)
    parser.add_argument(
        "--line", metavar="L", type=text, default=ALL, help="科目（默认 all） / budget line"
    )
    documented(parser)


def move_line(args: argparse.Namespace, kind: Simple) -> int:
    """Record a movement in or out of one line and print the year's budget."""
    on: date = args.on
    event: Movement = kind(line=args.line, amount_fen=args.amount, document=args.document, on=on)
    return at_desk(args, lambda desk: desk.move(args.year, event))


def at_desk(args: argparse.Namespace, carry_out: Callable[[Desk], None]) -> int:
    """Carry out a request about a budget year and print the year's budget."""
    who = author(args)
    with store.writing(args.store, who) as opened:
        carry_out(Desk(opened, who))
        opened.catch_up()
        with opened.views.reading() as connection:
            answer = budget_answer(Look(opened, connection, None), args.year)
    if args.json:
        print_json(answer)
    else:
        show_budget(answer, args.lang)
    return 0
