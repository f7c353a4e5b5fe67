"""Every verb of the API that does something, once, on a county's ledger: what came of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters.web.api import table
from adapters.web.verbs import typed
from tests.adapters.web.api.parity.county import must_be_of_its_type
from tests.adapters.web.served import Served, served
from tests.commands.recording.recorded_history import SAMPLE, SHIPPED, files
from tests.support.command import subsidy

ONE, TWO = "91330382MA0000023T", "91330382MA0001018G"
RECORDED, SAID = "recorded", "said"  # the log grew; an answer, and nothing was recorded
DOCUMENT = {"document": "文件1号"}
WHY = {**DOCUMENT, "reason": "登记有误"}
BACKDATED = {"backdated": "补录1号"}
AMENDING = {"first_day": "2022-01-01", "last_day": "2022-12-31", "announced_on": "2023-02-01"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """An act of an officer. given: its body; file: what is sent with it, by its field and name.

    comes: that it records, or answers only; else the code of its refusal.
    """

    by: str
    verb: str
    path: str
    given: Mapping[str, Any] = field(default_factory=dict)
    file: tuple[str, str] | None = None
    comes: str = RECORDED


def act(
    by: str, verb: str, path: str, comes: str = RECORDED, file: Any = None, **given: Any
) -> Asking:
    return Asking(by=by, verb=verb, path=path, given=given, file=file, comes=comes)


C, A, F, T, U = "clerk", "approver", "finance", "cashier", "auditor"
LATER = {"on": "2024-03-13"}
# In this order: later ones stand on what earlier ones recorded.
ACTS = (
    act(A, "approve", "/decisions", pending=True),
    act(A, "approve", "/decisions", SAID, claims=["NOBODY"]),
    act(A, "reject", "/claims/R-01/rejection", "claim-not-pending", reason="迟"),
    act(C, "withdraw", "/claims/W%2F1/withdrawal", reason="企业撤回"),
    act(A, "revoke", "/claims/R-11/revocation", **WHY),
    act(A, "correct", "/claims/R-05/correction", set=["facts.fee=48000"], **WHY),
    act(A, "redecide", "/claims/R-04/redecision", reduced_to_fen=3_000_000, **WHY),
    act(A, "reopen", "/claims/R-11/reopening", kind="court", **WHY),
    act(C, "attach", "/claims/R-02/attachments", file=("files", "invoice.xml"), kind="invoice"),
    act(A, "attachment erase", "/claims/R-02/attachments/{digest}", **WHY),
    act(C, "enterprise register", "/enterprises", uscc="91330382MB0000077E", name="外地公司"),
    act(C, "enterprise rename", f"/enterprises/{ONE}/names",
        name="示例集团有限公司", on="2023-01-05"),
    act(C, "enterprise account", f"/enterprises/{ONE}/account",
        account="6222021203000000017", bank="示例银行", bank_no="102333000018"),
    act(F, "enterprise confirm-account", f"/enterprises/{ONE}/account/confirmation", **DOCUMENT),
    act(C, "enterprise accounts", "/account-sheets", file=("file", "accounts.csv")),
    act(C, "exports", f"/enterprises/{TWO}/exports/2021", us_usd="1.00", rcep_usd="2.50"),
    act(C, "record", f"/enterprises/{TWO}/records/exports/2020",
        amounts=["us_usd=1", "rcep_usd=2.50"]),
    act(A, "reorder", f"/enterprises/{ONE}/orders",
        cap="trademarks-in-all", order="matter", **DOCUMENT),
    act(F, "hold", f"/enterprises/{TWO}/holds",
        **{"from": "2022-12-01"}, reason="freeze", **DOCUMENT),
    act(F, "release", f"/enterprises/{TWO}/releases", on="2023-01-01", **DOCUMENT),
    act(F, "hold-list", "/hold-lists", file=("file", "register.csv"),
        list="失信名单", reason="credit", **DOCUMENT),
    act(A, "policy confirm", "/policies/proposals/1/confirmation", "proposal-unknown"),
    act(A, "policy decline", "/policies/proposals/1/refusal", "proposal-unknown", reason="错"),
    act(A, "policy amend", "/policies/amendments",
        set=["caps.trademarks-in-all.limit=40000"], **AMENDING, **DOCUMENT),
    act(A, "policy publish", "/policies", file=("file", "shipped.toml")),
    act(A, "policy repeal", "/policies/repeals", "policy-unknown", policy="nobody",
        **AMENDING, **DOCUMENT),
    act(U, "policy check", "/policies/checks", SAID, file=("text", "text.txt")),
    act(U, "policy try", "/policies/trials", SAID, file=("file", "shipped.toml")),
    act(U, "rehearse", "/rehearsals", SAID, set=["caps.trademarks-in-all.limit=50000"]),
    act(F, "budget appropriate", "/budgets/2024/appropriations",
        amount_fen=90_000_000, on="2024-01-10", document="A-9"),
    act(F, "budget line", "/budgets/2024/lines", line="展会", measures=["key-exhibition"]),
    act(F, "budget rename", "/budgets/2024/lines/%E5%B1%95%E4%BC%9A/title",
        title="重点展会", **DOCUMENT),
    act(F, "budget regroup", "/budgets/2024/lines/%E9%87%8D%E7%82%B9%E5%B1%95%E4%BC%9A/measures",
        measures=["key-exhibition", "other-exhibition"], **DOCUMENT),
    act(F, "budget supplement", "/budgets/2024/supplements",
        amount_fen=700, on="2024-02-10", document="A-10"),
    act(F, "budget correct", "/budget-entries/{movement}/correction", void=True, **WHY),
    act(F, "budget return", "/budgets/2024/returns",
        amount_fen=100, on="2024-02-11", document="A-11"),
    act(F, "budget transfer", "/budgets/2024/transfers",
        **{"from": "all", "to": "重点展会"}, amount_fen=100, on="2024-02-12", document="A-12"),
    act(F, "batch compute", "/batches", budget_year=2024, document="B-1"),
    act(F, "batch publish", "/batches/1/publication", on="2024-03-01", **BACKDATED),
    act(F, "batch withdraw-notice", "/batches/1/notice-withdrawal", **WHY),
    act(F, "batch publish", "/batches/1/publication", on="2024-03-04", **BACKDATED),
    act(C, "batch object", "/batches/1/objections/{claim}", reason="展位数不符", on="2024-03-05"),
    act(A, "batch resolve", "/batches/1/objections/{claim}/resolution", dismiss=True, **DOCUMENT),
    act(T, "batch order", "/batches/1/orders", only=["{claim}"], **LATER, **DOCUMENT, **BACKDATED),
    act(T, "batch bank-file", "/batches/1/bank-file.csv", template="transfer-csv", reason="送银行"),
    act(T, "paper payments", "/papers/payments/1.xlsx", reason="送银行"),
    act(T, "paper payment-list", "/papers/payment-list/1.xlsx", reason="送银行"),
    act(T, "batch pay", "/batches/1/payments",
        only=["{claim}"], receipt="Z-1", **LATER, **BACKDATED),
    act(T, "batch correct", "/batch-entries/{payment}/correction",
        set=["receipt=Z-11"], **WHY, **BACKDATED),
    act(T, "batch fail", "/batches/1/failures/{claim}",
        reason="账户已销户", on="2024-03-15", **BACKDATED),
    act(T, "batch results", "/batches/1/results", "bank-template-unknown",
        file=("file", "answer.txt"), template="nobody", receipt="Z-5", **LATER),
    act(F, "batch cancel", "/batches/1/cancellation", **WHY),
    act(T, "recovery record", "/recoveries", "nothing-owed-back",
        claims=["R-11"], amount_fen=100, on="2024-04-01", receipt="T-1", **BACKDATED),
    act(T, "recovery correct", "/recovery-entries/1/correction", "entry-not-correctable",
        set=["receipt=T-2"], **WHY),
    act(F, "budget carry-over", "/budgets/2024/carry-over", document="结转", on="2024-12-31"),
    act(F, "budget reopen", "/budgets/2024/reopening", on="2025-01-05", **WHY, **BACKDATED),
    act(T, "paper check", "/papers/checks", "paper-format", file=("file", "claims.jsonl")),
    act(U, "audit duplicates", "/audit/comparisons", SAID, file=("against", "elsewhere.csv")),
    act(U, "proof check", "/proofs/checks", "malformed", file=("file", "claims.jsonl")),
    act(F, "store set-rules", "/rules", file=("file", "rules.toml")),
    act(A, "transfer-out", f"/enterprises/{TWO}/transfer-out",
        to="瑞安市", on="2023-12-01", document="迁1号"),
    act(A, "enterprise hand-over", f"/enterprises/{TWO}/pack.json", SAID, of="乐清市"),
    act(A, "transfer-in", "/transfers-in", "pack-false", file=("file", "moved.jsonl"),
        on="2024-01-01", **DOCUMENT),
    act(A, "enterprise annul-transfer", f"/enterprises/{TWO}/transfer-annulment",
        annulled="迁1号", **WHY),
    act(A, "succeed", "/enterprises/91330382MAKD41TB48/succession",
        new=ONE, kind="merger", on="2024-01-01", **DOCUMENT),
    act(F, "enterprise erase", f"/enterprises/{ONE}/account"),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acts")
    for name, content in files().items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "shipped.toml").write_bytes(SHIPPED.read_bytes())
    return folder


@pytest.fixture(scope="module")
def web(folder: Path) -> Iterator[Served]:
    """A county's ledger with claims that wait, served."""
    store = folder / "ledger.db"
    more = folder / "more.jsonl"
    first = (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines()[1]
    more.write_text(first.replace("R-01", "W/1").replace("F-1", "F-91").replace("F-2", "F-92"))
    for file in (SAMPLE, folder / "claims.jsonl", more):
        ran = subsidy("backfill", file, "--by", "lin", "--store", store)
        assert ran.code in (0, 1), ran.err
    with served(store) as web:
        yield web


def test_every_act_of_the_api_is_asked_once() -> None:
    named = {(each.method, each.verb) for each in table.EVERY if each.method != "GET"}
    jobs = {(each.method, each.verb) for each in table.EVERY if each.job}

    assert {verb for _method, verb in named - jobs} == {each.verb for each in ACTS}


def test_each_act_records_or_answers_or_is_refused_by_its_code(web: Served, folder: Path) -> None:
    came = {}
    for number, each in enumerate(ACTS):
        before = web.get("/healthz").json()["position"]
        answer = asked(web, folder, each)
        after = web.get("/healthz").json()["position"]
        assert answer.status_code < 500, (each.verb, answer.text)
        assert str(web.server.spool) not in answer.text, each.verb
        if answer.status_code == 200:
            came[number, each.verb] = RECORDED if after > before else SAID
            if each.verb in typed.EVERY:  # others write a file
                must_be_of_its_type(each.verb, answer.text)
        else:
            assert after == before, each.verb
            came[number, each.verb] = answer.json()["code"]

    assert came == {(number, each.verb): each.comes for number, each in enumerate(ACTS)}
    assert subsidy("verify", "--store", folder / "ledger.db").code == 0


def asked(web: Served, folder: Path, each: Asking) -> Any:
    """Ask for an act with what its path and body name filled in."""
    (method,) = {known.method for known in table.EVERY if known.verb == each.verb} - {"GET"}
    path = f"/api/v1{filled(web, each.path)}"
    if each.file is not None:
        name, file = each.file
        content = {name: (file, (folder / file).read_bytes())}
        return web.ask(method, path, each.by, data=dict(each.given), files=content)
    given = {
        name: [filled(web, word) for word in value] if isinstance(value, list) else value
        for name, value in each.given.items()
    }
    return web.ask(method, path, each.by, json=given)


def filled(web: Served, text: str) -> str:
    """Return a text with what it names in braces as the ledger has it."""
    if "{digest}" in text:
        (paper,) = web.get("/api/v1/claims/R-02/attachments").json()["attachments"]
        return text.replace("{digest}", paper["sha256"])
    if "{claim}" in text:
        return text.replace("{claim}", web.get("/api/v1/batches/1").json()["lines"][0]["claim_no"])
    for name, subject, kind in (
        ("{movement}", "budget:2024", "supplemented"),
        ("{payment}", "batch:1", "part-paid"),
    ):
        if name in text:
            events = web.get(f"/api/v1/history/{subject}").json()
            entries = [event["position"] for event in events if kind in event["type"]]
            return text.replace(name, str(entries[-1]))
    return text
