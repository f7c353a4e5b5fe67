"""Files made for these tests: none was issued by a tax office or sent in by an enterprise.

Their structure follows GB/T 33190-2016 (OFD) and the names that public files of 数电票 have.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from pypdf.generic import TextStringObject as TextString

NUMBER = "23332000000000000001"
BUYER, SELLER = "91330382MA0000023T", "91330382MA0001018G"
DIGITAL = f"""<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>{NUMBER}</EIid></Header><EInvoiceData>
<SellerInformation><SellerIdNum>{SELLER}</SellerIdNum><SellerName>某会展有限公司</SellerName>
</SellerInformation>
<BuyerInformation><BuyerIdNum>{BUYER}</BuyerIdNum><BuyerName>示例企业</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>18867.92</TotalAmWithoutTax><TotalTaxAm>1132.08</TotalTaxAm>
<TotalTax-includedAmount>20000.00</TotalTax-includedAmount></BasicInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>{NUMBER}</InvoiceNumber>
<IssueTime>2022-05-02 10:00:00</IssueTime>
</TaxSupervisionInfo></EInvoice>"""
OLDER = f"""<?xml version="1.0" encoding="UTF-8"?>
<fp:eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019">
<fp:InvoiceCode>033002200111</fp:InvoiceCode><fp:InvoiceNo>12345678</fp:InvoiceNo>
<fp:IssueDate>2022年05月02日</fp:IssueDate>
<fp:Buyer><fp:BuyerName>示例企业</fp:BuyerName><fp:BuyerTaxID>{BUYER}</fp:BuyerTaxID></fp:Buyer>
<fp:Seller><fp:SellerName>某会展有限公司</fp:SellerName><fp:SellerTaxID>{SELLER}</fp:SellerTaxID></fp:Seller>
<fp:TaxInclusiveTotalAmount>20000.00</fp:TaxInclusiveTotalAmount>
<fp:TaxTotalAmount>1132.08</fp:TaxTotalAmount></fp:eInvoice>"""
_OFD = """<?xml version="1.0" encoding="UTF-8"?>
<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.0"><ofd:DocBody>
<ofd:DocInfo><ofd:DocID>1</ofd:DocID>{data}</ofd:DocInfo>
<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"""
_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{texts}</ofd:Layer>
</ofd:Content></ofd:Page>"""
_TEXT = '<ofd:TextObject ID="{id}"><ofd:TextCode X="0" Y="0">{said}</ofd:TextCode></ofd:TextObject>'
_TAGS = """<?xml version="1.0" encoding="UTF-8"?>
<ofd:CustomTags xmlns:ofd="http://www.ofdspec.org/2016"><eInvoice>{tags}</eInvoice>
</ofd:CustomTags>"""


def ofd(
    attached: str | None = None,
    tagged: dict[str, str] | None = None,
    data: dict[str, str] | None = None,
    further: dict[str, bytes] | None = None,
) -> bytes:
    """Return an OFD: with an attached XML, with texts that custom tags point to, with data."""
    texts = dict(enumerate((tagged or {}).items(), start=70))
    custom = "".join(
        f'<ofd:CustomData Name="{name}">{said}</ofd:CustomData>'
        for name, said in (data or {}).items()
    )
    parts = {
        "OFD.xml": _OFD.format(data=f"<ofd:CustomDatas>{custom}</ofd:CustomDatas>").encode(),
        "Doc_0/Document.xml": b"<Document/>",
        "Doc_0/Pages/Page_0/Content.xml": _PAGE.format(
            texts="".join(_TEXT.format(id=id_, said=said) for id_, (_, said) in texts.items())
        ).encode(),
        "Doc_0/Tags/CustomTag.xml": _TAGS.format(
            tags="".join(
                f'<{name}><ofd:ObjectRef PageRef="1">{id_}</ofd:ObjectRef></{name}>'
                for id_, (name, _) in texts.items()
            )
        ).encode(),
        **(further or {}),
    }
    if attached is not None:
        parts["Doc_0/Attachs/original_invoice.xml"] = attached.encode()
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def pdf(
    *, script: str | None = None, files: dict[str, bytes] | None = None, password: str | None = None
) -> bytes:
    """Return a PDF of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if script is not None:
        action = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextString(script),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    for name, content in (files or {}).items():
        writer.add_attachment(name, content)
    if password is not None:
        writer.encrypt(password)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def png(width: int = 4, height: int = 3) -> bytes:
    """Return a PNG whose header says a size; its lines are of one dot."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg(width: int = 4, height: int = 3) -> bytes:
    """Return a JPEG of three segments, and of a picture of two bytes."""
    frame = struct.pack(">BHHB3B", 8, height, width, 1, 1, 0x11, 0)
    scan = bytes((1, 1, 0, 0, 63, 0))
    return b"".join(
        (
            b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
            b"\xff\xc0" + struct.pack(">H", 2 + len(frame)) + frame,
            b"\xff\xda" + struct.pack(">H", 2 + len(scan)) + scan + b"\x12\x34\xff\xd9",
        )
    )
