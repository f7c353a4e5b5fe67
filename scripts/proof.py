"""Write a receipt: proof that an event, or a claim's last one, is in the sealed log."""

from __future__ import annotations

import argparse
from pathlib import Path

from adapters.files.durable import open_output
from adapters.ledger import store
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_key
from adapters.seal.proofs import last_position, receipt, sealed_head
from adapters.stores.opening import location_of
from scripts.options import choose, print_json, sealed, whole


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("of", metavar="POSITION|CLAIM_NO")
    parser.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help="收据 / the receipt"
    )
    sealed(parser)


def run(args: argparse.Namespace) -> int:
    key = read_key(args.key, location_of(args.store).file, args.seal)
    folder = SealFolder(args.seal)
    head = sealed_head(folder, args.position, key)
    with store.existing(args.store) as opened:
        if args.of.isdecimal() and not opened.handler.recorder.owners([args.of]):
            position = whole(args.of)
        else:
            position = last_position(opened.handler, args.of, head[0].size)
        made = receipt(opened.handler, folder, position, head)
    with open_output(args.out, "output-unwritable") as file:
        file.write(str(made).encode())
    if args.json:
        print_json({"position": position, "size": head[0].size, "file": str(args.out)})
    else:
        print(
            choose(
                args,
                f"已出具账本位置 {position} 的收据（封存 {head[0].size:,} 个事件）：{args.out}",
                f"A receipt of position {position} ({head[0].size:,} events sealed): {args.out}",
            )
        )
    return 0
