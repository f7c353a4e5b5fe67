"""Time limits, and the claims past them, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.wording.audit.words import SHOWN_MAX, Names, of_claim
from adapters.wording.policy.office import days_text, step_words
from adapters.wording.policy.titles import policy_column
from adapters.wording.table import Column, Columns, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.audit.delays import Delays
    from projections.audit.time_limits import LimitKept, PastLimit


def limit_tables(answer: Delays, names: Names, book: PolicyBook) -> tuple[Table | str, ...]:
    """Return the claims past a limit, then each limit; that there is none where none is set."""
    if not answer.limits:
        return (_("No time limit is set; a bureau sets its own with `subsidy store set-rules`."),)
    steps = step_words()
    past: Columns[PastLimit] = (
        *of_claim(names),
        *policy_column(book),
        (Column(pgettext("column", "batch"), "count"), lambda late: late.batch),
        (Column(pgettext("limit", "limit")), lambda late: _limit(answer.limits[late.limit])),
        (Column(pgettext("limit", "since")), lambda late: late.started_on),
        (Column(pgettext("limit", "until")), lambda late: late.ended_on or _("waits still")),
        (Column(pgettext("limit", "took, days"), "count"), lambda late: late.days),
        (Column(pgettext("limit", "days past"), "count"), lambda late: late.days_past),
        (Column(pgettext("limit", "source")), lambda late: answer.limits[late.limit].source),
    )
    kept: Columns[LimitKept] = (
        (Column(pgettext("limit", "from")), lambda limit: steps[limit.starts]),
        (Column(pgettext("limit", "to")), lambda limit: steps[limit.ends]),
        (Column(pgettext("limit", "at most")), lambda limit: days_text(limit.days, limit.counts)),
        (Column(pgettext("limit", "claims"), "count"), lambda limit: limit.claims),
        (Column(pgettext("limit", "waiting"), "count"), lambda limit: limit.open),
        (Column(pgettext("limit", "past it"), "count"), lambda limit: limit.past),
        (Column(pgettext("limit", "longest, days"), "count"), lambda limit: limit.longest_days),
        (Column(pgettext("limit", "source")), lambda limit: limit.source),
    )
    counted = _("Time limits as of {day}: {past} claims past one").format(
        day=answer.limits_as_of, past=f"{len(answer.past_limit):,}"
    )
    title = pgettext("sheet", "past a time limit")
    return (
        counted,
        table_of(answer.past_limit, past, title=title, shown_max=SHOWN_MAX),
        table_of(answer.limits, kept, title=pgettext("sheet", "time limits")),
    )


def _limit(limit: LimitKept) -> str:
    steps = step_words()
    return f"{steps[limit.starts]} → {steps[limit.ends]}"
