"""What one policy version sets otherwise than another, path by path, with the article."""

from __future__ import annotations

import argparse

from adapters.wording.policy.policies import diff, show_diff
from domain.policy.book import PolicyBook, PolicyVersion
from domain.refusals import Refusal
from scripts.options import looking, print_json, recalled, whole


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("a", metavar="A", type=whole)
    parser.add_argument("b", metavar="B", type=whole)


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        a, b = (numbered(look.book, number) for number in (args.a, args.b))
    told = diff(a, b)
    if args.json:
        print_json(told)
    else:
        show_diff(told, args.lang)
    return 0


def numbered(book: PolicyBook, number: int) -> PolicyVersion:
    """Return a version by its number. Raises `version-unknown`."""
    if not 1 <= number <= len(book.versions):
        raise Refusal("version-unknown", version=number, versions=len(book.versions))
    return book.versions[number - 1]
