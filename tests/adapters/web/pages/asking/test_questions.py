"""Pages of one verb, and forms of what does something, for those whose it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.web.pages.acts import act_path, acts
from adapters.web.pages.asking.questions import PAGES, _roles
from scripts.serving.verbs import every_verb
from tests.adapters.web.served import Served, served
from tests.support.ledgers import opened

PARTS = {"year": "2023", "version": "1", "a": "1", "b": "1", "subject": "policy-book"}


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.path)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_answers_those_whose_it_is_and_nobody_else(
    page: object, language: str, web: Served
) -> None:
    path = page.path.format(**PARTS)  # type: ignore[attr-defined]
    allowed = _roles(page)  # type: ignore[arg-type]
    for role in web.tokens if language == "zh" else sorted(allowed)[:1]:
        answer = web.get(f"{path}?lang={language}", role)
        if role not in allowed:
            assert answer.status_code == 403
        elif "budget" in path and "{" in page.path:  # type: ignore[attr-defined]
            assert answer.status_code in (200, 404)
        else:
            assert answer.status_code == 200, answer.text
            assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in answer.text


@pytest.mark.parametrize("verb", sorted(acts()))
def test_the_form_of_an_act_asks_for_what_its_command_takes(verb: str, web: Served) -> None:
    roles, path = acts()[verb], act_path(verb)
    if verb == "correct":  # the claim is asked for first
        path += f"?claim={web.get('/api/v1/claims?limit=1').json()[0]['claim_no']}"
    for role in web.tokens:
        answer = web.get(path, role)
        assert answer.status_code == (200 if role in roles else 403)
        if role in roles:
            names = set(re.findall(r'name="([a-z_0-9]+)"', answer.text))
            asked = {
                each.name for each in every_verb()[verb].parameters
                if each.kind not in ("out", "place")
            }  # fmt: skip
            if "set" in asked:  # by fields of its own; the ledger has one policy
                assert 'name="v:' in answer.text
                asked -= {"set", "policy"}
            assert names - {"step", "q", "viewport"} >= asked


def test_a_ledger_without_money_says_how_money_begins(tmp_path: Path) -> None:
    store = tmp_path / "new.db"
    with opened(store) as made:
        made.catch_up()
    with served(store) as new:
        for path, said, act in (
            ("/budget", "尚未登记预算。请用“登记年初预算”登记。", "budget appropriate"),
            ("/batches", "尚未编制批次。请用“编制批次”编制。", "batch compute"),
        ):
            page = new.get(path, "finance").text
            assert said in page
            assert f'href="{act_path(act)}?next=' in page
        assert new.get("/caps", "finance").status_code == 200


def test_the_caps_are_shown_of_the_last_year_with_a_grant_until_another_is_asked_for(
    web: Served,
) -> None:
    (year, *_) = sorted(web.get("/api/v1/totals?by=year").json()["groups"], reverse=True)
    page = web.get("/caps").text
    asked = web.get(f"/caps?year={year}").text

    assert f'name="year" value="{year}"' in page
    assert page.count("<tr") == asked.count("<tr") > 2


def shown(page: str, name: str) -> list[str]:
    """Return the words that the form of a question shows in a field."""
    (form,) = re.findall(r'<form class="card" method="get".*?</form>', page, re.DOTALL)
    fields = re.findall(rf'<input[^>]*name="{name}"[^>]*>', form)
    ticks = [field for field in fields if 'type="radio"' not in field or " checked" in field]
    return [*re.findall('value="([^"]*)"', " ".join(ticks))]


def test_a_question_asked_by_a_part_of_its_fields_keeps_what_the_others_have_at_first(
    web: Served,
) -> None:
    first = {path: web.get(path).text for path in ("/caps", "/totals")}
    year, limit, by = shown(first["/caps"], "year"), shown(first["/caps"], "limit"), ["measure"]
    asked = web.get("/caps?cap=trademarks-in-all").text
    emptied = web.get("/caps?cap=trademarks-in-all&limit=").text

    assert year != [""]
    assert (shown(asked, "year"), shown(asked, "limit")) == (year, limit)
    assert shown(asked, "cap") == ["trademarks-in-all"]
    assert shown(emptied, "limit") == [""]
    assert shown(first["/totals"], "by") == shown(web.get("/totals?year=2022").text, "by") == by


def test_what_is_wrong_is_said_at_the_field_and_on_top_and_what_was_typed_stays(
    web: Served,
) -> None:
    sent = {"year": "2023", "amount_fen": "much", "document": "财预1", "on": "2023-02-30"}

    answer = web.post(act_path("budget appropriate"), "finance", data={**sent, "step": "check"})

    assert answer.status_code == 422
    assert answer.text.count("much") >= 3  # on top, at the field, in the field
    assert 'href="#field-amount-fen"' in answer.text
    assert 'value="财预1"' in answer.text


def test_an_act_is_shown_once_more_and_then_recorded_by_the_one_who_is_logged_in(
    web: Served,
) -> None:
    sent = {
        "year": "2023", "amount_fen": "30万", "document": "财预〔2023〕1号", "on": "2023-02-10",
        "next": "/budget/2023",
    }  # fmt: skip
    before = web.server.rooms.head()

    checked = web.post(act_path("budget appropriate"), "finance", data={**sent, "step": "check"})
    assert checked.status_code == 200
    assert web.server.rooms.head() == before

    done = web.post(act_path("budget appropriate"), "finance", data={**sent, "step": "send"})
    again = web.post(act_path("budget appropriate"), "finance", data={**sent, "step": "send"})

    assert done.status_code == 200
    assert 'href="/budget/2023"' in done.text
    assert again.status_code == 200
    events = web.get("/api/v1/history/budget:2023", "auditor").json()
    (recorded,) = [each for each in events if each["type"] == "budget-appropriated"]
    assert recorded["amount_fen"] == 30_000_000
    assert recorded["by"] == "finance"
    assert recorded["login"] == "web:finance"


def test_an_act_that_a_rule_refuses_says_so_above_what_was_typed(web: Served) -> None:
    sent = {"claim": "NO-SUCH", "reason": "迟到", "step": "send"}

    answer = web.post(act_path("reject"), "approver", data=sent)

    assert answer.status_code == 409
    assert "NO-SUCH" in answer.text
    assert "迟到" in answer.text


def test_a_page_at_a_position_says_so_and_leads_on_at_it(web: Served) -> None:
    answer = web.get("/policy?position=1")

    assert "账本位置 1" in answer.text
    assert 'href="/policy/readings?position=1"' in answer.text


def test_an_export_has_the_filter_of_the_page(web: Served) -> None:
    page = web.get("/totals?by=year&year=2023")

    (path,) = re.findall(r'href="(/api/v1/totals\.csv[^"]*)"', page.text)
    answer = web.get(path.replace("&amp;", "&"))

    assert "by=year" in path
    assert answer.status_code == 200
    assert "2023" in answer.text


def test_a_server_for_reading_alone_offers_nothing_to_do(county: object) -> None:
    from tests.adapters.web.served import served

    with served(county, ["finance"], read_only=True) as web:  # type: ignore[arg-type]
        page = web.get("/budget", "finance")
        tried = web.post(
            "/api/v1/budgets/2023/appropriations", "finance",
            json={"amount_fen": 1, "document": "x", "on": "2023-01-01"},
        )  # fmt: skip

    assert "/do/" not in page.text
    assert (tried.status_code, tried.json()["code"]) == (403, "server-read-only")
