"""The steps of an enterprise (还原): where one stands, what was left then, and what it changed.

What a step shows never changes, so that it is worked out once: a slider asks for many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.web.charts.drawing import Chart
from adapters.web.charts.staircase import Step, staircase
from adapters.wording.claims.answers import allowances_table, counted_for
from adapters.wording.history.history import history_report
from adapters.wording.table import Cell, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, pgettext
from domain.calendar import day_of
from domain.money import yuan

if TYPE_CHECKING:
    from adapters.web.desk.keeping import DeskLook
    from adapters.web.server import Server
    from domain.policy.book import PolicyBook
    from projections.claims.history import Course, CourseStep
    from projections.remaining_allowances import Allowance

CHANGED = 5  # the column of allowances that says what a step used of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """An enterprise's course, what each of its steps is called, and the book that it is read by."""

    course: Course
    said: tuple[str, ...]
    stairs: tuple[Step, ...]
    book: PolicyBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An enterprise after one step.

    at: the step, from 0. before, after: log positions of the steps beside it; None at the ends.
    year, used, unused: what is left under caps of that year, those used and those never.
    """

    step: CourseStep
    at: int
    year: int
    said: str
    before: int | None
    after: int | None
    reached: int
    used: Table
    unused: Table


def walked(look: DeskLook, uscc: str) -> Walked:
    """Return the course of an enterprise as a look has it; kept until something is recorded."""

    def make() -> Walked:
        course = look.course(uscc)
        rows = [table.rows for table in history_report(course.events, look.book).tables]
        said = _said(course, rows[0] if rows else ())
        stairs = tuple(
            Step(step.position, day_of(event.recorded_at).isoformat(), step.granted_fen)
            for step, event in zip(course.steps, course.events, strict=True)
        )
        return Walked(course=course, said=said, stairs=stairs, book=look.book)

    return look.kept(("course", uscc, language()), make)


def standing(server: Server, way: Walked, at: int, year: int | None) -> Standing:
    """Return an enterprise after a step. year: whose caps; for None that of the step's matter."""
    steps = way.course.steps
    step, year = steps[at], steps[at].year if year is None else year
    now = _left(server, way, step.position, year)
    before = _left(server, way, steps[at - 1].position, year) if at else ()
    had = {counted_for(each) for each in before if each.used}
    used = [each for each in now if each.used or counted_for(each) in had]
    unused = [each for each in now if each not in used]
    return Standing(
        step=step,
        at=at,
        year=year,
        said=way.said[at],
        before=steps[at - 1].position if at else None,
        after=steps[at + 1].position if at + 1 < len(steps) else None,
        reached=sum(each.reached for each in used),
        used=allowances_table(used, step.position, way.book, before),
        unused=allowances_table(unused, step.position, way.book),
    )


def stairs_chart(way: Walked, standing: Standing) -> Chart:
    """Return what was granted step by step, with the mark on the step stood on."""
    return staircase(
        title=_("Granted step by step"),
        description=standing.said,
        headers=(
            pgettext("column", "position"),
            pgettext("column", "recorded"),
            pgettext("column", "granted"),
        ),
        steps=way.stairs,
        position=standing.step.position,
    )


def _left(server: Server, way: Walked, position: int, year: int) -> Sequence[Allowance]:
    uscc = way.course.uscc

    def make() -> Sequence[Allowance]:
        with server.rooms.look(position) as look:
            return look.remaining(uscc, year).caps

    return server.rooms.kept(("remaining", uscc, year), position, make)


def _said(course: Course, rows: Sequence[tuple[Cell, ...]]) -> tuple[str, ...]:
    """Return what each step is called: its number, position, moment, event, claim, and sum."""
    text = _("Step {number} of {all} · log position {position} · {moment} · {what} · granted {sum}")
    said = []
    for number, (step, row) in enumerate(zip(course.steps, rows, strict=True), start=1):
        _position, moment, _by, event, claim, *_rest = map(str, row)
        said.append(
            text.format(
                number=number,
                all=len(course.steps),
                position=step.position,
                moment=moment,
                what=f"{event} {claim}".strip(),
                sum=yuan(step.granted_fen),
            )
        )
    return tuple(said)
