"""What a verb answered, as a response: JSON as the command line prints it, CSV, or a workbook."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import URL
from starlette.responses import Response

from adapters.web.verbs.verb import Answered, Parameter, Verb
from adapters.wording.as_json import print_json
from adapters.wording.rendering.csv_text import csv_of
from adapters.wording.rendering.text import show
from adapters.wording.rendering.workbook import write_report
from adapters.wording.table import Report, Table

MEDIA = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".zip": "application/zip",
    ".toml": "application/toml",
    ".typ": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".ofd": "application/ofd",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
TABLES = (".csv", ".xlsx")
NOTES_MAX = 4_000  # characters: a header has a bound, and half a list is not JSON
NOTES, CODE = "subsidy-notes", "subsidy-exit-code"  # headers: what is said beside an answer
TOTAL, NEXT = "subsidy-total", "subsidy-next"  # of a part of a list; the last percent-encoded


def json_text(answered: Answered) -> str:
    """Return an answer as one JSON document, as the command line prints it."""
    return spelled(answered.answer)


def spelled(answer: object) -> str:
    """Return a typed value as one JSON document."""
    out = StringIO()
    print_json(answer, out)
    return out.getvalue()


def as_text(answered: Answered) -> Response:
    """Return an answer as the command line shows it to people."""
    out = StringIO()
    show(answered.shown(), out)
    return Response(out.getvalue(), media_type=MEDIA[".txt"], headers=beside(answered))


def as_json(answered: Answered) -> Response:
    """Return an answer as a response; what is said beside it, and the exit code, as headers."""
    return Response(json_text(answered), media_type="application/json", headers=beside(answered))


def valued(answer: object) -> Response:
    """Return a typed value that is not the answer of a verb, spelled as those are."""
    return Response(spelled(answer), media_type="application/json")


def document(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return JSON that is not the answer of a verb."""
    text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
    return Response(
        text, status_code=status, media_type="application/json", headers=dict(headers or {})
    )


def beside(answered: Answered) -> dict[str, str]:
    """Return the headers of an answer."""
    headers = {CODE: str(answered.code)}
    notes = [json.dumps(note) for note in answered.notes]
    while notes and len(",".join(notes)) > NOTES_MAX:
        notes.pop()
    if notes:
        headers[NOTES] = f"[{','.join(notes)}]"
    if answered.part is not None:
        headers[TOTAL] = str(answered.part.total)
        if answered.part.after is not None:
            headers[NEXT] = quote(answered.part.after, safe="")
    return headers


def with_next(response: Response, answered: Answered, url: URL) -> Response:
    """Return a response with the address of the next part of a list, where there is one."""
    if answered.part is not None and answered.part.after is not None:
        there = url.include_query_params(after=answered.part.after)
        response.headers["link"] = f'<{there.path}?{there.query}>; rel="next"'
    return response


def writes(verb: Verb, suffix: str) -> Parameter | None:
    """Return the parameter by which a verb writes a file of this kind itself; None without one."""
    for each in verb.parameters:
        if each.kind == "out" and each.name == "out":
            only = Path(each.metavar).suffix
            return each if only in ("", suffix) else None
    return None


def as_file(
    answered: Answered, name: str, written: Path | None, folder: Path, asked: int | None = None
) -> Response:
    """Return a file as a response: the one that was written, or the tables of the report.

    name: with its suffix; the log position and the rows are put into it. asked: the position that
    was asked for; an answer that says its own is called by that.
    """
    position = _position(answered.answer)
    position = asked if position is None else position
    if written is None:
        answer = report_file(answered.shown(), name, position, folder)
    else:
        rows = len(answered.answer) if isinstance(answered.answer, list | tuple) else None
        answer = _kept(written.read_bytes(), name, position, rows)
    answer.headers.update(beside(answered))
    return answer


def report_file(report: Report, name: str, position: int | None, folder: Path) -> Response:
    """Return the tables of a report as a file. name, folder: as of `as_file`."""
    suffix = Path(name).suffix
    tables = _held(report, suffix)
    rows = sum(len(table.counted) for table in tables)
    return _kept(_tables(report, tables, suffix, folder), name, position, rows)


def _held(report: Report, suffix: str) -> list[Table]:
    """Return the tables that a file has: of a CSV the longest alone."""
    tables = [table for table in report.tables if table.rows] or [*report.tables]
    return (
        [max(tables, key=lambda table: len(table.rows))] if suffix == ".csv" and tables else tables
    )


def _kept(content: bytes, name: str, position: int | None, rows: int | None) -> Response:
    """Return bytes that a browser keeps, named by where they were taken."""
    said, suffix = [Path(name).stem], Path(name).suffix
    said += [f"position-{position}"] if position is not None else []
    said += [f"{rows}-rows"] if rows is not None else []
    headers = {"content-disposition": attachment("-".join(said) + suffix)}
    return Response(content, media_type=MEDIA.get(suffix), headers=headers)


def attachment(name: str) -> str:
    """Return the header that has a browser keep a file by this name."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _tables(report: Report, tables: list[Table], suffix: str, folder: Path) -> bytes:
    if suffix == ".csv":
        return csv_of(tables[0]) if tables else _sentences(report)
    path = folder / "answer.xlsx"
    write_report(_titled(report), path, None, force=True)
    return path.read_bytes()


def _sentences(report: Report) -> bytes:
    return "\n".join(report.lines).encode("utf-8-sig")


def _titled(report: Report) -> Report:
    """Return a report whose sheets have names of their own."""
    taken = {(title := _sheet(report.title) or "1")}
    parts: list[str | Table] = []
    for number, part in enumerate(report.parts, start=2):
        if isinstance(part, Table):
            name = _sheet(part.title) or str(number)
            if name.casefold() in taken:
                name = f"{name[:26]} {number}"
            taken.add(name.casefold())
            part = replace(part, title=name)
        parts.append(part)
    return Report(title=title, parts=tuple(parts))


def _sheet(title: str) -> str:
    """Return a title as a sheet may bear it."""
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip()


def _position(answer: object) -> int | None:
    position = (
        answer.get("position") if isinstance(answer, Mapping) else getattr(answer, "position", None)
    )
    return position if isinstance(position, int) else None
