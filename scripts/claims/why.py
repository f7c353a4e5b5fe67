"""Commands that say why: the working of one claim, and every event of a stream."""

from __future__ import annotations

from typing import Annotated

from adapters.explain import explain as explained
from adapters.money.treasury import must_be_told
from adapters.presentation import history as shown_history
from adapters.presentation.answers import show_explanation
from adapters.presentation.working import caps_met, marks, working_lines
from adapters.wording.translation import N_
from domain.identity import is_uscc
from domain.streams import of_money
from scripts.cli.options import READING, Reading
from scripts.cli.values import CLAIM_NO, any_text, value


def explain(claim: Annotated[str, CLAIM_NO], /, *, at: Reading = READING) -> None:
    with at.look() as look:
        row, book = look.claim(claim), look.book
        explanation = explained(look.stream(row["uscc"]), book, claim)
    answer = row | {
        "working": working_lines(explanation, book, at.lang),
        "caps": caps_met(explanation),
    }
    at.tell(
        answer,
        lambda: show_explanation(answer, marks(explanation, at.lang), book, at.lang),
    )


def history(
    subject: Annotated[
        str, value(any_text, "USCC|CLAIM_NO|budget:YEAR|batch:N", N_("whose events"))
    ],
    /,
    *,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        of_claim = not (is_uscc(subject) or of_money(subject))
        stream = look.owner(subject) if of_claim else subject
        must_be_told(look, stream)
        book = look.book
        events = [
            recorded
            for recorded in look.stream(stream)
            if not of_claim or getattr(recorded.event, "claim_no", None) == subject
        ]
    at.tell(
        [shown_history.answer(recorded) for recorded in events],
        lambda: shown_history.show(events, book, at.lang),
    )
