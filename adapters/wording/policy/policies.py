"""Policy versions for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.policy.amendment import Reverted
from adapters.policy.codec import digest
from adapters.policy.comparison import every_difference
from adapters.policy.patch import parameters
from adapters.policy.text.check import CheckResult
from adapters.wording.tables import show_table
from domain.calendar import clock, clock_text
from domain.events.log import Recorded
from domain.events.store import PolicyPublished
from domain.policy.book import PolicyVersion
from domain.policy.measures import Policy
from domain.refusals import Refusal

ENCODINGS = ("utf-8-sig", "gb18030")
TEXT_BYTES_MAX = 10_000_000


def versions(stream: Iterable[Recorded]) -> list[dict[str, Any]]:
    """Return every version with both its dates: the days it governs, when it was recorded."""
    return [
        {
            "version": recorded.event.number,
            "digest": recorded.event.digest,
            "document": recorded.event.policy.document,
            "announced_on": recorded.event.policy.announced_on.isoformat(),
            "first_day": recorded.event.policy.first_day.isoformat(),
            "last_day": recorded.event.policy.last_day.isoformat(),
            "recorded_at": clock_text(recorded.recorded_at),
            "position": recorded.position,
            "by": recorded.by,
        }
        for recorded in stream
        if isinstance(recorded.event, PolicyPublished)
    ]


def show_versions(told: list[dict[str, Any]], lang: str) -> None:
    """Print versions, a row each."""
    headers = (
        ["version", "first day", "last day", "announced", "recorded", "by", "document"]
        if lang == "en"
        else ["版本", "自", "至", "发布", "记录时间", "经办", "文件"]
    )
    names = ("version", "first_day", "last_day", "announced_on", "recorded_at", "by", "document")
    rows = [[str(one[name]) for name in names] for one in told]
    for row in rows:
        row[4] = clock(datetime.fromisoformat(row[4]))
    show_table(headers, rows, {0})


def answer(policy: Policy, number: int | None) -> dict[str, Any]:
    """Return a policy: its dates, every parameter with its article, and its commitments."""
    return {
        "version": number,
        "digest": digest(policy),
        "title": policy.title_zh,
        "document": policy.document,
        "announced_on": policy.announced_on.isoformat(),
        "first_day": policy.first_day.isoformat(),
        "last_day": policy.last_day.isoformat(),
        "parameters": [
            {"path": path, "value": value, "article": article}
            for path, value, article in parameters(policy)
        ],
        "commitments": [
            {"article": one.article, "summary": one.summary_zh} for one in policy.commitments
        ],
    }


def show(policy: Policy, number: int | None, lang: str) -> None:
    """Print a policy: measures with their parameters, caps, readings, commitments."""
    en = lang == "en"
    print(policy.title_en if en else policy.title_zh)
    print(policy.document)
    days = f"{policy.first_day} … {policy.last_day}"
    if en:
        which = "shipped" if number is None else f"version {number}"
        print(f"{which}; governs {days}; announced {policy.announced_on}")
    else:
        which = "随附版本" if number is None else f"第 {number} 版"
        print(f"{which}；适用 {days}；发布 {policy.announced_on}")
    titles = {
        f"measures.{one.id}": (one.title_zh, one.title_en) for one in policy.measures.values()
    }
    titles |= {f"caps.{one.id}": (one.title_zh, one.title_en) for one in policy.caps.values()}
    rows = []
    for path, value, article in parameters(policy):
        title = titles.get(".".join(path.split(".")[:2]), ("", ""))[en]
        rows.append([article, title, path, value])
    print()
    show_table(
        ["article", "title", "path", "value"] if en else ["条款", "名称", "路径", "值"], rows, {3}
    )
    print("\nCommitments without a sum" if en else "\n不含金额的条款")
    show_table(
        ["article", "summary"] if en else ["条款", "内容"],
        [[one.article, one.summary_en if en else one.summary_zh] for one in policy.commitments],
        set(),
    )


def show_check(result: CheckResult, lang: str) -> None:
    """Print what agrees, what is left over on either side, and what is read into the text."""
    en = lang == "en"
    parts = (
        (("一致", "matched"), result.matched),
        (("只在文本中", "only in the text"), result.text_only),
        (("只在政策文件中", "only in the policy file"), result.file_only),
        (("推定（文本未写明）", "inferred (read into the text)"), result.inferred),
    )
    for title, entries in parts:
        print(f"{title[en]}: {len(entries)}")
        rows = [
            [
                str(entry["article"]),
                str(entry.get("printed", "")),
                " ".join(entry["paths"]),
                str(entry["note_en" if en else "note"]),
            ]
            for entry in entries
        ]
        headers = (
            ["article", "printed", "sets", "note"] if en else ["条款", "印出", "对应参数", "说明"]
        )
        if rows:
            show_table(headers, rows, set())
        print()


def diff(a: PolicyVersion, b: PolicyVersion) -> dict[str, Any]:
    """Return what version `b` sets otherwise than `a`: days and document, then figures by path."""
    told = [
        {"path": path, "old": old, "new": new, "article": article}
        for path, old, new, article in every_difference(a.policy, b.policy)
    ]
    return {"a": a.number, "b": b.number, "differences": told}


def show_diff(told: dict[str, Any], lang: str) -> None:
    """Print the differences of two versions, a row each."""
    en = lang == "en"
    if not told["differences"]:
        print("The versions set the same" if en else "两版相同")
        return
    rows = [
        [one[name] for name in ("article", "path", "old", "new")] for one in told["differences"]
    ]
    a, b = told["a"], told["b"]
    show_table(
        ["article", "path", f"version {a}", f"version {b}"]
        if en
        else ["条款", "路径", f"第 {a} 版", f"第 {b} 版"],
        rows,
        set(),
    )


def reverted_sentence(one: Reverted, lang: str) -> str:
    """Say which figure of another version an amendment takes back, and on which days."""
    if lang == "en":
        return (
            f"warning: on {one.first_day} … {one.last_day} version {one.version} sets {one.path} "
            f"to {one.old}; this version takes it back to {one.new}. Set it too, or end earlier."
        )
    return (
        f"提醒：{one.first_day} 至 {one.last_day} 原由第 {one.version} 版规定 "
        f"{one.path} 为 {one.old}，本版将改回 {one.new}。如非本意，请一并设定该参数，或提前末日。"
    )


def read_text(path: Path) -> str:
    """Return an official text. Raises `text-unreadable`."""
    try:
        if path.stat().st_size > TEXT_BYTES_MAX:
            raise Refusal("text-unreadable", file=str(path), problem="too large")
        found = path.read_bytes()
    except OSError as problem:
        raise Refusal("text-unreadable", file=str(path), problem=problem.strerror) from None
    for encoding in ENCODINGS:
        try:
            return found.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("text-unreadable", file=str(path), problem="encoding")
