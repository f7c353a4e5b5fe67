"""The bureau's sheets: which column of which sheet states what. One table, one row a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from adapters.intake.amounts import Means, name_of
from adapters.intake.checks import CONFIRMED, WHY
from adapters.intake.forms import Document, Forms, forms, title_of
from adapters.intake.values import fault
from adapters.intake.workbook import cells, days
from adapters.intake.workbook.cells import CellReader, plain
from adapters.intake.workbook.sheets.columns import Column, Sheet
from domain.money import parse_yuan
from domain.policy.kinds import FactType

NUMBER = "序号"  # counts rows; says nothing
BOOTHS = "booths"  # not a fact itself: how many ways the fee is split
BOOTH_FEES = "facts.booth_fees"
AWARD = "kind"  # its word says the kind and the facts

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－ー─━", "-"))


def _award(cell: object, means: Means) -> object:
    """Return the kind and facts that a category of award stands for."""
    if not isinstance(cell, str):
        return cells.text(cell, means)
    spelt = plain(cell[:99]).upper().translate(_DASHES).replace("--", "-")
    award = awards().get(spelt)
    return fault("bad-value", cell) if award is None else award


USCC = Column(header="统一社会信用代码", key="uscc", read=cells.uscc)
_HEAD = (
    Column(header="申报编号", key="claim_no", read=cells.number),
    Column(header="企业名称", key="enterprise", read=cells.text),
    USCC,
)


def _tail(forms: Forms) -> tuple[Column, ...]:
    support = Column(
        header="上级已补助",
        key="other_support",
        read=cells.support,
        currency=forms.currency,
        optional=True,
        may_be_zero=True,
    )
    return (
        Column(header="发票号码", key="invoices", read=cells.invoices, optional=True),
        support,
        Column(header="申报日期", key="filed_on", read=days.day),
    )


REMARK = "备注"
BESIDE = {  # the headers of what stands beside a claim, by key
    "town": frozenset(("镇街", "所属镇街", "乡镇街道", "乡镇", "所属乡镇")),
    "contact": frozenset(("联系人", "联系人姓名")),
    "phone": frozenset(("联系电话", "电话", "手机", "联系人电话", "手机号", "手机号码")),
}
IGNORED = frozenset(  # the name is a column of claims
    (
        NUMBER,
        "企业名称",
        REMARK,
        WHY,
        CONFIRMED,
        *frozenset().union(*BESIDE.values()),
    )
)
_DAY = "occurred_on"


def sheets() -> dict[str, Sheet]:
    """Return every sheet of the forms in force by its name."""
    return _made(forms())[0]


def awards() -> Awards:
    """Return what the words of a sheet that kinds share stand for: a kind and facts."""
    return _made(forms())[1]


Awards = dict[str, tuple[str, dict[str, object]]]  # by word, the kind and the facts it says


@lru_cache(maxsize=8)
def _made(forms: Forms) -> tuple[dict[str, Sheet], Awards]:
    words = _words_of_shared(forms)
    made: dict[str, Sheet] = {}
    for kind, document in forms.documents.items():
        name = forms.sheets[kind]
        if "category" in document:
            made.setdefault(name, _of_several(kind, forms, tuple(words)))
        else:
            made[name] = _of_kind(kind, forms)
    for record, name in forms.record_sheets.items():
        if record in forms.records:
            made[name] = _of_record(record, forms)
    return made, words


def _words_of_shared(forms: Forms) -> Awards:
    """Return what the words of sheets that kinds share stand for."""
    words: Awards = {}
    for kind, document in forms.documents.items():
        if "category" not in document:
            continue
        facts = document.get("facts", {})
        if not facts:
            words[document["zh"]] = (kind, {})
        for name, fact in facts.items():
            words |= {zh: (kind, {name: word}) for word, zh in fact["words"].items()}
    return words


def _of_several(kind: str, forms: Forms, words: tuple[str, ...]) -> Sheet:
    """Return a sheet that several kinds share: a word in each row says which."""
    document = forms.documents[kind]
    own = (
        Column(header=document["category"], key=AWARD, read=_award, choices=words),
        Column(header=document["day"], key=_DAY, read=day_reader(document["day"])),
    )
    return Sheet(
        name=forms.sheets[kind],
        title=title_of(document),
        policy=_policy(kind, forms),
        kind=None,
        columns=(*_HEAD, *own, *_tail(forms)),
        total=None,
        currency=forms.currency,
    )


def _of_kind(kind: str, forms: Forms) -> Sheet:
    """Return a kind's sheet: its facts, and the day before the first amount."""
    document = forms.documents[kind]
    day = Column(header=document["day"], key=_DAY, read=day_reader(document["day"]))
    own: list[Column] = []
    for fact in forms.kinds[kind].facts.values():
        written = document["facts"][fact.name]
        if fact.type in ("amount", "amounts") and day not in own:
            own.append(day)
        if "split" in written:
            own.append(Column(header=written["split"], key=BOOTHS, read=cells.booths))
        cited = forms.allowed(fact, forms.kinds[kind]) if fact.type == "article" else ()
        column = _of_fact(fact, written, forms)
        own.append(replace(column, key=f"facts.{fact.name}", choices=cited))
    own += () if day in own else (day,)
    fees = [column.header for column in own if column.read is cells.fee]
    return Sheet(
        name=forms.sheets[kind],
        title=title_of(document),
        policy=_policy(kind, forms),
        kind=kind,
        columns=(*_HEAD, *_telling_apart(own, _tail(forms), forms.currency), *_tail(forms)),
        total=fees[0] if fees else None,
        currency=forms.currency,
        plausible=_plausible(document),
    )


