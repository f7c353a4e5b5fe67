"""Prove that every figure of the shipped policy file stands in its article of an official text."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from adapters.policy.file.files import shipped_policy_file
from adapters.policy.text.check import check
from adapters.wording.policy.policies import read_text, show_check
from scripts.options import print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--text", metavar="FILE", type=Path, required=True, help="政策文本 / the official text"
    )


def run(args: argparse.Namespace) -> int:
    result = check(shipped_policy_file(), read_text(args.text))
    if args.json:
        print_json(asdict(result))
    else:
        show_check(result, args.lang)
    return 0 if result.clean else 1
