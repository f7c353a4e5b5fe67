"""A ledger of two firms: caps met, a refusal, a batch paid, a grant taken back; and its letters."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from pypdf import PdfReader

from adapters.letters.bureau import SAMPLE
from adapters.letters.pdf.pages import families
from domain.refusals import Refusal
from tests.support.command import Ran, asked, subsidy, write_lines
from tests.support.few_claims import ONE, OTHER, claim, show, trademark
from tests.support.money_desk import past

HOSTILE = "{{ 7 * 7 }}{% for x in y %}<w:t>&#panic()公司*_$[x]\\"
FORMATS = (".docx", pytest.param(".pdf", marks=pytest.mark.pdf))
BUREAU = ("--bureau", str(SAMPLE))
KINDS: dict[str, tuple[str, ...]] = {
    "decision": ("decision", "--batch", "1"),
    "refusal": ("refusal", "--year", "2022"),
    "recovery": ("recovery", ONE),
    "publicity": ("notice", "1"),
    "account-statement": ("statement", ONE),
    "budget-execution": ("budget", "2022"),
    "monthly-summary": ("summary", "2022-12"),
}


def made(store: Path) -> None:
    """Make the ledger. Papers are asked for by the sample's details of a bureau."""
    rows = [
        show("April", "2022-04-10", "28571.43", "14285.72"),
        show("June", "2022-06-10", "28571.43", "28571.43", "7142.86"),
        show("September", "2022-09-10", "28571.43", "28571.43", "28571.43"),
        show("October", "2022-10-10", "28571.43"),
        trademark("T-1", "2022-05-01", "20000"),
        trademark("T-2", "2022-05-01", "30000", OTHER),
        claim("A-1", "aeo", "2022-05-01"),
        claim("A-2", "aeo", "2022-06-01"),
        trademark("T-3", "2022-08-01", "10000", OTHER),
    ]
    for row in rows:
        row["enterprise"] = "示例企业" if row["uscc"] == ONE else HOSTILE
    asked(store, "backfill", write_lines(store.parent / "c.jsonl", rows), "--by", "clerk")
    asked(store, "reject", "T-3", "--reason", "逾期补正", "--by", "officer")
    asked(store, "approve", "--pending", "--by", "officer")
    money = ("--amount", "3000000", "--document", "乐财〔2022〕1号", "--on", "2022-01-10")
    asked(store, "budget", "appropriate", "2022", "--line", "all", *money)
    for uscc in (ONE, OTHER):
        asked(store, "enterprise", "account", uscc, "--account", "6222021234567890123",
              "--bank", "工商银行")  # fmt: skip
    asked(store, "batch", "compute", "--budget-year", "2022", "--document", "乐商务〔2022〕5号")
    asked(store, "batch", "publish", "1", *past("2022-11-01"), "--days", "7")
    paid = (*past("2022-11-20"), "--receipt", "R-2022-1", "--by", "cashier")
    asked(store, "batch", "pay", "1", *paid)
    asked(store, "revoke", "A-1", "--reason", "证书失效", "--document", "乐商务〔2023〕8号")


def printed(store: Path, kind: str, out: Path, *more: str) -> Any:
    """Print a letter, and return what the command answered."""
    return asked(store, "paper", *KINDS[kind], "--out", out, *BUREAU, *more)


def checked(store: Path, out: Path, *more: str) -> Ran:
    return subsidy("paper", "check", out, "--json", "--store", store, *BUREAU, *more)


def words_of(path: Path) -> str:
    """Everything that a file says, without white space, as another library reads it."""
    if path.suffix == ".pdf":
        pages = PdfReader(path).pages
        text = "".join(page.extract_text() for page in pages)
    else:
        document = Document(str(path))
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        within = [cell.text for cell in cells]
        text = "".join([each.text for each in document.paragraphs] + within)
    return "".join(text.replace("\u200b", "").split())


def rewritten(path: Path, before: bytes, after: bytes, part: str = "word/document.xml") -> None:
    """Put other words into a Word file; another part whole, where nothing stood before."""

    raw = BytesIO(path.read_bytes())
    with ZipFile(raw) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            written = source.read(name)
            if name.startswith(part):
                assert before in written, "the file does not say this"
                written = written.replace(before, after, 1) if before else after
            target.writestr(name, written)


def has_font() -> bool:
    """Say whether a PDF can be printed here."""
    try:
        return bool(families(None))
    except Refusal:
        return False
