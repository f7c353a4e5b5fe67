"""What every command shares: its options, its author, and how a refusal reaches the person."""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from adapters.ledger.handling.units import Author
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.snapshot import open_snapshot as open_look
from adapters.stores.opening import location_of
from domain.identity import is_uscc
from domain.money import parse_yuan
from domain.payments.budget import LAST_YEAR
from domain.policy.facts import TEXT_MAX
from domain.refusals import Refusal

STORE_DEFAULT = "ledger.db"
FIRST_YEAR = 1900


def common(parser: argparse.ArgumentParser) -> None:
    """Add the options every command takes."""
    parser.add_argument(
        "--store",
        metavar="URL",
        default=os.environ.get("SUBSIDY_STORE") or STORE_DEFAULT,
        help="账本：SQLite 文件，或 postgresql:// / the ledger: a SQLite file, or "
        "postgresql:// (SUBSIDY_STORE; default ledger.db)",
    )
    parser.add_argument(
        "--json", action="store_true", help="输出一个 JSON 文档 / print one JSON document"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")


def authored(parser: argparse.ArgumentParser) -> None:
    """Add the option of commands that write."""
    parser.add_argument(
        "--by",
        metavar="NAME",
        type=text,
        help="经办账号 / the officer's account (default: the login)",
    )


def recalled(parser: argparse.ArgumentParser) -> None:
    """Add the options of commands that read: the ledger as it stood."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--position",
        metavar="N",
        type=whole,
        help="还原到账本位置 N / as the log stood at position N",
    )
    which.add_argument(
        "--known-at",
        metavar="TIME",
        help="还原到某时（无时区按北京时间，只有日期按当日终了） / as known at a time",
    )


def sealed(parser: argparse.ArgumentParser) -> None:
    """Add the options of commands that answer from a seal folder."""
    add = parser.add_argument
    add("--seal", metavar="DIR", type=Path, required=True, help="封存文件夹 / the seal's folder")
    add("--key", metavar="FILE", type=Path, required=True, help="私钥 / the private key's file")
    add("--position", metavar="N", type=whole, help="以封存到 N 时为准 / as sealed at size N")


def enterprise(parser: argparse.ArgumentParser) -> None:
    """Add the option of commands that go through every enterprise, or one."""
    parser.add_argument("--uscc", metavar="USCC", help="只限这家企业 / one enterprise only")


def must_be_code(uscc: str | None) -> None:
    """Raise Refusal `bad-uscc` for what is no unified social credit code."""
    if uscc is not None and not is_uscc(uscc):
        raise Refusal("bad-uscc", uscc=uscc)


def looking(args: argparse.Namespace) -> AbstractContextManager[Snapshot]:
    """Open the ledger as the reading options say."""
    return open_look(args.store, args.position, args.known_at)


def author(args: argparse.Namespace) -> Author:
    """Return who writes: the name given, and the account the machine authenticated."""
    login = location_of(args.store).login()
    return Author(by=args.by or login, login=login)


def text(given: str) -> str:
    """Read an argument that is stored as text: not empty, printable, of bounded length."""
    told = given.strip()
    if not told or len(told) > TEXT_MAX or not told.isprintable():
        raise argparse.ArgumentTypeError(
            f"需要 1 至 {TEXT_MAX} 个可见字符 / 1 to {TEXT_MAX} printable characters"
        )
    return told


def claim_no(given: str) -> str:
    """Read a claim number: bytes that are no text are no number."""
    try:
        given.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("不是文字 / no text") from None
    return given


def amount(given: str) -> int:
    """Read an amount in yuan as fen."""
    try:
        return parse_yuan(given)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"不是金额（元，至多两位小数）/ no amount in yuan: {given}"
        ) from None


def positive_amount(given: str) -> int:
    """Read an amount in yuan above 0 as fen."""
    fen = amount(given)
    if fen == 0:
        raise argparse.ArgumentTypeError(f"须大于零 / must be above 0: {given}")
    return fen


def days(given: str) -> int:
    """Read a number of days, at least one and less than a year."""
    told = whole(given)
    if not 1 <= told <= 365:
        raise argparse.ArgumentTypeError(f"须为 1 至 365 天 / 1 to 365 days: {given}")
    return told


def whole(given: str) -> int:
    """Read a whole number, not negative."""
    if not (given.isascii() and given.isdigit() and len(given) <= 18):
        raise argparse.ArgumentTypeError(f"不是非负整数 / not a whole number: {given}")
    return int(given)


def day(given: str) -> date:
    """Read a day of the years that can be asked about, as 2022-09-30."""
    try:
        told = datetime.strptime(given, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"不是日期（如 2022-09-30）/ no day, as 2022-09-30: {given}"
        ) from None
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(
            f"须在 {FIRST_YEAR} 至 {LAST_YEAR} 年之间 / not in {FIRST_YEAR} to {LAST_YEAR}: {given}"
        )
    return told


def year(given: str) -> int:
    """Read a calendar year."""
    if not (given.isascii() and given.isdigit() and FIRST_YEAR <= int(given) <= LAST_YEAR):
        raise argparse.ArgumentTypeError(f"不是年份 / no year: {given}")
    return int(given)


def print_json(answer: Any) -> None:
    """Print one JSON document on standard output."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def choose(args: argparse.Namespace, zh: str, en: str) -> str:
    """Return a sentence in the reader's language."""
    return en if args.lang == "en" else zh
