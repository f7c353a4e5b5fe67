"""Every verb that is not asked by a GET does over HTTP what the command line does.

Two copies of a ledger go the same way, one by each: step by step both answer the same, what is
refused too, and in the end both logs hold the same events. A job's answer is compared where jobs
are tested.
"""

# ruff: noqa: E501 - a step a line

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from adapters.web.api import table
from adapters.web.api.table import Endpoint
from tests.adapters.files.attached.made import DIGITAL
from tests.adapters.web.api.parity.county import (
    API,
    THIRD,
    first_days,
    must_be_of_its_type,
    verb_of,
    words_of,
)
from tests.adapters.web.served import Served, served
from tests.support.command import Ran, subsidy
from tests.support.few_claims import ONE, OTHER, SHIPPED
from tests.support.stores import copied_ledger

SENDING = {each.verb: each for each in table.EVERY if each.method != "GET"}
NOT_COMPARED = {
    "backfill": "a job, compared where jobs are tested",
    "reassess": "as `backfill`",
    "reperform": "as `backfill`",
    "audit-pack": "a job, and it takes a seal",
    "transfer-out": "with a pack it takes a seal",
    "enterprise hand-over": "it takes a seal",
    "transfer-in": "its pack takes a seal of another county",
    "paper payments": "a file with accounts, and each is recorded apart",
    "paper payment-list": "as `paper payments`",
    "batch bank-file": "as `paper payments`",
}
PAST = {"backdated": "D-1"}


VARIES = (  # moments, what is salted, and who is logged in
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.]*(Z|\+\d\d:\d\d)?",
    r"\b[0-9a-f]{32,}\b",
    r'"login": "[^"]*"',
)


class Step(NamedTuple):
    """What is done, with which values; those of files by what they hold."""

    verb: str
    values: dict[str, Any]


def steps(folder: Path) -> list[Step]:
    """Return the way that both ledgers go."""

    def file(name: str, text: str) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    of, document = {"uscc": ONE}, {"document": "S-1"}
    because = {"document": "S-1", "reason": "R"}
    paper = file("more.xml", DIGITAL.replace("20000.00", "20002.00"))
    sheet = file("held.csv", f"统一社会信用代码,企业名称,列入日期\n{OTHER},示例企业,2022-02-02\n")
    accounts = file(
        "accounts.csv", f"统一社会信用代码,户名,开户行,账号\n{THIRD},某某,某行,62220212030001\n"
    )
    return [
        Step("approve", {"claims": ["W-1", "none"]}),
        Step("reject", {"claim": "W-1", "reason": "R"}),
        Step("withdraw", {"claim": "T-3", "reason": "R"}),
        Step("redecide", {"claim": "T-2", "reduced_to_fen": 100_000, **because}),
        Step("correct", {"claim": "June", "set": ["facts.country=US"], **because}),
        Step("revoke", {"claim": "T-2", **because}),
        Step("reopen", {"claim": "N-1", "kind": "review", **because}),
        Step("attach", {"claim": "T-1", "files": [paper], "kind": "invoice"}),
        Step("attachment erase", {"claim": "T-1", "digest": "0" * 64, **because}),
        Step("enterprise register", {"uscc": THIRD, "name": "某某有限公司"}),
        Step("enterprise rename", of | {"name": "又名", "on": "2023-01-01"} | document),
        Step("enterprise account", {"uscc": THIRD, "account": "622202120300018", "bank": "某行"}),
        Step("enterprise confirm-account", of | document),
        Step("enterprise accounts", {"file": accounts, "dry_run": True}),
        Step("enterprise erase", {"uscc": THIRD}),
        Step("exports", of | {"year": 2022, "us_usd": "1000.00", "rcep_usd": "10.00"}),
        Step("record", of | {"name": "exports", "year": 2023, "amounts": ["us_usd=5", "rcep_usd=1"]}),
        Step("reorder", of | {"cap": "key-exhibitions-per-year", "year": 2022, "order": "matter"} | document),
        Step("release", {"uscc": OTHER, "on": "2022-02-01"} | document),
        Step("hold", {"uscc": OTHER, "from": "2022-03-05", "reason": "freeze"} | document),
        Step("hold-list", {"file": sheet, "list": "L", "reason": "credit", "dry_run": True} | document),
        Step("succeed", {"old": THIRD, "new": OTHER, "kind": "merger", "on": "2023-01-01"} | document),
        Step("enterprise annul-transfer", of | {"annulled": "none"} | because),
        Step("policy confirm", {"proposal": 9}),
        Step("policy confirm", {"proposal": 1}),
        Step("policy decline", {"proposal": 1, "reason": "R"}),
        Step("policy amend", {"set": ["measures.overseas-trademark.rate=40%"]} | DAYS | document),
        Step("policy repeal", DAYS | {"document": "S-2"}),
        Step("policy publish", {"file": SHIPPED, "unchecked": True}),
        Step("policy try", {"file": SHIPPED}),
        Step("policy check", {"subject": "1", "text": file("text.txt", "一、支持\n")}),
        Step("rehearse", {"set": ["measures.overseas-trademark.rate=30%"]}),
        Step("budget line", {"year": 2023, "line": "fairs", "measures": ["overseas-trademark"]}),
        Step("budget rename", {"year": 2023, "line": "fairs", "title": "商标"} | document),
        Step("budget regroup", {"year": 2023, "line": "fairs", "measures": ["overseas-certification"]} | document),
        Step("budget appropriate", money(2023, "S-3", 9_000_000)),
        Step("budget supplement", money(2023, "S-4", 500_000)),
        Step("budget return", money(2023, "S-5", 100_000)),
        Step("budget transfer", {"year": 2023, "from": "all", "to": "fairs", "amount_fen": 1_000,
                                 "document": "S-6", "on": "2023-02-01"}),
        Step("budget carry-over", {"year": 2021, "on": "2022-12-31"} | document),
        Step("budget reopen", {"year": 2023, "on": "2023-02-01"} | because),
        Step("budget correct", {"position": 3, "void": True} | because),
        Step("batch object", {"number": 1, "claim": "T-1", "reason": "R", "on": "2022-11-02"}),
        Step("batch resolve", {"number": 1, "claim": "T-1", "dismiss": True} | document),
        Step("batch pay", {"number": 1, "on": "2022-11-20", "receipt": "P-1"} | PAST),
        Step("batch fail", {"number": 1, "claim": "April", "reason": "R", "on": "2022-11-21"} | PAST),
        Step("batch compute", {"budget_year": 2023}),
        Step("batch publish", {"number": 2, "on": "2023-03-01"} | PAST),
        Step("batch withdraw-notice", {"number": 2} | because),
        Step("batch order", {"number": 2, "on": "2023-03-20"} | document | PAST),
        Step("batch cancel", {"number": 2} | because),
        Step("batch results", {"number": 1, "file": sheet, "template": "none", "receipt": "P-2",
                               "on": "2022-11-22"} | PAST),
        Step("batch correct", {"position": 3, "void": True} | because),
        Step("recovery record", {"claims": ["T-1"], "amount_fen": 100, "on": "2022-12-01",
                                 "receipt": "P-3"} | PAST),
        Step("recovery correct", {"position": 3, "void": True} | because),
        Step("paper check", {"code": "nothing"}),
        Step("audit duplicates", {"against": file("paid.csv", f"统一社会信用代码,发票号码\n{ONE},F-1\n")}),
        Step("proof check", {"file": file("proof.txt", "nothing signed\n")}),
        Step("store set-rules", {"file": file("rules.toml", "none = 1\n")}),
    ]  # fmt: skip


