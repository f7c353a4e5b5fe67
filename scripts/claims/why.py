"""Commands that say why: the working of one claim, and every event of a stream."""

from __future__ import annotations

from typing import Annotated

from adapters.wording.as_json import event_as_json
from adapters.wording.claims.answers import explanation_report
from adapters.wording.claims.working.working import explained_claim
from adapters.wording.history.history import history_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.identity import is_uscc
from scripts.cli.misuse import Misuse
from scripts.cli.options import READING, Reading
from scripts.cli.parts import ALL, Part
from scripts.cli.values import CLAIM_NO, OfPolicy, any_text, value

BOOK = "policy-book"
SUBJECT = "USCC|CLAIM_NO|budget:YEAR|batch:N|policy-book|proposals|keys|settings|successions"


def explain(claim: Annotated[str, CLAIM_NO], /, *, at: Reading = READING) -> None:
    with at.look() as look:
        answer, book, explanation = look.claim(claim), look.book, look.explanation(claim)
    explained = explained_claim(answer, explanation, book)
    at.tell(explained, lambda: explanation_report(explained, explanation, book))


def history(
    subject: Annotated[str, value(any_text, SUBJECT, N_("whose events"))],
    /,
    *,
    policy: OfPolicy = None,
    part: Part = ALL,
    at: Reading = READING,
) -> None:
    if policy is not None and not (is_uscc(subject) or subject == BOOK):
        raise Misuse(_("--policy goes with an enterprise's code, or with policy-book"))
    with at.look() as look:
        every, book = look.history(subject, policy), look.book
    events = part.of(every, lambda recorded: recorded.position)
    at.tell([event_as_json(recorded) for recorded in events], lambda: history_report(events, book))
