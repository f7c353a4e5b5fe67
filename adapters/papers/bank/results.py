"""A bank's answer read back, line by line, as its layout says."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from adapters.files.durable import problem_text, read_regular
from adapters.files.grid import Formatted
from adapters.files.separated import text_of
from adapters.papers.bank.template import At, Template
from domain.identity import fit
from domain.money import FEN_PER_YUAN
from domain.policy.facts import TEXT_MAX
from domain.refusals import Refusal
from domain.value import value

HEADER_ROWS_MAX = 10


@value
class Answered:
    """A line of the bank's answer. row: in the file. paid: None where its word means nothing."""

    row: int
    reference: str
    number: str
    amount_fen: int | None
    word: str
    paid: bool | None
    reason: str


def read_answers(path: Path, template: Template) -> list[Answered]:
    """Return the lines of a bank's answer, as its layout says.

    Raises Refusal `bank-results-unreadable`, and what reading a workbook raises.
    """
    rows = list(_rows(path, template))
    results = template.results
    with_header = template.header if results.header is None else results.header
    places, first = _places(rows, template, path) if with_header else (_numbers(template), 0)
    answers = []
    for number, cells in rows[first:]:
        of = {name: _cell(cells, at) for name, at in places.items()}
        if not (of["number"] or of["reference"]) or not of["state"]:
            continue  # a total, a note, an empty line
        answers.append(_answered(number, of, template))
    if not answers:
        raise Refusal("bank-results-unreadable", verb="empty", file=path.name)
    return answers


def _answered(number: int, of: Mapping[str, str], template: Template) -> Answered:
    results, word = template.results, of["state"]
    paid = None
    if word in results.success or word in results.failure:
        paid = word in results.success
    return Answered(
        row=number,
        reference=_reference(of["reference"]),
        number=re.sub(r"[\s-]", "", of["number"]).upper(),
        amount_fen=_fen(of["amount"], results.amount_in or template.amount),
        word=word,
        paid=paid,
        reason=fit(of["reason"] or word)[:TEXT_MAX],
    )


def _reference(text: str) -> str:
    """Return the reference that a text holds: a bank may put words around it."""
    there = re.search(r"BT[0-9]+-[0-9]+-[0-9A-Z]{18}", text)
    return there[0] if there else ""


def _fen(text: str, unit: str) -> int | None:
    """Return an amount in fen; None for what is none."""
    plain = text.replace(",", "").removeprefix("¥").strip()
    try:
        fen = Decimal(plain) * (1 if unit == "fen" else FEN_PER_YUAN)
    except InvalidOperation:
        return None
    return int(fen) if fen.is_finite() and fen == fen.to_integral_value() else None


def _rows(path: Path, template: Template) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a workbook or a text file, each with its number, cells as plain text."""
    try:
        raw = read_regular(path)
    except OSError as problem:
        why = problem_text(problem)
        raise Refusal("bank-results-unreadable", file=path.name, problem=why) from problem
    if raw.startswith(b"PK"):
        from adapters.intake.flat.tables import tables_of

        for row in tables_of(path)[0].rows:
            width = max(row.cells, default=-1) + 1
            yield row.number, [_plain(row.cells.get(at)) for at in range(width)]
        return
    encoding = template.results.encoding or template.encoding
    text = text_of(raw, "utf-8-sig") or text_of(raw, encoding)  # no GBK text is UTF-8 by chance
    if text is None:
        raise Refusal("bank-results-unreadable", verb="encoding", file=path.name, encoding=encoding)
    separator = template.results.separator or template.separator
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in lines:
            yield lines.line_num, [_plain(cell) for cell in cells]
    except csv.Error as broken:
        raise Refusal("bank-results-unreadable", file=path.name, problem=str(broken)) from None


def _plain(cell: object) -> str:
    if isinstance(cell, Formatted):
        cell = cell.number
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
    return " ".join(text.removeprefix("'").split())


def _cell(cells: Sequence[str], at: int | None) -> str:
    return "" if at is None or at >= len(cells) else cells[at]


def _names(template: Template) -> dict[str, At | None]:
    results = template.results
    return {
        "reference": results.reference,
        "number": results.number,
        "amount": results.amount,
        "state": results.state,
        "reason": results.reason,
    }


def _numbers(template: Template) -> dict[str, int | None]:
    """Return the places of columns given by number, from 0."""
    return {name: at - 1 if isinstance(at, int) else None for name, at in _names(template).items()}


def _places(
    rows: Sequence[tuple[int, list[str]]], template: Template, path: Path
) -> tuple[dict[str, int | None], int]:
    """Return the places of the columns by their headers, and the first row beneath these."""
    wanted = _names(template)
    for index, (_, cells) in enumerate(rows[:HEADER_ROWS_MAX]):
        bare = ["".join(cell.split()) for cell in cells]
        places = {
            name: bare.index(at) if isinstance(at, str) and at in bare
            else at - 1 if isinstance(at, int) else None
            for name, at in wanted.items()
        }  # fmt: skip
        if all(places[name] is not None for name in ("number", "amount", "state")):
            return places, index + 1
    headers = ", ".join(str(at) for at in wanted.values() if at is not None)
    raise Refusal("bank-results-unreadable", verb="headers", file=path.name, headers=headers)
