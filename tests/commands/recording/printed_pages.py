"""What pages print of the program: the vocabulary of policy files, and the policy that ships.

    python -m tests.commands.recording.printed_pages

or `make pages`, prints it again between marks, such as `<!-- printed: caps of words -->` and
`<!-- end -->`, and what the commands of the tutorial say.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from adapters.policy.file.files import shipped_policy
from adapters.wording.policy.page.page import tables
from adapters.wording.policy.vocabulary import section_table
from adapters.wording.rendering.markdown import table_lines
from adapters.wording.translation import speaking
from tests.commands.recording.tutorial import BLOCK, carried_out
from tests.support.command import ROOT

MARKED = re.compile(r"(<!-- printed: (.+?) of (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)
PAGES = [
    page
    for page in sorted((ROOT / "docs").rglob("*.md"))
    if MARKED.search(page.read_text(encoding="utf-8"))
]


def language_of(page: Path) -> str:
    return "zh" if page.name.endswith(".zh.md") else "en"


def printed(page: Path) -> str:
    """Return a page with its marked tables as the program has them by now."""
    text = page.read_text(encoding="utf-8")
    with speaking(language_of(page)):
        return MARKED.sub(lambda mark: mark[1] + _table(mark[2], mark[3]) + "\n" + mark[4], text)


def _table(name: str, of: str) -> str:
    table = section_table(name) if of == "words" else tables(shipped_policy())[name]
    return "\n".join(table_lines(table))


def has_tutorial(page: Path) -> bool:
    return any(kind == "console" for kind, _ in BLOCK.findall(page.read_text(encoding="utf-8")))


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(printed(path), encoding="utf-8")
        if has_tutorial(path):
            with tempfile.TemporaryDirectory() as made:
                os.environ["XDG_CONFIG_HOME"] = made  # the key of accounts is not the user's own
                said = carried_out(path.read_text(encoding="utf-8"), Path(made).resolve())
            path.write_text(said, encoding="utf-8")
