"""One claim by a form: what it would be granted before it is recorded, and recorded as that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.ledger.ledger import Ledger
from domain.refusals import Refusal
from tests.adapters.web.served import Served, served
from tests.domain.given import USCC, approval, submission, trademark
from tests.support.command import asked
from tests.support.ledgers import do, opened
from tests.support.stores import address

TYPED = {
    "kind": "trademark",
    "claim_no": "N-1",
    "uscc": USCC,
    "enterprise": "某某<b>有限公司",
    "facts.registration_no": "R-77",
    "facts.country": "DE",
    "facts.fee": "2万元",
    "facts.self_export": "true",
    "occurred_on": "2022-05-01",
    "filed_on": "2022-06-01",
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = tmp_path / "ledger.db"
    with opened(store) as made:
        do(made.handler, submission("C1", trademark("50000")))
        do(made.handler, approval("C1"))
        made.catch_up()
    return store


@pytest.fixture
def desk(store: Path) -> Iterator[Served]:
    with served(store) as web:
        yield web


def granted(page: str) -> str:
    (figure,) = re.findall(r'<p class="big[^"]*">([\d,.]+) ', page)
    return str(figure)


def test_every_kind_of_the_policy_has_a_form_with_its_own_facts(desk: Served) -> None:
    offered = re.findall(r"/claims/new\?kind=([^\"]+)\"", desk.get("/claims/new").text)

    with desk.server.rooms.look() as look:
        forms = look.forms()
    assert offered == list(forms.kinds)
    for kind in offered:
        page = desk.get(f"/claims/new?kind={kind}").text
        for name in forms.kinds[kind].facts:
            assert f'name="facts.{name}"' in page


def test_a_claim_is_shown_with_its_cap_and_who_filled_it_and_is_recorded_so(
    desk: Served, store: Path
) -> None:
    before = len(asked(store, "claims"))
    part = desk.post("/claims/new/foreseen", data=TYPED, headers={"hx-request": "true"}).text
    whole = desk.post("/claims/new", data=TYPED | {"step": "look"})

    assert whole.status_code == 200
    assert granted(part) == granted(whole.text)
    assert 'href="/claims/C1"' in part
    assert "<html" not in part
    assert len(asked(store, "claims")) == before

    done = desk.post("/claims/new", data=TYPED | {"step": "send"})

    assert (done.status_code, done.headers["location"]) == (303, "/claims/N-1")
    with Ledger(address(store)) as ledger, ledger.look() as look:
        (recorded,) = look.history("N-1")
        assert (recorded.by, recorded.login) == ("clerk", "web:clerk")
    asked(store, "approve", "N-1", "--by", "chief")
    with Ledger(address(store)) as ledger, ledger.look() as look:
        assert f"{look.claim('N-1').granted_fen / 100:,.2f}" == granted(part)


def test_what_is_wrong_stands_at_its_field_and_what_is_empty_is_named(desk: Served) -> None:
    wrong = TYPED | {"uscc": "12345", "facts.fee": "", "step": "send"}

    page = desk.post("/claims/new", data=wrong)
    part = desk.post("/claims/new/foreseen", data=wrong).text

    assert page.status_code == 422
    assert 'id="field-uscc-error"' in page.text
    assert 'id="field-facts.fee-error"' in page.text
    assert "某某&lt;b&gt;有限公司" in page.text
    assert "待填写：注册费" in part
    assert "12345" in part


def test_a_number_of_another_claim_is_refused_before_and_when_it_is_sent(desk: Served) -> None:
    taken = TYPED | {"claim_no": "C1", "step": "send"}

    assert "C1" in desk.post("/claims/new/foreseen", data=taken).text
    assert desk.post("/claims/new", data=taken).status_code == 409
    with desk.server.rooms.look() as look, pytest.raises(Refusal, match="claim-unknown"):
        look.claim("N-1")


@pytest.mark.parametrize("by", ["approver", "finance", "cashier", "auditor", "admin"])
def test_only_a_clerk_enters_a_claim(by: str, desk: Served) -> None:
    assert desk.get("/claims/new", by).status_code == 403
    assert desk.post("/claims/new", by, data=TYPED).status_code == 403
    assert desk.post("/claims/new/foreseen", by, data=TYPED).status_code == 403


BOOTHS = {
    "kind": "exhibition",
    "claim_no": "Z-1",
    "uscc": USCC,
    "enterprise": "某某有限公司",
    "facts.exhibition": "汉诺威工业展",
    "facts.country": "DE",
    "facts.key": "false",
    "occurred_on": "2023年3月7日",
    "filed_on": "2023.3.9",
}


def test_each_booth_has_a_field_of_its_own_and_fields_left_empty_are_not_counted(
    desk: Served, store: Path
) -> None:
    asked_for = desk.get("/claims/new?kind=exhibition").text
    assert asked_for.count('name="facts.booth_fees"') >= 4
    assert "标准展位数" in asked_for

    sent = BOOTHS | {"facts.booth_fees": ["10000", "", "12,000.50", " "], "step": "send"}
    done = desk.post("/claims/new", data=sent)

    assert done.status_code == 303, done.text
    (claim,) = [each for each in asked(store, "claims") if each["claim_no"] == "Z-1"]
    assert claim["facts"]["booth_fees_fen"] == [1_000_000, 1_200_050]


@pytest.mark.parametrize(
    "day", ["2023.3.7", "2023/3/7", "2023年3月7日", "2023-03-07", "２０２３.3.7"]
)
def test_a_day_is_read_as_in_workbooks(day: str, desk: Served) -> None:
    sent = TYPED | {"claim_no": f"D-{day}", "occurred_on": day, "step": "look"}

    page = desk.post("/claims/new", data=sent)

    assert page.status_code == 200
    (act,) = [desk.post("/do/budget-appropriate", "finance", data=ACT | {"on": day})]
    assert "不是日期" not in act.text
    assert act.status_code == 200


ACT = {"step": "check", "year": "2023", "amount_fen": "1万", "document": "财预1"}


def test_an_empty_field_is_not_said_to_be_a_merged_cell(desk: Served) -> None:
    for sent in ({"kind": "trademark", "step": "send"}, {"kind": "exhibition", "step": "send"}):
        page = desk.post("/claims/new", data=sent)
        assert page.status_code == 422
        assert "合并" not in page.text
