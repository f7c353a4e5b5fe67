"""What an act sets is asked for by its title, filled with what stands; what is changed is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.pages.work.setting import Setting, Sheet
from adapters.web.pages.work.stating import Given
from tests.adapters.web.pages.forms.test_files_once_more import CHECK, held
from tests.adapters.web.served import Served, served
from tests.commands.policy.county import SHIPPED, TOWN
from tests.support.command import subsidy
from tests.support.few_claims import few_claims

BECAUSE = {"document": "更正1号", "reason": "登记有误"}
DAYS = {"first_day": "2023-01-01", "last_day": "2023-12-31", "announced_on": "2023-01-05"}
RATE = "measures.overseas-trademark.rate"
LIMIT = "caps.key-exhibitions-per-year.limit"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Served]:
    store = few_claims(tmp_path)
    ran = subsidy("budget", "appropriate", "2022", "--amount", "900000", "--document", "D", "--on",
                  "2023-02-10", "--by", "clerk", "--store", store)  # fmt: skip
    assert ran.code == 0
    with served(store) as web:
        yield web


def main(page: Any) -> str:
    return unescape(str(page.text).partition("<main")[2].partition("</main>")[0])


def filled(page: Any) -> dict[str, list[str]]:
    """Return what the form of a page has in its fields, as a browser sends it."""
    form, words = main(page), dict[str, list[str]]()
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        ticked = 'type="radio"' in tag or 'type="checkbox"' in tag
        if name and value and (not ticked or " checked" in tag):
            words.setdefault(name[1], []).append(value[1])
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        words[name] = re.findall(r'value="([^"]*)" selected', options)
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.S
    ):
        words[name] = [text]
    return words


def test_a_correction_asks_for_what_the_claim_states_by_its_titles(web: Served) -> None:
    zh, en = (web.get(f"/do/correct?claim=June&lang={each}", "approver") for each in ("zh", "en"))
    words = filled(zh)

    assert words["v:facts.booth_fees"] == ["28,571.43", "28,571.43", "7,142.86", ""]
    assert words["v:facts.country"] == ["DE"]
    assert words["v:facts.key"] == ["true"]
    assert words["v:occurred_on"] == ["2022-06-10"]
    assert words["claim"] == ["June"]
    assert "set" not in words  # nothing is typed by its path
    for page, said in (
        (zh, ("展会名称", "国家（地区）", "发票号码")),
        (en, ("exhibition", "Day it was")),
    ):
        assert [each for each in said if each not in main(page)] == []


def test_only_what_is_changed_is_sent_and_stands_by_its_title_before_it_is(web: Served) -> None:
    form = filled(web.get("/do/correct?claim=June&next=/claims/June", "approver"))
    typed = {**form, **BECAUSE, "v:facts.country": ["US"], "v:facts.booth_fees": ["3万", "2,000"]}

    check = web.post("/do/correct", "approver", data={**typed, "step": "check"})

    assert CHECK in check.text, main(check)
    sent = re.findall(r'name="set" value="([^"]*)"', check.text)
    assert sent == ["facts.country=US", "facts.booth_fees=30000.00;2000.00"]
    assert "国家（地区）：德国 → 美国" in main(check)
    assert "→ 30,000.00; 2,000.00" in main(check)
    assert "facts.country" not in re.sub(r"<input[^>]*>", "", main(check))

    again = {"claim": "June", "set": sent, **BECAUSE, "step": "change"}
    changed = filled(web.post("/do/correct", "approver", data=again))
    assert changed["v:facts.booth_fees"] == ["30,000.00", "2,000.00", "", ""]
    assert changed["v:facts.country"] == ["US"]
    assert changed["reason"] == [BECAUSE["reason"]]

    done = web.post("/do/correct", "approver", data={**again, "step": "send"})
    assert 'class="done"' in done.text, main(done)
    now = filled(web.get("/do/correct?claim=June", "approver"))
    assert now["v:facts.country"] == ["US"]
    assert now["v:facts.exhibition"] == form["v:facts.exhibition"]


def test_a_correction_of_nothing_and_one_that_cannot_be_are_refused_at_the_form(
    web: Served,
) -> None:
    form = filled(web.get("/do/correct?claim=T-1", "approver")) | {"step": ["check"]}

    nothing = web.post("/do/correct", "approver", data={**form, **BECAUSE})
    wrong = web.post("/do/correct", "approver", data={**form, **BECAUSE, "v:facts.fee": "much"})
    early = web.post(
        "/do/correct", "approver", data={**form, **BECAUSE, "v:occurred_on": "2022-02-30"}
    )

    assert nothing.status_code == 422
    assert "没有改动任何内容" in nothing.text
    for page, name in ((wrong, "facts.fee"), (early, "occurred-on")):
        assert page.status_code == 409
        assert f'href="#field-v:{name}"' in page.text
        assert f'id="field-v:{name}-error"' in page.text
    assert filled(wrong)["v:facts.fee"] == ["much"]


def test_without_a_claim_its_number_is_asked_for_first(web: Served) -> None:
    first = web.get("/do/correct", "approver")
    unknown = web.post(
        "/do/correct", "approver", data={"claim": "nobody", "step": "check", **BECAUSE}
    )
    known = web.post("/do/correct", "approver", data={"claim": "T-1", "step": "check"})

    assert list(filled(first)) == ["claim"]
    assert "nobody" in unknown.text
    assert unknown.status_code in (409, 422)
    assert known.status_code == 200
    assert filled(known)["v:facts.fee"] == ["20,000.00"]


def test_an_amendment_asks_for_the_figures_of_the_policy_with_what_stands_beside_each(
    web: Served,
) -> None:
    page = web.get("/do/policy-amend", "approver")
    form = filled(page)

    assert form[f"v:{RATE}"] == ["50"]
    assert "境外商标注册费用 · 比例" in main(page)
    assert "现行 50%" in main(page)
    assert "policy" not in form  # the ledger has one
    typed = {**form, **DAYS, "document": "D", f"v:{RATE}": "60", f"v:{LIMIT}": ""}
    check = web.post("/do/policy-amend", "approver", data={**typed, "step": "check"})

    assert CHECK in check.text, main(check)
    assert re.findall(r'name="set" value="([^"]*)"', check.text) == [f"{RATE}=60%"]
    assert "境外商标注册费用 · 比例：50% → 60%" in main(check)

    sent = {**held(check.text), "step": "change"}
    assert filled(web.post("/do/policy-amend", "approver", data=sent))[f"v:{RATE}"] == ["60"]
    done = web.post("/do/policy-amend", "approver", data={**sent, "step": "send"})
    assert 'class="done"' in done.text, main(done)
    assert filled(web.get("/do/policy-amend", "approver"))[f"v:{RATE}"] == ["60"]


def test_an_amendment_of_days_of_an_earlier_version_asks_for_the_figures_of_that_one(
    web: Served,
) -> None:
    later = {**DAYS, "document": "D1", "set": f"{RATE}=60%", "step": "send"}
    assert 'class="done"' in web.post("/do/policy-amend", "approver", data=later).text
    form = filled(web.get("/do/policy-amend", "approver")) | {"step": ["check"]}
    assert form[f"v:{RATE}"] == ["60"]
    earlier = {"first_day": "2022-06-01", "last_day": "2022-12-31", "announced_on": "2023-01-05"}
    typed = {**form, **earlier, "document": "D2", f"v:{LIMIT}": "7"}

    moved = web.post("/do/policy-amend", "approver", data=typed)
    stands = filled(moved)

    assert moved.status_code == 422
    assert "该日适用第 1 版" in main(moved)
    assert (stands[f"v:{RATE}"], stands[f"v:{LIMIT}"]) == (["50"], ["7"])
    wanted = {**stands, f"v:{RATE}": "60", "step": "check"}
    check = web.post("/do/policy-amend", "approver", data=wanted)
    assert "比例：50% → 60%" in main(check)
    assert sorted(re.findall(r'name="set" value="([^"]*)"', check.text)) == [
        f"{LIMIT}=7", f"{RATE}=60%",
    ]  # fmt: skip
    done = web.post("/do/policy-amend", "approver", data={**held(check.text), "step": "send"})
    assert 'class="done"' in done.text, main(done)


def test_of_several_policies_one_is_chosen_first_and_its_own_figures_are_asked_for(
    tmp_path: Path,
) -> None:
    store = tmp_path / "ledger.db"
    subsidy("store", "prepare", "--policy", SHIPPED, "--store", store)
    ran = subsidy("policy", "publish", TOWN, "--store", store, "--by", "chief")
    assert ran.code == 0, ran.err
    with served(store) as web:
        first = web.get("/do/policy-amend", "approver")
        (own,) = set(re.findall(r'name="policy" value="([^"]+)"', first.text)) - {SHIPPED.stem}
        chosen = web.post("/do/policy-amend", "approver", data={"policy": own, "step": "check"})
        form = filled(chosen)
        (name, *_others) = [each for each in form if re.fullmatch(r"v:measures\..*\.rate", each)]
        typed = {**form, **DAYS, "document": "D", "step": "check", name: "11"}
        check = web.post("/do/policy-amend", "approver", data=typed)

    assert [each for each in filled(first) if each.startswith("v:")] == []
    assert chosen.status_code == 200
    assert form["policy"] == [own]
    assert f"v:{RATE}" not in form
    assert held(check.text)["set"] == f"{name.removeprefix('v:')}=11%", main(check)
    assert held(check.text)["policy"] == own


def test_other_settings_can_be_typed_by_their_path_and_a_wrong_figure_is_said_at_its_field(
    web: Served,
) -> None:
    form = filled(web.get("/do/policy-amend", "approver")) | {"step": ["check"]}
    typed = {**form, **DAYS, "document": "D"}

    by_path = web.post(
        "/do/policy-amend", "approver", data={**typed, "set": "caps.nothing.limit=1"}
    )
    wrong = web.post("/do/policy-amend", "approver", data={**typed, f"v:{RATE}": "much"})

    assert by_path.status_code == 409
    assert filled(by_path)["set"] == ["caps.nothing.limit=1"]
    assert wrong.status_code == 409
    assert f'id="field-v:{RATE}-error"' in wrong.text
    assert re.search(r'<details class="group" open>(?:(?!</details>).)*-error"', wrong.text, re.S)


def test_an_entry_of_the_budget_is_corrected_by_fields(web: Served) -> None:
    events = web.get("/api/v1/history/budget:2022", "finance").json()
    position = next(each["position"] for each in events if "appropriated" in each["type"])
    page = web.get("/do/budget-correct", "finance")

    assert {"v:amount", "v:on", "v:document"} <= filled(page).keys()
    typed = {"position": position, "v:amount": "95万", "v:document": "", **BECAUSE}
    check = web.post("/do/budget-correct", "finance", data={**typed, "step": "check"})

    assert CHECK in check.text, main(check)
    assert re.findall(r'name="set" value="([^"]*)"', check.text) == ["amount=950000.00"]
    done = web.post("/do/budget-correct", "finance", data={**held(check.text), "step": "send"})
    assert "950,000.00" in main(done)


KINDS = st.sampled_from(["fen", "amounts", "day", "whole", "text"])
AMOUNTS = st.integers(0, 10**12).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
LINES = st.text(
    st.characters(codec="utf-8", exclude_characters=";\r\n", categories=("L", "N")), min_size=1
)
VALUES = {
    "fen": AMOUNTS,
    "amounts": st.lists(AMOUNTS, min_size=1).map(";".join),
    "day": st.dates().map(str),
    "whole": st.integers(0, 10**9).map(str),
    "text": LINES,
}


@given(st.data())
def test_a_field_left_as_it_is_sets_nothing_and_another_value_is_set_as_it_was_meant(
    data: st.DataObject,
) -> None:
    kind = data.draw(KINDS)
    now, other = data.draw(VALUES[kind]), data.draw(VALUES[kind])
    one = Setting(path="a.b", given=Given(name="v:a.b", kind=kind), label="A", now=now)
    sheet = Sheet(settings=[one])

    assert sheet.lines({"v:a.b": one.words(now)}) == []
    lines = sheet.lines({"v:a.b": one.words(other)})
    assert lines == ([] if other == now else [f"a.b={other}"])
    assert sheet.lines({"set": lines}) == lines
    assert sheet.lines(sheet.words(lines)) == lines
