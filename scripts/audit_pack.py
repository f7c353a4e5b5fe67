"""Write an audit pack: all that a stranger needs to check the log and its figures, offline."""

from __future__ import annotations

import argparse
from pathlib import Path

from adapters.seal.checkpoints import hash_text
from adapters.seal.keys import read_key
from adapters.seal.pack.packing import make_pack
from adapters.stores.opening import location_of
from scripts.options import choose, print_json, sealed


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT.zip", type=Path)
    sealed(parser)


def run(args: argparse.Namespace) -> int:
    key = read_key(args.key, location_of(args.store).file, args.seal)
    head = make_pack(args.store, args.seal, key, args.position, args.out)
    if args.json:
        print_json({"size": head.size, "root": hash_text(head.root), "file": str(args.out)})
    else:
        print(
            choose(
                args,
                f"已导出 {head.size:,} 个事件的审计包：{args.out}",
                f"Packed {head.size:,} events: {args.out}",
            )
        )
    return 0
