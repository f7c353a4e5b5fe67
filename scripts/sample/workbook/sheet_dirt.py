"""What goes wrong in a bureau's workbook: one fault a row, known by column and code."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from random import Random

from domain.money import FEN_PER_WAN
from scripts.sample.county.enterprises import with_wrong_check
from scripts.sample.county.facts import NOT_A_COUNTRY
from scripts.sample.workbook.rows import Cell, Page, Row, exact, formula, row_of
from scripts.sample.workbook.sheets import CLAIM_NO, INVOICE, REMARK, SHEETS, USCC

_Way = Callable[[Random, list[Page]], None]

BAD_DATES = ("2022.13.45", "2023-02-30", "2022年2月31日", "待定")
HIDDEN = 2  # the third row of the first sheet

_FEES = tuple(sheet.title for sheet in SHEETS if sheet.papers)
_IN_YUAN = {sheet.title: sheet.fee for sheet in SHEETS if sheet.papers and not sheet.in_wan}
_DATED = (*_FEES, "一次性奖励", "贸易救济")
_DAYS = {sheet.title: sheet.day for sheet in SHEETS if sheet.title in _DATED}
_WORDS = {
    "境外展会": ("是否重点展会", "待核"),
    "线上展会": ("组织方式", "自行"),
    "出口信用保险": ("是否小微联保", "部分"),
    "一次性奖励": ("奖励类别", "明星企业"),
}
_COUNTRIES = {
    "境外展会": "国家（地区）",
    "产品认证": "认证国家（地区）",
    "境外商标": "注册国家（地区）",
    "公共海外仓": "国家（地区）",
}
_NAMES = {"境外展会": "展会名称", "产品认证": "证书编号", "出口信用保险": "保单号"}


def repeats(claims: int) -> int:
    """Return how many rows stand twice in a workbook of `claims` rows."""
    return max(1, claims // 300)


def spoil(rng: Random, pages: list[Page], claims: int) -> None:
    """Spoil about one row in nine: some harmlessly, most so that the intake must reject them."""
    hidden = pages[0].rows[HIDDEN]
    hidden.hidden = hidden.steady = True
    for once_in, at_least, way in _WAYS:
        for _ in range(max(at_least, claims // once_in)):
            way(rng, pages)
    for _ in range(repeats(claims)):
        _repeat(rng, pages)


def _wrong_uscc(code: str, uscc_of: Callable[[str], str | None]) -> _Way:
    """Return the way that writes another credit code; none, where the cell is empty."""

    def way(rng: Random, pages: list[Page]) -> None:
        _, row = _pick(rng, pages, _FEES)
        row.uscc = uscc_of(row.claim.enterprise.uscc)
        row.fault = (USCC, code)

    return way


def _wrong(code: str, columns: Mapping[str, str], *bad: Cell) -> _Way:
    """Return the way that writes a cell at fault: into which column, by the title of the sheet."""

    def way(rng: Random, pages: list[Page]) -> None:
        page, row = _pick(rng, pages, columns)
        row.spoil(columns[page.sheet.title], rng.choice(bad) if len(bad) > 1 else bad[0], code)

    return way


def _suspect_unit(rng: Random, pages: list[Page]) -> None:
    """The fee stands in 万元 where the sheet says 元."""
    page, row = _pick(rng, pages, _IN_YUAN)
    row.spoil(page.sheet.fee, exact(_fee_fen(row), FEN_PER_WAN), "suspect-unit")


def _bad_value(rng: Random, pages: list[Page]) -> None:
    page, row = _pick(rng, pages, _WORDS)
    row.spoil(*_WORDS[page.sheet.title], "bad-value")


def _same(code: str, column: str, fit: Callable[[Row, Row], bool]) -> _Way:
    """Return the way that gives the later of two rows, in workbook order, the earlier's cell."""

    def way(rng: Random, pages: list[Page]) -> None:
        first, second = _pair(rng, pages, fit)
        second.spoil(column, first.cells[column], code)
        first.steady = True

    return way


