"""Check an audit pack offline, from an empty store: log, seal, figures, and every decision."""

from __future__ import annotations

import argparse
from pathlib import Path

from adapters.seal.keys import trusted_key
from adapters.seal.pack.pack_check import check_pack
from adapters.wording.tables import counting
from adapters.wording.verification import pack_answer, show, show_pack
from scripts.options import choose, print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", type=Path)
    add(
        "--key", metavar="KEY", action="append", default=[],
        help="只信这把公钥（或其文件） / trust this verifier key alone, or the one in a file",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    keys = [trusted_key(text) for text in args.key]
    with counting(choose(args, "复算", "reperform")) as count:
        found = check_pack(args.file, keys, count)
    if args.json:
        print_json(pack_answer(found))
    else:
        show(found.verified, False, args.lang)
        show_pack(found, args.lang)
    return 1 if found.verified.faults else 0