DAYS = {"first_day": "2022-01-01", "last_day": "2024-12-31", "announced_on": "2023-03-01"}


def money(year: int, document: str, fen: int) -> dict[str, Any]:
    return {"year": year, "amount_fen": fen, "document": document, "on": f"{year}-01-15"}


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Served, Path]]:
    """One ledger that is served, and a copy of it."""
    (tmp_path / "made").mkdir()
    first_days(tmp_path / "made")
    for name in ("program", "person"):
        shutil.copytree(tmp_path / "made", tmp_path / name)
        copied_ledger(tmp_path / "made" / "ledger.db", tmp_path / name / "ledger.db")
    with served(tmp_path / "program" / "ledger.db") as web:
        yield web, tmp_path / "person" / "ledger.db"


def test_every_verb_has_its_step_or_a_reason(tmp_path: Path) -> None:
    verbs = {step.verb for step in steps(tmp_path)}

    assert verbs | NOT_COMPARED.keys() == SENDING.keys()
    assert verbs.isdisjoint(NOT_COMPARED)


def test_both_ways_lead_to_the_same(both: tuple[Served, Path], tmp_path: Path) -> None:
    web, store = both
    done = 0
    for step in steps(tmp_path):
        endpoint = SENDING[step.verb]
        by = min(endpoint.roles)
        answer = sent(web, endpoint, step.values, by)
        ran = typed(store, endpoint, step.values, by)
        assert compared(answer.text) == compared(ran.out), (step, ran.err)
        if answer.status_code == 200:
            must_be_of_its_type(step.verb, answer.text)
            done += 1

    program, person = (subsidy("audit", "exceptions", "--json", "--store", each).json
                       for each in (store.parents[1] / "program" / "ledger.db", store))  # fmt: skip
    assert without_times(program) == without_times(person)
    assert web.server.rooms.head() == position(store)
    assert done > len(steps(tmp_path)) * 2 // 3


def sent(web: Served, endpoint: Endpoint, values: dict[str, Any], by: str) -> Any:
    path, rest = endpoint.path, dict(values)
    for name in values:
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", str(rest.pop(name)))
    files = [
        (name, (each.name, each.read_bytes()))
        for name, value in rest.items()
        for each in (value if isinstance(value, list) else [value])
        if isinstance(each, Path)
    ]
    if not files:
        return web.ask(endpoint.method, f"{API}{path}", by, json=rest)
    named = {name for name, _file in files}
    words = {
        name: "true" if value is True else value
        for name, value in rest.items()
        if name not in named
    }
    return web.ask(endpoint.method, f"{API}{path}", by, data=words, files=files)


def typed(store: Path, endpoint: Endpoint, values: dict[str, Any], by: str) -> Ran:
    verb = verb_of(endpoint)
    signed = ("--by", by) if takes_author(verb.name) else ()
    return subsidy(*words_of(verb, values), *signed, "--store", store, "--json")


def takes_author(verb: str) -> bool:
    return "--by NAME" in subsidy(*verb.split(), "--help", "--lang", "en").out


def compared(text: str) -> Any:
    """Return what was answered, without what no two runs have in common."""
    said = json.loads(text)
    if isinstance(said, dict) and said.get("code") in ("malformed", "misused"):
        return "it cannot be called so"  # a terminal names options, a program its fields
    if isinstance(said, dict):
        said.pop("facts", None)
    return without_times(said)


def without_times(said: Any) -> Any:
    text = json.dumps(said, ensure_ascii=False)
    for pattern in VARIES:
        text = re.sub(pattern, "…", text)
    return text


def position(store: Path) -> int:
    position: int = subsidy("totals", "--json", "--store", store).json["position"]
    return position
