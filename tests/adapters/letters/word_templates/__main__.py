"""Makes the shipped Word templates: `python -m tests.adapters.letters.word_templates`.

A bureau edits a template in a word processor. Ours are written here, so that a change of one can be
read; the same source makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

from adapters.letters.layout import EDITION, WORD, Form
from tests.adapters.letters.word_templates.english import in_english
from tests.adapters.letters.word_templates.letters import decision, recovery, refusal
from tests.adapters.letters.word_templates.page import Page
from tests.adapters.letters.word_templates.tables import (
    account_statement,
    budget_execution,
    monthly_summary,
    publicity,
)

MAKERS: dict[str, Callable[[], Page]] = {
    "decision": decision,
    "refusal": refusal,
    "recovery": recovery,
    "publicity": publicity,
    "account-statement": account_statement,
    "budget-execution": budget_execution,
    "monthly-summary": monthly_summary,
}


def main() -> None:
    """Write every template of the current edition."""
    for kind, make in MAKERS.items():
        for language, page in (("zh", make()), ("en", in_english(make()))):
            Form(kind, WORD, language).file(EDITION).write_bytes(page.written())


if __name__ == "__main__":
    main()
