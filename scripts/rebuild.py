"""Drop the views and fold the log again."""

from __future__ import annotations

import argparse
import time

from adapters.ledger import store
from adapters.wording.tables import progress
from scripts.options import choose, print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # nothing beyond what every command takes


def run(args: argparse.Namespace) -> int:
    with store.existing(args.store) as opened:
        total = opened.handler.position()
        started = time.perf_counter()
        with progress(choose(args, "重建", "rebuild"), total) as bar:

            def told(position: int) -> None:
                if bar is not None:
                    bar.update(bar.task_ids[0], completed=position)

            events = opened.rebuild(told)
        seconds = round(time.perf_counter() - started, 3)
    if args.json:
        print_json({"events": events, "seconds": seconds})
    else:
        print(choose(args, f"已由 {events:,} 个事件重建视图，用时 {seconds} 秒",
                     f"Rebuilt the views from {events:,} events in {seconds} s"))  # fmt: skip
    return 0
