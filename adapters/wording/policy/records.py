"""What a policy calls its records of a year, and their figures, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adapters.intake.names.currencies import currency_called
from adapters.wording.policy.labels import label
from adapters.wording.translation import listed
from domain.money import yuan
from domain.policy.names import bare

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from domain.policy.facts import RecordedValue

Document = Mapping[str, Any]


def record_lines(record: str, book: PolicyBook) -> Document:
    """Return a record as the last version that has it writes it; nothing where none has."""
    every = (version.policy.source.get("records", {}) for version in book.of(record).versions)
    having = [records[bare(record)] for records in every if bare(record) in records]
    return having[-1] if having else {}


def record_title(record: str, book: PolicyBook) -> str:
    """Return what a record is called, by its id, or by its name in whichever policy has it."""
    lines = record_lines(record, book)
    if not lines:
        having = (known for known in book.records if bare(known) == record)
        lines = record_lines(next(having, record), book)
    return label(lines, bare(record))


def figures_text(figures: Mapping[str, RecordedValue], lines: Document) -> str:
    """Return figures with what they are called: 对美出口额 1,000.00 美元."""
    return listed(_figure(name, figure, lines) for name, figure in figures.items())


def _figure(name: str, figure: RecordedValue, lines: Document) -> str:
    unit = next((each for each in ("_fen", "_cents") if name.endswith(each)), "")
    fact = lines.get("facts", {}).get(name.removesuffix(unit), {})
    called = label(fact, name.removesuffix(unit))
    if not unit or isinstance(figure, str):
        return f"{called} {figure}"
    currency = fact.get("currency")
    amount = f"{called} {yuan(figure)}"
    return amount if currency is None else f"{amount} {currency_called(currency)}"
