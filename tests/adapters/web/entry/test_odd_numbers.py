"""A claim is asked for by its number, whatever that holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.testclient import TestClient

from adapters.web.api.table import part
from adapters.web.guard import EVERYBODY, Entry
from tests.adapters.web.served import Served, served
from tests.support.command import subsidy, write_lines
from tests.support.few_claims import trademark

ODD = (
    "YQ/2022/1", "a b", "50%", "a?b=c", "a#b", "a\\b", "new", "2022.csv", "n/late", "/", "a//b",
    "a/../b", "...", "é·〔2022〕号", "%2F", "a+b&c;d", "'\"<b>", "history", "x/receipt-code",
)  # fmt: skip
PATHS = (
    "/claims/new", "/claims/{claim}.csv", "/claims/{claim:path}/late", "/claims/{claim}",
    "/claims/{claim}/history",
)  # fmt: skip


async def _seen(request: Request) -> Response:
    return JSONResponse([request.scope["route"].path, request.path_params])


ROUTES = TestClient(Starlette(routes=[Entry(path, _seen, roles=EVERYBODY) for path in PATHS]))


@given(st.text(min_size=1).filter(lambda number: number not in (".", "..")))
def test_a_part_of_a_path_is_read_as_it_was_meant(number: str) -> None:
    for path in PATHS[1:]:
        asked = path.replace("{claim:path}", "{claim}").replace("{claim}", part(number))

        assert ROUTES.get(asked).json() == [path, {"claim": number}]


@given(st.text(min_size=1))
def test_a_part_is_ascii_and_parts_nothing(number: str) -> None:
    assert set("/?#. &\\").isdisjoint(part(number))
    assert part(number).isascii()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd")
    rows = [trademark(number, "2022-05-01", "100") for number in ODD]
    file = write_lines(folder / "claims.jsonl", rows)
    ran = subsidy("backfill", file, "--by", "lin", "--store", folder / "ledger.db")
    assert ran.code == 0, ran.err + ran.out
    return folder / "ledger.db"


@pytest.fixture(scope="module")
def web(store: Path) -> Iterator[Served]:
    with served(store) as web:
        yield web


@pytest.mark.parametrize("number", ODD)
def test_a_claim_of_an_odd_number_is_asked_for_and_acted_on(
    number: str, web: Served, store: Path
) -> None:
    path = f"/api/v1/claims/{part(number)}"
    assert web.get(path).json()["claim_no"] == number
    for beside in ("/attachments", "/receipt-code"):
        assert web.get(path + beside).json()["claim_no"] == number
    assert web.get(f"{path}/late").status_code in (200, 409)
    events = web.get(f"{path}/history").json()
    assert [event["claim_no"] for event in events] == [number]
    assert web.get(f"{path}.csv").headers["content-type"].startswith("text/csv")

    page = f"/claims/{part(number)}"
    shown = web.get(page)
    assert shown.status_code == 200, shown.text
    assert "lin" in shown.text
    other = web.get(f"{page}?lang=en").text
    assert f'href="{page}?lang=zh"' in other.replace("&amp;", "&")
    for beside in ("history", "late"):
        assert web.get(f"{page}/{beside}").status_code in (200, 409)
    sent = web.get(page, None).headers["location"]
    assert web.get(sent, None).status_code == 200

    rejected = web.post(f"{path}/rejection", "approver", json={"reason": "late"})
    assert rejected.json()["status"] == "rejected", rejected.text
    ran = subsidy("history", number, "--store", store, "--json")
    assert [event["type"] for event in json.loads(ran.out)][-1] == "claim-rejected-by-officer"


@pytest.mark.parametrize("number", [".", ".."])
def test_a_number_that_no_address_can_have_is_refused_at_the_door(
    number: str, tmp_path: Path
) -> None:
    file = write_lines(tmp_path / "claims.jsonl", [trademark(number, "2022-05-01", "100")])

    ran = subsidy("backfill", file, "--by", "lin", "--store", tmp_path / "l.db", "--json")

    assert [reject["code"] for reject in ran.json["rejects"]] == ["claim-number-dots"]
