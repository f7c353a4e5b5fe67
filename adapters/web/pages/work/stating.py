"""A claim as a form states it: the fields of its kind, as its policy has them, and its row.

What is typed becomes a line as files of claims have it, and is read as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.intake import jsonl
from adapters.intake.countries import CODES
from adapters.intake.forms import Forms, in_force
from adapters.intake.items import AcceptedRow, At, RejectedRow
from adapters.wording.catalogue import intake_sentence
from adapters.wording.policy.labels import country_text, label, word_text
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language
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
            **{FACT + name: label(written.get(name, {}), name) for name in self._facts},
            "occurred_on": day or _("Day of the matter"),
            "filed_on": _("Day it was filed"),
            "invoices": _("Numbers of the invoices"),
            "other_support": _("Support granted elsewhere for the same cost"),
        }

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
            said = intake_sentence.why(fault.code, column, fault.value, about, "workbook")
            yield name, said

    def _field(self, fact: FactType) -> Given:
        choices: tuple[str, ...] = self._forms.allowed(fact, self._forms.kinds[self.kind])
        if fact.type == "country":
            choices = tuple(sorted(CODES, key=_in_order))
        kind = _KINDS.get(fact.type, "choice" if choices else "text")
        if fact.type in ("amount", "amounts"):
            kind = "fen" if fact.type == "amount" else "text"
        return Given(name=FACT + fact.name, kind=kind, many=fact.type == "amounts", choices=choices)

    def _row(self, sent: Sent) -> dict[str, Any]:
        """Return what was typed as a line of a file states it."""
        single = {name: words[-1].strip() for name, words in sent.items() if words}
        row: dict[str, Any] = {
            "policy": self._forms.policy_of[self.kind],
            "kind": bare(self.kind),
            **{name: single.get(name, "") for name in ("claim_no", "uscc", "enterprise")},
            "facts": {
                name: _stated(fact, single.get(FACT + name, ""))
                for name, fact in self._facts.items()
            },
            "occurred_on": single.get("occurred_on", ""),
            "filed_on": single.get("filed_on", ""),
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


def _stated(fact: FactType, word: str) -> Any:
    match fact.type:
        case "amount":
            return _amount(word)
        case "amounts":
            return [_amount(line) for line in _lines(word)]
        case "yes-no":
            return _YES_NO.get(word, "")
        case "count":
            return int(word) if word.isascii() and word.isdigit() and len(word) < 18 else word
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
