"""Every command of the shipped command line, run over a scripted history, and what it answered.

    python -m tests.commands.recording.recorded_history

records the answers again: a change that is meant shows as a difference of `recorded/`.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.wording.translation import language, speaking
from domain.calendar import day_of
from scripts.subsidy import main

HERE = Path(__file__).parent
SCRIPT = HERE / "scripted_history.txt"
RECORDED = HERE / "recorded"
SAMPLE = HERE.parents[2] / "scripts" / "sample" / "county-2022.xlsx"
WUDI = HERE.parents[2] / "domain/policy/policies/examples/wudi-foreign-trade.toml"
SHIPPED = HERE.parents[2] / "domain" / "policy" / "policies" / "yueqing-foreign-trade.toml"
LANGUAGES = ("zh", "en")
VARIES = {  # by the name of the key: what no two runs have in common
    "recorded_at": "TIME",
    "since": "TIME",
    "last_recorded_at": "TIME",
    "counted_to": "TIME",
    "seconds": 0,
    "size_bytes": 0,
    "login": "LOGIN",
}
COUNTED_TO_NOW = VARIES | {
    "days": 0,
    "limits_as_of": "ON-THE-DAY",
    "longest_days": 0,
}  # in what `audit delays` answers
PATTERNS = (
    (r"\bos:[^\s\"]+", "os:LOGIN"),
    (r"\bsub_[\w-]{43}", "TOKEN"),
    (r"(?<=secret=)[A-Z2-7]{32}", "SECRET"),
    (r"\b[0-9a-f]{6}-[0-9a-f]{6}\b", "CODE"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|\+\d\d:\d\d)?", "TIME"),
    (r"\b[0-9a-f]{32,}\b", "DIGEST"),
    (r"(?<=pack )[0-9a-f]{12}\b|(?<=移交包 )[0-9a-f]{12}\b", "DIGEST"),
    (r"(?<=号\), )[0-9a-f]{12}\b|(?<=号），)[0-9a-f]{12}\b", "DIGEST"),
    (r"ledger\.test\.example\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+", "VERIFIER-KEY"),
    (r'"key_id": "[0-9a-f]{8}"', '"key_id": "KEY-ID"'),
    (r"[A-Za-z0-9+/]{43}=", "HASH"),
    (r"\b\d+\.\d+ (s|秒)", "SECONDS"),
)


def commands() -> Iterator[str]:
    """Yield the script's commands, a question with its ? before it."""
    for line in SCRIPT.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", ">", " ")):
            yield line


def files() -> dict[str, str]:
    """Return the files that the script's commands read."""
    written: dict[str, str] = {}
    name = ""
    for line in SCRIPT.read_text(encoding="utf-8").splitlines():
        if line.startswith(">"):
            name = line[1:].strip()
            written[name] = ""
        elif line.startswith(" "):
            written[name] += line.strip() + "\n"
    return written


def run(folder: Path) -> Iterator[tuple[str, int, str]]:
    """Run every command in a folder; yield it, its exit code and its answer, JSON or text."""
    for name, content in files().items():
        (folder / name).write_text(content, encoding="utf-8")
    for line in commands():
        words = shlex.split(line.removeprefix("? "))
        words = [_spelled(word, folder) for word in words]
        words += ["--store", str(folder / "ledger.db")]
        yield f"{line.removeprefix('? ')} --json", *_ran([*words, "--json"], folder)
        if line.startswith("? "):
            for lang in LANGUAGES:
                yield f"{line[2:]} --lang {lang}", *_ran([*words, "--lang", lang], folder)


def stored(folder: Path) -> list[str]:
    """Return every event as it lies in the log, but for its times, logins, digests and salts."""
    with sqlite3.connect(folder / "ledger.db") as log:
        rows = log.execute("SELECT state FROM stored_events ORDER BY rowid").fetchall()
    return [_without_what_varies(_line(_normalised(json.loads(row[0]))), folder) for row in rows]