def _of_record(record: str, forms: Forms) -> Sheet:
    """Return a record's sheet: an enterprise, a year, and its figures."""
    document = forms.record_documents[record]
    facts = forms.records[record].facts.values()
    figures = [_of_fact(fact, document["facts"][fact.name], forms) for fact in facts]
    year = Column(header=document["year"], key="year", read=cells.year)
    return Sheet(
        name=forms.record_sheets[record],
        title=title_of(document),
        policy=_policy(record, forms),
        kind=None,
        record=record,
        columns=(USCC, year, *_telling_apart(figures, (), forms.currency)),
        total=None,
        currency=forms.currency,
        plausible=_plausible(document),
    )


def _of_fact(fact: FactType, written: Document, forms: Forms) -> Column:
    """Return the column of a fact."""
    return Column(
        header=written.get("zh", fact.name),
        key=fact.name,
        read=reader_of(fact, written),
        currency=written.get("currency", forms.currency) if fact.unit else "",
        may_be_zero=fact.zero,
    )


def _telling_apart(
    columns: Sequence[Column], beside: Sequence[Column], currency: str
) -> list[Column]:
    """Return columns whose headers say their currency where the sheet has amounts of several.

    currency: the policy's, which the unit of the sheet says.
    """
    if len({column.currency for column in (*columns, *beside) if column.is_money}) < 2:
        return list(columns)
    return [
        replace(column, header=f"{column.header}（{unit}）")
        if column.is_money and column.currency != currency and unit not in column.header
        else column
        for column in columns
        for unit in (name_of(column.currency),)
    ]


def _policy(name: str, forms: Forms) -> str | None:
    """Return the policy of a kind or a record, where there are several."""
    return forms.policy_of[name] if len(forms.whole.policies) > 1 else None


def _plausible(document: Document) -> int | None:
    return parse_yuan(document["plausible"]) if "plausible" in document else None


def day_reader(header: str) -> CellReader:
    """Return how the day of the matter is read: the end of a range, or of a year, or a day."""
    if header.startswith("年度") or header.endswith("年度"):
        return cells.last_day_of_year
    return days.end_day if "结束" in header else days.day


def reader_of(fact: FactType, written: Document) -> CellReader:
    """Return how the cells of a fact are read, as its policy writes it."""
    match fact.type:
        case "word":
            return cells.Words({zh: word for word, zh in written["words"].items()})
        case "yes-no":
            return cells.has_or_not if written.get("has") else cells.yes_or_no
        case "amount" if fact.unit == "_cents":
            return cells.foreign
        case "amount" if fact.zero:
            return cells.support
        case "amount":
            return cells.fee if written.get("suspect", True) else cells.paid
        case "amounts":
            return cells.fee
        case "text":
            return cells.number if written.get("number") else cells.text
        case _:
            return _READERS[fact.type]


_READERS: dict[str, CellReader] = {
    "country": cells.country,
    "article": cells.text,
    "count": cells.count,
    "quantity": cells.quantity,
}
