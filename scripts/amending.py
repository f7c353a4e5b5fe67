"""What `policy amend`, `rehearse` and `policy readings` share: values set anew, on which days."""

from __future__ import annotations

import argparse
import sys

from adapters.policy.amendment import reverted
from adapters.wording.policy.policies import reverted_sentence
from domain.policy.book import PolicyBook
from domain.policy.measures import Policy
from scripts.options import choose, day

Setting = tuple[str, str]


def settings(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add `--set` and the days it is for."""
    parser.add_argument(
        "--set",
        dest="settings",
        metavar="PATH=VALUE",
        nargs="+",
        action="extend",
        default=[],
        type=setting,
        help="参数及新值，如 measures.overseas-trademark.rate=60%% / a value set anew",
    )
    parser.add_argument(
        "--first-day", metavar="D", type=day, required=required, help="适用首日 / first day"
    )
    parser.add_argument(
        "--last-day", metavar="D", type=day, required=required, help="适用末日 / last day"
    )
    parser.set_defaults(misused=parser.error)


def setting(given: str) -> Setting:
    """Read `path=value`."""
    path, equals, value = given.partition("=")
    if not (path and equals and value):
        raise argparse.ArgumentTypeError(f"写法为 路径=值 / write PATH=VALUE: {given}")
    return path, value


def set_once(args: argparse.Namespace) -> dict[str, str]:
    """Return the values by path; a path set twice is a misuse."""
    found = dict(args.settings)
    if len(found) != len(args.settings):
        args.misused("同一参数只能设一次 / each path is set once")
    return found


def warn_of_reverted(
    args: argparse.Namespace, book: PolicyBook, policy: Policy, given: dict[str, str]
) -> None:
    """Say on standard error which figures of other versions the policy takes back."""
    for one in reverted(book, policy, given):
        print(reverted_sentence(one, args.lang), file=sys.stderr)


def warn_of_reach(args: argparse.Namespace, book: PolicyBook, policy: Policy) -> None:
    """Say on standard error when a version reaches days that no version governed before."""
    last = max(version.policy.last_day for version in book.versions)
    if policy.last_day > last:
        zh = f"提醒：本版把政策有效期由 {last} 延至 {policy.last_day}，请核对末日。"
        en = f"warning: this version extends the policy from {last} to {policy.last_day}: check it."
        print(choose(args, zh, en), file=sys.stderr)
