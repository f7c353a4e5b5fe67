"""Verify the whole ledger: every row, both indexes, the views, and all that was sealed."""

from __future__ import annotations

import argparse
from pathlib import Path

from adapters.seal.keys import trusted_key
from adapters.seal.verify.verification import verify
from adapters.wording.verification import answer, show
from domain.refusals import Refusal
from scripts.options import print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("folder", metavar="DIR", type=Path, nargs="?", help="封存文件夹 / the seal's folder")
    add(
        "--key", metavar="KEY", action="append", default=[],
        help="只信这把公钥（或其文件） / trust this verifier key alone, or the one in a file",
    )  # fmt: skip
    add(
        "--checkpoint", metavar="FILE", type=Path, action="append", default=[],
        help="早先留存的检查点，一并核对 / a checkpoint kept earlier, to be held against the log",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    keys = [trusted_key(text) for text in args.key]
    kept = [(str(path), _read(path)) for path in args.checkpoint]
    found = verify(args.store, args.folder, keys, kept)
    if args.json:
        print_json(answer(found))
    else:
        show(found, args.folder is not None, args.lang)
    return 1 if found.faults else 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise Refusal("file-unreadable", file=str(path), problem=problem.strerror) from problem
