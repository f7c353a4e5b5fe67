"""A claim as a form states it: the fields of its kind, as its policy has them, and its row.

What is typed becomes a line as files of claims have it, and is read as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.intake import jsonl
from adapters.intake.forms import Forms, in_force
from adapters.intake.items import AcceptedRow, At, RejectedRow
from adapters.intake.names.countries import CODES
from adapters.intake.workbook.cells import CSV, count
from adapters.intake.workbook.days import day_text
from adapters.wording.catalogue import intake_sentence
from adapters.wording.policy.labels import country_text, label, word_text
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, pgettext
from domain.commands.enterprise import SubmitClaim
from domain.money import parse_typed_yuan
from domain.policy.kinds import FactType
from domain.policy.names import bare

FACT = "facts."  # begins the name of a field of the kind's own
_KINDS = {"yes-no": "choice", "country": "choice", "count": "whole", "quantity": "decimal"}
_YES_NO = {"true": True, "false": False}
_AT = At(file="-", sheet=None, row=1)

Sent = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A field, as a form has it (see `forms.Asked`)."""

    name: str
    kind: str
    many: bool = False
    required: bool = True
    choices: tuple[str, ...] = ()
    help: str = ""
    default: object = None


class Stating:
    """The form of one kind of claim. kind: by its id in the ledger's policies."""

    def __init__(self, kind: str, forms: Forms) -> None:
        self.kind = kind
        self._forms = forms
        self._document = forms.documents[kind]
        self._facts = forms.kinds[kind].facts
        self._policy = forms.policies[forms.policy_of[kind]][-1]

    @property
    def fields(self) -> list[Given]:
        """What is asked, in its order."""
        return [
            Given(name="claim_no", kind="text"),
            Given(name="uscc", kind="text"),
            Given(name="enterprise", kind="text"),
            *(self._field(fact) for fact in self._facts.values()),
            Given(name="occurred_on", kind="day"),
            Given(name="filed_on", kind="day"),
            Given(name="invoices", kind="text", many=True, required=False),
            Given(name="other_support", kind="fen", required=False),
        ]

    @property
    def labels(self) -> dict[str, str]:
        """What each field is called."""
        day = str(self._document.get("day", "")) if language() == "zh" else ""
        written = self._document.get("facts", {})
        return {
            "claim_no": _("Number of the claim"),
            "uscc": _("Unified social credit code"),
            "enterprise": _("Name of the enterprise"),
            **{
                FACT + name: self._label(fact, written.get(name, {}))
                for name, fact in self._facts.items()
            },
            "occurred_on": day or _("Day of the matter"),
            "filed_on": _("Day it was filed"),
            "invoices": _("Numbers of the invoices"),
            "other_support": _("Support granted elsewhere for the same cost"),
        }

    def _label(self, fact: FactType, written: Mapping[str, Any]) -> str:
        """Return what a fact is called; of several amounts that a sheet adds up, each of them."""
        said = label(written, fact.name)
        if fact.type == "amounts":
            return _("{sum}, each one apart").format(sum=said)
        return said

    @property
    def hints(self) -> dict[str, str]:
        """What is said beside what a field is called: of several amounts, what is counted."""
        written, said = self._document.get("facts", {}), {"other_support": ""}
        counted = _("One amount in each field, not their sum: so many fields, so many “{what}”.")
        for name, fact in self._facts.items():
            if fact.type == "amounts":
                of = written.get(name, {}).get("split") or pgettext("counted", "items")
                said[FACT + name] = counted.format(what=of)
        return said

    @property
    def choice_names(self) -> dict[str, dict[str, str]]:
        """What each choice is called."""
        names: dict[str, dict[str, str]] = {}
        written = self._document.get("facts", {})
        for name, fact in self._facts.items():
            if fact.type == "yes-no":
                names[FACT + name] = {"true": _("yes"), "false": _("no")}
            elif fact.type == "country":
                names[FACT + name] = {code: country_text(code) for code in CODES}
            elif fact.type == "word":
                entry, policy = written.get(name, {}), self._policy
                names[FACT + name] = {word: word_text(word, entry, policy) for word in fact.words}
        return names

    def read(self, sent: Sent) -> SubmitClaim | dict[str, str]:
        """Return the claim that a form states, or what is wrong, a sentence by field."""
        line = json.dumps(self._row(sent), ensure_ascii=False).encode("utf-8", "replace")
        with in_force(self._forms):
            for item in jsonl.items(line, _AT):
                if isinstance(item, AcceptedRow) and isinstance(item.command, SubmitClaim):
                    return item.command
                if isinstance(item, RejectedRow):
                    return dict(self._wrong(item))
        return {"": _("This cannot be read as a claim.")}

    def _wrong(self, row: RejectedRow) -> Iterable[tuple[str, str]]:
        for fault in row.faults:
            name = fault.column or ""
            about = {"check": fault.check, "limit": fault.limit}
            column = self.labels.get(name, name)
            # an empty field of a form is nothing but empty; else a form is read as a sheet is
            medium: intake_sentence.Medium = "csv" if fault.code == "missing-field" else "workbook"
            said = intake_sentence.why(fault.code, column, fault.value, about, medium)
            yield name, said

    def _field(self, fact: FactType) -> Given:
        choices: tuple[str, ...] = self._forms.allowed(fact, self._forms.kinds[self.kind])
        if fact.type == "country":
            choices = tuple(sorted(CODES, key=_in_order))
        kind = _KINDS.get(fact.type, "choice" if choices else "text")
        if fact.type in ("amount", "amounts"):
            kind = "fen" if fact.type == "amount" else "amounts"
        return Given(name=FACT + fact.name, kind=kind, many=fact.type == "amounts", choices=choices)

    def _row(self, sent: Sent) -> dict[str, Any]:
        """Return what was typed as a line of a file states it."""
        single = {name: words[-1].strip() for name, words in sent.items() if words}
        row: dict[str, Any] = {
            "policy": self._forms.policy_of[self.kind],
            "kind": bare(self.kind),
            **{name: single.get(name, "") for name in ("claim_no", "uscc", "enterprise")},
            "facts": {
                name: _stated(fact, sent.get(FACT + name, ())) for name, fact in self._facts.items()
            },
            "occurred_on": iso_day(single.get("occurred_on", "")),
            "filed_on": iso_day(single.get("filed_on", "")),
        }
        invoices = _lines(single.get("invoices", ""))
        if invoices:
            row["invoices"] = invoices
        if single.get("other_support"):
            row["other_support"] = _amount(single["other_support"])
        return row


def _in_order(code: str) -> bytes:
    """Return what countries are sorted by: English by letters, Chinese about by its sounds."""
    return country_text(code).encode("gb18030")


def iso_day(word: str) -> str:
    """Return a day as files have it, however a sheet may write it; as typed where it is none."""
    read = day_text(word)
    return read if isinstance(read, str) else word


def whole_number(word: str) -> int | str:
    """Return a whole number, however a sheet may write it; as typed where it is none."""
    read = count(word, CSV)
    return read if isinstance(read, int) else word


def _stated(fact: FactType, words: Sequence[str]) -> Any:
    word = words[-1].strip() if words else ""
    match fact.type:
        case "amount":
            return _amount(word)
        case "amounts":
            return [_amount(line) for each in words for line in _lines(each)]
        case "yes-no":
            return _YES_NO.get(word, "")
        case "count":
            return whole_number(word)
    return word


def _amount(word: str) -> str:
    """Return an amount as files have it; as it is typed where it is not one."""
    try:
        fen = parse_typed_yuan(word)
    except ValueError:
        return word
    return f"{fen // 100}.{fen % 100:02d}"


def _lines(word: str) -> list[str]:
    return [line.strip() for line in word.splitlines() if line.strip()]
