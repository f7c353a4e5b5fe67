"""What pages of one verb show besides their answer: charts, and which versions to compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from adapters.web.charts.bars import Bars, bars
from adapters.web.charts.drawing import Chart, Unit
from adapters.web.charts.meters import Meter, meters
from adapters.web.charts.timeline import Span, timeline
from adapters.wording.claims.figures import days_of
from adapters.wording.policy.titles import cap_title, line_title, measure_title, policy_title
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from projections.claims.figures.fullness import Fullness

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from domain.policy.book import PolicyBook
    from projections.claims.figures.fullness import CapFullness, FullCap
    from projections.claims.figures.waiting import WaitingBand, WaitingClaims
    from projections.money.budgets import BudgetFigures
    from projections.policy_versions import RecordedVersion
    from projections.reassessment.differences import Differences

CAPS_MAX = 12  # that are drawn; a table has all
Link = Callable[[str], str]


def proposed(look: Look, path: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the page of each version that waits to be confirmed, then those of `neighbours`."""
    said = _("Waits to be confirmed: proposal {proposal} by {by}, {document}")
    return [
        (
            said.format(proposal=each.proposal, by=each.by, document=each.document),
            f"/policy/proposals/{each.proposal}",
        )
        for each in look.proposed_versions()
        if each.state == "waiting"
    ] + neighbours(look, path)


def every_proposed(look: Look, path: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the page of every version that was proposed."""
    title = _("Proposed version {proposal}")
    return [
        (title.format(proposal=each.proposal), f"/policy/proposals/{each.proposal}")
        for each in look.proposed_versions()
    ]


def neighbours(look: Look, path: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the pages that compare each version with the one before it of the same policy.

    path: `version` names the one whose neighbours are asked for; all where it names none.
    """
    numbers: dict[str, list[int]] = {}
    for number, version in enumerate(look.book.versions, start=1):
        numbers.setdefault(version.policy.id, []).append(number)
    title = _("What version {b} sets otherwise than {a}")
    return [
        (title.format(a=a, b=b), f"/policy/{a}/diff/{b}")
        for each in numbers.values()
        for a, b in pairwise(each)
        if path.get("version") in (None, str(a), str(b))
    ]


def waiting_chart(answer: WaitingClaims, book: PolicyBook, link: Link) -> Chart:
    """Return how many claims wait how long; each bar leads to its own claims."""
    return bars(
        title=_("Waiting for a decision, by days"),
        description=_("{count} claims wait; the oldest was recorded on {day}.").format(
            count=f"{answer.claims:,}", day=answer.oldest or "–"
        ),
        header=pgettext("column", "days waited"),
        series=(pgettext("column", "claims"),),
        rows=[
            Bars(
                _("{days} days").format(days=days_of(band)),
                (band.claims,),
                link(_band_path(band)) if band.claims else "",
            )
            for band in answer.bands
        ]
        if answer.claims
        else [],
        unit="count",
    )


def caps_chart(caps: Sequence[CapFullness], year: int, book: PolicyBook, link: Link) -> Chart:
    """Return the caps that most have reached; each bar leads to who has reached it or nearly so."""
    most = sorted(caps, key=lambda each: (each.full, each.near), reverse=True)[:CAPS_MAX]
    return bars(
        title=_("Caps by fullness, {year}").format(year=year),
        description=_("How many enterprises or items have used all of a cap, and 80 % or more."),
        header=pgettext("column", "cap"),
        series=(pgettext("column", "full"), pgettext("column", "nearly full")),
        rows=[
            Bars(
                cap_title(book.caps[each.cap]),
                (each.full, each.near),
                link(f"/caps?{urlencode({'year': year, 'cap': each.cap})}"),
            )
            for each in most
            if each.full or each.near
        ],
        unit="count",
    )


def fullness_chart(answer: Fullness | FullCap, book: PolicyBook, link: Link) -> Chart:
    """Return the caps by fullness; of one that is asked for, who has used how much of it."""
    if isinstance(answer, Fullness):
        return caps_chart(answer.caps, answer.year, book, link)
    unit: Unit = "fen" if answer.unit == "fen" else "count"
    cap = cap_title(book.caps[answer.cap])
    return meters(
        title=_("Who has used {cap} of {year}").format(cap=cap, year=answer.year),
        description=_(
            "How much of the cap those have used who have reached it or nearly so, the fullest "
            "first."
        ),
        headers=(
            pgettext("column", "enterprise"),
            pgettext("column", "used"),
            pgettext("column", "limit"),
        ),
        rows=[
            Meter(
                " ".join(filter(None, (each.enterprise or each.uscc or cap, each.item))),
                each.used,
                each.limit,
                unit,
                link(f"/enterprises/{each.uscc}") if each.uscc else "",
            )
            for each in answer.lines[:CAPS_MAX]
        ],
    )  # fmt: skip


def _band_path(band: WaitingBand) -> str:
    """Return where the register lists the claims of a band: by the days they were recorded on."""
    words = {"status": "submitted", "recorded_until": str(band.until), "sort": "submitted_on"}
    if band.since is not None:
        words["recorded_since"] = str(band.since)
    return f"/claims?{urlencode(words)}"


def budget_chart(figures: BudgetFigures, book: PolicyBook, link: Link) -> Chart:
    """Return how far each line of a budget year is spent."""
    series = (
        _("budget"), _("paid"), _("in publicity"), _("approved, unpaid"),
    )  # fmt: skip
    rows = [
        Bars(line_title(line.title), (line.budget_fen, line.paid_fen, line.in_publicity_fen,
                                      line.approved_unpaid_fen))
        for line in figures.lines.values()
    ]  # fmt: skip
    return bars(
        title=_("Execution of the budget of {year}").format(year=figures.year),
        description=_("By line, in yuan: what there is, what is paid, and what is on its way."),
        header=pgettext("column", "line"),
        series=series,
        rows=rows,
        unit="fen",
    )


def changes_chart(answer: Differences, book: PolicyBook) -> Chart | None:
    """Return what a draft would change, by measure; None where it changes nothing."""
    if not answer.by_measure:
        return None
    return bars(
        title=_("What changes, by measure"),
        description=_("Grants of the claims that change, before and after, in yuan."),
        header=pgettext("column", "measure"),
        series=(pgettext("column", "before"), pgettext("column", "after")),
        rows=[
            Bars(measure_title(key or None, book), (sums.before_fen, sums.after_fen))
            for key, sums in answer.by_measure.items()
        ],
        unit="fen",
    )


def versions_chart(versions: Sequence[RecordedVersion], book: PolicyBook, link: Link) -> Chart:
    """Return which version governs which days. link: says where a path of this server is."""
    spans = []
    for version in versions:
        name = _("version {number}").format(number=version.version)
        if book.has_several:
            name = f"{name} {policy_title(version.policy, book)}"
        spans.append(
            Span(
                name,
                version.first_day,
                version.last_day,
                version.announced_on,
                link(f"/policy/{version.version}"),
                version.repealed,
            )
        )
    return timeline(
        title=_("Which version governs which days"),
        description=_(
            "A bar from the first to the last day that a version governs; the dashed line is the "
            "day it was announced. Where bars overlap, the later version holds."
        ),
        headers=(
            pgettext("column", "version"),
            pgettext("column", "first day"),
            pgettext("column", "last day"),
            pgettext("column", "announced"),
        ),
        spans=spans,
    )
