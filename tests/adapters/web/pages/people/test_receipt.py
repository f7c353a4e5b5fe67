"""An enterprise reads its own claim by number and code, and nothing of any other enterprise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.people.people import People
from adapters.web.state.database import WebDatabase
from adapters.web.state.keys import key_named
from adapters.web.state.receipts import _cap, _own_words
from adapters.wording.claims.working.working import WorkingLine
from domain.events.claims import Step
from domain.refusals import Refusal
from tests.adapters.web.served import Served, served

API = "/api/v1/receipt"


@pytest.fixture
def patient(web: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    """The server, which lets everybody ask as often as they want."""
    monkeypatch.setattr("adapters.web.api.receipts.TRIES", 10_000)
    return web


def numbers(web: Served) -> list[str]:
    with web.server.rooms.look() as look:
        return [claim.claim_no for claim in look.claims()]


def code(web: Served, number: str) -> str:
    answer = web.get(f"/api/v1/claims/{number}/receipt-code")
    assert answer.status_code == 200, answer.text
    given: str = answer.json()["code"]
    return given


def ask(web: Served, number: str, code: str) -> Any:
    return web.post(API, None, json={"claim_no": number, "code": code})


def test_the_code_of_every_claim_opens_it_and_names_no_other_enterprise(patient: Served) -> None:
    with patient.server.rooms.look() as look:
        claims = list(look.claims())
        names = set(look.names().values())
    assert len(claims) > 20
    for claim in claims:
        answer = ask(patient, claim.claim_no, code(patient, claim.claim_no))
        body = answer.json()

        assert answer.status_code == 200, answer.text
        assert (body["status"], body["enterprise"]) == (claim.status, claim.enterprise)
        decided = claim.assessed_fen is not None
        assert body["granted_fen"] == (claim.granted_fen if decided else None)
        others = names - {claim.enterprise}
        assert not [name for name in others if name in answer.text and name not in claim.enterprise]
        own = {each.claim_no for each in claims if each.uscc == claim.uscc}
        named = {each.claim_no for each in claims if f'"{each.claim_no}"' in answer.text}
        assert named <= own


def test_a_code_is_of_one_claim_and_the_same_at_every_start(patient: Served, county: Path) -> None:
    first, second, *_others = numbers(patient)
    given = code(patient, first)

    assert re.fullmatch(r"([A-Z2-7]{4}-){2}[A-Z2-7]{4}", given)
    assert given != code(patient, second)
    with served(county, []) as again:
        assert again.server.receipts.code(first, _owner(patient, first)) == given
    key = key_named(patient.server.people.database, "receipts")
    assert len(key) == 32
    assert key_named(patient.server.people.database, "another") != key


def _owner(web: Served, number: str) -> str:
    with web.server.rooms.look() as look:
        return look.filed_under(number)


def test_a_code_may_be_typed_small_and_without_strokes(patient: Served) -> None:
    number = numbers(patient)[0]
    typed = code(patient, number).lower().replace("-", " ").replace("o", "0")

    assert ask(patient, f" {number} ", typed).status_code == 200


def test_a_wrong_number_and_a_wrong_code_are_answered_in_the_same_words(patient: Served) -> None:
    first, second, *_others = numbers(patient)
    right = code(patient, first)
    unknown_code = patient.server.receipts.code("NO-SUCH", "")
    tried = [
        ("NO-SUCH", right),
        ("NO-SUCH", unknown_code),
        (first, code(patient, second)),
        (first, "AAAA-AAAA-AAAA"),
        (first, right[:-1]),
        (first, ""),
        ("", ""),
        ("x" * 5_000, "y" * 5_000),
        (first, "\udc80"),
    ]
    answers = [
        patient.post(
            API, None, content=json.dumps({"claim_no": number, "code": given}),
            headers={"content-type": "application/json"},
        )
        for number, given in tried
    ]  # fmt: skip

    assert {(each.status_code, each.text) for each in answers[:-1]} == {(404, answers[0].text)}
    assert answers[-1].status_code in (404, 422)
    assert answers[0].json()["code"] == "receipt-not-matched"
    pages = [
        re.sub(r'value="[^"]*"', "", patient.post(
            "/receipt", None, data={"claim_no": number, "code": given}
        ).text)
        for number, given in tried[:5]
    ]  # fmt: skip
    assert len(set(pages)) == 1


def test_an_address_asks_five_times_a_minute_right_or_wrong(web: Served) -> None:
    number = numbers(web)[0]
    given = code(web, number)
    web.server.people.throttle.succeeded("receipt", "testclient")
    address = {"x-forwarded-for": "10.9.9.9"}  # is not believed: there is no proxy

    statuses = [
        web.post(API, None, json={"claim_no": number, "code": given}, headers=address).status_code
        for _ in range(5)
    ]
    over = web.post("/receipt", None, data={"claim_no": number, "code": given})

    assert statuses == [200] * 5
    assert over.status_code == 429
    assert "10.9.9.9" not in over.text


def test_what_is_counted_is_forgotten_after_its_span(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    people = People(WebDatabase(str(tmp_path / "ledger.db")), lambda: now[0])

    def count(what: str = "a") -> int:
        try:
            people.throttle.count_within(2, timedelta(minutes=1), "receipt", what)
        except Refusal as refusal:
            return int(refusal.facts["seconds"])  # type: ignore[arg-type]
        return 0

    assert [count(), count(), count(), count("b")] == [0, 0, 60, 0]
    now[0] += timedelta(seconds=59)
    assert count() == 1
    now[0] += timedelta(seconds=1)
    assert [count(), count(), count()] == [0, 0, 60]
    people.database.close()


def test_the_page_shows_the_claim_without_anybody_logged_in(patient: Served) -> None:
    with patient.server.rooms.look() as look:
        claim = next(each for each in look.claims() if each.granted_fen)
    given = code(patient, claim.claim_no)

    empty = patient.get("/receipt", None)
    page = patient.post("/receipt", None, data={"claim_no": claim.claim_no, "code": given})

    assert (empty.status_code, page.status_code) == (200, 200)
    assert claim.enterprise in page.text
    assert f"{claim.granted_fen / 100:,.2f}" in page.text
    assert given not in page.text
    assert page.headers["cache-control"] == "no-store"


def test_an_officer_reads_the_code_on_the_page_of_proofs(patient: Served) -> None:
    number = numbers(patient)[0]

    page = patient.get(f"/claims/{number}/proof", "approver")

    assert code(patient, number) in page.text
    assert "/api/v1/proofs/" not in page.text  # nothing is sealed here
    assert patient.get("/claims/NO-SUCH/proof", "approver").status_code == 404
    assert patient.get(f"/claims/{number}/proof", "admin").status_code == 403
    assert patient.get(f"/api/v1/claims/{number}/receipt-code", None).status_code == 401


def test_the_claims_of_others_that_filled_a_cap_are_counted_and_not_named(
    patient: Served,
) -> None:
    explained = next(_with_caps(patient))
    (use, *_rest), number = explained.caps, next(iter(explained.kinds))
    mixed = replace(use, filled_by=("FOREIGN-1", number, "FOREIGN-2"))
    with patient.server.rooms.look() as look:
        shown = _cap(mixed, explained, look.book)

    assert (shown.own, shown.others) == ((number,), 2)
    assert "FOREIGN" not in json.dumps(asdict(shown))


def _with_caps(web: Served) -> Iterator[Any]:
    with web.server.rooms.look() as look:
        for claim in look.claims():
            explanation = look.explanation(claim.claim_no)
            if explanation.caps:
                yield explanation


@given(own=st.booleans())
def test_a_working_names_no_claim_of_another(own: bool) -> None:
    class Explained:
        kinds = {"MINE-1": "fair"} if own else {}
        steps = (Step(code="other-policies", operands={"claims": "MINE-1, X-9"}, fen="0",
                      bound=False),)  # fmt: skip

    line = WorkingLine(article="", text="same (MINE-1, X-9)", amount_fen=0, bound=False)
    said = _own_words(line, Explained())  # type: ignore[arg-type]

    assert said.text == ("same (MINE-1, ***)" if own else "same (***, ***)")
