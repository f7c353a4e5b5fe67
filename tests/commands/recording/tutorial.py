"""The tutorial of docs/policy-file.md, carried out: its files as the page has them, its commands.

What stands in a page: `text` is the official text, `toml` the policy file in parts and then its
cases, `jsonl` claims; in `console` each line after `$` is a command, the lines below what it says.
"""

from __future__ import annotations

import contextlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tests.support.command import subsidy

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMES = {"text": "notice.txt", "toml": "linxi.toml", "jsonl": "claims.jsonl"}
CASES = "linxi.cases.toml"
RECORDED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
MORNING = "2024-06-03 09:30:00"  # when it is recorded, on the page


def carried_out(page: str, folder: Path) -> str:
    """Return a page with what its commands say by now, run in order in an empty folder."""
    for name, content in files(page).items():
        (folder / name).write_text(content, encoding="utf-8")

    def answered(block: re.Match[str]) -> str:
        if block[1] != "console":
            return block[0]
        asked = [line for line in block[2].splitlines() if line.startswith("$ ")]
        said = "\n".join(part for line in asked for part in (line, *_said(line[2:], folder)))
        return f"```console\n{said}\n```"

    return BLOCK.sub(answered, page)


def files(page: str) -> dict[str, str]:
    """Return the files of the tutorial by name."""
    written: dict[str, str] = {}
    for kind, content in BLOCK.findall(page):
        if kind in NAMES:
            name = CASES if content.startswith("[[case]]") else NAMES[kind]
            written[name] = f"{written[name]}\n{content}" if name in written else content
    return written


def _said(line: str, folder: Path) -> Iterator[str]:
    """Yield what a command says, on standard output; what it says beside it is left out."""
    with contextlib.chdir(folder):
        ran = subsidy(*shlex.split(line)[1:], "--store", f"{folder}/ledger.db")
    assert ran.code == 0, (line, ran.out, ran.err)
    yield from RECORDED.sub(MORNING, ran.out.rstrip()).splitlines()
