"""What the stories about budgets ask again and again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.command import asked

MOVE = ("budget", "appropriate", "2022", "--document", "D", "--on", "2022-01-01")


def figures(store: Path, *words: str, year: int = 2022, line: str = "all") -> dict[str, Any]:
    answer = asked(store, "budget", "show", str(year), *words)["lines"][line]
    assert isinstance(answer, dict)
    return answer
