"""The same invoice, certificate, exhibition or account in several claims; support above cost."""

from __future__ import annotations

import argparse

from adapters.ledger.auditing.duplicates import answer, find_duplicates
from adapters.ledger.parties.names import names_of
from adapters.wording.audit.audit_findings import duplicates_report
from scripts.auditing import FOUND, common, tell, where
from scripts.options import looking


def arguments(parser: argparse.ArgumentParser) -> None:
    common(parser, FOUND)


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        found = find_duplicates(look)
        told = answer(look, found) if args.json else None
        whole = args.out is not None
        report = duplicates_report(found, names_of(look), where(args, look), args.lang, whole=whole)
        tell(args, look, told, report)
    return 1 if found.wrong else 0
