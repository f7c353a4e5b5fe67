"""The county that is served for hours: claims, accounts, money, and who comes in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

from adapters.letters.bureau import SAMPLE
from adapters.web.people.people import People
from adapters.web.state.database import WebDatabase
from scripts.sample.lines import lines
from tests.adapters.web.served import FIRST, PASSWORD
from tests.support.command import asked, subsidy
from tests.support.money_desk import account_of
from tests.support.stores import address

STAFF = {
    "chen": "clerk", "lin": "clerk", "wang": "approver", "hu": "approver", "zhao": "finance",
    "sun": "cashier", "zhou": "auditor", "guan": "admin",
}  # fmt: skip
YEARS = (2022, 2023, 2024)
EVER = 200_000  # claims that the county may come to
APPROVED = 0.85  # of the claims that are there at first


class Post:
    """Claims that come in: each is taken once, by any thread."""

    def __init__(self, seed: int) -> None:
        self._lines: Iterator[dict[str, Any]] = (
            json.loads(line.text) for line in lines(seed, EVER, exports=False, dirt=False)
        )
        self._lock = Lock()

    def take(self, number: int) -> list[dict[str, Any]]:
        with self._lock:
            return list(islice(self._lines, number))


def made(folder: Path, post: Post, claims: int) -> Path:
    """Make the ledger, its seal and its accounts; return where it is."""
    store = folder / "ledger.db"
    shutil.copy(SAMPLE, folder / "papers.toml")
    there = post.take(claims)
    before = int(len(there) * APPROVED)
    for name, part, by in (("first", there[:before], ("--approve",)), ("rest", there[before:], ())):
        path = written(folder / f"{name}.jsonl", part)
        asked(store, "backfill", path, *by, "--by", "first")
    for year in YEARS:
        words = ("--document", f"A-{year}", "--on", f"{year}-01-10", "--by", "zhao")
        asked(store, "budget", "appropriate", str(year), "--amount", "20000万", *words)
    codes = sorted({claim["uscc"] for claim in there})
    asked(store, "enterprise", "accounts", sheet(folder / "sheet.csv", codes), "--by", "first")
    key = folder / "seal.key"
    _run(store, "key", "new", "--key", key, "--name", "butie.test")
    _run(store, "seal", folder / "seal", "--key", key)
    _run(store, "store", "prepare", "--separate-hands")
    people = People(WebDatabase(address(store)))
    for name, role in STAFF.items():
        people.accounts.add(name, name.title(), [role], FIRST, by="soak")
        people.accounts.change_password(name, FIRST, PASSWORD)
    people.database.close()
    return store


def _run(store: Path, *words: str | Path) -> None:
    ran = subsidy(*words, "--store", store)
    assert ran.code == 0, ran.err


def written(path: Path, claims: list[dict[str, Any]]) -> Path:
    """Write a file of claims."""
    path.write_text(text_of(claims), encoding="utf-8")
    return path


def text_of(claims: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(claim, ensure_ascii=False) + "\n" for claim in claims)


def sheet(path: Path, codes: list[str]) -> Path:
    """Write a sheet of accounts to be paid on."""
    rows = "".join(f"{uscc},某某,示例银行,{account_of(uscc)}\n" for uscc in codes)
    path.write_text(f"统一社会信用代码,户名,开户行,账号\n{rows}", encoding="utf-8")
    return path
