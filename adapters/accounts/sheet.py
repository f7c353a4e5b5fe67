"""Accounts as a bureau collects them: a sheet with a row an enterprise, read row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from adapters.accounts.accounts import has_card_check, read_value
from adapters.files.durable import OWNER_ONLY
from adapters.files.formula import quoted, unquoted
from adapters.files.grid import GridRow, letters_of
from adapters.files.outputs import CSV as CSV_FILE
from adapters.files.outputs import REJECTS, open_output
from adapters.files.separated import BOM
from adapters.intake.checks import WHY
from adapters.intake.flat.tables import HEADER_ROWS_MAX, Table, tables_of
from adapters.intake.values import Fault
from adapters.intake.workbook import cells, returned
from adapters.intake.workbook.cells import CSV, plain
from adapters.intake.workbook.returned import ReturnedRow, ReturnedSheet
from domain.commands.fit import must_be_fit
from domain.identity import is_uscc
from domain.policy.facts import TEXT_MAX
from domain.refusals import Refusal

HEADERS = {
    "uscc": "统一社会信用代码 社会信用代码 信用代码 uscc",
    "name": "企业名称 单位名称 企业 enterprise",
    "holder": "户名 账户名称 账户名 开户名 收款户名 收款人 holder",
    "bank": "开户行 开户银行 开户行名称 开户银行名称 bank",
    "bank_no": "联行号 大额行号 行号 开户行行号 bankno",
    "number": "账号 银行账号 收款账号 银行账户 账户号码 account",
}
_NAMED = {plain(word): key for key, words in HEADERS.items() for word in words.split()}
_NEEDED = frozenset({"uscc", "bank", "number"})
_CARD_LENGTHS = (16, 19)
_READERS: Mapping[str, Callable[[object], object]] = {
    "uscc": lambda cell: cells.uscc(cell, CSV),
    "number": lambda cell: cells.number(cell, CSV),
    "bank_no": lambda cell: cells.number(cell, CSV),
    "bank": lambda cell: cells.text(cell, CSV),
    "holder": lambda cell: cells.text(cell, CSV),
    "name": lambda cell: cells.text(cell, CSV),
}


class Account(NamedTuple):
    """What a row says of an account. holder: the enterprise's name where it has no other."""

    uscc: str
    number: str
    bank: str
    bank_no: str | None
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """A row beneath the headers. sheet: None in CSV.

    column: the header of the cell at fault, and its letters where it has any. unlike_a_card: a
    number as long as a bank card's without the check digit of one, which is only doubtful.
    """

    sheet: str | None
    row: int
    headers: tuple[str, ...]
    cells: tuple[object, ...]
    account: Account | None
    unlike_a_card: bool = False
    fault: Refusal | None = None
    column: str | None = None


def read(path: Path) -> list[AccountRow]:
    """Return every row of the sheets that have the headers, in the file's order.

    Raises Refusal `file-not-found`, `file-unreadable`, `no-accounts`, or as a workbook does.
    """
    known = [(table, header) for table in tables_of(path) if (header := _header(table.rows))]
    if not known:
        raise Refusal("no-accounts", file=path.name)
    rows = [row for table, header in known for row in _rows(table, *header)]
    return list(_named_once(rows))