def _shared_invoice(rng: Random, pages: list[Page]) -> None:
    """Two enterprises on one invoice: no fault."""
    first, second = _pair(rng, pages, lambda *pair: not _of_one_enterprise(*pair))
    second.cells[INVOICE] = first.cells[INVOICE]
    first.steady = second.steady = True


def _no_invoice(rng: Random, pages: list[Page]) -> None:
    """Invoices may be left out: no fault."""
    _, row = _pick(rng, pages, _FEES)
    row.cells[INVOICE] = None
    row.steady = True


def _formula(rng: Random, pages: list[Page]) -> None:
    """The amount is a formula with its value beside it: no fault."""
    page, row = _pick(rng, pages, (*_FEES, "汇率避险担保", "贸易救济"))
    row.cells[page.sheet.fee] = formula(_fee_fen(row), page.sheet.fen_per_unit)
    row.steady = True


def _remark(rng: Random, pages: list[Page]) -> None:
    """A clerk's note: no fault."""
    _, row = _pick(rng, pages, tuple(page.sheet.title for page in pages))
    row.cells[REMARK] = rng.choice(("材料齐", "补交发票", "镇街已核"))


def _repeat(rng: Random, pages: list[Page]) -> None:
    """A sound row stands a second time, last, in other forms: no fault, and nothing to record."""
    page, row = _pick(rng, pages, _IN_YUAN)
    again = row_of(rng, page.sheet, row.claim)
    again.cells[INVOICE] = row.cells[INVOICE]
    again.cells[REMARK] = "重复报送"
    again.repeats = row.steady = again.steady = True
    page.rows.append(again)


def _fee_fen(row: Row) -> int:
    """Return the fee that the row should state."""
    assert row.claim.fee_fen is not None, f"{row.claim.claim_no} has a fee"
    return row.claim.fee_fen


def _of_one_enterprise(first: Row, second: Row) -> bool:
    return first.claim.enterprise == second.claim.enterprise


def _pick(rng: Random, pages: list[Page], titles: Container[str]) -> tuple[Page, Row]:
    """Return a row not yet spoilt: first the sheet, so that small ones have their turn."""
    choices = [
        (page, rows)
        for page in pages
        if page.sheet.title in titles and (rows := [row for row in page.rows if row.sound])
    ]
    page, rows = rng.choice(choices)
    return page, rng.choice(rows)


def _pair(rng: Random, pages: list[Page], fit: Callable[[Row, Row], bool]) -> tuple[Row, Row]:
    """Return two sound rows with invoices that fit each other, the earlier first."""
    rows = [row for page in pages for row in page.rows if row.sound and row.cells.get(INVOICE)]
    while True:
        place = rng.randrange(len(rows))
        earlier = [row for row in rows[:place] if fit(row, rows[place])]
        if earlier:
            return rng.choice(earlier), rows[place]


# One row in so many, at least so many, spoilt so.
_WAYS: tuple[tuple[int, int, _Way], ...] = (
    (100, 2, _wrong_uscc("bad-uscc", with_wrong_check)),
    (100, 2, _wrong("bad-date", _DAYS, *BAD_DATES)),
    (80, 2, _suspect_unit),
    (80, 2, _same("duplicate-invoice", INVOICE, _of_one_enterprise)),
    (200, 1, _wrong("bad-amount", _IN_YUAN, "面议", "8866.125", 0)),
    (200, 1, _wrong("unknown-country", _COUNTRIES, *NOT_A_COUNTRY)),
    (200, 1, _bad_value),
    (300, 1, _same("claim-conflicts", CLAIM_NO, lambda *_: True)),
    (400, 1, _wrong("missing-field", _NAMES, None)),
    (400, 1, _wrong("missing-field", {title: _DAYS[title] for title in _FEES}, None)),
    (400, 1, _wrong("missing-field", dict.fromkeys(_FEES, CLAIM_NO), None)),
    (400, 1, _wrong_uscc("missing-field", lambda _: None)),
    (300, 1, _shared_invoice),
    (300, 1, _no_invoice),
    (60, 2, _formula),
    (60, 2, _remark),
)
