"""The policy versions in the book, with the days each governs and when it was recorded."""

from __future__ import annotations

import argparse

from adapters import store
from adapters.presentation.policies import show_versions, versions
from domain.events import POLICY_STREAM
from scripts.options import print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # nothing beyond what every command takes


def run(args: argparse.Namespace) -> int:
    with store.reading(args.store) as opened:
        told = versions(opened.ledger.stream(POLICY_STREAM))
    if args.json:
        print_json(told)
    else:
        show_versions(told, args.lang)
    return 0
