"""What an electronic invoice (电子发票) says: by the names of its XML, or by its words.

The names are those of the tax office: of a fully digital invoice (数电票) `EInvoice`, of the older
ones `eInvoice` inside an OFD; as recorded in public files, for no page of the tax office prints
them. Only what is there is read; nothing is worked out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from xml.etree.ElementTree import Element

from adapters.files.book import local
from domain.money import parse_yuan
from projections.claims.attachments import ReadInvoice

TEXT_MAX = 200  # characters of a name
# Our field, by each name that it has; the first name that is there counts.
_NAMES = {
    "number": ("invoicenumber", "invoiceno", "eiid", "发票号码"),
    "code": ("invoicecode", "发票代码"),
    "issued_on": ("issuetime", "issuedate", "requesttime", "开票日期"),
    "total_fen": (
        "totaltax-includedamount", "taxinclusivetotalamount", "价税合计", "价税合计小写",
    ),
    "tax_fen": ("totaltaxam", "taxtotalamount", "合计税额"),
    "buyer_name": ("buyername", "购买方名称"),
    "buyer_code": ("buyeridnum", "buyertaxid", "购买方纳税人识别号"),
    "seller_name": ("sellername", "销售方名称"),
    "seller_code": ("selleridnum", "sellertaxid", "销售方纳税人识别号"),
}  # fmt: skip
NAMED = frozenset(name for names in _NAMES.values() for name in names)
_NUMBER = re.compile(r"[0-9]{8,20}")
_CODE = re.compile(r"[0-9A-Z]{15,20}")
_DAY = re.compile(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_MONEY = ("total_fen", "tax_fen")
_WORDS = {
    "number": re.compile(r"发票号码\s*[:：]?\s*(\d{8,20})"),
    "code": re.compile(r"发票代码\s*[:：]?\s*(\d{10,12})"),
    "issued_on": re.compile(r"开票日期\s*[:：]?\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2})"),
    "total_fen": re.compile(r"[(（]\s*小写\s*[)）]\s*[¥￥]?\s*([\d,]+\.\d{2})"),
}
_CODES = re.compile(
    r"(?:统一社会信用代码(?:/纳税人识别号)?|纳税人识别号)\s*[:：]\s*([0-9A-Z]{15,20})"
)
_NAMED = re.compile(r"名\s*称\s*[:：]\s*(\S[^\n]{0,99}?)(?=\s{2,}|\s*名\s*称|\s*[售销统纳]|\n|$)")


def from_tree(root: Element, read_from: str) -> ReadInvoice | None:
    """Return what a document of named values says; None where it names no invoice."""
    said: dict[str, str] = {}
    for element in root.iter():
        name = local(element).lower()
        if name in NAMED and element.text and element.text.strip():
            said.setdefault(name, element.text)
    return from_named(said, read_from)


def from_named(said: Mapping[str, str], read_from: str) -> ReadInvoice | None:
    """Return what values by their names say, in small letters; None without a number."""
    every = {
        field: next((said[name] for name in names if name in said), None)
        for field, names in _NAMES.items()
    }
    return _read(every, read_from)


def from_text(text: str, read_from: str) -> ReadInvoice | None:
    """Return what the words of a page say: the buyer stands before the seller there."""
    every = {
        field: match[1] if (match := said.search(text)) else None for field, said in _WORDS.items()
    }
    codes, names = _CODES.findall(text), _NAMED.findall(text)
    for place, whose in enumerate(("buyer", "seller")):
        every[f"{whose}_code"] = codes[place] if len(codes) == 2 else None
        every[f"{whose}_name"] = names[place] if len(names) == 2 else None
    return _read(every, read_from)


def _read(said: Mapping[str, str | None], read_from: str) -> ReadInvoice | None:
    number = _matched(said.get("number"), _NUMBER)
    if number is None:
        return None
    facts: dict[str, object] = {"number": number, "read_from": read_from}
    for name, given in said.items():
        if name in _MONEY:
            facts[name] = _fen(given)
        elif name.endswith("_code"):
            facts[name] = _matched(given, _CODE)
        elif name.endswith("_name"):
            facts[name] = None if given is None else " ".join(given.split())[:TEXT_MAX]
    facts["code"] = _matched(said.get("code"), _NUMBER)
    facts["issued_on"] = _day(said.get("issued_on"))
    every = {field.name: facts.get(field.name) for field in fields(ReadInvoice)}
    return ReadInvoice(**every)  # type: ignore[arg-type]


def _matched(given: str | None, form: re.Pattern[str]) -> str | None:
    plain = "".join((given or "").split()).upper()
    return plain if form.fullmatch(plain) else None


def _fen(given: str | None) -> int | None:
    """Return an amount of yuan in fen; None where it is not one, or below 0 (红字)."""
    plain = "".join((given or "").split()).replace(",", "").lstrip("¥￥")
    try:
        return parse_yuan(plain)
    except ValueError:
        return None


def _day(given: str | None) -> date | None:
    match = _DAY.match((given or "").strip())
    try:
        return None if match is None else date(*map(int, match.groups()))
    except ValueError:
        return None
