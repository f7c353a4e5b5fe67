"""The shape of every event as a type of the database, made from the types that decode it.

A row that another program inserts is read into such a type and spelled again: what does not come
back byte for byte is not an event that the ledger could read.
"""

from __future__ import annotations

import re
from dataclasses import make_dataclass
from typing import Any, Literal, get_args

from msgspec import inspect

from adapters.log.stated import CorrectedOnDisk, SubmittedOnDisk
from adapters.policy.former.document import kinds
from domain.events.budget import LineAmount
from domain.events.claims import AmountsRecorded, ClaimCorrected, ClaimSubmitted, Step
from domain.events.log import Event
from domain.events.store import PolicyPublished, VersionProposed
from domain.money import AMOUNT_MAX_FEN
from domain.policy.facts import TEXT_MAX
from domain.policy.kinds import Kind

SHAPES = "subsidy_shapes"  # the schema of these types

_TEXT = r'"(?:[^"\\]|\\["\\bfnrt])*"'
_WHOLE = "(?:0|-?[1-9][0-9]{0,29})"
# Of kinds, records and what they state, and a unit; with the policy before them.
_NAME = "(?:[a-z0-9][a-z0-9-]{0,66}/)?[a-z0-9][a-z0-9_-]{0,66}"
_AMOUNT = f"(?:0|[1-9][0-9]{{0,14}}|{AMOUNT_MAX_FEN})"
_QUANTITY = r'"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{0,5}[1-9])?"'
_VALUE = rf"(?:{_TEXT}|{_WHOLE}|\[(?:{_WHOLE}(?:,{_WHOLE})*)?\])"
# Control, format and private-use characters, and others that are not seen, first and last of each
# range. What Unicode adds must not change a function that every program compares; and no backslash
# stands in it, which a session may have read otherwise. What is unassigned the server knows.
_UNFIT_RANGES = (
    "7f-9f ad-ad 34f-34f 600-605 61c-61c 6dd-6dd 70f-70f 890-891 8e2-8e2 115f-1160 17b4-17b5 "
    "180e-180e 200b-200f 202a-202e 2060-206f 2800-2800 3164-3164 e000-f8ff fdd0-fdef feff-feff "
    "ffa0-ffa0 fff0-fffb fffe-ffff 110bd-110bd 110cd-110cd 13430-1343f 1bca0-1bca3 1d159-1d159 "
    "1d173-1d17a e0000-e00ff e01f0-10ffff"
)
_UNFIT = "".join(
    "-".join(chr(int(end, 16)) for end in each.split("-")) for each in _UNFIT_RANGES.split()
)
# Whose columns in the views have four bytes: the last word of their names.
_TYPES: dict[str, Any] = {"yes-no": bool, "amount": int, "amounts": tuple[int, ...]}
_COUNTS = {"year", "version", "number", "batch", "booths", "days", "proposal"}


def shape_statements() -> tuple[list[str], str]:
    """Return the statements that make the types, and that of the function that spells an event
    again."""
    shapes, events = _Shapes(), get_args(Event)
    spelled = "\n".join(
        f"        WHEN '{event.TOPIC}' THEN {shapes.spelling_of(event)}" for event in events
    )
    schema = [f"DROP SCHEMA IF EXISTS {SHAPES} CASCADE", f"CREATE SCHEMA {SHAPES}"]
    function = f"""
CREATE OR REPLACE FUNCTION {SHAPES}.respelled(topic text, event json) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    CASE topic
{spelled}
        ELSE RAISE EXCEPTION 'no event has the topic %', topic;
    END CASE;
END $$"""
    return [*schema, *shapes.statements], function


