"""A policy tried out by its figures, and recorded by an approver."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import pytest

from adapters.policy.file.files import shipped_policy
from adapters.policy.patch import parameters
from adapters.web.pages.asking.settable import figures_of, settings_of
from tests.adapters.web.served import Served

RATE = "measures.overseas-trademark.rate"
SENT = {"policy": "yueqing-foreign-trade", f"v:{RATE}": "60"}
RECORD = {
    "policy": "yueqing-foreign-trade", "set": f"{RATE}=60%", "document": "乐政发〔2023〕2号",
    "announced_on": "2023-01-05", "first_day": "2023-01-01", "last_day": "2023-12-31",
    "year": "2023",
}  # fmt: skip


def test_every_figure_of_a_policy_has_a_field_with_what_it_is_now(web: Served) -> None:
    page = web.get("/policy/draft", "finance").text

    names = set(re.findall(r'name="v:([^"]+)"', page))
    assert names == {path for path, _text, _article in parameters(shipped_policy())}
    assert page.count('type="range"') > 40
    assert "style=" not in page


def test_a_form_left_as_it_is_sets_nothing_and_one_figure_moved_sets_it_as_the_file_writes_it() -> (
    None
):
    figures = figures_of(shipped_policy(), {})
    typed = {figure.name: [figure.shown] for figure in figures}

    assert settings_of(figures, typed) == {}
    moved = {"v:" + RATE: ["60"], "v:caps.trademarks-in-all.limit": ["40000"]}
    assert settings_of(figures, typed | moved) == {
        RATE: "60%", "caps.trademarks-in-all.limit": "40000"
    }  # fmt: skip


def test_a_slider_reaches_the_figure_that_is_in_force() -> None:
    for figure in figures_of(shipped_policy(), {}):
        if figure.slider is not None and "." not in figure.now:
            assert 0 <= int(figure.now) <= int(figure.slider.most)
            assert int(figure.now) % int(figure.slider.step) == 0


def test_a_draft_stays_when_its_table_is_sorted_or_its_columns_are_chosen(web: Served) -> None:
    answer = web.post("/policy/draft", "auditor", data={**SENT, "step": "try"})
    sorting = next(unescape(each) for each in re.findall(r'href="([^"]*sort=[^"]*)"', answer.text))
    again = web.get(sorting, "auditor")
    settings = re.compile(r'<ul class="settings">.*?</ul>', re.S)

    assert answer.status_code == again.status_code == 200
    assert settings.findall(again.text) == settings.findall(answer.text) != []
    assert "aria-sort" in again.text
    columns = answer.text[answer.text.index('class="columns"') :]
    assert f'type="hidden" name="set" value="{RATE}=60%"' in columns


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_moved_figure_says_what_would_change_as_the_command_does(
    web: Served, language: str
) -> None:
    before = web.server.rooms.head()
    expected = web.post("/api/v1/rehearsals", "auditor", json={"set": [f"{RATE}=60%"]}).json()

    part = web.post(
        f"/policy/draft?lang={language}", "auditor", data=SENT, headers={"hx-request": "true"}
    )
    page = web.post(f"/policy/draft?lang={language}", "auditor", data=SENT)

    assert expected["claims_changed"] > 0
    for answer in (part, page):
        assert answer.status_code == 200
        assert f"{expected['claims_changed']:,}" in answer.text
        assert f"{expected['after_fen'] / 100:,.2f}" in answer.text
        assert f'href="/claims/{expected["changes"][0]["claim_no"]}"' in answer.text
    assert "<html" not in part.text
    assert "/policy/draft/record" not in part.text  # an auditor records nothing
    assert web.server.rooms.head() == before


def test_a_draft_is_a_link_and_a_file_of_every_claim_that_changes(web: Served) -> None:
    page = web.post("/policy/draft", "approver", data=SENT).text
    link, csv = (
        unescape(re.findall(rf'href="(/policy/draft{path}\?[^"]*set=[^"]*)"', page)[0])
        for path in ("", r"/changes\.csv")
    )

    again = web.get(link, "finance")
    file = web.get(csv, "finance")

    assert 'value="60"' in again.text
    assert RATE in again.text
    expected = web.post("/api/v1/rehearsals", "auditor", json={"set": [f"{RATE}=60%"]}).json()
    assert all(each["claim_no"] in file.text for each in expected["changes"])


def test_a_value_that_cannot_be_is_refused_in_place(web: Served) -> None:
    part = web.post(
        "/policy/draft", "auditor", data={**SENT, f"v:{RATE}": "much"},
        headers={"hx-request": "true"},
    )  # fmt: skip

    assert part.status_code in (409, 422)
    assert RATE in part.text


def test_many_claims_are_tried_out_by_a_job(web: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.web.server.CLAIMS_MAX", 0)

    moved = web.post("/policy/draft", "auditor", data=SENT)
    pressed = web.post("/policy/draft", "auditor", data={**SENT, "step": "try"})
    (job,) = re.findall(r'href="(/policy/draft/jobs/[^"]+)"', pressed.text)

    assert "/policy/draft/jobs/" not in moved.text
    assert web.get(job, "auditor").status_code == 200
    assert web.get(job, "finance").status_code == 404


def test_only_an_approver_records_and_only_with_the_year_typed(web: Served) -> None:
    before = web.server.rooms.head()

    wrong = web.post("/policy/draft/record", "approver", data={**RECORD, "year": "2022"})
    other = web.post("/policy/draft/record", "finance", data=RECORD)
    check = web.post("/policy/draft/record", "approver", data=RECORD)

    assert wrong.status_code == 422
    assert 'href="#field-year"' in wrong.text
    assert other.status_code == 403
    assert check.status_code == 200
    assert "境外商标注册费用 · 比例 <strong>50% → 60%</strong>" in check.text
    assert web.server.rooms.head() == before

    done = web.post("/policy/draft/record", "approver", data={**RECORD, "step": "send"})

    assert done.status_code == 200, done.text
    versions = web.get("/api/v1/policies").json()
    assert (len(versions), versions[-1]["by"]) == (2, "approver")
    shown = web.get("/api/v1/policies/2").json()["parameters"]
    assert next(row["value"] for row in shown if row["path"] == RATE) == "60%"


def test_what_a_rule_refuses_of_a_version_is_said_before_it_is_shown_once_more(web: Served) -> None:
    before = web.server.rooms.head()
    days = {"first_day": "2024-12-31", "last_day": "2024-01-01", "year": "2024"}

    answer = web.post("/policy/draft/record", "approver", data={**RECORD, **days})

    assert (answer.status_code, web.server.rooms.head()) == (409, before)
    assert 'class="error errors"' in answer.text
    assert 'value="2024-12-31"' in answer.text


def test_a_draft_of_days_of_an_earlier_version_sets_what_was_moved_and_no_later_figure(
    web: Served,
) -> None:
    limit = "caps.key-exhibitions-per-year.limit"
    later = {**RECORD, "step": "send"}
    assert web.post("/policy/draft/record", "approver", data=later).status_code == 200
    form = web.get("/policy/draft", "approver").text
    sent = dict(re.findall(r'name="(v:[^"]*|shown)" value="([^"]*)"', form)) | SENT
    assert sent[f"v:{RATE}"] == "60"
    earlier = {"first_day": "2022-06-01", "last_day": "2022-12-31"}

    page = web.post("/policy/draft", "approver", data={**sent, **earlier, f"v:{limit}": "7"}).text

    assert f"set={limit}=7" in unquote(page)
    assert f"set={RATE}=" not in unquote(page)
    assert re.search(rf'name="v:{re.escape(RATE)}" value="50"', page)


def test_what_is_set_and_every_reading_is_called_in_words(web: Served) -> None:
    said = "caps.trademarks-in-all.limit", "readings.brand_stack"
    sent = SENT | {f"v:{said[0]}": "40000", f"v:{said[1]}": "higher"}
    settings = web.post("/policy/draft", "auditor", data=sent | {"step": "try"}).text
    (listed,) = re.findall(r'<ul class="settings">.*?</ul>', settings, re.S)
    readings = web.get("/policy/readings", "auditor").text

    for path in (RATE, *said):
        assert path not in listed
    note = "先后取得两种称号的，两项奖励都给"
    assert f"解释口径 · {note} <strong>both → higher</strong>" in listed
    assert note in readings
    assert "brand_stack" not in readings
    assert ">企业可得多少：全部<" in readings
    assert ">企业可得多少：以最高者为限：第二项补足差额<" in readings
    assert ">higher<" not in readings
