"""Random histories of one enterprise: claims of every kind, versions, exports, orders, endings."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from domain.assessment.ordering import RULES
from domain.commands.enterprise import ChooseOrder, EnterpriseCommand, Reassess
from domain.events.log import EnterpriseEvent, Recorded
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from tests.domain.assessment.test_laws import DAYS, FACTS, RIVAL_READINGS
from tests.domain.given import USCC, Desk, amended, approval, book_of, exports, reject, withdraw

NOON = datetime(2022, 10, 8, 12, tzinfo=UTC)
FIGURES = st.dictionaries(
    st.sampled_from(
        [
            ("measures.overseas-trademark.rate", "60%"),
            ("measures.key-exhibition.per_booth", "15000"),
            ("measures.other-online-exhibition.at_most", "20000"),
            ("caps.key-exhibitions-per-year.limit", "1"),
            ("caps.other-exhibitions-per-year.limit", "2"),
            ("caps.online-exhibitions-per-year.limit", "4"),
            ("caps.trademarks-in-all.limit", "20000"),
            ("caps.insurance-per-year.limit", "900000"),
        ]
    ),
    st.none(),
    max_size=3,
).map(lambda drawn: dict(drawn.keys()))
AGAIN = Reassess(uscc=USCC)
ORDERED_CAPS = [
    ("key-exhibitions-per-year", 2022),
    ("other-exhibitions-per-year", 2023),
    ("online-exhibitions-per-year", 2023),
    ("certifications-per-year", 2023),
    ("insurance-per-year", 2023),
    ("trademarks-in-all", None),
]


class History(Desk):
    """A desk whose events stand in a log, policy versions among them."""

    log: list[Recorded]

    def __init__(self) -> None:
        super().__init__(book_of(amended()))
        self.log = []
        self.head = 1  # the first version stands at position 1

    def carry_out(
        self, command: EnterpriseCommand, by: str = "clerk"
    ) -> tuple[EnterpriseEvent, ...]:
        events = super().carry_out(command, by)
        for event in events:
            self.head += 1
            self.log.append(
                Recorded(
                    position=self.head,
                    stream=USCC,
                    version=len(self.log) + 1,
                    recorded_at=NOON,
                    by=by,
                    login="tests",
                    event=event,
                )
            )
        return events

    def amend(self, settings: dict[str, str], first_day: date, last_day: date) -> None:
        self.head += 1
        policies = [version.policy for version in self.book.versions]
        changed = amended(settings, first_day=first_day, last_day=last_day)
        *_, last = book_of(*policies, changed).versions
        versions = (*self.book.versions, replace(last, position=self.head))
        self.book = PolicyBook(versions, self.head)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw a history of up to twenty steps; what a rule refuses leaves no trace."""
    history = History()
    steps: list[Callable[[], object]] = []
    for _ in range(draw(st.integers(1, 20))):
        steps = [
            lambda: _claim(draw, history),
            lambda: _claim(draw, history),
            lambda: _claim(draw, history),
            lambda: history.carry_out(
                exports(draw(st.sampled_from([2022, 2023])), *draw(_EXPORTS))
            ),
            lambda: _amend(draw, history),
            lambda: _order(draw, history),
            lambda: history.carry_out(AGAIN),
            lambda: history.carry_out(withdraw(f"C{draw(st.integers(1, 12))}")),
        ]
        with suppress(Refusal):
            draw(st.sampled_from(steps))()
    return history


_OFFICERS = st.sampled_from(["officer", "clerk"])
_EXPORTS = st.sampled_from([("0", "0"), ("10000000", "0"), ("9999999.99", "9999999.99")])


def _claim(draw: st.DrawFn, history: History) -> None:
    support = draw(st.sampled_from(["0", "0", "0.01", "40000"]))
    claim_no = history.file(draw(FACTS), on=draw(DAYS), support=support)
    fate = draw(st.integers(0, 9))
    if fate == 0:
        history.carry_out(reject(claim_no))
    elif fate > 1:  # 1 stays pending
        ceiling = draw(st.sampled_from([None, None, "0", "5000"]))
        history.carry_out(approval(claim_no, ceiling, by=(by := draw(_OFFICERS))), by)


def _amend(draw: st.DrawFn, history: History) -> None:
    first = draw(st.sampled_from([date(2022, 1, 1), date(2022, 7, 1), date(2023, 1, 1)]))
    last = draw(st.sampled_from([date(2023, 6, 30), date(2024, 12, 31)]))
    history.amend(draw(RIVAL_READINGS) | draw(FIGURES), first, last)


def _order(draw: st.DrawFn, history: History) -> None:
    cap, year = draw(st.sampled_from(ORDERED_CAPS))
    history.carry_out(
        ChooseOrder(
            uscc=USCC,
            cap=cap,
            year=year,
            order=draw(st.sampled_from(RULES)),
            document=f"No. {len(history.log)}",
        )
    )
