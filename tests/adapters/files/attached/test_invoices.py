"""What an electronic invoice says, from each form that it comes in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from adapters.attached.kinds import examine
from projections.claims.attachments import ReadInvoice
from tests.adapters.files.attached import made

DIGITAL = ReadInvoice(
    number=made.NUMBER,
    code=None,
    issued_on=date(2022, 5, 2),
    total_fen=2_000_000,
    tax_fen=113_208,
    buyer_name="示例企业",
    buyer_code=made.BUYER,
    seller_name="某会展有限公司",
    seller_code=made.SELLER,
    read_from="xml",
)
OLDER = replace(DIGITAL, number="12345678", code="033002200111", read_from="ofd-attachment")
TAGGED = {
    "InvoiceNumber": made.NUMBER,
    "IssueTime": "2022年05月02日",
    "TaxInclusiveTotalAmount": "¥20,000.00",
    "TaxTotalAmount": "¥1132.08",
    "BuyerName": "示例企业",
    "BuyerTaxID": made.BUYER,
    "SellerName": "某会展有限公司",
    "SellerTaxID": made.SELLER,
}
PAGE = f"""#set text(font: "Noto Serif CJK SC")
电子发票（增值税专用发票）

发票号码：{made.NUMBER} 开票日期：2022年05月02日

名称：示例企业

统一社会信用代码/纳税人识别号：{made.BUYER}

名称：某会展有限公司

统一社会信用代码/纳税人识别号：{made.SELLER}

价税合计（大写）贰万圆整 （小写）¥20000.00
"""


def invoice(folder: Path, data: bytes) -> ReadInvoice | None:
    (folder / "handed-in").write_bytes(data)
    return examine(folder / "handed-in").invoice


def test_the_xml_of_a_digital_invoice_is_read(tmp_path: Path) -> None:
    assert invoice(tmp_path, made.DIGITAL.encode()) == DIGITAL


def test_xml_in_gb18030_is_read(tmp_path: Path) -> None:
    said = made.DIGITAL.replace("UTF-8", "GBK").encode("gb18030")

    assert invoice(tmp_path, said) == DIGITAL


def test_an_ofd_is_read_by_its_attached_xml_before_anything_else(tmp_path: Path) -> None:
    data = made.ofd(attached=made.OLDER, tagged=TAGGED | {"InvoiceNumber": "99999999"})

    assert invoice(tmp_path, data) == OLDER


def test_an_ofd_is_read_by_the_text_that_its_tags_point_to(tmp_path: Path) -> None:
    read = invoice(tmp_path, made.ofd(tagged=TAGGED))

    assert read == replace(DIGITAL, read_from="ofd-tags")


def test_an_ofd_is_read_by_its_data(tmp_path: Path) -> None:
    said = {"发票代码": "033002200111", "发票号码": "12345678", "合计税额": "1132.08"}
    said |= {"开票日期": "2022年05月02日", "购买方纳税人识别号": made.BUYER}

    read = invoice(tmp_path, made.ofd(data=said))

    assert read is not None
    assert (read.number, read.code, read.tax_fen, read.buyer_code, read.issued_on) == (
        "12345678", "033002200111", 113_208, made.BUYER, date(2022, 5, 2),
    )  # fmt: skip
    assert (read.read_from, read.total_fen) == ("ofd-data", None)


def test_a_pdf_is_read_by_the_xml_in_it(tmp_path: Path) -> None:
    read = invoice(tmp_path, made.pdf(files={"invoice.xml": made.DIGITAL.encode()}))

    assert read == replace(DIGITAL, read_from="pdf-attachment")


@pytest.mark.pdf
def test_a_pdf_is_read_by_its_words(tmp_path: Path) -> None:
    import typst

    (tmp_path / "page.typ").write_text(PAGE, encoding="utf-8")
    data = typst.compile(tmp_path / "page.typ")
    assert isinstance(data, bytes)

    read = invoice(tmp_path, data)

    assert read == replace(DIGITAL, read_from="pdf-text", tax_fen=None)


@pytest.mark.parametrize("data", [made.pdf(), made.ofd(), made.png()])
def test_a_file_that_says_nothing_of_an_invoice_is_none(tmp_path: Path, data: bytes) -> None:
    assert invoice(tmp_path, data) is None


@pytest.mark.parametrize(
    ("was", "now", "field"),
    [
        ("20000.00", "-20000.00", "total_fen"),
        ("20000.00", "２万", "total_fen"),
        ("2022-05-02 10:00:00", "2022-13-02", "issued_on"),
        (made.BUYER, "a<!-- -->b", "buyer_code"),
    ],
)
def test_a_value_in_another_form_is_not_guessed(
    tmp_path: Path, was: str, now: str, field: str
) -> None:
    read = invoice(tmp_path, made.DIGITAL.replace(was, now).encode())

    assert read is not None
    assert getattr(read, field) is None
