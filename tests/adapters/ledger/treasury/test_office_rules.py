"""Notices of working days, the rules of the office, and what neither guesses."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.policy.office_rules import shipped_rules
from domain.policy.office.rules import NATURAL, WORKING
from domain.policy.office.working_days import WorkingDays
from domain.refusals import Refusal
from tests.adapters.ledger.treasury.model.notices import is_worked, last_day
from tests.support.command import asked
from tests.support.money_desk import CASHIER, approved, case, computed, money, past, refused

RULE = """document = "乐商务〔2022〕3号"
[notice]
days = 6
minimum_days = 4
counts = "working"
source = "乐商务〔2022〕3号第三条"
"""
OF_2027 = """document = "通知"
[[year]]
year = 2027
source = "国办发明电〔2026〕1号"
holidays = ["2026-12-31..2027-01-03"]
workdays = ["2027-01-09"]
"""
DAYS = st.dates(date(2022, 1, 1), date(2026, 11, 20))


def rules(store: Path, text: str) -> tuple[str, ...]:
    """The words of a command that sets rules."""
    path = store.parent / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return "store", "set-rules", str(path), "--by", "officer"


def unpublished(store: Path) -> str:
    """A batch of one claim."""
    approved(store, case("A", "10"))
    money(store, "100")
    return str(computed(store)["batch"])


@given(first=DAYS, days=st.integers(1, 20))
def test_a_notice_ends_as_the_notices_of_the_state_council_word_it(first: date, days: int) -> None:
    calendar = WorkingDays(shipped_rules().years)

    assert calendar.last_of(first, days, WORKING) == last_day(first, days)


@given(start=DAYS, days=st.integers(0, 30))
def test_days_between_are_the_days_worked_after_the_first(start: date, days: int) -> None:
    calendar, end = WorkingDays(shipped_rules().years), start + timedelta(days=days)

    worked = sum(is_worked(start + timedelta(days=at)) for at in range(1, days + 1))
    assert calendar.between(start, end, WORKING) == worked
    assert calendar.between(start, end, NATURAL) == days


def test_every_day_of_the_shipped_calendars_is_as_it_is_worded() -> None:
    calendar, day = WorkingDays(shipped_rules().years), date(2022, 1, 1)

    while day < date(2026, 12, 28):
        after = day + timedelta(days=1)
        assert calendar.between(day, after, WORKING) == is_worked(after), after
        day = after


@pytest.mark.parametrize(
    ("first", "days", "year"),
    [
        (date(2019, 12, 2), 1, 2019),  # before the calendars
        (date(2026, 12, 25), 4, 2027),  # its last day may be off by the next notice
        (date(2026, 12, 29), 1, 2027),
        (date(2030, 1, 2), 1, 2030),
    ],
)
def test_a_day_without_a_calendar_is_not_guessed(first: date, days: int, year: int) -> None:
    with pytest.raises(Refusal) as refused:
        WorkingDays(shipped_rules().years).last_of(first, days, WORKING)

    assert (refused.value.code, refused.value.facts["year"]) == ("calendar-missing", year)


def test_a_notice_over_the_national_holiday_ends_after_it(store: Path) -> None:
    number = unpublished(store)

    published = asked(store, "batch", "publish", number, *past("2022-09-28"), "--days", "7")

    assert published["publicity_ends"] == "2022-10-11"  # the 8th and 9th are worked
    early = refused(store, "batch", "pay", number, *past("2022-10-11"), "--receipt", "R", *CASHIER)
    assert early.startswith("notice-not-over: ")
    pay = ("batch", "pay", number, *past("2022-10-12"), "--receipt", "R", *CASHIER)
    assert asked(store, *pay)["state"] == "paid"


def test_a_notice_is_as_long_as_the_rule_says_and_shorter_by_a_document_only(store: Path) -> None:
    number = unpublished(store)
    asked(store, *rules(store, RULE))

    short = refused(store, "batch", "publish", number, *past("2022-11-01"), "--days", "3")
    shortened = ("--days", "3", "--shortened", "急办1号")
    published = asked(store, "batch", "publish", number, *past("2022-11-01"), *shortened)

    assert short.startswith("notice-too-short: ")
    assert "乐商务〔2022〕3号第三条" in short
    assert published["publicity_ends"] == "2022-11-03"
    (act, *_) = asked_anyway(store, "audit", "exceptions")["acts"]
    assert (act["kind"], act["document"]) == ("short-notice", "急办1号")
    asked(store, "batch", "withdraw-notice", number, "--reason", "x", "--document", "W")
    again = asked(store, "batch", "publish", number, *past("2022-11-01"))
    assert again["publicity_ends"] == "2022-11-08"


def test_a_calendar_set_later_moves_no_notice_and_makes_no_other_request(store: Path) -> None:
    number = unpublished(store)
    publish = ("batch", "publish", number, *past("2022-11-01"), "--days", "7")
    before = asked(store, *publish)
    other = OF_2027.replace("2027", "2022").replace("2026-12-31..2022-01-03", "2022-11-02")
    position = asked(store, "store", "rules")["position"]
    asked(store, *rules(store, other.replace("2022-01-09", "2022-11-05")))

    again = asked(store, *publish)

    assert again["publicity_ends"] == before["publicity_ends"] == "2022-11-09"
    then = asked(store, "store", "rules", "--position", str(position))
    sources = [
        {each["year"]: each["source"] for each in answer["calendars"]}[2022]
        for answer in (then, asked(store, "store", "rules"))
    ]
    assert sources == ["国办发明电〔2021〕11号", "国办发明电〔2026〕1号"]
    asked(store, "batch", "withdraw-notice", number, "--reason", "x", "--document", "W")
    assert asked(store, *publish)["publicity_ends"] == "2022-11-09"  # the 2nd off, the 5th worked


def test_rules_that_hold_already_are_not_recorded_again(store: Path) -> None:
    approved(store, case("A", "10"))

    first, second = (asked(store, *rules(store, RULE)) for _ in range(2))
    other = asked(store, *rules(store, OF_2027))

    assert first == second
    assert other["position"] == first["position"] + 1
    assert other["notice"] == first["notice"]
    assert [each["year"] for each in other["calendars"]] == list(range(2020, 2028))


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("minimum_days = 4", "minimum_days = 7", "notice.minimum_days"),
        ("days = 6", 'days = "6"', "notice.days"),
        ('counts = "working"', 'counts = "week"', "notice.counts"),
        ("第三条", '第三条" extra = 1 #', ""),
        ('source = "乐商务〔2022〕3号第三条"', 'source = ""', "notice.source"),
        ("[notice]", "[other]", ""),
    ],
)
def test_rules_that_do_not_hold_are_refused_by_the_key(
    old: str, new: str, where: str, store: Path
) -> None:
    approved(store, case("A", "10"))
    before = asked(store, "store", "rules")

    said = refused(store, *rules(store, RULE.replace(old, new, 1)))

    assert said.startswith("office-rules-invalid: ")
    assert where in said
    assert asked(store, "store", "rules") == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"2027-01-09"', '"2027-01-08"'),  # a Friday
        ('"2027-01-09"', '"2027-01-02"'),  # off by the same notice
        ("2026-12-31..2027-01-03", "2026-12-27..2027-01-03"),
        ("2026-12-31..2027-01-03", "2027-01-03..2027-01-01"),
        ("2026-12-31..2027-01-03", "2027-02-30"),
        ('"2026-12-31..2027-01-03"', ""),
    ],
)
def test_a_calendar_that_does_not_hold_is_refused(old: str, new: str, store: Path) -> None:
    approved(store, case("A", "10"))

    said = refused(store, *rules(store, OF_2027.replace(old, new)))

    assert said.startswith("office-rules-invalid: ")


def asked_anyway(store: Path, *words: str) -> dict[str, object]:
    """Run a command that ends with 1 where it finds something, and return its JSON answer."""
    from tests.support.command import subsidy

    ran = subsidy(*words, "--store", store, "--json")
    assert ran.code == 1, ran.err
    answer = json.loads(ran.out)
    assert isinstance(answer, dict)
    return answer
