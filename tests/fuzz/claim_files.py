"""Good files of claims to damage, in every format, and what must hold of any file that is read."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from eventsourcing.persistence import StoredEvent

from adapters.intake.flat import rows as flat
from adapters.intake.items import SHOWN_MAX, AcceptedRow, Item, Notice, RejectedRow
from adapters.intake.read import read
from adapters.ledger.handling.units import Author, Owners, Request, decide_request
from adapters.log.codec import Stamp, decode, encode_event, envelope
from adapters.wording.catalogue.intake import NOTICES
from adapters.wording.catalogue.intake import ROWS as ROW_SENTENCES
from adapters.wording.catalogue.intake_files import FILES
from adapters.wording.catalogue.intake_sentence import medium_of, why
from adapters.wording.translation import speaking
from domain.commands.enterprise import ApproveClaim, SubmitClaim
from domain.enterprise.hands import SeparatedHands
from domain.enterprise.state import Enterprise
from domain.refusals import Refusal
from tests.adapters.intake.files import FACTS, USCC, line, uscc
from tests.domain.given import BOOK
from tests.fuzz.running import outcome

NAMES = flat.names()
STAMP = Stamp(recorded_at="2022-10-08T01:30:00.123456Z", by="clerk", login="tests")
OWNERS = (USCC, uscc(18), uscc(31))
EXPORTS = {
    "record": "exports",
    "uscc": USCC,
    "year": 2022,
    "us_usd": "12345678.90",
    "rcep_usd": "0",
}


def objects() -> list[dict[str, object]]:
    """Return a good line of every kind, and a record of exports."""
    rows: list[dict[str, object]] = [EXPORTS]
    for number, kind in enumerate(FACTS):
        owner = OWNERS[number % len(OWNERS)]
        row = line(kind, claim_no=f"YQ-{number}", uscc=owner, enterprise=f"示例企业{owner[-3:]}")
        rows.append(row | {"invoices": [f"F{number}", "共用"], "other_support": "12.50"})
    return rows


OBJECTS = objects()
LINES = [json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for row in OBJECTS]


def json_lines(random: Random) -> bytes:
    return b"".join(random.choice(LINES) + b"\n" for _ in range(random.randint(1, 4)))


def flat(row: dict[str, object]) -> dict[str, str]:
    """Return a line's values as cells of a CSV file, by header."""
    named = {**row, **row.get("facts", {})}
    named.pop("facts", None)
    return {name: _cell(value) for name, value in named.items() if name in NAMES}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


ROWS = [flat(row) for row in OBJECTS]


def csv_rows(rows: list[dict[str, str]]) -> list[list[str]]:
    """Return the headers that these rows need together, and their cells."""
    headers = list(dict.fromkeys(name for row in rows for name in row))
    return [headers, *([row.get(name, "") for name in headers] for row in rows)]


def items_of(path: Path) -> list[Item] | None:
    """Return what a file holds; None where it is refused, as every file may be."""
    entries: list[Item] | Refusal = outcome(lambda: list(read(path)))
    if isinstance(entries, Refusal):
        assert entries.code in FILES
        return None
    assert isinstance(entries, list), entries
    return entries


def must_be_sound(entries: list[Item]) -> None:
    """Every row is reported once: recordable as it was understood, or rejected in known words."""
    places = [
        (entry.at.sheet, entry.at.row)
        for entry in entries
        if isinstance(entry, (AcceptedRow, RejectedRow))
    ]
    assert len(places) == len(set(places)), "a row reported twice"
    for entry in entries:
        if isinstance(entry, RejectedRow):
            assert entry.code in ROW_SENTENCES
            assert len(entry.value) <= SHOWN_MAX
            assert entry.value.isprintable()
            for lang in ("zh", "en"):
                with speaking(lang):
                    assert why(entry.code, entry.column, entry.value, {}, medium_of(entry.source))
        elif isinstance(entry, AcceptedRow):
            must_be_recordable(entry)
        elif isinstance(entry, Notice):
            assert entry.code in NOTICES


def must_be_recordable(good: AcceptedRow) -> None:
    """What was understood decides, is written, and is read back as it was."""
    command, commands = good.command, (good.command,)
    if isinstance(command, SubmitClaim):
        approve = ApproveClaim(claim_no=command.claim_no, by="clerk", if_pending=True)
        commands = (command, approve)
    unit = Request(uscc=command.uscc, commands=commands)
    author, hands = Author(by="clerk", login="pc"), SeparatedHands()
    for event in decide_request(unit, Enterprise(), BOOK, Owners(), author, hands):
        body = encode_event(event)
        state = envelope(StoredEvent(command.uscc, 1, event.TOPIC, body), STAMP)
        assert decode(1, StoredEvent(command.uscc, 1, event.TOPIC, state)).event == event
