"""How a bank's file is laid out, as data: its columns, its encoding, what its answers mean.

Two layouts are shipped; any other is a TOML file of the user's own.
"""

from __future__ import annotations

import codecs
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from adapters.files.durable import problem_text, read_regular
from domain.refusals import Refusal

Holds = Literal[
    "serial", "reference", "number", "holder", "bank", "bank_no",
    "amount", "date", "purpose", "order", "claims", "text",
]  # fmt: skip
At = int | str  # a column of the bank's answer: from 1, or by its header
_FOLDER = files("adapters.papers.bank") / "templates"
_SEPARATORS = (",", ";", "|", "\t")


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of the file. text: of one that always says the same. most: characters at most.

    required: a payee without it is refused; number, holder and amount always are.
    """

    header: str
    holds: Holds
    text: str = ""
    most: Annotated[int, msgspec.Meta(ge=1)] = 120
    required: bool = False


class Results(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the bank's answer says what, and which words of it mean success and failure."""

    reference: At | None = None
    number: At
    amount: At
    state: At
    reason: At | None = None
    success: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    failure: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    header: bool | None = None
    separator: str | None = None
    encoding: str | None = None
    amount_in: Literal["yuan", "fen"] | None = None


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A layout. date: as strftime writes days. purpose: what the money is for, on every line."""

    title: str
    encoding: str
    separator: str
    header: bool
    amount: Literal["yuan", "fen"]
    date: str = "%Y-%m-%d"
    purpose: str = ""
    columns: Annotated[tuple[Column, ...], msgspec.Meta(min_length=1)]
    results: Results


def shipped() -> list[str]:
    """Return the names of the layouts that come with the program."""
    return sorted(each.name.removesuffix(".toml") for each in _FOLDER.iterdir())


def read_template(name: str) -> Template:
    """Return a shipped layout by its name, or the one in a file.

    Raises Refusal `bank-template-unknown`, `bank-template-invalid`.
    """
    raw = _bytes(name)
    try:
        template = msgspec.toml.decode(raw, type=Template)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as problem:
        raise Refusal("bank-template-invalid", file=name, problem=str(problem)) from None
    _must_hold_together(template, name)
    return template


def _bytes(name: str) -> bytes:
    if name in shipped():
        return (_FOLDER / f"{name}.toml").read_bytes()
    path = Path(name)
    if not path.exists():
        raise Refusal("bank-template-unknown", file=name, names=", ".join(shipped()))
    try:
        return read_regular(path)
    except OSError as problem:
        raise Refusal(
            "bank-template-invalid", file=name, problem=problem_text(problem)
        ) from problem


def _must_hold_together(template: Template, name: str) -> None:
    """Raise Refusal `bank-template-invalid` where a layout contradicts itself."""
    results = template.results
    for encoding in filter(None, (template.encoding, results.encoding)):
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise Refusal("bank-template-invalid", file=name, problem=encoding) from None
    for separator in filter(None, (template.separator, results.separator)):
        if separator not in _SEPARATORS:
            raise Refusal("bank-template-invalid", file=name, problem=repr(separator))
    held = [column.holds for column in template.columns]
    missing = {"number", "holder", "amount"} - set(held)
    if missing:
        raise Refusal("bank-template-invalid", file=name, problem=", ".join(sorted(missing)))
    both = set(results.success) & set(results.failure)
    if both:
        words = ", ".join(sorted(both))
        raise Refusal("bank-template-invalid", verb="both", file=name, words=words)
    places = (results.reference, results.number, results.amount, results.state, results.reason)
    with_header = template.header if results.header is None else results.header
    if any((isinstance(at, str) and not with_header) or at == 0 for at in places):
        raise Refusal("bank-template-invalid", file=name, problem="results")
