"""Charts on pages of one verb, and articles that can be linked to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from adapters.web.charts.timeline import Span, timeline
from adapters.web.pages.figures import article_id
from tests.adapters.web.served import Counties, Served, served
from tests.support.command import asked


@pytest.fixture(scope="module")
def web(counties: Counties, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A county with a budget and an amended policy."""
    store = counties(tmp_path_factory.mktemp("pictures") / "ledger.db", decided=False)
    money = ("--document", "财预1", "--on", "2023-02-10", "--by", "zhao")
    asked(store, "budget", "appropriate", "2023", "--amount", "300万", *money)
    days = ("--first-day", "2023-01-01", "--last-day", "2023-12-31", "--announced-on", "2023-01-05")
    values = ("--set", "measures.overseas-trademark.rate=60%", "--document", "文2", "--by", "wang")
    asked(store, "policy", "amend", *days, *values)
    with served(store) as web:
        yield web


def picture_of(page: str) -> str:
    """Return the only picture of a page."""
    (picture,) = re.findall(r'<svg width="100%" .*?</svg>.*?</svg>', page, re.DOTALL)
    return str(picture)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_budget_shows_its_execution_by_line_and_its_paper(web: Served, language: str) -> None:
    page = web.get(f"/budget/2023?lang={language}").text

    assert "3,000,000.00" in picture_of(page)
    assert "/api/v1/papers/budget/2023.xlsx?lang=" in page
    assert web.get("/api/v1/papers/budget/2023.xlsx").status_code == 200


def test_versions_stand_on_a_line_of_time_and_lead_to_their_pages(web: Served) -> None:
    page = web.get("/policy").text

    assert re.findall(r'href="(/policy/\d+)"', picture_of(page)) == ["/policy/1", "/policy/2"]


def test_the_articles_of_a_version_can_be_linked_to_all_on_one_page(web: Served) -> None:
    page = web.get("/policy/2").text
    shown = web.get("/api/v1/policies/2").json()["parameters"]

    ids = re.findall(r'<tr id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {article_id(row["article"]) for row in shown} <= set(ids)


def test_a_line_of_time_shows_every_range_and_stays_within_its_picture() -> None:
    spans = [
        Span("1", date(2022, 1, 1), date(2024, 12, 31), date(2022, 9, 1), "/policy/1"),
        Span("2", date(2023, 1, 1), date(2023, 1, 1)),
    ]

    chart = timeline(title="t", description="d", headers=("a", "b", "c", "e"), spans=spans)
    empty = timeline(title="t", description="d", headers=("a", "b", "c", "e"), spans=[])

    bars = [
        (int(x), int(width))
        for x, width in re.findall(r'<rect x="(\d+)" y="\d+" width="(\d+)"', chart.svg)
    ]
    assert len(bars) == 2
    assert all(x >= 0 and x + width <= 640 for x, width in bars)
    assert bars[0][1] > bars[1][1] > 0
    assert chart.table.rows[0] == ("1", "2022-01-01", "2024-12-31", "2022-09-01")
    assert not empty.svg
