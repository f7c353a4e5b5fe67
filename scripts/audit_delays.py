"""How long each claim and batch line was in each state, and whom it waits for."""

from __future__ import annotations

import argparse

from adapters.ledger.auditing.delays import answer, find_delays
from adapters.ledger.parties.names import names_of
from adapters.wording.audit.audit_figures import delays_report
from scripts.auditing import NONE, common, tell, where
from scripts.options import looking


def arguments(parser: argparse.ArgumentParser) -> None:
    common(
        parser,
        "时间算到所看最后一个事件的记录时间。 / Counted to the recorded time of the last event "
        "looked at. " + NONE,
    )


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        found = find_delays(look)
        told = answer(look, found) if args.json else None
        whole = args.out is not None
        report = delays_report(found, names_of(look), where(args, look), args.lang, whole=whole)
        tell(args, look, told, report)
    return 0
