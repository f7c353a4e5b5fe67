"""Seal every position recorded: tiles, then a signed checkpoint over them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from adapters.ledger import store
from adapters.seal import sealing, witness
from adapters.seal.checkpoints import hash_text
from adapters.seal.keys import read_key, trusted_key
from adapters.stores.opening import location_of
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.tables import counting
from domain.refusals import Refusal
from scripts.options import author, authored, choose, print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("folder", metavar="DIR", type=Path, help="封存文件夹 / the seal's folder")
    parser.add_argument("--key", metavar="FILE", type=Path, required=True, help="私钥 / its key")
    parser.add_argument(
        "--witness", metavar="URL", action="append", default=[], help="请见证人会签 / to cosign"
    )
    parser.add_argument(
        "--witness-key", metavar="KEY", action="append", default=[], help="见证人公钥 / its key"
    )


def run(args: argparse.Namespace) -> int:
    keys = [trusted_key(text) for text in args.witness_key]
    key = read_key(args.key, location_of(args.store).file, args.folder)
    with (
        store.existing(args.store) as opened,
        counting(choose(args, "封存", "seal")) as count,
    ):
        sealed = sealing.seal(opened.handler, args.folder, key, author(args), count)
    cosigned, refused = 0, list[Refusal]()
    for url in args.witness:
        try:
            cosigned += witness.cosign(url, args.folder, keys)
        except Refusal as refusal:
            refused.append(refusal)
    checkpoint = sealed.checkpoint
    answer = {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": hash_text(checkpoint.root),
        "added": sealed.added,
        "key": str(key.verifier),
        "cosignatures": cosigned,
    }
    if args.json:
        print_json(answer)
    else:
        print(
            choose(
                args,
                f"已封存 {checkpoint.size:,} 个事件（新增 {sealed.added:,}），根 {answer['root']}",
                f"Sealed {checkpoint.size:,} events ({sealed.added:,} new), root {answer['root']}",
            )
        )
    for one in refused:
        print(sentence(one, args.lang), file=sys.stderr)
    return 1 if refused else 0
