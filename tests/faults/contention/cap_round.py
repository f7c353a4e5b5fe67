"""One round for the last of a cap: many ask at once, each many times; then the laws."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults.contention.asking import Answer, Request, can_be_kept
from tests.faults.contention.caps import CAPS, Cap, code, line_of, taken_before
from tests.faults.contention.crew import Answers, Crew
from tests.faults.contention.own_sum import Account, LogEvent
from tests.faults.contention.work import Say

SAYINGS_MAX = 20
SHAPES = ("approve", "file", "mixed", "contested")
DECISIONS = ("claim-approved", "claim-rejected", "claim-rejected-by-officer")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapRound:
    """What is asked in a round, by whom it may be refused, and what is left to take.

    before: claims decided beforehand. fees: of each claim that asks now.
    """

    number: int
    shape: str
    name: str
    cap: Cap
    uscc: str
    before: dict[str, int]
    fees: dict[str, int]
    requests: list[Request]

    def left(self) -> int:
        """What those before left to take."""
        if self.cap.counted is not None:
            return self.cap.limit - len(self.before)
        return self.cap.limit - sum(map(self.cap.holding_write_lock, self.before.values()))


def drawn(number: int, random: Random, folder: Path) -> tuple[CapRound, list[Path]]:
    """Draw a round; return it and the files to take in before it, the decided ones first."""
    name = random.choice(sorted(CAPS))
    cap, uscc, shape = CAPS[name], code(number), SHAPES[number % len(SHAPES)]
    fees = [*taken_before(cap, random)]
    taken = len(fees)
    fees += [random.randint(*cap.fees) for _ in range(random.randint(2, 8))]
    numbers = [f"R{number}-{at}" for at in range(len(fees))]
    files = {}
    for at, (claim_no, fee) in enumerate(zip(numbers, fees, strict=True)):
        files[claim_no] = folder / f"{claim_no}.jsonl"
        line = line_of(cap, claim_no, uscc, at, fee)
        files[claim_no].write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    asked, prepared = [], [files[no] for no in numbers[:taken]]
    for at, claim_no in enumerate(numbers[taken:]):
        filed = shape == "file" or (shape == "mixed" and at % 2)
        asked.append(_filed(files[claim_no], claim_no) if filed else _approved(claim_no))
        if not filed:
            prepared.append(files[claim_no])
    if shape == "contested":
        asked += [_ended(random, claim_no) for claim_no in numbers[taken:] if random.random() < 0.6]
        asked += [_withdrawn(claim_no) for claim_no in numbers[:taken] if random.random() < 0.3]
    known = dict(zip(numbers, fees, strict=True))
    this = CapRound(
        number=number,
        shape=shape,
        name=name,
        cap=cap,
        uscc=uscc,
        before={no: known[no] for no in numbers[:taken]},
        fees={no: known[no] for no in numbers[taken:]},
        requests=asked,
    )
    return this, prepared


def carried_out(this: CapRound, crew: Crew, random: Random) -> tuple[list[Say], Answers]:
    """Say every request 1 to 20 times in two waves, workers killed at work and between them."""
    way = "process" if this.number % 10 == 5 else None
    return sent(this.requests, crew, random, way)


def sent(
    requests: Sequence[Request], crew: Crew, random: Random, way: str | None = None
) -> tuple[list[Say], Answers]:
    """Say each request 1 to 20 times over the crew, half of the times after a restart."""
    says: list[Say] = []
    for request in requests:
        ways = ("kept", "called") if can_be_kept(request) else ("called",)
        for _ in range(random.randint(1, SAYINGS_MAX if way is None else 3)):
            says.append(Say(len(says), request, way or random.choice(ways)))
    shuffled = random.sample(says, len(says))
    answers: Answers = {}
    half = (len(says) + 1) // 2
    for few in (shuffled[:half], shuffled[half:]):
        hands = [few[at :: crew.size] for at in range(crew.size)]
        killer = random if way is None and random.random() < 0.3 else None
        answers |= crew.say(hands, killer)
        if few and random.random() < 0.3:
            crew.restart(random.sample(range(crew.size), min(2, crew.size)))
    return says, answers


def faults(
    this: CapRound, says: list[Say], answers: Answers, events: Sequence[LogEvent]
) -> list[str]:
    """Return every law the round broke; events: those of its enterprise, from the log."""
    account = Account(events, this.cap.counted)
    faults_seen = _answered(this, says, answers)
    if account.highest > this.cap.limit:
        faults_seen.append(f"{account.highest} used of {this.cap.limit}")
    for (claim_no, topic), times in account.topics.items():
        if times > 1 and topic != "claim-reassessed.2":
            faults_seen.append(f"{claim_no}: {topic} {times} times")
    for claim_no in this.fees:
        if sum(account.topics[claim_no, topic] for topic in DECISIONS) > 1:
            faults_seen.append(f"{claim_no}: decided twice")
    live = {
        no: fee
        for no, fee in (this.before | this.fees).items()
        if not account.topics[no, "claim-withdrawn"]
        and not account.topics[no, "claim-rejected-by-officer"]
    }
    wanted = len(live) if this.cap.counted else sum(map(this.cap.holding_write_lock, live.values()))
    used, fitting = account.used(this.cap.counted), min(this.cap.limit, wanted)
    if used != fitting:
        faults_seen.append(f"{used} granted where {fitting} fit")
    where = f"round {this.number} ({this.shape}, {this.name})"
    return [f"{where}: {fault}" for fault in faults_seen]


def _answered(this: CapRound, says: list[Say], answers: Answers) -> list[str]:
    """Return what is wrong with the answers: the same each time, and each event reported once."""
    faults_seen, heard = [], defaultdict[Request, list[Answer]](list)
    for say in says:
        heard[say.request].append(answers[say.number])
    for request, every in heard.items():
        what = " ".join(request.words[:2])
        if this.shape != "contested":
            faults_seen += [
                f"{what}: {answer.exit} {answer.code} {answer.err}"
                for answer in every
                if answer.exit
            ]
        if len({answer.exit for answer in every}) > 1:
            faults_seen.append(f"{what}: refused {[answer.code for answer in every]}")
        if this.shape != "contested" and any(answer.body != every[0].body for answer in every):
            faults_seen.append(f"{what}: answers differ: {[answer.body for answer in every]}")
        if sum(bool(answer.events) for answer in every) > 1:
            faults_seen.append(f"{what}: reported as appended by several")
    return faults_seen


def broken(answers: Answers) -> list[str]:
    """Return answers that no rule gives: busy, unreadable, misused, a traceback."""
    return [
        f"{answer.code}: {answer.err}"
        for answer in answers.values()
        if answer.exit not in (0, 1)
        or answer.code in ("store-busy", "store-unreadable", "no-answer")
        or "Traceback" in answer.err
    ]


def _filed(path: Path, claim_no: str) -> Request:
    return Request(words=("backfill", str(path), "--approve"), claim_no=claim_no)


def _approved(claim_no: str) -> Request:
    return Request(words=("approve", claim_no), claim_no=claim_no)


def _ended(random: Random, claim_no: str) -> Request:
    if random.random() < 0.5:
        return _withdrawn(claim_no)
    return Request(words=("reject", claim_no, "--reason", "not ours"), claim_no=claim_no)


def _withdrawn(claim_no: str) -> Request:
    return Request(words=("withdraw", claim_no, "--reason", "changed my mind"), claim_no=claim_no)
