"""A policy version, measure by measure: the last recorded, or the shipped one without a store."""

from __future__ import annotations

import argparse

from adapters.policy.file.files import shipped_policy_file
from adapters.stores.opening import location_of
from adapters.wording.policy.policies import answer, show
from domain.refusals import Refusal
from scripts.options import looking, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("version", metavar="VERSION", nargs="?", type=int)


def run(args: argparse.Namespace) -> int:
    policy, number = shipped_policy_file().policy, None
    asked = (args.version, args.position, args.known_at) != (None, None, None)
    if asked or location_of(args.store).exists():
        with looking(args) as look:
            versions = look.book.versions
        number = len(versions) if args.version is None else args.version
        if not 1 <= number <= len(versions):
            raise Refusal("version-unknown", version=number, versions=len(versions))
        policy = versions[number - 1].policy
    if args.json:
        print_json(answer(policy, number))
    else:
        show(policy, number, args.lang)
    return 0
