"""Budgets, batches and statements as tables for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.wording.catalogue.money import LINE_STATES
from adapters.wording.rendering.tables import show_table
from domain.money import yuan

Answer = dict[str, Any]

FIGURES = {
    "appropriated_fen": ("年初预算", "appropriated"),
    "supplemented_fen": ("追加", "supplemented"),
    "transferred_fen": ("调剂（净）", "transferred (net)"),
    "carried_in_fen": ("结转（净）", "carried in (net)"),
    "returned_fen": ("收回", "returned"),
    "budget_fen": ("预算合计", "budget"),
    "paid_fen": ("已拨付", "paid"),
    "recovered_fen": ("已追回", "recovered"),
    "approved_unpaid_fen": ("已核定未拨付", "approved, unpaid"),
    "in_publicity_fen": ("公示中", "in publicity"),
    "committed_fen": ("已占用", "committed"),
    "available_fen": ("可用", "available"),
    "under_review_fen": ("待核定（如全部核定）", "under review"),
    "available_after_review_fen": ("核定后可用", "available after review"),
}
BATCH_STATES = {
    "computed": ("已编制", "computed"),
    "published": ("公示", "published"),
    "paid": ("已办结", "paid"),
}
WHAT = {
    "granted": ("核定", "granted"),
    "reassessed": ("重新核定", "reassessed"),
    "withdrawn": ("撤回", "withdrawn"),
    "revoked": ("撤销", "revoked"),
    "lapsed": ("余额失效", "lapsed"),
    "paid": ("拨付", "paid"),
    "payment-failed": ("拨付失败", "payment failed"),
    "recovered": ("追回", "repaid"),
    "set-off": ("抵扣", "set off"),
    "set-off-reversed": ("抵扣撤回", "set-off undone"),
}


def show_budget(answer: Answer, lang: str) -> None:
    """Print a year's budget: a column a line."""
    en = lang == "en"
    year, position = answer["year"], answer["position"]
    print(
        f"Budget of {year} (log position {position}), yuan"
        if en
        else f"{year} 年预算（账本位置 {position}），单位：元"
    )
    lines = answer["lines"]
    rows = [
        [title[en], *(yuan(line[name]) for line in lines.values())]
        for name, title in FIGURES.items()
    ]
    rates = [f"{line['execution_rate']} %" for line in lines.values()]
    rows.append(["executed" if en else "执行率", *rates])
    show_table(["", *lines], rows, set(range(1, len(lines) + 1)))


def show_batch(answer: Answer, names: Mapping[str, str], lang: str) -> None:
    """Print a batch and its lines. names: what enterprises are called, by their codes."""
    en = lang == "en"
    print(_batch_title(answer, en))
    headers = (
        ["claim", "code", "enterprise", "owed", "allotted", "set off", "transferred", "state"]
        if en
        else ["申报编号", "统一社会信用代码", "企业名称", "应拨", "本批", "抵扣", "实拨", "状态"]
    )
    rows = [
        [
            line["claim_no"],
            line["uscc"],
            names.get(line["uscc"], ""),
            *(
                yuan(line[name])
                for name in ("owed_fen", "allotted_fen", "set_off_fen", "transferred_fen")
            ),
            LINE_STATES[line["state"]][en],
        ]
        for line in answer["lines"]
    ]
    show_table(headers, rows, {3, 4, 5, 6})


def batch_money(figures: Answer, lang: str) -> str:
    """Return what a batch made of its line's money, and what became of what it did not pay."""
    money, allotted, rest = (
        yuan(figures[name]) for name in ("money_fen", "allotted_fen", "rest_fen")
    )
    owed, lapsed = yuan(figures["owed_still_fen"]), yuan(figures["lapsed_fen"])
    if lang == "en":
        told = (
            f"As computed: money of the line {money}, allotted {allotted}, still available {rest}"
        )
        unpaid = [f"{owed} of the claims stays owed"] if figures["owed_still_fen"] else []
        unpaid += [f"{lapsed} of the claims lapsed"] if figures["lapsed_fen"] else []
        return "; ".join([told, *unpaid])
    told = f"编制时：科目可用 {money}，本批 {allotted}，余 {rest} 仍可用"
    unpaid = [f"未拨部分 {owed} 仍欠"] if figures["owed_still_fen"] else []
    unpaid += [f"未拨部分 {lapsed} 失效"] if figures["lapsed_fen"] else []
    return "；".join([told, *unpaid])


def show_batches(answers: list[Answer], lang: str) -> None:
    """Print every batch, a row each."""
    en = lang == "en"
    if not answers:
        print("No batches" if en else "没有批次")
        return
    headers = (
        ["batch", "year", "line", "state", "notice ends", "total", "lines"]
        if en
        else ["批次", "预算年度", "科目", "状态", "公示期满", "合计", "行数"]
    )
    rows = [
        [
            str(one["batch"]),
            str(one["budget_year"]),
            one["line"],
            BATCH_STATES[one["state"]][en],
            one["publicity_ends"] or "",
            yuan(one["total_fen"]),
            f"{len(one['lines']):,}",
        ]
        for one in answers
    ]
    show_table(headers, rows, {0, 5, 6})


def show_statement(answer: Answer, name: str | None, lang: str) -> None:
    """Print an enterprise's statement: the sums, then every entry with the balance after it."""
    en = lang == "en"
    whose = f"{name or ''} {answer['uscc']}".strip()
    print(f"Statement of {whose}, yuan" if en else f"{whose} 对账单，单位：元")
    sums = {
        "granted_fen": ("核定", "granted"),
        "paid_fen": ("已拨付", "paid"),
        "recovered_fen": ("已追回", "recovered"),
        "owed_to_enterprise_fen": ("应拨未拨", "owed to the enterprise"),
        "owed_back_fen": ("应退未退", "owed back"),
    }
    show_table(["", ""], [[title[en], yuan(answer[name])] for name, title in sums.items()], {1})
    print()
    headers = (
        ["position", "on", "what", "claim", "amount", "balance"]
        if en
        else ["位置", "日期", "事项", "申报编号", "金额", "余额"]
    )
    rows = [
        [
            str(entry["position"]),
            entry["on"],
            WHAT[entry["what"]][en],
            entry["claim_no"],
            yuan(entry["amount_fen"]),
            yuan(entry["balance_fen"]),
        ]
        for entry in answer["entries"]
    ]
    show_table(headers, rows, {0, 4, 5})


def _batch_title(answer: Answer, en: bool) -> str:
    number, year, line = answer["batch"], answer["budget_year"], answer["line"]
    state, total = BATCH_STATES[answer["state"]][en], yuan(answer["total_fen"])
    ends = answer["publicity_ends"]
    if en:
        notice = f", notice until {ends}" if ends else ""
        return f"Batch {number}, budget {year}, line {line}: {state}{notice}; {total} yuan"
    notice = f"，公示至 {ends}" if ends else ""
    return f"第 {number} 批　{year} 年预算　科目 {line}　{state}{notice}　合计 {total} 元"
