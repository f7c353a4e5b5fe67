"""Print the verifier key of a private key: what others check its signatures by."""

from __future__ import annotations

import argparse
from pathlib import Path

from adapters.seal.keys import read_key
from scripts.options import print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", metavar="FILE", type=Path, required=True, help="私钥 / its file")


def run(args: argparse.Namespace) -> int:
    key = read_key(args.key).verifier
    if args.json:
        print_json({"name": key.name, "key": str(key)})
    else:
        print(key)
    return 0
