"""Commands that say why: the working of one claim, and every event of a stream."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from adapters.ledger.snapshot import Snapshot
from adapters.ledger.treasury.treasury import must_be_told
from adapters.wording.claims.answers import show_explanation
from adapters.wording.claims.working import caps_met, marks, working_lines
from adapters.wording.history import history as shown_history
from adapters.wording.translation import N_
from domain.events.log import Recorded
from domain.events.streams import KEYS_STREAM, POLICY_STREAM, SETTINGS_STREAM, of_money
from domain.identity import is_uscc
from projections.explanation import explain as explained
from scripts.cli.options import READING, Reading
from scripts.cli.values import CLAIM_NO, any_text, value

SUBJECT = "USCC|CLAIM_NO|budget:YEAR|batch:N|policy-book|keys|settings"
STREAMS = {
    "policy-book": POLICY_STREAM,
    "keys": KEYS_STREAM,
    "settings": SETTINGS_STREAM,
    KEYS_STREAM: KEYS_STREAM,
    SETTINGS_STREAM: SETTINGS_STREAM,
}


def explain(claim: Annotated[str, CLAIM_NO], /, *, at: Reading = READING) -> None:
    with at.snapshot() as look:
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
        str,
        value(
            any_text,
            "USCC|CLAIM_NO|budget:YEAR|batch:N|policy-book|keys|settings",
            N_("whose events"),
        ),
    ],
    /,
    *,
    at: Reading = READING,
) -> None:
    with at.snapshot() as look:
        events, book = list(_events(look, subject)), look.book
    at.tell(
        [shown_history.answer(recorded) for recorded in events],
        lambda: shown_history.show(events, book, at.lang),
    )


def _events(look: Snapshot, subject: str) -> Iterable[Recorded]:
    """Return the events of a subject; a claim that bears a stream's name goes before it.

    Raises Refusal `claim-unknown`, `batch-unknown`, `budget-unknown`.
    """
    if is_uscc(subject) or of_money(subject):
        must_be_told(look, subject)
        return look.stream(subject)
    if subject in STREAMS and not look.store.handler.recorder.owners([subject]):
        return look.stream(STREAMS[subject])
    mine = look.stream(look.owner(subject))
    return (one for one in mine if getattr(one.event, "claim_no", None) == subject)
