"""The policy versions in the book, with the days each governs and when it was recorded."""

from __future__ import annotations

import argparse

from adapters.wording.policy.policies import show_versions, versions
from domain.events.streams import POLICY_STREAM
from scripts.options import looking, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        told = versions(look.stream(POLICY_STREAM))
    if args.json:
        print_json(told)
    else:
        show_versions(told, args.lang)
    return 0
