"""Answers for programs: the one place where a typed answer becomes JSON.

A key is a field's name, a tuple is a list, a day is an ISO date. A key that is there only sometimes
belongs to a type of its own, so that `null` always means a value that is not known. The one
exception is of which policy an answer is: that is there where the ledger has several.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TextIO, cast

import msgspec

from domain.calendar import clock_text
from domain.events.claims import ClaimCorrected, ClaimSubmitted
from domain.events.store import PolicyPublished, VersionProposed

if TYPE_CHECKING:
    from domain.events.log import Recorded

ROWS_AT_ONCE = 1_000

# Controls, turned text and what is not seen: a terminal would obey them, so JSON spells them.
_OBEYED = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)

# Which policy something is of goes without saying in a ledger of one, whose answers are as they
# were before a ledger could have several. In a text these quotes would stand behind a stroke.
_KEYS = '"(?:policy|policies|by_policy)":null'
_UNSAID = re.compile(f",{_KEYS}|{_KEYS},")


def as_json(answer: object) -> Any:
    """Return an answer as what JSON has: dictionaries, lists, text, whole numbers, true, null."""
    return json.loads(_UNSAID.sub("", _spelled(answer)))


def _spelled(answer: object) -> str:
    try:
        return msgspec.json.encode(answer).decode()
    except UnicodeEncodeError:
        builtins = msgspec.to_builtins(answer)
        return json.dumps(builtins, ensure_ascii=False, separators=(",", ":"))


def event_as_json(recorded: Recorded) -> dict[str, Any]:
    """Return an event with its envelope, its fields beside those of the envelope.

    One whose topic is no longer recorded is shown as it was.
    """
    from adapters.log.codec import encode_event  # not needed by other answers
    from adapters.log.upcasts import word

    event = recorded.event
    topic, content = (event.TOPIC, event) if recorded.former is None else recorded.former
    envelope: dict[str, Any] = {
        "position": recorded.position,
        "recorded_at": clock_text(recorded.recorded_at),
        "by": recorded.by,
        "login": recorded.login,
        "type": word(topic),
    }
    if isinstance(event, ClaimSubmitted | ClaimCorrected):
        envelope["kind"] = event.facts.kind
    if isinstance(event, PolicyPublished | VersionProposed):  # as the log spells it
        return envelope | dict(msgspec.json.decode(encode_event(event)))
    written = dict(msgspec.to_builtins(content))
    if isinstance(event, ClaimSubmitted | ClaimCorrected):
        written["facts"] = msgspec.to_builtins(event.facts.stated)
    return envelope | written


def print_json(answer: object, out: TextIO) -> None:
    """Print one JSON document; the rows of a long answer a part at a time, never all as text."""
    long = _long_field(answer)
    if long is None:
        out.write(_indented(answer) + "\n")
        return
    # Strings have no line breaks in JSON: this line is the field itself, at the top.
    without = _indented(replace(cast(Any, answer), **{long: ()}))
    before, field_line, after = without.partition(f'\n "{long}": []')
    assert field_line, f"an answer without its field {long}"
    out.write(f'{before}\n "{long}": [')
    rows = getattr(answer, long)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        part = _indented(rows[start : start + ROWS_AT_ONCE])
        out.write(("," if start else "") + part[1:-2].replace("\n", "\n "))
    out.write(f"\n ]{after}\n")


def _long_field(answer: object) -> str | None:
    """Return which field of an answer has more rows than are spelled together; None for none."""
    if not is_dataclass(answer):
        return None
    for field in fields(answer):
        rows = getattr(answer, field.name)
        if isinstance(rows, tuple) and len(rows) > ROWS_AT_ONCE:
            return field.name
    return None


def _indented(answer: object) -> str:
    """Return an answer as the text of a JSON document."""
    said = _UNSAID.sub("", _spelled(answer))
    try:
        text = msgspec.json.format(said.encode(), indent=1).decode()
    except UnicodeEncodeError:  # half a character has no bytes; `json` spells it, ten times slower
        text = json.dumps(json.loads(said), ensure_ascii=False, indent=1)
    if text.isascii() and "\x7f" not in text:  # what is obeyed besides is not ASCII
        return text
    return _OBEYED.sub(lambda sign: json.dumps(sign[0])[1:-1], text)