def _spelled(word: str, folder: Path) -> str:
    for name, path in (
        ("{D}", folder),
        ("{SAMPLE}", SAMPLE),
        ("{SHIPPED}", SHIPPED),
        ("{WUDI}", WUDI),
        ("{TODAY}", day_of(datetime.now(UTC))),
    ):
        word = word.replace(name, str(path))
    if word.startswith("{AT:"):
        word = str(_position(folder, *word[4:-1].split("/")))
    if word == "{KEY}":
        shown = _ran(["key", "show", "--key", f"{folder}/key", "--json"], folder, raw=True)
        word = json.loads(shown[1])["key"]
    return word


def _position(folder: Path, stream: str, topic: str) -> int:
    """Return where the log has the last event of a topic in a stream, whatever shape it has."""
    with sqlite3.connect(folder / "ledger.db") as log:
        rows = log.execute(
            "SELECT max(rowid) FROM stored_events WHERE originator_id = ? AND topic IN (?, ?)",
            (stream, topic, f"{topic}.2"),
        )
        return int(rows.fetchone()[0])


def _ran(words: list[str], folder: Path, *, raw: bool = False) -> tuple[int, str]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()), speaking(language()):
        try:
            code = main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
    text = out.getvalue()
    if raw:
        return code, text
    if code == 2:
        return code, ""  # the words for a misuse are for people
    if "--json" in words and text:
        answer = json.loads(text)
        assert text == json.dumps(answer, ensure_ascii=False, indent=1) + "\n", "another layout"
        varies = COUNTED_TO_NOW if words[:2] == ["audit", "delays"] else VARIES
        return code, _plain(_normalised(answer, varies), folder)
    return code, _without_what_varies(text, folder)


def _normalised(value: Any, varies: dict[str, Any] = VARIES) -> Any:
    if isinstance(value, dict):
        return {
            key: varies[key] if key in varies and inner is not None else _normalised(inner, varies)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_normalised(inner, varies) for inner in value]
    return value


def _plain(value: Any, folder: Path) -> str:
    """Return a JSON document with each of its first parts on a line of its own."""
    if isinstance(value, dict):
        parts = [f"{_line(key)}: {_line(inner)}" for key, inner in value.items()]
        text = "{" + "".join(f"\n {part}," for part in parts) + "\n}"
    elif isinstance(value, list):
        text = "[" + "".join(f"\n {_line(inner)}," for inner in value) + "\n]"
    else:
        text = _line(value)
    return _without_what_varies(text, folder)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _without_what_varies(text: str, folder: Path) -> str:
    text = text.replace(str(folder), "{D}").replace(str(SAMPLE), "{SAMPLE}")
    text = text.replace(str(SHIPPED), "{SHIPPED}")
    for pattern, instead in PATTERNS:
        text = re.sub(pattern, instead, text)
    for day in _days():
        text = text.replace(day, "ON-THE-DAY")
    return text


def _days() -> list[str]:
    """Return the days that the script may have run on: midnight may pass while it does."""
    today = day_of(datetime.now(UTC))
    return [str(today), str(today - timedelta(days=1))]


def as_recorded(answers: Iterator[tuple[str, int, str]], kind: str) -> str:
    """Return the answers of a kind (`json`, `zh`, `en`) as they are recorded."""
    ending = "--json" if kind == "json" else f"--lang {kind}"
    return "".join(
        f"$ {command.removesuffix(ending).strip()}\n{answer.rstrip()}\n= {code}\n\n"
        for command, code, answer in answers
        if command.endswith(ending)
    )


def recordings(folder: Path) -> dict[str, str]:
    """Return every recording by the name of its file."""
    answers = list(run(folder))
    texts = {f"{kind}.txt": as_recorded(iter(answers), kind) for kind in ("json", *LANGUAGES)}
    return texts | {"log.txt": "".join(f"{event}\n" for event in stored(folder))}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        os.environ["XDG_CONFIG_HOME"] = made  # the key of accounts is not the user's own
        RECORDED.mkdir(exist_ok=True)
        for file, text in recordings(Path(made).resolve()).items():
            (RECORDED / file).write_text(text, encoding="utf-8")
