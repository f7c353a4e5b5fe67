"""One round of money: desks put batches together, publish and pay them, all at once."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

from tests.faults.contention.asking import Answer, Request
from tests.faults.contention.cap_round import sent
from tests.faults.contention.caps import code, yuan
from tests.faults.contention.crew import Answers, Crew
from tests.faults.contention.own_sum import LogEvent
from tests.faults.contention.work import Say
from tests.support.money_desk import past

YEAR, LINE = "2023", "cases"
DESKS = 3
Wave = tuple[list[Say], Answers]


def prepared(number: int, random: Random, folder: Path) -> tuple[Path, dict[str, int]]:
    """Write claims of a few enterprises that a document decides; return their amounts too."""
    amounts = {f"M{number}-{at}": random.randint(1, 900_000) for at in range(random.randint(3, 12))}
    path = folder / f"money-{number}.jsonl"
    lines = [
        {
            "claim_no": claim_no,
            "uscc": code(9_000_000 + at % 4),
            "enterprise": "示例企业",
            "kind": "case-by-case",
            "occurred_on": "2023-03-07",
            "filed_on": "2023-10-08",
            "facts": {"article": "三（一）", "decision_no": f"D-{claim_no}", "amount": yuan(fen)},
        }
        for at, (claim_no, fen) in enumerate(amounts.items())
    ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path, amounts


def accounts(amounts: dict[str, int]) -> list[tuple[str, ...]]:
    """Return the commands that name the account of every enterprise of the claims."""
    firms = sorted({code(9_000_000 + at % 4) for at in range(len(amounts))})
    account = ("--account", "6222021234567890", "--bank", "示例银行")
    return [("enterprise", "account", uscc, *account) for uscc in firms]


def carried_out(number: int, amounts: dict[str, int], crew: Crew, random: Random) -> list[Wave]:
    """Appropriate, compute, publish, pay: each wave at once; exports beside the payments."""
    money = yuan(sum(amounts.values()))
    appropriate = ("budget", "appropriate", YEAR, "--line", LINE, "--amount", money)
    waves = [
        sent(
            [_money(*appropriate, "--document", f"A-{number}", "--on", "2023-01-10")], crew, random
        ),
        sent([_computed(number, desk) for desk in range(DESKS)], crew, random),
    ]
    batches = sorted({wave.body["batch"] for wave in waves[-1][1].values() if wave.exit == 0})
    published = [
        _money("batch", "publish", str(batch), *past("2023-11-01"), "--days", "7")
        for batch in batches
    ]
    waves.append(sent(published, crew, random))
    paid = [
        _money(
            "batch",
            "pay",
            str(batch),
            *past("2023-11-20"),
            "--receipt",
            f"P-{batch}",
        )
        for batch in batches
    ]
    exported = Request(
        words=("exports", code(number), "2023", "--us-usd", str(number), "--rcep-usd", "7")
    )
    waves.append(sent([*paid, exported], crew, random))
    return waves


def faults(
    number: int, amounts: dict[str, int], waves: list[Wave], events: list[LogEvent]
) -> list[str]:
    """Return every law the round broke; events: of this round, whole log."""
    faults_seen: list[str] = []
    for says, answers in waves:
        heard = defaultdict[Request, list[Answer]](list)
        for say in says:
            heard[say.request].append(answers[say.number])
        for request, every in heard.items():
            faults_seen += _unlike(" ".join(request.words[:3]), every)
    taken = Counter(
        line["claim_no"]
        for event in events
        if event.topic == "batch-lines-computed"
        for line in event.event["lines"]
    )
    counted = Counter(event.topic for event in events)
    paid = [event.event["amount_fen"] for event in events if event.topic == "claim-paid"]
    checks = {
        "claims in batches": (dict(taken), dict.fromkeys(amounts, 1)),
        "paid": (sum(paid), sum(amounts.values())),
        "payments": (len(paid), len(amounts)),
        "batches paid": (counted["batch-paid"], counted["batch-computed"]),
        "appropriations": (counted["budget-appropriated"], 1),
        "exports": (counted["amounts-recorded"], 1),
    }
    faults_seen += [
        f"{what}: {is_} not {wanted}" for what, (is_, wanted) in checks.items() if is_ != wanted
    ]
    return [f"round {number} (money): {fault}" for fault in faults_seen]


def _unlike(what: str, every: list[Answer]) -> list[str]:
    faults_seen = []
    if what.startswith("batch compute"):
        every = [answer for answer in every if answer.code != "nothing-unpaid"]
    faults_seen += [f"{what}: {answer.code} {answer.err}" for answer in every if answer.exit]
    if any(_lasting(answer) != _lasting(every[0]) for answer in every):
        faults_seen.append(f"{what}: answers differ: {[answer.body for answer in every]}")
    if sum(bool(answer.events) for answer in every) > 1:
        faults_seen.append(f"{what}: reported as appended by several")
    return faults_seen


def _lasting(answer: Answer) -> object:
    """What of a money answer others cannot change: which batch, which year."""
    said = answer.body
    return said.get("batch", said.get("year")) if isinstance(said, dict) else said


def _money(*words: str) -> Request:
    return Request(words=words)


def _computed(number: int, desk: int) -> Request:
    return _money(
        "batch",
        "compute",
        "--budget-year",
        YEAR,
        "--line",
        LINE,
        "--document",
        f"B-{number}-{desk}",
    )
