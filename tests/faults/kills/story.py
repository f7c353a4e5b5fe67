"""One story in which every command about people's money is said once, with what it needs beside.

Each step is one command line; `{folder}` is where its files lie, `{AT:stream/type}` the position
of the last event of a type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.command import asked, write_lines
from tests.support.money_desk import OTHER, USCC, case, code, position_of

THIRD, FOURTH = code(3), code(4)
ENTERPRISES = (USCC, OTHER, THIRD, FOURTH)
ACCOUNTS = dict(zip(ENTERPRISES, (f"62220212000000000{n:02d}" for n in range(4)), strict=True))

STEPS = f"""
enterprise accounts {{folder}}/accounts.csv --by registrar
correct A --set facts.amount=120 --document 更正1号 --reason 笔误 --by officer
approve A B C D E --by officer
correct B --set facts.amount=90 --document 更正2号 --reason 笔误 --by officer
budget appropriate 2022 --amount 1000 --document A-1 --on 2022-01-10 --by treasurer
budget rename 2022 all 外贸 --document A-2 --by treasurer
budget correct {{AT:budget:2022/budget-appropriated}} --set amount=900 --document 更正3号 \
--reason 笔误 --by treasurer
store set-rules {{folder}}/rules.toml --by officer
hold-list {{folder}}/list.csv --list 失信名单 --document 一期 --reason credit --by officer
hold-list {{folder}}/second.csv --list 失信名单 --document 二期 --reason credit \
--release-missing --on 2022-06-01 --by officer
batch compute --budget-year 2022 --document 批1号 --by treasurer
batch publish 1 --on 2022-11-01 --backdated 补录1号 --days 7 --by treasurer
batch order 1 --document 拨付1号 --on 2022-11-19 --backdated 补录1号 --only A B C E \
--by treasurer
batch results 1 {{folder}}/answer.csv --template transfer-csv --receipt R-1 --on 2022-11-20 \
--backdated 补录1号 --by cashier
batch correct {{AT:batch:1/batch-part-paid}} --set receipt=R-2 --document 更正4号 \
--reason 笔误 --by treasurer
batch cancel 1 --reason 余下改由下批拨付 --document 会议1号 --by treasurer
revoke C --document 撤1号 --reason 重复申报 --by officer
recovery record C --amount 12 --receipt B-1 --on 2023-01-05 --backdated 补录1号 --by cashier
recovery correct {{AT:{THIRD}/claim-recovered}} --set amount=11 --document 更正5号 \
--reason 笔误 --by treasurer
enterprise account {USCC} --account 6222021200000009999 --bank 示例银行 --document 变更1号 \
--by registrar
enterprise confirm-account {USCC} --document 核实1号 --by officer
transfer-in {{folder}}/pack.jsonl --on 2023-07-01 --document 迁2号 --by officer
succeed {OTHER} {THIRD} --kind merger --on 2024-01-01 --document 准予合并1号 --by officer
budget carry-over 2022 --document 结转22号 --on 2024-12-31 --by treasurer
budget reopen 2022 --document 重开22号 --on 2025-01-10 --reason 有误 \
--backdated 补录1号 --by treasurer
"""
RULES = """document = "乐商务〔2022〕3号"
notice = { days = 6, minimum_days = 4, counts = "working", source = "第三条" }
"""


def steps() -> list[str]:
    """Return the commands of the story, in order."""
    return STEPS.replace("\\\n", "").strip().splitlines()


def begin(store: Path) -> None:
    """Submit the claims that the story is about."""
    payees = {"A": USCC, "B": OTHER, "C": THIRD, "D": FOURTH, "E": USCC}
    lines = [case(claim_no, "100", uscc) for claim_no, uscc in payees.items()]
    asked(store, "backfill", write_lines(store.parent / "claims.jsonl", lines), "--by", "clerk")


def files(folder: Path) -> None:
    """Write what the story's commands read."""
    accounts = [f"{uscc},示例企业,示例银行,{ACCOUNTS[uscc]}" for uscc in ENTERPRISES]
    _sheet(folder / "accounts.csv", "统一社会信用代码,户名,开户行,账号", accounts)
    listed = [f"{uscc},示例企业,2022-03-0{n}" for n, uscc in enumerate((OTHER, THIRD, FOURTH), 1)]
    _sheet(folder / "list.csv", "统一社会信用代码,企业名称,列入日期", listed)
    _sheet(folder / "second.csv", "统一社会信用代码,企业名称,列入日期", [])
    said = [
        (USCC, "220", "成功", ""),
        (OTHER, "90", "失败", "账号不符"),
        (THIRD, "100", "成功", ""),
    ]
    answer = [f"{ACCOUNTS[u]},{fen},{state},{why},BT1-1-{u}" for u, fen, state, why in said]
    _sheet(folder / "answer.csv", "收款账号,金额,处理状态,失败原因,附言", answer)
    (folder / "rules.toml").write_text(RULES, encoding="utf-8")
    _pack(folder)


def words(store: Path, folder: Path, step: str) -> list[str]:
    """Return the words of a step, for one ledger."""
    return list(_words(store, step.replace("{folder}", str(folder))))


def _words(store: Path, step: str) -> Iterator[str]:
    for word in step.split():
        at = re.fullmatch(r"\{AT:(.+)/(.+)\}", word)
        yield str(position_of(store, at[1], at[2])) if at else word


def _sheet(path: Path, headers: str, rows: list[str]) -> None:
    path.write_text("\n".join([headers, *rows, ""]), encoding="utf-8")


def _pack(folder: Path) -> None:
    """Have another county hand over what it granted to an enterprise."""
    away = folder / "away"
    away.mkdir()
    store = away / "ledger.db"
    line = write_lines(away / "claims.jsonl", [case("Z", "50", FOURTH)])
    asked(store, "backfill", line, "--approve", "--by", "clerk")
    out = ("--to", "乐清市", "--of", "瑞安市", "--on", "2023-07-01", "--document", "迁1号")
    asked(store, "transfer-out", FOURTH, *out, "--out", folder / "pack.jsonl", "--by", "officer")
