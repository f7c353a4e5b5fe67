"""Name the account to pay an enterprise on; its value never enters the log."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from adapters import store
from adapters.parties.accounts import read_value
from adapters.parties.keeping import name_account
from domain.refusals import Refusal
from scripts.options import author, authored, must_be_code, text
from scripts.registering import told


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("uscc", metavar="USCC")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--account", metavar="NO", help="账号（会留在命令历史里） / number (a shell remembers it)"
    )
    which.add_argument(
        "--account-file", metavar="FILE", help="账号所在文件，- 为标准输入 / its file; - for stdin"
    )
    parser.add_argument("--bank", metavar="NAME", type=text, required=True, help="开户银行 / bank")


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    number = args.account if args.account_file is None else _read(args.account_file)
    value, who = read_value(number, args.bank), author(args)
    with store.writing(args.store, who) as opened:
        events = name_account(opened, args.uscc, value, who)
    return told(args, events)


def _read(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as problem:
        raise Refusal("account-file-unreadable", file=file) from problem