class _Shapes:
    """The types made so far, each after those it holds."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self._made: dict[str, str] = {}

    def spelling_of(self, event: Any) -> str:
        """Return the statement that returns an event of this kind, spelled from its type."""
        if event in (PolicyPublished, VersionProposed):  # the policy is checked by what records it
            base = '"base":(?:0|[1-9][0-9]{0,8}),' if event is VersionProposed else ""
            head = rf'^\{{"number":[1-9][0-9]{{0,8}},{base}"digest":"[0-9a-f]{{64}}",'
            fitting = f"event::text ~ '{head}'"
            return f"\n            RETURN CASE WHEN {fitting} THEN event::text END;"
        if event is ClaimSubmitted:
            return self._stated(inspect.type_info(SubmittedOnDisk))
        if event is ClaimCorrected:
            return self._stated(inspect.type_info(CorrectedOnDisk))
        made = self._composite(inspect.type_info(event))
        return f"\n            RETURN {_again(made, 'event')};"

    def _stated(self, on_disk: Any) -> str:
        """A claim's facts are of the type that its kind names; of other policies', plain values."""
        made = self._composite(on_disk)
        plain = self._composite(on_disk, optional=False)
        types = {
            name: self._composite(inspect.type_info(_shape_of(kind)))
            for name, kind in kinds().items()
        }
        facts = "\n".join(
            f"                WHEN '{kind}' THEN " + _again(shape, "event->'facts'")
            for kind, shape in types.items()
        )
        return f"""
            RETURN CASE WHEN NOT EXISTS (
                SELECT FROM json_each(event->'facts')
                WHERE json_typeof(value) = 'string' AND length(value #>> '{{}}') > {TEXT_MAX}
            ) AND event->>'facts' = CASE event->>'kind'
{facts}
                ELSE CASE WHEN event->>'facts' ~ '{_FACTS}' THEN event->>'facts' END
            END THEN CASE WHEN event->'source' IS NULL
                THEN {_again(plain, "event")} ELSE {_again(made, "event")} END
            END;"""

    def _composite(self, info: Any, *, optional: bool = True) -> str:
        """Make the type of a shape, with the parts that may be left out or without them."""
        name = _snake(info.cls.__name__) + ("" if optional else "_plain")
        if name not in self._made:
            columns = [
                f'"{field.name}" {self._type_of(field.type, info.cls, field.name)}'
                for field in info.fields
                if optional or field.required
            ]
            self._make(name, f"({', '.join(columns)})", kind="TYPE")
        return self._made[name]

    def _type_of(self, info: Any, within: Any, name: str) -> str:
        if isinstance(info, inspect.UnionType):
            (plain,) = (each for each in info.types if not isinstance(each, inspect.NoneType))
            return self._domain(plain, within, name, "")
        return self._domain(info, within, name, " NOT NULL")

    def _domain(self, info: Any, within: Any, name: str, needed: str) -> str:
        prefix = "some" if needed else "maybe"
        match info:
            case inspect.StrType() if within is Step and name == "fen":
                check = f" CHECK (value ~ '^{_WHOLE}(/[1-9][0-9]*)?$')"
                return self._make(f"{prefix}_fraction", f"text{needed}{check}")
            case inspect.StrType() if name in ("kind", "record"):
                return self._make(f"{prefix}_name", f"text{needed} CHECK (value ~ '^{_NAME}$')")
            case inspect.StrType():
                return self._make(f"{prefix}_text", f"text{needed}")
            case inspect.DateType():
                check = " CHECK (value BETWEEN '0001-01-01' AND '9999-12-31')"
                return self._make(f"{prefix}_day", f"date{needed}{check}")
            case inspect.BoolType():
                return self._make(f"{prefix}_truth", f"boolean{needed}")
            case inspect.IntType() if within is LineAmount:  # what was carried over may come back
                return self._make(f"{prefix}_signed", f"bigint{needed}")
            case inspect.IntType() if name == "year" and within is AmountsRecorded:
                check = " CHECK (value BETWEEN 1900 AND 2999)"
                return self._make(f"{prefix}_year", f"integer{needed}{check}")
            case inspect.IntType() if name.rpartition("_")[2] in _COUNTS:
                check = " CHECK (value >= 0)"
                return self._make(f"{prefix}_count", f"integer{needed}{check}")
            case inspect.IntType():
                check = f" CHECK (value BETWEEN 0 AND {AMOUNT_MAX_FEN})"
                return self._make(f"{prefix}_number", f"bigint{needed}{check}")
            case inspect.LiteralType(values=values):
                words = ", ".join(f"'{value}'" for value in values)
                check = f" CHECK (value IN ({words}))"
                made = f"{prefix}_{_snake(within.__name__)}_{name}"
                return self._make(made, f"text{needed}{check}")
            case inspect.DictType(value_type=inspect.StrType()):
                check = f" CHECK (value::text ~ '{_map_of(_TEXT)}')"
                return self._make(f"{prefix}_map_of_text", f"json{needed}{check}")
            case inspect.DictType() if within is AmountsRecorded:
                amounts = _map_of(f"(?:{_AMOUNT}|{_QUANTITY})", _QUOTED)
                money = "value::text !~ '_(?:fen|cents)\":\"'"  # only quantities are texts
                check = f" CHECK (value::text ~ '{amounts}' AND value::text <> '{{}}' AND {money})"
                return self._make(f"{prefix}_map_of_amounts", f"json{needed}{check}")
            case inspect.DictType():
                check = f" CHECK (value::text ~ '{_map_of(_VALUE)}')"
                return self._make(f"{prefix}_map", f"json{needed}{check}")
            case inspect.RawType():
                return self._make(f"{prefix}_json", f"json{needed}")
            case inspect.VarTupleType(item_type=item):
                made = self._type_of(item, within, name)
                listed = f"{prefix}_list_of_{made.partition('.')[2]}"
                return self._make(listed, f"{made}[]{needed}")
            case inspect.StructType():
                made = self._composite(info)
                named = f"{prefix}_{made.partition('.')[2]}"
                return self._make(named, f"{made}{needed}")
        raise AssertionError(f"{within.__name__}.{name} has no type of a database: {info}")

    def _make(self, name: str, shape: str, kind: str = "DOMAIN") -> str:
        if name not in self._made:
            self._made[name] = f"{SHAPES}.{name}"
            self.statements.append(f"CREATE {kind} {SHAPES}.{name} AS {shape}")
        return self._made[name]


def is_unfit(spelled: str) -> str:
    """Whether a text, spelled as JSON does, has a character that may not be stored."""
    controls = (
        f"replace({spelled}, repeat(chr(92), 2), '') ~ ('[' || repeat(chr(92), 2) || '][bfnrtu]')"
    )
    return f"{spelled} ~ '[{_UNFIT}]' OR NOT unicode_assigned({spelled}) OR {controls}"


def _shape_of(kind: Kind) -> type:
    """Return a kind's facts as a type with a field for each."""
    name = "".join(word.capitalize() for word in kind.id.split("-"))
    fields: list[tuple[str, Any]] = [
        (fact.recorded, Literal[fact.words] if fact.words else _TYPES.get(fact.type, str))
        for fact in kind.facts.values()
    ]
    return make_dataclass(name, fields)


def _map_of(value: str, name: str = _TEXT) -> str:
    return rf"^\{{(?:{name}:{value}(?:,{name}:{value})*)?\}}$"


_QUOTED = f'"{_NAME}"'
_FACTS = _map_of(rf"(?:{_TEXT}|{_AMOUNT}|\[(?:{_AMOUNT}(?:,{_AMOUNT})*)?\]|true|false)", _QUOTED)


def _again(made: str, json: str) -> str:
    return f"row_to_json(json_populate_record(NULL::{made}, {json}))::text"


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
