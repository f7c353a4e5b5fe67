"""The page of an enterprise: its steps by the slider and by links, what was left, its tabs."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.ledger import Ledger
from domain.money import yuan
from tests.adapters.web.served import Served, served
from tests.support.command import asked
from tests.support.few_claims import ONE, few_claims
from tests.support.stores import address

USCC = "91330382MA08000393"
PAGE = f"/enterprises/{USCC}"


def steps_of(page: str) -> list[tuple[int, str]]:
    """Return the positions that a page's slider goes over, and what each is called."""
    (written,) = re.findall(r'data-steps="([^"]*)"', page)
    return [(position, said) for position, said in json.loads(unescape(written))]


@pytest.fixture(scope="module")
def events(county: Path) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = asked(county, "history", USCC)
    return events


def test_the_slider_goes_over_the_enterprises_own_events(
    web: Served, events: list[dict[str, Any]]
) -> None:
    steps = steps_of(web.get(PAGE).text)

    assert [position for position, _ in steps] == [each["position"] for each in events]
    assert steps[0][1].startswith(f"第 1/{len(events)} 步")


def test_a_step_shows_what_was_granted_and_left_then(
    web: Served, county: Path, events: list[dict[str, Any]]
) -> None:
    for event in events[:: len(events) // 5]:
        position = str(event["position"])
        part = web.get(f"{PAGE}/step?step={position}&year=2022").text.split('id="tabbed"')[0]
        left = asked(county, "remaining", USCC, "--year", "2022", "--position", position)
        claims = asked(county, "claims", "--uscc", USCC, "--position", position)
        granted = sum(claim["granted_fen"] for claim in claims)
        used = [cap for cap in left["caps"] if cap["used"]]

        assert f"{granted // 100:,}.{granted % 100:02d}" in part
        assert part.count("<tr") - (1 if used else 0) == len(used)


def test_no_figure_of_now_stands_beside_those_of_a_step(
    web: Served, county: Path, events: list[dict[str, Any]]
) -> None:
    for event in events[:: len(events) // 5]:
        position = event["position"]
        claims = asked(county, "claims", "--uscc", USCC, "--position", str(position))
        for path in (f"{PAGE}/step?step={position}", f"{PAGE}?step={position}"):
            below = web.get(path).text.split('id="tabbed"')[1]
            shown = dict(re.findall(r'href="/claims/([^"?]+)">.*?class="n">([^<]*)<', below, re.S))

            assert set(shown) == {claim["claim_no"] for claim in claims}
            assert (f"账本位置 {position}" in below) == (event is not events[-1])
            for claim in claims:
                assert yuan(claim["granted_fen"]) in below


def test_every_tab_is_as_of_the_step_and_goes_on_with_it(
    web: Served, events: list[dict[str, Any]]
) -> None:
    first = events[0]["position"]
    below = web.get(f"{PAGE}/step?step={first}&tab=history").text.split('id="tabbed"')[1]

    assert f'href="{PAGE}?step={first}&amp;tab=statement#below"' in below
    assert below.count("<tr") == 2  # the headers, and the first event
    assert 'name="tab" value="history"' in web.get(f"{PAGE}?tab=history").text
    assert "/api/v1/papers/statement" in web.get(f"{PAGE}?tab=statement").text
    assert "/api/v1/papers/" not in web.get(f"{PAGE}?tab=statement&step={first}").text


def test_steps_are_links_where_there_is_no_script(
    web: Served, events: list[dict[str, Any]]
) -> None:
    middle = events[3]["position"]
    page = web.get(f"{PAGE}?step={middle}").text

    assert f'rel="prev" href="{PAGE}?step={events[2]["position"]}"' in page
    assert f'rel="next" href="{PAGE}?step={events[4]["position"]}"' in page
    assert 'rel="next"' not in web.get(PAGE).text
    assert 'rel="prev"' not in web.get(f"{PAGE}?step={events[0]['position']}").text


def kept_as(answer: Any) -> str:
    """Return what a browser calls the file that it was answered with."""
    assert answer.status_code == 200, answer.text
    return str(answer.headers["content-disposition"]).rpartition("''")[2]


@pytest.mark.parametrize("page", [PAGE, f"{PAGE}/step"])
def test_a_file_of_a_step_is_called_by_the_position_that_its_rows_are_of(
    page: str, web: Served, events: list[dict[str, Any]]
) -> None:
    head, middle, last = web.server.rooms.head(), events[3]["position"], events[-1]["position"]
    assert head != last

    for tab, table in (("claims", "claims"), ("history", "history"), ("claims", "used")):
        asked_for = f"tab={tab}&export=csv&table={table}"
        then = web.get(f"{page}?step={middle}&{asked_for}")
        now = web.get(f"{page}?step={last}&{asked_for}")

        assert f"-position-{middle}-" in kept_as(then)
        assert f"-position-{last if table == 'used' else head}-" in kept_as(now)


def test_a_step_before_the_first_stands_on_the_first(
    web: Served, events: list[dict[str, Any]]
) -> None:
    part = web.get(f"{PAGE}/step?step=0").text

    assert f'data-position="{events[0]["position"]}"' in part


def test_what_a_step_changed_is_marked(web: Served, county: Path) -> None:
    with Ledger(address(county)) as ledger, ledger.look() as look:
        course = look.course(USCC)
    raised = [
        now.position
        for before, now in zip(course.steps, course.steps[1:], strict=False)
        if now.granted_fen > before.granted_fen
    ]
    part = web.get(f"{PAGE}/step?step={raised[-1]}").text

    assert part.count('<tr class="here"') == 1


def test_a_course_adds_up_to_what_is_asked_at_each_position(county: Path) -> None:
    with Ledger(address(county)) as ledger:
        with ledger.look() as look:
            course = look.course(USCC)
        for step in course.steps:
            with ledger.look(step.position) as then:
                claims = [claim for claim in then.claims() if claim.uscc == USCC]
                assert step.granted_fen == sum(claim.granted_fen for claim in claims)
                assert step.claims == len(claims)
                assert step.pending == sum(claim.status == "submitted" for claim in claims)


@pytest.fixture
def tabs(web: Served) -> dict[str, str]:
    words = ("claims", "statement", "account", "history")
    return {word: web.get(f"{PAGE}?tab={word}").text for word in words}


def test_tabs_are_links_of_the_page(tabs: dict[str, str]) -> None:
    for word, page in tabs.items():
        assert re.search(rf'href="{PAGE}\?tab={word}#below" aria-current="page"', page)
    assert "YQ2022-0700019" in tabs["claims"]
    assert "table=claims&amp;lang=zh&amp;export=csv" in tabs["claims"]


def test_an_enterprise_that_is_not_there_says_so(web: Served) -> None:
    assert web.get("/enterprises/91330382MA0800000X").status_code in (404, 422)
    assert web.get(PAGE, by="admin").status_code == 403


def test_an_account_is_shown_masked_by_the_key_that_the_server_was_given(tmp_path: Path) -> None:
    store, key = few_claims(tmp_path), tmp_path / "keys" / "accounts.key"
    key.parent.mkdir()
    asked(store, "key", "accounts", "--key", key)
    account = ("--account", "1203282009200012345", "--bank", "B", "--accounts-key", key)
    asked(store, "enterprise", "account", ONE, *account)

    for given in (key, None):
        with served(store, accounts_key=given) as web:
            for by in ("cashier", "auditor"):
                page = web.get(f"/enterprises/{ONE}?tab=account", by=by).text

                assert "1203282009200012345" not in page
                assert ("****2345" in page) == (given is not None)
                assert ("本机没有密钥" in page) == (given is None)


def test_claims_repeat_the_name_of_their_enterprise_only_where_it_is_another(
    tmp_path: Path,
) -> None:
    store = few_claims(tmp_path)
    with served(store) as web:

        def rows() -> str:
            below, *_of_keys = re.findall(r"<tbody>(.*?)</tbody>", of_tab(web), re.DOTALL)
            return str(below)

        assert "示例企业" not in rows()
        assert "示例企业" in web.get(f"/enterprises/{ONE}?export=csv&table=claims").text
        renamed = ("--name", "新名企业", "--document", "D-1", "--on", "2024-01-01", "--by", "clerk")
        asked(store, "enterprise", "rename", ONE, *renamed)
        assert ("示例企业" in rows()) == ("新名企业" not in rows())


def of_tab(web: Served) -> str:
    return str(web.get(f"/enterprises/{ONE}").text.split('id="tabbed"')[1])


def test_an_event_of_no_year_shows_the_caps_of_the_last_matter(tmp_path: Path) -> None:
    store = few_claims(tmp_path)
    account = ("--account", "1203282009200012345", "--bank", "B", "--by", "clerk")
    asked(store, "enterprise", "account", ONE, *account)

    with served(store) as web:
        page = web.get(f"/enterprises/{ONE}").text

    assert steps_of(page)[-1][1].count("账户登记") == 1
    assert "2023 年的额度" in page
    assert re.findall(r"<option[^>]*>(20\d\d)</option>", page) == ["2022", "2023"]
