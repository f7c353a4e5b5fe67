"""The main job on the shipped sample, each answer under the command that gives it: `make demo`."""

from __future__ import annotations

import argparse
import io
import json
import shlex
import sys
from contextlib import redirect_stdout
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from typing import Any

from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, use_language
from scripts.subsidy import main as subsidy

FOLDER = Path("demo")
STORE = FOLDER / "ledger.db"
REJECTS = FOLDER / "rejected.xlsx"


def main(argv: list[str] | None = None) -> int:
    """Make a fresh store in ./demo and show the job; 0 when every answer came as it should."""
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    use_language(parser.parse_args(argv).lang)
    _clear()
    backfilled = _show(
        _("1. Accepted and rejected: a year's workbook"),
        ["backfill", _sample(), "--approve", "--rejects", str(REJECTS)],
    )
    claim = _claim_trimmed_by_most_others()
    answered = _show(_("2. One claim, explained"), ["explain", claim["claim_no"]])
    answered += _show(
        _("3. What its enterprise has left"),
        ["remaining", claim["uscc"], "--year", str(claim["year"])],
    )
    answered += _show(_("4. Totals by measure"), ["totals"])
    print("\n" + _("Next: “Try it” in README.md, with SUBSIDY_STORE={store}").format(store=STORE))
    print(_("In the browser: make serve"))
    rows_were_rejected = 1  # the sample has some on purpose
    return 0 if (backfilled, answered) == (rows_were_rejected, 0) else 1


def _clear() -> None:
    FOLDER.mkdir(exist_ok=True)
    for path in (*FOLDER.glob(f"{STORE.name}*"), *FOLDER.glob("key*"), REJECTS):
        path.unlink(missing_ok=True)
    rmtree(FOLDER / "seal", ignore_errors=True)  # of the demo before, as its key is


def _sample() -> str:
    """Return the path of the shipped workbook, as short as it can be typed from here."""
    path, here = Path(str(files("scripts.sample"))) / "county-2022.xlsx", Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _show(heading: str, words: list[str]) -> int:
    """Print a heading, the command as a person would type it, and what it answers."""
    command = [*words, "--store", str(STORE), *(["--lang", "en"] if language() == "en" else [])]
    typed = shlex.join([".venv/bin/subsidy", *command])
    print(f"\n━━ {heading}\n$ {typed}\n", flush=True)
    code = subsidy(command)
    sys.stdout.flush()
    return code


def _claim_trimmed_by_most_others() -> dict[str, Any]:
    """Return the claim that met a full cap which most other claims had filled."""
    met_a_cap = [claim for claim in _ask("claims") if claim["reason"] == "cap-reached"]
    explained = [_ask("explain", claim["claim_no"]) for claim in met_a_cap]
    return max(explained, key=lambda claim: max(len(cap["filled_by"]) for cap in claim["caps"]))


def _ask(*words: str) -> Any:
    answer = io.StringIO()
    with redirect_stdout(answer):
        subsidy([*words, "--store", str(STORE), "--json", "--lang", language()])
    return json.loads(answer.getvalue())


if __name__ == "__main__":
    sys.exit(main())
