"""Check a receipt offline: that its event is in the log a trusted key signed."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from adapters.seal.keys import trusted_key
from adapters.seal.proofs import ReceiptError, check_receipt, read_receipt
from adapters.wording.receipt import show_sound, show_unsound, sound_answer, unsound_answer
from scripts.options import print_json

VERIFIER_KEY = "SUBSIDY_VERIFIER_KEY"


def arguments(parser: argparse.ArgumentParser) -> None:
    known = os.environ.get(VERIFIER_KEY)
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="收据 / the receipt")
    add(
        "--key", metavar="KEY", action="append", required=not known,
        help="所信的公钥（或其文件） / a trusted verifier key, or the one in a file "
        f"({VERIFIER_KEY})",
    )  # fmt: skip
    parser.set_defaults(known=known)


def run(args: argparse.Namespace) -> int:
    keys = [trusted_key(text) for text in args.key or [args.known]]
    text = read_receipt(args.file)
    try:
        receipt, checkpoint = check_receipt(text, keys)
    except ReceiptError as problem:
        if args.json:
            print_json(unsound_answer(problem))
        else:
            show_unsound(problem, args.lang)
        return 1
    if args.json:
        print_json(sound_answer(receipt, checkpoint))
    else:
        show_sound(receipt, checkpoint, args.lang)
    return 0
