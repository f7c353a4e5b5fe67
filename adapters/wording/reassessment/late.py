"""A late claim's outcomes by each order, for people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from adapters.wording.claims.words import orders as order_words
from adapters.wording.policy.titles import caps_by_id, title_of
from adapters.wording.table import Cell, Column, Report, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.money import signed_yuan, yuan
from domain.policy.book import PolicyBook
from projections.reassessment.late import ClaimOutcome, Late


def late_report(answer: Late, days: Mapping[str, date], book: PolicyBook) -> Report:
    """Return a row a claim, a column an order, what each gains or gives back.

    days: of the matter, by claim number.
    """
    title, words = title_of(caps_by_id(book)[answer.cap]), order_words()
    heading = title if answer.year is None else f"{title} {answer.year}"
    columns = (
        Column(pgettext("column", "claim")),
        Column(pgettext("column", "occurred")),
        Column(pgettext("column", "now"), "fen"),
        *(Column(words[rule], "figure") for rule in answer.orders),
    )
    orders = list(answer.orders.values())
    rows: list[tuple[Cell, ...]] = []
    for outcomes in zip(*(order.claims for order in orders), strict=True):
        first = outcomes[0]
        day = days[first.claim_no].isoformat()
        rows.append((first.claim_no, day, first.before_fen, *map(_outcome, outcomes)))
    now = sum(outcome.before_fen for outcome in orders[0].claims)
    rows.append((_("total"), "", now, *(yuan(order.total_fen) for order in orders)))
    table = Table(title="", columns=columns, rows=rows)
    note = _("Nothing was recorded. `subsidy reorder` records a rule, by a document.")
    return Report(title=heading, parts=(heading, table, "", note))


def _outcome(outcome: ClaimOutcome) -> str:
    gained = outcome.after_fen - outcome.before_fen
    after = yuan(outcome.after_fen)
    return after if gained == 0 else f"{after} ({signed_yuan(gained)})"
