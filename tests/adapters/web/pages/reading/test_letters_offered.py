"""Letters are offered where they can be had; a link that is refused leads to a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.adapters.web.served import Served
from tests.support.command import asked, subsidy

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
LETTER = re.compile(r'href="(/api/v1/papers/[^"]+\.(?:docx|pdf)[^"]*)"')


@pytest.fixture
def pages(county: Path) -> list[str]:
    """The pages from which papers are taken out."""
    claim = next(each for each in asked(county, "claims") if each["status"] == "approved")
    return [
        f"/claims/{claim['claim_no']}",
        f"/enterprises/{claim['uscc']}",
        "/budget/2022",
        "/totals",
    ]


def offered(web: Served, pages: list[str]) -> list[str]:
    return [
        link.replace("&amp;", "&")
        for page in pages
        for link in LETTER.findall(web.get(page, "finance").text)
    ]


@pytest.mark.sqlite  # of a database the details lie in the folder that the server stands in
def test_letters_are_offered_once_the_details_of_the_bureau_are_there(
    web: Served, county: Path, pages: list[str]
) -> None:
    asked_for = f"/api/v1/papers/decision.docx?claim={pages[0].rsplit('/', 1)[1]}"
    assert offered(web, pages) == []

    page = web.get(asked_for, "finance", headers=BROWSER)
    program = web.get(asked_for, "finance")

    assert (page.status_code, program.status_code) == (409, 409)
    assert program.json()["code"] == "bureau-details-missing"
    assert "<html" in page.text
    assert "papers.toml" in page.text

    details = county.with_name("papers.toml")
    assert subsidy("paper", "template", "bureau", "--out", details, "--store", county).code == 0
    try:
        links = offered(web, pages)
        assert asked_for in {link.split("&lang")[0] for link in links}
        for link in links:
            answer = web.get(link, "finance", headers=BROWSER)
            assert answer.status_code in (200, 404, 409), link  # a month or a debt may not be there
            assert "<html" in answer.text if answer.status_code > 200 else answer.content, link
    finally:
        details.unlink()


def test_a_link_to_a_file_leads_who_is_logged_out_to_the_login(web: Served) -> None:
    answer = web.get("/api/v1/papers/budget/2022.xlsx", None, headers=BROWSER)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=/api/v1/papers/budget/2022.xlsx")
