"""Commands that say why: the working of one claim, and every event of a stream."""

from __future__ import annotations

from typing import Annotated

from adapters.wording.claims.answers import show_explanation
from adapters.wording.claims.working import caps_met, marks, working_lines
from adapters.wording.history import history as shown_history
from adapters.wording.translation import N_
from scripts.cli.options import READING, Reading
from scripts.cli.values import CLAIM_NO, any_text, value

SUBJECT = "USCC|CLAIM_NO|budget:YEAR|batch:N|policy-book|keys|settings"


def explain(claim: Annotated[str, CLAIM_NO], /, *, at: Reading = READING) -> None:
    with at.look() as look:
        row, book, explanation = look.claim(claim), look.book, look.explanation(claim)
    answer = row | {
        "working": working_lines(explanation, book, at.lang),
        "caps": caps_met(explanation),
    }
    at.tell(
        answer,
        lambda: show_explanation(answer, marks(explanation, at.lang), book, at.lang),
    )


def history(
    subject: Annotated[str, value(any_text, SUBJECT, N_("whose events"))],
    /,
    *,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        events, book = look.history(subject), look.book
    at.tell(
        [shown_history.answer(recorded) for recorded in events],
        lambda: shown_history.show(events, book, at.lang),
    )
