"""Make a key to seal with, in a file that only its owner can read."""

from __future__ import annotations

import argparse
from pathlib import Path

from adapters.ledger import store
from adapters.seal import rotation
from adapters.seal.keys import NAME_DEFAULT, new_key, read_key
from adapters.stores.opening import location_of
from scripts.options import author, authored, choose, print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    add = parser.add_argument
    add("--key", metavar="FILE", type=Path, required=True, help="新的私钥文件 / the file to make")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--name", metavar="ORIGIN", help="账本的名称 / what the log is called")
    which.add_argument(
        "--replaces", metavar="FILE", type=Path, help="被换下的私钥 / the key it follows"
    )


def run(args: argparse.Namespace) -> int:
    path = location_of(args.store).file
    old = None if args.replaces is None else read_key(args.replaces, path)
    key = new_key(args.key, args.name or (NAME_DEFAULT if old is None else old.name), path)
    if old is not None:
        with store.existing(args.store) as opened:
            rotation.name_key(opened.handler, key.verifier, old.verifier, author(args), old)
    if args.json:
        print_json({"key": str(key.verifier)})
    else:
        print(choose(args, "公钥：", "Verifier key: ") + str(key.verifier))
    return 0
