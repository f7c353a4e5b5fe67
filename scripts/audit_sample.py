"""Draw a sample of granted claims by measure and amount; the same draw for everybody."""

from __future__ import annotations

import argparse

from adapters.ledger.auditing.sample import answer, draw_sample
from adapters.ledger.parties.names import names_of
from adapters.wording.audit.audit_figures import sample_report
from scripts.auditing import NONE, common, tell, where
from scripts.options import looking, text, whole


def arguments(parser: argparse.ArgumentParser) -> None:
    common(parser, NONE)
    parser.add_argument(
        "--size", metavar="N", type=_some, required=True, help="抽取笔数 / how many claims"
    )
    parser.add_argument(
        "--seed",
        metavar="S",
        type=text,
        required=True,
        help="种子，任意文字 / the seed, any text",
    )


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        strata = draw_sample(look, args.size, args.seed)
        told = answer(look, strata, args.size, args.seed) if args.json else None
        report = sample_report(
            strata, args.seed, names_of(look), look.book, where(args, look), args.lang
        )
        tell(args, look, told, report)
    return 0


def _some(given: str) -> int:
    size = whole(given)
    if size == 0:
        raise argparse.ArgumentTypeError("至少一笔 / at least one")
    return size
