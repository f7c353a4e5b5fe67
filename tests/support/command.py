"""The command as people and programs call it: in this process, or in one of its own."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.wording.translation import language, speaking
from scripts.subsidy import main
from tests.support.remembering import remember_options
from tests.support.stores import ON_POSTGRES, address, owners_address

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parents[1] / "golden" / "data"

remember_options()


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


def subsidy(*words: str | Path) -> Ran:
    """Run the command here; its language is its own."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), speaking(language()):
        try:
            code = main(_spelled(words))
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def asked(store: Path | str, *words: str | Path) -> Any:
    """Run a command that must succeed here, and return its JSON answer."""
    ran = subsidy(*words, "--store", store, "--json")
    assert ran.code == 0, ran.err
    return ran.json


def process(*words: str | Path) -> subprocess.Popen[str]:
    """Start the command in a process of its own, which an interrupt reaches.

    A shell starts what runs in the background deaf to it, and its children inherit that.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "scripts.subsidy", *_spelled(words)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heeds_interrupts,
    )


def heeds_interrupts() -> None:
    """Have a program heed what interrupts it where the shell that started the tests does not."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _spelled(words: Iterable[str | Path]) -> list[str]:
    """Return the words of a command; a ledger called by a path lies where the tests' ledgers do."""
    spelled: list[str] = []
    for word in words:
        text = str(word)
        a_path = isinstance(word, Path) or (text.startswith("/") and text.endswith("/ledger.db"))
        if a_path and spelled[-1:] == ["--store"]:
            by_owner = ON_POSTGRES and spelled[:2] == ["store", "prepare"]
            text = owners_address(Path(word)) if by_owner else address(Path(word))
        spelled.append(text)
    return spelled


def ended(running: subprocess.Popen[str]) -> Ran:
    """Wait for a process, and return what came of it."""
    out, err = running.communicate(timeout=120)
    return Ran(running.returncode, out, err)


def write_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> Path:
    """Write JSON Lines."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path
