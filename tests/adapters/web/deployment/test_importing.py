"""Imports in a browser: tried out, corrected, recorded by who tried them, the same bytes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from adapters.ledger.ledger import Ledger
from tests.adapters.web.served import Served, served
from tests.support.command import DATA, asked
from tests.support.few_claims import trademark
from tests.support.ledgers import opened
from tests.support.stores import address

SHEETS = DATA / "backfill-2022.xlsx"
RECORD = """{"record": "exports", "uscc": "91330382MA9G1F2H64", "year": 2022,
"us_usd": "10000000", "rcep_usd": "0"}""".replace("\n", " ")
SECONDS_MAX = 120


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("imports") / "ledger.db"
    with opened(store) as made:
        made.catch_up()
    return store


@pytest.fixture(scope="module")
def desk(store: Path) -> Iterator[Served]:
    with served(store) as web:
        yield web


def send(web: Served, name: str, content: bytes, **words: str) -> str:
    """Have a file tried out; return the path of its page once that has ended."""
    begun = web.post("/imports", files={"files": (name, content)}, data=words)
    assert begun.status_code == 303, begun.text
    return ended(web, begun.headers["location"])


def ended(web: Served, path: str) -> str:
    end = time.monotonic() + SECONDS_MAX
    while "data-events" in web.get(path).text:
        assert time.monotonic() < end
        time.sleep(0.05)
    return path


def tasks(page: str) -> list[str]:
    (part,) = re.findall(r'<ul class="tasks">(.*?)</ul>', page, re.S)
    return re.findall(r"<a [^>]*>([^<]*)</a>", part)


def figures(page: str) -> dict[str, str]:
    return dict(re.findall(r'<h2>([^<]+)</h2><p class="big">([^<]+) <span', page))


def test_a_file_is_tried_out_then_recorded_and_then_holds_nothing_new(
    desk: Served, store: Path
) -> None:
    path = send(desk, SHEETS.name, SHEETS.read_bytes())
    tried = desk.get(path).text
    said = figures(tried)

    assert list(said) == [
        "读取",
        "可登记",
        "此前已登记",
        "退回",
        "表内申报合计",
        "预计核定",
        "年度数据",
    ]
    assert asked(store, "claims") == []
    assert "登记" in tried
    (kept,) = re.findall(r'href="([^"]+/files/[^"]+)" download', tried)
    assert desk.get(kept).content.startswith(b"PK")
    assert desk.get(kept, "approver").status_code == 404

    begun = desk.post(f"{path}/record")
    page = desk.get(ended(desk, begun.headers["location"])).text

    assert figures(page)["已登记"] == said["可登记"]
    claims = asked(store, "claims")
    assert f"{len(claims):,}" == said["可登记"]
    assert {claim["status"] for claim in claims} == {"submitted"}
    with Ledger(address(store)) as ledger, ledger.look() as look:
        recorded = look.history(claims[0]["claim_no"])
        assert {(each.by, each.login) for each in recorded} == {("clerk", "web:clerk")}
    again = desk.get(send(desk, SHEETS.name, SHEETS.read_bytes())).text
    assert figures(again)["可登记"] == "0"
    assert f"登记 {said['可登记']} 笔" in tried
    assert "登记年度数据" in again
    listed = desk.get("/imports").text
    assert listed.count(SHEETS.name) == 3


def test_a_file_that_cannot_be_read_is_refused_in_words_with_its_own_name(desk: Served) -> None:
    page = desk.get(send(desk, "申报 表.xlsx", b"no workbook")).text

    assert "申报 表.xlsx" in page
    assert 'class="error" role="status"' in page
    assert "/record" not in page


def test_no_file_is_said_at_the_field(desk: Served) -> None:
    answer = desk.post("/imports", data={"strict": "true"})

    assert answer.status_code == 422
    assert 'id="field-files-error"' in answer.text


def test_an_import_is_another_s_for_all_but_its_clerk(desk: Served) -> None:
    path = send(desk, SHEETS.name, SHEETS.read_bytes())

    for by in ("approver", "finance", "auditor"):
        for method, asked_for in (("GET", path), ("POST", f"{path}/record"), ("GET", "/imports")):
            assert desk.ask(method, asked_for, by).status_code == 403


def test_a_page_says_what_was_cancelled_and_what_broke_off(desk: Served) -> None:
    said: Any = {}
    path = send(desk, SHEETS.name, SHEETS.read_bytes())
    for state in ("cancelled", "broken-off", "failed"):
        with desk.server.people.database.begin() as connection:
            connection.exec_driver_sql(
                f"UPDATE jobs SET state = '{state}', answer = NULL WHERE id = '{path[9:]}'"
            )
        said[state] = desk.get(path).text

    assert "中断" in said["broken-off"]
    assert "已取消" in said["cancelled"]
    assert "程序出错" in said["failed"]
    assert not any("/record" in page for page in said.values())


def test_the_same_bytes_tried_out_twice_are_recorded_once_and_lead_to_their_claims(
    tmp_path: Path,
) -> None:
    store = tmp_path / "twice.db"
    with opened(store) as made:
        made.catch_up()
    with served(store) as web:
        content = SHEETS.read_bytes()
        first, second = (send(web, SHEETS.name, content) for _ in range(2))
        before = web.get("/").text.count(SHEETS.name)

        done = ended(web, web.post(f"{second}/record").headers["location"])

        tasks = web.get("/").text
        assert before == 2
        assert f'href="{first}"' not in tasks
        assert f'href="{second}"' not in tasks
        (claims,) = re.findall(r'href="(/claims\?[^"]+)"', web.get(done).text.split("<main")[1])
        listed = web.get(claims.replace("&amp;", "&"))
        assert listed.status_code == 200
        assert 'href="/claims/' in listed.text


def repacked(content: bytes) -> bytes:
    """Return a workbook of the same sheets in other bytes."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(packed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
    return packed.getvalue()


def test_what_holds_nothing_new_is_no_task(tmp_path: Path) -> None:
    store = tmp_path / "nothing.db"
    with opened(store) as made:
        made.catch_up()
    with served(store) as web:
        begun = web.post(f"{send(web, SHEETS.name, SHEETS.read_bytes())}/record")
        ended(web, begun.headers["location"])
        send(web, "again.xlsx", repacked(SHEETS.read_bytes()))
        assert not [each for each in tasks(web.get("/").text) if "again.xlsx" in each]

        send(web, "year.jsonl", RECORD.encode())
        (task,) = (each for each in tasks(web.get("/").text) if "year.jsonl" in each)
        assert task.startswith("已试算、尚未登记 1 行年度数据")


def test_a_page_says_which_rows_were_not_claims_and_that_no_sum_is_stated(desk: Served) -> None:
    claim = json.dumps(trademark("Alone", "2022-05-01", "20000"))
    page = desk.get(send(desk, "both.jsonl", f"{RECORD}\n{claim}\n".encode())).text

    assert figures(page)["读取"] == "1"
    assert "共 2 行：申报 1 笔，企业年度数据 1 行。" in page
    assert "未填申报合计" in page
    assert "表内申报合计" not in figures(page)
    assert "未填申报合计" not in desk.get(send(desk, SHEETS.name, SHEETS.read_bytes())).text
