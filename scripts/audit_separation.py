"""Who submitted, approved, published and paid each claim; two roles in one hand."""

from __future__ import annotations

import argparse

from adapters.ledger.auditing.separation import answer, find_hands
from adapters.ledger.parties.names import names_of
from adapters.wording.audit.audit_findings import separation_report
from scripts.auditing import FOUND, common, tell, where
from scripts.options import looking


def arguments(parser: argparse.ArgumentParser) -> None:
    common(parser, FOUND)


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        found = find_hands(look)
        told = answer(look, found) if args.json else None
        report = separation_report(found, names_of(look), where(args, look), args.lang)
        tell(args, look, told, report)
    return 1 if any(one.together for one in found) else 0
