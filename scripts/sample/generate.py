"""Make a fictional county's claims from a seed: a workbook with its key, or JSON Lines.

    python -m scripts.sample.generate --seed 7 --claims 120 --xlsx FILE --key FILE
    python -m scripts.sample.generate --seed 7 --claims 1000000 --jsonl FILE --exports

One seed and size give one file, always.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from adapters.files.durable import open_durable
from scripts.sample.county.backfill import CLAIMS_MIN, backfill
from scripts.sample.key import LinesKey, workbook_key
from scripts.sample.lines import lines
from scripts.sample.workbook.workbook import write_workbook


def main(argv: list[str] | None = None) -> int:
    """Write the files asked for."""
    parser = _parser()
    args = parser.parse_args(argv)
    if not args.xlsx and not args.jsonl:
        parser.error("nothing to write: give --xlsx, --jsonl or both")
    if args.claims < (CLAIMS_MIN if args.xlsx else 1):
        parser.error(f"--claims: at least {CLAIMS_MIN} for a workbook, 1 for JSON Lines")
    if args.xlsx:
        _write_workbook(args)
    if args.jsonl:
        _write_lines(args)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.sample.generate", description=(__doc__ or "").splitlines()[0]
    )
    add = parser.add_argument
    add("--seed", type=int, required=True, metavar="N", help="what everything is drawn from")
    add("--claims", type=int, required=True, metavar="N", help="how many claims")
    add("--xlsx", type=Path, metavar="FILE", help="write the bureau's workbook, dirt included")
    add("--jsonl", type=Path, metavar="FILE", help="write JSON Lines, in mixed order")
    add("--key", type=Path, metavar="FILE", help="write counts, control totals and rejects (JSON)")
    add("--exports", action="store_true", help="JSON Lines: add exports records (one in fifty)")
    cleanness = parser.add_mutually_exclusive_group()
    cleanness.add_argument(
        "--clean", action="store_true", help="JSON Lines: every line is valid (the default)"
    )
    cleanness.add_argument(
        "--dirt", action="store_true", help="JSON Lines: spoil one claim in fifty"
    )
    parser.epilog = "With both --xlsx and --jsonl the key is the workbook's."
    return parser


def _write_workbook(args: argparse.Namespace) -> None:
    county = backfill(args.seed, args.claims)
    with open_durable(args.xlsx) as file:
        write_workbook(county, file)
    if args.key:
        _write_key(args.key, workbook_key(county))


def _write_lines(args: argparse.Namespace) -> None:
    key = LinesKey(args.seed)
    with open_durable(args.jsonl) as file:
        for line in lines(args.seed, args.claims, exports=args.exports, dirt=args.dirt):
            file.write(f"{line.text}\n".encode())
            key.saw(line)
    if args.key and not args.xlsx:
        _write_key(args.key, key.text())


def _write_key(path: Path, text: str) -> None:
    with open_durable(path) as file:
        file.write(text.encode())


if __name__ == "__main__":
    sys.exit(main())