def write_rejects(path: Path, rows: Sequence[tuple[AccountRow, str]], *, force: bool) -> None:
    """Write rows to be corrected, each with why it came back; they show accounts in full.

    Raises Refusal `rejects-format` for a file that is neither .xlsx nor .csv, else as
    `open_output` does.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise Refusal("rejects-format", file=path.name)
    kind = REJECTS if suffix == ".xlsx" else CSV_FILE
    with open_output(path, "rejects-unwritable", kind, force=force, mode=OWNER_ONLY) as file:
        (_write_workbook if suffix == ".xlsx" else _write_csv)(file, rows)


def _header(grid: Sequence[GridRow]) -> tuple[GridRow, dict[str, int]] | None:
    """Return the row of the headers and the place of each; None where one is missing."""
    for row in grid[:HEADER_ROWS_MAX]:
        names = {place: plain(str(cell)).lower() for place, cell in row.cells.items()}
        places = {_NAMED[name]: at for at, name in reversed(names.items()) if name in _NAMED}
        if places.keys() >= _NEEDED and places.keys() & {"holder", "name"}:
            return row, places
    return None


def _rows(table: Table, header: GridRow, places: Mapping[str, int]) -> Iterator[AccountRow]:
    """Yield the rows beneath the headers that say anything in their columns."""
    last = max(header.cells)
    headers = tuple(str(header.cells.get(at, "")) for at in range(last + 1))
    for row in table.rows:
        from_left = sorted(places.items(), key=lambda each: each[1])
        stated = {name: row.cells.get(at) for name, at in from_left}
        if row.number <= header.number or sum(cell is not None for cell in stated.values()) < 2:
            continue  # above the headers, or a note beneath the table
        of: dict[str, object] = {"sheet": table.title, "row": row.number, "headers": headers}
        of["cells"] = tuple(row.cells.get(at) for at in range(last + 1))
        try:
            if row.hidden or row.struck or table.hidden:
                raise Refusal("account-row-hidden")
            account = _account(stated)
        except _At as at:
            column = headers[places[at.key]]
            yield AccountRow(**of, account=None, fault=at.refusal, column=column)  # type: ignore[arg-type]
        except Refusal as refusal:
            yield AccountRow(**of, account=None, fault=refusal)  # type: ignore[arg-type]
        else:
            card = len(account.number) in _CARD_LENGTHS and account.number.startswith("62")
            doubted = card and not has_card_check(account.number)
            yield AccountRow(**of, account=account, unlike_a_card=doubted)  # type: ignore[arg-type]


class _At(Exception):  # noqa: N818 - a refusal, and the column of its cell
    def __init__(self, key: str, refusal: Refusal) -> None:
        super().__init__(key)
        self.key, self.refusal = key, refusal


def _account(stated: Mapping[str, object]) -> Account:
    """Return what the cells of a row state. Raises _At with the code of the leftmost rule."""
    texts: dict[str, str] = {}
    for key, cell in stated.items():
        value = _READERS[key](cell)
        if isinstance(value, Fault):
            seen = {"uscc": value.value} if key == "uscc" else {}
            raise _At(key, Refusal(_CODES.get(key, "account-cell-unreadable"), **seen))
        text = "" if value is None else unquoted(str(value).strip(), identifies=key != "bank")
        _must_be_text(key, text)
        texts[key] = " ".join(text.split())
    for key in ("uscc", "bank", "number"):
        if not texts[key]:
            raise _At(key, Refusal("account-cell-empty"))
    if not is_uscc(texts["uscc"]):
        raise _At("uscc", Refusal("bad-uscc", uscc=texts["uscc"]))
    holder = texts.get("holder") or texts.get("name", "")
    if not holder:
        raise _At("holder" if "holder" in stated else "name", Refusal("account-cell-empty"))
    bank_no = texts.get("bank_no") or None
    try:
        value = read_value(texts["number"], texts["bank"], bank_no, holder)
    except Refusal as refusal:
        key = "bank_no" if refusal.code == "bad-bank-no" else "number"
        raise _At(key, refusal) from None
    return Account(texts["uscc"], value.number, value.bank, value.bank_no or None, value.holder)


_CODES = {"uscc": "bad-uscc", "number": "bad-account", "bank_no": "bad-bank-no"}


def _must_be_text(key: str, text: str) -> None:
    try:
        must_be_fit(text, key)
    except Refusal as refusal:
        raise _At(key, refusal) from None
    if len(text) > TEXT_MAX:
        raise _At(key, Refusal("account-cell-long", most=TEXT_MAX))


def _named_once(rows: Sequence[AccountRow]) -> Iterator[AccountRow]:
    """Yield the rows; those that name one enterprise's account differently are at fault, all."""
    named: dict[str, set[Account]] = {}
    for row in rows:
        if row.account is not None:
            named.setdefault(row.account.uscc, set()).add(row.account)
    for row in rows:
        if row.account is None or len(named[row.account.uscc]) == 1:
            yield row
            continue
        twice = Refusal("account-named-twice", uscc=row.account.uscc)
        yield AccountRow(
            sheet=row.sheet, row=row.row, headers=row.headers, cells=row.cells,
            account=None, fault=twice,
        )  # fmt: skip


def _write_workbook(file: IO[bytes], rows: Sequence[tuple[AccountRow, str]]) -> None:
    sheets: dict[tuple[str | None, tuple[str, ...]], list[ReturnedRow]] = {}
    for row, why in rows:
        at = {} if row.column is None else {row.headers.index(row.column): why}
        back = ReturnedRow(cells=row.cells, why=why, faults=at, struck=False)
        sheets.setdefault((row.sheet, row.headers), []).append(back)
    returned.write(
        file,
        [
            ReturnedSheet(
                name=title or f"账户{number}",
                title="",
                unit="",
                headers=headers,
                rows=back,
                identifying=frozenset(
                    at for at, name in enumerate(headers)
                    if _NAMED.get(plain(name).lower()) in ("uscc", "number", "bank_no")
                ),
                days=frozenset(),
                firm=(),
                from_1904=False,
            )
            for number, ((title, headers), back) in enumerate(sheets.items(), 1)
        ]
        or [_NOTHING],
    )  # fmt: skip


_NOTHING = ReturnedSheet(
    name="账户", title="", unit="", headers=("统一社会信用代码", "户名", "开户行", "账号"), rows=(),
    identifying=frozenset(), days=frozenset(), firm=(), from_1904=False,
)  # fmt: skip


def _write_csv(file: IO[bytes], rows: Sequence[tuple[AccountRow, str]]) -> None:
    headers = rows[0][0].headers if rows else _NOTHING.headers
    lines = [[*headers, WHY]]
    lines += [[*("" if c is None else str(c) for c in row.cells), why] for row, why in rows]
    file.write(BOM)
    for line in lines:
        spelled = (quoted(cell, identifies=True).replace('"', '""') for cell in line)
        file.write((",".join(f'"{cell}"' for cell in spelled) + "\r\n").encode())


def place_of(row: AccountRow) -> str:
    """Return the letters of the column at fault; empty where the whole row is."""
    return "" if row.column is None else letters_of(row.headers.index(row.column))
